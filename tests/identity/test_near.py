"""Texts that are nearly the same: found in every order, by signatures that are the same in every process."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.identity.compared import Compared, alike
from harvest.identity.near import (
    Signature,
    StaleSignatureError,
    candidates,
    containing,
    near_pairs,
    signature,
)
from harvest.identity.shingles import held, share, shingles, words


def text(seed: int, count: int = 300) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choices("abcdefghiklmnoprstuvw", k=6)) for _ in range(count)]


def changed(made: list[str], every: int) -> str:
    return " ".join(f"other{at}" if at % every == 0 else word for at, word in enumerate(made, 1))


def verify(texts: dict[str, str]) -> Callable[[str, str], float]:
    return lambda one, two: alike(shingles(texts[one]), shingles(texts[two]))


def test_near_texts_are_pairs_and_others_are_none() -> None:
    texts = {"a": " ".join(text(1)), "b": changed(text(1), 60), "c": " ".join(text(2)), "d": "", "e": "..."}
    found = near_pairs({name: signature(each) for name, each in texts.items()}, verify(texts))
    assert [(one, two) for one, two, _ in found] == [("a", "b")] and 0.8 < found[0][2] < 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.tuples(st.integers(0, 5), st.integers(20, 90)), max_size=14))
def test_pairs_are_the_same_in_every_order(seed: int, made: list[tuple[int, int]]) -> None:
    texts = {f"{at:02}": changed(text(of), every) for at, (of, every) in enumerate(made)}
    signatures = {name: signature(each) for name, each in texts.items()}
    names = list(signatures)
    random.Random(seed).shuffle(names)
    mixed = {name: signatures[name] for name in names}
    assert near_pairs(mixed, verify(texts)) == near_pairs(signatures, verify(texts))


def test_a_signature_is_the_same_in_another_process() -> None:
    code = "import sys; from harvest.identity.near import signature; sys.stdout.write(signature(sys.argv[1]).hex())"
    told = " ".join(text(1, 60)) + " na\u00efve \u2013 ISBN 978-1-84369-123-5"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, told], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout.decode()
        for seed in ("1", "2")
    }
    assert runs == {signature(told).hex()}


def test_a_signature_is_read_back_as_it_was_and_one_of_another_version_is_refused() -> None:
    own = Signature.of(" ".join(text(1)))
    again = Signature.read(bytes(own))
    assert bytes(again) == bytes(own) and again.words == own.words == 296 and again.same == own.same
    for wrong in (b"", b"g0" + bytes(own)[2:], bytes(own)[:40], bytes(own)[:-3], b"x" * 900):
        with pytest.raises(StaleSignatureError):
            Signature.read(wrong)


def test_a_stored_signature_is_used_and_a_stale_one_made_again() -> None:
    texts, asked = {"a": " ".join(text(1)), "b": " ".join(text(2))}, []

    def read(wanted: object) -> dict[str, str]:
        asked.append(sorted(wanted))  # type: ignore[call-overload]
        return texts

    compared = Compared({}, read, {"a": signature(texts["a"]), "b": b"g0 of another version"})
    assert sorted(compared.signatures(["a", "b", "a"])) == ["a", "b"] and asked == [["b"]]
    compared.signatures(["b"])
    assert asked == [["b"]]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("The King\u2019s  plan\nfor care", "THE KINGS PLAN - for care"), ("co\ufb03n & caf\u00e9", "coffin and cafe\u0301"),
        ("alli\u00adance \u2022 of\u00a0four", "alliance of four"), ("a_b (c)", "a b c"),
    ],
)  # fmt: skip
def test_texts_that_only_differ_in_spelling_are_the_same(one: str, two: str) -> None:
    assert words(one) == words(two)
    assert Signature.of(one).same == Signature.of(two).same


def test_texts_without_latin_letters_have_words_too() -> None:
    assert len(words("\u0627\u0644\u0635\u062d\u0629 \u0648\u0627\u0644\u0631\u0639\u0627\u064a\u0629")) == 2
    assert words("\ud800 a") and signature("\ud800")


def test_short_texts_are_compared_as_a_whole() -> None:
    assert alike(shingles("to note the report"), shingles("To note the report.")) == 1.0
    assert alike(shingles("to note the report"), shingles("to note the plan")) == 0.0
    assert alike(None, shingles("a")) == alike(shingles(""), shingles("")) == 0.0


def test_a_longer_text_is_nearly_a_shorter_one_only_up_to_twice_its_length() -> None:
    own, more = text(1), text(2, 900)
    assert alike(shingles(" ".join(own)), shingles(" ".join((*own, *more[:250])))) > 0.9
    assert alike(shingles(" ".join(own)), shingles(" ".join((*own, *more)))) == 0.0
    assert held(shingles(" ".join(own)), shingles(" ".join((*own, *more)))) > 0.97
    assert 0.2 < share(shingles(" ".join(own)), shingles(" ".join((*own, *more)))) < 0.3


def test_what_holds_another_text_is_found_within_its_group_only() -> None:
    own, more = text(1), text(2, 2000)
    texts = {
        "pack": " ".join((*more[:700], *own, *more[700:])),
        "report": " ".join(own),
        "other": " ".join(text(3)),
    }
    known = {name: Signature.of(each) for name, each in texts.items()}
    assert list(containing(known, [texts], 1.3)) == [("pack", "report")]
    assert list(containing(known, [["pack", "other"], ["report", "missing"]], 1.3)) == []
    assert list(containing(known, [texts], 20)) == []


def test_a_page_that_stands_everywhere_makes_no_flood_of_pairs() -> None:
    one = Signature.of("we use cookies " * 20)
    assert len(list(candidates({f"{at:04}": one for at in range(1000)}))) == 999
