//! The rules together: requests in, questions to User.com and answers out.

mod admission;
mod fuzz;
mod headers;
mod identify;
mod merge;
mod visitor;
mod writes;

use super::testing::{NOW, config};
use super::{Answer, Config, Decision, Permit, Reply, Request, decide};
use crate::testing::value;
use crate::value::Value;

/// What User.com answers: a status and a body.
type Said<'a> = (u16, &'a str);

/// Decides about a request while User.com says this, one answer after the other: what it was asked, and the answer.
fn serve(config: &Config, request: &Request, said: &[Said<'_>]) -> (Vec<String>, Answer) {
    serve_with(config, request, said, &|_| panic!("nobody is merged"))
}

/// The same with a store that allows merges, or doesn't.
fn serve_with(
    config: &Config,
    request: &Request,
    said: &[Said<'_>],
    allows: &dyn Fn(Permit) -> bool,
) -> (Vec<String>, Answer) {
    let (mut asked, mut said) = (Vec::new(), said.iter());
    let mut decision = decide(config, request, NOW);
    loop {
        let forward = match decision {
            Decision::Answer(answer) => {
                assert!(said.next().is_none(), "more was expected to be asked than {asked:?}");
                return (asked, answer);
            }
            Decision::Merge(merge) => {
                let allowed = allows(merge.permit());
                decision = merge.decide(config, allowed);
                continue;
            }
            Decision::Forward(forward) => forward,
        };
        let question = forward.request();
        let url = question.url.strip_prefix("https://acme.user.com/api/public").unwrap();
        let body = question.body.as_deref().map(|body| format!(" {body}")).unwrap_or_default();
        asked.push(format!("{} {url}{body}", question.method.as_str()));
        let (status, body) = said.next().unwrap_or_else(|| panic!("nothing is said to {asked:?}"));
        let reply = Reply { status: *status, body: (*body).into(), ..Reply::default() };
        decision = forward.resume(config, Ok(reply), NOW);
    }
}

/// The status and code of a refusal that asks User.com nothing.
fn refusal(options: &str, request: &Request) -> (u16, String) {
    let (asked, answer) = serve(&config(options), request, &[]);
    assert!(asked.is_empty(), "{asked:?}");
    (answer.status, code(&answer))
}

/// The question at that place.
fn at(asked: &[String], index: usize) -> &str {
    asked.get(index).map_or("", String::as_str)
}

fn code(answer: &Answer) -> String {
    body(answer).get("code").and_then(Value::as_text).unwrap_or("ok").to_owned()
}

fn body(answer: &Answer) -> Value {
    value(&answer.body)
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}

/// Whether the request gets as far as to a question.
fn is_forwarded(config: &Config, request: &Request) -> bool {
    matches!(decide(config, request, NOW), Decision::Forward(_))
}
