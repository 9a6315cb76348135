"""Reading the code blocks of a Markdown page, and running their commands as a reader would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

_BLOCK = re.compile(r"^((?:<!--[^>]*-->\n)*)```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"<!--\s*(not run|exits with|file|has):?\s*(.*?)\s*-->")
#: A command that ends with a gap is no failure of the page: these end with 3 on the miniature web.
_MAY_BE_PARTIAL = re.compile(r"greylit (?:run|demo)\b")


@dataclass(frozen=True)
class Block:
    """One block: its language, its text, and the marks in the comments before it."""

    language: str
    text: str
    marks: dict[str, str]

    @property
    def runs(self) -> bool:
        return self.language in ("sh", "console") and "not run" not in self.marks

    def commands(self) -> list[tuple[str, list[str]]]:
        """Return each command with the lines of output that the page shows for it."""
        if self.language == "sh":
            return [(self.text.rstrip(), [])]
        found: list[tuple[str, list[str]]] = []
        for line in self.text.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
        return found


def blocks(page: Path) -> list[Block]:
    """Return the code blocks of a page in order."""
    return [
        Block(language, text, dict(_MARK.findall(comments)))
        for comments, language, text in _BLOCK.findall(page.read_text(encoding="utf-8"))
    ]


def page_marks(page: Path) -> dict[str, str]:
    """Return the marks at the top of a page."""
    return dict(_MARK.findall(page.read_text(encoding="utf-8").partition("# ")[0]))


def shown_as(expected: list[str], output: str) -> str | None:
    """Return the first expected line that is not in the output where it should be, or ``None``.

    ``...`` stands for anything: within a line for the rest of it or a part, alone for any lines.
    """
    lines, at, gap = output.splitlines(), 0, False
    for want in expected:
        if want.strip() == "...":
            gap = True
            continue
        pattern = re.compile(
            r"\s+".join(".*".join(map(re.escape, word.split("..."))) for word in want.split())
        )
        reach = lines[at:] if gap else lines[at : at + 1]
        place = next((n for n, line in enumerate(reach) if pattern.fullmatch(line.strip())), None)
        if place is None:
            return want
        at, gap = at + place + 1, False
    return None


class Shell:
    """Runs commands one after the other; the folder they change to holds for the next one."""

    def __init__(self, folder: Path, proxy: str) -> None:
        self.folder = folder
        self._environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "GREYLIT_PROXY": proxy,
            "PYTHONPATH": "",
            "PYTHONUTF8": "1",
        }

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run one command, or the lines of a script."""
        script = f'{command}\ncode=$?\npwd > "$PLACE"\nexit $code'
        place = self.folder / ".place"
        ran = subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env={**self._environment, "PLACE": str(place)},
            capture_output=True, text=True, timeout=150,
        )  # fmt: skip
        self.folder = Path(place.read_text().strip())
        place.unlink()
        return ran


def fitting(command: str, block: Block) -> tuple[int, ...]:
    """Return the exit codes that a command may end with."""
    if code := block.marks.get("exits with"):
        return (int(code),)
    return (0, 3) if _MAY_BE_PARTIAL.match(command) else (0,)
