//! The operations JavaScript can call, by name.

use crate::args::Args;
use crate::error::Result;
use crate::http::Request;

use super::changes::Changes;
use super::config::Config;
use super::users;

/// One operation: its name in JavaScript, and how its arguments become a request.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The name, `"users.findByKey"` for `client.users.findByKey`.
    pub name: &'static str,
    /// How many arguments it takes; the call's options follow them.
    pub arity: usize,
    /// Checks the arguments and makes the request.
    pub request: fn(&Config, Args<'_>) -> Result<Request>,
}

/// Every operation that is one request. A new one is a line here and a function in its resource's file.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        name: "users.findByKey",
        arity: 1,
        request: |config, args| Ok(users::find_by_key(config, args.text(0, "key")?)),
    },
    Operation {
        name: "users.update",
        arity: 2,
        request: |config, args| Ok(users::update(config, args.id(0, "id")?, &changes(args)?)),
    },
    Operation {
        name: "users.updateByUserId",
        arity: 2,
        request: |config, args| {
            users::update_by_user_id(config, args.text(0, "userId")?, &changes(args)?)
        },
    },
];

fn changes(args: Args<'_>) -> Result<Changes> {
    Changes::new(args.object(1, "changes")?)
}
