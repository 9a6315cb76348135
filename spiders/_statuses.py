"""What an answer is by its status alone, for sites that are read page by page."""

from __future__ import annotations

from crawler.lead import Answer, Reading


def by_status(answer: Answer) -> Reading | None:
    """Return the reading of an answer that is no page of the site; ``None`` for one that is to be read."""
    if answer.status in (401, 403, 405, 429):
        return Reading("refused", detail=f"the host answered {answer.status}")
    if answer.status in (404, 410):
        return Reading("gone" if answer.status == 410 else "not-found")
    if answer.status != 200:
        return Reading("failed", detail=f"the host answered {answer.status}")
    return None
