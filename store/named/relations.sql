-- Which works belong together without being one: editions, translations, summaries, packs and what is in them.
-- set kind text: near-duplicate, edition, translation, easy-read, summary or contains
-- column record: number of the one; empty where it is no record
-- column title: its title
-- column kind: what the other is of it
-- column other_record: number of the other
-- column other_title: its title
-- column rule: the rule
-- column score: how sure it is, 0 to 1
select a.record, a.title, r.kind, b.record as other_record, b.title as other_title, r.rule, r.score
from relation r join work a on a.work = r.work join work b on b.work = r.other
where $kind is null or r.kind = $kind
order by r.kind, a.record nulls last, b.record nulls last, r.work, r.other
