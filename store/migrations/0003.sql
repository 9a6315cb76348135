-- What people bring back where a site refuses the crawler, and how long hosts take to answer.

alter table capture add column asked_at double;    -- when it was asked: seconds since 1970, by the crawl's clock
alter table capture add column took double;        -- seconds until it ended
alter table by_hand add column task varchar;       -- its number on the manual-search sheet

create table brought (                    -- a document that a person found where the crawler was refused
    seq       bigint primary key,         -- its row in capture has the same number
    at_time   varchar not null,
    run       integer not null,           -- the run that could not have it
    task      varchar not null,           -- number of the task on the manual-search sheet
    source    varchar,
    question  varchar,
    url       varchar not null,           -- as the person gave it; urn:sha256:... where there is none
    opened    varchar not null,           -- the address that the task gave the person to open
    title     varchar,                    -- title, date and publisher as the person wrote them
    doc_date  varchar,
    publisher varchar,
    found_on  varchar not null,
    by_whom   varchar not null,
    file      varchar,                    -- name of the file; null when none was brought
    note      varchar
);
