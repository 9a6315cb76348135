"""Councils made from a seed: as many as are wanted, with the systems and the troubles of England's 317."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import lru_cache
from random import Random

from harvest.demo.councils.model import AgendaItem, Committee, Council, File, Meeting

_MATTERS = (
    "Street lighting", "Bus services", "School places", "Leisure centres", "Housing allocations", "Waste collection", "Tree planting",
    "Market rents", "Flood defences", "Licensing fees", "Electoral boundaries", "Cycle lanes",
)  # fmt: skip
_DULL = (
    "Members noted the report and asked for figures by ward. The programme goes on as agreed in the spring."
)
_CARE = "Adult social care and the NHS serve the same people here."
_HOW = (
    "alliancing with its partners",
    "an alliance contract for home care",
    "an alliance agreement with the trust",
    "alliance commissioning of day services",
)
_NATIONAL = (
    f"# Alliancing for councils\n\n{_CARE} This report was sent to every council.",
    "## What it takes\n\nAlliancing needs time: those who gave it two years kept their partners.",
)
_TIERS = ("unitary", "county", "district", "metropolitan", "london_borough")
_REGIONS = ("North East", "North West", "London", "South East", "South West")
#: Columns of the list of councils.
COLUMNS = (
    "gss_code", "name", "nice_name", "slug", "tier", "region", "duty", "website", "committee_system", "committee_url",
    "source_of_each_fact", "access_notes",
)  # fmt: skip


@lru_cache(maxsize=4)
def generated(n: int, seed: int) -> tuple[Council, ...]:
    """Return ``n`` councils, always the same for the same seed: ModernGov, CMIS and others as 276 to 22 to 19."""
    return tuple(_council(number, Random(f"{seed}:{number}")) for number in range(1, n + 1))


def _council(number: int, chance: Random) -> Council:
    place = number % 317
    system = "ModernGov" if place % 15 else "CMIS"
    if place % 17 == 3:
        system = "other"
    weather = (
        {5: "refuses", 11: "robots", 23: "down", 31: "login", 43: "broken"}.get(place % 53, "")
        if system == "ModernGov"
        else ""
    )
    key = f"c{number:04d}"
    committees = tuple(_committee(number, at, chance) for at in (1, 2))
    return Council(
        key=key, name=f"Council {number:04d}", code=f"E98{number:06d}", system=system,
        papers="" if system == "other" else f"{'cmis' if system == 'CMIS' else 'democracy'}.{key}.test",
        root="/cmis5" if system == "CMIS" else "/moderngov" if place % 4 == 1 else "", service=place % 3 != 0,
        site=f"www.{key}.test", committees=committees, weather=weather,
    )  # fmt: skip


def _committee(number: int, at: int, chance: Random) -> Committee:
    meetings = []
    for order in range(chance.randint(1, 3)):
        meeting = number * 100 + at * 10 + order
        items = tuple(_item(number, meeting, place, chance) for place in range(1, chance.randint(2, 4) + 1))
        day = f"{chance.randint(2004, 2025)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        meetings.append(
            Meeting(number=meeting, pack=meeting + 7 if chance.random() < 0.5 else 0, date=day, items=items)
        )
    return Committee(
        number=at, title=("Cabinet", "Health and Wellbeing Board")[at - 1], meetings=tuple(meetings)
    )


def _item(number: int, meeting: int, place: int, chance: Random) -> AgendaItem:
    matter = chance.choice(_MATTERS)
    id_ = meeting * 10 + place
    roll = chance.random()
    if roll < 0.12:
        how = chance.choice(_HOW)
        words = f"# {matter}\n\n{_CARE} The council proposes {how}. This is paper {id_} of council {number}."
        return AgendaItem(
            number=id_, printed=f"{place}.", title=f"{matter} and care", intro="To consider the report.",
            files=(File(number=id_, title=f"{matter} report {id_}", pages=(words,), made="2020-01-01"),),
        )  # fmt: skip
    if roll < 0.13:
        # the same bytes on the agendas of many councils
        file = File(number=id_, title="Alliancing for councils", pages=_NATIONAL, made="2016-06-01")
        return AgendaItem(
            number=id_, printed=f"{place}.", title="National report", intro="To note.", files=(file,)
        )
    if roll < 0.16:
        # found by the search, and about roads
        words = f"# {matter}\n\nThe alliance contract for highways is let again: lot {id_}."
        return AgendaItem(
            number=id_, printed=f"{place}.", title="Highways alliance", intro="To note.",
            files=(File(number=id_, title=f"Highways alliance {id_}", pages=(words,), made="2020-01-01"),),
        )  # fmt: skip
    files = (
        File(
            number=id_, title=f"{matter} {id_}", pages=(f"# {matter}\n\n{_DULL} {id_}.",), made="2020-01-01"
        ),
    )
    return AgendaItem(
        number=id_,
        printed=f"{place}.",
        title=matter,
        intro="To note.",
        minutes=_DULL,
        files=files if chance.random() < 0.5 else (),
    )


def list_text(councils: Iterable[Council]) -> str:
    """Return the list of councils as the text of a file in the columns of the built-in one."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, each in enumerate(councils):
        tier = _TIERS[number % len(_TIERS)]
        url = f"http://{each.papers}{each.root}" if each.papers else ""
        writer.writerow(
            (each.code, each.name, each.name, each.key, tier, _REGIONS[number % len(_REGIONS)], "" if tier == "district" else "adult social care",
             f"http://{each.site}" if each.site else "", each.system, url, "invented", "")
        )  # fmt: skip
    return out.getvalue()
