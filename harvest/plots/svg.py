"""From a Vega-Lite specification to SVG: text stays text, with a title and the finding in a sentence."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from harvest.errors import GreylitError
from harvest.export.clean import one_line
from harvest.plots.model import FONT, INK, LINE, PAPER, SOFT, PlotData, Row, Spec

#: Version of Vega-Lite that the specifications are written for.
VEGA_LITE = "5.21"
#: Width of what lies between the axes. With their labels a plot is about 340 wide: at 80 mm its letters have 7 points.
WIDTH = 250
_SIZE = 11
_CONFIG = {
    "font": FONT,
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": INK, "domainColor": SOFT, "tickColor": SOFT, "gridColor": LINE,
        "labelFontSize": _SIZE, "titleFontSize": _SIZE, "titleFontWeight": "normal", "labelLimit": 150, "titlePadding": 6,
    },
    "header": {"labelColor": INK, "titleColor": INK, "labelFontSize": _SIZE, "titleFontSize": _SIZE},
    "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": _SIZE, "titleFontSize": _SIZE, "labelLimit": 300},
    "text": {"fill": INK, "fontSize": _SIZE},
    "point": {"strokeWidth": 1.5},
}  # fmt: skip
#: What Vega writes for programs that read marks one by one: the sentence and the table say it better.
_ARIA = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')


#: Characters that change the direction of writing.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@cache
def library() -> Any:
    """Return the library that draws, with the fonts that greylit carries.

    Raises:
        GreylitError: it is not installed.
    """
    try:
        import vl_convert
    except ImportError:
        raise GreylitError(
            "drawing needs vl-convert, which is not installed", code="EXTRA",
            hint="pip install 'greylit[report]'; the numbers alone: --format csv or json",
        ) from None  # fmt: skip
    vl_convert.register_font_directory(str(files("harvest.report.writing") / "fonts"))
    return vl_convert


def drawn(data: PlotData, spec: Spec) -> str:
    """Return a plot as SVG with real colours; the same numbers give the same bytes.

    Raises:
        GreylitError: the library is not installed.
    """
    whole = {"background": PAPER, "padding": 6, "config": _CONFIG, **spec}
    svg: str = library().vegalite_to_svg(json.dumps(_fit(whole)), vl_version=VEGA_LITE)
    return named(_ARIA.sub("", svg), data.name, data.title, data.says)


def named(svg: str, name: str, title: str, says: str, role: str = "img") -> str:
    """Return SVG with a title and a description that programs read aloud.

    ``role`` is ``img``, or ``group`` for a drawing with links in it.
    """
    head = (
        f' role="{role}" aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{_text(title)}</title>'
        f'<desc id="{name}-desc">{_text(says)}</desc>'
    )
    at = svg.index(">", svg.index("<svg"))
    return svg[:at] + head + svg[at + 1 :]


def plain_words(words: str) -> str:
    """Return words fit for a drawing: one line, without what turns the direction of writing."""
    return one_line(_TURNING.sub("", words))


def _text(words: str) -> str:
    return escape(plain_words(words))


def _fit(part: Any) -> Any:
    """Return a specification in which every word is fit for a drawing: names are what strangers' sites call themselves."""
    if isinstance(part, str):
        return plain_words(part)
    if isinstance(part, dict):
        return {key: _fit(value) for key, value in part.items()}
    return [_fit(each) for each in part] if isinstance(part, list | tuple) else part


def values(rows: list[Row]) -> Spec:
    """Return rows as the data of a specification."""
    return {"values": rows}


def axis_steps(largest: int) -> Spec:
    """Return how an axis that counts things is divided: never between whole numbers."""
    return {"tickMinStep": 1, "tickCount": 5, "format": "d", **({"values": [0, 1]} if largest <= 1 else {})}
