"""What waits for what, and how lateness travels."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.steering.action_plan.schedule import DependencyCircle, Step, check_no_circle, forecast, in_order, newly_late

TODAY = date(2026, 3, 10)


def test_circle_is_named() -> None:
    with pytest.raises(DependencyCircle) as refused:
        check_no_circle({"a": ["b"], "b": ["c"], "c": ["a"]})

    assert refused.value.keys[0] == refused.value.keys[-1]
    assert set(refused.value.keys) == {"a", "b", "c"}


def test_step_needed_twice_is_no_circle() -> None:
    order = in_order({"d": ["b", "c"], "b": ["a"], "c": ["a"]})

    assert order.index("a") < order.index("b") < order.index("d")


def test_open_step_past_its_date_is_expected_today() -> None:
    found = forecast([Step("a", date(2026, 3, 1))], today=TODAY)["a"]

    assert (found.expected_on, found.delay_days, found.because_of) == (TODAY, 9, None)


def test_done_step_delays_nothing() -> None:
    steps = [Step("a", date(2026, 1, 1), date(2026, 3, 9)), Step("b", date(2026, 3, 20), requires=("a",))]

    found = forecast(steps, today=TODAY)

    assert not found["b"].is_late
    assert not found["a"].is_late


def test_lateness_travels_and_names_its_cause() -> None:
    steps = [
        Step("a", date(2026, 5, 1)),
        Step("b", date(2026, 4, 1), requires=("a",)),
        Step("c", date(2026, 4, 15), requires=("b",)),
    ]

    found = forecast(steps, today=TODAY)

    assert found["b"].delay_days == 30
    assert (found["c"].delay_days, found["c"].because_of) == (16, "b")


def test_undated_step_and_unknown_need_are_never_late() -> None:
    found = forecast([Step("a", None, requires=("x",)), Step("b", date(2026, 4, 1), requires=("a",))], today=TODAY)

    assert not found["a"].is_late
    assert not found["b"].is_late


def test_moving_a_step_lists_what_becomes_late_but_not_itself() -> None:
    steps = [
        Step("a", date(2026, 4, 1)),
        Step("b", date(2026, 5, 1), requires=("a",)),
        Step("c", date(2026, 9, 1), requires=("b",)),
    ]

    changes = newly_late(steps, moved="a", due_on=date(2026, 6, 1), today=TODAY)

    assert [(after.key, before.delay_days, after.delay_days) for before, after in changes] == [("b", 0, 31)]


@given(
    st.lists(st.tuples(st.integers(0, 400), st.sets(st.integers(0, 11), max_size=3)), min_size=1, max_size=12),
)
def test_no_step_is_expected_before_what_it_waits_for(drawn: list[tuple[int, set[int]]]) -> None:
    steps = [
        Step(number, TODAY + timedelta(days - 100), requires=tuple(need for need in needs if need < number))
        for number, (days, needs) in enumerate(drawn)
    ]

    found = forecast(steps, today=TODAY)

    for step in steps:
        assert found[step.key].expected_on >= TODAY
        assert all(found[need].expected_on <= found[step.key].expected_on for need in step.requires)
