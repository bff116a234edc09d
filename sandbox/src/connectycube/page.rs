//! Lists in version 1's shape: numbered pages of wrapped users.

use axum::Json;
use serde_json::{Value, json};

use super::Api;
use super::body::Parameters;
use super::errors::Error;
use crate::store::cube::search::{self, Condition, Order, Search};

/// Which page is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    page: i64,
    per_page: i64,
}

impl Page {
    /// Reads the page out of a query; what can't be is the nearest that can.
    #[must_use]
    pub fn of(query: &Parameters) -> Self {
        let per_page = query.number("per_page", 10).clamp(1, 100);
        Self { page: query.number("page", 1).max(1), per_page }
    }

    /// Answers the users on the page.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub async fn answer(
        self,
        api: Api,
        conditions: Vec<Condition>,
        order: Option<Order>,
    ) -> Result<Json<Value>, Error> {
        let Self { page, per_page } = self;
        let offset = (page - 1).saturating_mul(per_page);
        let search = Search { conditions, order, offset, limit: per_page };
        api.transaction(move |db, api| {
            let (total, users) = search::page(db, &search)?;
            let items: Vec<Value> = users.iter().map(|user| api.state.wrapped_user(user)).collect();
            Ok(Json(json!({
                "current_page": page,
                "per_page": per_page,
                "total_entries": total,
                "items": items,
            })))
        })
        .await
    }
}
