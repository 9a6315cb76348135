-- Which addresses answer no more, who links to them, and what web archives have.
-- set outcome text: recovered, not-held, refused, failed or not-asked
-- column url: address
-- column said: how its site answers
-- column outcome: what came of looking for it
-- column archive: web archive that has it
-- column archive_url: address of the copy
-- column archived_at: when the copy was taken
-- column linked_from: page that links to it
select url, said, outcome, archive, archive_url, archived_at, cited_by as linked_from
from dead_link where $outcome is null or outcome = $outcome order by outcome, url
