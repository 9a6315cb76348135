-- Which answers took longest in a run.
-- set run integer: number of the run; the newest if not set
-- set limit integer = 20: at most so many
-- column seconds: how long it took
-- column host: host
-- column url: address
-- column status: HTTP status; empty where no answer came
-- column outcome: what came of it
-- column bytes: bytes of the answer
select round(took, 2) as seconds, regexp_extract(url, '^[a-z]+://([^/]+)', 1) as host, url, status, outcome, bytes
from capture where took is not null and run = coalesce($run, (select max(run) from run))
order by took desc, seq limit $limit
