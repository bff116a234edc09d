//! What the npm module is asked and what it answers: whole calls as dialogues, in a golden file.
//!
//! `UPDATE_GOLDEN=1 cargo test` rewrites `tests/golden/npm.txt`; the change is then read in review.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::many_single_char_names,
    clippy::unwrap_used,
    reason = "a test that panics fails, as it should; what a number means is said by the question"
)]

use std::fmt::Write;
use std::{env, fs};

use userkey::npm::{Client, question};

const GOLDEN: &str = "tests/golden/npm.txt";

const USERCOM: &str =
    r#"[null,null,null,null,null,true,null,null,null,"https://api.test/","hidden",1]"#;
const RELAY: &str = r#"[null,null,null,null,null,true,"https://shop.example","/userkey"]"#;
const CUBE: &str =
    r#"[null,null,null,null,null,false,null,null,null,"https://cube.test","AUTHKEY",21]"#;

const QUESTIONS: [(&str, u8); 17] = [
    ("begin", question::BEGIN),
    ("next", question::NEXT),
    ("drop", question::DROP),
    ("send", question::SEND),
    ("seal", question::SEAL),
    ("start", question::START),
    ("left", question::LEFT),
    ("seen", question::SEEN),
    ("resume", question::RESUME),
    ("leave", question::LEAVE),
    ("page", question::PAGE),
    ("ends", question::ENDS),
    ("changes", question::CHANGES),
    ("unsigned", question::UNSIGNED),
    ("signed", question::SIGNED),
    ("applied", question::APPLIED),
    ("recover", question::RECOVER),
];

/// A client, and what was said.
struct Dialogue {
    client: Client,
    written: String,
}

impl Dialogue {
    fn new(title: &str, system: &str, options: &str) -> Self {
        let written = format!("# {title}\nnew {system} {options}\n");
        Self { client: Client::new(system, options), written }
    }

    /// Asks with the numbers that aren't 0 in the end, and answers the number.
    fn ask(&mut self, name: &str, numbers: &[f64], text: &str) -> f64 {
        let (_, question) = QUESTIONS.iter().find(|(known, _)| *known == name).expect(name);
        let number = |at: usize| numbers.get(at).copied().unwrap_or(0.0);
        let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(number);
        let answer = self.client.ask(*question, a, b, c, d, e, text);
        self.written.push_str(name);
        for number in numbers {
            write!(self.written, " {number}").unwrap();
        }
        let line = |text: &str| text.replace('\n', "⏎");
        if !text.is_empty() {
            write!(self.written, " {}", line(text)).unwrap();
        }
        let told = format!("  = {answer} {}", line(&self.client.text()));
        writeln!(self.written, "\n{}", told.trim_end()).unwrap();
        answer
    }
}

