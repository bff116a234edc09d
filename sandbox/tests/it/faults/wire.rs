//! The faults of the network: on a socket, and in bodies as they are read.

use std::net::SocketAddr;

use axum::body::Body;
use futures_util::FutureExt;
use http_body_util::BodyExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use userkey_sandbox::{AppState, SANDBOX_TOKEN, Seed, Settings, Store, app, server};

use super::{JANE, inspector, order, request};
use crate::support::{Sandbox, api};

/// A sandbox on a socket, in this program.
struct Live {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Live {
    async fn start() -> Self {
        let state = AppState::new(Store::in_memory(Seed::BuiltIn).unwrap(), Settings::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let shutdown = async move { _ = stopped.await };
        let serving = tokio::spawn(server::run(listener, app(state.clone()), state, shutdown));
        Self { address, stop, serving }
    }

    /// Reads Jane with a fault, and leaves the connection open.
    async fn ask(&self, fault: &str) -> TcpStream {
        self.send("GET", &format!("/api/public{JANE}"), &format!("x-sandbox-fault: {fault}\r\n"))
            .await
    }

    async fn send(&self, method: &str, path: &str, headers: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: sandbox\r\nauthorization: Token {SANDBOX_TOKEN}\r\n{headers}\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }
}

/// Reads until the server closes the connection.
async fn rest(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

/// Reads until a text has come.
async fn until(stream: &mut TcpStream, text: &str) -> String {
    let mut answer = String::new();
    while !answer.contains(text) {
        answer.push(char::from(stream.read_u8().await.unwrap()));
    }
    answer
}

/// Splits an answer and says how long its body would be.
fn parts(answer: &str) -> (&str, usize) {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    (body, length.parse().unwrap())
}

#[tokio::test]
async fn a_connection_dropped_before_the_head_carries_not_a_byte() {
    let live = Live::start().await;
    for fault in ["drop=before-head", "drop=before-head; after", "drop=before-head; status=503"] {
        assert_eq!(rest(live.ask(fault).await).await, "", "{fault}");
    }
}

#[tokio::test]
async fn a_connection_dropped_later_carries_the_head_and_half_of_the_body() {
    let live = Live::start().await;
    let answer = rest(live.ask("drop=after-head").await).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert_eq!(parts(&answer).0, "");
    let answer = rest(live.ask("drop=in-body").await).await;
    let (body, length) = parts(&answer);
    assert!(body.starts_with("{\"id\":19678376") && body.len() == length / 2, "{answer}");
}

#[tokio::test]
async fn an_empty_body_is_dropped_before_its_end_too() {
    let live = Live::start().await;
    let answer = rest(live.ask("drop=in-body; answer=empty").await).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\n"), "{answer}");
    assert!(answer.contains("transfer-encoding: chunked"), "{answer}");
}

#[tokio::test]
async fn a_stalled_connection_is_closed_when_the_client_gives_up() {
    let live = Live::start().await;
    for (fault, text) in [("stall=after-head", "\r\n\r\n"), ("stall=in-body", "Jane Doe")] {
        let mut stream = live.ask(fault).await;
        until(&mut stream, text).await;
        stream.shutdown().await.unwrap();
        let more = rest(stream).await;
        assert!(!more.ends_with('}'), "{fault}: {more}");
    }
    let mut stream = live.ask("stall=before-head").await;
    stream.shutdown().await.unwrap();
    assert_eq!(rest(stream).await, "");
}

#[tokio::test]
async fn a_stalled_answer_goes_on_when_the_faults_are_removed() {
    let live = Live::start().await;
    let mut stalled = live.ask("stall=in-body").await;
    let first = until(&mut stalled, "Jane Doe").await;
    rest(live.send("DELETE", "/_sandbox/faults", "connection: close\r\n").await).await;
    let (body, length) = parts(&first);
    let mut second = vec![0; length - body.len()];
    stalled.read_exact(&mut second).await.unwrap();
    assert_eq!(second.last(), Some(&b'}'));
}

#[tokio::test]
async fn connections_are_used_once_if_the_switch_says_so() {
    let live = Live::start().await;
    let switches = r#"{"keep_alive": "off"}"#;
    let headers = format!(
        "connection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
        switches.len()
    );
    let mut turning = live.send("PATCH", "/_sandbox/settings", &headers).await;
    turning.write_all(switches.as_bytes()).await.unwrap();
    assert!(rest(turning).await.starts_with("HTTP/1.1 200 OK\r\n"));
    let answer = rest(live.ask("latency=0; status=503").await).await;
    assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
}

#[tokio::test]
async fn the_server_can_be_stopped_while_answers_stall() {
    let live = Live::start().await;
    let mut stalled = live.ask("stall=after-head").await;
    until(&mut stalled, "\r\n\r\n").await;
    live.stop.send(()).unwrap();
    live.serving.await.unwrap().unwrap();
    assert!(rest(stalled).await.ends_with('}'), "the stall ended, not the connection");
}

#[tokio::test]
async fn a_stalled_body_waits_at_its_point_until_its_fault_is_removed() {
    for (point, half) in [("after-head", false), ("in-body", true)] {
        let sandbox = Sandbox::new();
        let length = sandbox.get(JANE).await.body.len();
        let id = order(&sandbox, &format!("stall={point}; times=1")).await["id"].clone();
        let mut body =
            sandbox.begin(api("GET", JANE).body(Body::empty()).unwrap()).await.into_body();
        let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(first.len(), if half { length / 2 } else { 0 }, "{point}");
        assert!(body.frame().now_or_never().is_none(), "{point}");
        inspector(&sandbox, "DELETE", &format!("faults/{id}"), "").await;
        let second = body.frame().await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(first.len() + second.len(), length, "{point}");
    }
}

#[tokio::test]
async fn a_request_stalled_before_its_head_was_not_carried_out_unless_the_fault_comes_after() {
    for (fault, done) in [("stall=before-head", false), ("stall=before-head; after", true)] {
        let sandbox = Sandbox::new();
        let mut put = request("PUT", fault);
        put.headers_mut().insert("content-type", "application/json".parse().unwrap());
        *put.body_mut() = Body::from(r#"{"city":"Paris"}"#);
        let mut answer = std::pin::pin!(sandbox.begin(put));
        // The log has the request as soon as it waits.
        while inspector(&sandbox, "GET", "requests", "").await.json()["requests"]
            == serde_json::json!([])
        {
            assert!(answer.as_mut().now_or_never().is_none());
            tokio::task::yield_now().await;
        }
        assert!(answer.as_mut().now_or_never().is_none());
        let jane = sandbox.get(JANE).await.json();
        assert_eq!(jane["city"] == "Paris", done, "{fault}");
        inspector(&sandbox, "DELETE", "faults", "").await;
        answer.await;
    }
}
