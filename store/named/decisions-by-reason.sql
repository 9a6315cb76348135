-- How many records were included and excluded at each stage, and for which reasons; only what is settled.
-- column stage: title-text or full-text
-- column verdict: include, exclude or maybe
-- column reason: reason of an exclusion
-- column records: records
with screeners as (select coalesce((protocol::json -> 'screening' ->> 'screeners')::integer, 1) as n from run order by run desc limit 1),
said as (
    select coalesce(i.record, w.record, d.record) as of_record, d.* from decision d
        left join work w on w.work = d.work left join work i on i.work = w.into_work
    where d.standing),
votes as (
    select * from said where not resolves qualify row_number() over (partition by of_record, stage, by_whom order by seq desc) = 1),
agreed as (
    select of_record, stage, min(verdict) as verdict, arg_min(reason, seq) filter (reason is not null) as reason, max(seq) as last,
        count(*) >= (select n from screeners) and count(distinct verdict) = 1 as one
    from votes group by of_record, stage),
resolved as (select * from said where resolves qualify row_number() over (partition by of_record, stage order by seq desc) = 1),
settled as (
    select coalesce(r.of_record, a.of_record) as of_record, coalesce(r.stage, a.stage) as stage,
        if(r.seq > coalesce(a.last, 0), r.verdict, if(a.one, a.verdict, null)) as verdict,
        if(r.seq > coalesce(a.last, 0), r.reason, a.reason) as reason
    from agreed a full join resolved r on r.of_record = a.of_record and r.stage = a.stage)
select stage, verdict, if(verdict = 'exclude', coalesce(reason, 'no reason given'), null) as reason, count(*) as records
from settled where verdict is not null group by all order by stage desc, verdict, records desc, reason
