-- What each question to each source gave in a run: results, records, and records that no other question found.
-- set run integer: number of the run; the newest if not set
-- set source text: only questions to this source
-- column source: id of the source
-- column question: id of the question
-- column sent: the string as it was sent
-- column results: results on the pages that were asked for
-- column records: records that it found
-- column only_by_this: records that no other question and no other way found
with shown as (
    select r.record, c.run, f.question, f.route from record r join found f using (work) join capture c on c.seq = f.seq),
ways as (
    select record, question, min(run) as run, count(*) over (partition by record) as ways
    from (select distinct record, coalesce(question, route) as question, run from shown) group by record, question),
returned as (
    select run, question, sum(returned) as results from capture
    where kind in ('search', 'form') and not again and question is not null group by run, question)
select q.source, q.question, q.sent, coalesce(max(t.results), 0)::bigint as results, count(distinct w.record) as records,
    count(distinct w.record) filter (w.ways = 1) as only_by_this
from question q left join ways w on w.question = q.question left join returned t on t.run = q.run and t.question = q.question
where q.run = coalesce($run, (select max(run) from run)) and ($source is null or q.source = $source)
group by q.source, q.question, q.sent order by records desc, q.source, q.question
