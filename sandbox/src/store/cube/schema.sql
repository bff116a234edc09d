-- Times of users are in seconds, as answers show them. The collation `fold` ignores case.
create table cube_users (
    id integer primary key autoincrement,
    login text unique,
    email text collate fold unique,
    password text,
    full_name text collate fold,
    phone text,
    website text,
    custom_data text,
    external_id text unique,
    external_user_id integer unique,
    facebook_id text unique,
    twitter_id text unique,
    avatar text,
    blob_id integer,
    -- Comma text in the order given; `cube_tags` has it taken apart.
    user_tags text,
    timezone integer,
    created_at integer not null,
    updated_at integer not null,
    last_request_at integer,
    -- When a guest is deleted; nobody else has it.
    guest_until integer,
    online integer not null
) strict;
create index cube_users_login on cube_users (login collate fold);
create index cube_users_full_name on cube_users (full_name);
create index cube_users_phone on cube_users (phone);
create index cube_users_phone_fold on cube_users (phone collate fold);
create index cube_users_external_id on cube_users (external_id collate fold);
create index cube_users_facebook_id on cube_users (facebook_id collate fold);
create index cube_users_twitter_id on cube_users (twitter_id collate fold);
create index cube_users_user_tags on cube_users (user_tags);
create index cube_users_created_at on cube_users (created_at);
create index cube_users_updated_at on cube_users (updated_at);
create index cube_users_last_request_at on cube_users (last_request_at);
create index cube_users_guest_until on cube_users (guest_until) where guest_until is not null;
create index cube_users_online on cube_users (online) where online;

create table cube_tags (
    user_id integer not null references cube_users on delete cascade,
    name text not null,
    primary key (user_id, name)
) strict, without rowid;
create index cube_tags_name on cube_tags (name);
create index cube_tags_fold on cube_tags (name collate fold);

-- Times of sessions are in milliseconds.
create table cube_sessions (
    id integer primary key autoincrement,
    token text not null unique,
    user_id integer references cube_users on delete cascade,
    nonce integer,
    ts integer not null,
    created_at integer not null,
    updated_at integer not null,
    expires_at integer not null
) strict;
create index cube_sessions_user on cube_sessions (user_id);
create index cube_sessions_expires_at on cube_sessions (expires_at);

create table cube_mails (
    id integer primary key autoincrement,
    user_id integer not null references cube_users on delete cascade,
    email text not null,
    sent_at integer not null
) strict;
create index cube_mails_user on cube_mails (user_id);
