"""Dates as web pages write them: in many languages, in numbers of either order, in the values of tags.

A number such as 05/03/2019 is read only where the page tells the order: by a part above 12, by its language and
country, or by dots, which no American page uses. What stays open is no date.
"""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

from harvest.text.dates import date_spans, iso_date, parse_date

#: The order of day and month in numbers: as in the United Kingdom, as in the United States, or not told.
Order = Literal["day", "month", None]

#: Months by their names in other languages than English, in the cases that dates take.
_NAMES = (
    "januar jänner janvier enero gennaio janeiro januari stycznia styczeń ledna leden januára januar gener xaneiro tammikuuta ianuarie ocak января січня ιανουαρίου január jaanuar januāris sausio siječnja ionawr eanáir januarie",
    "februar feber février fevrier febrero febbraio fevereiro februari lutego luty února únor februára februar febrer helmikuuta februarie şubat subat февраля лютого φεβρουαρίου február veebruar februāris vasario veljače chwefror feabhra februarie",
    "märz maerz mars marzo março marco maart marca marzec března březen marec març maaliskuuta martie mart марта березня μαρτίου március märts marts kovo ožujka mawrth márta maart maret",
    "avril abril aprile april kwietnia kwiecień dubna duben apríla apríl huhtikuuta aprilie nisan апреля квітня απριλίου április aprill aprīlis balandžio travnja ebrill aibreán",
    "mai mayo maggio maio mei maj maja května květen mája máj toukokuuta mayıs mayis мая травня μαΐου május maijs gegužės svibnja mai bealtaine maig",
    "juni juin junio giugno junho czerwca czerwiec června červen júna jún kesäkuuta iunie haziran июня червня ιουνίου június juuni jūnijs birželio lipnja mehefin meitheamh juny",
    "juli juillet julio luglio julho lipca lipiec července červenec júla júl heinäkuuta iulie temmuz июля липня ιουλίου július juuli jūlijs liepos srpnja gorffennaf iúil juliol",
    "août aout agosto augustus augusti sierpnia sierpień srpna srpen augusta elokuuta ağustos agustos августа серпня αυγούστου augusztus augusts rugpjūčio kolovoza awst lúnasa agost",
    "septembre septiembre setiembre settembre setembro września wrzesień září septembra syyskuuta septembrie eylül eylul сентября вересня σεπτεμβρίου szeptember septembris rugsėjo rujna medi meán setembre",
    "oktober octobre octubre ottobre outubro października październik října říjen októbra október lokakuuta octombrie ekim октября жовтня οκτωβρίου oktoober oktobris spalio hydref",
    "novembre noviembre novembro listopada listopad novembra marraskuuta noiembrie kasım kasim ноября листопада νοεμβρίου novembris lapkričio studenoga tachwedd samhain",
    "dezember décembre decembre diciembre dicembre dezembro december grudnia grudzień prosince prosinec decembra joulukuuta decembrie aralık aralik декабря грудня δεκεμβρίου detsember decembris gruodžio prosinca rhagfyr nollaig desember desembre",
)  # fmt: skip
_SHORT = [
    "jan janv ene gen",
    "feb febr févr fév fev",
    "mär mrz mar maa mrt",
    "apr avr abr",
    "mai mei maj mag",
    "jun juin giu",
    "jul juil lug",
    "aug août ago",
    "sep sept set",
    "okt oct out ott",
    "nov",
    "dez déc dic dec des",
]
_MONTHS = {
    name: number
    for number, (long, short) in enumerate(zip(_NAMES, _SHORT, strict=True), 1)
    for name in (*long.split(), *short.split())
}
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_DAY_NAME_YEAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:\.|º|er|\sde)?\s?(?:de\s|d[’'])?([^\W\d_]{{3,13}})\.?,?\s(?:de\s|del\s)?({_YEAR})(?!\d)"
)
_NAME_DAY_YEAR = re.compile(rf"(?<![^\W\d_])([^\W\d_]{{3,13}})\.?\s(\d{{1,2}}),?\s({_YEAR})(?!\d)")
_YEAR_NAME_DAY = re.compile(rf"(?<!\d)({_YEAR})\.\s([^\W\d_]{{3,13}})\s(\d{{1,2}})\.")
_YEAR_FIRST = re.compile(rf"(?<![\d/.])({_YEAR})([/.])(\d{{1,2}})\2(\d{{1,2}})(?![\d/])")
_IDEOGRAPHS = re.compile(rf"({_YEAR})\s?[年년]\s?(\d{{1,2}})\s?[月월]\s?(\d{{1,2}})\s?[日일]")
_NUMBERS = re.compile(rf"(?<![\d/.-])(\d{{1,2}})([/.-])(\d{{1,2}})\2({_YEAR})(?![\d/])")
_COMPACT = re.compile(rf"({_YEAR})(\d\d)(\d\d)(?:T?\d{{4,6}}.*)?")
_YEAR_MONTH = re.compile(rf"({_YEAR})[/.](\d{{1,2}})")
_UNIX_DATE = re.compile(
    rf"[A-Z][a-z]{{2}} ([A-Z][a-z]{{2}}) (\d{{1,2}}) [\d:]{{8}} (?:[A-Z]{{3,4}} )?({_YEAR})"
)
_AMERICAN = ("gov", "edu", "mil", "us")
_BRITISH_ORDER = ("uk", "ie", "au", "nz", "in", "za", "eu", "scot", "wales", "london")
#: What systems write where no date was set.
_UNSET = frozenset({"1970-01-01", "1969-12-31"})


def order_of(language: str, url: str) -> Order:
    """Return in which order a page writes day and month in numbers.

    ``language`` is what the page declares, such as "en-US" or "de"; ``url`` its address, whose last label tells the
    country where the language is English without one. "en-US" is what many systems declare by themselves: an address
    in a country of the other order overrules it to "not told".
    """
    tag = language.casefold().replace("_", "-")
    place = (urlsplit(url).hostname or "").rpartition(".")[2]
    if tag.startswith("en-us"):
        return None if place in _BRITISH_ORDER else "month"
    if tag and not tag.startswith("en"):
        return "day"
    if tag.startswith("en-"):
        return "day" if tag[3:5] in {"gb", "ie", "au", "nz", "in", "za"} else None
    return "month" if place in _AMERICAN else "day" if place in _BRITISH_ORDER else None


def page_spans(text: str, order: Order = None) -> list[tuple[int, int, str]]:
    """Return (start, stop, ISO date) of each date in the words of a page, in order; days of an open order are left out."""
    found = date_spans(text, numbers=False)

    def take(match: re.Match[str], year: str, month: int | None, day: str) -> None:
        iso = iso_date(int(year), month, int(day)) if month else None
        # A day beats the month that stands within it.
        inside = [span for span in found if span[0] < match.end() and match.start() < span[1]]
        if iso and all(len(span[2]) < len(iso) for span in inside):
            found[:] = [span for span in found if span not in inside] + [(match.start(), match.end(), iso)]

    for match in _DAY_NAME_YEAR.finditer(text):
        take(match, match[3], _MONTHS.get(match[2].casefold()), match[1])
    for match in _NAME_DAY_YEAR.finditer(text):
        take(match, match[3], _MONTHS.get(match[1].casefold()), match[2])
    for match in _YEAR_NAME_DAY.finditer(text):
        take(match, match[1], _MONTHS.get(match[2].casefold()), match[3])
    for match in _YEAR_FIRST.finditer(text):
        take(match, match[1], int(match[3]), match[4])
    for match in _IDEOGRAPHS.finditer(text):
        take(match, match[1], int(match[2]), match[3])
    for match in _NUMBERS.finditer(text):
        first, second = int(match[1]), int(match[3])
        told = (
            "month" if second > 12 else "day" if first > 12 or match[2] == "." or first == second else order
        )
        if told:
            month, day = (first, match[3]) if told == "month" else (second, match[1])
            take(match, match[4], month, day)
    return sorted(found)


def tag_date(value: str, order: Order = None) -> str | None:
    """Return the date that the value of a tag states, the day as written in its own zone, or None.

    A bare year or month must be the whole value, as in ``parse_date``. What systems write for "not set" is none.
    """
    value = " ".join(value.split())[:80]
    if (whole := _COMPACT.fullmatch(value)) is not None:
        iso = iso_date(int(whole[1]), int(whole[2]), int(whole[3]))
    elif (whole := _YEAR_MONTH.fullmatch(value)) is not None:
        iso = iso_date(int(whole[1]), int(whole[2]), None)
    elif (whole := _UNIX_DATE.match(value)) is not None:
        iso = parse_date(f"{whole[2]} {whole[1]} {whole[3]}")
    else:
        spans = page_spans(value, order)
        iso = spans[0][2] if spans else value if re.fullmatch(_YEAR, value) else None
    return None if iso in _UNSET else iso
