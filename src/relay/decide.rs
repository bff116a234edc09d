//! What is to be done with a request: answer it, or ask User.com.

use super::address;
use super::binding;
use super::body::Wanted;
use super::config::{Config, Level};
use super::cookie;
use super::forward::{Asking, Forward, Step, Subject, Visit};
use super::framing;
use super::headers::Envelope;
use super::identify;
use super::identity;
use super::merge::Merge;
use super::message::{Answer, Request};
use super::origin::{Sender, is_loopback};
use super::path;
use super::problem::Problem;
use super::routes::{self, Action};
use super::token::Claims;
use crate::cookie::VISITOR_COOKIE;
use crate::http;
use crate::usercom::users;
use crate::usercom::who::Who;

/// How many of a request's keys are looked at further; a browser has one, or two if a host beside the site plants one.
const MAX_KEYS: usize = 8;

/// What is to be done next.
#[derive(Debug)]
pub enum Decision {
    /// This is the answer.
    Answer(Answer),
    /// User.com is to be asked, if the limits allow it.
    Forward(Box<Forward>),
    /// Two records would become one, if the store that all instances share allows it. Only a configuration made by
    /// [`Config::with_store`] gets here.
    Merge(Box<Merge>),
}

/// Decides about a request. `now` is in seconds since 1970.
///
/// What can be refused is refused here, before any limit is touched or User.com asked.
#[must_use]
pub fn decide(config: &Config, request: &Request, now: u64) -> Decision {
    let mut envelope = Envelope::of(config, request);
    match admit(config, request, &mut envelope) {
        Err(problem) => Decision::Answer(envelope.problem(config, &problem)),
        Ok(Action::Preflight) => Decision::Answer(envelope.preflight(config)),
        Ok(action) => match plan(config, request, action, now) {
            Err(problem) => Decision::Answer(envelope.problem(config, &problem)),
            Ok(plan) => {
                envelope.set_cookie = plan.set_cookie;
                let visit = Visit {
                    subject: plan.subject,
                    related: plan.keys.iter().cloned().map(Subject::Key).collect(),
                    address: address::client(request, &config.proxies),
                    writes: action != Action::Read,
                    calls: calls(action),
                };
                let asking = Asking { visit, envelope, keys: plan.keys };
                Forward::begin(config, asking, plan.request, plan.step)
            }
        },
    }
}

/// How often User.com is asked, rare cases left aside.
const fn calls(action: Action) -> u64 {
    match action {
        Action::Preflight => 0,
        Action::Read => 1,
        Action::Write => 2,
        Action::Identify => 4,
    }
}

/// The answer when the host itself has failed: it says nothing of the failure.
#[must_use]
pub fn fail(config: &Config, request: &Request) -> Answer {
    let problem = Problem::new(500, "internal", "The relay failed.");
    Envelope::of(config, request).problem(config, &problem)
}

/// Whether the request may be made at all, by whoever its visitor is.
fn admit(config: &Config, request: &Request, envelope: &mut Envelope) -> Result<Action, Problem> {
    framing::check(request)?;
    let path = routes::path(request, &config.origins)?;
    let route = routes::find(&config.path, path).ok_or_else(Problem::not_found)?;
    envelope.route = Some(route);
    let action = route.action(&request.method)?;
    check_connection(config, request)?;
    let sender = sender(request, action);
    config.origins.admit(sender)?;
    if action == Action::Preflight {
        return Ok(action);
    }
    if request.header("x-userkey") != Some("1") {
        return Err(Problem::forbidden(
            "The header X-Userkey: 1 is missing: only a script of the page can send it.",
        ));
    }
    Ok(action)
}

fn sender(request: &Request, action: Action) -> Sender<'_> {
    // A header that can't be read is one that isn't listed.
    let text = |name| request.has(name).then(|| request.header(name).unwrap_or_default());
    Sender { origin: text("origin"), site: text("sec-fetch-site"), writes: action != Action::Read }
}

