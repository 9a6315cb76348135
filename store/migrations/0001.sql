-- The computed database of one review. Everything here follows from the ledger and the archive:
-- delete the file and run `greylit rebuild`. Dates and times are ISO 8601 text, UTC.

create table meta (key varchar primary key, value varchar not null);

create table run (                        -- one harvest run
    run             integer primary key,
    started_at      varchar not null,
    ended_at        varchar,              -- null while it runs, or when it was killed
    outcome         varchar,              -- ok, partial, interrupted, failed
    detail          varchar,
    protocol_sha256 varchar not null,
    protocol        varchar not null,     -- the protocol as run, normalised JSON
    software        varchar not null
);

create table source (                     -- a place that is asked
    source   varchar primary key,
    run      integer not null,            -- the newest run that had it
    name     varchar not null,
    kind     varchar not null,
    url      varchar not null,
    prisma   varchar,                     -- which box of the PRISMA 2020 diagram
    parser   varchar,
    reason   varchar                      -- why it was not asked, when it was not
);

create table question (                   -- one phrase query to one source
    run      integer not null,
    question varchar not null,
    source   varchar not null,
    concept  varchar,
    meant    varchar,                     -- the term of the protocol
    sent     varchar,                     -- the string put to the site
    widened  boolean not null,
    notes    varchar[],
    reason   varchar,                     -- why it was not asked, when it was not
    primary key (run, question)
);

create table capture (                    -- one fetch: a request and what came back
    seq         bigint primary key,       -- row of the ledger
    run         integer not null,
    fetched_at  varchar not null,
    url         varchar not null,
    source      varchar,
    kind        varchar not null,         -- robots, search, content, file, page
    why         varchar,                  -- question, collection, attachment, part, redirect, link, start
    question    varchar,
    status      integer,                  -- HTTP status; null when no answer came
    outcome     varchar not null,         -- results, none, read, redirect, gone, not-found, refused, unreadable, failed
    detail      varchar,
    again       boolean not null,         -- asked again later in the same run
    mime        varchar,
    bytes       bigint,
    sha256      varchar,
    warc        varchar,
    warc_offset bigint,
    warc_length bigint,
    same_as     bigint,                   -- the fetch whose WARC record holds the same body in full
    start       integer,                  -- of a page of search results: offset of its first result
    total       integer,                  -- results the site counts for the whole question
    returned    integer                   -- results on this page
);

create table skip (                       -- an address that was not asked for, and why
    seq      bigint primary key,
    run      integer not null,
    at_time  varchar not null,
    url      varchar not null,
    source   varchar,
    why      varchar,
    question varchar,
    reason   varchar not null,            -- robots, address, budget, depth
    detail   varchar not null,
    line     integer                      -- line of robots.txt
);

create table link (                       -- an address found in an answer
    seq      bigint not null,             -- the fetch it was found in
    position integer not null,
    run      integer not null,
    from_url varchar not null,
    to_url   varchar not null,
    kind     varchar not null,
    why      varchar not null,
    question varchar,
    followed boolean not null,
    title    varchar,
    reason   varchar,                     -- why it was not followed
    primary key (seq, position)
);

create table item (                       -- what a site's own page says of a work
    seq  bigint primary key,              -- the fetch it was read from
    run  integer not null,
    key  varchar not null,
    url  varchar not null,
    body varchar not null                 -- JSON
);

create table document (                   -- one body of text, known by its content
    document    varchar primary key,      -- SHA-256 of the file; of the text for web pages, whose bytes vary
    kind        varchar not null,         -- html, pdf, text ...
    outcome     varchar not null,         -- text, empty, needs-ocr, encrypted, broken, too-large, timeout, crashed, unsupported
    title       varchar,
    title_source varchar,
    doc_date    varchar,
    date_source varchar,
    language    varchar,
    publisher   varchar,
    page_count  integer not null,
    characters  integer not null,
    method      varchar not null,
    detail      varchar,
    extractor   varchar not null,
    close       boolean not null,         -- the concepts of [search] near stand together in it
    body        varchar not null
);

create table page (                       -- where each page of a document lies in its text
    document varchar not null,
    page     integer not null,
    label    varchar,
    start    integer not null,            -- code points from the start of the text
    stop     integer not null,
    primary key (document, page)
);

create table extraction (                 -- which document the body of a fetch is
    seq      bigint primary key,
    document varchar not null
);

create table match (                      -- one place where a term of the protocol stands
    document varchar not null,
    concept  varchar not null,
    term     varchar not null,
    page     integer not null,
    start    integer not null,
    stop     integer not null
);

create table passage (                    -- a stretch of text around matches: what a person reads first
    document varchar not null,
    position integer not null,
    page     integer not null,
    start    integer not null,
    stop     integer not null,
    concepts varchar[] not null,
    body     varchar not null,
    primary key (document, position)
);

create table work (                       -- what a source describes as one work
    work        varchar primary key,
    source      varchar not null,
    url         varchar not null,
    title       varchar not null,
    title_source varchar not null,
    description varchar,
    work_date   varchar,
    date_source varchar,
    publishers  varchar[] not null,
    doc_type    varchar,
    site_type   varchar,                  -- the type as the site names it
    language    varchar,
    country     varchar[] not null,
    withdrawn   varchar,
    run         integer not null,
    seq         bigint not null,          -- the fetch that described it
    concepts    varchar[] not null,       -- concepts that match somewhere in it
    verdict     varchar not null,         -- record, no-match, outside-limits, merged
    reason      varchar not null,         -- the verdict in a sentence
    state       varchar not null,         -- text, needs-ocr, no-text
    into_work   varchar,                  -- the work it was merged into
    record      varchar                   -- its number, once it has one
);

create table work_document (              -- the documents of a work, in order
    work     varchar not null,
    position integer not null,
    document varchar,                     -- null when the file could not be had
    role     varchar not null,            -- html, file, page
    title    varchar,
    url      varchar not null,            -- the address given for it
    final_url varchar not null,           -- the address that answered
    outcome  varchar not null,            -- outcome of the fetch or of the reading
    detail   varchar,
    seq      bigint,
    primary key (work, position)
);

create table found (                      -- every way in which a work was found
    work     varchar not null,
    position integer not null,
    route    varchar not null,            -- question, collection, organisation, start, link, replacement ...
    question varchar,
    from_url varchar not null,
    seq      bigint not null,
    found_at varchar not null,
    primary key (work, position)
);

create table merge (                      -- two works held to be one
    work      varchar primary key,
    into_work varchar not null,
    rule      varchar not null,
    score     double not null,            -- 0 to 1
    evidence  varchar not null
);

create view record as                     -- what a reviewer screens
    select record, work, title, title_source, work_date, date_source, publishers, doc_type, source, url, language,
        state, withdrawn, concepts, description, run
    from work where verdict = 'record' and record is not null;
