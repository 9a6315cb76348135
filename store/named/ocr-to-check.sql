-- Which records have pages whose words were read from pictures with little certainty: look at these yourself.
-- set below number = 0.8: list what is less sure than this, 0 to 1
-- column record: number of the record; empty where the work is no record
-- column title: its title
-- column url: address of the document
-- column confidence: how sure the engine was, mean of these pages
-- column pages: pages that were read from pictures
-- column unsure_pages: which of them are below the limit
select w.record, w.title, wd.url, d.confidence, d.ocr_pages as pages,
    coalesce((select list(p.page order by p.page) from page p
        where p.document = d.document and p.method is not null and coalesce(p.confidence, 0) < $below), []) as unsure_pages
from document d join work_document wd using (document) join work w using (work)
where d.ocr_pages > 0 and (coalesce(d.confidence, 0) < $below
    or exists (select 1 from page p where p.document = d.document and p.method is not null and coalesce(p.confidence, 0) < $below))
order by d.confidence nulls first, w.record nulls last, wd.url
