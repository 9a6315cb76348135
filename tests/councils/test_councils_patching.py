"""Corrections as a patch that `patch` and `git apply` take, whatever program wrote the list."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from harvest.councils import as_csv, load
from harvest.councils.patching import corrected, difference

TEXT = (
    "gss_code,name,tier,website,committee_system,committee_url,source_of_each_fact\n"
    'E10000016,"Kent, County Council",county,https://www.kent.gov.uk,ModernGov,http://democracy.kent.gov.uk,"a; ""b"""\n'
    "E10000012,Essex County Council,county,https://www.essex.gov.uk,CMIS,http://cmis.essex.gov.uk/essexcmis5,x\n"
)
CHANGE = {"E10000016": {"committee_url": "https://democracy.kent.gov.uk", "no_such_column": "x"}}
LISTS = {
    "plain": TEXT.encode(),
    "excel": ("\ufeff" + TEXT.replace(",", ";").replace("\n", "\r\n")).encode(),
    "windows": TEXT.replace("Essex C", "Ess\xe9x C").encode("cp1252"),
    "tabs": TEXT.replace(",", "\t").encode(),
    "no end": TEXT.rstrip("\n").encode(),
    "last row without an end": "\n".join([*TEXT.splitlines()[:1], *reversed(TEXT.splitlines()[1:])]).encode(),
    "a value of two lines": TEXT.replace('"Kent, County', '"Kent,\nCounty').encode(),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("program", ["patch", "git"])
@pytest.mark.parametrize("file", ["councils.csv", "my lists/a list.csv"])
def test_a_patch_changes_one_row_and_nothing_else(tmp_path: Path, name: str, program: str, file: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"there is no {program} here")
    before = LISTS[name]
    after = corrected(before, CHANGE)
    assert after == before.replace(b"http://democracy", b"https://democracy")
    place = tmp_path / file
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(before)
    (tmp_path / "fix.patch").write_bytes(
        b"ok   Kent: moved: ModernGov at https://x\n" + difference(before, after, file)
    )
    words = ["patch", "-p1", "-i", "fix.patch"] if program == "patch" else ["git", "apply", "fix.patch"]
    if program == "patch" and name == "excel":
        words.insert(1, "--binary")
    ran = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert place.read_bytes() == after


def test_nothing_to_correct_is_no_patch() -> None:
    for data in (*LISTS.values(), b"", as_csv(load()).encode()):
        assert corrected(data, {}) == data == corrected(data, {"E99999999": {"committee_url": "x"}})
        assert difference(data, data, "x") == b""


def test_the_built_in_list_can_be_patched() -> None:
    data = as_csv(load()).encode()
    after = corrected(data, {each.gss_code: {"access_notes": 'a "b", c'} for each in load()})
    assert after.count(b"\n") == 318 and after.count(b'"a ""b"", c"') == 317
