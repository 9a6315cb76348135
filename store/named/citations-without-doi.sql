-- Which references in records have no DOI: those a citation index would not have led to.
-- column record: number of the record that cites; empty where the work is no record
-- column page: page on which the reference stands
-- column as_written: the reference as it is written
-- column held: the record that it is of; empty where nothing that is held is
-- column rule: by what that was told
select coalesce(i.record, w.record) as record, r.page, r.body as as_written, b.record as held, c.rule
from reference r
    join (select document, min(work) as work from work_document where document is not null group by document) d using (document)
    join work w on w.work = d.work left join work i on i.work = w.into_work
    left join citation c on c.document = r.document and c.position = r.position
    left join work b on b.work = c.cited
where r.place <> 'link' and r.fields ->> 'doi' is null and b.doi is null
order by record nulls last, r.document, r.position, held nulls last
