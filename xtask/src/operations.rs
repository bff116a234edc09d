//! Writes the native tables of operations as TypeScript, so that no list of methods is kept twice.

use serde_json::json;
use userkey::usercom;

/// `pkg/generated/operations.ts`: for each system, the operations by the noun they stand under.
pub fn typescript() -> String {
    let usercom: Vec<&str> = usercom::OPERATIONS.iter().map(|operation| operation.name).collect();
    format!("// generated\n{}{}", table("usercom", &usercom), table("connectycube", &[]))
}

/// `export const system = { users: ["findByKey"], "": ["visitor"] } as const;`
fn table(system: &str, operations: &[&str]) -> String {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for operation in operations {
        let (noun, verb) = operation.split_once('.').unwrap_or(("", operation));
        match groups.iter_mut().find(|(known, _)| *known == noun) {
            Some((_, verbs)) => verbs.push(verb),
            None => groups.push((noun, vec![verb])),
        }
    }
    let groups: Vec<String> = groups
        .iter()
        .map(|(noun, verbs)| format!("  {}: {},\n", json!(noun), json!(verbs)))
        .collect();
    format!("export const {system} = {{\n{}}} as const;\n", groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_grouped_by_their_noun_in_their_order() {
        let operations = ["users.findByKey", "visitor", "users.update"];
        assert_eq!(
            table("usercom", &operations),
            "export const usercom = {\n  \"users\": [\"findByKey\",\"update\"],\n  \"\": [\"visitor\"],\n} as const;\n"
        );
    }
}
