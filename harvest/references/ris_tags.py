"""The tags and types of RIS: those of the format itself, and those that programs have added to it.

From the tag lists of Reference Manager and EndNote, and from what Zotero, RefWorks, Rayyan and Covidence read or write.
"""

from __future__ import annotations

#: Fields of an entry by tag; where several tags hold one field, the better one stands before the others.
FIELDS: tuple[tuple[str, str], ...] = (
    ("T1", "title"), ("TI", "title"), ("CT", "title"), ("BT", "container"), ("ST", "title"), ("TT", "title"),
    ("A1", "authors"), ("AU", "authors"), ("A2", "editors"), ("A3", "editors"), ("ED", "editors"),
    ("PY", "year"), ("Y1", "year"), ("YR", "year"), ("DA", "date"), ("PD", "date"),
    ("Y2", "accessed"),
    ("JO", "container"), ("JF", "container"), ("T2", "container"), ("JA", "container"), ("J2", "container"),
    ("J1", "container"), ("T3", "container"),
    ("PB", "publisher"),
    ("DO", "doi"), ("DI", "doi"),
    ("UR", "url"), ("L1", "url"), ("L2", "url"),
    ("AB", "abstract"), ("N2", "abstract"),
    ("LA", "language"),
    ("VL", "volume"), ("VO", "volume"), ("IS", "issue"), ("CP", "issue"), ("PG", "pages"),
    ("KW", "keywords"),
    ("AN", "id"), ("ID", "id"),
    ("M1", "note"), ("N1", "note"), ("NO", "note"), ("NS", "note"), ("U1", "note"), ("U2", "note"),
)  # fmt: skip

#: Every tag that is one.
KNOWN: frozenset[str] = frozenset({
    *(tag for tag, _ in FIELDS),
    "TY", "ER", "A4", "A5", "A6", "AD", "AV", "BN", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "CA", "CN", "CR", "CY", "DB", "DP",
    "DS", "EP", "ET", "FD", "H1", "H2", "IP", "IR", "L3", "L4", "LB", "LK", "LL", "M2", "M3", "NV", "OL", "OP", "PA", "PM", "PN", "PP",
    "RD", "RI", "RN", "RP", "SE", "SF", "SL", "SN", "SP", "SR", "SV", "T4", "TA", "U3", "U4", "U5", "WP", "WT", "WV",
})  # fmt: skip

#: Tags with running text, which programs wrap.
LONG = frozenset({"AB", "N2", "N1", "NO"})

#: What a type is, in the field's words; ``""`` where it says nothing.
TYPES: dict[str, str] = {
    "JOUR": "journal article", "EJOUR": "journal article", "JFULL": "journal", "ABST": "journal article",
    "MGZN": "magazine article", "NEWS": "newspaper article", "RPRT": "report", "GOVDOC": "government document",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter", "SER": "book series",
    "CONF": "conference proceedings", "CPAPER": "conference paper", "THES": "thesis", "ELEC": "web page",
    "WEB": "web page", "ICOMM": "web page", "BLOG": "blog post", "STAND": "standard", "UNPB": "manuscript",
    "INPR": "manuscript", "MANSCPT": "manuscript", "PAMP": "pamphlet", "STAT": "legislation", "BILL": "bill",
    "UNBILL": "bill", "CASE": "case", "HEAR": "hearing", "LEGAL": "legal rule", "DATA": "data set", "AGGR": "data set",
    "DBASE": "database", "COMP": "software", "MPCT": "film", "VIDEO": "video", "MULTI": "multimedia",
    "ADVS": "audiovisual material", "SOUND": "sound recording", "MUSIC": "music", "ART": "art work", "FIGURE": "figure",
    "CHART": "chart", "EQUA": "equation", "MAP": "map", "SLIDE": "presentation", "DICT": "dictionary entry",
    "ENCYC": "encyclopedia entry", "CLSWK": "classical work", "ANCIENT": "ancient text", "CTLG": "catalogue",
    "GRNT": "grant", "PAT": "patent", "PCOMM": "personal communication", "DISCUS": "discussion", "INTV": "interview",
    "JPRT": "preprint", "PREP": "preprint", "PRESS": "press release", "GEN": "",
}  # fmt: skip
