"""A review of a few requests, for tests that run the real command."""

from __future__ import annotations

from pathlib import Path

from tests.whole.harness import write_review

#: What makes the demonstration protocol a search of two questions and some forty requests.
SMALLER = {
    '"alliancing", "alliance contract*", "alliance agreement*", "alliance commissioning", \'"alliance partner"~3\'':
        '"alliance contract*", "alliance agreement*"',
    'collections = ["/government/collections/learning-from-local-pilots"]\n': "",
    'organisations = ["office-for-place-partnerships"]\n': "",
    "page_size = 10": "page_size = 50",
    '"50ms"': '"20ms"',
}  # fmt: skip


def small_review(folder: Path, **changes: str) -> Path:
    """Write the small protocol into a folder; return its path."""
    return write_review(folder, **{**SMALLER, **changes})
