"""Whatever keeps the first engine from answering, the second does, in time."""

from threading import Event

import pytest

from search.engines import Enough, Result, Term
from search.engines.fallback import Breaker, WithFallback
from search.planning import Plan
from search.query import Query


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Answering:
    """An engine that answers with one id."""

    def __init__(self, pk: int) -> None:
        self.pk = pk
        self.asked = 0

    def search(self, query: Query, plan: Plan, kinds: list[str]) -> Result:
        self.asked += 1
        return Result(ids=[self.pk])

    def beginning(self, *arguments: object) -> list[int]:
        return self.search(*arguments[:3]).ids

    def similar(self, *arguments: object) -> list[int]:
        return self.search(*arguments[:3]).ids


class Failing(Answering):
    def search(self, query: Query, plan: Plan, kinds: list[str]) -> Result:
        self.asked += 1
        raise ConnectionError


class Hanging(Answering):
    def __init__(self, pk: int) -> None:
        super().__init__(pk)
        self.ends = Event()

    def search(self, query: Query, plan: Plan, kinds: list[str]) -> Result:
        self.asked += 1
        self.ends.wait(30)
        return Result(ids=[self.pk])


def asked(engine: WithFallback) -> list[int]:
    return engine.search(Query("bok"), Plan(), ["note"]).ids


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_first_answers_when_it_can():
    engine = WithFallback(Answering(1), Answering(2))
    assert asked(engine) == engine.beginning(["bok"], [], "sv", ["note"], 3) == [1]
    assert engine.similar([Term(("bok",))], Enough(), "sv", ["note"], "", 3) == [1]


def test_when_it_fails_the_second_answers_and_the_first_is_left_alone_for_a_while(clock, caplog):
    first = Failing(1)
    engine = WithFallback(first, Answering(2), Breaker("Asking", clock))
    assert [asked(engine) for _time in range(5)] == [[2]] * 5
    assert first.asked == 1
    assert [record.getMessage() for record in caplog.records] == [
        "Asking failed (ConnectionError) and is left alone for a while."
    ]
    clock.now += 1.1
    assert asked(engine) == [2]
    assert first.asked == 2
    clock.now += 1.1
    asked(engine)
    assert first.asked == 2, "The second time the while is longer."


def test_a_break_is_never_longer_than_a_minute(clock):
    breaker = Breaker("Asking", clock)
    for _time in range(30):
        breaker.failed(ConnectionError())
    clock.now += 59
    assert not breaker.lets_pass()
    clock.now += 2
    assert breaker.lets_pass()
    assert not breaker.lets_pass(), "One at a time tries."


def test_when_it_answers_again_all_ask_it_again(clock, caplog):
    engine = WithFallback(Answering(1), Answering(2), Breaker("Asking", clock))
    engine.breaker.failed(ConnectionError())
    assert asked(engine) == [2]
    clock.now += 2
    assert [asked(engine) for _time in range(3)] == [[1]] * 3
    assert caplog.records[-1].getMessage() == "Asking works again."


def test_one_that_hangs_is_not_waited_for_and_asked_by_one_alone(clock):
    first = Hanging(1)
    engine = WithFallback(first, Answering(2), Breaker("Asking", clock))
    assert [asked(engine) for _time in range(20)] == [[2]] * 20
    assert first.asked == 1
    first.ends.set()


def test_while_the_first_may_count_what_is_gone_the_second_answers():
    behind = [True]
    engine = WithFallback(Answering(1), Answering(2), is_behind=lambda: behind[0])
    assert asked(engine) == [2]
    behind[0] = False
    assert asked(engine) == [1]


def test_what_the_second_raises_is_raised():
    engine = WithFallback(Failing(1), Failing(2))
    with pytest.raises(ConnectionError):
        asked(engine)
