//! A Redis, a sandbox and relays, each on a free port or socket of its own.

use std::env;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Stdio;

use reqwest::{Client, Response};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use userkey_relay::{Serve, Server, Settings};
use userkey_sandbox::{AppState, Seed, Store};

/// A token that could be real.
pub const TOKEN: &str = "3f9c0a7be1d2458647a1b0c9d8e7f6a53f9c0a7be1d2458647a1b0c9d8e7f6a5";

/// A Redis on a socket in a folder of its own.
pub struct Redis {
    child: Child,
    pub folder: TempDir,
}

impl Redis {
    pub async fn start() -> Self {
        Self::start_in(tempfile::tempdir().unwrap()).await
    }

    pub async fn start_in(folder: TempDir) -> Self {
        let program = env::var("USERKEY_REDIS_SERVER").unwrap_or_else(|_| "redis-server".into());
        let mut command = Command::new(program);
        command
            .args(["--port", "0", "--save", "", "--unixsocket"])
            .arg(folder.path().join("redis.sock"));
        let child = command.stdout(Stdio::null()).kill_on_drop(true).spawn();
        let redis = Self { child: child.unwrap(), folder };
        while redis.ask(&redis::cmd("PING")).await.is_none() {
            tokio::task::yield_now().await;
        }
        redis
    }

    async fn ask(&self, command: &redis::Cmd) -> Option<redis::Value> {
        let client = redis::Client::open(url(&self.folder)).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.ok()?;
        command.query_async(&mut connection).await.ok()
    }

    /// The names of all that it holds.
    pub async fn keys(&self) -> Vec<String> {
        let found = self.ask(redis::cmd("KEYS").arg("*")).await.unwrap();
        redis::from_redis_value(found).unwrap()
    }

    /// Ends it; its folder stays.
    pub async fn stop(mut self) -> TempDir {
        self.child.kill().await.unwrap();
        self.folder
    }
}

fn url(folder: &TempDir) -> String {
    format!("redis+unix://{}", folder.path().join("redis.sock").display())
}

/// A sandbox in this process.
pub struct Sandbox {
    origin: String,
}

impl Sandbox {
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let settings = userkey_sandbox::Settings { token: TOKEN.into(), ..Default::default() };
        let state = AppState::new(Store::in_memory(Seed::BuiltIn).unwrap(), settings);
        let app = userkey_sandbox::app(state.clone());
        tokio::spawn(userkey_sandbox::server::run(listener, app, state, std::future::pending()));
        Self { origin }
    }

    /// Orders a fault.
    pub async fn spoil(&self, fault: &str) {
        let faults = Client::new().post(format!("{}/_sandbox/faults", self.origin));
        assert!(faults.body(fault.to_owned()).send().await.unwrap().status().is_success());
    }
}

/// A relay in this process.
pub struct Instance {
    url: String,
    client: Client,
    _folder: TempDir,
}

impl Instance {
    /// Starts one before a sandbox, whose limits the Redis in `store` shares.
    pub async fn start(sandbox: &Sandbox, store: &TempDir, limits: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (config, token) = (folder.path().join("relay.toml"), folder.path().join("token"));
        let sandbox = format!("sandbox = '{}/api/public'", sandbox.origin);
        fs::write(
            &config,
            format!("{sandbox}\npublicOrigins = ['https://shop.example']\n{limits}"),
        )
        .unwrap();
        fs::write(&token, TOKEN).unwrap();
        let options = Serve {
            config: Some(config),
            token_file: Some(token),
            port: Some(0),
            admin: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))),
            redis: Some(url(store)),
            ..Serve::default()
        };
        let server = Server::bind(Settings::new(options).unwrap()).await.unwrap();
        let url = format!("{}/visitor", server.url().unwrap());
        tokio::spawn(server.run(std::future::pending()));
        Self { url, client: Client::new(), _folder: folder }
    }

    /// Reads the visitor with this key, as a page of the shop.
    pub async fn read(&self, key: &str) -> Response {
        let request =
            self.client.get(&self.url).header("host", "shop.example").header("x-userkey", "1");
        let request = request.header("sec-fetch-site", "same-origin");
        request.header("cookie", format!("__ca__chat={key}")).send().await.unwrap()
    }
}

pub fn status(response: &Response) -> u16 {
    response.status().as_u16()
}
