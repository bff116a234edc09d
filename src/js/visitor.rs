//! Finding and changing the visitor: the calls that are more than one request.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::cookie;
use crate::error::{Error, Kind};
use crate::http::Request;
use crate::usercom::changes::Changes;
use crate::usercom::visitor::{self, Relay};
use crate::usercom::{self, Config, users};

use super::globals;
use super::options::CallOptions;
use super::transport::{Answer, Failure, Transport};

/// The way to the users: the API itself, or a relay in front of it.
pub enum Target {
    Direct(Config),
    Relay(Relay),
}

/// The key of the visitor: from the page's cookies, or off the page from those the call was given.
///
/// # Errors
/// `input`: `cookie` in a page, where it could name somebody else; `cookie_required` off the page without it.
pub fn key(jar: Option<&str>, options: &CallOptions) -> Result<Option<String>, Error> {
    let cookies = match (jar, options.cookie.as_deref()) {
        (Some(_), Some(_)) => {
            return Err(Error::input(
                "cookie is for servers: in a page the page's own cookies are read",
            ));
        }
        (Some(cookies), None) | (None, Some(cookies)) => cookies,
        (None, None) => {
            let message =
                "outside a page the visitor is found in the request's cookies: pass them as cookie";
            return Err(Error::new(Kind::Input, "cookie_required", message));
        }
    };
    Ok(cookie::visitor_key(cookies).map(Into::into))
}

/// Finds the visitor; `null` if nobody is there.
pub async fn find(
    transport: &Rc<Transport>,
    target: &Target,
    jar: Option<&str>,
    options: &CallOptions,
) -> Result<Answer, Failure> {
    let Some(key) = key(jar, options)? else {
        return Ok(Answer { data: JsValue::NULL, ..Answer::default() });
    };
    match target {
        Target::Direct(config) => {
            transport.call(users::find_by_key(config, &key), usercom::sharpen, options).await
        }
        Target::Relay(relay) => {
            let found = transport
                .call(relayed(relay.find(Some(&key)), jar, &key), visitor::sharpen, options)
                .await;
            found.or_else(nobody_is_null)
        }
    }
}

/// Changes the visitor and answers the changed one.
pub async fn update(
    transport: &Rc<Transport>,
    target: &Target,
    jar: Option<&str>,
    changes: &Changes,
    options: &CallOptions,
) -> Result<Answer, Failure> {
    let Some(key) = key(jar, options)? else { return Err(visitor::nobody(false).into()) };
    match target {
        Target::Direct(config) => {
            let found =
                transport.call(users::find_by_key(config, &key), usercom::sharpen, options).await?;
            let Some(id) = id(&found.data) else { return Err(visitor::nobody(true).into()) };
            let request = users::update(config, id, changes);
            options.check_body(request.body.as_ref())?;
            transport.call(request, usercom::sharpen, options).await
        }
        Target::Relay(relay) => {
            let request = relayed(relay.update(Some(&key), changes), jar, &key);
            options.check_body(request.body.as_ref())?;
            transport.call(request, visitor::sharpen, options).await
        }
    }
}

/// A page's browser sends the cookie itself; a server has to pass it on.
fn relayed(mut request: Request, jar: Option<&str>, key: &str) -> Request {
    if jar.is_none() {
        Relay::carry_cookie(&mut request, key);
    }
    request
}

fn nobody_is_null(failure: Failure) -> Result<Answer, Failure> {
    if failure.error.code != "no_visitor" {
        return Err(failure);
    }
    Ok(Answer { data: JsValue::NULL, head: failure.head, attempts: failure.error.attempts })
}

/// The integer id of a record; none for `null`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "ids are whole numbers above 0"
)]
fn id(record: &JsValue) -> Option<u64> {
    globals::member(record, "id").as_f64().map(|id| id as u64)
}
