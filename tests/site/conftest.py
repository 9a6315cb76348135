"""A review with everything that a site can show, planted words that mean harm, and the site that is built of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from filelock import FileLock

from crawler.sources import sources
from harvest.report import model
from harvest.site import SiteResult, build
from harvest.site.collected import Collected
from store.database import Reader, Writer
from store.workspace import Workspace
from tests.cli.reviews import small_review
from tests.whole.harness import greylit, serving

DATE = "2026-11-26"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202efdp.exe\u2066 \x1b[31m {{7*7}} ${HOME}"
MAIL = "jane.doe@council.example"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60" width="200" height="60" role="img"><title>Plot</title>'
    '<rect width="120" height="30" fill="#00596b"/></svg>'
)


@dataclass(frozen=True)
class Built:
    """A review, and the site of it."""

    review: Path
    result: SiteResult

    @property
    def folder(self) -> Path:
        return self.result.out

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def pages(self) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))


def reports() -> list[model.Report]:
    """A report with every kind of block."""
    line, rows = model.text("R00001", href="https://www.example.org/"), ((model.text(EVIL), model.text("3")),)
    table = model.Table("Numbers", ("What", "Number"), rows, frozenset({1}), "numbers")
    blocks = (
        model.Heading(1, "Search report"), model.Heading(3, "Level two is left out", "here"),
        model.Paragraph((*model.text("See "), *model.text("above", href="#here"), *line, *model.text("x", href="javascript:alert(1)"))),
        model.Paragraph(model.blank("peer review")), model.Bullets((model.text("one", "strong"), model.text("two", "code"))), table,
        model.Figure("years", "By year", "Most are of 2019.", SVG, table),
    )  # fmt: skip
    return [model.Report("prisma-s", "PRISMA-S", DATE, blocks)]


def figures() -> list[model.Figure]:
    """Plots: one drawn, one that means harm, one without a drawing."""
    return [
        model.Figure("years", "Records by year", "Most are of 2019.", SVG),
        model.Figure(
            "evil", "Evil", "Nothing.", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
        ),
        model.Figure("agreement", "Agreement", "There is nothing to draw.", ""),
    ]


def site(review: Path, out: Path, date: str = DATE) -> SiteResult:
    shown = Collected(reports(), figures(), {"PRISMA.csv": "a,b\n"}, ("a report could not be made",))
    return build(Workspace(review), out, date, sources(), shown)


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished review of two screeners: one record settled, one in conflict, one with a single vote."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "site-review"
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            with serving(folder.with_suffix(".jsonl")) as web:
                protocol = small_review(folder, **{"screeners = 1": "screeners = 2"})
                assert greylit("run", str(protocol), "--no-progress", web=web).returncode in (0, 3)
            for words in (
                ("R00001", "exclude", "--by", "HS", "--reason", "Not England", "--note", f"ask {MAIL}"),
                ("R00001", "exclude", "--by", "LB", "--reason", "Not England"),
                ("R00002", "include", "--by", "HS"), ("R00002", "exclude", "--by", "LB", "--reason", "No full text"),
                ("R00003", "maybe", "--by", "LB", "--note", "a note that nobody may see", "--label", "hidden-label"),
            ):  # fmt: skip
                ran = greylit("decide", *words, "--review", str(folder))
                assert ran.returncode == 0, ran.stderr
            (folder / "done").touch()
    return folder


def planted(review: Path) -> None:
    """Put into the database what the small search does not meet: harm in words, and rows of every table."""
    writer = Writer(review / "greylit.duckdb")
    works = {row["record"]: row for row in writer.rows("select * from work where record is not null")}
    first, second = works["R00001"], works["R00002"]
    changed: list[dict[str, Any]] = [
        {**first, "title": f"Alliance {EVIL}", "description": f"Write to {MAIL}. {EVIL}", "language": "cy", "doi": EVIL,
         "publishers": [f"Council {EVIL}"], "doc_type": EVIL, "url": "javascript:alert(1)", "archive": "Internet Archive",
         "archive_url": "https://web.archive.org/web/2020/https://www.example.org/", "archived_at": "2020-01-02T03:04:05Z"},
        {**second, "title": "تقرير", "language": "ar", "url": f"https://www.example.org/?to={MAIL}"},
    ]  # fmt: skip
    writer.add("work", changed)
    document = writer.rows(
        "select document from work_document where work = ? and document is not null", (first["work"],)
    )[0]["document"]
    writer.add(
        "claim",
        [
            {
                "document": document,
                "position": 900,
                "field": "title",
                "value": EVIL,
                "source": "pdf",
                "why": "too short",
            }
        ],
    )
    writer.add(
        "part",
        [
            {
                "document": document,
                "position": 900,
                "kind": "contents",
                "title": "What is in it",
                "level": 1,
                "start": 0,
                "stop": 5,
            }
        ],
    )
    outside = {
        **second,
        "work": "planted:outside",
        "record": None,
        "verdict": "outside-limits",
        "reason": "of 1995: before 2000",
    }
    copy = {
        **second,
        "work": "planted:copy",
        "record": None,
        "verdict": "merged",
        "into_work": first["work"],
        "reason": "the same file",
    }
    writer.add("work", [outside, copy])
    writer.add(
        "merge",
        [
            {
                "work": "planted:copy",
                "into_work": first["work"],
                "rule": "same file",
                "score": 1.0,
                "evidence": EVIL,
            }
        ],
    )
    writer.add(
        "relation",
        [
            {
                "work": first["work"],
                "other": second["work"],
                "kind": "contains",
                "rule": "pack",
                "score": 0.9,
                "evidence": "p. 3",
            }
        ],
    )
    writer.append("citation", [{"citing": first["work"], "cited": second["work"], "kind": "citation", "document": document,
                             "position": None, "start": 0, "stop": 5, "rule": "title", "score": 0.97, "evidence": ["title"]}])  # fmt: skip
    passage = writer.rows("select * from passage where document = ? order by position limit 1", (document,))[
        0
    ]
    writer.add("passage", [{**passage, "body": f"{passage['body']} Ask {MAIL} {EVIL}"}])
    writer.publish()
    writer.close()


@pytest.fixture(scope="session")
def built(reviewed: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of the review with everything planted."""
    folder = tmp_path_factory.mktemp("site")
    review = Path(shutil.copytree(reviewed, folder / "review"))
    planted(review)
    return Built(review, site(review, folder / "out"))


@pytest.fixture(scope="session")
def plain_built(reviewed: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of the review as it was run."""
    folder = tmp_path_factory.mktemp("plain-site")
    return Built(reviewed, site(reviewed, folder / "out"))


@pytest.fixture
def database(plain_built: Built) -> Iterator[Reader]:
    with Reader(Workspace(plain_built.review).database) as reader:
        yield reader


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        return None


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
