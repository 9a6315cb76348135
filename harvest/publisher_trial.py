"""Trying the site of a publisher: are its lists and publications where they are declared to be, and do they look so?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

from crawler.canonical import canonical
from crawler.judging import judge
from crawler.lead import Answer, Lead, Reading
from crawler.publisher import Publisher
from crawler.robots import Robots
from crawler.spec import Source
from harvest.text.publication import described_publication
from harvest.trial_parts import Asker, Check

#: Publications that are looked at: the first may be one of another kind.
LOOKED_AT = 3
_KINDS = (("publication", "publication"), ("page", "file"), ("listing", "list"))


def try_publisher(asker: Asker, reader: Any, place: Source, robots: Robots) -> list[Check]:
    """Return what the pages of a publisher are, compared with what is declared of them.

    Args:
        asker: asks, politely, and keeps the answers.
        reader: reads its pages.
        place: the source.
        robots: its robots.txt.
    """
    said = place.options["declared"]
    assert isinstance(said, Mapping), "the source of a publisher carries its declaration"
    declared = Publisher.from_dict(said)
    checks: list[Check] = []
    found: dict[str, Lead] = {}
    places = [
        ("the front page", place.url, "listing"),
        ("sitemap", urljoin(place.url, "/sitemap.xml"), "sitemap"),
    ]
    places += [
        ("a list", urljoin(place.url, each), "listing") for each in declared.listings if "*" not in each
    ][:1]
    for name, address, kind in places:
        if not robots.check(address).allowed:
            checks.append(Check(name, True, f"robots.txt forbids {address}: it is not asked"))
            continue
        lead = Lead(canonical(address), kind, "start")
        answer, reading = _asked(asker, reader, place, lead)
        found |= {each.url: each for each in reading.leads if each.follow and each.kind == "publication"}
        # A site need not have a sitemap.
        fine = reading.outcome == "read" or name == "sitemap"
        hint = "Put the new address into the protocol." if reading.outcome == "redirect" else None
        checks.append(Check(name, fine, f"{answer.status}, {_told(reading)}", hint))
    checks += _publications(asker, reader, place, declared, found.values())
    return checks


def _asked(asker: Asker, reader: Any, place: Source, lead: Lead) -> tuple[Answer, Reading]:
    answer = asker.get(lead.url, place.id, lead.kind)
    return answer, judge(reader, place, lead, answer)


def _told(reading: Reading) -> str:
    if reading.outcome != "read":
        return reading.outcome + (f": {reading.detail}" if reading.detail else "")
    kinds = Counter(each.kind for each in reading.leads if each.follow)
    named = ", ".join(
        f"{kinds[kind]} {word}{'' if kinds[kind] == 1 else 's'}" for kind, word in _KINDS if kinds[kind]
    )
    other = sum(not each.follow for each in reading.leads)
    return f"links to {named or 'nothing that is declared'}" + (f"; {other} not followed" if other else "")


def _publications(
    asker: Asker, reader: Any, place: Source, declared: Publisher, leads: Iterable[Lead]
) -> list[Check]:
    """Return what the first publications are read as; one that looks as declared is enough."""
    hint = "Open it: is it a publication? Then say where they are with documents; else mend documents or perhaps files."
    tried = "no page that is declared to be a publication is linked from there"
    for lead in list(leads)[:LOOKED_AT]:
        answer, reading = _asked(asker, reader, place, lead)
        if reading.outcome != "read":
            tried = f"{lead.url}: {_told(reading)}"
            continue
        outcome, item, text = described_publication(
            answer.body, answer.url, answer.headers.get("content-type", ""), declared
        )
        if item is None:
            tried = f"{lead.url}: only leads on ({outcome})"
            continue
        said = (
            f"{lead.url}: {item.title!r}, {item.date or 'no date'}, by {', '.join(item.authors) or 'nobody named'}, "
            f"{item.doc_type or 'no type'}, {len(text)} characters, {len(item.attachments)} files"
        )
        return [Check("a publication", True, said)]
    return [Check("a publication", False, tried, hint)]
