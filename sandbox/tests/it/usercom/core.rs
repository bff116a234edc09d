//! The SDK's core against the sandbox: what the one writes, the other reads.

use axum::http::Request;
use userkey::usercom::{Config, User, Version, changes::Changes, users, who::Who};
use userkey::{Value, http};
use userkey_sandbox::SANDBOX_TOKEN;

use crate::support::{Answer, JANE, Sandbox};

fn config(version: Version) -> Config {
    Config::new("http://127.0.0.1/api/public", Some(SANDBOX_TOKEN), version).unwrap()
}

async fn send(sandbox: &Sandbox, request: http::Request) -> Answer {
    let mut builder = Request::builder().method(request.method.as_str()).uri(request.url.as_str());
    for (name, value) in &request.headers {
        builder = builder.header(*name, value);
    }
    sandbox.send(builder.body(request.body.clone().unwrap_or_default().into()).unwrap()).await
}

fn user(answer: &Answer) -> User {
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test]
async fn the_model_reads_every_user_of_the_seed_alike_in_both_versions() {
    let sandbox = Sandbox::new();
    for id in 19_678_376..19_678_626 {
        let path = format!("/users/{id}/");
        let (v1, v2) = (user(&sandbox.get(&path).await), user(&sandbox.get_v2(&path).await));
        assert_eq!((&v1.key, &v1.user_id), (&v2.key, &v2.user_id));
        assert_eq!((&v1.name, &v1.gender, &v1.tags), (&v2.name, &v2.gender, &v2.tags));
        for attribute in &v1.attributes {
            let name = attribute.name_std.as_deref().unwrap();
            assert_eq!(v2.attribute(name), Some(&attribute.value), "{id}: {name}");
        }
    }
}

#[tokio::test]
async fn the_operations_find_and_change_the_same_user() {
    for version in [Version::V1, Version::V2] {
        let (sandbox, config) = (Sandbox::new(), config(version));
        let changes = Changes::new(&[
            ("first_name".into(), "Ælfgifu".into()),
            ("gender".into(), "female".into()),
            ("tags".into(), Value::List(vec!["read-guide".into()])),
            ("attributes".into(), Value::Object(vec![("topic".into(), "bikes".into())])),
        ]);
        let changes = changes.unwrap();
        for who in [Who::UserId("customer-42"), Who::Id(19_678_376)] {
            let updated = send(&sandbox, users::update(&config, who, &changes).unwrap()).await;
            assert_eq!((updated.status.as_u16(), updated.header("x-sandbox-ignored")), (200, ""));
        }
        let found = user(&send(&sandbox, users::find_by_key(&config, JANE)).await);
        assert_eq!(found.name.as_deref(), Some("Ælfgifu Doe"));
        assert_eq!(found.attribute("topic"), Some(&"bikes".into()));
        assert_eq!(found.tags.len(), 2);
        let nobody = send(&sandbox, users::find_by_key(&config, "a/b ?&+#")).await;
        assert_eq!((nobody.status.as_u16(), &*nobody.body), (404, ""));
    }
}
