-- Papers of committees: several works described by one page, the meetings that they belong to, and sources that
-- are part of one source of the protocol.

alter table capture add column key varchar;        -- what tells it from other requests to its address
alter table capture add column method varchar;     -- POST for what was put into a form; null for GET
alter table capture add column hub boolean;        -- a page that only leads on: a list of links, an A to Z
alter table skip add column key varchar;
alter table link add column to_key varchar;
alter table link add column said varchar;          -- what the page said of a document that it leads to, JSON
alter table source add column part_of varchar;     -- the source of the protocol that it is a part of
alter table source add column part_of_name varchar;
alter table source add column publisher varchar;   -- who publishes what it has, where its documents do not say
alter table source add column councils varchar[];  -- GSS codes of the councils whose source it is

drop table item;
create table item (                       -- what a site's own page says of a work
    seq      bigint not null,             -- the fetch it was read from
    position integer not null,            -- the works that one page speaks of, in its order
    run      integer not null,
    key      varchar not null,
    url      varchar not null,
    body     varchar not null,            -- JSON
    primary key (seq, position)
);

create table meeting (                    -- a meeting of a committee, at which works were tabled
    meeting       varchar not null,       -- address of its page
    source        varchar not null,
    committee     varchar not null,
    committee_url varchar,
    meeting_date  varchar,                -- ISO
    status        varchar,                -- such as cancelled
    primary key (meeting)
);
alter table work add column meeting varchar;       -- the meeting at which it was tabled
alter table work add column item_number varchar;   -- its number on the agenda of that meeting
alter table work add column container boolean;     -- a pack of reports, each of which is a work of its own
