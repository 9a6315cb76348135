"""Which committees a protocol names, whatever system they are in."""

from __future__ import annotations

import re
from collections.abc import Iterable


def is_named(names: Iterable[str], title: str) -> bool:
    """Tell whether the title of a committee holds one of the names, in whole words."""
    titles = folded(title), folded(title, "")
    wanted = [folded(each) for each in names]
    return any(name.strip() and any(name in each for each in titles) for name in wanted)


def folded(name: str, hyphen: str = " ") -> str:
    """Return a name without case, punctuation and the word and: ``Health & Wellbeing`` is ``Health and Wellbeing``.

    Args:
        name: as written.
        hyphen: what stands for a hyphen: ``Well-being`` is ``Wellbeing`` and ``Sub-Committee`` is ``Sub Committee``.
    """
    plain = re.sub(r"(?<=\w)[-\u2010\u2011](?=\w)", hyphen, name.casefold())
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return " " + " ".join(word for word in words if word != "and") + " "
