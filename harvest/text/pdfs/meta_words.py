"""Words on first pages: which lines can be a title, and which are a file's name, a body's name, a label or a date."""

from __future__ import annotations

import re
from functools import lru_cache

from harvest.text.clean import one_line
from harvest.text.dates import find_dates

_LETTERS = re.compile(r"[^\W\d_]+")
_EXTENSIONS = (
    "docx?|dotx?|docm|pdf|indd|qxd|qxp|pub|pptx?|ppsx?|xlsx?|xlsm|rtf|odt|odp|ods|pmd|p65|cdr|ai|eps|wpd|wps|pages"
    "|html?|aspx?|php|txt|tmp|tex|dvi|jpe?g|png|tiff?|csv|msg|eml"
)
_JUNK = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel|publisher|office|outlook)\b.*|(?:print|layout|publikation|presentazione)\d*"
    r"|untitled.*|(?:new |word |microsoft )*document\s*\(?\d*\)?|presentation\s?\d*|book\s?\d*|sheet\s?\d*|publication\s?\d+"
    r"|r graphics.*|slide \d+|(?:microsoft )?powerpoint(?: presentation)?|power ?point .*|title|(?:no|blank) title"
    r"|(?:insert|enter|type|add|click).*\b(?:title|here|text)\b.*|\[?(?:document |report )?title\]?|<.*>|\[.*\]"
    r"|layout \d.*|print(?:ing)?|scan(?:ned)?\b.*|img\W?\d+.*|unknown|none|null|n/?a|default|template|letterhead"
    r"|.*\btemplate|.*\b(?:https?://|www\.).*|[a-z]:\\.*|\\\\.*|\S*[\\/_]\S*|\S*\d\S*|\S+-\S+-\S+"
    rf"|.*\.(?:{_EXTENSIONS})\W*(?:\(.*\))?)$",
    re.IGNORECASE,
)
#: Names of drafts: "report v2 final", "cover paper v0.3", "Strategy FINAL 2019 05".
_VERSIONED = re.compile(
    r"\bv\.?\s?\d+(?:[._]\d+)*$|\bv\d|_|\b(?:final|clean|tracked|copy)\s?\d*$", re.IGNORECASE
)
_GENERIC_WORDS = (
    "a agenda and annex annexe annual appendices appendix attachment board cabinet chapter"
    " commercial committee confidence confidential consultation contents council cover decision"
    " discussion document draft edition enclosure enclosures executive final for foreword front full"
    " guidance handbook i ii iii in information internal introduction item items iv letter main"
    " meeting memo memorandum minutes new no not note notice number of official open page pages paper"
    " papers part private protect public publication publications published report reports restricted"
    " schedule section sensitive sheet slide slides status strategy summary supplementary table the"
    " this title to unclassified update v version volume"
)
_GENERIC = frozenset(_GENERIC_WORDS.split())
#: Headings that open a part of a document and never name it.
_SECTIONS = re.compile(
    r"^[\d.\s]*(?:(?:table of )?contents|(?:executive |brief |plain english )?summary|foreword|forward|preface|introduction"
    r"|acknowledge?ments?|background(?: information)?|context|purpose(?: of (?:the |this )?(?:report|paper))?|abstract"
    r"|key (?:points|findings|messages|facts|issues|decisions?)|recommendations?(?:\(s\))?|overview|about (?:us|this .*)"
    r"|present|apologies.*|in attendance|attendance|declarations? of interests?.*|reasons? for .*|decisions? .*|action required"
    r"|glossary|references|wards? affected.*|welcome.*|inside|in this issue|at a glance|the committee is .*|who we are)\W*$",
    re.IGNORECASE,
)
_STAMPS = re.compile(
    r"^(?:\W|official(?:[\s:-]+sensitive)?|unclassified|confidential|restricted|protect(?:ed)?|not protectively marked"
    r"|draft(?: for (?:consultation|discussion|comment|approval).*)?|final(?: (?:draft|version|report))?|public|exempt|open"
    r"|(?:for )?(?:decision|information|discussion|approval|noting|publication|assurance|action)|contains .* data"
    r"|(?:in |commercial in )confidence|embargo.*|not for (?:publication|circulation).*|(?:agenda|item|enclosure|paper"
    r"|attachment|appendix|annexe?|part|section|chapter|report|enc|page|ref(?:erence)?|version|v|volume|issue)\W*(?:item|no|number)?"
    r"\W*(?:\d[\w./]*|[a-z]|[ivx]+)?(?:\W+of\W+\d+)?)+$",
    re.IGNORECASE,
)
_STAMP_CHARS = 90
#: The same few lines are asked about again and again while one page is read.
_KEPT = 256
_TYPES = re.compile(
    r"\b(?:strateg(?:y|ies|ic)|plans?|review|reports?|evaluation|assessment|analysis|policy|framework|guid(?:e|ance|elines?)"
    r"|toolkit|specification|agreement|contract|memorandum|update|audit|profile|survey|study|statement|response|proposals?"
    r"|business case|consultation|minutes|agenda|terms of reference|prospectus|evidence|lessons|findings|briefing|outcomes?"
    r"|budget|inquiry|enquiry|investigation|appraisal|programme|charter|vision|roadmap|results|inspection|manual|protocol"
    r"|procedure|accounts|newsletter|bulletin|scrutiny|needs|commissioning|integrat\w+|towards?|how|why|what)\b",
    re.IGNORECASE,
)
#: "Plan" and its like name a document; "programme" and "what" only hint at a title.
DOCUMENT = re.compile(
    r"\b(?:strategy|plan|review|report|evaluation|assessment|policy|framework|guide|guidance|toolkit|specification|agreement"
    r"|contract|memorandum|update|audit|profile|survey|study|statement|response|case|minutes|agenda|briefing|inquiry|audit"
    r"|budget|prospectus|charter|protocol|terms of reference|accounts|analysis|consultation|proposals?)\b",
    re.IGNORECASE,
)
_BODY_LAST = (
    "council|councils|trust|trusts|ccg|ccgs|icb|group|university|authority|authorities|partnership|foundation|agency|association"
    "|institute|institution|commission|committee|sub-committee|subcommittee|board|cabinet|police|constabulary|fund|federation"
    "|society|network|office|executive|service|services|department|ministry|parliament|assembly|forum|college|centre|school"
    "|hospital|hospitals|directorate|panel|team|unit|consortium|collaborative|charity|ombudsman|observatory|trustees|cic|ltd"
    "|limited|llp|plc|company|corporation|governors|healthwatch|faculty|research|consulting|division|union"
)
_BODY_FIRST = (
    r"(?:the )?(?:university|department|ministry|(?:london|royal|metropolitan) borough|city|county|borough|institute|centre|office"
    r"|house|school|faculty|royal (?:college|society)|association|council|society|committee|college|board) (?:of|for) "
    r"|nhs |hm |healthwatch |the health foundation|the king.s fund|public health (?:england|wales|scotland)|care quality comm"
    r"|joseph rowntree|nuffield trust"
)
_BODY = re.compile(
    rf"^(?:(?:\S+\s+){{0,9}}\S*\b(?:{_BODY_LAST})|(?:{_BODY_FIRST})\S+(?:\s+\S+){{0,7}})(?:\s*\([\w ]+\))?\W*$",
    re.IGNORECASE,
)
_SMALL_WORDS = "of and the for in & on with at to a an nhs de y"
_SMALL = frozenset(_SMALL_WORDS.split())
_DATE_WORDS = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:spring|summer|autumn|winter|date[ds]?|published|issued|at|from|on|to|in"
    r"|am|pm|noon|hours|version|v|final|draft|updated|approved|revised|of|the|meeting|held)\b|[\d:.,;()|/\u2013-]+",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*(?:[-/\u2013]|to)\s*(?:(?:19|20)?\d\d))?\b")
