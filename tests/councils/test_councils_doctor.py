"""`greylit doctor --councils` against the councils of the miniature web."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvest.councils import load
from harvest.demo.answers import Answer, Request
from harvest.demo.councils.authored import councils
from harvest.demo.councils.generator import list_text
from harvest.demo.hosts import COUNCIL_HOSTS
from harvest.demo.scene import Scene
from harvest.demo.server import MiniWeb
from tests.cli.said import Greylit, check_refusal
from tests.councils.conftest import FEW
from tests.councils.test_councils_command import PROTOCOL


def _old_place(request: Request, scene: Scene) -> Answer:
    if request.path == "/robots.txt":
        return Answer(404, b"")
    return Answer(301, b"", (("Location", f"http://democracy.psi.test{request.path}"),))


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[MiniWeb]:
    monkeypatch.setitem(COUNCIL_HOSTS, "old.psi.test", _old_place)
    with MiniWeb() as running:
        yield running


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A review whose list has Psi at the place that it has left."""
    text = PROTOCOL.replace('select = { names = "Kent" }\n', "").replace('"5s"', '"1ms"')
    (tmp_path / "protocol.toml").write_text(text.replace("#LIST", 'list = "councils.csv"'))
    (psi,) = (each for each in councils() if each.key == "psi")
    assert psi.papers == "democracy.psi.test" and not psi.root
    listed = list_text([each for each in councils() if each.key in FEW])
    assert "http://democracy.psi.test" in listed
    (tmp_path / "councils.csv").write_text(listed.replace("http://democracy.psi.test", "http://old.psi.test"))
    return tmp_path


def test_each_committee_system_is_asked_politely_and_told_of(
    say: Greylit, web: MiniWeb, review: Path
) -> None:
    said = say("doctor", "--councils", "--proxy", web.proxy, "--json", cwd=review)
    found = said.json()
    outcomes = {each["councils"][0]["name"].split()[0]: each["outcome"] for each in found["portals"]}
    assert outcomes == {
        "Psi": "moved",
        "Xi": "answers",
        "Mu": "answers",
        "Pi": "refused",
        "Rho": "refused",
        "Phi": "not asked",
    }
    assert said.code == 1 and found["ok"] is False and found["schema"] == "greylit/doctor-councils/1"
    assert (
        sum(number for word, number in found["totals"].items() if word != "portals")
        == found["totals"]["portals"]
        == 6
    )
    paths: dict[str, list[str]] = {}
    for each in web.requests:
        paths.setdefault(each.host, []).append(each.path)
    assert all(of[0] == "/robots.txt" for host, of in paths.items() if host)
    assert paths["democracy.rho.test"] == ["/robots.txt"]


def test_the_patch_mends_the_list_and_nothing_is_changed_by_itself(
    say: Greylit, web: MiniWeb, review: Path
) -> None:
    before = {path.name: path.read_bytes() for path in review.iterdir()}
    said = say("doctor", "--councils", "--name", "Psi District Council", "--proxy", web.proxy, cwd=review)
    assert (
        said.code == 1 and "Psi District Council: moved: ModernGov at http://democracy.psi.test" in said.out
    )
    assert {path.name: path.read_bytes() for path in review.iterdir()} == before
    (review / "fix.patch").write_text(said.out)
    ran = subprocess.run(["patch", "-p1", "-i", "fix.patch"], cwd=review, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (psi,) = (each for each in load(review / "councils.csv") if each.slug == "psi")
    assert psi.committee_url == "http://democracy.psi.test"
    assert "answered greylit doctor on 20" in psi.source_of_each_fact
    again = say("doctor", "--councils", "--name", "Psi District Council", "--proxy", web.proxy, cwd=review)
    assert again.code == 0 and "+++" not in again.out


def test_councils_are_asked_in_the_name_of_a_review(say: Greylit, tmp_path: Path) -> None:
    check_refusal(say("doctor", "--councils", cwd=tmp_path), 4, "contact", "greylit init")


@pytest.mark.parametrize("words", ["doctor --name Kent", "doctor govuk --councils"])
def test_words_that_do_not_go_together_are_an_error(say: Greylit, tmp_path: Path, words: str) -> None:
    assert say(*words.split(), cwd=tmp_path).code == 2


def test_a_name_that_no_council_of_the_list_has_is_an_error(say: Greylit, review: Path) -> None:
    check_refusal(say("doctor", "--councils", "--name", "Kent", cwd=review), 4, '"Kent"')


def test_real_hosts_are_not_asked_with_an_example_as_contact(
    say: Greylit, web: MiniWeb, tmp_path: Path
) -> None:
    (tmp_path / "protocol.toml").write_text(PROTOCOL)
    said = say("doctor", "--councils", "--proxy", web.proxy, cwd=tmp_path)
    check_refusal(said, 2, "democracy.kent.gov.uk is real", "contact")
    assert not web.requests


def test_a_council_that_does_not_resolve_is_told_and_left_as_it_is(say: Greylit, tmp_path: Path) -> None:
    """Without a proxy: names below .test lead nowhere."""
    (tmp_path / "protocol.toml").write_text(
        PROTOCOL.replace('select = { names = "Kent" }', 'list = "councils.csv"').replace('"5s"', '"1ms"')
    )
    (tmp_path / "councils.csv").write_text(list_text([each for each in councils() if each.key == "xi"]))
    said = say("doctor", "--councils", cwd=tmp_path)
    assert (
        said.code == 1
        and "not resolved: the host name does not resolve" in said.out
        and "+++" not in said.out
    )
