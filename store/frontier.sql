create table if not exists url (
    id       integer primary key,
    name     text not null unique,         -- the lead's key, else its address
    url      text not null,
    host     text not null,
    spider   text not null,
    source   text not null,
    state    integer not null default 0,   -- 0 pending, 1 leased, 2 done
    priority integer not null,
    depth    integer not null,
    attempts integer not null default 0,
    lead     text not null,                -- kind, why and note of the lead, JSON
    area     text not null default ''      -- the part of its host by whose yield it is ranked; '' for none
) strict;
create index if not exists url_pending on url(host, area, priority desc, id) where state = 0;
create table if not exists meta (key text primary key, value text not null) strict;
