//! From an anonymous visitor to a known one, as one operation (reference §9, the careful client).
//!
//! Three look-ups at most say who is there: `K`, the record of the cookie's key; `E`, the record of the person who
//! signs in, found by the own id, else by e-mail. A table, `decide`, says what follows; [`Identify`] carries it out.

use crate::error::{Error, Kind, Result};
use crate::http::Request;
use crate::text::{concat, decimal};
use crate::value::Value;

use super::changes::Changes;
use super::config::Config;
use super::users;
use super::who::Who;

/// A record as far as it says whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// User.com's id.
    pub id: u64,
    /// The client's own id.
    pub user_id: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
}

/// What is to be done with the records that were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    /// Change this record.
    Update(u64),
    /// Change this record, then merge the other into it.
    Merge { into: u64, from: u64 },
    /// Make a record.
    Create,
}

/// Who signs in: what the caller knows of them, of which one is there at least.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Person {
    user_id: Option<String>,
    email: Option<String>,
}

impl Person {
    /// Whether the record can be this person's: nothing it says is another's.
    fn may_own(&self, record: &Record) -> bool {
        agree(self.user_id.as_ref(), record.user_id.as_ref(), str::eq)
            && agree(self.email.as_ref(), record.email.as_ref(), str::eq_ignore_ascii_case)
    }
}

/// Whether two names don't contradict each other.
fn agree(a: Option<&String>, b: Option<&String>, same: fn(&str, &str) -> bool) -> bool {
    a.zip(b).is_none_or(|(a, b)| same(a, b))
}

/// The table of reference §9: what to do with the visitor's record and the person's, and whether the widget still
/// speaks for somebody else afterwards.
fn decide(person: &Person, visitor: Option<&Record>, known: Option<&Record>) -> (Decision, bool) {
    match (visitor, known) {
        (None, None) => (Decision::Create, false),
        (None, Some(known)) => (Decision::Update(known.id), false),
        (Some(visitor), None) if person.may_own(visitor) => (Decision::Update(visitor.id), false),
        // Another person's browser: their record stays as it is.
        (Some(_), None) => (Decision::Create, true),
        (Some(visitor), Some(known)) if visitor.id == known.id => {
            (Decision::Update(known.id), false)
        }
        (Some(visitor), Some(known))
            if person.may_own(visitor) && agree_on_themselves(visitor, known) =>
        {
            (Decision::Merge { into: known.id, from: visitor.id }, false)
        }
        (Some(_), Some(known)) => (Decision::Update(known.id), true),
    }
}

/// Whether two records can be one person's: merging two people on a shared computer can't be undone.
fn agree_on_themselves(a: &Record, b: &Record) -> bool {
    let a = Person { user_id: a.user_id.clone(), email: a.email.clone() };
    a.may_own(b)
}

/// The operation on its way.
#[derive(Debug)]
pub struct Identify {
    config: Config,
    key: Option<String>,
    person: Person,
    changes: Changes,
    stage: Stage,
    visitor: Option<Record>,
    action: &'static str,
    reset_widget: bool,
}

/// What was asked last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Start,
    Visitor,
    OwnId,
    Email,
    Changed { into: u64, from: u64 },
    Merged { into: u64 },
    Made,
    Last,
}

impl Identify {
    /// Begins with the cookie's key, if there is one, and what is known of the person.
    ///
    /// # Errors
    /// `input` for neither an own id nor an e-mail address, or for one that `changes` contradict.
    pub fn new(
        config: &Config,
        key: Option<&str>,
        changes: &[(String, Value)],
        user_id: Option<&str>,
        email: Option<&str>,
    ) -> Result<Self> {
        if user_id.is_none() && email.is_none() {
            return Err(Error::input(
                "identify needs userId, email or both: by what the person is known",
            ));
        }
        let mut members = changes.to_vec();
        for (name, value) in [("user_id", user_id), ("email", email)] {
            members.extend(value.map(|value| (name.to_owned(), Value::from(value))));
        }
        Ok(Self {
            config: config.clone(),
            key: key.map(Into::into),
            person: Person { user_id: user_id.map(Into::into), email: email.map(Into::into) },
            changes: Changes::new(&members)?,
            stage: Stage::Start,
            visitor: None,
            action: "updated",
            reset_widget: false,
        })
    }

