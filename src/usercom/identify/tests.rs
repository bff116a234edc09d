use super::*;
use crate::usercom::Version;

fn record(id: u64, user_id: Option<&str>, email: Option<&str>) -> Record {
    Record { id, user_id: user_id.map(Into::into), email: email.map(Into::into) }
}

/// What is sent and what it comes to, in a world of these records, where 99 is the next that is made.
fn identify(
    key: bool,
    world: &[Record],
    user_id: Option<&str>,
    email: Option<&str>,
) -> (Vec<String>, String) {
    let config = Config::new("https://a.b", None, Version::V2).unwrap();
    let changes = [("city".to_owned(), Value::from("Rome"))];
    let mut identify =
        Identify::new(&config, key.then_some("k"), &changes, user_id, email).unwrap();
    let (mut sent, mut found, mut made) = (Vec::new(), Vec::new(), false);
    loop {
        match identify.next(&found, made) {
            Ok(None) => break,
            Err(error) => return (sent, error.code.into()),
            Ok(Some(request)) => {
                let path = request.path().to_owned();
                let asked = |name: &str| request.url.contains(name);
                found = match path.as_str() {
                    "/users/search/" if asked("?key=") => {
                        world.iter().filter(|r| r.id == 1).cloned().collect()
                    }
                    "/users/search/" => {
                        world.iter().filter(|r| r.email.as_deref() == email).cloned().collect()
                    }
                    "/users-by-id/me/" => world
                        .iter()
                        .filter(|r| r.user_id.as_deref() == Some("me"))
                        .cloned()
                        .collect(),
                    "/users/update_or_create/" => vec![record(99, user_id, email)],
                    _ => vec![record(0, None, None)],
                };
                made = path == "/users/update_or_create/";
                sent.push(format!(
                    "{} {}",
                    request.method.as_str(),
                    request.url.replace("https://a.b", "")
                ));
            }
        }
    }
    let advice = if identify.reset_widget() { " reset_widget" } else { "" };
    (sent, format!("{}{advice}", identify.action()))
}

const KEY: &str = "GET /users/search/?key=k";
const OWN: &str = "GET /users-by-id/me/";
const MAIL: &str = "GET /users/search/?email=e%40x.y&many=true";
const E: Option<&str> = Some("e@x.y");
const ME: Option<&str> = Some("me");

#[track_caller]
fn check(
    key: bool,
    world: &[Record],
    who: (Option<&str>, Option<&str>),
    expected: &[&str],
    outcome: &str,
) {
    let (sent, got) = identify(key, world, who.0, who.1);
    assert_eq!(
        (sent.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), got.as_str()),
        (expected, outcome)
    );
}

#[test]
fn without_a_key_the_own_id_decides() {
    check(
        false,
        &[],
        (ME, E),
        &[OWN, MAIL, "POST /users/update_or_create/", "GET /users/99/"],
        "created",
    );
    check(false, &[record(2, ME, None)], (ME, E), &[OWN, "PUT /users/2/"], "updated");
}

#[test]
fn without_key_and_own_id_the_address_decides() {
    check(false, &[record(2, None, E)], (None, E), &[MAIL, "PUT /users/2/"], "updated");
    check(false, &[], (None, E), &[MAIL, "POST /users/"], "created");
    check(false, &[record(2, None, E), record(3, None, E)], (None, E), &[MAIL], "ambiguous_email");
}

#[test]
fn a_key_that_nobody_has_is_no_key() {
    check(true, &[record(2, None, E)], (None, E), &[KEY, MAIL, "PUT /users/2/"], "updated");
}

#[test]
fn an_anonymous_visitor_becomes_known() {
    check(true, &[record(1, None, None)], (ME, E), &[KEY, OWN, MAIL, "PUT /users/1/"], "updated");
    check(true, &[record(1, None, None)], (None, E), &[KEY, MAIL, "PUT /users/1/"], "updated");
}

