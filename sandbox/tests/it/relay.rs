//! What stands for the site around a relay: the proxy in front of it, and who signs in.

use std::net::Ipv4Addr;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;
use userkey_sandbox::Settings;

use crate::support::{Answer, Sandbox};

const SECRET: &str = "3f9c0a7be1d24586";

/// Answers what it was asked.
async fn echo(request: Request) -> impl IntoResponse {
    let header = |name| {
        request.headers().get(name).map(|value| value.to_str().unwrap_or_default().to_owned())
    };
    let (host, key) = (header("host"), header("x-userkey"));
    let told = json!({ "method": request.method().as_str(), "target": request.uri().to_string(), "host": host, "key": key });
    (StatusCode::IM_A_TEAPOT, [("x-request-id", "7")], told.to_string())
}

fn behind(relay: &str) -> Sandbox {
    Sandbox::with(Settings { relay: Some(relay.parse().unwrap()), ..Settings::default() })
}

async fn ask(sandbox: &Sandbox) -> Answer {
    let request = Request::patch("http://shop.example/userkey/visitor?a=%20b")
        .header("host", "shop.example")
        .header("x-userkey", "1")
        .body("{}".into());
    sandbox.send(request.unwrap()).await
}

#[tokio::test]
async fn a_request_reaches_the_relay_as_it_came_and_its_answer_the_page() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, Router::new().fallback(echo)).await });
    let answer = ask(&behind(&format!("http://{address}"))).await;
    assert_eq!(
        (answer.status, &answer.headers["x-request-id"]),
        (StatusCode::IM_A_TEAPOT, &"7".parse().unwrap())
    );
    let told = json!({ "method": "PATCH", "target": "/userkey/visitor?a=%20b", "host": "shop.example", "key": "1" });
    assert_eq!(answer.json(), told);
}

#[tokio::test]
async fn a_relay_that_is_gone_is_a_bad_gateway() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    assert_eq!(ask(&behind(&format!("http://{address}"))).await.status, StatusCode::BAD_GATEWAY);
}

/// Signs in from a page, and gives the claims of the token.
async fn claims(user_id: &str) -> Value {
    let sandbox =
        Sandbox::with(Settings { identity_secret: Some(SECRET.into()), ..Settings::default() });
    let request = Request::post("/_shop/identity-token")
        .header("content-type", "application/json")
        .header("origin", "http://shop.example")
        .body(Body::from(json!({ "user_id": user_id }).to_string()));
    let token = sandbox.send(request.unwrap()).await.json()["token"].as_str().unwrap().to_owned();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    mac.verify_slice(&decode(signature)).unwrap();
    let header: Value = serde_json::from_slice(&decode(header)).unwrap();
    assert_eq!(header, json!({ "alg": "HS256", "typ": "userkey-identity+jwt" }));
    serde_json::from_slice(&decode(claims)).unwrap()
}

#[tokio::test]
async fn who_signs_in_gets_a_token_of_five_minutes_for_the_page_with_the_address_that_is_known() {
    let known = claims("customer-42").await;
    assert_eq!(known["sub"], "customer-42");
    assert_eq!(known["aud"], "http://shop.example");
    assert_eq!(
        (&known["email"], &known["email_verified"]),
        (&json!("example@email.com"), &json!(true))
    );
    assert_eq!(known["exp"].as_i64().unwrap() - known["iat"].as_i64().unwrap(), 300);
    let new = claims("customer-4711").await;
    assert_eq!((&new["sub"], &new["email"]), (&json!("customer-4711"), &Value::Null));
}

#[tokio::test]
async fn without_a_secret_nobody_signs_in() {
    let request = Request::post("/_shop/identity-token").body(Body::empty()).unwrap();
    assert_eq!(Sandbox::new().send(request).await.status, StatusCode::NOT_FOUND);
}
