-- What documents say of themselves and what of it was passed over, the parts that reviewers read first, pages that were
-- read from pictures, works that belong together without being one, and what people say of which works are one.

alter table document add column authors varchar[];
alter table document add column doc_type varchar;
alter table document add column doc_type_source varchar;
alter table document add column unread_pages integer[];   -- pages whose words could not be read
alter table document add column ocr_pages integer;        -- pages whose words were read from their pictures
alter table document add column confidence double;        -- how sure the engine was of them, 0 to 1, mean of these pages
alter table document add column summary varchar;          -- what stands in for an abstract: its summary, else its first words
alter table document add column summary_source varchar;   -- summary, or beginning
alter table document add column signature blob;           -- of its text, for finding texts that are nearly the same
alter table page add column method varchar;               -- the engine that read its picture; null for text as it stands
alter table page add column confidence double;
alter table work add column doc_type_source varchar;
alter table work add column publisher_class varchar;      -- local authority, NHS body, government department ...
alter table work add column publisher_class_source varchar;
alter table work add column summary varchar;              -- what stands in for an abstract, from its text
alter table work add column summary_source varchar;       -- summary, or beginning

create table claim (                      -- something that a document says of itself
    document varchar not null,
    position integer not null,
    field    varchar not null,            -- title, date, author, publisher, language, type
    value    varchar not null,
    source   varchar not null,            -- where in the document it stands
    why      varchar,                     -- why it was passed over; null for what is believed
    primary key (document, position)
);

create table part (                       -- a part of a document that reviewers read first
    document varchar not null,
    position integer not null,
    kind     varchar not null,            -- summary, contents, first-page, recommendations, heading
    title    varchar,                     -- its heading as written
    level    integer,                     -- of a heading, from 1
    start    integer not null,            -- code points from the start of the text
    stop     integer not null,
    primary key (document, position)
);

create table ocr_page (                   -- what was read from the picture of a page
    seq        bigint primary key,
    at_time    varchar not null,
    document   varchar not null,
    page       integer not null,
    engine     varchar not null,
    confidence double,                    -- 0 to 1; null where no word was read
    characters integer not null,
    detail     varchar                    -- why there are none
);

create table relation (                   -- two works that belong together and are not one
    work     varchar not null,
    other    varchar not null,
    kind     varchar not null,            -- near-duplicate, edition, translation, easy-read, summary, contains
    rule     varchar not null,
    score    double not null,             -- 0 to 1
    evidence varchar not null,
    primary key (work, other, kind)
);

create table ruling (                     -- what a person said of which works are one
    seq       bigint primary key,
    at_time   varchar not null,
    says      varchar not null,           -- same, apart
    records   varchar[] not null,         -- as the person named them
    works     varchar[] not null,         -- which they were then
    by_whom   varchar not null,
    note      varchar,
    standing  boolean not null            -- nobody said otherwise later
);

create or replace view record as           -- what a reviewer screens
    select record, work, title, title_source, work_date, date_source, publishers, doc_type, source, url, language,
        state, withdrawn, concepts, description, run, gone_at, authors, doi, isbn, container_title, notice,
        mirror, archive, archive_url, archived_at, doc_type_source, publisher_class, publisher_class_source, summary,
        summary_source
    from work where verdict = 'record' and record is not null;
