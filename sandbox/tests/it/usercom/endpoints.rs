//! Every endpoint of the users area is served.

use serde_json::json;

use crate::support::Sandbox;

/// Number, method and path of every endpoint.
const ENDPOINTS: &str = include_str!("endpoints.txt");

/// The endpoints, with the names of somebody who is there.
pub fn endpoints() -> impl Iterator<Item = (&'static str, &'static str, String)> {
    ENDPOINTS.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut words = line.split(' ');
        let mut word = || words.next().unwrap();
        let (number, method, path) = (word(), word(), word());
        (number, method, path.replace("{id}", "19678378").replace("{custom_id}", "user@123"))
    })
}

#[tokio::test]
async fn every_endpoint_is_served_in_both_versions() {
    let sandbox = Sandbox::new();
    for (number, method, path) in endpoints() {
        for answer in [
            sandbox.write(method, &path, &json!({})).await,
            sandbox.write_v2(method, &path, &json!({})).await,
        ] {
            let status = answer.status.as_u16();
            assert!(status < 500 && status != 405, "{number} {method} {path}: {answer:?}");
            assert!(!answer.body.starts_with('<'), "{number} {method} {path}: no such route");
        }
    }
}

#[test]
fn the_list_of_endpoints_has_every_number() {
    for number in 1..=34 {
        let number = format!("E{number}");
        assert!(endpoints().any(|(found, ..)| found == number), "{number}");
    }
}
