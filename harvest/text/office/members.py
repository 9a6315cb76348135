"""Files within files: each read as if it had come alone, and added as pages that bear its name."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from harvest.text.model import Extracted, Outcome
from harvest.text.office.composing import Composer, listing
from harvest.text.office.model import DEEPEST, Context, RefusedError

#: What systems leave in archives for themselves.
_JUNK_FOLDERS = frozenset({"__macosx", ".git", ".svn", "$recycle.bin", "system volume information"})
_JUNK_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db", "winmail.dat"})
#: Kinds of files within a document that hold a document themselves. Workbooks are the figures of a chart, mostly.
DOCUMENTS = frozenset({"docx", "doc", "pptx", "ppt", "odt", "rtf", "pdf", "msg", "eml"})
#: Kinds that are furniture of an e-mail or archive: a logo is no document that could not be read.
_PICTURES = frozenset({"png", "jpeg", "gif", "binary"})


@dataclass(frozen=True, slots=True)
class Member:
    """A file within a file: its name there, how to get it, and its content type, where one is stated.

    ``load`` is given the context of the member, and returns its bytes, or its reading where it has no bytes of its own.
    """

    name: str
    load: Callable[[Context], bytes | Extracted]
    content_type: str = ""


@dataclass(slots=True)
class Added:
    """What became of the files within a file: those read, and the outcomes of the others."""

    read: list[Extracted]
    outcomes: list[Outcome]


def is_junk(name: str) -> bool:
    """Tell whether a member is something that a system keeps for itself."""
    parts = name.replace("\\", "/").lower().split("/")
    return (
        any(part in _JUNK_FOLDERS for part in parts[:-1])
        or parts[-1] in _JUNK_NAMES
        or parts[-1].startswith(("._", "~$"))
    )


def add_members(
    composer: Composer, members: Iterable[Member], context: Context, *, pictures: bool = True
) -> Added:
    """Read each member and add its text; what could not be read is named in the notes.

    Args:
        composer: takes the pages.
        members: in the order in which they stand.
        context: that of the file they are in.
        pictures: name pictures without text as well; an e-mail's are mostly logos.
    """
    added = Added([], [])
    failed: dict[str, list[str]] = {}
    for member in members:
        if is_junk(member.name):
            continue
        name = posixpath.normpath(member.name.replace("\\", "/")).lstrip("/")
        if composer.full or context.budget.members <= 0:
            failed.setdefault("left out, there is more than is kept", []).append(name)
            continue
        context.budget.members -= 1
        inner = _read(member, name, context)
        if inner.text:
            _add(composer, inner, name)
            added.read.append(inner)
            if inner.detail:
                composer.note(f"{name}: {inner.detail}"[:300])
        if inner.outcome not in ("text", "empty") and (pictures or inner.kind not in _PICTURES):
            added.outcomes.append(inner.outcome)
            if not inner.text:
                failed.setdefault(f"not read ({_why(inner)})", []).append(name)
    for why, names in failed.items():
        composer.note(f"{why}: {listing(names)}")
    return added


def outcome_of(added: Added) -> Outcome | None:
    """Return the outcome of a file none of whose members gave any text: what was in the way, the curable first."""
    order: tuple[Outcome, ...] = ("needs-ocr", "encrypted", "too-large", "broken", "unsupported")
    return next((outcome for outcome in order if outcome in added.outcomes), None)


def _read(member: Member, name: str, context: Context) -> Extracted:
    depth = context.depth + 1
    if depth > DEEPEST:
        return Extracted("unsupported", "zip", detail="files nested too deep")
    inside = replace(context, name=name, depth=depth)
    try:
        data = member.load(inside)
    except RefusedError as refused:
        return Extracted(refused.outcome, "binary", detail=str(refused))
    except MemoryError:
        raise
    except Exception as error:
        return Extracted("broken", "binary", detail=f"{type(error).__name__}: {error}"[:200])
    return data if isinstance(data, Extracted) else context.inner(data, name, member.content_type, inside)


def _why(inner: Extracted) -> str:
    if inner.outcome == "needs-ocr":
        return "a picture of text"
    if inner.outcome == "encrypted":
        return "needs a password"
    return inner.detail or inner.outcome


def _add(composer: Composer, inner: Extracted, name: str) -> None:
    headings: dict[int, list[tuple[int, str]]] = {}
    for each in inner.headings:
        headings.setdefault(each.page or 1, []).append((each.level, each.text))
    for page in inner.pages:
        label = name if inner.kind != "zip" or not page.label else f"{name}/{page.label}"
        composer.page(label[:200])
        composer.paragraph(inner.text[page.start : page.end])
        for level, text in headings.get(page.number, ()):
            composer.mark(level, text)
        if page.number in inner.unread_pages:
            composer.unread.append(composer.page_number)
