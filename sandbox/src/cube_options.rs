//! The options of the command line for ConnectyCube.

use std::num::NonZeroU32;

use clap::Args;
use userkey_sandbox::{
    CubeSwitches, CubeTags, SANDBOX_APP_ID, SANDBOX_AUTH_KEY, TWO_HOURS, Toggle,
};

/// The application, and what its dashboard says.
#[derive(Args, Debug)]
#[command(next_help_heading = "ConnectyCube's application")]
pub struct CubeOptions {
    /// Number of the application
    #[arg(long, value_name = "N", default_value_t = SANDBOX_APP_ID)]
    pub app_id: u32,
    /// Key of the application
    #[arg(long, value_name = "KEY", default_value = SANDBOX_AUTH_KEY)]
    pub auth_key: String,
    /// Secret of the application; signatures are checked if there is one
    #[arg(long, value_name = "SECRET", env = "USERKEY_SANDBOX_SECRET", hide_env_values = true)]
    secret: Option<String>,
    /// The list of all users (version 1)
    #[arg(long, value_enum, default_value_t = Toggle::Off)]
    list_v1: Toggle,
    /// Whether a session for somebody unknown makes the user
    #[arg(long, value_enum, default_value_t = Toggle::On)]
    create_users: Toggle,
    /// Reset of passwords by e-mail
    #[arg(long, value_enum, default_value_t = Toggle::On)]
    reset_password: Toggle,
    /// Sessions of guests
    #[arg(long, value_enum, default_value_t = Toggle::On)]
    guests: Toggle,
    /// Seconds that a session lives after its last call
    #[arg(long, value_name = "SECONDS", default_value_t = TWO_HOURS)]
    token_lifetime: NonZeroU32,
    /// Form of tags in answers
    #[arg(long, value_enum, default_value_t)]
    user_tags: CubeTags,
}

impl CubeOptions {
    /// Collects the switches.
    pub fn switches(self) -> CubeSwitches {
        CubeSwitches {
            list_v1: self.list_v1,
            create_users: self.create_users,
            reset_password: self.reset_password,
            guests: self.guests,
            token_lifetime: self.token_lifetime,
            secret: self.secret,
            user_tags: self.user_tags,
        }
    }
}
