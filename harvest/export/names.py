"""Names of authors: which are people, and how a corporate name survives importers that split names.

Measured in the importers: Zotero's RIS reader splits a name at its first comma; Rayyan's CSV reader splits
at the word "and"; both turn one ministry into two authors.

People come as "Ham, Chris" in references and as "Chris Ham" on pages; every format writes the first form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import pairwise

from harvest.export.clean import one_line

# Words that no personal name has. Not a list of all organisations: it only has to keep a corporate name with
# exactly one comma ("Ministry of Housing, Communities & Local Government"), or with two to four capitalised words,
# from being taken for a person.
_CORPORATE_WORDS = """
    academy action adult adults advice affairs age agency agriculture alliance assembly association authority
    board borough british business cabinet cancer care centre charity children citizens city clinical college
    combined commission committee communities community company confederation consortium consultants consulting
    corporation council county cymru department development directorate district division economic education
    energy england english environment europe european exchange executive families federation fire forum
    foundation fund global government group health healthcare healthwatch home homes hospital house housing
    improvement industry innovation inspectorate institute institution integrated international ireland irish
    justice kingdom lab laboratory leadership levelling limited llp local london ltd media metropolitan ministry national
    network nhs northern observatory office ombudsman organisation parish parliament partners partnership people
    pensions plc planning police policy press primary programme project public publications publishing regional
    research royal scotland scottish school science senedd service services skills social society solutions
    sport strategic strategy study support taskforce team technology tourism trade transport treasury trust uk
    union unit united university voluntary wales wellbeing welfare welsh work works
    adran awdurdod bwrdd cenedlaethol coleg comisiwn cyngor cymdeithas gwasanaeth iechyd llywodraeth prifysgol
    sefydliad swyddfa ymddiriedolaeth
"""
_CORPORATE = frozenset(_CORPORATE_WORDS.split())
_TITLES = frozenset(["dr", "prof", "professor", "mr", "mrs", "ms", "miss"])
_JOINING = frozenset({"and", "for", "the", "of"})
# Bodies that publish under a name like a person's.
_NAMED_LIKE_PEOPLE = frozenset(
    {
        "bevan brittan", "browne jacobson", "carnall farrar", "grant thornton", "leonard cheshire", "marie curie",
        "price waterhouse coopers", "red cross", "sue ryder", "turning point",
    }
)  # fmt: skip
_PARTICLES = frozenset(
    {
        "al", "ap", "bin", "da", "de", "del", "della", "den", "der", "di", "du", "el", "la", "le", "ten", "ter", "van",
        "von", "y",
    }
)  # fmt: skip
_GIVEN = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}|[^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w'’.-]*){0,2}")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-](?!$))*\.?")
# A capital after a small letter is a brand's ("PwC", "HealthWatch"), but for these beginnings.
_MAC = re.compile(r"(?:Ma?c|Fitz|De|Di|Du|La|Le|Van)(?=[A-Z])")


def personal_name(name: str, bodies: Collection[str] = ()) -> tuple[str, str] | None:
    """Return (family, given) of a person, written "Ham, Chris" or "Chris Ham"; None for organisations.

    Deliberately shy: a person taken for an organisation keeps a readable name, an organisation taken for a
    person is written "Communities Housing" and lost.

    Args:
        name: as the page or the reference has it.
        bodies: names that are known to be those of organisations, such as the publishers of the work.
    """
    # Composed letters: "â" made of two characters is a letter to no expression.
    line = unicodedata.normalize("NFC", one_line(name))
    if line.casefold() in {unicodedata.normalize("NFC", one_line(body)).casefold() for body in bodies}:
        return None
    if "&" in line or any(character.isdigit() for character in line) or line.casefold() in _NAMED_LIKE_PEOPLE:
        return None
    words = {word.strip(".'’").casefold() for word in re.split(r"[\s,-]+", line)}
    if words & _CORPORATE or words & _JOINING:
        return None
    return _turned_round(line) if "," in line else _in_order(line)


def _turned_round(line: str) -> tuple[str, str] | None:
    """Read "Family, Given"."""
    family, _, given = (part.strip() for part in line.partition(","))
    if not family or not given or "," in given or len(family.split()) > 3 or not _GIVEN.fullmatch(given):
        return None
    return family, given


def _in_order(line: str) -> tuple[str, str] | None:
    """Read "Given Family": two to four capitalised words, with "van", "ap" and their like before the last."""
    words = line.split()
    while len(words) > 2 and words[0].strip(".").casefold() in _TITLES:
        words = words[1:]
    capitalised = [word for word in words if word not in _PARTICLES]
    if not 2 <= len(capitalised) <= 4 or words[0] in _PARTICLES or words[-1] in _PARTICLES:
        return None
    if not all(map(_may_be_personal, capitalised)):
        return None
    last = capitalised[-1].replace(".", "")
    if len(last) < 2 or last.isupper():
        return None  # "Ham C", "Ham CJ": the family name is not the last
    start = next((at for at, word in enumerate(words) if at and word in _PARTICLES), len(words) - 1)
    return " ".join(words[start:]), " ".join(words[:start])


def _may_be_personal(word: str) -> bool:
    """Tell whether a word may stand in a person's name: capitalised, and no acronym, brand or possessive."""
    letters = word.replace(".", "")
    acronym = len(letters) > 2 and letters.isupper()
    possessive = word.casefold().endswith(("'s", "’s", "s'", "s’"))
    rest = _MAC.sub("", word, count=1)
    brand = any(small.islower() and big.isupper() for small, big in pairwise(rest))
    return bool(_WORD.fullmatch(word)) and word[0].isupper() and not (acronym or possessive or brand)


def ris_name(name: str, bodies: Collection[str] = ()) -> str:
    """Return the name as one RIS ``AU`` value: people as "Family, Given", organisations without commas."""
    person = personal_name(name, bodies)
    if person:
        return f"{person[0]}, {person[1]}"
    return one_line(one_line(name).replace(",", " "))


def table_name(name: str, bodies: Collection[str] = ()) -> str:
    """Return the name for a ``;``-separated table cell, people as "Family, Given".

    In names of organisations " and " becomes " & ", ``;`` becomes a comma.
    """
    person = personal_name(name, bodies)
    if person:
        return f"{person[0]}, {person[1]}"
    return re.sub(r"\band\b", "&", one_line(name), flags=re.IGNORECASE).replace(";", ",")
