"""Building a site: every page into a folder of its own, which takes the place of the old one when it is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as calendar
from importlib.resources import files as packaged
from pathlib import Path

from crawler.spec import SourceSpec
from harvest.errors import Exit, GreylitError
from harvest.site import about, files, findings, history, listing, overview, record, reports, sources
from harvest.site.collected import Collected, collected
from harvest.site.frame import Frame
from harvest.site.gathered import Gathered, gather
from harvest.site.pages import Page
from store.database import Reader
from store.workspace import Workspace

#: What a folder must hold to be known as a site that we wrote.
MARKS = ("index.html", files.CHECKSUMS, "style.css")


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What was built: the folder, its pages and files, their bytes, the records, and what formats could not express."""

    out: Path
    pages: int
    files: int
    bytes: int
    records: int
    notes: tuple[str, ...] = ()


def build(
    workspace: Workspace,
    out: Path,
    date: str,
    specs: Mapping[str, SourceSpec],
    shown: Collected | None = None,
) -> SiteResult:
    """Build the site of a review. The same review and date give the same bytes.

    Args:
        workspace: the review.
        out: the folder of the site; one that we wrote is replaced whole.
        date: that the site carries, ISO; never read from the clock.
        specs: what each kind of source can do.
        shown: reports and plots; all of the review when left out.

    Raises:
        GreylitError: no run has ended (``NO_RUN``), the date is none, or the folder holds something else or cannot be
            written (``SITE_NOT_WRITTEN``).
        StoreError: ledger or database cannot be read.
    """
    try:
        calendar.fromisoformat(date)
    except ValueError:
        raise GreylitError(f"{date!r} is not a date", hint="Write it as 2026-11-23") from None
    out = out.absolute()
    _refuse_others(out)
    part = out.with_name(f".{out.name[:40]}.{os.getpid()}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        shown = shown or collected(workspace, specs, date)
        with Reader(workspace.database) as database:
            review = gather(workspace, database, date, specs)
            pages, notes = _write(review, part, shown)
        found = [path for path in part.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in found)
        _replace(part, out)
    except OSError as error:
        raise GreylitError(
            f"could not write {out}: {error.strerror or error}", code="SITE_NOT_WRITTEN", exit_code=Exit.STORE,
            where={"folder": str(out)}, hint="free some space, or choose another folder: greylit report site --out DIR",
        ) from error  # fmt: skip
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return SiteResult(out, pages, len(found), size, len(review.records), notes)


def _write(review: Gathered, folder: Path, shown: Collected) -> tuple[int, tuple[str, ...]]:
    title = review.words.say(review.protocol.review.title) or review.words.say(review.protocol.review.id)
    frame = Frame(title, stamp(review))
    notes = tuple(dict.fromkeys((*shown.notes, *files.exports(review, folder))))
    for name, text in (shown.beside or {}).items():
        _put(folder, f"files/{name}", review.words.file(text))
    drawn = reports.drawn(review, shown)
    _put(folder, "style.css", (packaged("harvest.site") / "style.css").read_text(encoding="utf-8"))
    for path, text in {**files.texts(review), **drawn.pictures}.items():
        _put(folder, path, text)
    count = 0
    for page in (*drawn.pages, files.page(review, folder)):
        count += _put_page(folder, frame, page)
    for page in _pages(review):
        count += _put_page(folder, frame, page)
    _put(folder, files.CHECKSUMS, files.checksums(folder))
    return count, notes


def _pages(review: Gathered) -> Iterator[Page]:
    chosen = listing.filters(review)
    by_source = chosen[0].paths | (chosen[-1].paths if chosen[-1].name == "Site" else {})
    yield from overview.pages(review)
    yield from listing.pages(review, chosen)
    yield from sources.pages(review, by_source)
    yield from history.pages(review)
    yield from findings.pages(review)
    yield from about.pages(review)
    yield from record.pages(review)


def stamp(review: Gathered) -> str:
    """Return the line below every page: which search it is, by which protocol, and of which day."""
    runs = f"runs 1 to {review.run}" if review.run > 1 else f"run {review.run}"
    return (
        f"Made with greylit {review.context.software_version} on {review.date} from {runs}; protocol SHA-256 "
        f"{review.words.say(review.context.protocol_sha256)}; ledger head {review.words.say(review.context.ledger_head)}."
    )


def _put_page(folder: Path, frame: Frame, page: Page) -> int:
    count = 0
    for path, text in page.written(frame):
        _put(folder, path, text)
        count += 1
    return count


def _put(folder: Path, path: str, text: str) -> None:
    target = folder / path
    if not target.parent.exists():
        target.parent.mkdir(parents=True)
    target.write_bytes(text.encode("utf-8", "replace"))


def _refuse_others(out: Path) -> None:
    """Refuse a folder that holds what we did not write: it would be lost."""
    wrong = out.exists() and (
        not out.is_dir() or (any(out.iterdir()) and not all((out / name).is_file() for name in MARKS))
    )
    if wrong:
        raise GreylitError(
            f"{out} is no folder of a site: nothing was written", code="SITE_NOT_WRITTEN", exit_code=Exit.USAGE,
            where={"folder": str(out)}, hint="choose an empty folder, or one that greylit report site wrote",
        )  # fmt: skip


def _replace(part: Path, out: Path) -> None:
    old = out.with_name(f".{out.name[:40]}.{os.getpid()}.old")
    if out.exists():
        out.replace(old)
    part.replace(out)
    shutil.rmtree(old, ignore_errors=True)
