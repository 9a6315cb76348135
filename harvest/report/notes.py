"""What only a person can say of a search: ``report-notes.toml`` in the folder of the review."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from harvest.errors import Exit, GreylitError

FILE = "report-notes.toml"

#: Sections and keys of the file, each with the question that it answers.
KEYS: dict[str, dict[str, str]] = {
    "prisma_s": {
        "multi_database": "Item 2. Were several databases searched at once on one platform? Which?",
        "registries": "Item 3. Which study registries were searched, how and when, beyond what the protocol names?",
        "contacts": "Item 6. Who was contacted (authors, experts, organisations), when, and what did they give?",
        "other_methods": "Item 7. What else was done to find documents?",
        "filters": "Item 10. Which published search filters were used, with their citation, and were they changed?",
        "prior_work": "Item 11. Which strategies of other reviews were used or adapted? Cite them.",
        "updates": "Item 12. Are alerts set, or is another search planned?",
        "peer_review": "Item 14. Who reviewed the search, when, and with what (such as PRESS)?",
    },
    "tarcis": {
        "rationale": "R2, R3. Why was citation searching done, or not done, for this topic?",
        "seeds": "R4. Where seeds are not all included records: why?",
        "co_citations": "R9. Were co-cited or co-citing references looked at?",
        "screening": "R10. Were the results of citation searching screened as the others? If not, how?",
        "stopped": "R8, R10. Why did rounds end, if the last one still gave included records?",
    },
    "rameses": {
        "scoping": "Item 7. Describe the exploratory search that shaped the review.",
        "searching": "Item 8. Which part of the programme theory did each search serve, and why was it stopped?",
        "selection": "Item 9. How were relevance and rigour judged?",
    },
    "flow": {"studies": "How many studies the included reports are of (a number)."},
    "sources": {},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notes:
    """What people wrote. ``of(section, key)`` is "" where they wrote nothing; ``studies`` is ``None``."""

    said: dict[str, dict[str, str]] = field(default_factory=dict)
    studies: int | None = None

    def of(self, section: str, key: str) -> str:
        """Return what was written for a key, "" for nothing."""
        return self.said.get(section, {}).get(key, "")


def read_notes(root: Path, sources: dict[str, str]) -> Notes:
    """Read the notes of a review; without a file there are none.

    Args:
        root: folder of the review.
        sources: ids and names of the sources, which are the keys of ``[sources]``.

    Raises:
        GreylitError: the file is not TOML, or has a key that means nothing (``NOTES``).
    """
    path = root / FILE
    if not path.exists():
        return Notes()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(f"{FILE} cannot be read: {error}", path) from error
    said: dict[str, dict[str, str]] = {}
    studies: int | None = None
    for section, values in data.items():
        if section not in KEYS:
            raise _unknown(f"[{section}]", section, KEYS, path)
        if not isinstance(values, dict):
            raise _wrong(f"{FILE}: {section} must be a section, [{section}]", path)
        keys = list(sources) if section == "sources" else list(KEYS[section])
        for key, value in values.items():
            if key not in keys:
                raise _unknown(f"{section}.{key}", key, keys, path)
            if section == "flow":
                studies = _number(key, value, path)
            elif not isinstance(value, str):
                raise _wrong(f"{FILE}: {section}.{key} must be text in quotation marks", path)
            elif words := " ".join(value.split()):
                said.setdefault(section, {})[key] = words
    return Notes(said, studies)


def _number(key: str, value: Any, path: Path) -> int | None:
    if value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong(f"{FILE}: flow.{key} must be a number, 0 or more", path)
    return value


def template(sources: dict[str, str]) -> str:
    """Return an empty file of notes, each key with its question."""
    lines = [
        "# What only a person can say of this search. What is left empty is printed as a visible blank.",
        "# `greylit report` reads this file from the folder of the review.",
    ]
    for section, keys in KEYS.items():
        lines += ["", f"[{section}]"]
        if section == "sources":
            lines.append("# Item 4. Why was each source chosen?")
            for source, name in sources.items():
                plain = "".join(each if each.isprintable() else " " for each in name)
                lines += [f"# {plain}", f'"{source}" = ""' if "." in source else f'{source} = ""']
        for key, question in keys.items():
            lines += [f"# {question}", f'{key} = ""']
    return "\n".join(lines) + "\n"


def _unknown(written: str, key: str, known: Any, path: Path) -> GreylitError:
    near = get_close_matches(key, list(known), n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    return GreylitError(
        f"{FILE}: {written} is not a key of the notes", code="NOTES", exit_code=Exit.USAGE, where={"file": str(path)},
        hint=f"{meant}Keys: {', '.join(known)}",
    )  # fmt: skip


def _wrong(message: str, path: Path) -> GreylitError:
    return GreylitError(
        message, code="NOTES", exit_code=Exit.USAGE, where={"file": str(path)},
        hint="A file with every key is written by: greylit report notes --template",
    )  # fmt: skip
