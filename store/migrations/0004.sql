-- What people decided of records. Who decided what stands in the ledger; this is its table.

create table decision (                   -- one word of one person on one record
    seq        bigint primary key,
    at_time    varchar not null,
    record     varchar not null,          -- its number when it was decided
    work       varchar,
    stage      varchar not null,          -- title-text, full-text
    verdict    varchar not null,          -- include, exclude, maybe, undo
    reason     varchar,                   -- one of the protocol's, for an exclusion
    by_whom    varchar not null,
    note       varchar,
    labels     varchar[] not null,
    documents  varchar[] not null,        -- SHA-256 of the documents that were shown: the decision follows them
    via        varchar not null,          -- decide, import
    of_seq     bigint,                    -- the decision that is taken back, for undo
    standing   boolean not null,          -- neither taken back nor replaced by the same person at the same stage
    resolves   boolean not null,          -- it settles a conflict
    file       varchar                    -- name of the file that it was imported from
);
