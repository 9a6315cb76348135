"""CMIS (Civica), a committee system on DotNetNuke: its search form, its grid of results, its meetings. Pure.

Search form, grid and the page without results are read from captured pages of one council. The pages of a meeting
and of a month are written from notes and from what public programs read in them: not yet verified on captured ones.
"""

from __future__ import annotations

from crawler.judge.cmis.markup import PARSER
from crawler.judge.cmis.meetings import (
    Calendar,
    MeetingPage,
    judge_calendar,
    judge_meeting,
    months,
    months_from,
)
from crawler.judge.cmis.rows import Row
from crawler.judge.cmis.search import Form, FormPage, ResultsPage, judge_form, judge_results

__all__ = [
    "PARSER", "Calendar", "Form", "FormPage", "MeetingPage", "ResultsPage", "Row", "judge_calendar", "judge_form",
    "judge_meeting", "judge_results", "months", "months_from",
]  # fmt: skip
