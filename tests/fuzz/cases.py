"""What the fuzzing has in common: how many cases, how they are counted, and how good bytes are made bad."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

#: Cases of a target in `make test`, and in `make test-slow`.
QUICK, MANY = 60, 20_000
both = pytest.mark.parametrize("cases", [QUICK, pytest.param(MANY, marks=pytest.mark.slow)])


def fuzz(
    request: pytest.FixtureRequest, cases: int, check: Callable[[Any], None], strategy: st.SearchStrategy[Any]
) -> None:
    """Run ``check`` on so many cases. It fails by an exception; the cases and the slowest one are reported."""
    told = {"cases": 0, "slowest": 0.0}

    def one(case: Any) -> None:
        began = time.perf_counter()
        check(case)
        told["cases"] += 1
        told["slowest"] = max(told["slowest"], time.perf_counter() - began)

    run = settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )(given(strategy)(one))
    run()
    request.node.user_properties.append(
        ("fuzzed", (request.node.originalname, told["cases"], told["slowest"]))
    )
    assert told["cases"] >= cases // 2, "the strategy makes too few cases"


@st.composite
def spoilt(draw: st.DrawFn, good: list[bytes], tokens: list[bytes]) -> bytes:
    """Return good bytes that were spoilt: cut, repeated, mixed with tokens, with other bytes, with one another."""
    body = draw(st.sampled_from(good))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body)))
        to = min(len(body), at + draw(st.integers(0, 80)))
        match draw(st.integers(0, 7)):
            case 0:
                body = body[:at] + body[to:]
            case 1:
                body = body[:to] + body[at:to] * draw(st.sampled_from([1, 3, 50])) + body[to:]
            case 2 | 3 | 4:
                body = body[:at] + draw(st.sampled_from(tokens)) + body[to if draw(st.booleans()) else at :]
            case 5:
                body = body[:at] + draw(st.binary(max_size=12)) + body[at:]
            case 6:
                body = body[:at]
            case 7:
                body = body[:at] + draw(st.sampled_from(good))[at:]
    return body


def bodies(good: list[bytes], tokens: list[bytes]) -> st.SearchStrategy[bytes]:
    """Return bytes of every sort: mostly spoilt ones, some made of tokens, some of nothing."""
    return (
        spoilt(good, tokens)
        | spoilt(good, tokens)
        | st.lists(st.sampled_from(tokens) | st.binary(max_size=8), max_size=30).map(b"".join)
        | st.binary(max_size=200)
    )
