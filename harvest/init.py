"""Makes the folder of a new review from a template."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from harvest.errors import Exit, GreylitError

#: what each template is for; the folder of the same name in ``harvest/templates`` holds its files
TEMPLATES = {
    "minimal": "one concept, one site: the least that can be run",
    "alliancing": "a whole realist synthesis: councils, think tanks, GOV.UK, known studies, a database, citations",
}
_COMMON = "common"
#: a file of this name would be in force inside the templates themselves
_RENAMED = {"gitignore": ".gitignore"}
_PLACEHOLDER_ID = 'id       = "my-review"'


def init(directory: Path, template: str = "minimal") -> list[Path]:
    """Write a complete, commented review folder and return the files written, in order of their names.

    The folder may exist if it is empty. Nothing is ever overwritten. The template ``minimal`` takes the
    review's id from the name of the folder, where that is a safe name.

    Raises:
        GreylitError: ``UNKNOWN_TEMPLATE``; ``FOLDER_NOT_EMPTY`` if there is something in the folder or a
            file in its place; ``FOLDER_NOT_WRITABLE``.
    """
    if template not in TEMPLATES:
        raise GreylitError(
            f'there is no template "{template}"',
            code="UNKNOWN_TEMPLATE",
            where={"template": template},
            hint=f"choose one of: {', '.join(TEMPLATES)}",
        )
    directory = Path(directory)
    root = files("harvest") / "templates"
    contents = {**_contents(root / _COMMON), **_contents(root / template)}
    contents["protocol.toml"] = _with_id(contents["protocol.toml"], directory.absolute().name)
    try:
        _make_empty(directory)
        written = []
        for name, data in sorted(contents.items()):
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            # "x": whoever else writes here at the same moment loses nothing
            with path.open("xb") as stream:
                stream.write(data)
            written.append(path)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise GreylitError(
            f"the folder {directory} cannot be written ({reason})",
            code="FOLDER_NOT_WRITABLE",
            exit_code=Exit.STORE,
            where={"folder": str(directory)},
            hint="choose another folder, or see to your right to write there",
        ) from None
    return written


def _contents(folder: Traversable, prefix: str = "") -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            found |= _contents(entry, f"{prefix}{entry.name}/")
        else:
            found[prefix + _RENAMED.get(entry.name, entry.name)] = entry.read_bytes()
    return found


def _with_id(protocol: bytes, name: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", name):
        return protocol
    return protocol.replace(_PLACEHOLDER_ID.encode(), _PLACEHOLDER_ID.replace("my-review", name).encode())


def _make_empty(directory: Path) -> None:
    if directory.is_dir() and (inside := sorted(entry.name for entry in directory.iterdir())):
        holds = ", ".join(inside[:3]) + (" ..." if len(inside) > 3 else "")
        is_review = "protocol.toml" in inside
        raise GreylitError(
            f"the folder {directory} is not empty (it holds {holds}); nothing was written",
            code="FOLDER_NOT_EMPTY",
            where={"folder": str(directory)},
            hint=f"it is a review already: greylit check {directory / 'protocol.toml'}" if is_review
            else "name a new folder: greylit init NAME",
        )  # fmt: skip
    if directory.exists() and not directory.is_dir():
        raise GreylitError(
            f"{directory} is a file, not a folder; nothing was written",
            code="FOLDER_NOT_EMPTY",
            where={"folder": str(directory)},
            hint="name a new folder: greylit init NAME",
        )
    directory.mkdir(parents=True, exist_ok=True)
