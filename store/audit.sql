-- The desk of an audit: a temporary database in which observations are laid side by side. Nothing of it stays.

create table answer (          -- a ledger row that names a WARC record
    seq     integer primary key,
    run     integer,
    kind    text,              -- kind of the row: fetch, warc
    warc    text,
    place   integer,           -- offset in bytes
    length  integer,
    url     text,
    status  integer,
    mime    text,
    bytes   integer,
    sha256  text,
    same_as integer
);

create table record (          -- a response or revisit record of the archive
    warc         text,
    place        integer,
    kind         text,
    url          text,
    date         text,
    digest       text,
    refers_warc  text,
    refers_place integer,
    refers_url   text,
    refers_date  text,
    primary key (warc, place)
) without rowid;

create table lead (            -- an address that a row found
    run      integer,
    source   text,
    url      integer,          -- the number it is filed under
    seq      integer,
    position integer,
    follow   integer
);

create table asked (           -- an address that a row asked for, or passed over
    run    integer,
    source text,
    url    integer,
    seq    integer,
    what   text,               -- fetch, skip
    origin integer             -- 1 where a search begins: a question, a start page, a listing, a suggestion
);
