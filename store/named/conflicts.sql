-- Which records two screeners decided differently, and nobody has settled yet.
-- column record: number of the record
-- column title: its title
-- column stage: title-text or full-text
-- column said: who said what
with said as (
    select coalesce(i.record, w.record, d.record) as of_record, d.* from decision d
        left join work w on w.work = d.work left join work i on i.work = w.into_work
    where d.standing),
votes as (
    select * from said where not resolves qualify row_number() over (partition by of_record, stage, by_whom order by seq desc) = 1),
resolved as (select of_record, stage, max(seq) as seq from said where resolves group by of_record, stage)
select v.of_record as record, any_value(r.title) as title, v.stage, list(v.by_whom || ': ' || v.verdict order by v.seq) as said
from votes v left join record r on r.record = v.of_record left join resolved s on s.of_record = v.of_record and s.stage = v.stage
group by v.of_record, v.stage
having count(distinct v.verdict) > 1 and coalesce(max(s.seq), 0) < max(v.seq)
order by v.of_record, v.stage desc
