//! The operations JavaScript can call, by name.

use crate::args::Args;
use crate::error::Result;
use crate::http::Request;
use crate::value::Value;

use super::config::Config;
use super::credentials::Credentials;
use super::sign_in;
use super::users;

/// One operation: its name in JavaScript, and how its arguments become a request.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The name, `"users.findOne"` for `client.users.findOne`.
    pub name: &'static str,
    /// Checks the arguments and makes the request, which [`Config::authorize`] then signs with the session's token.
    pub request: fn(&Config, Args<'_>) -> Result<Request>,
}

const fn operation(
    name: &'static str,
    request: fn(&Config, Args<'_>) -> Result<Request>,
) -> Operation {
    Operation { name, request }
}

/// Every operation. A new one is a line here and a function in its resource's file.
pub const OPERATIONS: &[Operation] = &[
    operation("createSession", |config, args| {
        Ok(sign_in::create(config, &Credentials::new(members(args, 0, "credentials")?)?))
    }),
    operation("getSession", |config, _| Ok(sign_in::get(config))),
    operation("destroySession", |config, _| Ok(sign_in::destroy(config))),
    operation("login", |config, args| {
        sign_in::login(config, &Credentials::new(args.object(0, "credentials")?)?)
    }),
    operation("logout", |config, _| Ok(sign_in::logout(config))),
    operation("users.signUp", |config, args| users::sign_up(config, args.object(0, "user")?)),
    operation("users.list", |config, args| {
        users::list(config, args.object(0, "filter")?, options(args, 1)?)
    }),
    operation("users.listV1", |config, args| {
        users::list_v1(config, members(args, 0, "filter")?, options(args, 1)?)
    }),
    operation("users.listOnline", |config, args| users::list_online(config, options(args, 0)?)),
    operation("users.countOnline", |config, _| Ok(users::count_online(config))),
    operation("users.find", |config, args| Ok(users::find(config, args.id(0, "id")?))),
    operation("users.findOne", |config, args| {
        users::find_one(config, args.object(0, "filter")?, options(args, 1)?)
    }),
    operation("users.findByLogin", |config, args| {
        Ok(users::find_by_login(config, args.text(0, "login")?))
    }),
    operation("users.findByFullName", |config, args| {
        users::find_by_full_name(config, args.text(0, "fullName")?, options(args, 1)?)
    }),
    operation("users.findByFacebookId", |config, args| {
        Ok(users::find_by_facebook_id(config, args.text(0, "facebookId")?))
    }),
    operation("users.findByTwitterId", |config, args| {
        Ok(users::find_by_twitter_id(config, args.text(0, "twitterId")?))
    }),
    operation("users.findByEmail", |config, args| {
        Ok(users::find_by_email(config, args.text(0, "email")?))
    }),
    operation("users.findByTags", |config, args| {
        users::find_by_tags(config, args.at(0), options(args, 1)?)
    }),
    operation("users.findByExternalUserId", |config, args| {
        Ok(users::find_by_external_user_id(config, args.id(0, "externalUserId")?))
    }),
    operation("users.findByPhone", |config, args| {
        users::find_by_phone(config, args.text(0, "phone")?)
    }),
    operation("users.update", |config, args| {
        users::update(config, args.id(0, "id")?, args.object(1, "changes")?)
    }),
    operation("users.changePassword", |config, args| {
        users::change_password(config, args.id(0, "id")?, args.object(1, "passwords")?)
    }),
    operation("users.delete", |config, args| Ok(users::delete(config, args.id(0, "id")?))),
    operation("users.deleteByExternalUserId", |config, args| {
        Ok(users::delete_by_external_user_id(config, args.id(0, "externalUserId")?))
    }),
    operation("users.resetPassword", |config, args| {
        users::reset_password(config, args.text(0, "email")?)
    }),
];

fn options(args: Args<'_>, index: usize) -> Result<&[(String, Value)]> {
    members(args, index, "options")
}

/// The members of an object that may be left out.
fn members<'a>(args: Args<'a>, index: usize, name: &str) -> Result<&'a [(String, Value)]> {
    match args.at(index) {
        Value::Null => Ok(&[]),
        _ => args.object(index, name),
    }
}
