-- How many records each kind of publisher has, and how many of them are included.
-- column publisher_class: kind of publisher; "not known" where nothing says
-- column records: records
-- column dated: records with a date
-- column with_text: records whose text was read
-- column publishers: different publishers, by the first that each record names
select coalesce(publisher_class, 'not known') as publisher_class, count(*) as records,
    count(work_date) as dated, count(*) filter (state = 'text') as with_text, count(distinct publishers[1]) as publishers
from record group by 1 order by records desc, publisher_class
