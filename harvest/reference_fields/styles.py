"""Styles that synthetic references are written in: of names, articles, reports and what stands after them."""

from __future__ import annotations

from random import Random

from harvest.reference_fields import grey_records
from harvest.reference_fields.author_styles import STYLES, authors
from harvest.reference_fields.grey_records import MONTHS, Record
from harvest.reference_fields.labelled import Pieces


def _dot(text: str, mark: str = ".") -> str:
    return text if text[-1] in "?!." else text + mark


def _journal(record: Record, rng: Random) -> tuple[str, str]:
    volume = record.volume or str(rng.randint(1, 99))
    issue = record.issue if record.issue and rng.random() < 0.6 else ""
    pages = (record.pages or str(rng.randint(1, 900))).replace("-", rng.choice(("-", "–", " - ", "-", " ")))
    if issue:
        volume += rng.choice((f"({issue})", f" ({issue})", f", no. {issue}", f":{issue}"))
    return rng.choice(("", "", "", "vol. ", "Vol ")) + volume, rng.choice(
        ("", "", "", "pp. ", "pp.", "p. ")
    ) + pages


def article(record: Record, rng: Random) -> Pieces:
    """Write an article (or a chapter, a paper) in one of a dozen styles."""
    names = authors(record, rng, rng.choice(STYLES))
    year, title, container = record.year, record.title, record.container
    volume, pages = _journal(record, rng)
    quote = rng.choice((("", ""), ("", ""), ("‘", "’"), ("“", "”"), ('"', '"'), ("'", "'")))
    style = rng.randrange(13)
    if record.kind == "chapter":
        editors = authors(
            Record(grey_records.persons(rng, rng.choice((1, 2))), "", "", "", "", "", "", ""),
            rng,
            rng.choice(("harvard", "initials-first", "vancouver", "full")),
        )
        return [("author", _dot(names)), ("date", f"({year}){rng.choice(('', '.', ','))}"), ("title", quote[0] + _dot(title, rng.choice(".,")) + quote[1]),
                ("editor", rng.choice(("In ", "In: ", "in ")) + editors + rng.choice((" (eds),", " (Eds.),", " (ed.)", ", editors."))), ("container", container + rng.choice((",", ".", " "))),
                ("pages", f"({rng.choice(('pp. ', 'p. '))}{record.pages or '12-30'})."), ("location", record.place + ":"), ("publisher", record.publisher + ".")]  # fmt: skip
    if style <= 2:
        gap = rng.choice(("", " "))
        return [
            ("author", _dot(names)),
            ("title", _dot(title)),
            ("container", container + rng.choice((" ", ".", ""))),
            ("date", year + rng.choice((";", ";", " ;", ""))),
            ("volume", volume + ":" + gap),
            ("pages", pages + "."),
        ]
    if style <= 5:
        return [
            ("author", names),
            (
                "date",
                rng.choice(
                    (
                        f"({year})",
                        f"({year}).",
                        f"({year}),",
                        f"{year}.",
                        f"({year}):",
                        f"({year}a)",
                        f"({year}b)",
                        "(in press)",
                    )
                ),
            ),
            ("title", quote[0] + _dot(title, rng.choice("..,")) + quote[1]),
            ("container", container + rng.choice((",", ".", ", ", ""))),
            ("volume", volume + rng.choice((",", ":", ", "))),
            ("pages", pages + "."),
        ]
    if style == 6:
        return [
            ("author", names + ","),
            ("title", "“" + title + ",”"),
            ("container", container + ","),
            ("volume", f"vol. {record.volume or 7},"),
            ("pages", f"pp. {record.pages or 12},"),
            ("date", rng.choice(("", "Jan. ", "May ")) + year + "."),
        ]
    if style == 7:
        return [
            ("author", names + ","),
            ("container", container),
            ("volume", volume + ","),
            ("pages", (record.pages or "117").split("-")[0]),
            ("date", f"({year})."),
        ]
    if style == 8:
        return [
            ("author", names),
            ("date", year),
            *([("title", title)] if rng.random() < 0.5 else []),
            ("container", container),
            ("volume", record.volume or "12"),
            ("pages", pages),
        ]
    if style == 9:
        return [
            ("author", names + ","),
            ("title", title + ","),
            ("container", container),
            ("volume", volume),
            ("date", f"({year})"),
            ("pages", pages + "."),
        ]
    if style == 10:
        return [
            ("author", names + rng.choice((":", "."))),
            ("title", _dot(title)),
            ("container", _dot(container)),
            ("volume", volume + ","),
            ("pages", pages),
            ("date", f"({year})"),
        ]
    if style == 11:
        return [
            ("author", names + rng.choice((",", " "))),
            ("title", f"‘{title}’{rng.choice(('', ','))}"),
            ("date", f"({year})"),
            ("volume", volume),
            ("container", container),
            ("pages", pages),
        ]
    return [
        ("author", _dot(names)),
        ("title", f"“{_dot(title)}”"),
        ("container", container),
        ("volume", volume),
        ("date", f"({year}):"),
        ("pages", pages + "."),
    ]


