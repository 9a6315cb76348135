"""A database with records of given words, made without a crawl."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from harvest.matching import Matcher
from harvest.protocol import Protocol, load_protocol
from store.database import Writer

PROTOCOL = """
[review]
id = "ranked"
question = "What works?"
contact = "library@example.ac.uk"

[concepts.A]
name = "alliancing"
terms = ["alliance contract*", "alliancing"]

[concepts.B]
name = "care"
terms = ["social care"]

[search]
require = "A or B"

[crawl]
delay = "1s"

[[sources]]
id = "town"
name = "Town"
type = "site"
url = "http://town.example/"
"""


def protocol(folder: Path) -> Protocol:
    path = folder / "protocol.toml"
    path.write_text(PROTOCOL)
    return load_protocol(path)


def database(folder: Path, asked: Protocol, texts: Sequence[tuple[str, str]]) -> Path:
    """Write a record for each title and text; the first is R00001."""
    matcher = Matcher.of(asked)
    writer = Writer(folder / "greylit.duckdb")
    for number, (title, text) in enumerate(texts, 1):
        work, document = f"town:{number:05d}", f"{number:064d}"
        matches = matcher.match(text)
        passages = matcher.passages(text, (), matches)
        writer.add("work", [{
            "work": work, "source": "town", "url": f"http://town.example/{number}", "title": title, "title_source": "page",
            "publishers": [], "country": [], "run": 1, "seq": number, "verdict": "record", "reason": "matches", "state": "text",
            "concepts": sorted({each.concept for each in matches} | matcher.present(title)), "record": f"R{number:05d}",
        }])  # fmt: skip
        writer.add("document", [{
            "document": document, "kind": "html", "outcome": "text", "title": title, "page_count": 1, "characters": len(text),
            "method": "html", "extractor": "test", "body": text, "close": True,
        }])  # fmt: skip
        writer.add("work_document", [{
            "work": work, "position": 0, "document": document, "role": "page", "url": f"http://town.example/{number}",
            "final_url": f"http://town.example/{number}", "outcome": "text", "seq": number,
        }])  # fmt: skip
        writer.append("match", [
            {"document": document, "concept": each.concept, "term": each.term, "page": 1, "start": each.start, "stop": each.stop}
            for each in matches
        ])  # fmt: skip
        writer.add("passage", [
            {"document": document, "position": position, "page": 1, "start": each.start, "stop": each.stop,
             "concepts": list(each.concepts), "body": each.body}
            for position, each in enumerate(passages)
        ])  # fmt: skip
    writer.close()
    return folder / "greylit.duckdb"