#[test]
fn an_anonymous_visitor_is_merged_into_the_one_who_is_known() {
    let world = [record(1, None, None), record(2, None, E)];
    check(
        true,
        &world,
        (None, E),
        &[KEY, MAIL, "PUT /users/2/", "POST /users/merge/", "GET /users/2/"],
        "merged",
    );
    let world = [record(1, None, None), record(2, ME, None)];
    check(
        true,
        &world,
        (ME, E),
        &[KEY, OWN, "PUT /users/2/", "POST /users/merge/", "GET /users/2/"],
        "merged",
    );
}

#[test]
fn a_visitor_with_the_address_is_updated_and_never_merged_with_itself() {
    check(true, &[record(1, None, E)], (None, E), &[KEY, MAIL, "PUT /users/1/"], "updated");
    check(true, &[record(1, ME, E)], (ME, E), &[KEY, OWN, "PUT /users/1/"], "updated");
    check(
        true,
        &[record(1, None, E), record(2, None, E)],
        (None, E),
        &[KEY, MAIL, "PUT /users/1/"],
        "updated",
    );
}

#[test]
fn two_people_on_one_computer_are_never_merged() {
    let other = record(1, None, Some("other@x.y"));
    check(
        true,
        &[other.clone(), record(2, None, E)],
        (None, E),
        &[KEY, MAIL, "PUT /users/2/"],
        "updated reset_widget",
    );
    check(
        true,
        &[other.clone(), record(2, ME, None)],
        (ME, E),
        &[KEY, OWN, "PUT /users/2/"],
        "updated reset_widget",
    );
    let create = [KEY, OWN, MAIL, "POST /users/update_or_create/", "GET /users/99/"];
    check(true, std::slice::from_ref(&other), (ME, E), &create, "created reset_widget");
    let customer = record(1, Some("somebody"), None);
    check(
        true,
        &[customer, record(2, ME, E)],
        (ME, E),
        &[KEY, OWN, "PUT /users/2/"],
        "updated reset_widget",
    );
}

#[test]
fn records_that_contradict_each_other_are_not_merged_even_if_neither_contradicts_the_caller() {
    let world = [record(1, Some("somebody"), None), record(2, Some("else"), E)];
    check(true, &world, (None, E), &[KEY, MAIL, "PUT /users/2/"], "updated reset_widget");
}

#[test]
fn an_address_of_another_customer_is_not_taken_over() {
    let create = [OWN, MAIL, "POST /users/update_or_create/", "GET /users/99/"];
    check(false, &[record(2, Some("somebody"), E)], (ME, E), &create, "created");
}

#[test]
fn nobody_can_be_identified_by_nothing() {
    let config = Config::new("https://a.b", None, Version::V1).unwrap();
    let changes = [("city".to_owned(), Value::from("Rome"))];
    assert_eq!(
        Identify::new(&config, None, &changes, None, None).unwrap_err().code,
        "invalid_input"
    );
    let twice = [("email".to_owned(), Value::from("a@b.c"))];
    assert!(
        Identify::new(&config, None, &twice, None, E).unwrap_err().message.contains("one field")
    );
}

#[test]
fn an_ambiguous_address_names_the_records() {
    let found = [record(2, None, E), record(3, None, E)];
    let error = one_of(&found, &record(0, None, E), None).unwrap_err();
    assert_eq!(error.kind, Kind::Conflict);
    assert_eq!(error.answer.as_ref().unwrap().body.as_ref().unwrap().to_json(), r#"{"ids":[2,3]}"#);
}

#[test]
fn an_own_id_that_cannot_be_addressed_is_refused_before_anything_is_sent() {
    let config = Config::new("https://a.b", None, Version::V1).unwrap();
    let error = Identify::new(&config, Some("k"), &[], Some("a/b"), None).unwrap_err();
    assert!(error.message.starts_with("userId can't be"), "{error}");
}
