//! Writes the native tables of operations as TypeScript, so that no list of methods is kept twice.

use serde_json::{Map, Value, json};
use userkey::usercom;

/// An operation's name and how many arguments it takes.
type Operation = (&'static str, usize);

/// `pkg/generated/operations.ts`: for each system, the operations by the noun they stand under.
pub fn typescript() -> String {
    let usercom = usercom::OPERATIONS.iter().map(|operation| (operation.name, operation.arity));
    let usercom: Vec<Operation> = usercom.collect();
    format!("// generated\n{}{}", table("usercom", &usercom), table("connectycube", &[]))
}

/// `export const system = { users: { findByKey: 1 }, "": { visitor: 0 } } as const;`
fn table(system: &str, operations: &[Operation]) -> String {
    let mut groups: Vec<(&str, Map<String, Value>)> = Vec::new();
    for (name, arity) in operations {
        let (noun, verb) = name.split_once('.').unwrap_or(("", name));
        if groups.iter().all(|(known, _)| *known != noun) {
            groups.push((noun, Map::new()));
        }
        if let Some((_, verbs)) = groups.iter_mut().find(|(known, _)| *known == noun) {
            verbs.insert(verb.into(), json!(arity));
        }
    }
    let groups: Vec<String> = groups
        .into_iter()
        .map(|(noun, verbs)| format!("  {}: {},\n", json!(noun), Value::Object(verbs)))
        .collect();
    format!("export const {system} = {{\n{}}} as const;\n", groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_grouped_by_their_noun_in_their_order() {
        let operations = [("users.findByKey", 1), ("visitor", 0), ("users.update", 2)];
        assert_eq!(
            table("usercom", &operations),
            "export const usercom = {\n  \"users\": {\"findByKey\":1,\"update\":2},\n  \"\": {\"visitor\":0},\n} as const;\n"
        );
    }
}
