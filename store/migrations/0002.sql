-- What a second run adds: answers that nothing changed, addresses that were not asked again, copies of what
-- is gone; why an address gave nothing; what people did by hand.

alter table capture add column trouble varchar;    -- why it gave nothing, in one word (crawler/trouble.py)
alter table capture add column evidence varchar;   -- what in the answer shows it
alter table capture add column unchanged boolean;  -- asked again, and the host has what was held before
alter table skip add column of_seq bigint;         -- the fetch whose answer stands, when it was not asked again
alter table skip add column kind varchar;          -- search, content, file, page: what was expected there
alter table work add column gone_at varchar;       -- when its address was found to be gone; the copy is kept
alter table run add column only_changed boolean;   -- it asked only for what was new or had changed
alter table run add column only_failed integer;    -- the run whose failed addresses it asked for, and nothing else

create table asked_source (               -- which sources a run had
    run    integer not null,
    source varchar not null,
    reason varchar,                       -- why it was not asked in that run, when it was not
    primary key (run, source)
);

create table suggestion (                 -- an address that a person named
    seq     bigint primary key,
    at_time varchar not null,
    url     varchar not null,
    note    varchar not null,
    by_whom varchar not null
);

create table permission (                 -- what the owner of a site allowed, as it stood when a run began
    run        integer not null,
    position   integer not null,
    host       varchar not null,
    path       varchar,
    permits    varchar not null,
    given_by   varchar not null,
    role       varchar,
    given_on   varchar not null,
    expires_on varchar,
    evidence   varchar,
    added_by   varchar,
    primary key (run, position)
);

create table by_hand (                    -- a search that a person made where the crawler was refused
    seq         bigint primary key,
    at_time     varchar not null,
    run         integer not null,            -- the run that could not ask
    source      varchar,
    host        varchar not null,
    question    varchar,
    url         varchar not null,
    searched_on varchar not null,
    by_whom     varchar not null,
    outcome     varchar not null,            -- results, none, refused
    seen        integer,                     -- results that the person looked at
    kept        integer not null,            -- documents brought back
    note        varchar
);

create or replace view record as          -- what a reviewer screens
    select record, work, title, title_source, work_date, date_source, publishers, doc_type, source, url, language,
        state, withdrawn, concepts, description, run, gone_at
    from work where verdict = 'record' and record is not null;
