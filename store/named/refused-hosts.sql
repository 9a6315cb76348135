-- Which hosts refused addresses in a run, how, and one address to look at.
-- set run integer: number of the run; the newest if not set
-- column host: host
-- column trouble: why it was refused, in one word
-- column status: HTTP status, if there was an answer
-- column addresses: addresses that were refused and not had later in the run
-- column detail: what was said
-- column example: one of the addresses
-- column first_at: when it began
select regexp_extract(url, '^[a-z]+://([^/]+)', 1) as host, coalesce(trouble, 'not said') as trouble, status,
    count(*) as addresses, min(detail) as detail, min(url) as example, min(fetched_at) as first_at
from capture
where outcome = 'refused' and not again and kind not in ('robots', 'probe') and why is distinct from 'manual-search'
    and run = coalesce($run, (select max(run) from run))
group by 1, 2, 3 order by addresses desc, host, trouble, status
