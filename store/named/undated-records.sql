-- Which records have no date, and what dates in them were passed over.
-- column record: number of the record
-- column title: title
-- column publisher: first publisher
-- column url: address
-- column passed_over: dates that its documents have, and why none was taken
select r.record, r.title, r.publishers[1] as publisher, r.url,
    coalesce((select list(distinct c.value || ': ' || c.why order by c.value || ': ' || c.why)
        from work_document wd join claim c using (document) where wd.work = r.work and c.field = 'date' and c.why is not null), [])
        as passed_over
from record r where r.work_date is null order by r.record
