"""What references, and headings of their lists, look like."""

from __future__ import annotations

import re

_SECTION = (
    r"(?:(?:chapter|section|appendix|annex|part)\s+)?(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.|[A-Z]\.|[a-z]\))?\s*"
    r"[:\-–]?\s*"
)
_STRONG = (
    r"(?:references?|bibliograph(?:y|ies)|literature|works|citations)(?:\s+(?:list|cited|used|and notes|and (?:further|background) reading"
    r"|and (?:data |other )?sources|and bibliography|and resources|section))?|(?:list of|key|select(?:ed)?|cited|main|full|general|additional"
    r"|bibliographic(?:al)?|chapter)\s+(?:references?|bibliography|literature|works)|reference list|notes and references"
    r"|references and notes|sources and references|literaturverzeichnis|literatur|bibliographie|quellen(?:verzeichnis)?"
)
_WEAK = (
    r"(?:end|foot)\s?-?notes?|notes?(?: and sources)?|(?:data |key )?sources?(?: and notes| cited| used| and further reading)?"
    r"|(?:further|background|recommended|suggested|additional) (?:reading|sources)(?: and (?:resources|references))?|bibliographic notes"
)
_TAIL = r"(?:\s+(?:for|to|of)\s+(?:chapter|section|part|appendix|annex)\s+\w{1,6})?\s*[:.]?"
_HEAD = re.compile(
    rf"\s*{_SECTION}(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK})){_TAIL}\s*(?:\d{{1,3}})?\s*", re.I
)
_CHAPTER_HEAD = re.compile(
    rf"\s*(?:chapter|section|part|appendix)\s+\w{{1,5}}\s*[:.–-]?\s*(?P<strong>{_STRONG})\s*", re.I
)
_SPACED = re.compile(r"\s*(?:\w ){4,}\w\s*")
#: What follows a list and is none of it.
_END = re.compile(
    r"\s*(?:(?:\d{1,2}|[A-Z])[.)]?\s+)?(?:appendi(?:x|ces)|annex(?:es)?|about (?:the authors?|us|this)|author(?:s)? "
    r"(?:note|biograph|information|details|contributions)|acknowledge?ments?|glossary|abbreviations|list of (?:tables|figures"
    r"|abbreviations|acronyms|interviews)|supplementary (?:material|data)|notes? on (?:the )?(?:authors?|contributors?)"
    r"|biographical (?:note|statement|sketch)|tables?$|tables? and figures$|figures?$|figure \d+\s*[.:]|table \d+\s*[.:]|index$"
    r"|contact(?: details| us)?$|the authors?$|authors?$|this is an open access|author.?s? (?:address|contact)|funding$"
    r"|(?:conflicts?|declarations?) of interests?|competing interests|zusammenfassung|abstract$|(?:chapter|part) \d+\b|published by$"
    r"|contents$|foreword$|introduction$|(?:executive )?summary$|conclusions?$|crown copyright|© )",
    re.I,
)
YEAR = re.compile(
    r"(?<![\d./-])(?:1[6-9]\d\d|20[0-4]\d)(?![\d])[a-z]?(?!\.\d)|\b(?:forthcoming|in press|n\.\s?d\.|no date|undated)(?!\w)",
    re.I,
)
URL = re.compile(r"(?:https?://|www\.|doi\.org/)\S+|\bdoi\s*:?\s*10\.\d{4,9}/\S+|\b10\.\d{4,9}/\S+", re.I)
_UP, _LOW = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĽĻŃŇŅŌŐŒŔŘŚŠŞȘŢȚŤŪŮŰŲŴŶŹŻŽ", r"\w’'`´‐\-"
_SURNAME = (
    rf"(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Dd]el|[Dd]ella|[Dd]i|[Dd]a|[Dd]os|[Dd]u|[Ll]a|[Ll]e|[Tt]er|[Tt]en|[Ee]l|[Aa]l|St\.?"
    rf"|zu|zur)\s+|[dO][’']|al-)*[{_UP}][{_LOW}]+(?:[\s\-‐][{_UP}][{_LOW}]+){{0,2}}"
)
#: How the first line of an entry begins: a person, a body with a year or its letters after it, a rule for the
#: author of the entry before.
START = re.compile(
    rf"\s*(?:{_SURNAME},\s+(?:[{_UP}]\.?|[{_UP}][{_LOW}]+)|{_SURNAME}\s+[{_UP}]{{1,3}}\b[.,;:]?"
    rf"|(?:[{_UP}]\.[\s\-]?){{1,3}}\s*{_SURNAME}\s*(?:[,&(.:;]|and\b)|[{_UP}][\w-]+\s+(?:[{_UP}]\.\s*)+{_SURNAME}\s*[,.&]|{_SURNAME}(?:\s+(?:and|&|et al)\b.*|[^.]{{0,60}})\(?\b(?:\d{{4}}|n\.?d|eds?\.?)\b"
    rf"|[_—–\-]{{2,}}|[{_UP}][{_UP}&\-]{{1,10}}\s*[(:,.–-]|(?:The\s+)?(?:[{_UP}][\w’'&,\-]+\s+){{1,8}}\(?(?:\d{{4}}|[{_UP}]{{2,10}}\)))"
)
#: A list number at the head of a line: [1], (1), 1., 1), 1 before a capital, 1 alone.
NUMBERED = re.compile(
    r"\s*(?:\[\s*(?P<square>\d{1,4})\s*\]|\((?P<round>\d{1,3})\)|(?P<dot>\d{1,4})\s?[.)\]](?=\s|$|[^\W\d])|(?P<plain>\d{1,3})(?=\s+[^\W\d_“\"‘'<(\[]|\s+[“\"‘'<(\[])"
    r"|(?P<roman>[ivxl]{1,7})[.)]?(?=\s+(?:[^\W\d_a-z]|[“\"‘(]))|(?P<alone>\d{1,3})\s*$)\s*"
)
#: An entry that begins with a number, glued or raised, as foot notes do.
NOTE = re.compile(
    r"\s*[\[(]?(?P<number>\d{1,3}|[*†‡§¶]{1,3}|[ivxl]{1,7}(?=[\]).]?\s+[^\W\d_a-z]))[\])]?\.?\s*(?=[^\d\s.,%)\-–:/])"
)
#: A line that ends so goes on; one that begins so is no first line; entries begin with a capital or a bracket.
OPEN = re.compile(
    r"[,;:&\-–(]$|\b(?:and|of|the|in|for|to|a|an|on|with|et|und|In|eds?\.|[Vv]ol\.|[Nn]o\.|pp?\.)$"
)
NOT_FIRST = re.compile(
    r"(?:https?:|www\.|pp?\.|[Vv]ol|[Ii]n:? |doi|DOI|[Aa]ccessed|[Aa]vailable|[Rr]etrieved)"
)
CAPITAL = re.compile(r"[^\W\d_a-zà-ÿ]|[“\"‘'\[(]")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_CONTENTS = re.compile(r"\.{4,}|(?:\s\.){4,}|…{2,}|\s\d{1,3}$")


