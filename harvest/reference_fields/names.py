"""Who wrote it: the names in the author part of a reference, persons as "Family, Given", bodies by their whole name."""

from __future__ import annotations

import re

from harvest.reference_fields.words import HEAD, PARTICLE, is_body

_ET_AL = re.compile(
    r"[,;]?\s*(?:\b(?:and|&)\s)?\b(?:et\s?\.?\s?al(?:ii)?\b\.?|and\s(?:others|colleagues)\b|u\.\s?a\.)|\[\s?(?:et al\.?|…|\.\.\.)\s?\]|…",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"[(\[]\s*(?:eds?|editors?|hrsg|hg|dir|comps?|trans|chair|lead author|coords?)\s*\.?\s*[)\]]\.?|,?\s*\b(?:eds?|hrsg)\.|,\s*(?:eds?|editors?)\s*$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:\W*\[?\s?\d{1,4}\s?[\].)]+\s*|[\W_]+|(?:see(?:\salso|,?\se\.g\.)?|cf\.?|in|by|from|edited by|eds?\.?)[:,]?\s+(?=[A-Z]))+",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*,?\s*(?:(?<=[\s,.\])])(?:and|und|et|y|with)(?=[\s,]|[A-Z])|&(?:amp;)?)\s*")
_INITIAL = r"(?:(?:[^\W\d_a-zß-ÿ]|Yu|Ya|Zh|Ch|Sh|Th|Kh|Ph|Ts)\s?\.(?:\s?[-‐–])?)"
#: "J. B." or "JB" or "J B" or "J.-B."
_INITIALS = re.compile(
    rf"(?:{_INITIAL}\s?)+|[^\W\d_a-zß-ÿ]{{1,4}}(?:[-‐][^\W\d_a-zß-ÿ])?|(?:[^\W\d_a-zß-ÿ]\.?[\s-]?){{1,5}}"
)
_SUFFIX = re.compile(
    r",?\s+(?:(?:Jr|Sr)\b\.?|(?:II|III|2nd|3rd)\b\.?)|,\s*(?:Jr|Sr|II|III)\b\.?", re.IGNORECASE
)
_ACRONYM = re.compile(r"\s*[(\[][A-Z][A-Za-z&-]{1,9}[)\]]")
_LETTERS = re.compile(r"[^\W\d_]")


def names(text: str, *, body: bool = False) -> tuple[str, ...]:
    """Return the names in the author part of a reference, in order, without "et al." and "(eds)".

    ``body``: it is known to name a body, such as when the same words stand as the publisher.
    """
    text = _LEAD.sub("", " ".join(text.split()))
    text = re.sub(r"\.{2,}", ".", _ROLE.sub(" ", _ET_AL.sub(" ", text)))
    text = re.sub(r"\s+([,.;:)\]])", r"\1", re.sub(r"([(\[])\s+", r"\1", text)).strip(" ,;:&-–—/\"'“”‘’«»(")
    text = re.sub(r"\(\d{4}.*$", "", text).strip(" ,;:")
    if not _LETTERS.search(text):
        return ()
    if text.count("(") != text.count(")"):
        text = text.replace("(", " ").replace(")", " ").strip()
    if text.endswith(".") and text.count(".") == 1 and re.search(r"[a-zß-ÿ]\s[A-Z]{1,4}\.$", text):
        # "Ham C, Alderwick H.": the full stop ends the list, not a name.
        text = text[:-1]
    if body or _is_corporate(text):
        return tuple(_bodies(text))
    text = _SUFFIX.sub(" ", text + " ").strip(" ,")
    return tuple(name for name in (_tidy(each) for each in _persons(text)) if _LETTERS.search(name))


def family(name: str) -> str:
    """Return the family name of a name as :func:`names` gives it; of a body all of it."""
    return name.split(",")[0] if not is_body(name) else name


def _is_corporate(text: str) -> bool:
    """Tell whether the part names bodies alone. Initials, or "Family, Given", show persons."""
    bare = _ACRONYM.sub("", text).strip(" .")
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", bare)
    if not words:
        return True
    has_initials = bool(
        re.search(
            rf"(?:^|[\s,]){_INITIAL}(?:[\s,]|$)|[a-zß-ÿ],?\s[^\W\d_a-zß-ÿ]{{1,3}}(?:[,;]|\s(?:and|&)\s|$)",
            bare,
        )
    )
    has_initials = has_initials or bool(re.search(r"[a-zß-ÿ](?:\s[A-Z]){1,4}(?:,|;|$|\s(?:and|&))", bare))
    body = is_body(bare)
    if body and not has_initials:
        # "Young, Royal" has a word of bodies as well: one comma and two words are a person.
        return not re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)?, [^\W\d_]+", bare) or bool(HEAD.match(bare))
    if body and HEAD.match(bare) and not re.search(rf"(?:^|[\s,]){_INITIAL}", bare):
        return True
    if has_initials:
        return False
    if bare.startswith("The ") and "," not in bare:
        return True
    if len(words) == 1:
        return True
    small = [
        word
        for word in words
        if word.islower() and word not in PARTICLE and word not in {"and", "et", "y", "und", "with"}
    ]
    return bool(small) or ("," not in bare and ";" not in bare and not _AND.search(bare) and len(words) > 3)


def _bodies(text: str) -> list[str]:
    """Part bodies at semicolons, and at a comma or "and" only where what follows begins a body of its own."""
    out: list[str] = []
    for piece in re.split(r"\s*;\s*|\s+/\s+", text):
        for each in re.split(
            r",\s+(?:and\s+)?(?=(?:department (?:for|of)|ministry of|NHS|HM|cabinet office|home office|public health|care quality|office for|the)\s)",
            piece,
            flags=re.I,
        ):
            name = _ACRONYM.sub("", each).strip(" ,;:&")
            name = (
                name[:-1].strip()
                if name.endswith(".") and not re.search(r"\b(?:Inc|Ltd|Co|Corp|[A-Z])\.$", name)
                else name
            )
            if _LETTERS.search(name):
                out.append(name)
    return out


