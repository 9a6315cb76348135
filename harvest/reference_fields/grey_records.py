"""Invented facts of grey literature, to write references of: bodies, titles, places, addresses, report numbers.

Names of departments, think tanks and towns are real words of such references; the reports are not real.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


def _listed(text: str) -> list[str]:
    """Return what a text lists, parted by bars, or else by blanks."""
    return [" ".join(each.split()) for each in text.split("|")] if "|" in text else text.split()


PLACES = _listed(
    """Ashford Barnsley Bath Bedford Blackburn Bolton Bradford Bristol Burnley Calderdale Camden Carlisle Cheshire
    Cornwall Coventry Croydon Cumbria Darlington Derby Devon Doncaster Dorset Dudley Durham Ealing Essex Exeter
    Gateshead Gloucester Hackney Halifax Hampshire Hull Islington Kent Kirklees Lancashire Leeds Leicester
    Lewisham Lincoln Luton Medway Newham Norfolk Northumberland Nottingham Oldham Oxfordshire Peterborough
    Plymouth Preston Redcar Rochdale Rutland Salford Sandwell Shropshire Somerset Southwark Stafford Sunderland
    Surrey Sussex Swindon Tameside Torbay Trafford Wakefield Walsall Warrington Wigan Wiltshire Worcester York
    Fife Highland Moray Gwynedd Powys Swansea Otago Waikato Ontario Victoria Tasmania"""
)
BODIES = """Department of Health|Department of Health and Social Care|Department for Work and Pensions|Department for Communities and Local Government|
Ministry of Justice|Ministry of Housing, Communities and Local Government|Ministry of Defence|HM Treasury|HM Government|Home Office|Cabinet Office|
Department for Environment, Food and Rural Affairs|Department for Business, Energy and Industrial Strategy|Department for Transport|Department for Digital, Culture, Media and Sport|
NHS England|NHS Improvement|NHS England and NHS Improvement|NHS Confederation|NHS Digital|Public Health England|Public Health Wales|Care Quality Commission|National Audit Office|
Office for National Statistics|Office for Budget Responsibility|House of Commons Health Committee|House of Commons Library|House of Lords Select Committee on Public Services|Scottish Government|Welsh Government|Audit Scotland|
The King's Fund|King's Fund|Nuffield Trust|The Health Foundation|Joseph Rowntree Foundation|Institute for Government|Institute for Fiscal Studies|Resolution Foundation|
Nesta|Demos|IPPR|Reform|Policy Exchange|Centre for Cities|New Economics Foundation|RAND Europe|Ipsos MORI|KPMG|PricewaterhouseCoopers|Deloitte|McKinsey & Company|
World Health Organization|World Bank|OECD|United Nations|UNICEF|European Commission|International Labour Organization|National Institute for Health and Care Excellence|NICE|
Social Care Institute for Excellence|Local Government Information Unit|National Council for Voluntary Organisations|Age UK|Carers UK|Mind|Shelter|Crisis|Citizens Advice|The Children's Society|
Royal College of Nursing|Royal College of General Practitioners|British Medical Association|Chartered Institute of Public Finance and Accountancy|Association of Directors of Adult Social Services|
Big Lottery Fund|National Literacy Forum|Equality and Human Rights Commission|Law Commission|Competition and Markets Authority|Ofsted|Ofcom|Monitor|Environment Agency|Natural England|Sport England|Arts Council England|
Australian Institute of Health and Welfare|Productivity Commission|New Zealand Treasury|Health Canada|Centers for Disease Control and Prevention|National Research Council|US Department of Education|RAND Corporation|Pew Research Center""".replace(
    "\n", ""
).split("|")
BODY_FORMS = (
    "{} County Council", "{} City Council", "{} Borough Council", "{} Council", "{} Clinical Commissioning Group", "NHS {}", "NHS {} CCG", "{} NHS Foundation Trust", "Healthwatch {}", "University of {}",
    "{} Combined Authority", "{} Health and Wellbeing Board", "{} Safeguarding Adults Board", "{} District Health Board", "{} Partnership", "{} Housing Association", "The {} Alliance", "{} Community Foundation",
    "{} Voluntary Action", "Age Concern {}", "{} Public Services Board", "{} Local Enterprise Partnership", "{} Integrated Care System", "{} Health Innovation Network", "{} Law Centre", "{} Together",
)  # fmt: skip
TOPICS = """integrated care|adult social care|alliance contracting|local government finance|public health|mental health|housing need|homelessness|early years|youth services|commissioning|prevention|social prescribing|
community assets|procurement|outcomes-based contracts|primary care networks|hospital discharge|place-based working|devolution|the voluntary sector|population health|workforce planning|climate adaptation|flood risk|
food poverty|fuel poverty|digital inclusion|asylum seekers|domestic abuse|unpaid carers|dementia|end of life care|children in care|special educational needs|safeguarding|bus services|town centres|skills and employment|local transport|
substance misuse|supported living|personal budgets|patient safety|health inequalities|air quality|community safety|knife crime|rural services|council tax support|local government|health and wellbeing boards|council housing|the National Health Service|community services|hospital care|physical activity|loneliness|commissioning for outcomes|the Care Act|neighbourhood teams|children's services|police and crime commissioners|charity partnerships""".replace(
    "\n", ""
).split("|")
FORMS = (
    "{T} in {P}", "{T}: a review of the evidence", "{T}: annual report {Y}", "Delivering {t}: lessons from {P}", "What works in {t}?", "The future of {t}", "{P} {T} Strategy {Y}-{Z}", "Joint Strategic Needs Assessment {Y}: {t}",
    "Making {t} work: a guide for commissioners", "Evaluation of the {P} {t} pilot: final report", "{T} and {u}: the case for change", "Transforming {t}: next steps", "Is {t} working? Evidence from {P}", "Towards better {t}",
    "Report of the inquiry into {t}", "{T} Plan {Y}/{z}", "Business case for {t}", "Review of {t}: interim report", "Minutes of the meeting of the {P} Board on {t}", "Ten questions about {t}", "Understanding {t} and {u} in {P}", "Why {t} matters",
    "Local Authority {T} Statistics, England, {Y} to {Z}", "How is {t} funded? A briefing", "Living well with {t} - a prospectus", "“{T}”: what people in {P} told us", "Statement of accounts {Y}/{z}", "{T}", "Guidance on {t}", "From {t} to {u}: learning from {P}",
    "{T} - Draft for consultation {Y}", "Fit for the future? {T} after {Y}", "{T}: making it happen. Summary report", "Five years of {t} in {P}: what have we learned?", "No place left behind: {t}, {u} and the state", "{P} {Y}: a vision for {t}", "Our {P}, Our Plan: {t} to {Z}",
)  # fmt: skip
FAMILIES = _listed(
    """Abbott Ahmed Allen Bailey Barker Begum Bennett Brown Burke Campbell Carter Chapman Clarke Collins Cooper
    Cox Davies Dixon Edwards Ellis Evans Fisher Fletcher Foster Gibson Graham Grant Green Griffiths Hall Ham
    Harris Harrison Hayes Hughes Hunt Iqbal Jackson James Jenkins Johnson Jones Kaur Kelly Khan King Knight
    Lawson Lee Lewis Lloyd Marsh Martin Mason Mills Mitchell Moore Morgan Morris Murphy Murray O'Brien O'Connor
    Owen Palmer Parker Patel Perry Phillips Powell Price Reid Richards Roberts Robinson Rogers Russell Ryan
    Saunders Scott Shah Sharma Shaw Simpson Singh Smith Stevens Stewart Stone Taylor Thomas Thompson Turner
    Walker Walsh Ward Watson Webb West White Williams Wilson Wood Wright Young Smith-Jones Fitz-Gerald McDonald
    MacLeod van-Dijk"""
)
GIVEN = _listed(
    """Adam Alice Amy Andrew Anna Ben Catherine Chris Claire Daniel David Emma Fatima Fiona George Hannah Helen
    Imran Jack James Jane John Kate Laura Linda Lucy Mark Mary Michael Nina Oliver Paul Peter Priya Rachel
    Richard Robert Ruth Sarah Simon Sophie Stephen Susan Tom Vikram"""
)
CITIES = _listed(
    """London Manchester Leeds Bristol Birmingham Edinburgh Cardiff Belfast Glasgow York Geneva Paris Brussels
    Wellington Canberra Ottawa Washington Sheffield Liverpool Norwich Exeter Brighton Nottingham"""
)
CITY_FORMS = ("{}", "{}", "{}", "{}", "{}, UK", "{}, England", "{}, DC", "{}: UK")
SERIES = _listed(
    """Research Report|Working Paper|Discussion Paper|Briefing Paper|Policy Brief|Occasional Paper|
    Research Briefing|Evidence Review|Technical Report|Policy Paper|Research Summary"""
)
COMMAND = ("Cm {}", "Cm. {}", "CP {}", "HC {}", "HC {}, Session 2016-17", "HL Paper {}", "Cmnd {}")
HOSTS = _listed("gov.uk nhs.uk org.uk ac.uk org com govt.nz gov.au int")
MONTHS = _listed("January February March April May June July August September October November December")