def number_of(printed: str) -> int:
    """Return the value of a list or note number, Roman ones too; 0 of a sign such as an asterisk."""
    if printed.isdecimal():
        return int(printed)
    values = [_ROMAN.get(each, 0) for each in printed]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def marked(text: str) -> tuple[str | None, str]:
    """Return the number that a whole entry begins with, in brackets or before a full stop, and its words."""
    found = NUMBERED.match(text)
    if found is None or found.lastgroup not in ("square", "round", "dot"):
        return None, text
    return found[found.lastgroup], text[found.end() :].strip()


def heading_of(text: str) -> str | None:
    """Return "strong" for the heading of a reference list, "weak" for one that may be (Notes, Sources), or ``None``."""
    text = text.strip().strip("*#_").strip()
    if not 5 <= len(text) <= 70:
        return None
    if _SPACED.fullmatch(text):
        text = text.replace(" ", "")
    found = _HEAD.fullmatch(text) or _CHAPTER_HEAD.fullmatch(text)
    if found is None or (text[-1:] == "." and text[:1].islower()):
        return None
    return "strong" if found["strong"] else "weak"


def is_end(text: str) -> bool:
    """Tell whether a short line is the heading of something that follows a list."""
    return len(text) < 90 and _END.match(text) is not None


def is_contents(lines: list[str]) -> bool:
    """Tell whether lines are of a table of contents: most end with a page number."""
    return sum(len(line) < 110 and _CONTENTS.search(line) is not None for line in lines) >= 0.7 * max(
        1, len(lines)
    )


def density(lines: list[str]) -> float:
    """Return years and addresses for every 120 characters."""
    text = " ".join(lines)
    return (len(YEAR.findall(text)) + 0.5 * len(URL.findall(text))) / max(1.0, len(text) / 120)


def is_citation(text: str) -> bool:
    """Tell whether a note names a publication: a year or an address, and words enough for a title."""
    if len(text) < 25 or sum(map(str.isalpha, text)) < 15:
        return False
    if URL.search(text):
        return True
    if YEAR.search(text) is None:
        return False
    return _CITES.search(text) is not None or (
        _DATED_END.search(text) is not None and _VERB.search(text) is None
    )


def is_sentence(text: str) -> bool:
    """Tell whether a text has a verb as explanations have and titles seldom."""
    return _VERB.search(text) is not None


_DATED_END = re.compile(r"[.,;:].*\b(?:1[89]|20)\d\d[a-z]?\)?\.?$")
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|be|been|will|would|should|this|these|we|our)\b", re.I)
_CITES = re.compile(
    r"[“”\"‘]|(?i:\b(?:pp?|vol|no|eds?)\.\s*\d|\b(?:report|review|press|journal|university|publish\w*|London|Cm|HC|edition|et al|ibid"
    r"|department|ministry|council|commission|office|institute|trust|fund)\b|\bop\.? cit)"
    rf"|[.’”'\"]\s+[{_UP}][\w ,’'-]{{2,40}}:\s*[{_UP}]|^{_SURNAME},\s+[{_UP}]|^{_SURNAME}\s+[{_UP}]{{1,3}}\b|^(?:[{_UP}]\.[\s-]?)+\s*{_SURNAME}|\d\s?\(\d{{1,3}}\)|\d[:;]\s?\d"
    r"|\([^()]{1,60},\s*(?:19|20)\d\d[a-z]?\)|^[^.]{3,120}\(\d{4}[a-z]?\)|[.,]\s\(?\d{4}\)?\.?$"
)
