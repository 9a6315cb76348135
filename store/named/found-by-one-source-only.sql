-- How many records each source has, and how many of them no other source found: what leaving it out would have cost.
-- column source: id of the source
-- column name: its name
-- column records: records that it found, alone or with others
-- column only_here: records that no other source found
-- column examples: up to three of them
with finding as (
    select r.record, r.source from record r
    union select r.record, c.source from record r join found f using (work) join capture c on c.seq = f.seq
        where c.source is not null
    union select r.record, o.source from record r join work o on o.into_work = r.work),
counted as (select record, source, count(*) over (partition by record) as sources from finding)
select s.source, s.name, count(*) as records, count(*) filter (c.sources = 1) as only_here,
    coalesce(list(c.record order by c.record) filter (c.sources = 1), [])[1:3] as examples
from counted c join source s using (source) group by s.source, s.name order by only_here desc, records desc, s.source
