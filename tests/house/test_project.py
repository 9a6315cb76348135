"""Facts of the project: names, versions, licence, what is shipped, how it is tested."""

from __future__ import annotations

import re
import tomllib
import warnings
from typing import Any

from tests.house.sources import PACKAGES, ROOT, python_files

#: Lines of a module: longer than the first is worth a look, longer than the second is two subjects.
LONG, TOO_LONG = 350, 500


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_project_is_what_its_papers_say() -> None:
    facts = project()["project"]
    assert facts["name"] == "greylit"
    assert facts["requires-python"] == ">=3.11"
    assert facts["license"] == "Apache-2.0"
    assert facts["scripts"] == {"greylit": "harvest.cli:main"}
    assert facts["readme"] == "README.md"
    assert "Apache License" in (ROOT / "LICENSE").read_text()
    citation = (ROOT / "CITATION.cff").read_text()
    assert f"version: {facts['version']}" in citation
    assert "license: Apache-2.0" in citation


def test_the_cleaner_that_trafilatura_needs_is_named_by_us() -> None:
    names = [re.split(r"[<>=;\[]", each)[0].strip() for each in project()["project"]["dependencies"]]
    assert "lxml_html_clean" in names
    assert re.search(r"^lxml-html-clean==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)


def test_only_the_four_packages_are_shipped() -> None:
    wheel = project()["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert sorted(wheel["include"]) == sorted(f"/{name}" for name in (*PACKAGES, "scrapy.cfg"))


def test_the_fresh_machine_runs_what_the_readme_names_and_nothing_else() -> None:
    lines = [
        line.strip()
        for line in (ROOT / ".ci" / "run").read_text().splitlines()
        if line.strip() and not line.startswith("#")
    ]
    assert lines[-1] == "exec make test"
    other = re.compile(r"\b(?:pytest|ruff|mypy|tox|nox|unittest|pip)\b|^(?:exec )?make\b")
    assert not [line for line in lines[:-1] if other.search(line)]
    readme = (ROOT / "README.md").read_text()
    assert "make test" in readme and "make demo" in readme


def test_modules_are_short() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files(*PACKAGES, "tests", "bench", "docs")
    }
    long = {name: lines for name, lines in sorted(lengths.items()) if lines > LONG}
    if long:
        warnings.warn(f"worth a look: {long}", stacklevel=1)
    shipped = {name: lines for name, lines in long.items() if name.split("/")[0] in PACKAGES}
    assert not {name: lines for name, lines in shipped.items() if lines > TOO_LONG}