#: A day or a month with its year, in words.
DAY_OF = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\W+)?\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\W+(?:\d{1,2}(?:st|nd|rd|th)?,?\W+)?(?:19|20)\d\d",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"@|\bwww\.|https?:|\b(?:tel|fax|telephone|email|e-mail|twitter|isbn|issn|doi)\b|\.(?:gov|org|nhs|ac)\.uk\b",
    re.I,
)
_MONTH_SPAN = re.compile(
    r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\s+\d{4})?(?:\s*(?:-|\u2013|to|/)\s*[a-z]{3,9})?,?\s*(?:\d{4})?$",
    re.I,
)


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in lower case, digits and signs aside."""
    return _LETTERS.findall(text.casefold())


@lru_cache(_KEPT)
def fold(text: str) -> str:
    """Return the words of ``text`` in lower case with one space between them, to compare wordings."""
    return " ".join(words_of(text))


def is_junk_title(text: str) -> bool:
    """Tell whether ``text`` names no document: a file's name, a program's placeholder, "DRAFT", "Agenda item 7", "Report"."""
    text = one_line(text)
    return bool(
        not text
        or _JUNK.match(text)
        or _VERSIONED.search(text)
        or is_stamp(text)
        or _GENERIC.issuperset(words_of(text))
        or not is_wordy(text)
    )


@lru_cache(_KEPT)
def is_stamp(text: str) -> bool:
    """Tell whether ``text`` is a marking, a number or the name of a part: "OFFICIAL", "Agenda item 7", "Executive summary"."""
    return len(text) <= _STAMP_CHARS and bool(_STAMPS.match(text) or _SECTIONS.match(text))


@lru_cache(_KEPT)
def is_wordy(text: str) -> bool:
    """Tell whether ``text`` has the length and the share of letters of a title."""
    words = words_of(text)
    if not 5 <= len(text) <= 300 or not words or _CONTACT.search(text):
        return False
    inked = len("".join(text.split()))
    # Years are part of many titles ("2020-2023") and no sign of a table.
    letters = sum(map(len, words)) + sum(len("".join(year.split())) for year in _YEARS.findall(text))
    return letters >= 0.55 * inked and (len(words) > 1 or len(words[0]) >= 6)


def is_generic(text: str) -> bool:
    """Tell whether ``text`` holds only words that any document could bear ("Final report", "Annual report")."""
    return _GENERIC.issuperset(words_of(text))


def names_document(text: str) -> bool:
    """Tell whether ``text`` has a word that titles of public bodies' documents have: strategy, review, evaluation."""
    return _TYPES.search(text) is not None


