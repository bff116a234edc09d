//! The program itself: its ready line, its end, its messages, its files.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use userkey_sandbox::SANDBOX_TOKEN;

use crate::support::JANE;

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_userkey-sandbox"))
}

/// A running program, killed when the test ends.
struct Program {
    child: Child,
    ready: Value,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command()
            .args(["--port", "0", "--json"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Self { child, ready: serde_json::from_str(&line).unwrap() }
    }

    fn address(&self) -> SocketAddr {
        let url = self.ready["usercom"].as_str().unwrap();
        url.strip_prefix("http://").unwrap().split('/').next().unwrap().parse().unwrap()
    }

    /// Sends a request and reads the whole answer.
    fn ask(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: sandbox\r\nconnection: close\r\n\
             authorization: Token {SANDBOX_TOKEN}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Ends the program as an operator does, and answers how it ended and how long that took.
    fn terminate(mut self) -> (Option<i32>, Duration) {
        let start = Instant::now();
        let killed = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(killed.success());
        (self.child.wait().unwrap().code(), start.elapsed())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Already ended if the test terminated it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn fails(arguments: &[&str]) -> (Output, String) {
    let output = command().args(arguments).output().unwrap();
    assert!(!output.status.success());
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, message)
}

#[test]
fn the_ready_line_names_every_address() {
    let program = Program::start(&[]);
    let origin = format!("http://{}", program.address());
    assert!(program.address().ip().is_loopback());
    assert_eq!(program.ready["usercom"], format!("{origin}/api/public"));
    assert_eq!(program.ready["inspector"], format!("{origin}/_sandbox/"));
    assert_eq!(program.ready["token"], SANDBOX_TOKEN);
    let answer = program.ask("GET", &format!("/api/public/users/search/?key={JANE}"), "");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
}

#[test]
fn a_body_that_is_much_too_long_still_gets_its_answer() {
    let program = Program::start(&[]);
    let answer = program.ask("PUT", "/api/public/users/19678376/", &" ".repeat(8 << 20));
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[cfg(unix)]
#[test]
fn sigterm_ends_it_at_once_even_while_somebody_follows_the_log() {
    let program = Program::start(&[]);
    let mut follower = TcpStream::connect(program.address()).unwrap();
    write!(follower, "GET /_sandbox/requests/stream HTTP/1.1\r\nhost: sandbox\r\n\r\n").unwrap();
    let mut lines = BufReader::new(follower).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "HTTP/1.1 200 OK");
    program.ask("GET", "/api/public/users/1/", "");
    let event = lines.map_while(Result::ok).find(|line| line.starts_with("data:")).unwrap();
    let entry: Value = serde_json::from_str(event.trim_start_matches("data:")).unwrap();
    assert_eq!((entry["status"].as_u64(), entry["method"].as_str()), (Some(404), Some("GET")));
    let (code, took) = program.terminate();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn a_port_in_use_is_named_with_the_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (_, message) = fails(&["--port", &port]);
    assert!(message.contains(&port) && message.contains("--port 0"), "{message}");
}

#[test]
fn a_database_file_keeps_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let file = file.to_str().unwrap();
    let program = Program::start(&["--db", file]);
    program.ask("PUT", "/api/public/users/19678376/", r#"{"city":"Paris"}"#);
    drop(program);
    let again = Program::start(&["--db", file]);
    assert!(again.ask("GET", "/api/public/users/19678376/", "").contains("\"city\":\"Paris\""));
    again.ask("POST", "/_sandbox/reset", "");
    assert!(again.ask("GET", "/api/public/users/19678376/", "").contains("\"city\":null"));
}

#[test]
fn a_file_that_is_no_database_and_a_seed_that_is_no_snapshot_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "not a database, not a snapshot".repeat(100)).unwrap();
    let file = file.to_str().unwrap();
    for flag in ["--db", "--seed"] {
        let (_, message) = fails(&["--port", "0", flag, file]);
        assert!(message.contains("notes.txt"), "{message}");
    }
}

#[test]
fn a_seed_file_replaces_the_built_in_users() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seed.json");
    std::fs::write(&file, r#"{"users":[{"key":"only-one","email":"one@example.com"}]}"#).unwrap();
    let program = Program::start(&["--seed", file.to_str().unwrap()]);
    assert!(program.ask("GET", "/_sandbox/status", "").contains("\"users\":1"));
    assert!(
        program.ask("GET", "/api/public/users/search/?key=only-one", "").contains("one@example")
    );
}

#[test]
fn pages_and_package_are_served_with_their_types_and_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["index.html", "a.js", "a.mjs", "a.wasm", "a.css"] {
        std::fs::write(folder.path().join(name), name).unwrap();
    }
    let path = folder.path().to_str().unwrap();
    let program = Program::start(&["--www", path, "--pkg", path]);
    for (path, media_type) in [
        ("/", "text/html"),
        ("/pkg/a.js", "text/javascript"),
        ("/pkg/a.mjs", "application/javascript"),
        ("/pkg/a.wasm", "application/wasm"),
        ("/a.css", "text/css"),
    ] {
        let answer = program.ask("GET", path, "").to_lowercase();
        assert!(answer.starts_with("http/1.1 200"), "{path}: {answer}");
        assert!(answer.contains(&format!("content-type: {media_type}")), "{path}: {answer}");
        assert!(answer.contains("cache-control: no-cache"), "{path}: {answer}");
    }
    assert!(program.ask("GET", "/../Cargo.toml", "").starts_with("HTTP/1.1 404"));
    assert!(program.ask("GET", "/api/public/nope/", "").contains("<h1>Not Found</h1>"));
}

#[test]
fn a_list_of_origins_needs_one() {
    let (_, message) = fails(&["--cors", "list"]);
    assert!(message.contains("--cors-origin"), "{message}");
}

#[test]
fn an_origin_with_a_path_and_a_token_with_a_space_are_refused() {
    for origin in ["http://localhost:5173/", "localhost:5173", "*", "http://*", "HTTP://a"] {
        let (_, message) = fails(&["--cors", "list", "--cors-origin", origin]);
        assert!(message.contains("without a path"), "{message}");
    }
    let (_, message) = fails(&["--token", "a b"]);
    assert!(message.contains("without spaces"), "{message}");
}

#[test]
fn a_relay_that_can_not_be_started_is_named() {
    let (_, message) = fails(&["--port", "0", "--relay-program", "no-such-relay"]);
    assert!(message.contains("can't start the relay no-such-relay"), "{message}");
    let (_, message) = fails(&["--port", "0", "--relay-program", "true"]);
    assert!(message.contains("ended before it was ready"), "{message}");
}

#[test]
fn completions_are_printed_for_a_shell() {
    let output = command().args(["completions", "bash"]).output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("--relay-stub"));
}
