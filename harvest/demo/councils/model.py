"""What a council of the miniature web has: committees, meetings, agenda items and files. Words are authored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of an agenda item.

    Attributes:
        number: of the file in its system, which is in its address.
        title: as it is printed beside the link.
        pages: the words of each page, in the markup of the corpus.
        layout: ``pdf``, or a way in which a PDF cannot be read (``image``, ``encrypted``, ``broken``).
        made: day that its bytes show; files with the same title, pages and day are the same bytes everywhere.
        restricted: its system lists it and does not give it out.
    """

    number: int
    title: str
    pages: tuple[str, ...]
    layout: str = "pdf"
    made: str = "2020-01-01"
    restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One item of an agenda: ``number`` is of the system, ``printed`` stands on the agenda (``7.``)."""

    number: int
    printed: str
    title: str
    intro: str = ""
    decision: str = ""
    minutes: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting.

    Attributes:
        number: of the system (``MId``).
        pack: number of its printed packs (``g10230``), which is not the number of the meeting; 0 without packs.
        date: ISO.
        time: ``14:00``.
        status: empty, ``cancelled`` or ``postponed``.
        only_pack: its reports are in the pack alone, not beside the items.
    """

    number: int
    date: str
    items: tuple[AgendaItem, ...] = ()
    pack: int = 0
    time: str = "14:00"
    status: str = ""
    only_pack: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """One committee with its meetings."""

    number: int
    title: str
    category: str = ""
    expired: bool = False
    meetings: tuple[Meeting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A matter for decision with a page of its own: ``text`` is the proposed decision, in the markup of the corpus."""

    number: int
    title: str
    text: str
    date: str
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OldPaper:
    """A paper of the archive that is older than the system: ``name`` is that of its file."""

    name: str
    title: str
    date: str
    committee: str
    pages: tuple[str, ...]
    meeting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """One council, or a portal of two.

    Attributes:
        key: short name (``alpha``).
        name: full name.
        code: in the form of a GSS code, of none that exists (``E99000001``).
        system: ``ModernGov``, ``CMIS`` or ``other``.
        papers: host of its committee system; empty where there is none.
        root: path at which the system is mounted, empty or ``/moderngov``.
        service: its web service answers.
        site: host of its own web site.
        committees: what the system holds.
        issues, old: further papers of a ModernGov system.
        weather: what is wrong with the system: empty, ``refuses`` (403), ``robots`` (forbidden to crawlers),
            ``down`` (no connection), ``login``, ``broken`` (pages of results that are none), ``slow`` (its pages of
            meetings take 45 seconds), ``abolished`` (no connection from the second epoch on).
    """

    key: str
    name: str
    code: str
    system: str
    papers: str = ""
    root: str = ""
    service: bool = True
    site: str = ""
    committees: tuple[Committee, ...] = ()
    issues: tuple[Issue, ...] = ()
    old: tuple[OldPaper, ...] = ()
    weather: str = ""

    def trouble(self, epoch: int = 1) -> str:
        """Return what keeps its papers from everybody in an epoch, in the words of ``weather``; empty where nothing does."""
        if self.weather == "abolished":
            return "down" if epoch > 1 else ""
        return "" if self.weather == "slow" else self.weather
