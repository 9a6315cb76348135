"""Which texts are nearly the same and which works are one: speed, memory, pairs found, siblings kept apart.

Run: ``python -m bench.identity [--documents N] [--only made|edits|real] [--seed N]``.

- made: documents of 400 words with planted exact copies (spelt otherwise), near copies (3 % of the words), moved copies
  (other words before and behind), editions (another year in the text and nowhere else, 3 % of the words) and siblings (20 councils to a template, the
  name of each at 8 places); all go through signatures, bands, the texts themselves and the rules for works.
- edits: 300 texts of 1,000 words with 2, 10, 20 % of the words changed one by one, and as much changed in stretches of 25:
  the share of variants that are candidates, that are linked as near-duplicates, and that a title could make one.
- real: the PDFs of GREYLIT_SAMPLES, and of GREYLIT_TEST_DATA pages with known text, the same text as four programs print
  it, and pages of one body in the furniture of two systems.

26 November 2026, two cores that other work shared, CPU seconds of one process, --seed 1:

- made, 100,000 documents: signatures 15 s (6,500 to 6,900 a second, 731 bytes each), candidates 2.6 s (130,000 pairs),
  rules for works 21 s, relations 13 s: 53 s and 850 MB in all, with works and facts (332 MB of it before). All 5,000 exact,
  5,000 near and 5,000 moved copies joined, 0 of 10,000 siblings, 0 of 10,000 editions and 0 others merged; 4,996 of 5,000
  pairs of editions linked. 20,000 documents with --seed 9, not looked at before: all 3,000 joined, 0 wrong, 999 of 1,000.
- edits: 2 % of the words 1.00, linked 1.00. In stretches 10 % and 20 % 1.00, linked 1.00. One by one 10 % .65 and 20 %
  .00, linked .00: such texts share .42 and .22 of their words in a row, and are no near-duplicates by that measure.
- real: 45 of 45 pairs of PDFs, 40 of 40 pairs of one text by four programs, 170 of 175 pairs of page and known text (the
  5 are pages whose extracted text is another one), no other pair.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files
from itertools import combinations
from pathlib import Path

import pypdfium2 as pdfium

from harvest.gathering import Work
from harvest.identity.agreeing import swapped
from harvest.identity.compared import alike
from harvest.identity.merging import merge
from harvest.identity.near import Signature, candidates, near_pairs, signature
from harvest.identity.relations import LINKED, relations
from harvest.identity.shingles import share, shingles, words
from harvest.matching import Matcher
from harvest.protocol import load_protocol
from harvest.text import extract

LENGTH, COUNCILS = 400, 20


def memory() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most"


@dataclass(frozen=True)
class Made:
    id: str
    title: str
    publisher: str
    year: int
    text: str
    kind: str
    of: str


class Maker:
    """Makes texts whose words come as often as words of a language do."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = ["".join(self.chance.choices("abcdefghiklmnoprstuvw", k=self.chance.randint(2, 10))) for _ in range(20_000)]  # fmt: skip
        total, self.often = 0.0, []
        for rank in range(len(self.words)):
            total += 1 / (rank + 2)
            self.often.append(total)

    def text(self, length: int = LENGTH) -> list[str]:
        return self.chance.choices(self.words, cum_weights=self.often, k=length)

    def edited(self, text: list[str], share_: float, stretch: int = 1) -> list[str]:
        made, left = list(text), round(len(text) * share_)
        starts = self.chance.sample(range(len(text) // stretch), max(1, left // stretch))
        for start in starts:
            made[start * stretch : (start + 1) * stretch] = self.text(stretch)
        return made


def made(count: int, seed: int) -> Iterator[Made]:
    """Yield documents of which a tenth are siblings, a tenth editions with their first, and a fifth copies with theirs."""
    maker, number = Maker(seed), 0
    while number < count:
        title, publisher = " ".join(maker.text(6)).title(), f"Body {number % 997}"
        body, year = maker.text(), 2001 + number % 20
        step = number // COUNCILS % 10
        if step == 0:
            places = maker.chance.sample(range(LENGTH), 8)
            for each in range(COUNCILS):
                name = f"council{maker.chance.choice(maker.words)}{each}"
                text = [f"{name} {word}" if at in places else word for at, word in enumerate(body)]
                yield Made(f"{number:06}", title, name, 2020, " ".join(text), "sibling", f"t{number - each}")
                number += 1
            continue
        first = f"{number:06}"
        if step == 1:
            dated = [f"{word} {year}" if at % 80 == 0 else word for at, word in enumerate(body)]
            yield Made(f"{number:06}", title, publisher, 0, " ".join(dated), "edition", f"e{first}")
            again = maker.edited(body, 0.03)
            dated = [f"{word} {year + 1}" if at % 80 == 0 else word for at, word in enumerate(again)]
            yield Made(f"{number + 1:06}", title, publisher, 0, " ".join(dated), "edition", f"e{first}")
            number += 2
            continue
        yield Made(first, title, publisher, year, " ".join(body), "own", first)
        number += 1
        if step in (2, 3):
            kinds: dict[str, Callable[[], str]] = {
                "exact": lambda body=body: " ".join(body).upper().replace(" ", "  \n"),
                "near": lambda body=body: " ".join(maker.edited(body, 0.02)),
                "moved": lambda body=body: " ".join((*maker.text(15), *body, *maker.text(20))),
            }
            for kind, make in kinds.items():
                yield Made(f"{number:06}", title, publisher, year, make(), kind, first)
                number += 1


def run_made(count: int, seed: int) -> None:
    folder = tempfile.TemporaryDirectory()
    stock = sqlite3.connect(Path(folder.name) / "texts.sqlite")
    stock.execute("create table text (id text primary key, body text)")
    works, facts, planted, kinds = [], {}, [], Counter[str]()
    group: dict[str, str] = {}
    for each in made(count, seed):
        stock.execute("insert into text values (?, ?)", (each.id, each.text))
        kinds[each.kind] += 1
        group[each.id] = each.of
        facts[each.id] = {"outcome": "text", "kind": "pdf", "concepts": ["A"], "times": {"A": 1}, "characters": len(each.text)}  # fmt: skip
        work = Work(each.id, each.publisher, f"http://{each.publisher.replace(' ', '')}.test/{each.id}", 1, 1)
        work.files = [{"document": each.id, "url": work.url, "final_url": work.url}]
        work.row = {
            "title": each.title, "verdict": "record", "into_work": None, "reason": "", "container": False,
            "work_date": str(each.year) if each.year else None, "publishers": [each.publisher], "authors": [], "doi": None,
        }  # fmt: skip
        works.append(work)
        if each.kind in ("exact", "near", "moved"):
            planted.append((each.of, each.id, each.kind))
    stock.commit()
    kind_of = {id_: "sibling" if of[0] == "t" else "edition" if of[0] == "e" else "" for id_, of in group.items()}  # fmt: skip
    print(f"made: {len(works):,} documents of {LENGTH} words: {dict(kinds)}; before: {memory()}")

    def texts(wanted: Collection[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for each in wanted:
            found.update(stock.execute("select id, body from text where id = ?", (each,)).fetchall())
        return found

    start = time.process_time()
    signatures = {id_: signature(body) for id_, body in stock.execute("select id, body from text")}
    seconds = time.process_time() - start
    size = sum(map(len, signatures.values())) / len(signatures)
    print(
        f"signatures: {seconds:.1f} s, {len(works) / seconds:,.0f} documents a second, {size:.0f} bytes each; {memory()}"
    )
    start = time.process_time()
    found = list(candidates({id_: Signature.read(each) for id_, each in signatures.items()}))
    print(f"candidates: {time.process_time() - start:.1f} s, {len(found):,} pairs; {memory()}")
    pairs = set(found)
    told = Counter((kind, (one, two) in pairs) for one, two, kind in planted)
    del found, pairs
    for kind in ("exact", "near", "moved"):
        print(
            f"candidates among planted {kind} copies: {told[kind, True]:,} of {told[kind, True] + told[kind, False]:,}"
        )
    with as_file(files("harvest.demo") / "review.toml") as path:
        matcher = Matcher.of(load_protocol(path))
    start = time.process_time()
    merges = merge(works, facts, matcher, texts, signatures=signatures)
    print(f"works joined: {time.process_time() - start:.1f} s, {len(merges):,} rows; {memory()}")
    into = {row["work"]: row["into_work"] for row in merges}
    joined = Counter(kind for one, two, kind in planted if into.get(one, one) == into.get(two, two))
    print(f"planted copies joined: {dict(joined)}")
    wrong = Counter(kind_of[one] or "other" for one, two in into.items() if kind_of[one] or group[one] != group[two])  # fmt: skip
    print(
        f"siblings merged: {wrong['sibling']}; editions merged: {wrong['edition']}; other works merged: {wrong['other']}"
    )
    start = time.process_time()
    rows = relations(works, facts, texts, signatures)
    seconds = time.process_time() - start
    print(f"relations: {seconds:.1f} s, {dict(Counter(row['kind'] for row in rows))}; {memory()}")
    linked = {group[row["work"]] for row in rows if row["kind"] == "edition" and group[row["work"]] == group[row["other"]]}  # fmt: skip
    print(f"editions linked: {len(linked):,} of {len({of for of in group.values() if of[0] == 'e'}):,}")


def run_edits(seed: int) -> None:
    maker = Maker(seed)
    own = [maker.text(1000) for _ in range(300)]
    for stretch, where in ((1, "one by one"), (25, "in stretches of 25")):
        for part in (0.02, 0.1, 0.2):
            texts = {f"a{number:03}": " ".join(each) for number, each in enumerate(own)}
            texts |= {f"b{number:03}": " ".join(maker.edited(each, part, stretch)) for number, each in enumerate(own)}  # fmt: skip
            rows = {name: shingles(text) for name, text in texts.items()}
            found = near_pairs({name: signature(text) for name, text in texts.items()}, lambda one, two, rows=rows: share(rows[one], rows[two]))  # fmt: skip
            right = [pair for pair in found if pair[0][1:] == pair[1][1:]]
            near = sum(alike(rows[one], rows[two]) > 0 for one, two, _ in right)
            mean = sum(score for *_, score in right) / max(1, len(right))
            linked = sum(score >= LINKED for *_, score in right)
            print(f"edits of {part:.0%} {where}: candidates {len(right) / 300:.3f}, linked {linked / 300:.3f}, nearly the same {near / 300:.3f}, false {len(found) - len(right)} (mean in common {mean:.2f})")  # fmt: skip


def run_real() -> None:
    samples, data = Path(os.environ["GREYLIT_SAMPLES"]), Path(os.environ["GREYLIT_TEST_DATA"])
    paths = sorted(samples.rglob("*.pdf"))
    texts = {path.name: read(path) for path in paths}
    texts = {name: text for name, text in texts.items() if len(words(text)) >= 40}
    # The same files saved anew, and printed with a cover and a foot on each page.
    again = {f"{path.name} saved anew": saved_anew(path) for path in paths if path.name in texts}
    covered = {
        f"{name} covered": f"Cover sheet of the agenda item\n{framed(text)}" for name, text in texts.items()
    }
    report("PDFs of the samples and variants", texts | again | covered, lambda name: name.split(".pdf")[0])
    texts = {path.name: read(path) for path in sorted((data / "pdf").glob("*.pdf"))}
    texts |= {path.name: path.read_text() for path in sorted((data / "pdf").glob("*.txt"))}
    report("one text by four programs", texts, lambda name: name.split(".")[0])
    pages = sorted((data / "html").rglob("*.html.gz"))
    gold = {path.name.split(".")[0]: known_text(path) for path in pages}
    gold = {name: text for name, text in gold.items() if len(words(text)) >= 40}
    texts = {
        f"{path.name.split('.')[0]}.html": html(path) for path in pages if path.name.split(".")[0] in gold
    }
    # Some of these pages are other states of one page: of one body are those whose known texts are.
    rows = {name: shingles(text) for name, text in gold.items()}
    one: dict[str, str] = {}
    for name in sorted(gold):
        one[name] = next(
            (one[other] for other in sorted(one) if share(rows[name], rows[other]) >= LINKED), name
        )
    texts |= {f"{name}.txt": text for name, text in gold.items()}
    report("pages and their known text", texts, lambda name: one[name.split(".")[0]])


def saved_anew(path: Path) -> str:
    with pdfium.PdfDocument(path) as document:
        kept = io.BytesIO()
        document.save(kept)
    assert kept.getvalue() != path.read_bytes()
    return extract(kept.getvalue(), content_type="application/pdf", name="again.pdf").text


def framed(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        f"{line}\nPage {number // 40} of the public reports pack" if number % 40 == 39 else line
        for number, line in enumerate(lines)
    )


def known_text(page: Path) -> str:
    other = page.with_name(page.name.replace(".html.gz", ".txt.gz"))
    if other.exists():
        return gzip.decompress(other.read_bytes()).decode()
    return str(
        json.loads(page.with_name(page.name.replace(".html.gz", ".json")).read_bytes())["main_content"]
    )


def read(path: Path) -> str:
    return extract(path.read_bytes(), content_type="application/pdf", name=path.name).text


def html(path: Path) -> str:
    return extract(
        gzip.decompress(path.read_bytes()), content_type="text/html", url=f"http://a.test/{path.stem}"
    ).text


def report(what: str, texts: dict[str, str], of: Callable[[str], str]) -> None:
    """Print how many pairs of one work are near, and every pair of two works that is."""
    rows = {name: shingles(text) for name, text in texts.items()}
    found = near_pairs({name: signature(text) for name, text in texts.items()}, lambda one, two: alike(rows[one], rows[two]))  # fmt: skip
    known = {pair for pair in combinations(sorted(texts), 2) if of(pair[0]) == of(pair[1])}
    near = {(one, two) for one, two, _ in found}
    print(
        f"{what}: {len(texts)} texts, {len(known & near)} of {len(known)} known pairs near, {len(near - known)} others"
    )
    for one, two, score in found:
        if (one, two) not in known:
            print(f"  {score:.2f}  {one} | {two}  swapped: {swapped(words(texts[one]), words(texts[two]))}")
    for one, two in sorted(known - near):
        print(f"  missed: {share(rows[one], rows[two]):.2f}  {one} | {two}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--only", choices=("made", "edits", "real"))
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.only in (None, "edits"):
        run_edits(args.seed)
    if args.only in (None, "real") and "GREYLIT_SAMPLES" in os.environ:
        run_real()
    if args.only in (None, "made"):
        run_made(args.documents, args.seed)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
