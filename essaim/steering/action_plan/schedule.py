"""What waits for what: refuses circles, and carries lateness along the dependencies. Pure functions on days and keys."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


class DependencyCircle(ValueError):
    """A step would wait for itself, directly or through others; keys go round the circle once."""

    def __init__(self, keys: Sequence[Hashable]) -> None:
        """Keep the circle, from one step round to the same step."""
        super().__init__(" -> ".join(str(key) for key in keys))
        self.keys = tuple(keys)


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone, or an action seen as one: its key, the day it is due, the day it was done, what it waits for."""

    key: Hashable
    due_on: date | None
    done_on: date | None = None
    requires: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """
    What is to be expected of a step on a day.

    expected_on: the earliest day it can be done, not before today, its date or what it waits for; None without any date.
    delay_days: how many days after its own date that is; 0 when on time or undated.
    because_of: the step it waits for that pushes it furthest; None when nothing does.
    """

    key: Hashable
    expected_on: date | None
    delay_days: int
    because_of: Hashable | None

    @property
    def is_late(self) -> bool:
        """Tell whether the step is expected after its date."""
        return self.delay_days > 0


def check_no_circle(requires: Mapping[Hashable, Iterable[Hashable]]) -> None:
    """
    Refuse dependencies that go round.

    :param requires: each step's key to the keys it waits for
    :raises DependencyCircle: with the first circle found
    """
    in_order(requires)


def in_order(requires: Mapping[Hashable, Iterable[Hashable]]) -> list[Hashable]:
    """
    List the keys so that each comes after all it waits for; keys named only as required are included.

    :raises DependencyCircle: if there is no such order
    """
    done: dict[Hashable, None] = {}
    for start in requires:
        path: list[Hashable] = []
        stack: list[tuple[Hashable, bool]] = [(start, False)]
        while stack:
            key, is_left = stack.pop()
            if is_left:
                path.pop()
                done[key] = None
            elif key in path:
                raise DependencyCircle((*path[path.index(key) :], key))
            elif key not in done:
                path.append(key)
                stack.append((key, True))
                stack.extend((needed, False) for needed in requires.get(key, ()))
    return list(done)


def forecast(steps: Iterable[Step], *, today: date) -> dict[Hashable, Forecast]:
    """
    Say for each step when it can be expected, carrying lateness along what waits for what.

    A step not done by its date is expected today at the earliest. A required key that is not among the steps is ignored.

    :raises DependencyCircle: if the steps wait for each other in a circle
    """
    by_key = {step.key: step for step in steps}
    found: dict[Hashable, Forecast] = {}
    for key in in_order({step.key: [need for need in step.requires if need in by_key] for step in by_key.values()}):
        step = by_key[key]
        if step.done_on is not None:
            found[key] = Forecast(key, step.done_on, 0, None)
            continue
        expected = None if step.due_on is None else max(step.due_on, today)
        because_of = None
        for need in step.requires:
            awaited = found.get(need)
            if (
                awaited is None
                or awaited.expected_on is None
                or step.due_on is None
                or by_key[need].done_on is not None
            ):
                continue
            if expected is None or awaited.expected_on > expected:
                expected, because_of = awaited.expected_on, need
        delay = 0 if expected is None or step.due_on is None else (expected - step.due_on).days
        found[key] = Forecast(key, expected, delay, because_of)
    return found


def newly_late(steps: Sequence[Step], *, moved: Hashable, due_on: date, today: date) -> list[tuple[Forecast, Forecast]]:
    """
    List the other steps that become late, or later, if one step is moved to another day: (before, after) each.

    :raises DependencyCircle: if the steps wait for each other in a circle
    """
    before = forecast(steps, today=today)
    changed = [Step(s.key, due_on, s.done_on, s.requires) if s.key == moved else s for s in steps]
    after = forecast(changed, today=today)
    return [
        (before[key], after[key]) for key in after if key != moved and after[key].delay_days > before[key].delay_days
    ]
