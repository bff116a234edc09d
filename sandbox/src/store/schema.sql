create table users (
    id integer primary key autoincrement,
    key text not null unique,
    custom_id text unique,
    first_name text,
    last_name text,
    email text,
    phone_number text,
    gender text not null,
    status text not null,
    score integer not null,
    unsubscribed integer not null,
    notifications integer not null,
    assigned_to integer,
    city text,
    region text,
    country text,
    timezone text,
    facebook_url text,
    linkedin_url text,
    twitter_url text,
    google_url text,
    gravatar_url text,
    first_seen text,
    last_seen text,
    last_contacted text,
    page_views integer not null,
    created_at text not null,
    updated_at text not null,
    browser text,
    browser_language text,
    os_type text,
    resolution text,
    last_ip text,
    web_push_subscription integer not null
) strict;
create index users_email on users (email);
create index users_phone_number on users (phone_number);

create table tags (
    id integer primary key autoincrement,
    name text not null unique
) strict;

create table user_tags (
    user_id integer not null references users on delete cascade,
    tag_id integer not null references tags on delete cascade,
    primary key (user_id, tag_id)
) strict, without rowid;
create index user_tags_tag on user_tags (tag_id);

create table lists (
    id integer primary key autoincrement,
    name text not null,
    description text not null
) strict;

create table user_lists (
    user_id integer not null references users on delete cascade,
    list_id integer not null references lists on delete cascade,
    primary key (user_id, list_id)
) strict, without rowid;

create table companies (
    id integer primary key autoincrement,
    custom_id text unique,
    name text not null
) strict;

create table memberships (
    user_id integer not null references users on delete cascade,
    company_id integer not null references companies on delete cascade,
    member_since text not null,
    primary key (user_id, company_id)
) strict, without rowid;

create table attributes (
    id integer primary key autoincrement,
    name text not null,
    name_std text not null unique,
    value_type text not null
) strict;

-- `value` is JSON: a boolean, number, string or array, and anything for the type `json`.
create table attribute_values (
    user_id integer not null references users on delete cascade,
    attribute_id integer not null references attributes on delete cascade,
    value text not null,
    primary key (user_id, attribute_id)
) strict, without rowid;
