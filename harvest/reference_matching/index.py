"""Known works by identifier and by title, and what a reference string is matched to.

The order: DOI, ISBN, address; then titles, whose words are looked for rare ones first in the string as it is written. Of
the works that nothing contradicts the best is taken; two as good as each other are none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from heapq import nlargest
from itertools import pairwise
from typing import Any

from rapidfuzz import fuzz

from harvest.reference_matching import standing, strings
from harvest.reference_matching.aligning import Place, place_of
from harvest.reference_matching.anchors import Anchors
from harvest.reference_matching.forms import Forms
from harvest.reference_matching.model import Known, Match, Verdict
from harvest.reference_matching.spelling import Spelt
from harvest.reference_matching.weighing import Said, Weighed, weigh
from harvest.references.identifiers import doi_of

#: Titles that are compared letter by letter for one string.
CANDIDATES = 15
#: The least share of a title's words, by weight, that must be in the string for it to be compared.
SHARED = 0.3
#: Postings that are read for one string.
READ = 3_000
#: Scores that differ by less are the same.
TIE = 0.004
#: The least share of a title beside an address, where both are there to be compared.
BESIDE_ADDRESS = 0.70


class Index:
    """What is known, ready to be asked. Build it with :meth:`build`; the order of the works makes no difference."""

    def __init__(self, works: Iterable[Known]) -> None:
        self.works: tuple[Known, ...] = tuple(sorted(works, key=lambda known: known.id))
        self.forms = Forms(self.works)
        #: Made when a text is first searched for mentions.
        self.anchors: Anchors | None = None
        self.dois: dict[str, list[int]] = defaultdict(list)
        self._isbns: dict[str, list[int]] = defaultdict(list)
        self.addresses: dict[str, list[int]] = defaultdict(list)
        for number, known in enumerate(self.works):
            if known.doi and (doi := doi_of(known.doi).doi):
                self.dois[doi].append(number)
            for isbn in {strings.thirteen(each) for each in known.isbns}:
                self._isbns[isbn].append(number)
            for key in sorted({key for url in known.urls if (key := strings.address_key(url))}):
                if key.startswith("doi:"):
                    if number not in self.dois[key[4:]]:
                        self.dois[key[4:]].append(number)
                else:
                    self.addresses[key].append(number)

    @classmethod
    def build(cls, works: Iterable[Known]) -> Index:
        """Return the index of some works.

        Raises:
            ValueError: two works have one id.
        """
        index = cls(works)
        ids = [known.id for known in index.works]
        for one, two in pairwise(ids):
            if one == two:
                raise ValueError(f"two works have the id {one!r}")
        return index

    def match(self, text: str, fields: Any = None) -> Match | None:
        """Return the work that a reference string is of, or ``None``; see :meth:`judge`."""
        return self.judge(text, fields).match

    def judge(self, text: str, fields: Any = None) -> Verdict:
        """Return the work that a reference string is of, or why it is of none.

        Args:
            text: the reference as written, lines joined or not.
            fields: what a parser made of it (``year``, ``authors``, ``title``), if anything: its year and names only
                refuse more, and its title is looked for where the string itself finds nothing.
        """
        said = Said(text, fields)
        if verdict := self._by_identifier(said):
            return verdict
        verdict = self._by_title(said)
        title = getattr(fields, "title", None)
        if verdict.match is None and verdict.rule == "none" and title:
            names = "; ".join(said.parsed_names)
            told = f"{names} ({said.parsed_year or ''}). {title}. {getattr(fields, 'publisher', None) or ''}"
            return self._by_title(Said(told, fields))
        return verdict

    def _by_identifier(self, said: Said) -> Verdict | None:
        for rule, keys, held in (
            ("doi", sorted(said.dois), self.dois),
            ("isbn", strings.isbns(said.text), self._isbns),
            ("url", [key for key, _, _ in strings.addresses(said.text)], self.addresses),
        ):
            numbers = {number for key in keys for number in held.get(key, ())}
            if rule == "doi":
                numbers |= {
                    n
                    for key, _, _ in strings.addresses(said.text)
                    if key.startswith("doi:")
                    for n in self.dois.get(key[4:], ())
                }
            numbers = {each for each in numbers if self._agrees(rule, said, self.works[each])}
            if len(numbers) == 1:
                known = self.works[numbers.pop()]
                named = next((key for key in keys if known is not None and key), "")
                return Verdict(
                    Match(
                        known.id, 1.0 if rule == "doi" else 0.98, rule, (f"the same {rule.upper()}: {named}",)
                    ),
                    rule,
                    (),
                )
            if numbers and rule == "doi":
                return self._tie([self.works[each] for each in sorted(numbers)], f"the same {rule.upper()}")
        return None

    def _agrees(self, rule: str, said: Said, known: Known) -> bool:
        """Tell whether an ISBN or an address may decide: a chapter has its book's, and a page its list's."""
        if rule == "doi" or len(said.spelt.letters) < 20:
            return True
        best = max(
            fuzz.partial_ratio(_letters(title), said.spelt.letters) for title in (known.title, *known.titles)
        )
        if best < BESIDE_ADDRESS * 100:
            return False
        return rule == "url" or not standing.container(
            said.bare[: max(said.bare.lower().find(known.title.lower()), 0)]
        )

    def _by_title(self, said: Said) -> Verdict:
        places = self._places(said)
        judged: list[tuple[Weighed, Known]] = []
        for place in places:
            owners = self.forms.owners[place.form]
            for owner in owners:
                known = self.works[owner.known]
                weighed = weigh(
                    said, known, owner, self.forms.forms[place.form], place, shared=len(owners) > 1
                )
                judged.append((weighed, known))
        accepted: dict[str, tuple[Weighed, Known]] = {}
        for weighed, known in judged:
            if not weighed.refused and (
                known.id not in accepted or weighed.score > accepted[known.id][0].score
            ):
                accepted[known.id] = (weighed, known)
        if not accepted:
            if not judged:
                return Verdict(None, "none", ("no known title stands in the string",))
            weighed, known = judged[0]
            return Verdict(
                None, weighed.rule, weighed.evidence, tuple(dict.fromkeys(each.id for _, each in judged))[:10]
            )
        ranked = sorted(accepted.values(), key=lambda pair: (-pair[0].score, pair[1].id))
        best, known = ranked[0]
        ties = [each for weighed, each in ranked if best.score - weighed.score < TIE]
        if len(ties) > 1:
            return self._tie(ties, "as good as each other")
        return Verdict(
            Match(known.id, best.score, best.rule, best.evidence),
            best.rule,
            best.evidence,
            tuple(each.id for _, each in ranked[1:6]),
        )

    def _tie(self, works: list[Known], why: str) -> Verdict:
        told = "; ".join(f"{each.id} {each.title!r} ({each.year or 'no year'})" for each in works[:5])
        return Verdict(
            None, "tie", (f"{len(works)} works are {why}: {told}",), tuple(each.id for each in works[:20])
        )

    def _places(self, said: Said) -> list[Place]:
        """Return where known titles stand, the longest first, without those that stand within a longer one."""
        scores: dict[int, float] = {}
        forms = self.forms
        read = 0
        for key in sorted(forms.keys(said.spelt), key=lambda key: (len(forms.postings[key]), key)):
            found_by = forms.postings[key]
            weight = forms.weights[key]
            for form in found_by:
                scores[form] = scores.get(form, 0.0) + weight
            # Rare words come first: what only the common ones would add are titles of other words.
            read += len(found_by)
            if read > READ:
                break
        known, full = forms.forms, forms.full
        shares = [
            (score / full[form], score, form)
            for form, score in scores.items()
            if score >= SHARED * full[form]
        ]
        # A long title that is nearly there comes before a short one that is.
        best = [
            form
            for *_, form in nlargest(
                CANDIDATES,
                ((min(share, 1.0) * (1 + min(score, 40) / 40), -form, form) for share, score, form in shares),
            )
        ]
        found = [place for form in best if (place := place_of(form, known[form], said.spelt))]
        kept = [place for place in found if not any(_within(place, other) for other in found)]
        return sorted(kept, key=lambda place: (-place.share, place.start - place.stop, place.form))


def _within(place: Place, other: Place) -> bool:
    longer = (other.stop - other.start) - (place.stop - place.start)
    return (
        longer > 3
        and other.start - 2 <= place.start
        and place.stop <= other.stop + 2
        and other.share + 0.02 >= place.share
    )


def _letters(title: str) -> str:
    return Spelt(title).letters