@lru_cache(_KEPT)
def is_body_name(text: str) -> bool:
    """Tell whether ``text`` is the name of a council, trust, committee or another body, and nothing more."""
    if not text or len(text) > 150 or not text[0].isupper():
        return False
    text = one_line(text).strip(" .,;|-\u2013")
    words = text.split()
    if not words or len(words) > 12 or ":" in text or "?" in text or DOCUMENT.search(text):
        return False
    capital = [word for word in words if word.casefold() not in _SMALL and word[0].isalpha()]
    # "Working with your council" is a title; "Anytown Council" is a name.
    if not all(word[0].isupper() for word in capital):
        return False
    if len(words) == 1 and text.casefold() not in {
        "cabinet",
        "council",
        "parliament",
        "ofsted",
        "healthwatch",
    }:
        return False
    parts = re.split(r"\s*(?:\||,| and (?=NHS\b)| & (?=NHS\b))\s*", text)
    return all(_BODY.match(part) for part in parts if part)


@lru_cache(_KEPT)
def is_date_line(text: str) -> bool:
    """Tell whether ``text`` is a date or a period and nothing more: "Thursday 5 March 2019, 10.00 am", "2019-2024"."""
    if len(text) > _STAMP_CHARS:
        return False
    text = one_line(text).strip(" .,;|()-\u2013")
    if not any(map(str.isdigit, text)) and " " in text and len(text) > 25:
        return False
    if _MONTH_SPAN.match(text):
        return True
    rest = text
    if _YEARS.search(text) and find_dates(text):
        rest = DAY_OF.sub(" ", rest)
    rest = _YEARS.sub(" ", rest)
    return rest != text and not _LETTERS.search(_DATE_WORDS.sub(" ", rest))
