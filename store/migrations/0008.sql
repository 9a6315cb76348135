-- The references of documents, and which works that are held cite which.

create table reference_list (             -- a document whose references were looked for, and what kept them from being read
    document   varchar primary key,
    "references" integer not null,        -- how many it has
    problem    varchar
);

create table reference (                  -- one reference of a document, as written
    document varchar not null,
    position integer not null,            -- from 1, in the order of the document
    body     varchar not null,            -- as written, lines joined
    page     integer,
    start    integer,                     -- where it stands in the text of the document, code points
    stop     integer,
    number   varchar,                     -- as printed
    place    varchar not null,            -- list, footnote, inline, link
    heading  varchar,
    url      varchar,
    fields   varchar,                     -- authors, year, title ... as parsed, JSON
    primary key (document, position)
);

create table citation (                   -- one work that is held cites, or mentions, another one that is held
    citing   varchar not null,            -- works, as they stand after merging
    cited    varchar not null,
    kind     varchar not null,            -- citation or mention
    document varchar not null,            -- of the citing work
    position integer,                     -- of the reference, null for what stands in the text only
    start    integer,                     -- where it stands in the text of the document
    stop     integer,
    rule     varchar not null,            -- by what the cited work was told: doi, isbn, url, title ...
    score    double not null,             -- 0 to 1
    evidence varchar[] not null
);

create table unmatched_reference (        -- a reference that is of nothing that is held
    document varchar not null,
    position integer not null,
    rule     varchar not null,            -- what refused it, or that nothing comes near
    near     varchar[] not null,          -- works that came nearest
    primary key (document, position)
);
