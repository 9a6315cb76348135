-- Which records are new, have another text or file, or are gone from their address since the end of a run.
-- set run integer: number of the run; the one before the newest if not set
-- column record: number of the record
-- column change: new, changed or gone
-- column title: its title
-- column url: address
-- column at: when that was seen
with since as (select coalesce($run, (select max(run) - 1 from run)) as run),
places as (
    select r.record, wd.url from record r join work_document wd using (work)
    union select r.record, wd.final_url from record r join work_document wd using (work)
    union select r.record, c.url from record r join work_document wd using (work) join capture c on c.seq = wd.seq),
fetched as (
    select p.record, c.url, c.run, c.sha256, c.fetched_at from places p join capture c using (url)
    where c.outcome = 'read' and c.sha256 is not null and not coalesce(c.unchanged, false)),
changed as (
    select n.record, max(n.fetched_at) as at from fetched n join fetched o on o.record = n.record and o.url = n.url
    where n.run > (select run from since) and o.run <= (select run from since) and n.sha256 <> o.sha256 group by n.record)
select r.record, 'new' as change, r.title, r.url, (select started_at from run where run.run = r.run) as at
    from record r where r.run > (select run from since)
union all
select r.record, 'gone', r.title, r.url, r.gone_at from record r
    where r.gone_at > (select coalesce(ended_at, started_at) from run where run = (select run from since))
union all
select r.record, 'changed', r.title, r.url, c.at from changed c join record r using (record)
    where r.run <= (select run from since)
order by record, change
