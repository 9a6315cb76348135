-- How many records each year of publication has; the last row has those without a date.
-- set from_year integer: first year
-- set to_year integer: last year
-- column year: year of publication
-- column records: records
-- column with_text: records whose text was read
select try_cast(work_date[:4] as integer) as year, count(*) as records, count(*) filter (state = 'text') as with_text
from record
where ($from_year is null or try_cast(work_date[:4] as integer) >= $from_year)
    and ($to_year is null or try_cast(work_date[:4] as integer) <= $to_year)
group by 1 order by year nulls last
