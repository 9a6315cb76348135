"""Authored councils with which something is the matter, and councils whose papers are in no system that is known."""

from __future__ import annotations

from harvest.demo.councils.model import AgendaItem, Committee, Council, File, Issue, Meeting

_CARE = "Adult social care and the NHS work for the same people, and people fall between them."
_SAID = (
    ("Apologies for absence", "Apologies were received."), ("Car parks", "Charges are held."), ("Allotments", "Rents stay as they are."),
    ("Highways programme", "The carriageway is worn. Work begins in the spring."), ("Forward plan", "The plan was noted."),
)  # fmt: skip


def _quiet() -> Committee:
    items = tuple(
        AgendaItem(number=at, printed=f"{at}.", title=title, intro=f"To receive {title.lower()}.", minutes=minutes)
        for at, (title, minutes) in enumerate(_SAID, 1)
    )  # fmt: skip
    return Committee(number=1, title="Cabinet", meetings=(Meeting(number=1, date="2019-01-07", items=items),))


def _weather() -> tuple[Council, ...]:
    """Return councils that say nothing of the matter, and those that cannot be asked."""
    told = (
        ("xi", "Xi Borough Council", "E99000007", ""), ("pi", "Pi Borough Council", "E99000008", "refuses"),
        ("rho", "Rho Borough Council", "E99000009", "robots"), ("sigma", "Sigma Borough Council", "E99000010", "down"),
        ("tau", "Tau Borough Council", "E99000011", "login"), ("upsilon", "Upsilon Borough Council", "E99000012", "broken"),
    )  # fmt: skip
    return tuple(
        Council(
            key=key, name=name, code=code, system="ModernGov", papers=f"democracy.{key}.test", site=f"www.{key}.test",
            committees=(_quiet(),), weather=weather,
        )
        for key, name, code, weather in told
    )  # fmt: skip


def _slow() -> Council:
    """Return a council whose pages of meetings take 45 seconds; one of its papers is about a road alliance."""
    care = File(
        number=21, title="Home first report", made="2022-02-01",
        pages=(f"# Home first\n\n{_CARE} An alliance agreement for home first is proposed.",),
    )  # fmt: skip
    road = File(
        number=22, title="Ring road report", made="2022-02-01",
        pages=("# Ring road\n\nThe alliance contract for the ring road runs out. Bridges are inspected by the highways alliance.",),
    )  # fmt: skip
    items = (
        AgendaItem(number=210, printed="1.", title="Home first", intro="To agree.", files=(care,)),
        AgendaItem(number=211, printed="2.", title="Ring road", intro="To agree.", files=(road,)),
    )
    return Council(
        key="chi", name="Chi City Council", code="E99000014", system="ModernGov", papers="modgov.chi.test", site="www.chi.test",
        committees=(Committee(number=5, title="Executive", meetings=(Meeting(number=31, pack=44, date="2022-02-14", items=items),)),),
        weather="slow",
    )  # fmt: skip


def _abolished() -> Council:
    """Return a council that is gone at the second harvest; it was the only one to hold its paper."""
    said = f"The Committee was told that alliancing would go on after the council. {_CARE}"
    item = AgendaItem(
        number=310, printed="4.", title="What the council leaves", intro="To note.", minutes=said
    )
    return Council(
        key="psi", name="Psi District Council", code="E99000015", system="ModernGov", papers="democracy.psi.test", site="www.psi.test",
        service=False, committees=(Committee(number=2, title="Overview Committee", meetings=(Meeting(number=8, date="2023-03-06", items=(item,)),)),),
        weather="abolished",
    )  # fmt: skip


def _undated() -> Council:
    """Return a council with one issue, of which nobody says when it was decided, mounted in a folder of its site."""
    issue = Issue(
        number=700, title="Alliance commissioning of day services", date="",
        text=f"Proposed decision: to begin alliance commissioning of day services. {_CARE}",
    )  # fmt: skip
    return Council(
        key="omega", name="Omega Borough Council", code="E99000016", system="ModernGov", papers="committees.omega.test", root="/mgInternet",
        site="www.omega.test", committees=(_quiet(),), issues=(issue,),
    )  # fmt: skip


def _without() -> tuple[Council, ...]:
    """Return councils without an address of a committee system: their own web sites are all there is."""
    told = (
        ("phi", "Phi Borough Council", "E99000013", "www.phi.test"), ("zeta", "Zeta Borough Council", "E99000017", "www.zeta.test"),
        ("eta", "Eta County Council", "E99000018", "jsna.eta.test"),
    )  # fmt: skip
    return tuple(
        Council(key=key, name=name, code=code, system="other", site=site) for key, name, code, site in told
    )


def troubled() -> tuple[Council, ...]:
    """Return them all, in the order of their codes but for the first without a system."""
    return (*_weather(), _slow(), _abolished(), _undated(), *_without())