def _persons(text: str) -> list[str]:
    """Part persons, whatever order family and given names stand in."""
    if ";" in text:
        parts = [each for each in re.split(r"\s*;\s*", text) if each.strip(" ,&")]
        return (
            [name for part in parts for name in _of_commas(part)]
            if len(parts) > 1
            else _of_commas(parts[0] if parts else "")
        )
    return _of_commas(text)


def _of_commas(text: str) -> list[str]:
    pieces = [
        each.strip(" ,")
        for each in re.split(r"\s*,\s*", _AND.sub(" , ", " " + text).strip(" ,"))
        if each.strip(" ,.")
    ]
    # Where "and" parted two pieces, neither is the given name of the other; commas alone leave that open.
    hard = _after_and(text)
    out: list[str] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        following = pieces[at + 1] if at + 1 < len(pieces) else ""
        joined = at + 1 not in hard
        if _INITIALS.fullmatch(piece.strip()) and out and "," not in out[-1]:
            out[-1] = f"{out[-1]}, {piece}"
        elif (
            (following and joined and _INITIALS.fullmatch(following) and not _ends_in_initials(piece))
            or (following and joined and at == 0 and _surname_first(piece, following))
            or (following and joined and _surname_then_given(pieces, at))
        ):
            out.append(f"{piece}, {following}")
            at += 1
        else:
            out.append(piece)
        at += 1
    return out


def _after_and(text: str) -> set[int]:
    """Return which pieces (as commas part them) stand after an "and"."""
    marked = _AND.sub(" ,\x00 ", " " + text)
    pieces = [each for each in re.split(r"\s*,\s*", marked) if each.strip(" ,.\x00") or "\x00" in each]
    out, at = set(), 0
    for each in pieces:
        if "\x00" in each:
            out.add(at)
        if each.strip(" ,.\x00"):
            at += 1
    return out


def _ends_in_initials(piece: str) -> bool:
    words = piece.split()
    return len(words) > 1 and (bool(_INITIALS.fullmatch(words[-1])) or bool(re.match(_INITIAL, piece)))


def _surname_first(piece: str, following: str) -> bool:
    """Tell whether "Bowerman, Melissa" stands first: one word (and particles), then given names."""
    words = [word for word in piece.split() if word.lower() not in PARTICLE]
    given = following.split()
    return (
        len(words) == 1
        and not _ends_in_initials(piece)
        and 1 <= len(given) <= 3
        and given[0][:1].isupper()
        and (len(given) == 1 or any(_INITIALS.fullmatch(each) for each in given[1:]) or len(given) == 2)
        and not _vancouver(following)
    )


def _surname_then_given(pieces: list[str], at: int) -> bool:
    """Tell whether a later name has its family name first as well: only where its given name has initials."""
    words = pieces[at].split()
    given = pieces[at + 1].split()
    return (
        len(words) == 1 and len(given) == 2 and bool(_INITIALS.fullmatch(given[1])) and given[1].endswith(".")
    )


def _vancouver(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and bool(re.fullmatch(r"[^\W\d_a-zß-ÿ]{1,3}", words[-1]))


def _tidy(name: str) -> str:
    """Write one person as "Family, Given"."""
    name = name.strip(" ,;:&()[]")
    if (
        is_body(name)
        and not re.search(rf"(?:^|[\s,]){_INITIAL}", name)
        and "," not in name
        and len(name.split()) > 1
    ):
        return name.strip(" .")
    if "," in name:
        family_name, given = (each.strip() for each in name.split(",", 1))
        given = given[:-1] if re.search(r"[a-zß-ÿ]{3}\.$", given) else given
        return f"{family_name}, {given}" if given.strip(". ") else family_name
    name = name if re.search(r"(?:^|[\s.-])[^\W\d_a-zß-ÿ]\.$", name) else name.rstrip(". ")
    words = name.split()
    if len(words) < 2:
        # "A.Smith"
        glued = re.fullmatch(rf"((?:{_INITIAL})+)([^\W\d_]\S+)", name)
        return f"{glued[2]}, {glued[1]}" if glued else name
    first, last = words[0], words[-1]
    if not re.fullmatch(rf"(?:{_INITIAL})+", first) and (trailing := _trailing_initials(words)):
        return f"{' '.join(words[:-trailing])}, {' '.join(words[-trailing:])}"
    split = len(words) - 1
    while split > 1 and words[split - 1].lower() in PARTICLE and not re.fullmatch(_INITIAL, words[split - 1]):
        split -= 1
    glued = re.fullmatch(rf"((?:{_INITIAL})+)([^\W\d_]{{2,}}\S*)", last)
    if glued:
        return f"{glued[2]}, {' '.join([*words[:-1], glued[1]])}"
    return f"{' '.join(words[split:])}, {' '.join(words[:split])}"


def _trailing_initials(words: list[str]) -> int:
    """Return how many words at the end are initials ("Ishigaki M N": two), at least one word left before them."""
    count = 0
    while count < len(words) - 1 and (
        re.fullmatch(r"[^\W\d_a-zß-ÿ]{1,4}(?:[-‐][^\W\d_a-zß-ÿ])?", words[-1 - count])
        or re.fullmatch(rf"(?:{_INITIAL})+", words[-1 - count])
    ):
        count += 1
    if (
        count
        and all(re.fullmatch(r"[^\W\d_a-zß-ÿ]{3,4}", word) for word in words[-count:])
        and words[0].isupper()
    ):
        return 0
    return count
