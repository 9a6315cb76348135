"""Draws the picture of the README from real output: ``python docs/pictures/make.py``.

Runs the demonstration in a temporary folder, then the commands below, and draws what they print. Lines that are
longer than the picture is wide end in ``…``.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 112
COMMANDS = (
    "greylit records --year 2020.. --limit 4",
    "greylit show R00005 --passages 1",
    "greylit why http://www.gov.test/government/publications/joint-purchasing-in-the-marches",
)
FONT = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"


def main() -> None:
    """Write ``records.svg`` beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        _run("greylit demo greylit-demo --no-progress", folder)
        picture = draw(f"{folder}/greylit-demo")
    Path(__file__).with_name("records.svg").write_text(picture, encoding="utf-8")


def draw(demo: str) -> str:
    """Return the picture of the commands as they answer in the folder of a demonstration."""
    console = Console(record=True, width=WIDTH, highlight=False, markup=False, file=io.StringIO())
    for command in COMMANDS:
        console.print(Text(f"$ {command}", style="bold"))
        for line in _run(command, demo).splitlines():
            console.print(Text(line), overflow="ellipsis", no_wrap=True)
        console.print()
    return without_fonts(console.export_svg(title="greylit demo"))


def _run(command: str, folder: str) -> str:
    words = command.split()
    ran = subprocess.run(
        [sys.executable, "-m", "harvest", *words[1:]], cwd=folder, capture_output=True, text=True, check=True
    )
    return ran.stdout


def without_fonts(svg: str) -> str:
    """Return the picture with a font that every machine has in place of one that is loaded from outside."""
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family:\s*Fira Code,\s*monospace", f"font-family: {FONT}", svg)
    return svg.replace("font-family: arial", f"font-family: {FONT}")


if __name__ == "__main__":
    main()
