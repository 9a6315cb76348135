"""Words before a printed date: which say that it is the document's, and which that it is of something else."""

from __future__ import annotations

import re

STRONG = re.compile(
    r"\b(?:(?:first |date |originally |this (?:edition|version) )?published(?: online)?(?: (?:on|in))?|publication date|date of (?:publication|issue|meeting"
    r"|report|decision|this report|paper|the meeting|version|board|committee)|meeting date|date of (?:the )?\w+ meeting|issued(?: on)?|issue date|issue:|date issued|release date"
    r"|report date|date produced|date (?:written|created|completed|finalised)|decision date|ordered (?:by [\w ]+ )?to be printed|(?:board|committee|cabinet|council) date)\b",
    re.IGNORECASE,
)
HELD = re.compile(
    r"\b(?:held (?:on|at|in|via|virtually|remotely|by)|meeting (?:on|of|held)|minutes(?: of the [\w ]{1,60})?\W*$|(?:report|paper|submitted|presented) to\b|meeting\s*:|date and time)",
    re.IGNORECASE,
)
WEAK = re.compile(
    r"\b(?:dated?|approved(?: by [\w ]{2,40})?(?: on)?|adopted|ratified|agreed|signed|submitted|presented|printed|prepared|as at|as of"
    r"|draft(?: of)?|version(?: \d[\d.]*)?|v\d[\d.]*|final|revised|revision|completed|produced|edition|laid before)\b\W*$",
    re.IGNORECASE,
)
UPDATED = re.compile(
    r"\b(?:last |date )?(?:updated?|amended|modified|reviewed)(?: on| in)?\b\W*$", re.IGNORECASE
)
#: What follows these is a day of something else: when it runs out, who was born, what was counted.
OTHER = re.compile(
    r"\b(?:review(?:ed)?(?: (?:date|due|by))|(?:next|for|date of(?: next)?|due for|to be|planned|under|scheduled) (?:\w+ )?review(?:ed)?|review|reviewed by"
    r"|expir\w+|valid (?:until|to|from)|until|ending|ended|ends?|end date|start(?:s|ing)?(?: date)?|commenc\w+|effective(?: (?:date|from))?|in force|from|since"
    r"|between|period|implement\w*|deadline|clos(?:es|ing)(?: date)?|comments? by|respon(?:d|ses?) (?:by|to)|next meeting(?: \w+)*|last meeting(?: \w+)*"
    r"|previous meeting(?: \w+)*|minutes of the (?:last|previous) meeting|of the meeting held on|born|dob|date of birth|target(?: date)?|by|before|due(?: date)?|census|data (?:as at|from)|after"
    r"|copyright|retention|destroy|downloaded|accessed|retrieved|established|founded|inspected|inspection dates?|award(?:ed)?|contract)\b(?:\s+(?:on|in|at|the|of|is))*\W*$",
    re.IGNORECASE,
)
PRINT = re.compile(
    r"https?://|\bwww\.|\bprinted (?:on|at|from|:)|\bprint(?:ed)? date|\b[a-z]:\\|\.docx?\b|\.pdf\b|\d{1,2}:\d\d:\d\d",
    re.IGNORECASE,
)
