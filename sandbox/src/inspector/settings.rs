//! The switches: read, and turned while the sandbox runs.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use serde_json::{Map, Value};

use super::Failure;
use crate::faults::Invalid;
use crate::state::AppState;
use crate::switches::Switches;

pub async fn read(State(state): State<AppState>) -> Json<Switches> {
    Json(Switches::clone(&state.switches()))
}

/// Turns the switches that the body names, those of a service as well, and answers all of them.
pub async fn turn(
    State(state): State<AppState>,
    body: Result<Json<Map<String, Value>>, JsonRejection>,
) -> Result<Json<Switches>, Failure> {
    let Json(turned) = body?;
    let mut all = serde_json::to_value(&*state.switches()).unwrap_or_default();
    merge(&mut all, Value::Object(turned));
    let switches: Switches = serde_path_to_error::deserialize(all).map_err(Invalid::from)?;
    state.panel.turn(switches.clone());
    Ok(Json(switches))
}

/// Puts values in the place of others; objects keep what isn't named.
fn merge(all: &mut Value, turned: Value) {
    match (all, turned) {
        (Value::Object(all), Value::Object(turned)) => {
            for (name, value) in turned {
                merge(all.entry(name).or_insert(Value::Null), value);
            }
        }
        (all, turned) => *all = turned,
    }
}
