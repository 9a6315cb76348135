"""Matching of reference strings to known works: precision, recall and speed.

Run: ``python -m bench.reference_matching [--data DIR] [--strings N] [--titles N] [--documents N] [--seed N] [--errors]``.
The setting: the works of labelled strings (AnyStyle core, GROBID corpus, labelled-test) and of Crossref are the catalogue;
half of the works that strings are of are removed, and titles are altered (no subtitle, case, "&"/"and", -isation/-ization).

26 November 2026, one core; two thirds of the strings were looked at while this was made / one third was not. Over four
choices of the removed works (--seed 5, 1, 2, 3):

- as written: precision .999 to 1.000 / 1.000, recall .988 to .992 / .986 to .997;
- line breaks and 2 % of letters changed: precision .999 to 1.000 / 1.000, recall .985 to .991 / .980 to .986.

Without the 32 strings whose author is only a dash (they name nobody): as written recall .999 to 1.000 / .994 to .997,
with letters changed .988 to .994 / .981 to .989. 50,000 strings, a fifth of them of near but unknown works, against
100,000 titles: 29 s (41 s beside other work), 313 MB before and 327 MB after, precision .9986, recall .997. 1,000
documents of 8,000 words against 10,000 titles: 26 s, 4,982 of 5,000 planted titles found, 4 others. The catalogue is
small (2,497) and its names and years come from such strings themselves: a real one is harder.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from harvest.reference_matching import Index, Known, find_mentions
from harvest.reference_matching.spelling import Spelt
from harvest.reference_matching.strings import plain

SETS = ("labelled-test", "anystyle_core_train", "grobid_corpus_sample1500")


def letters(text: str) -> str:
    return Spelt(text).letters


def noisy(raw: str, level: int, rnd: random.Random) -> str:
    """Line-break hyphens, ligatures and 2 % of letters changed or lost, as a scan has them."""
    if not level:
        return raw
    out: list[str] = []
    column = 0
    for word in raw.split(" "):
        if column + len(word) > 78:
            if len(word) > 7 and word.isalpha() and rnd.random() < 0.5:
                half = len(word) // 2
                out.append(f"{word[:half]}- {word[half:]}")
            else:
                out.append(word)
            column = 0
        else:
            out.append(word)
        column += len(word) + 1
    text = re.sub("fi", lambda _: "ﬁ" if rnd.random() < 0.5 else "fi", " ".join(out))
    if level < 2:
        return text
    return "".join(
        (rnd.choice("abcdefghijklmnopqrstuvwxyz") if rnd.random() < 0.5 else "")
        if each.isalpha() and rnd.random() < 0.02
        else each
        for each in text
    )


def altered(title: str, rnd: random.Random) -> str:
    """A title as another source may hold it."""
    chance = rnd.random()
    if chance < 0.25 and re.search(r"[:?] ", title) and len(re.split(r"[:?] ", title)[0]) > 18:
        return re.split(r"[:?] ", title)[0]
    if chance < 0.45:
        return title.replace("&", "and").replace("–", "-").replace("’", "'").title()
    if chance < 0.55:
        return re.sub(r"\b(\w+)sation\b", r"\1zation", title) + "."
    return title


def labelled(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name in SETS:
        for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
            item = json.loads(line)
            fields = item["fields"]
            if (
                all(fields.get(key) for key in ("title", "year", "surname"))
                and len(letters(fields["title"])) >= 9
                and re.match(r"\d{4}", fields["year"])
            ):
                yield name, item["raw"], fields


def crossref(folder: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(folder / "crossref_works.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            work = json.loads(line)
            title = " ".join(plain((work.get("title") or [""])[0]).split())
            year = ((work.get("issued") or {}).get("date-parts") or [[None]])[0][0]
            if title and year:
                authors = tuple(
                    f"{a['family']}, {a.get('given', '')}"
                    for a in work.get("author") or ()
                    if a.get("family")
                )
                yield {
                    "id": work["DOI"],
                    "title": title,
                    "year": year,
                    "authors": authors,
                    "publisher": work.get("publisher"),
                }


def setting(folder: Path, seed: int = 5) -> tuple[list[Known], list[tuple[str, str, str]], set[str]]:
    """Return the catalogue, the strings (set, raw, id of the work) and the ids that are in the catalogue."""
    rnd = random.Random(seed)
    by_family: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    works: dict[str, dict[str, Any]] = {}
    strings: list[tuple[str, str, str]] = []
    for number, (name, raw, fields) in enumerate(labelled(folder)):
        family, title = letters(fields["surname"])[:12], letters(fields["title"])
        for held, other, _ in by_family[family]:
            short, long = sorted((title, other), key=len)
            if fuzz.ratio(title, other) >= 80 or (
                len(short) > 14 and fuzz.ratio(short, long[: len(short)]) >= 88
            ):
                strings.append((name, raw, held))
                break
        else:
            key = f"w{number:05}"
            works[key] = {
                "id": key,
                "title": fields["title"],
                "year": int(fields["year"][:4]),
                "authors": (fields["surname"],),
            }
            by_family[family].append((key, title, raw))
            strings.append((name, raw, key))
    cited = sorted(works)
    rnd.shuffle(cited)
    gone = set(cited[: len(cited) // 2])
    catalogue = [
        Known(**{**work, "title": altered(work["title"], rnd)})
        for key, work in works.items()
        if key not in gone
    ]
    catalogue += [Known(**{**work, "title": altered(work["title"], rnd)}) for work in crossref(folder)]
    return catalogue, strings, {known.id for known in catalogue}


def measured(
    index: Index, strings: list[tuple[str, str, str]], held: set[str], level: int, errors: bool = False
) -> dict[str, float]:
    rnd = random.Random(7)
    asked = [(noisy(raw, level, rnd), key) for _, raw, key in strings]
    right = wrong = missed = 0
    begun = time.process_time()
    titles = {known.id: known for known in index.works}
    rules: Counter[str] = Counter()
    for raw, key in asked:
        verdict = index.judge(raw)
        found = verdict.match.id if verdict.match else None
        if found == key:
            right += 1
            continue
        if found is not None:
            wrong += 1
            if errors:
                print(
                    "WRONG",
                    raw,
                    "|",
                    titles[found].title,
                    titles[found].year,
                    titles[found].authors[:2],
                    verdict.match,
                )
        if key in held:
            missed += 1
            rules[verdict.rule] += 1
            if errors:
                print(
                    "MISSED",
                    raw,
                    "|",
                    titles[key].title,
                    titles[key].year,
                    titles[key].authors,
                    "|",
                    verdict.rule,
                    verdict.evidence,
                )
    used = time.process_time() - begun
    if errors:
        print(rules)
    return {
        "strings": len(asked),
        "held": sum(key in held for _, key in asked),
        "precision": right / max(right + wrong, 1),
        "recall": right / max(right + missed, 1),
        "a second": len(asked) / used,
    }


def many(folder: Path, count: int, rnd: random.Random) -> list[Known]:
    """Make any number of works out of Crossref's: words of one title put into another, and other years."""
    works = list(crossref(folder))
    words = sorted({word for work in works for word in work["title"].split() if len(word) > 5})
    made = []
    for number in range(count):
        work = dict(works[number % len(works)])
        if number >= len(works):
            parts = work["title"].split()
            for _ in range(max(1, len(parts) // 3)):
                parts[rnd.randrange(len(parts))] = rnd.choice(words)
            work |= {"title": " ".join(parts), "year": work["year"] + rnd.randrange(-9, 4)}
        made.append(Known(**{**work, "id": f"k{number:06}"}))
    return made


def memory() -> float:
    """Return the memory of this process now, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def speed(folder: Path, titles: int, strings: int) -> dict[str, float]:
    """Time strings against titles; every fifth string is of a work that is not in the index, but near to some."""
    rnd = random.Random(3)
    works = many(folder, titles + titles // 4, rnd)
    rnd.shuffle(works)
    begun = time.process_time()
    index = Index.build(works[:titles])
    print(f"index of {titles:,} titles: {time.process_time() - begun:.1f} s, {memory():.0f} MB", flush=True)
    held = {known.id for known in works[:titles]}
    right = wrong = there = 0
    begun = time.process_time()
    for number in range(strings):
        known = works[rnd.randrange(len(works))]
        raw = f"{known.authors[0] if known.authors else known.publisher} ({known.year}). {known.title}. {known.publisher}."
        found = index.match(noisy(raw, number % 3, rnd))
        there += known.id in held
        if found is not None:
            right += found.id == known.id
            wrong += found.id != known.id
        if number + 1 in (strings // 10, strings // 2, strings):
            rate = (number + 1) / (time.process_time() - begun)
            told = f"precision {right / max(right + wrong, 1):.4f}, recall {right / max(there, 1):.4f}"
            print(f"{number + 1:,} strings: {rate:,.0f} a second, {memory():.0f} MB, {told}", flush=True)
    return {"titles": titles, "strings": strings, "seconds": round(time.process_time() - begun, 1)}


def mentions(folder: Path, titles: int, documents: int) -> dict[str, float]:
    """Time documents of 8,000 words, each with five known titles in it, against many titles."""
    rnd = random.Random(4)
    works = many(folder, titles, rnd)
    index = Index.build(works)
    words = [word for known in works[:1440] for word in known.title.split()]
    seconds = 0.0
    planted = told = other = 0
    for _ in range(documents):
        body = [rnd.choice(words) for _ in range(8_000)]
        named = {known.id: known for known in rnd.sample(works, 5)}
        for known in named.values():
            body.insert(
                rnd.randrange(len(body)),
                f"({known.authors[0] if known.authors else known.publisher}, {known.year}, {known.title}).",
            )
        text = " ".join(body)
        begun = time.process_time()
        found = {each.id for each in find_mentions(text, index)}
        seconds += time.process_time() - begun
        planted += len(named)
        told += len(found & named.keys())
        other += len(found - named.keys())
    print(
        f"{documents:,} documents against {titles:,} titles: {seconds:.1f} s, {memory():.0f} MB; {told} of {planted} found, {other} others",
        flush=True,
    )
    return {"documents": documents, "titles": titles, "seconds": round(seconds, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("GREYLIT_TEST_DATA", ".")) / "references"
    )
    parser.add_argument("--strings", type=int, default=50_000)
    parser.add_argument("--titles", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--errors", action="store_true", help="print what went wrong")
    parser.add_argument(
        "--kept", choices=("seen", "unseen", "both"), default="both", help="every third string is kept apart"
    )
    parser.add_argument("--seed", type=int, default=5, help="chooses which works are removed")
    options = parser.parse_args()
    catalogue, strings, held = setting(options.data, options.seed)
    index = Index.build(catalogue)
    print(f"catalogue {len(catalogue):,}")
    for part in ("seen", "unseen") if options.kept == "both" else (options.kept,):
        chosen = [each for number, each in enumerate(strings) if (number % 3 == 2) == (part == "unseen")]
        for level, noise in enumerate(("as written", "line breaks", "line breaks and 2 % of letters")):
            told = measured(index, chosen, held, level, options.errors and level != 1)
            print(part, noise, {key: round(value, 4) for key, value in told.items()}, flush=True)
    if options.strings:
        print(json.dumps(speed(options.data, options.titles, options.strings)))
    if options.documents:
        print(json.dumps(mentions(options.data, 10_000, options.documents)))


if __name__ == "__main__":
    main()
