-- How the protocol changed from run to run, and what its amendments say of that.
-- column run: number of the run
-- column started_at: when it began
-- column protocol_sha256: hash of the protocol as it was run
-- column changed: whether it is another protocol than that of the run before; empty for the first
-- column sections_changed: sections of it that are different
-- column new_amendments: amendments that the protocol of the run before did not have
with told as (
    select run, started_at, protocol_sha256, protocol::json as protocol, lag(protocol::json) over (order by run) as before,
        lag(protocol_sha256) over (order by run) as sha_before
    from run)
select run, started_at, protocol_sha256,
    case when sha_before is not null then protocol_sha256 <> sha_before end as changed,
    case when before is null then []
        else list_filter(list_sort(list_distinct(json_keys(protocol) || json_keys(before))),
            lambda name: json_extract(protocol, '$."' || name || '"')::varchar
                is distinct from json_extract(before, '$."' || name || '"')::varchar) end as sections_changed,
    list_transform(
        list_filter(coalesce((protocol -> 'amendments')::json[], []),
            lambda each: before is null or not list_contains(coalesce((before -> 'amendments')::json[], []), each)),
        lambda each: (each ->> 'date') || ' ' || (each ->> 'by') || ': ' || (each ->> 'what') || ' (' || (each ->> 'why') || ')')
        as new_amendments
from told order by run
