-- Which hosts were asked most in a run: requests, bytes, how long they took.
-- set run integer: number of the run; the newest if not set
-- set limit integer = 20: at most so many
-- column host: host
-- column requests: requests, those for robots.txt included
-- column answered: requests that gave something
-- column refused: requests that were refused
-- column failed: requests that failed
-- column megabytes: what was received
-- column mean_seconds: how long a request took on average
select regexp_extract(url, '^[a-z]+://([^/]+)', 1) as host, count(*) as requests,
    count(*) filter (outcome in ('read', 'results', 'none')) as answered, count(*) filter (outcome = 'refused') as refused,
    count(*) filter (outcome = 'failed') as failed, round(coalesce(sum(bytes), 0) / 1e6, 2) as megabytes,
    round(avg(took), 2) as mean_seconds
from capture
where run = coalesce($run, (select max(run) from run)) and why is distinct from 'manual-search' and url like '%://%'
group by 1 order by requests desc, host limit $limit
