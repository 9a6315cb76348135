"""The authored councils of the miniature web: their papers, with everything that misleads a search of such papers."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import count

from harvest.demo.councils.model import AgendaItem, Committee, Council, File, Issue, Meeting, OldPaper
from harvest.demo.councils.troubled import troubled

_CARE = "Adult social care and the NHS work for the same people, and people fall between them."
_ROADS = "The carriageway is worn and the lighting columns are old. Work begins in the spring and ends before the autumn."
_MONEY = "The budget is on course. Reserves stand where they stood, and no virement is asked for."

#: The report that four councils have put on their agendas, byte for byte.
SHARED = File(
    number=0, title="A shared account of alliancing", made="2018-05-01",
    pages=(
        f"# A shared account of alliancing\n\n{_CARE} Four councils have watched how alliancing changes what their partners do.",
        "## What was seen\n\nAn alliance contract binds all partners to one set of outcomes for health and wellbeing. Nobody "
        "gains when another loses.",
    ),
)  # fmt: skip


def _report(number: int, title: str, *pages: str, made: str = "2019-01-07") -> File:
    return File(number=number, title=title, pages=pages, made=made)


def _again(file: File, number: int) -> File:
    """Return the same file under another number: the same bytes."""
    return replace(file, number=number)


def _plain(first: int, how_many: int) -> tuple[AgendaItem, ...]:
    """Return items as every agenda has them."""
    said = (
        ("Apologies for absence", "Apologies were received from two members."), ("Declarations of interest", "There were none."),
        ("Minutes of the last meeting", "The minutes were agreed."), ("Highways programme", _ROADS), ("Budget monitoring", _MONEY),
        ("Public question time", "No questions were put."), ("Bus shelters", "Shelters on the ring road are to be mended."),
        ("Allotments", "Rents stay as they are."), ("Library opening hours", "Hours are kept."), ("Car parks", "Charges are held."),
        ("Forward plan", "The plan was noted."),
    )  # fmt: skip
    return tuple(
        AgendaItem(
            number=first + at, printed=f"{at + 1}.", title=title, intro=f"To receive {title.lower()}.", minutes=minutes,
            files=(_report(first + 500 + at, f"{title} report", f"# {title}\n\n{minutes} {_ROADS}"),) if at in (3, 4) else (),
        )
        for at, (title, minutes) in enumerate(said[:how_many])
    )  # fmt: skip


def _alpha() -> Council:
    agreement = _report(
        111, "Alliance agreement for adult social care",
        f"# Alliance agreement for adult social care\n\n{_CARE} Cabinet is asked to enter an alliance agreement with four partners.",
        "## Risks\n\nRisk and reward are shared by all members of the alliance.",
    )  # fmt: skip
    inside = _report(
        131, "Quarterly contracts register", f"# Contracts register\n\n{_MONEY}",
        f"## Schedule 2\n\n{_CARE} The day services are held in an alliance contract until 2023.",
    )  # fmt: skip
    rail = _report(
        141, "Northern Rail Alliance works", "# Northern Rail Alliance works\n\nThe alliance contract for the viaduct is let. "
        "Trains stop for nine nights.",
    )  # fmt: skip
    mixed = _plain(12100, 11)
    cabinet = Committee(
        number=101, title="Cabinet",
        meetings=(
            Meeting(
                number=10221, pack=10230, date="2019-03-04",
                items=(
                    *mixed,
                    AgendaItem(
                        number=12199, printed="12.", title="Working as one for people at home", intro=f"To consider the report. {_CARE}",
                        decision="RESOLVED that the alliance agreement be entered into.", minutes="Members asked how partners would be chosen.",
                        files=(agreement, _report(112, "Appendix A", "# Appendix A\n\nA table of partners and dates.")),
                    ),
                ),
            ),
            Meeting(
                number=10260, pack=10266, date="2018-11-12",
                items=(
                    AgendaItem(number=12301, printed="4.", title="Contracts register", intro="To note the register.", files=(inside,)),
                    AgendaItem(number=12302, printed="5.", title="Rail works", intro="To note.", files=(rail,)),
                    AgendaItem(
                        number=12303, printed="6.", title="Confidential appendix", intro="Not for publication.",
                        files=(File(number=151, title="Price schedule", pages=("# Prices\n\nAlliancing in social care, prices.",), restricted=True),),
                    ),
                ),
            ),
            Meeting(number=10270, date="2020-04-06", status="cancelled"),
        ),
    )  # fmt: skip
    full = Committee(
        number=102, title="Council",
        meetings=(
            Meeting(
                number=10300, date="2019-03-20",
                items=(AgendaItem(number=12400, printed="9.", title="Recommendations of Cabinet", intro="From Cabinet on 4 March.", files=(_again(agreement, 161),)),),
            ),
        ),
    )  # fmt: skip
    board = Committee(
        number=103, title="Health & Wellbeing Board",
        meetings=(
            Meeting(
                number=10400, date="2018-06-05",
                items=(
                    AgendaItem(
                        number=12500, printed="3.", title="Update from partners", intro="To receive an update.",
                        minutes=f"The Board heard that alliancing had begun in two towns. {_CARE}",
                    ),
                    AgendaItem(number=12501, printed="4.", title="Learning from others", intro="To note.", files=(_again(SHARED, 171),)),
                ),
            ),
            Meeting(number=10401, date="2018-09-04", items=_plain(12600, 3)),
        ),
    )  # fmt: skip
    expired = Committee(
        number=104,
        title="Shadow Health and Wellbeing Board",
        expired=True,
        meetings=(Meeting(number=10500, date="2012-09-04", items=_plain(12700, 2)),),
    )
    issue = Issue(
        number=901, title="19/00012 - Alliancing for reablement", date="2019-05-13",
        text=f"Proposed decision: to begin alliancing for reablement. {_CARE}",
        files=(_report(181, "Reablement decision report", f"# Reablement\n\n{_CARE} Alliance commissioning is proposed."),),
    )  # fmt: skip
    old = OldPaper(
        name="HSCP20040308Report.pdf", title="Partnership report 2004", date="2004-03-08", committee="Health and Social Care Partnership",
        meeting=77, pages=(f"# Partnership report\n\n{_CARE} The first alliance agreement of the county was made in 2003.",),
    )  # fmt: skip
    ancient = OldPaper(
        name="SSC19980311.pdf", title="Social Services 1998", date="1998-03-11", committee="Social Services Committee",
        meeting=78, pages=(f"# Social Services\n\n{_CARE} Alliancing is talked of in the oil industry.",),
    )  # fmt: skip
    return Council(
        key="alpha", name="Alpha County Council", code="E99000001", system="ModernGov", papers="democracy.alpha.test",
        site="www.alpha.test", committees=(cabinet, full, board, expired), issues=(issue,), old=(old, ancient),
    )  # fmt: skip


def _template(town: str) -> tuple[str, ...]:
    return (
        f"# {town} alliance strategy\n\n{town} will work by alliancing with its neighbours. {_CARE}",
        f"## Aims\n\nPeople of {town} tell their story once.",
    )


def _beta() -> Council:
    numbers = count(2100)
    scrutiny = Committee(
        number=7, title="Scrutiny - Health",
        meetings=tuple(
            Meeting(
                number=300 + at, date=f"20{10 + at:02d}-02-{10 + at % 15:02d}",
                items=(
                    AgendaItem(
                        number=next(numbers), printed="5.", title=f"Progress of the alliance, part {at + 1}", intro=f"Part {at + 1}. {_CARE}",
                        files=(
                            _report(4000 + at, f"Alliancing progress {at + 1}", f"# Progress {at + 1}\n\n{_CARE} Alliancing goes on: part {at + 1} of the story.", made=f"20{10 + at:02d}-01-20"),
                        ),
                    ),
                    AgendaItem(number=next(numbers), printed="6.", title="Any other business", intro="To close."),
                ),
            )
            for at in range(13)
        ),
    )  # fmt: skip
    cabinet = Committee(
        number=8, title="Executive",
        meetings=(
            Meeting(
                number=350, pack=9350, date="2017-07-03", only_pack=True,
                items=(
                    AgendaItem(number=next(numbers), printed="3.", title="Reports in the pack", intro="See the pack.",
                               files=(_report(4100, "Home care", f"# Home care\n\n{_CARE} An alliance contract for home care is proposed."),)),
                ),
            ),
            Meeting(
                number=351, date="2018-07-02",
                items=(
                    AgendaItem(number=next(numbers), printed="3.", title="A shared account", intro="To note.", files=(_again(SHARED, 4101),)),
                    AgendaItem(number=next(numbers), printed="4.", title="Beta alliance strategy", intro="To adopt.", files=(_report(4102, "Beta alliance strategy", *_template("Beta"), made="2018-06-01"),)),
                ),
            ),
        ),
    )  # fmt: skip
    return Council(
        key="beta", name="Beta Borough Council", code="E99000002", system="ModernGov", papers="beta.moderngov.test", service=False,
        site="www.beta.test", committees=(scrutiny, cabinet),
    )  # fmt: skip


def _gamma() -> Council:
    committee = Committee(
        number=3, title="Cabinet",
        meetings=(
            Meeting(
                number=55, pack=60, date="2018-10-01",
                items=(
                    *_plain(5000, 4),
                    AgendaItem(number=5050, printed="5.", title="Gamma alliance strategy", intro="To adopt.", files=(_report(6001, "Gamma alliance strategy", *_template("Gamma"), made="2018-06-01"),)),
                    AgendaItem(number=5051, printed="6.", title="A shared account", intro="To note.", files=(_again(SHARED, 6002),)),
                ),
            ),
        ),
    )  # fmt: skip
    return Council(
        key="gamma", name="Gamma City Council", code="E99000003", system="ModernGov", papers="www.gamma.test", root="/moderngov",
        site="www.gamma.test", committees=(committee,),
    )  # fmt: skip


def _epsilon() -> Council:
    report = _report(71, "Epsilon alliance strategy", *_template("Epsilon"), made="2018-06-01")
    committee = Committee(
        number=917, title="Cabinet",
        meetings=(
            Meeting(
                number=6072, pack=6072, date="2018-09-03",
                items=(
                    *_plain(7000, 5),
                    AgendaItem(number=7100, printed="6.", title="Epsilon alliance strategy", intro="", files=(report,)),
                    AgendaItem(number=7101, printed="7.", title="A shared account", intro="", files=(_again(SHARED, 72),)),
                ),
            ),
            *(
                Meeting(
                    number=6100 + at, date=f"20{11 + at:02d}-05-09",
                    items=(
                        AgendaItem(
                            number=7200 + at, printed="4.", title=f"Alliancing in practice {at + 1}", intro="",
                            files=(_report(100 + at, f"Alliancing in practice {at + 1}", f"# Practice {at + 1}\n\n{_CARE} Alliancing, chapter {at + 1}.", made=f"20{11 + at:02d}-05-01"),),
                        ),
                    ),
                )
                for at in range(11)
            ),
            Meeting(
                number=6200, date="2016-02-01",
                items=(AgendaItem(number=7300, printed="3.", title="Members only", intro="", files=(File(number=150, title="Alliance prices", pages=(f"# Prices\n\nAlliancing, prices. {_CARE}",), restricted=True),)),),
            ),
        ),
    )  # fmt: skip
    return Council(
        key="epsilon", name="Epsilon District Council", code="E99000004", system="CMIS", papers="cmis.epsilon.test", root="/cmis5",
        site="www.epsilon.test", committees=(committee,),
    )  # fmt: skip


def _pair() -> tuple[Council, Council]:
    committee = Committee(
        number=4, title="Joint Committee",
        meetings=(Meeting(number=12, date="2021-01-18", items=(AgendaItem(number=90, printed="2.", title="One alliance for two towns", intro="To agree.", files=(_report(91, "One alliance", f"# One alliance for two towns\n\n{_CARE} Alliance commissioning for both."),)),)),),
    )  # fmt: skip
    mu = Council(
        key="mu", name="Mu Borough Council", code="E99000005", system="ModernGov", papers="papers.munu.test", site="www.mu.test",
        committees=(committee,),
    )  # fmt: skip
    return mu, replace(mu, key="nu", name="Nu District Council", code="E99000006", site="www.nu.test")


@lru_cache(maxsize=1)
def councils() -> tuple[Council, ...]:
    """Return the authored councils: three with ModernGov in three ways, CMIS, a shared portal, weather, and no system."""
    return (_alpha(), _beta(), _gamma(), _epsilon(), *_pair(), *troubled())
