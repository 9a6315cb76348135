-- What was joined to which record, by which rule, and what shows that they are one.
-- set rule text: only what was joined by this rule
-- column record: number of the record; empty where the work it was joined to is no record
-- column title: its title
-- column joined_url: address of what was joined to it
-- column joined_title: title there
-- column rule: the rule
-- column score: how sure it is, 0 to 1
-- column evidence: what shows it
select w.record, w.title, o.url as joined_url, o.title as joined_title, m.rule, m.score, m.evidence
from merge m join work o using (work) join work w on w.work = m.into_work
where $rule is null or m.rule = $rule
order by w.record nulls last, m.work, m.rule
