"""Files of real bodies: copies are one work, a summary is linked with its report, and nothing else is joined."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from harvest.gathering import Work
from harvest.identity.merging import SAME_FILE_WORDS, merge
from harvest.identity.relations import relations
from harvest.identity.same_words import NEAR
from harvest.matching import Matcher
from harvest.protocol import load_protocol
from harvest.text import extract
from tests.identity.made import held, standing

pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif("GREYLIT_SAMPLES" not in os.environ, reason="GREYLIT_SAMPLES is not set"),
]


def _read() -> Iterator[tuple[str, str]]:
    """Yield the text of each sample, and of the same saved anew."""
    for path in sorted(Path(os.environ["GREYLIT_SAMPLES"]).rglob("*.pdf")):
        body = extract(path.read_bytes(), content_type="application/pdf", name=path.name).text
        if len(body.split()) < 50:
            continue
        with pdfium.PdfDocument(path) as document:
            kept = BytesIO()
            document.save(kept)
        yield path.stem, body
        yield f"{path.stem} again", extract(kept.getvalue(), content_type="application/pdf").text


def test_copies_of_real_files_are_one_and_different_files_are_none() -> None:
    texts = dict(_read())
    names = [name for name in texts if not name.endswith(" again")]
    facts: dict[str, Any] = {
        name: {
            "outcome": "text",
            "kind": "pdf",
            "concepts": ["A"],
            "times": {"A": 1},
            "characters": len(each),
        }
        for name, each in texts.items()
    }
    # All of one body, with the names of files for titles: only the texts tell them apart.
    works: list[Work] = [
        held(name, name.removesuffix(" again"), name, publishers=["West Sussex"]) for name in texts
    ]
    for work in works:
        work.row["title"] += ".pdf" if work.id.endswith(" again") else ""
    with as_file(files("harvest.demo") / "review.toml") as path:
        matcher = Matcher.of(load_protocol(path))
    rows = merge(works, facts, matcher, lambda ids: {id_: texts[id_] for id_ in ids})
    standing(works)
    assert len(names) >= 10
    assert {(row["into_work"], row["work"]) for row in rows} == {
        (f"s:{name}", f"s:{name} again") for name in names
    }
    assert SAME_FILE_WORDS in {row["rule"] for row in rows} <= {SAME_FILE_WORDS, NEAR}
    found = relations(works, facts, lambda ids: {id_: texts[id_] for id_ in ids})
    named = {(row["work"], row["other"]): row["kind"] for row in found}
    report, summary = (
        next(
            f"s:{name}"
            for name in names
            if f"{part}dementia-strategy" in name and ("exec" in name) == bool(part)
        )
        for part in ("", "exec-summary-")
    )
    assert named == {(report, summary): "summary"}, named
