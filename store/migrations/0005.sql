-- How saturation went: what was measured after each batch of documents.

create table saturation (                 -- one indicator of one scope after one batch
    run       integer not null,           -- the run that read the last document of the batch
    round     integer not null,           -- number of the batch, from 1; the last one may be short
    scope     varchar not null,           -- a source, or 'all' for all of them
    n         integer not null,           -- documents read by then
    pool      integer not null,           -- documents discovered by then, read or not
    r         integer not null,           -- relevant ones among those read
    indicator varchar not null,           -- new (relevant ones in this batch), run (read since the last relevant one), p (see params)
    value     double,                     -- null where it says nothing yet
    verdict   varchar not null,           -- exhausted, slowing, not_shown
    basis     varchar not null,           -- what makes a document relevant: query, decisions, mixed
    params    varchar not null,           -- JSON
    at_time   varchar not null,           -- when the last document of the batch was read
    primary key (scope, round, indicator, params)
);
