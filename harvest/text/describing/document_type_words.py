"""The words by which titles and first pages tell what type of document they belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Heads of titles by type: "the X strategy", "an evaluation of X". In the singular. An empty type stops a word that
#: would else be taken for one: a care plan is no plan of a body.
_HEADS: Mapping[str, str] = {
    "strategy": """strategy; plan; commissioning intentions; market position statement; vision; roadmap; road map; forward view;
        strategic framework; policy framework; commissioning framework; strategic priority; manifesto; action plan; local plan;
        joint forward plan; corporate plan; strategic statement; statement of intent""",
    "policy paper": "policy; policy paper; white paper; green paper; command paper; policy statement; position statement; position paper; concordat",
    "committee report": "committee report; cabinet report; report to cabinet; report to council; scrutiny report; executive report",
    "board paper": "board paper; governing body paper; board report; trust board paper; governing body report; report to the board of directors",
    "committee paper": "committee paper; agenda item",
    "agenda": "agenda; agenda frontsheet; order paper; order of business",
    "agenda pack": "agenda pack; public reports pack; report pack; reports pack; agenda reports pack; meeting pack; board pack; agenda and papers",
    "minutes": "minutes; minute; note of meeting; notes of meeting; notes and actions; action notes; record of meeting; record of the meeting",
    "decision": "decision notice; decision record; record of decision; officer decision; delegated decision; record of officer decision; decision sheet",
    "evaluation": """evaluation; post implementation review; implementation review; service evaluation; evaluation study; lessons learned;
        social return on investment; lessons learnt""",
    "impact assessment": """impact assessment; equality analysis; equality assessment; eqia; eia; equality impact analysis; dpia; equia;
        data protection impact assessment; sustainability appraisal; equality impact screening""",
    "needs assessment": """needs assessment; need assessment; jsna; joint strategic needs assessment; needs analysis; pna; jsna chapter;
        health equity audit; health equity audit series; jsna profile; health profile; jsna summary""",
    "business case": "business case",
    "contract or specification": """contract; specification; service specification; agreement; invitation to tender; tender; itt; tender document;
        memorandum of understanding; framework agreement; service level agreement; contract notice; contract award notice; contract particulars;
        terms and conditions; prior information notice; request for proposal; invitation to quote; standard contract; draft contract; heads of terms;
        statement of requirements; pre qualification questionnaire; deed of variation; contract variation""",
    "guidance": """guidance; guide; toolkit; tool kit; code of practice; good practice; best practice; handbook; manual; guideline;
        guidance note; procedure; protocol; checklist; practice note; how to guide; resource pack; standard operating procedure;
        code of conduct; user guide; advice note; practice guide; quality standard; competency framework; good practice guide""",
    "research report": """research; research report; study; survey; review of the evidence; evidence review; literature review; rapid review;
        systematic review; scoping review; realist review; working paper; discussion paper; research findings; research paper; technical report;
        evidence synthesis; meta analysis; analysis; research summary; survey result; feasibility study; research note; occasional paper;
        thematic analysis; research and analysis; evidence summary; evidence base; secondary analysis; think piece; thinkpiece""",
    "briefing": "briefing; briefing paper; briefing note; factsheet; fact sheet; policy brief; research brief; evidence brief; key facts; data briefing",
    "annual report": """annual report; annual review; annual report and accounts; local account; quality account; statement of accounts;
        accounts; annual accounts; annual statement; impact report; trustees report; annual performance report; annual assessment""",
    "inspection report": "inspection report; inspection; inspection of; joint inspection; peer review; peer challenge; inspection summary",
    "review or inquiry": """review; inquiry; enquiry; serious case review; safeguarding adults review; domestic homicide review; public inquiry;
        serious case review overview; child practice review; learning review; scrutiny review; investigation; task and finish group; commission report""",
    "consultation": """consultation; consultation response; consultation paper; consultation document; call for evidence; response to the consultation;
        response to consultation; consultation outcome; government response; have your say; public engagement""",
    "case study": "case study",
    "news": "press release; news release; media release; news story; press notice; press statement",
    "newsletter": "newsletter; bulletin; e bulletin; news bulletin",
    "speech": "speech; keynote; keynote address; oral statement; ministerial statement; written statement",
    "letter": "letter; dear colleague letter; open letter; circular; local authority circular",
    "presentation": "presentation; slide; powerpoint; slide deck; slide pack",
    "statistics": "statistics; statistical release; statistical bulletin; statistical report; statistical first release; official statistics; national statistics",
    "data or spreadsheet": "dataset; data set; data table; data tables; data pack; spend over; payments over; expenditure over; transparency data; data file",
    "": """care plan; support plan; floor plan; site plan; location plan; pension plan; privacy policy; cookie policy; cookies policy;
        public policy; social policy; case for change; foreign policy; market research; training manual evaluation; strategy and policy;
        policy research; privacy notice; further research; terms of reference; personal data; high street; accessibility statement""",
}  # fmt: skip


_SINGULAR = re.compile(r"(?<=[a-z]{3})(?<![sui])s$")
#: Words whose plural means another thing, or a topic and no document: "contracts" is no contract.
_AS_THEY_ARE = frozenset([
    "contracts", "agreements", "strategies", "policies", "reviews", "letters", "visions", "tenders", "minutes", "news", "statistics", "analysis", "terms", "needs", "adults", "particulars", "series",
])  # fmt: skip


def singular(word: str) -> str:
    """Return a word in lower case without its plural or its genitive, so that both are found by one phrase."""
    word = word.removesuffix("'s").removesuffix("’s")
    if word in _AS_THEY_ARE:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return _SINGULAR.sub("", word)


def _phrases() -> dict[str, str]:
    return {
        " ".join(map(singular, each.split())): kind
        for kind, words in _HEADS.items()
        for each in words.split(";")
    }


#: Phrase to type.
PHRASES: Mapping[str, str] = _phrases()
#: Words in the longest phrase.
LONGEST = max(each.count(" ") for each in PHRASES) + 1
#: What may follow a head without being what the title is of: "strategy 2019 final draft", "evaluation: interim report".
TRAILING = frozenset(
    ["a", "an", "the", "and", "&", "report", "summary", "executive", "final", "draft", "interim", "version", "easy", "read", "plain", "text", "english", "document", "paper", "part", "appendix", "annex", "annexe", "schedule", "section", "volume", "full", "short", "long", "update", "updated", "revised", "first", "second", "third", "finding", "result", "recommendation", "conclusion", "overview", "launch", "response", "summary", "accessible", "accessibility", "large", "print", "welsh", "bilingual", "pdf", "word", "html", "v1", "v2", "v3", "v4", "v5", "year", "quarter", "q1", "q2", "q3", "q4", "no", "number", "spring", "summer", "autumn", "winter", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "am", "pm", "to", "for", "in", "series", "supplement", "supplementary", "form", "template", "one", "two", "three", "public", "restricted", "online", "web", "copy", "note", "page", "guidance"]
)  # fmt: skip
#: Words that say nothing of the type: what a title is of comes after them ("Report on the evaluation of ...").
WEAK = TRAILING | frozenset(
    [
        "our",
        "your",
        "their",
        "my",
        "new",
        "this",
        "independent",
        "key",
        "main",
        "joint",
        "proposed",
        "mid-year",
        "progress",
    ]
)
#: Where the head of a title ends.
PREPOSITIONS = frozenset(
    ["of", "for", "on", "to", "in", "into", "from", "by", "with", "at", "about", "between", "within", "towards", "toward", "through", "via", "regarding", "concerning", "across", "under", "against", "over", "among", "during", "after", "before", "since", "until", "without", "following", "around"]
)  # fmt: skip
#: Words that make the one before them a verb or a question: "Developing the strategy" and "Write a strategy" are none.
OBJECTS = frozenset(
    ["a", "an", "the", "our", "your", "their", "this", "that", "these", "its", "how", "why", "what"]
)
#: Openings that speak of something instead of being it.
ASIDES = frozenset(
    [
        "why",
        "how",
        "what",
        "when",
        "where",
        "who",
        "do",
        "does",
        "is",
        "are",
        "can",
        "should",
        "from",
        "beyond",
        "about",
        "towards",
        "contact",
    ]
)
#: Of two types in the parts of a title the one of the higher rank is what the document is.
RANK: Mapping[str, int] = {
    **dict.fromkeys(("minutes", "agenda", "agenda pack", "decision", "committee report", "board paper", "letter", "news"), 5),
    **dict.fromkeys(("presentation", "newsletter", "speech", "committee paper"), 5),
    **dict.fromkeys(("impact assessment", "consultation"), 4),
    **dict.fromkeys(("evaluation", "needs assessment", "annual report"), 3),
    **dict.fromkeys(("contract or specification", "business case", "inspection report", "case study"), 3),
    **dict.fromkeys(("briefing", "guidance", "research report", "review or inquiry"), 2),
    **dict.fromkeys(("strategy", "policy paper", "data or spreadsheet", "statistics"), 1),
}  # fmt: skip
#: Types that a title may open with, whatever follows: "Minutes Cabinet 14 May".
OPENINGS = frozenset(RANK) - {
    "strategy",
    "policy paper",
    "review or inquiry",
    "data or spreadsheet",
    "consultation",
}

#: Types that the last words of a title tell even after a preposition: "Commissioning for outcomes toolkit".
ENDINGS = frozenset((
    "toolkit", "handbook", "factsheet", "newsletter", "bulletin", "briefing", "guide", "presentation", "annual report", "annual review",
    "needs assessment", "impact assessment", "business case", "case study", "service specification", "strategy", "action plan",
    "delivery plan", "evaluation", "procedure", "protocol",
))  # fmt: skip
#: Openings after which the last words are a topic: "Lessons for the commissioning strategy".
TOPICS = frozenset((
    "lesson", "option", "implication", "approach", "view", "role", "idea", "reflection", "learning", "challenge", "opportunity",
    "introduction", "comment", "feedback", "update", "issue", "barrier", "progress", "working", "getting", "making", "towards",
    "moving", "terms", "launch", "feedback", "question", "appendix", "membership",
))  # fmt: skip