/// A change: checked, sent, sent again after a 503, answered.
fn change() -> String {
    let mut talk = Dialogue::new("A change, and a 503", "usercom", USERCOM);
    let call = r#"[[7,{"city":"Rome"}],"users.update",null,null,1]"#;
    talk.ask("begin", &[0.0], call);
    talk.ask("next", &[1.0, 1000.0], "");
    talk.ask("send", &[], "");
    talk.ask("start", &[1.0, 1010.0], "");
    talk.ask("left", &[1.0, 2010.0], "");
    talk.ask("seen", &[1.0, 3503.0, 2020.0, 0.5, 1.7e12], "req-1\ntext/html\n1\n\nbusy");
    talk.ask("send", &[], "");
    talk.ask("resume", &[1.0], "");
    talk.ask("send", &[], "");
    talk.ask("start", &[1.0, 3030.0], "");
    talk.ask("seen", &[1.0, 104_200.0, 3040.0, 0.5, 1.7e12], "req-2\n\n\n\n");
    talk.ask("next", &[1.0, 1000.0], r#"[{"id":7}]"#);
    talk.ask("drop", &[1.0], "");
    talk.ask("next", &[1.0, 1000.0], "");
    talk.written
}

/// A read that two share: refused, with all that an error has.
fn refusal() -> String {
    let mut talk = Dialogue::new("A read that two share, refused", "usercom", USERCOM);
    for task in [1.0, 2.0] {
        talk.ask("begin", &[0.0], r#"[["k1"],"users.findByKey",null,null,0]"#);
        talk.ask("next", &[task, 0.0], "");
    }
    talk.ask("send", &[], "");
    talk.ask("start", &[1.0, 0.0], "");
    let body = r#"req-1
application/json


{"email":["not an address"]}"#;
    talk.ask("seen", &[1.0, 4400.0, 10.0, 0.5, 1.7e12], body);
    talk.ask("leave", &[1.0], "");
    talk.written
}

/// A change of the visitor: two requests, the second with what the first has found.
fn visitor() -> String {
    let mut talk = Dialogue::new("A change of the visitor", "usercom", USERCOM);
    talk.ask("begin", &[0.0], r#"[["__ca__chat=k1",{"city":"Rome"}],"updateVisitor",null,null,0]"#);
    talk.ask("next", &[1.0, 0.0], "");
    talk.ask("send", &[], "");
    talk.ask("start", &[1.0, 0.0], "");
    talk.ask("seen", &[1.0, 104_200.0, 10.0], "\n\n\n\n");
    talk.ask("next", &[1.0, 0.0], r#"[{"id":7,"user_id":"customer-42"}]"#);
    talk.ask("leave", &[2.0], "");
    talk.ask("begin", &[0.0], r#"[["__ca__chat=k1"],"visitorKey",null,null,0]"#);
    talk.ask("next", &[2.0, 0.0], "");
    talk.written
}

/// The visitor through a relay, whose answers no cache may keep.
fn relay() -> String {
    let mut talk = Dialogue::new("The visitor through a relay", "usercom", RELAY);
    talk.ask("begin", &[0.0], r#"[["__ca__chat=k1"],"visitor","TOKEN",null,0]"#);
    talk.ask("next", &[1.0, 0.0], "");
    talk.ask("seal", &[], "");
    talk.ask("send", &[], "");
    talk.ask("start", &[1.0, 0.0], "");
    talk.ask("seen", &[1.0, 3404.0, 10.0], "\n\n\n\n");
    talk.ask("begin", &[0.0], r#"[["__ca__chat=k1"],"visitor","",null,0]"#);
    talk.ask("begin", &[0.0], r#"[[7],"users.find",null,null,0]"#);
    talk.written
}

/// A list of two pages, whose service names a third that it doesn't have.
fn list() -> String {
    let mut talk = Dialogue::new("A list", "usercom", USERCOM);
    talk.ask("begin", &[1.0], r#"[[],"users.list",null,null,0]"#);
    talk.ask("next", &[1.0, 0.0], "");
    talk.ask("ends", &[1.0, 404.0], "");
    talk.ask("leave", &[1.0], "");
    talk.ask("page", &[1.0, 100.0, 150.0], "https://elsewhere.test/?cursor=2");
    talk.ask("next", &[1.0, 0.0], "");
    talk.ask("ends", &[1.0, 404.0], "");
    talk.ask("leave", &[2.0], "");
    talk.ask("page", &[1.0, 50.0, -1.0], "");
    talk.ask("next", &[1.0, 0.0], "");
    talk.written
}

/// A session of ConnectyCube: signed, begun, over, renewed; one that was kept.
fn session() -> String {
    let mut talk = Dialogue::new("A session of ConnectyCube", "connectycube", CUBE);
    talk.ask("begin", &[0.0], r#"[[1],"users.find",null,null,0]"#);
    talk.ask("next", &[1.0, 0.0], "");
    talk.ask("begin", &[0.0], r#"[[],"createSession",null,null,0]"#);
    talk.ask("changes", &[2.0], "");
    talk.ask("unsigned", &[2.0, 33432.0, 1_700_000_000.0], "");
    talk.ask("signed", &[2.0, 33432.0, 1_700_000_000.0], "no signature");
    talk.ask("signed", &[2.0, 33432.0, 1_700_000_000.0], &"a1".repeat(20));
    talk.ask("next", &[2.0, 0.0], "");
    talk.ask("leave", &[1.0], "");
    let told = "2024-01-02 05:04:05 UTC\nTue, 02 Jan 2024 03:04:05 GMT\n";
    let begun = format!(r#"{told}{{"token":"T1","user_id":null}}"#);
    talk.ask("applied", &[2.0, 0.0, 1_700_000_000_000.0], &begun);
    talk.ask("changes", &[1.0], "");
    talk.ask("unsigned", &[1.0, 1.0, 1.0], "");
    talk.ask("next", &[1.0, 0.0], "");
    talk.ask("leave", &[2.0], "");
    talk.ask("recover", &[1.0], "session_expired");
    talk.ask("applied", &[2.0, 0.0, 1_700_000_000_000.0], "\n\n{\"token\":\"T2\"}");
    talk.ask("recover", &[1.0], "session_expired");
    talk.ask("applied", &[2.0, 0.0, 1_700_000_000_000.0], "\n\n");
    talk.ask("begin", &[0.0], r#"[[{"token":"T3","user_id":1001}],"setSession",null,null,0]"#);
    talk.ask("next", &[3.0, 0.0], "");
    talk.ask("applied", &[3.0, 0.0, 0.0], "\n\n");
    talk.ask("begin", &[0.0], r#"[[{"login":"ada","password":"p4ssword"}],"login",null,null,0]"#);
    talk.ask("applied", &[4.0, 1002.0, 0.0], "\n\n");
    talk.ask("begin", &[0.0], r#"[[null],"setSession",null,null,0]"#);
    talk.ask("applied", &[5.0, 0.0, 0.0], "\n\n");
    talk.ask("begin", &[0.0], r#"[["T"],"setSession",null,null,0]"#);
    talk.written
}

#[test]
fn whole_calls_are_the_dialogues_of_the_golden_file() {
    let written = [change(), refusal(), visitor(), relay(), list(), session()].join("\n");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(GOLDEN, &written).unwrap();
    }
    assert_eq!(written, fs::read_to_string(GOLDEN).unwrap_or_default());
}
