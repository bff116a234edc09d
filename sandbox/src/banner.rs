//! What the program says when it is ready.

use std::net::SocketAddr;

use serde_json::json;
use userkey_sandbox::Settings;

/// The addresses of a sandbox that listens.
pub struct Banner {
    origin: String,
    token: String,
    app_id: u32,
    auth_key: String,
    relay: bool,
}

impl Banner {
    /// Notes where the sandbox listens and which token it wants.
    pub fn new(address: SocketAddr, settings: &Settings) -> Self {
        Self {
            origin: format!("http://{address}"),
            token: settings.token.clone(),
            app_id: settings.app_id,
            auth_key: settings.auth_key.clone(),
            relay: settings.relay.is_some(),
        }
    }

    /// Answers the one line that programs read.
    pub fn json(&self) -> String {
        let Self { origin, token, app_id, auth_key, relay } = self;
        let ready = json!({
            "usercom": format!("{origin}/api/public"),
            "connectycube": format!("{origin}/connectycube"),
            "inspector": format!("{origin}/_sandbox/"),
            "token": token,
            "appId": app_id,
            "authKey": auth_key,
            "relay": relay.then(|| format!("{origin}/userkey")),
        });
        ready.to_string()
    }

    /// Answers the lines that people read.
    pub fn text(&self) -> String {
        let Self { origin, token, app_id, auth_key, relay } = self;
        let relay =
            if *relay { format!("\n  Relay         {origin}/userkey") } else { String::new() };
        format!(
            "userkey-sandbox is ready

  Inspector     {origin}/_sandbox/
  User.com      {origin}/api/public/
  Token         {token}
  ConnectyCube  {origin}/connectycube
  Application   {app_id}, key {auth_key}{relay}

  Try it        curl -H 'Authorization: Token {token}' '{origin}/api/public/users/search/?key=g3FaYocCy0U6'

Stop it with ctrl-c."
        )
    }
}
