-- The ledger of one review: what was observed, in order, never changed.
-- One table, so that there is one order and one hash chain; the views below give each kind its columns.
create table entry (
    seq  integer primary key check (seq > 0),
    at   text not null,      -- when, ISO 8601 UTC
    kind text not null,      -- run, question, fetch, skip, ... (see the views)
    run  integer not null,   -- number of the run, 0 outside runs
    body text not null,      -- what was observed, JSON
    hash text not null       -- sha256 of the hash before, seq, at, kind, run and body, line by line
) strict;

create trigger entry_no_update before update on entry
begin select raise(abort, 'the ledger is append-only: a row is never changed'); end;
create trigger entry_no_delete before delete on entry
begin select raise(abort, 'the ledger is append-only: a row is never deleted'); end;
create trigger entry_in_order before insert on entry
when new.seq <> coalesce((select max(seq) from entry), 0) + 1
begin select raise(abort, 'the ledger is append-only: rows come one after the other'); end;

create index entry_kind on entry(kind, run);
create index entry_fetch_url on entry(json_extract(body, '$.url')) where kind in ('fetch', 'skip');
create index entry_fetch_sha on entry(json_extract(body, '$.sha256')) where kind = 'fetch';

create view runs as select seq, at, run, body ->> 'protocol_sha256' as protocol_sha256,
    body ->> 'software' as software from entry where kind = 'run';
create view questions as select seq, at, run, body ->> 'question' as question, body ->> 'source' as source,
    body ->> 'meant' as meant, body ->> 'sent' as sent from entry where kind = 'question';
create view fetches as select seq, at, run, body ->> 'url' as url, body ->> 'source' as source,
    body ->> 'status' as status, body ->> 'outcome' as outcome, body ->> 'sha256' as sha256,
    body ->> 'warc' as warc, body ->> 'offset' as warc_offset from entry where kind = 'fetch';
create view skips as select seq, at, run, body ->> 'url' as url, body ->> 'reason' as reason,
    body ->> 'detail' as detail from entry where kind = 'skip';
create view decisions as select seq, at, run, body from entry where kind = 'decision';
create view notes as select seq, at, run, kind, body from entry
    where kind not in ('run', 'question', 'fetch', 'skip', 'decision');
