"""The rule over streams made here: valid, without look ahead, and honest where nothing can be shown."""

from __future__ import annotations

import random

import pytest

from harvest.saturation import Anytime, Event, Plan, Rule
from harvest.saturation.rule import Method
from harvest.saturation.sources import Source, Trigger


def made(seed: int, *, size: int = 400, relevant: int = 40, front: float = 0.9) -> list[Event]:
    """A stream of two sources: a share of the relevant documents is in its first half, the rest anywhere."""
    rng = random.Random(seed)
    early = sum(rng.random() < front for _ in range(relevant))
    places = rng.sample(range(size // 2), early) + rng.sample(range(size // 2, size), relevant - early)
    chosen = set(places)
    return [Event(rng.choice("ab"), f"d{number}", number in chosen) for number in range(size)]


def run(events: list[Event], labels: dict[str, bool] | None = None, plan: Plan | None = None) -> Rule:
    plan = plan or Plan()
    truth = labels or {each.document: each.relevant for each in events}
    pool = {name: sum(each.source == name for each in events) for name in "ab"}
    rule = Rule(pool, [(each.document, each.source) for each in events], truth.__getitem__, plan)
    for event in events:
        if rule.take(Event(event.source, event.document, truth[event.document])):
            break
    return rule


@pytest.mark.parametrize("method", ["exact", "ppr"])
@pytest.mark.parametrize("trigger", ["fast", "careful"])
def test_labels_after_the_stop_change_nothing(method: Method, trigger: Trigger) -> None:
    stopped = 0
    for seed in range(12):
        events, plan = made(seed), Plan(method=method, trigger=trigger, seed=seed)
        first = run(events, plan=plan)
        turned = {
            each.document: each.relevant != (number > first.read and each.document not in first.audited)
            for number, each in enumerate(events, 1)
        }
        again = run(events, turned, plan)
        assert (again.read, again.audited, again.bound) == (first.read, first.audited, first.bound)
        stopped += first.stopped and first.read < len(events)
    assert stopped > 3, "the rule never stops early, so that the test sees nothing"


def test_a_label_is_asked_for_only_of_a_document_that_is_unread_and_once() -> None:
    events = made(3, front=0.95)
    truth = {each.document: each.relevant for each in events}
    asked: list[str] = []
    seen: set[str] = set()

    def ask(document: str) -> bool:
        assert document not in seen
        asked.append(document)
        return truth[document]

    pool = {name: sum(each.source == name for each in events) for name in "ab"}
    rule = Rule(pool, [(each.document, each.source) for each in events], ask, Plan())
    for event in events:
        seen.add(event.document)
        if rule.take(event):
            break
    assert asked and len(asked) == len(set(asked)) and list(rule.audited) == asked


@pytest.mark.parametrize("method", ["exact", "ppr"])
def test_the_bound_is_wrong_no_more_often_than_is_said_when_the_order_lies(method: Method) -> None:
    """The worst order for a trigger: after the first half everything looks done, and a quarter is still to come."""
    wrong = early = 0
    for seed in range(200):
        events = made(seed, size=200, relevant=24, front=0.74)
        rule = run(events, plan=Plan(method=method, seed=seed))
        read = {each.document for each in events[: rule.read]} | set(rule.audited)
        recall = sum(each.relevant for each in events if each.document in read) / 24
        wrong += rule.bound > recall + 1e-9
        early += rule.stopped and rule.read < 200
    assert early > 20
    assert wrong <= 10 + 8, "five in a hundred, and what chance adds to that"


def test_the_ratio_passes_its_limit_no_more_often_than_is_said_with_reading_between_the_draws() -> None:
    """Looks after every draw, and documents read in between that were chosen with an eye on the labels."""
    passed = 0
    for seed in range(400):
        rng = random.Random(seed)
        labels = [number < 12 for number in range(120)]
        rng.shuffle(labels)
        unread, found = set(range(120)), 0
        state = Anytime(120)
        state.expect(3, 120)
        failed = False
        while unread:
            drawn = rng.choice(sorted(unread))
            state.draw(labels[drawn], found=found, unread=len(unread))
            unread.remove(drawn)
            found += labels[drawn]
            failed = failed or state.most_relevant(found=found, unread=len(unread)) < 12
            if labels[drawn] and unread:
                next_read = min(unread, key=lambda each: (labels[each], each))
                unread.remove(next_read)
                found += labels[next_read]
        passed += failed
    assert 0 < passed <= 20 + 9


def test_an_audit_that_finds_too_much_opens_the_source_and_reading_goes_on() -> None:
    events = [Event("a", f"a{n}", n < 20) for n in range(100)]
    events += [Event("b", f"b{n}", n < 5 or n >= 40) for n in range(80)]
    order = [each for pair in zip(events[:80], events[100:], strict=False) for each in pair] + events[80:100]
    rule = run(order)
    assert rule.audited and any(rule.audited.values())
    found = sum(each.relevant for each in order[: rule.read]) + sum(
        label
        for document, label in rule.audited.items()
        if document not in {e.document for e in order[: rule.read]}
    )
    assert rule.found == found and found / 65 >= rule.bound


def test_a_pool_that_is_read_to_its_end_is_exhausted_and_its_bound_is_one() -> None:
    events = [Event("ab"[n % 2], f"d{n}", n % 7 == 0) for n in range(30)]
    rule = run(events, plan=Plan(target=0.95, trigger="careful"))
    assert rule.stopped and rule.bound == 1.0
    assert rule.verdict().name == "exhausted"
    assert "nothing of documents that no source led to" in rule.verdict().sentence


def test_a_pool_without_any_relevant_document_is_never_certified_before_it_is_read() -> None:
    events = [Event("ab"[n % 2], f"d{n}", False) for n in range(60)]
    rule = run(events)
    assert rule.read == 60 and not rule.audited and rule.verdict().name == "exhausted"


def test_documents_that_are_counted_and_cannot_be_drawn_count_as_missed() -> None:
    events = [Event("a", f"d{n}", n < 30) for n in range(300)]
    listed = [(each.document, each.source) for each in events]
    truth = {each.document: each.relevant for each in events}
    rule = Rule({"a": 330}, listed, truth.__getitem__, Plan())
    assert not any(rule.take(event) for event in events)
    assert rule.verdict().name == "not_shown" and rule.bound <= 30 / 60
    assert Rule({"a": 300}, listed, truth.__getitem__, Plan()).more() is None


def test_a_slow_source_opens_at_a_relevant_document_unless_it_was_closed() -> None:
    for closed in (False, True):
        source = Source(100, "fast", closed=closed)
        for _ in range(20):
            source.take(False)
        assert source.slowing
        source.take(True)
        assert source.slowing is closed
        source.open_again()
        assert not source.slowing


def test_a_careful_source_without_a_relevant_document_is_read_nearly_to_its_end() -> None:
    source = Source(100, "careful")
    states = []
    for _ in range(100):
        source.take(False)
        states.append(source.slowing)
    assert states.index(True) == 94
