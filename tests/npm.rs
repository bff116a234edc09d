//! What the npm module refuses, and what it doesn't let through.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::float_cmp,
    clippy::many_single_char_names,
    reason = "the numbers are whole; what one means is said by the question"
)]

use userkey::npm::{Client, question, visitor_key};

const USERCOM: &str =
    r#"[null,null,null,null,null,true,null,null,null,"https://api.test/","hidden",1]"#;
const CUBE: &str =
    r#"[null,null,null,null,null,false,null,null,null,"https://cube.test","AUTHKEY",21]"#;

fn asked(client: &mut Client, question: u8, numbers: [f64; 5], text: &str) -> (f64, String) {
    let [a, b, c, d, e] = numbers;
    (client.ask(question, a, b, c, d, e, text), client.text())
}

fn begun(client: &mut Client, call: &str) -> (f64, String) {
    asked(client, question::BEGIN, [0.0; 5], call)
}

#[test]
fn a_client_with_bad_options_says_so_at_each_call() {
    for (system, options, named) in [
        ("usercom", "[]", "baseUrl"),
        ("usercom", r#"[null,null,null,null,null,true,null,null,"a.b"]"#, "subdomain"),
        ("usercom", r#"[null,null,null,null,null,true,null,"/userkey"]"#, "relay"),
        ("connectycube", r#"[null,null,null,null,null,true,null,null,null,null,"K"]"#, "appId"),
        ("connectycube", "[null,null,null,null,null,true,null,null,null,null,null,21]", "authKey"),
    ] {
        let mut client = Client::new(system, options);
        for _ in 0..2 {
            let (answer, told) = begun(&mut client, r#"[[7],"users.find"]"#);
            assert!(answer == -1.0 && told.contains(&format!(r#""message":"{named}"#)), "{told}");
        }
    }
}

/// Sends a read, and tells what was seen.
fn seen(how_and_status: f64, text: &str) -> (f64, String) {
    let mut client = Client::new("usercom", USERCOM);
    let (task, _) = begun(&mut client, r#"[["k1"],"users.findByKey",null,null,0,null,null,0]"#);
    asked(&mut client, question::NEXT, [task, 0.0, 0.0, 0.0, 0.0], "");
    asked(&mut client, question::START, [1.0, 0.0, 0.0, 0.0, 0.0], "");
    asked(&mut client, question::SEEN, [1.0, how_and_status, 0.0, 0.0, 0.0], text)
}

#[test]
fn no_answer_that_repeats_a_secret_gets_further() {
    assert_eq!(seen(104_200.0, "req-1\n\n\n\n").0, -2.0);
    assert_eq!(seen(104_200.0, "req-hidden\n\n\n\n").0, -3.0, "the name of the request");
    let (answer, told) = seen(4400.0, "hidden\n\n\n\n{\"detail\":\"Token hidden\"}");
    assert!(answer == -1.0 && !told.contains("hidden") && told.contains("is left out"), "{told}");
}

#[test]
fn every_sight_is_told_apart() {
    for (how_and_status, text, answer, code) in [
        (0.0, "", -1.0, "no_answer"),
        (1000.0, "", -1.0, "attempt"),
        (2000.0, "", -1.0, "invalid_option"),
        (3404.0, "\n\n\n\n", -4.0, ""),
        (3200.0, "\n\n\n\n{\"id\":", -1.0, "malformed"),
        (4401.0, "\n\n\n\n{}", -1.0, "unauthorized"),
        (8200.0, "\n\n\n\n", -1.0, "malformed"),
        (24_200.0, "\n\n\n\n", -1.0, "malformed"),
        (40_200.0, "\n\n\n\n", -1.0, "malformed"),
        (296_200.0, "\n\n\n\nno such key", -1.0, "server_error"),
    ] {
        let (found, told) = seen(how_and_status, text);
        assert!(found == answer && told.contains(code), "{how_and_status}: {found} {told}");
    }
}

#[test]
fn what_is_unknown_is_answered_with_0() {
    let mut client = Client::new("connectycube", CUBE);
    for question in question::NEXT..=question::RECOVER {
        let answer = asked(&mut client, question, [7.0, 1.0, 1.0, 0.0, 0.0], "");
        assert_eq!(answer, (0.0, String::new()), "{question}");
    }
}

#[test]
fn the_visitors_key_is_read_from_a_cookie_string() {
    assert_eq!(visitor_key("a=1; __ca__chat=k1").as_deref(), Some("k1"));
    assert_eq!(visitor_key("a=1"), None);
}
