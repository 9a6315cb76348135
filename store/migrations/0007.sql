-- Publishers with pages of their own, what people bring in reference lists, and copies in web archives.

alter table source add column declared varchar;    -- how its pages are read, JSON, where a protocol or a spider declares it
alter table source add column mirror boolean;      -- it holds copies of what others published, and is never the publisher

alter table capture add column of_url varchar;      -- the address that the archived copy is of
alter table capture add column archive varchar;     -- name of the web archive that holds it
alter table capture add column archived_at varchar; -- when the archive took it, ISO 8601, UTC

alter table work add column authors varchar[];      -- persons and bodies as the page or the reference names them
alter table work add column doi varchar;
alter table work add column isbn varchar;
alter table work add column container_title varchar; -- the journal, book or series that it stands in
alter table work add column notice varchar;         -- the site's own warning on it, such as that it is old
alter table work add column mirror boolean;         -- held only by a site that is not its publisher
alter table work add column archive varchar;        -- the web archive that its main document is a copy from
alter table work add column archive_url varchar;
alter table work add column archived_at varchar;

alter table work_document add column archive varchar;
alter table work_document add column archive_url varchar;
alter table work_document add column archived_at varchar;

create table imported (                    -- one file of a search that a person made
    seq         bigint primary key,        -- row of the ledger
    run         integer not null,
    at_time     varchar not null,
    source      varchar not null,
    file        varchar not null,          -- its path in the folder of the review
    sha256      varchar not null,
    bytes       bigint not null,
    format      varchar not null,          -- ris, bibtex, endnote-xml, web-of-science, pubmed, csl-json, table, document
    entries     integer not null,          -- references in it
    faults      integer not null,          -- places where it is not as its format has it
    searched_on varchar,
    by_whom     varchar,
    strategy    varchar,
    seen        integer,                   -- results that the person saw, and those of them looked at
    screened    integer,
    warc        varchar,
    warc_offset bigint,
    warc_length bigint
);

create table import_fault (                -- what was wrong in such a file, and what was made of it
    seq      bigint not null,              -- of the file
    position integer not null,
    line     integer not null,
    field    varchar,
    says     varchar not null,
    primary key (seq, position)
);

create table entry (                       -- one reference of such a file
    seq         bigint primary key,        -- row of the ledger
    run         integer not null,
    at_time     varchar not null,
    source      varchar not null,
    file        varchar not null,
    file_sha256 varchar not null,
    position    integer not null,          -- counted from 1 in its file
    line        integer not null,          -- where it begins there
    key         varchar not null,          -- what it is known by in its source: the same in every file that has it
    url         varchar not null,          -- its own address, else the place in the file
    body        varchar not null           -- JSON
);

create or replace view record as           -- what a reviewer screens
    select record, work, title, title_source, work_date, date_source, publishers, doc_type, source, url, language,
        state, withdrawn, concepts, description, run, gone_at, authors, doi, isbn, container_title, notice,
        mirror, archive, archive_url, archived_at
    from work where verdict = 'record' and record is not null;

create table dead_link (                   -- an address that answers no more, and what web archives have of it
    url         varchar primary key,
    source      varchar not null,
    kind        varchar not null,
    said        varchar not null,          -- how its site answers
    cited_by    varchar,                   -- the page that links to it, whose date is the nearest one wanted
    near        varchar,                   -- that date, ISO; the newest copy is wanted where it is not known
    outcome     varchar not null,          -- recovered, not-held, refused, failed, not-asked
    archive     varchar,                   -- where it was recovered from
    archive_url varchar,
    archived_at varchar,
    asked       varchar[] not null,        -- what each web archive said
    look        varchar[] not null         -- where a person can look in each of them
);
