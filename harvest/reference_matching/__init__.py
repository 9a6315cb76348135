"""Reference strings and running text against works that are known, without asking an index and without parsing first.

``Index.build(works)`` reads what is known; ``index.match(text)`` says which of it a reference string is of, and
``index.judge(text)`` says as well why it is of none; ``find_mentions(text, index)`` finds titles, aliases and addresses
in the text of a document, and tells citations from mentions. Scores and thresholds are shares, 0 to 1.
"""

from __future__ import annotations

from harvest.reference_matching.index import Index
from harvest.reference_matching.mentions import find_mentions
from harvest.reference_matching.model import Known, Match, Mention, Verdict

__all__ = ["Index", "Known", "Match", "Mention", "Verdict", "find_mentions"]