@dataclass(slots=True)
class Record:
    """The facts of one work: persons as (family, given)."""

    persons: list[tuple[str, str]]
    body: str
    title: str
    year: str
    publisher: str
    place: str
    url: str
    number: str
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    kind: str = "report"


NOUNS = _listed(
    """Network Alliance Forum Partnership Trust Foundation Collaborative Coalition Board Programme Group
    Commission Unit Institute Centre Team Agency Society Association Council Taskforce Collective Exchange Lab
    Federation Observatory Panel"""
)
ADJECTIVES = _listed(
    """National Local Community Social Primary Clinical Rural Urban Family Youth Mental Public Active Better
    Healthy Inclusive Northern Southern Central Joint Regional Royal Global European Digital Creative
    Independent Co-operative Shared Open Green Voluntary Learning Safer Early Prevention Development Innovation
    Evidence Housing Justice Wellbeing Care Policy Research Improvement Strategy Recovery Inclusion Renewal
    Health Services"""
)


def _made_up(rng: Random) -> str:
    """Return a body of made-up words: no list has them all."""
    first, second, third = rng.sample(ADJECTIVES, 3)
    noun = rng.choice(NOUNS)
    return rng.choice((
        f"{first} {second} {noun}", f"The {first} {noun}", f"{first} {noun} for {second}", f"{rng.choice(PLACES)} {first} {second} {noun}", f"{first} and {second} {noun}",
        f"{noun} for {first} and {second} {third}", f"{first} {second} {third} {noun}", f"{first} and {second} {rng.choice(PLACES)}", f"{first}, {second} and {third} {noun}",
        f"{first} {second}s", f"{''.join(rng.sample('ABCDEFGHILMNOPRSTU', rng.choice((3, 4, 5))))}", f"{first}{noun}", f"{first} to {rng.choice(('Change', 'Work', 'Grow', 'Act'))}", first + rng.choice(("UK", "wise", "a", "s")),
    ))  # fmt: skip