def report(record: Record, rng: Random) -> Pieces:
    """Write a report, a paper of a board or a page in one of a dozen styles."""
    names = authors(record, rng, rng.choice(STYLES))
    year, title, publisher, place = record.year, record.title, record.publisher, record.place
    year_as = rng.choice(
        (
            f"({year})",
            f"({year}).",
            f"({year}),",
            f"{year}.",
            f"({year}a)",
            f"({year}/{(int(year) + 1) % 100:02})",
            "(n.d.)",
            "(in press)",
            f"({rng.choice(MONTHS)} {year})",
            f"({year}, {rng.choice(MONTHS)} {rng.randint(1, 28)}).",
            f"[{year}]",
            f"({year}):",
        )
    )
    online = (
        [("note", rng.choice(("[online]", "[Online].", "[internet].", "(online)")))]
        if record.url and rng.random() < 0.4
        else []
    )
    number: Pieces = [("note", record.number + rng.choice((".", ",")))] if record.number else []
    quote = rng.choice((("", ""), ("", ""), ("", ""), ("‘", "’"), ("“", "”"), ('"', '"')))
    mark = rng.choice("..,")
    titled: Pieces = [("title", quote[0] + _dot(title, mark) + quote[1])]
    imprint: Pieces = rng.choice((
        [("location", place + ":"), ("publisher", publisher + ".")], [("publisher", publisher + rng.choice((".", ",")))], [("publisher", publisher + ","), ("location", place + ".")], [("location", place + ":"), ("publisher", publisher + ".")],
    ))  # fmt: skip
    style = rng.randrange(11)
    if style <= 3:
        return [
            ("author", names),
            ("date", year_as),
            *titled,
            *online,
            *number,
            *(imprint if rng.random() < 0.85 else []),
        ]
    if style <= 6:
        end = rng.choice(
            (
                (";", f"{year}."),
                (",", f"{year}."),
                ("", f"{year}."),
                (".", f"{year}."),
                (",", f"{rng.choice(MONTHS)} {year}."),
            )
        )
        place_and: Pieces = (
            [("location", place + ":"), ("publisher", publisher + end[0])]
            if rng.random() < 0.8
            else [("location", place + end[0])]
        )
        return [
            ("author", _dot(names)),
            ("title", _dot(title)),
            *online,
            *number,
            *place_and,
            ("date", end[1]),
        ]
    if style == 7:
        return [
            ("author", names + ","),
            ("title", f"{quote[0]}{title}{quote[1]}"),
            *number,
            ("date", rng.choice((f"({year}).", f"({rng.choice(MONTHS)} {year}).", f", {year}."))),
        ]
    if style == 8:
        return [
            ("author", names + ","),
            ("title", f"{quote[0]}{title}{quote[1]},"),
            *number,
            ("publisher", publisher + ","),
            *([("location", place + ",")] if rng.random() < 0.4 else []),
            (
                "date",
                rng.choice(
                    (
                        year,
                        f"{rng.choice(MONTHS)} {year}",
                        f"{rng.randint(1, 28)} {rng.choice(MONTHS)} {year}",
                    )
                )
                + ".",
            ),
        ]
    if style == 9:
        return [
            ("author", names + ","),
            ("title", f"{quote[0]}{title}{quote[1]}"),
            *(
                [("location", f"({place}:"), ("publisher", publisher + ","), ("date", year + ").")]
                if rng.random() < 0.6
                else [("publisher", f"({publisher},"), ("date", year + ").")]
            ),
        ]
    # Nobody's name: the title stands first.
    return [*titled, *number, *imprint, ("date", f"{rng.choice(('', '', rng.choice(MONTHS) + ' '))}{year}.")]
