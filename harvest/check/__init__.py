"""Explains a protocol in words, and warns of what looks wrong, before anything is fetched."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime

from harvest.check.advice import (
    file_findings,
    limit_findings,
    manners_findings,
    people_findings,
    reading_findings,
    source_findings,
)
from harvest.check.carried import carried_findings
from harvest.check.changes import change_findings, changed_keys
from harvest.check.councils import council_findings
from harvest.check.findings import Finding
from harvest.check.permitted import permission_findings
from harvest.check.report import CheckReport
from harvest.check.terms import concept_findings, term_findings
from harvest.notify.findings import notify_findings
from harvest.protocol import Protocol

__all__ = ["CheckReport", "Finding", "changed_keys", "check"]

_ORDER = ("error", "warning", "note")


def check(
    protocol: Protocol,
    *,
    term_counts: Mapping[str, tuple[int, int]] | None = None,
    known_spiders: Collection[str] | None = None,
    last_run_sha: str | None = None,
    last_run_normalised: str | None = None,
    today: date | None = None,
) -> CheckReport:
    """Return what a protocol says, in words, with every error, warning and note. Nothing is fetched or written.

    Args:
        protocol: a loaded protocol; its files are looked for in its folder.
        term_counts: for each term as written, how many stored documents match it and how many were tried.
        known_spiders: names of the spiders at hand; ``None`` leaves that out.
        last_run_sha: ``sha256`` of the protocol of the last run, if there was one.
        last_run_normalised: the normalised protocol of the last run, so that changed keys can be named.
        today: the day that years are measured against; the present day (UTC) when left out.
    """
    today = today or datetime.now(UTC).date()
    findings = [
        *file_findings(protocol),
        *concept_findings(protocol),
        *term_findings(protocol, term_counts or {}),
        *limit_findings(protocol, today),
        *manners_findings(protocol),
        *source_findings(protocol, known_spiders),
        *council_findings(protocol),
        *people_findings(protocol, today),
        *reading_findings(protocol),
        *permission_findings(protocol, today),
        *notify_findings(protocol),
        *carried_findings(protocol),
        *change_findings(protocol, last_run_sha, last_run_normalised),
    ]
    findings.sort(key=lambda found: (_ORDER.index(found.level), found.line or 0))
    return CheckReport(protocol, tuple(findings))
