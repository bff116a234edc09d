//! Writes the native tables of operations as TypeScript, so that no list of methods is kept twice.

use serde_json::{Map, Value, json};
use userkey::{connectycube, usercom};

/// An operation's name and its signature: how many arguments it takes; in a list if the last of them holds options of its
/// own, and after it what the records are called if the operation gives a list.
type Operation = (&'static str, Value);

/// `pkg/generated/operations.ts`: for each system, the operations by the noun they stand under.
pub fn typescript() -> String {
    let usercom = usercom::OPERATIONS
        .iter()
        .copied()
        .flatten()
        .map(|op| (op.name, signature(op.arity, op.records, op.is_list())));
    let connectycube = connectycube::OPERATIONS
        .iter()
        .map(|op| (op.name, signature(op.arity(), op.records(), op.paging().is_some())));
    format!("// generated\n{}{}", table("usercom", usercom), table("connectycube", connectycube))
}

fn signature(arity: usize, records: &str, is_list: bool) -> Value {
    match records {
        "" => json!(arity),
        _ if !is_list => json!([arity]),
        _ => json!([arity, records]),
    }
}

/// `export const system = { users: { findByKey: 1, list: [2, "users"] } } as const;`
fn table(system: &str, operations: impl IntoIterator<Item = Operation>) -> String {
    let mut groups: Vec<(&str, Map<String, Value>)> = Vec::new();
    for (name, signature) in operations {
        let (noun, verb) = name.split_once('.').unwrap_or(("", name));
        if groups.iter().all(|(known, _)| *known != noun) {
            groups.push((noun, Map::new()));
        }
        if let Some((_, verbs)) = groups.iter_mut().find(|(known, _)| *known == noun) {
            verbs.insert(verb.into(), signature);
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
    fn an_operation_has_the_same_row_in_both_languages() {
        let names = |table: &[&str]| table.iter().map(ToString::to_string).collect::<Vec<_>>();
        let usercom: Vec<_> =
            usercom::OPERATIONS.iter().flat_map(|t| t.iter()).map(|op| op.name).collect();
        let connectycube: Vec<_> = connectycube::OPERATIONS.iter().map(|op| op.name).collect();
        for table in [usercom, connectycube] {
            let noun = |name: &&str| name.split_once('.').map_or("", |(noun, _)| noun).to_owned();
            let mut nouns: Vec<_> = table.iter().map(noun).collect();
            nouns.dedup();
            let mut once = nouns.clone();
            once.sort();
            once.dedup();
            assert_eq!(
                nouns.len(),
                once.len(),
                "a noun's operations stand together: {:?}",
                names(&table)
            );
        }
    }

    #[test]
    fn operations_are_grouped_by_their_noun_in_their_order() {
        let operations = [
            ("users.findByKey", json!(1)),
            ("visitor", json!(0)),
            ("users.list", json!([2, "users"])),
        ];
        assert_eq!(
            table("usercom", operations),
            "export const usercom = {\n  \"users\": {\"findByKey\":1,\"list\":[2,\"users\"]},\n  \"\": {\"visitor\":0},\n} as const;\n"
        );
    }
}