    /// What became of it: `updated`, `merged` or `created`.
    #[must_use]
    pub const fn action(&self) -> &'static str {
        self.action
    }

    /// Whether the widget still speaks for somebody else: then the page calls `UE.resetAuth`, or sets
    /// `civchat.user_id`.
    #[must_use]
    pub const fn reset_widget(&self) -> bool {
        self.reset_widget
    }

    /// The next request, once the one before brought `found`, and whether it made a record; none when it is done.
    ///
    /// # Errors
    /// `conflict` / `ambiguous_email` if several records have the address and no own id says which.
    pub fn next(&mut self, found: &[Record], made: bool) -> Result<Option<Request>> {
        match self.stage {
            Stage::Start => match self.key.take() {
                Some(key) => {
                    self.stage = Stage::Visitor;
                    Ok(Some(users::find_by_key(&self.config, &key)))
                }
                None => self.look_up_own_id(),
            },
            Stage::Visitor => {
                self.visitor = found.first().cloned();
                self.look_up_own_id()
            }
            Stage::OwnId => match found.first() {
                Some(known) => self.act(Some(known)),
                None => self.look_up_email(),
            },
            Stage::Email => {
                let known = self.one_of(found)?;
                self.act(known.as_ref())
            }
            Stage::Changed { into, from } => {
                self.stage = Stage::Merged { into };
                users::merge(&self.config, into, &[from]).map(Some)
            }
            Stage::Merged { into } => self.fetch(into),
            Stage::Made => {
                self.action = if made { "created" } else { "updated" };
                let id = found.first().map(|record| record.id);
                id.map_or(Ok(None), |id| self.fetch(id))
            }
            Stage::Last => Ok(None),
        }
    }

    fn look_up_own_id(&mut self) -> Result<Option<Request>> {
        let Some(user_id) = self.person.user_id.clone() else { return self.look_up_email() };
        self.stage = Stage::OwnId;
        users::find(&self.config, Who::UserId(&user_id)).map(Some)
    }

    fn look_up_email(&mut self) -> Result<Option<Request>> {
        let Some(email) = &self.person.email else { return self.act(None) };
        self.stage = Stage::Email;
        Ok(Some(users::find_all_by_email(&self.config, email)))
    }

    /// The one record with the person's address that can be theirs.
    fn one_of(&self, found: &[Record]) -> Result<Option<Record>> {
        let mut possible = found.iter().filter(|record| self.person.may_own(record));
        let (first, second) = (possible.next(), possible.next());
        let visitor = self
            .visitor
            .as_ref()
            .filter(|visitor| found.iter().any(|record| record.id == visitor.id));
        match (first, second, visitor) {
            (Some(_), Some(_), Some(visitor)) => Ok(Some(visitor.clone())),
            (Some(_), Some(_), None) => Err(ambiguous(found)),
            (one, _, _) => Ok(one.cloned()),
        }
    }

    fn act(&mut self, known: Option<&Record>) -> Result<Option<Request>> {
        let (decision, reset_widget) = decide(&self.person, self.visitor.as_ref(), known);
        self.reset_widget = reset_widget;
        let (id, stage) = match decision {
            Decision::Update(id) => (id, Stage::Last),
            Decision::Merge { into, from } => {
                self.action = "merged";
                (into, Stage::Changed { into, from })
            }
            Decision::Create => return self.create(),
        };
        self.stage = stage;
        users::update(&self.config, Who::Id(id), &self.changes).map(Some)
    }

    /// With an own id the service itself sees to it that no second record is made.
    fn create(&mut self) -> Result<Option<Request>> {
        if self.person.user_id.is_some() {
            self.stage = Stage::Made;
            return Ok(Some(users::write_or_create(&self.config, &self.changes)));
        }
        self.stage = Stage::Last;
        self.action = "created";
        users::create(&self.config, &self.changes).map(Some)
    }

    fn fetch(&mut self, id: u64) -> Result<Option<Request>> {
        self.stage = Stage::Last;
        users::find(&self.config, Who::Id(id)).map(Some)
    }
}

/// The error when an address is several people's.
fn ambiguous(found: &[Record]) -> Error {
    let mut ids = String::new();
    for record in found {
        ids.push_str(if ids.is_empty() { "" } else { ", " });
        ids.push_str(&decimal(record.id));
    }
    let message = concat(&[
        "several users have this e-mail address (ids ",
        &ids,
        "): pass userId, or update one of them",
    ]);
    let mut error = Error::new(Kind::Conflict, "ambiguous_email", message);
    let ids = found.iter().map(|record| Value::Number(decimal(record.id))).collect();
    error.answer = Some(crate::error::Refusal {
        status: 200,
        body: Some(Value::object([("ids", Value::List(ids))])),
        ..crate::error::Refusal::default()
    });
    error
}

#[cfg(test)]
mod tests {
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
        check(
            false,
            &[record(2, None, E), record(3, None, E)],
            (None, E),
            &[MAIL],
            "ambiguous_email",
        );
    }

    #[test]
    fn a_key_that_nobody_has_is_no_key() {
        check(true, &[record(2, None, E)], (None, E), &[KEY, MAIL, "PUT /users/2/"], "updated");
    }

    #[test]
    fn an_anonymous_visitor_becomes_known() {
        check(
            true,
            &[record(1, None, None)],
            (ME, E),
            &[KEY, OWN, MAIL, "PUT /users/1/"],
            "updated",
        );
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
            Identify::new(&config, None, &twice, None, E)
                .unwrap_err()
                .message
                .contains("one field")
        );
    }

    #[test]
    fn an_ambiguous_address_names_the_records() {
        let identify = Identify::new(
            &Config::new("https://a.b", None, Version::V1).unwrap(),
            None,
            &[],
            None,
            E,
        )
        .unwrap();
        let error = identify.one_of(&[record(2, None, E), record(3, None, E)]).unwrap_err();
        assert_eq!(error.kind, Kind::Conflict);
        assert_eq!(
            error.answer.as_ref().unwrap().body.as_ref().unwrap().to_json(),
            r#"{"ids":[2,3]}"#
        );
    }
}
