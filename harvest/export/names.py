"""Names of authors: which are people, and how a corporate name survives importers that split names.

Measured in the importers: Zotero's RIS reader splits a name at its first comma; Rayyan's CSV reader splits
at the word "and"; both turn one ministry into two authors.
"""

from __future__ import annotations

import re

from harvest.export.clean import one_line

# Words that no personal name has. Not a list of all organisations: it only has to keep a corporate name with
# exactly one comma ("Ministry of Housing, Communities & Local Government") from being taken for a person.
_CORPORATE_WORDS = """
    academy adult adults advice affairs agency agriculture alliance association authority board borough
    business cabinet care centre charity children city clinical college combined commission committee
    communities community company consortium consultants consulting corporation council county cymru
    department development directorate district division economic education energy england environment
    executive families federation fire foundation fund government group health home homes hospital house
    housing improvement industry institute institution integrated international ireland justice kingdom
    leadership levelling limited llp local london ltd media ministry national network nhs northern office
    organisation parish partners partnership people pensions plc planning police policy primary programme
    public regional research royal scotland school science services service skills social society sport
    strategic study team technology tourism trade transport treasury trust uk union united university wales
    wellbeing welfare work works
"""
_CORPORATE = frozenset(_CORPORATE_WORDS.split())
_GIVEN = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}|[^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w'’.-]*){0,2}")


def personal_name(name: str) -> tuple[str, str] | None:
    """Return (family, given) if ``name`` is written "Family, Given" by a person; None for organisations.

    Deliberately shy: a person taken for an organisation keeps a readable name, an organisation taken for a
    person is written "Communities Housing" and lost.
    """
    family, comma, given = (part.strip() for part in one_line(name).partition(","))
    if not comma or not family or not given or "," in given or "&" in name:
        return None
    family_words = family.split()
    words = {word.strip(".'’").casefold() for word in re.split(r"[\s-]+", f"{family} {given}")}
    if len(family_words) > 3 or words & _CORPORATE or words & {"and", "for", "the"}:
        return None
    if any(character.isdigit() for character in name) or not _GIVEN.fullmatch(given):
        return None
    return family, given


def ris_name(name: str) -> str:
    """Return the name as one RIS ``AU`` value: people as "Family, Given", organisations without commas."""
    person = personal_name(name)
    if person:
        return f"{person[0]}, {person[1]}"
    return one_line(one_line(name).replace(",", " "))


def table_name(name: str) -> str:
    """Return the name for a ``;``-separated table cell: " and " becomes " & ", ``;`` becomes a comma."""
    return re.sub(r"\band\b", "&", one_line(name), flags=re.IGNORECASE).replace(";", ",")
