"""Eighty RIS records, each with one fault planted in it, and what must come out of each."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Planted:
    """One record: its lines, what must be read in it, and the faults by (offset of the line, field, words)."""

    lines: list[str]
    title: str
    year: int | None
    authors: tuple[str, ...] = ("Smith, J.",)
    faults: list[tuple[int, str | None, str]] = field(default_factory=list)


def _years(number: int) -> list[Planted]:
    """Records whose year is written oddly."""
    said: list[tuple[str, int | None, str | None]] = [
        ("2019/20", 2019, "first year was taken"), ("2008/09", 2008, "runs into the next"), ("in press", None, "no year was taken"),
        ("c2008", 2008, "read as 2008"), ("[2011]", 2011, "read as 2011"), ("2008-09-15", 2008, "read as 2008-09-15"),
        ("08", None, "two digits"), ("'08", None, "two digits"), ("2019-2020", 2019, "first year was taken"), ("n.d.", None, "no year was taken"),
        ("©2012", 2012, "read as 2012"), ("2014a", 2014, "read as 2014"), ("March 2015", 2015, "read as 2015-03"), ("ca. 2009", 2009, "read as 2009"),
        ("20108", None, "no year"), ("9999", None, "cannot be its year"), ("", None, "is empty"), ("2010, reprinted 2016", 2010, "2010 was taken"),
        ("2008/09/15/", 2008, None), ("2008///", 2008, None), ("2008//", 2008, None), ("2008/09//Autumn", 2008, None),
    ]  # fmt: skip
    found = []
    for place, (value, year, words) in enumerate(said, number):
        title = f"Planted {place}: a year written {value or 'not at all'}"
        lines = ["TY  - RPRT", f"TI  - {title}", "AU  - Smith, J.", f"PY  - {value}".rstrip(), "ER  - "]
        found.append(Planted(lines, title, year, faults=[(3, "PY", words)] if words else []))
    return found


def _titles(number: int) -> list[Planted]:
    found = []
    for place, (kind, tag) in enumerate(
        (("RPRT", "T1"), ("JOUR", "CT"), ("BOOK", "BT"), ("RPRT", "ST"), ("BOOK", "T2")), number
    ):
        title = f"Planted {place}: a title in {tag}"
        found.append(
            Planted(
                [f"TY  - {kind}", f"{tag}  - {title}", "A1  - Smith, J.", "Y1  - 2010", "ER  -"], title, 2010
            )
        )
    found.append(
        Planted(
            ["TY  - RPRT", "AU  - Smith, J.", "PY  - 2010", "ER  - "],
            "",
            2010,
            faults=[(0, None, "has no title")],
        )
    )
    found.append(
        Planted(
            ["TY  - RPRT", "TI  - Planted: no year", "AU  - Smith, J.", "ER  - "],
            "Planted: no year",
            None,
            faults=[(0, None, "has no year")],
        )
    )
    twice = [
        "TY  - RPRT",
        "TI  - Planted: two titles",
        "TI  - The other one",
        "AU  - Smith, J.",
        "PY  - 2010",
        "ER  - ",
    ]
    found.append(Planted(twice, "Planted: two titles", 2010, faults=[(2, "TI", "second time")]))
    return found


def _abstracts() -> list[Planted]:
    """Records of which a line only looks like a tag."""
    head = [
        "TY  - JOUR",
        "TI  - {}",
        "AU  - Smith, J.",
        "PY  - 2010",
        "N2  - Words of an abstract that was",
        "wrapped by a program",
    ]
    looks: list[tuple[str, list[str], str, str]] = [
        ("a year in words", ["PY  - see page 3", "and so on"], "PY", "words of it"),
        ("an end within", ["ER  - emergency rooms", "and so on"], "ER", "words of it"),
        ("a bare end within", ["ER  - ", "and so on"], "ER", "words of it"),
        ("a type within", ["TY  - is the tag of a type", "and so on"], "TY", "words of it"),
        ("a known type within", ["TY  - JOUR", "and so on"], "TY", "words of it"),
        ("an address within", ["UR  - is where the address stands", "and so on"], "UR", "words of it"),
        ("a DOI within", ["DO  - not resuscitate", "and so on"], "DO", "words of it"),
        ("no tag at all", ["QQ  - is no tag", "and so on"], "QQ", "no tag of RIS"),
        ("a day of access within", ["Y2  - the second year of the trial", "and so on"], "Y2", "words of it"),
    ]
    found = []
    for name, more, tag, words in looks:
        title = f"Planted: {name}"
        lines = [each.format(title) for each in head] + more + ["KW  - after", "ER  - "]
        found.append(Planted(lines, title, 2010, faults=[(len(head), tag, words)]))
    twice = [
        "TY  - JOUR",
        "TI  - Planted: AB twice",
        "AU  - Smith, J.",
        "PY  - 2010",
        "AB  - One.",
        "AB  - Two.",
        "ER  - ",
    ]
    found.append(Planted(twice, "Planted: AB twice", 2010, faults=[(5, "AB", "joined")]))
    wrapped = [
        "TY  - JOUR",
        "TI  - Planted: a title",
        "that goes on",
        "AU  - Smith, J.",
        "PY  - 2010",
        "KW  - one",
        "two",
        "ER  - ",
    ]
    found.append(Planted(wrapped, "Planted: a title that goes on", 2010))
    return found


def _names() -> list[Planted]:
    bodies = (
        "Ministry of Housing, Communities & Local Government",
        "Department of Health and Social Care",
        "Sandwell",
        "Cyngor Sir Ynys Môn",
    )
    found = [
        Planted(
            ["TY  - RPRT", f"TI  - Planted: {body}", f"AU  - {body}", "PY  - 2010", "ER  - "],
            f"Planted: {body}",
            2010,
            (body,),
        )
        for body in bodies
    ]
    for tag in ("A1", "A2", "A3"):
        title = f"Planted: authors in {tag}"
        lines = [
            "TY  - RPRT",
            f"TI  - {title}",
            f"{tag}  - Smith, J.",
            f"{tag}  - Jones, A.",
            "PY  - 2010",
            "ER  - ",
        ]
        found.append(Planted(lines, title, 2010, ("Smith, J.", "Jones, A.")))
    several = [
        "TY  - RPRT",
        "TI  - Planted: names in one line",
        "AU  - Smith, J.; Jones, A.",
        "PY  - 2010",
        "ER  - ",
    ]
    found.append(
        Planted(
            several,
            "Planted: names in one line",
            2010,
            ("Smith, J.", "Jones, A."),
            [(2, "AU", "several names")],
        )
    )
    cut = ["TY  - RPRT", "TI  - Planted: et al.", "AU  - Smith, J.", "AU  - et al.", "PY  - 2010", "ER  - "]
    found.append(Planted(cut, "Planted: et al.", 2010, faults=[(3, "AU", "not name every author")]))
    return found


def _addresses() -> list[Planted]:
    said: list[tuple[str, str, str | None]] = [
        ("UR  - https://a.test/1; https://b.test/2", "UR", None), ("UR  - https://doi.org/10.1234/abc", "UR", "taken as its DOI"),
        ("UR  - www.a.test/1", "UR", "without http"), ("UR  - see the library", "UR", "no web address"), ("UR  - https://a.test/a b.pdf", "UR", "blanks"),
        ("DO  - https://doi.org/10.1234/ABC", "DO", "left off"), ("DO  - doi:10.1234/abc", "DO", "left off"), ("DO  - doi: 10.1234/abc", "DO", "left off"),
        ("DO  - not a doi", "DO", "no DOI"), ("DO  - 10.1234/abc and more", "DO", "after it"), ("DO  - 10.1234/abc", "DO", None),
        ("Y2  - some day", "Y2", "no date"), ("Y2  - 2026/11/03/", "Y2", None), ("SN  - 978-0-306-40615-8", "SN", "check digit"),
        ("AB  - bell \x07 and\x00 nothing", "AB", "control characters"), ("N1  - A note of somebody", "N1", None), ("XX  - what is this", "XX", "no tag of RIS"),
    ]  # fmt: skip
    found = []
    for line, tag, words in said:
        title = (
            f"Planted: {line[6:].encode('ascii', 'replace').decode().replace(chr(7), '').replace(chr(0), '')}"
        )
        lines = ["TY  - RPRT", f"TI  - {title}", "AU  - Smith, J.", "PY  - 2010", line, "ER  - "]
        found.append(Planted(lines, " ".join(title.split()), 2010, faults=[(4, tag, words)] if words else []))
    return found


def _structure() -> list[Planted]:
    """Records that begin or end as they should not; the order matters, as each is told by what follows it."""

    def plain(name: str) -> list[str]:
        return [f"TI  - Planted: {name}", "AU  - Smith, J.", "PY  - 2010"]

    return [
        Planted(["TY  - RPRT", *plain("no ER")], "Planted: no ER", 2010),
        Planted(["TY  - RPRT", *plain("after no ER"), "ER  - "], "Planted: after no ER", 2010, faults=[(0, "ER", "has no ER")]),
        Planted(["", *plain("no TY"), "ER  - "], "Planted: no TY", 2010, faults=[(1, "TY", "has no TY")]),
        Planted(["7.", "TY  - RPRT", *plain("numbered by rispy"), "ER  - "], "Planted: numbered by rispy", 2010),
        Planted(["Exported by a program", "TY  - RPRT", *plain("words before"), "ER  -"], "Planted: words before", 2010, faults=[(0, None, "outside of any record")]),
        Planted(["TY  - RPRT", *plain("neither ER nor TY")], "Planted: neither ER nor TY", 2010),
        Planted(["", *plain("after neither"), "ER  - "], "Planted: after neither", 2010, faults=[(1, "TY", "without TY begins here")]),
        Planted(["TY  - NOPE", *plain("no such type"), "ER  - "], "Planted: no such type", 2010, faults=[(0, "TY", "no type of RIS")]),
        Planted(["TY  -", *plain("an empty type"), "ER  - "], "Planted: an empty type", 2010, faults=[(0, "TY", "is empty")]),
        Planted(["TY  - RPRT", "ER  - ", "TY  - RPRT", *plain("after an empty record"), "ER  - "], "Planted: after an empty record", 2010, faults=[(0, None, "record is empty")]),
        Planted(["TY  - RPRT", *plain("two ends"), "ER  - ", "ER  - "], "Planted: two ends", 2010, faults=[(5, "ER", "ends nothing")]),
        Planted(["TY  - RPRT", *plain("two dates"), "DA  - 2012/03/04/", "ER  - "], "Planted: two dates", 2010, faults=[(4, "DA", "2010 was kept")]),
        Planted(["TY  - RPRT", "TI  - Planted: a line\u2028within", "AU  - Müller, Ä.", "PY  - 2010", "ER  - "], "Planted: a line within", 2010, ("Müller, Ä.",)),
    ]  # fmt: skip


EVERY = [*_years(1), *_titles(31), *_abstracts(), *_names(), *_addresses(), *_structure()]
