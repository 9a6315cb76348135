"""ModernGov (Civica), the committee system of most English councils: its search, its pages, its web service. Pure.

Verified on captured pages: pages of results, of no results, and of meetings, and the answer that leads to https.
Written from notes and from what public programs read, not yet verified on captured ones: the web service, lists,
issues, decisions and the whole text of an item.
"""

from crawler.judge.item import Item
from crawler.judge.moderngov.addresses import asked
from crawler.judge.moderngov.lists import judge_list
from crawler.judge.moderngov.meeting import described_item, items_of, judge_meeting
from crawler.judge.moderngov.search import judge_search
from crawler.judge.moderngov.service import judge_committees, judge_meetings, judge_service_meeting
from crawler.judge.moderngov.single import judge_single

__all__ = [
    "PARSER", "described", "judge_committees", "judge_list", "judge_meeting", "judge_meetings", "judge_search",
    "judge_service_meeting", "judge_single",
]  # fmt: skip

#: Name and version of these judges.
PARSER = "moderngov/1"


def described(kind: str, status: int, body: bytes, url: str) -> tuple[str, tuple[Item, ...]]:
    """Return what an answer says of works: the outcome in the words of the ledger, and the works.

    Args:
        kind: ``meeting``, ``issue`` or ``service-meeting``, as the lead to it was.
        status: HTTP status.
        body: its content coding undone.
        url: where it came from.
    """
    if kind == "service-meeting":
        service = judge_service_meeting(status, body, url)
        if service.meeting is None:
            return service.outcome, ()
        page = service.meeting.url
        return service.outcome, tuple(described_item(each, service.meeting, page) for each in service.items)
    if kind == "issue" or asked(url)[0] == "mgai.aspx":
        single = judge_single(status, body, url)
        return single.outcome, (single.item,) if single.item else ()
    meeting = judge_meeting(status, body, url)
    return meeting.outcome, items_of(meeting, url)
