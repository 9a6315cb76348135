"""What a plot is made of: its numbers first, the sentence that says what they show, and the colours of all drawings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from harvest.protocol import Protocol
from harvest.screening.model import State
from store.database import Reader
from store.workspace import Workspace

Row = dict[str, Any]
Spec = dict[str, Any]

#: Colours of files for papers. Pages redraw the same drawing in other colours by these values, so each means one thing.
PAPER, INK, SOFT, LINE, ACCENT, TINT = "#ffffff", "#1b1f23", "#57606a", "#d0d7de", "#0b6e75", "#e6f2f3"
#: What a page calls each of them.
CSS_NAMES = {PAPER: "paper", INK: "ink", SOFT: "soft", LINE: "line", ACCENT: "accent", TINT: "tint"}
#: Widths are measured with the first of these; the others are no wider.
FONT = "DejaVu Sans, Verdana, Arial, sans-serif"


@dataclass(frozen=True)
class Search:
    """The search that is drawn.

    Attributes:
        workspace, database: where from.
        protocol: of the newest run.
        states: where each record stands that anybody decided of, by number and stage.
    """

    workspace: Workspace
    database: Reader
    protocol: Protocol
    states: Mapping[tuple[str, str], State] = field(default_factory=dict)

    @cached_property
    def run(self) -> int:
        """The newest run."""
        from store.counts import newest_run

        return newest_run(self.database)


@dataclass(frozen=True, slots=True)
class PlotData:
    """The numbers of a plot.

    Attributes:
        name: of the plot, which is the name of its files.
        title: what it is called.
        says: a sentence with the finding; for a plot without numbers, why there are none.
        columns: key and head of each column of the table, in order.
        rows: the numbers, all of them, also where a drawing has no room.
        extra: what the drawing needs besides.
    """

    name: str
    title: str
    says: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plot:
    """One kind of plot: what it counts, and how that is drawn as a Vega-Lite specification."""

    data: Callable[[Search], PlotData]
    spec: Callable[[PlotData], Spec]
