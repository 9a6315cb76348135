"""A real browser without a window, for tests of pages; they skip, and are counted, where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import pytest

#: The browser of the system: the package ``chromium`` of Debian, or the one that GREYLIT_CHROMIUM names.
CHROMIUM = os.environ.get("GREYLIT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: The rules of WCAG 2.2 AA, as axe names their sets.
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

needs_browser = pytest.mark.skipif(
    not CHROMIUM or not find_spec("playwright") or not find_spec("axe_playwright_python"),
    reason="needs a browser: apt-get install chromium, and the packages playwright and axe-playwright-python",
)


@contextmanager
def browser() -> Iterator[Any]:
    """Start the browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield running
        finally:
            running.close()


@contextmanager
def opened(running: Any, **how: Any) -> Iterator[tuple[Any, list[str], list[str]]]:
    """Open a page that asks nothing but the loopback; yield it with the requests for anything else, and its complaints."""
    context = running.new_context(**how)
    elsewhere: list[str] = []
    complaints: list[str] = []

    def route(asked: Any) -> None:
        if asked.request.url.startswith(("http://127.0.0.1:", "file://")):
            asked.continue_()
        else:
            elsewhere.append(asked.request.url)
            asked.abort()

    context.route("**/*", route)
    page = context.new_page()
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda asked: complaints.append(f"failed: {asked.url}"))
    page.on(
        "response", lambda got: complaints.append(f"{got.status} {got.url}") if got.status >= 400 else None
    )
    try:
        yield page, elsewhere, complaints
    finally:
        context.close()


def violations(page: Any) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA on a page: rule, what it hits, and why."""
    from axe_playwright_python.sync_playwright import Axe

    found = (
        Axe()
        .run(page, options={"runOnly": {"type": "tag", "values": AA}, "resultTypes": ["violations"]})
        .response
    )
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"] for node in each["nodes"][:3]
    ]  # fmt: skip
