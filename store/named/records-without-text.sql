-- Which records have no text that could be read, and why.
-- column record: number of the record
-- column title: title
-- column state: needs-ocr (pictures of pages) or no-text
-- column url: address
-- column documents: what came of each of its documents
select r.record, r.title, r.state, r.url,
    coalesce((select list(wd.outcome || ' ' || coalesce(wd.url, '') order by wd.position) from work_document wd where wd.work = r.work), [])
        as documents
from record r where r.state <> 'text' order by r.record
