"""Words: those that users never read here, and those that do not belong into the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from harvest.cli import COMMANDS, greylit
from tests.house.sources import ROOT, python_files, strings, text_files

#: Words of other trades, and claims that no search can make good.
NEVER = re.compile(
    r"\b(?:hits?|scrap(?:e[ds]?|ing|ers?)|snowball(?:s|ed|ing)?|complet(?:e|es|ed|ely|eness)|complian(?:t|ce))\b",
    re.IGNORECASE,
)
#: Places where one of these words is right, each with the reason.
RIGHT: dict[tuple[str, str], str] = {
    (
        "harvest/text/pdfs/meta_date_words.py",
        "completed",
    ): "stands in documents, beside their dates; nobody is told it",
}

#: What says where or how the project is made, and not what it is.
FOREIGN = re.compile(
    # addresses of one machine, numbers of one tracker, hosts of one registry
    r"(?<![\w.:/])/(?:home|root|Users|w[o]rk)/\w"
    r"|(?:issue|PR|pull request)s? ?#\d+|/(?:issues|pull)/\d+"
    # `greylit cite --index-url NAME=URL` is no registry's
    r"|--extra-index-url|\b(?:pip|uv)\b.*--index-url|--index-url[\s=\"',]+https?:|\b(?:test\.)?pypi\.org|pythonhosted|artifactory|\bnexus\b",
    re.IGNORECASE,
)
#: "agent" means the name a crawler goes by, and nothing else.
AGENT = re.compile(r"\bagents?\b", re.IGNORECASE)
USER_AGENT = re.compile(r"user[- _]?agents?|robots_agent|http-header-user-agent", re.IGNORECASE)
#: In prose a "session" is nobody's here; in code it is pytest's, requests' or the operating system's.
SESSION = re.compile(r"\bsessions?\b", re.IGNORECASE)
PROSE = {".md", ".toml", ".cff", ".svg", ".sql", ""}
HERE = "tests/house/test_words.py"


def said_to_users() -> Iterator[tuple[str, str]]:
    """Yield place and text of everything that a user may read."""
    for page in [
        ROOT / "README.md",
        *sorted((ROOT / "docs").rglob("*.md")),
        *sorted((ROOT / "docs").rglob("*.svg")),
    ]:
        yield str(page.relative_to(ROOT)), page.read_text(encoding="utf-8")
    for page in sorted((ROOT / "harvest" / "templates").rglob("*")):
        if page.is_file():
            yield str(page.relative_to(ROOT)), page.read_text(encoding="utf-8")
    context = click.Context(greylit)
    for name in (name for group in COMMANDS.values() for name in group):
        command = greylit.get_command(context, name)
        assert command is not None
        yield f"greylit {name}", command.get_help(click.Context(command, info_name=name))
    yield "greylit", greylit.get_help(context)
    for path in python_files("harvest", "crawler", "spiders", "store"):
        if "corpus" not in path.parts:
            for line, text in strings(path):
                yield f"{path.relative_to(ROOT)}:{line}", text


def test_users_never_read_words_of_other_trades_or_claims_of_having_everything() -> None:
    places = list(said_to_users())
    assert len(places) > 1000, "the check reads nothing"
    found = [
        f"{place}: {match.group()}"
        for place, text in places
        for match in NEVER.finditer(text)
        if (place.split(":")[0], match.group().lower()) not in RIGHT
    ]
    assert not found


@pytest.mark.parametrize("word", ["hit", "Scraping", "snowballing", "complete", "compliance"])
def test_the_words_would_be_seen(word: str) -> None:
    assert NEVER.search(f"a {word} b")
    assert not NEVER.search("Scrapy, snowballstemmer, white, completion")


@pytest.mark.parametrize(
    "line",
    [
        "pip install --index-url=https://packages.example/simple greylit",
        "python -m pip install --extra-index-url https://packages.example/simple greylit",
        '_pip(home, "--extra-index-url", url)',
        '[python, "-m", "pip", "install", "--index-url", url]',
        "--index-url https://packages.example/simple",
        "args = ['--index-url', 'https://packages.example/simple']",
    ],
)
def test_addresses_of_package_registries_would_be_seen(line: str) -> None:
    assert FOREIGN.search(line)


def test_the_address_of_a_citation_index_is_no_package_registry() -> None:
    assert not FOREIGN.search("greylit cite --seeds seeds.txt --index-url openalex=http://127.0.0.1:8799")
    assert not FOREIGN.search('@click.option("--index-url", "urls", multiple=True, metavar="NAME=URL")')


def test_the_project_speaks_of_itself_alone() -> None:
    found = []
    for path in text_files():
        place = str(path.relative_to(ROOT))
        if place == HERE:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := FOREIGN.search(line):
                found.append(f"{place}:{number}: {match.group()}")
            if path.suffix in PROSE and SESSION.search(line):
                found.append(f"{place}:{number}: session")
            if path.suffix == ".md" and AGENT.search(USER_AGENT.sub("", line)):
                found.append(f"{place}:{number}: agent")
    assert not found


def test_the_locked_requirements_name_packages_and_hashes_only() -> None:
    for path in sorted(ROOT.glob("requirements*.txt")):
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            assert re.match(
                r"(?:[\w.-]+(?:\[[\w,-]+\])?==\S+.*|\s+--hash=sha256:[0-9a-f]{64}(?: \\)?|#.*|)$", line
            ), line
