-- What users did and what was done to them. `what` is JSON with the kind of the activity.
create table activities (
    id integer primary key autoincrement,
    user_id integer not null references users on delete cascade,
    at text not null,
    what text not null,
    kind text not null generated always as (what ->> 'kind') stored
) strict;
create index activities_user on activities (user_id, kind);

-- The names under which events occurred.
create table events (
    id integer primary key autoincrement,
    name text not null unique
) strict;

create table products (
    id integer primary key autoincrement,
    custom_id text unique,
    name text not null
) strict;

-- `filter` is a query as lists of users take it: `verified_member=True`.
create table segments (
    id integer primary key autoincrement,
    name text not null,
    description text not null,
    filter text not null
) strict;
