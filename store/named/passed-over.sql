-- Which titles, dates and names documents have that were not believed, and why.
-- set field text: title, date, author, publisher, language or type
-- set record text: only this record, such as R00012
-- column record: number of the record; empty where the work is no record
-- column url: address of the document
-- column field: what it is
-- column value: what the document says
-- column source: where in the document it stands
-- column why: why it was passed over
-- column taken: what the document was believed to say instead
select w.record, wd.url, c.field, c.value, c.source, c.why,
    (select t.value from claim t where t.document = c.document and t.field = c.field and t.why is null order by t.position limit 1) as taken
from claim c join work_document wd using (document) join work w using (work)
where c.why is not null and ($field is null or c.field = $field) and ($record is null or w.record = upper($record))
order by w.record nulls last, wd.position, c.position
