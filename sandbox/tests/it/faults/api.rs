//! The faults by API.

use serde_json::json;

use super::{JANE, inspector, order};
use crate::support::Sandbox;

#[tokio::test]
async fn both_forms_say_the_same() {
    let sandbox = Sandbox::new();
    let short =
        "after; status=503; retry-after=2; header=x-a: b; header=x-c:; latency=5; times=3; \
                 probability=0.5; seed=7; label=l; system=usercom; method=PUT; path=/users/; \
                 body=x; answer=bom; redirect=/a; stall=in-body; cors=hidden"
            .replace("status=503", "status=301");
    let json = json!({
        "after": true, "status": 301, "retry-after": 2, "headers": { "x-a": "b", "x-c": null },
        "latency": 5, "times": 3, "probability": 0.5, "seed": 7, "label": "l",
        "match": { "system": "usercom", "method": "PUT", "path": "/users/" },
        "body": "x", "answer": "bom", "redirect": "/a", "stall": "in-body", "cors": "hidden",
    });
    let mut one = order(&sandbox, &short).await;
    let mut other = order(&sandbox, &json.to_string()).await;
    let again = order(&sandbox, one["does"].as_str().unwrap()).await;
    assert_eq!((&one["id"], &other["id"], &again["id"]), (&json!(1), &json!(2), &json!(3)));
    for listed in [&mut one, &mut other] {
        listed["id"] = json!(3);
        assert_eq!(*listed, again);
    }
    for (field, value) in json.as_object().unwrap() {
        let expected = if field == "retry-after" { json!("2") } else { value.clone() };
        assert_eq!(again[field], expected, "{field}");
    }
}

#[tokio::test]
async fn a_fault_that_cannot_be_is_refused_naming_the_field() {
    let sandbox = Sandbox::new();
    for (fault, field) in [
        ("", "fault"),
        ("times=2; label=a; path=/", "fault"),
        ("{\"status\": 503", "fault"),
        ("status=99", "status"),
        ("status=600", "status"),
        ("status=5x", "status"),
        ("{\"status\": \"503\"}", "status"),
        ("status=503; status=500", "status"),
        ("status=204; body=x", "status"),
        ("status=503; redirect=/", "status"),
        ("statsu=503", "statsu"),
        ("status=503; times=0", "times"),
        ("status=503; probability=1.5", "probability"),
        ("status=503; seed=1", "seed"),
        ("status=503; system=usrcom", "match.system"),
        ("{\"status\": 503, \"match\": {\"verb\": \"GET\"}}", "match.verb"),
        ("retry-after=date:soon", "retry-after"),
        ("{\"headers\": {\"a b\": \"c\"}}", "headers"),
        ("header=content-length: 1", "headers"),
        ("header=x", "header"),
        ("body=x; answer=html", "body"),
        ("answer=nothing", "answer"),
        ("redirect=", "redirect"),
        ("latency=600001", "latency"),
        ("latency=-1", "latency"),
        ("stall=later", "stall"),
        ("stall=in-body; drop=in-body", "drop"),
        ("cors=none", "cors"),
        ("status=503; after=no", "after"),
    ] {
        let answer = inspector(&sandbox, "POST", "faults", fault).await;
        assert_eq!(answer.status, 400, "{fault}: {}", answer.body);
        assert_eq!(answer.json()["field"], field, "{fault}: {}", answer.body);
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.starts_with(&format!("{field}: ")), "{detail}");
    }
    assert_eq!(inspector(&sandbox, "GET", "faults", "").await.json(), json!({ "faults": [] }));
}

#[tokio::test]
async fn what_readme_and_help_name_are_faults() {
    let sandbox = Sandbox::new();
    let folder = env!("CARGO_MANIFEST_DIR");
    let (readme, help) = (format!("{folder}/README.md"), format!("{folder}/src/faults.txt"));
    let (readme, help) =
        (std::fs::read_to_string(readme).unwrap(), std::fs::read_to_string(help).unwrap());
    let table = readme.split("| fault | what the client meets |").nth(1).unwrap();
    let named = table.lines().skip(2).map_while(|row| row.strip_prefix("| `")?.split('`').next());
    let listed = help.lines().filter_map(|line| line.strip_prefix("  ")?.split("  ").next());
    let orders: Vec<_> = named.chain(listed).collect();
    assert_eq!(orders.len(), 17 + 13);
    for fault in orders {
        let narrowing = ["system", "times", "after"].iter().any(|name| fault.starts_with(name));
        order(&sandbox, &if narrowing { format!("status=503; {fault}") } else { fault.to_owned() })
            .await;
    }
}

#[tokio::test]
async fn removing_what_is_not_there_is_not_found() {
    assert_eq!(inspector(&Sandbox::new(), "DELETE", "faults/1", "").await.status, 404);
}

#[tokio::test]
async fn clearing_and_reset_remove_every_fault() {
    let sandbox = Sandbox::new();
    for (method, path, status) in [("DELETE", "faults", 204), ("POST", "reset", 200)] {
        order(&sandbox, "status=503").await;
        order(&sandbox, "status=500").await;
        assert_eq!(inspector(&sandbox, method, path, "").await.status, status);
        assert_eq!(sandbox.get(JANE).await.status, 200);
    }
}

#[tokio::test]
async fn there_are_at_most_a_thousand() {
    let sandbox = Sandbox::new();
    for _ in 0..1000 {
        order(&sandbox, "status=503; times=1").await;
    }
    let answer = inspector(&sandbox, "POST", "faults", "status=503").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["field"]), (400, &json!("fault")));
}
