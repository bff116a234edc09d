//! The SDK's core as a client of the sandbox: it makes the requests and judges the answers.

use axum::http::Request;
use serde_json::Value as Json;
use userkey::args::Args;
use userkey::http::answer::{self, Found};
use userkey::http::{self, Body, Response, Shape};
use userkey::usercom::{self, Config, Version, operations};
use userkey::{Error, Value};
use userkey_sandbox::SANDBOX_TOKEN;

use crate::support::{Answer, Sandbox};

/// The SDK in one version, in front of a sandbox.
pub struct Sdk {
    pub sandbox: Sandbox,
    pub config: Config,
}

impl Sdk {
    pub fn new(version: Version) -> Self {
        Self::before(Sandbox::new(), version)
    }

    pub fn before(sandbox: Sandbox, version: Version) -> Self {
        let base = "http://127.0.0.1/api/public";
        Self { sandbox, config: Config::new(base, Some(SANDBOX_TOKEN), version).unwrap() }
    }

    /// The request of an operation, or what its arguments are refused for.
    pub fn checked(&self, operation: &str, args: &Json) -> Result<http::Request, Error> {
        let operation = operations::find(operation).unwrap();
        let args: Vec<Value> = serde_json::from_value(args.clone()).unwrap();
        operation.request(&self.config, Args(&args))
    }

    /// The request of an operation.
    pub fn request(&self, operation: &str, args: &Json) -> http::Request {
        self.checked(operation, args).unwrap()
    }

    /// Sends a request as the host does.
    pub async fn send(&self, request: &http::Request) -> Answer {
        let mut builder = Request::builder().method(request.method.as_str()).uri(&request.url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let body = request.body.clone().unwrap_or_default();
        self.sandbox.send(builder.body(body.into()).unwrap()).await
    }

    /// Calls an operation: what came, null for nobody, or the error.
    pub async fn call(&self, operation: &str, args: &Json) -> Result<Json, Error> {
        self.ask(&self.checked(operation, args)?).await
    }

    /// Sends a request, and judges the answer.
    pub async fn ask(&self, request: &http::Request) -> Result<Json, Error> {
        let answer = self.send(request).await;
        let read = answer::read(request, seen(&answer));
        match read.or_else(|error| usercom::sharpen(request, error))? {
            Found::Nobody => Ok(Json::Null),
            Found::Data => Ok(if answer.body.is_empty() { Json::Null } else { answer.json() }),
        }
    }
}

/// An answer as the host reports it.
pub fn seen(answer: &Answer) -> Response {
    let read = |name| (!answer.header(name).is_empty()).then(|| answer.header(name).to_owned());
    let headers = answer::READ_HEADERS.iter().filter_map(|name| Some((*name, read(name)?)));
    let parsed: Result<Json, _> = serde_json::from_str(&answer.body);
    let body = match parsed {
        _ if answer.body.trim().is_empty() => Body::Empty,
        Err(_) => Body::Text(answer.body.clone()),
        Ok(data) if answer.status.is_success() => Body::Data(shape(&data)),
        Ok(error) => Body::Json(serde_json::from_value(error).unwrap()),
    };
    Response { status: answer.status.as_u16(), headers: headers.collect(), body, clock: 0 }
}

fn shape(data: &Json) -> Shape {
    match data {
        Json::Object(members) => Shape::Object {
            id: members.contains_key("id"),
            page: members.get("results").is_some_and(Json::is_array),
            detail: members.get("detail").and_then(Json::as_str).map(str::to_owned),
        },
        Json::Array(_) => Shape::List,
        _ => Shape::Scalar,
    }
}