def body(rng: Random) -> str:
    """Return the name of a body."""
    if rng.random() < 0.4:
        return _made_up(rng)
    return rng.choice(BODIES) if rng.random() < 0.5 else rng.choice(BODY_FORMS).format(rng.choice(PLACES))


def persons(rng: Random, count: int) -> list[tuple[str, str]]:
    """Return invented persons."""
    return [(rng.choice(FAMILIES), " ".join(rng.sample(GIVEN, rng.choice((1, 1, 2))))) for _ in range(count)]


def title(rng: Random, others: list[str]) -> str:
    """Return an invented title; now and then one of ``others``, so that no word is a sign of a title by itself."""
    if rng.random() < 0.4:
        return rng.choice(others)
    first, second = rng.sample(TOPICS, 2)
    year = rng.randint(1998, 2024)
    text = rng.choice(FORMS).format(
        T=first[0].upper() + first[1:],
        t=first,
        u=second,
        P=rng.choice(PLACES),
        Y=year,
        Z=year + rng.randint(1, 10),
        z=f"{(year + 1) % 100:02}",
    )
    if rng.random() < 0.45:
        text = " ".join(word[0].upper() + word[1:] if len(word) > 3 else word for word in text.split())
    return text


def url(rng: Random) -> str:
    """Return an invented address."""
    words = rng.choice(TOPICS).replace(" ", "-")
    host = f"{rng.choice(PLACES).lower()}.{rng.choice(HOSTS)}"
    path = rng.choice(
        (
            f"/{words}",
            f"/publications/{words}",
            f"/documents/s{rng.randint(1000, 99999)}/{words}.pdf",
            f"/sites/default/files/{words}_{rng.randint(10, 99)}.pdf",
            "",
        )
    )
    return f"{rng.choice(('https://www.', 'http://www.', 'www.', 'https://'))}{host}{path}"


def grey(rng: Random, titles: list[str]) -> Record:
    """Return an invented report, paper or page."""
    by_body = rng.random() < 0.55
    publisher = body(rng)
    number = ""
    if rng.random() < 0.25:
        number = (
            rng.choice(COMMAND).format(rng.randint(10, 9999))
            if rng.random() < 0.4
            else f"{rng.choice(SERIES)}{rng.choice((' ', ' No. ', ' no ', ' '))}{rng.randint(1, 400)}"
        )
    return Record(
        persons=[] if by_body else persons(rng, rng.choice((1, 1, 2, 2, 3, 4, 6))),
        body=publisher if rng.random() < 0.7 else body(rng),
        title=title(rng, titles),
        year=str(rng.randint(1985, 2024)),
        publisher=publisher,
        place=rng.choice(CITY_FORMS).format(rng.choice(CITIES)),
        url=url(rng) if rng.random() < 0.5 else "",
        number=number,
    )
