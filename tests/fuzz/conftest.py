"""Tells how many cases were run."""

from __future__ import annotations

from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    told = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "fuzzed" and report.when == "call"
    ]
    if told:
        terminalreporter.section("fuzzing")
        for name, cases, slowest in told:
            terminalreporter.write_line(f"{name}: {cases:,} cases, slowest {slowest * 1000:.0f} ms")
        terminalreporter.write_line(f"{sum(cases for _, cases, _ in told):,} cases, no unhandled exception")
