-- Every question of a run as it was sent, when, with how many pages and results, or why it was not asked.
-- set run integer: number of the run; the newest if not set
-- set source text: only questions to this source
-- column source: id of the source
-- column question: id of the question
-- column sent: the string as it was sent
-- column asked_from: when its first page was asked for
-- column asked_to: when its last page was asked for
-- column pages: pages of results that were asked for
-- column results: results on these pages
-- column outcomes: what came of the pages
-- column not_asked: why it was not asked
select q.source, q.question, q.sent, min(c.fetched_at) as asked_from, max(c.fetched_at) as asked_to, count(c.seq) as pages,
    coalesce(sum(c.returned), 0)::bigint as results, coalesce(list(distinct c.outcome order by c.outcome) filter (c.outcome is not null), [])
        as outcomes,
    coalesce(q.reason, min(s.reason || coalesce(': ' || s.detail, '')) filter (c.seq is null)) as not_asked
from question q
    left join (select * from capture where kind in ('search', 'form') and not again) c on c.run = q.run and c.question = q.question
    left join (select run, question, any_value(reason) as reason, any_value(detail) as detail from skip
        where kind in ('search', 'form') group by run, question) s on s.run = q.run and s.question = q.question
where q.run = coalesce($run, (select max(run) from run)) and ($source is null or q.source = $source)
group by q.source, q.question, q.sent, q.reason order by q.source, q.question
