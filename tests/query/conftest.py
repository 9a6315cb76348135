"""Finished reviews to put queries to."""

from tests.report.conftest import cited, copied, govuk, say

__all__ = ["cited", "copied", "govuk", "say"]
