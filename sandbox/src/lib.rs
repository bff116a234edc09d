//! A local stand-in for User.com and ConnectyCube, for tests and demos.
//!
//! [`app`] builds the whole sandbox as one router over an [`AppState`]; tests call it directly:
//!
//! ```
//! use axum::body::Body;
//! use axum::http::Request;
//! use tower::ServiceExt;
//! use userkey_sandbox::{AppState, Seed, Settings, Store, app};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let settings = Settings::default();
//! let request = Request::get("/api/public/users/search/?key=g3FaYocCy0U6")
//!     .header("authorization", format!("Token {}", settings.token))
//!     .body(Body::empty())?;
//! let state = AppState::new(Store::in_memory(Seed::BuiltIn)?, settings);
//! let response = app(state).oneshot(request).await?;
//! assert_eq!(response.status(), 200);
//! # Ok(())
//! # }
//! ```

mod changed;
mod clock;
mod config;
mod connectycube;
mod digest;
mod faults;
mod files;
mod inspector;
mod log;
mod origin;
mod proxy;
mod record;
mod relay_stub;
pub mod server;
mod shop;
mod state;
mod store;
mod switches;
mod system;
mod throttle;
mod usercom;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Redirect;
use axum::routing::get;
use tower_http::trace::{DefaultOnFailure, TraceLayer};
use tracing::Level;

pub use self::config::{SANDBOX_APP_ID, SANDBOX_AUTH_KEY, SANDBOX_TOKEN, Settings};
pub use self::origin::{NoOrigin, Origin};
pub use self::state::AppState;
pub use self::store::seed::Seed;
pub use self::store::snapshot::Snapshot;
pub use self::store::{Error as StoreError, Store};
pub use self::switches::{
    Account, Cors, CubeSwitches, CubeTags, KeepAlive, NextAfterLast, PageSize, Phone,
    SearchValueSlash, Slash, Switches, TWO_HOURS, Toggle, V2Attributes,
};
use self::system::System;

/// Builds the services and the inspector.
pub fn app(state: AppState) -> Router {
    let service = |system: System, routes: Router<AppState>| {
        routes
            .layer(from_fn(faults::conceal))
            .layer(from_fn_with_state((state.clone(), system), record::record))
            .layer(from_fn_with_state(state.clone(), faults::deliver))
    };
    let settings = &state.settings;
    // Its base URL is a path of the service too, with and without a slash.
    let connectycube = service(System::Connectycube, connectycube::router(&state));
    let mut app = Router::new()
        .nest("/api/public/", service(System::Usercom, usercom::router(&state)))
        .nest_service("/connectycube", connectycube.with_state(state.clone()))
        .nest("/_sandbox/", inspector::router())
        .route("/_sandbox", get(async || Redirect::temporary("/_sandbox/")));
    if let Some(relay) = &settings.relay {
        app = app.nest("/userkey", service(System::Relay, proxy::router(&state, relay)));
    } else if settings.relay_stub {
        app = app.nest("/userkey", service(System::Relay, relay_stub::router(&state)));
    }
    if let Some(secret) = &settings.identity_secret {
        app = app.nest("/_shop", shop::router(secret));
    }
    if let Some(folder) = &settings.pkg {
        app = app.nest("/pkg", files::serve(folder));
    }
    app = match &settings.www {
        Some(folder) => app.fallback_service(files::serve(folder).with_state(())),
        None => {
            app.route("/", get(async || Redirect::temporary("/_sandbox/"))).fallback(files::nothing)
        }
    };
    // Failures that are ordered are no news, others say so themselves.
    let quiet = DefaultOnFailure::new().level(Level::DEBUG);
    app.layer(TraceLayer::new_for_http().on_failure(quiet)).with_state(state)
}