/// Refuses what came in the clear, and what was meant for another host.
fn check_connection(config: &Config, request: &Request) -> Result<(), Problem> {
    let host = request.header("host").unwrap_or_default();
    let near = || match address::client(request, &config.proxies) {
        Some(client) => client.is_loopback(),
        None => is_loopback(host.rsplit_once(':').map_or(host, |(host, _)| host)),
    };
    if !config.sandbox && !address::is_secure(request, &config.proxies) && !near() {
        return Err(Problem::forbidden("The relay is served over https only."));
    }
    if !address::is_proxied(request, &config.proxies) && !config.origins.is_own_authority(host) {
        return Err(Problem::misdirected());
    }
    Ok(())
}

/// The first question to User.com.
struct Plan {
    subject: Subject,
    keys: Vec<String>,
    request: http::Request,
    step: Step,
    set_cookie: Option<String>,
}

fn plan(config: &Config, request: &Request, action: Action, now: u64) -> Result<Plan, Problem> {
    let body = if action == Action::Read { &[][..] } else { framing::json_body(request)? };
    // A page of another site has a cookie jar of its own: whatever comes along isn't its visitor's.
    let shares = config.origins.shares_cookies(sender(request, action));
    let jar = if shares { cookie::jar(request) } else { String::new() };
    let claims = identity::of(config, request, &jar, now)?;
    let keys = crate::cookie::values(&jar, VISITOR_COOKIE).filter(|key| config.keys.fits(key));
    let keys = keys.take(MAX_KEYS).map(Into::into).collect();
    let level = if claims.is_some() { Level::Person } else { Level::Browser };
    let read = || Wanted::read(body, level, config.tier(level));
    if let Some(claims) = &claims {
        path::check_id(&claims.sub)?;
    }
    match (action, claims) {
        (Action::Identify, None) => {
            Err(Problem::identity_required("Only a signed identity token says who somebody is."))
        }
        (Action::Identify, Some(claims)) => {
            let wanted = read()?;
            let key = browser_key(config, request, &jar, shares)?;
            if claims.key.is_some() && claims.key != key {
                return Err(Problem::visitor_changed());
            }
            let subject = Subject::Person(claims.sub.clone());
            let is_bound = key.as_ref().is_some_and(|key| binding::is_bound(config, &jar, key));
            let (request, step) = identify::begin(config, claims, wanted, key, is_bound)?;
            Ok(Plan { subject, keys, request, step, set_cookie: None })
        }
        (_, claims) => {
            let step = if action == Action::Read { Step::Read } else { find(read()?)? };
            let (subject, request) = look_up(config, request, &jar, claims)?;
            let set_cookie = match &subject {
                Subject::Key(key) if action == Action::Read => binding::first(config, &jar, key),
                _ => None,
            };
            Ok(Plan { subject, keys, request, step, set_cookie })
        }
    }
}

fn find(wanted: Wanted) -> Result<Step, Problem> {
    if wanted.is_empty() { Err(Problem::no_changes()) } else { Ok(Step::Find(wanted)) }
}

/// The record to look up: the person's, or that of the cookie's key.
fn look_up(
    config: &Config,
    request: &Request,
    jar: &str,
    claims: Option<Claims>,
) -> Result<(Subject, http::Request), Problem> {
    if let Some(claims) = claims {
        let found = users::find(&config.usercom, Who::UserId(&claims.sub));
        let unusable = |_| {
            Problem::identity_unusable("The identity token's sub can't be addressed at User.com.")
        };
        return Ok((Subject::Person(claims.sub), found.map_err(unusable)?));
    }
    let key = cookie::visitor_key(request, jar, config.keys)?;
    let request = users::find_by_key(&config.usercom, &key);
    Ok((Subject::Key(key), request))
}

/// The key of the browser that a person signs in with. None, or one of several, leaves the browser's record alone.
///
/// # Errors
/// 409 if the page saw another key.
fn browser_key(
    config: &Config,
    request: &Request,
    jar: &str,
    shares: bool,
) -> Result<Option<String>, Problem> {
    match cookie::visitor_key(request, jar, config.keys) {
        Ok(key) => Ok(Some(key)),
        Err(problem) if matches!(problem.code, "no_visitor" | "ambiguous_cookie") => Ok(None),
        Err(_) if !shares => Ok(None),
        Err(problem) => Err(problem),
    }
}
