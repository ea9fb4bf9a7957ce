"""A kind of message and a rule of reminders, without an upper room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import pytest

from essaim.foundations.accounts.models import User
from essaim.foundations.notifications import kinds, rules


class Things:
    """What is open: recipients by thing, and the first day of their reminder."""

    def __init__(self) -> None:
        """Start with nothing open."""
        self.open: dict[str, tuple[User, date]] = {}

    def due(self, now: datetime) -> Iterable[rules.Due]:
        """List what is open."""
        for key, (recipient, starts_on) in self.open.items():
            yield rules.Due(
                recipient,
                key,
                starts_on,
                f"Chose {key}",
                "À faire.",
                f"/choses/{key}/",
                "Elle s’arrête une fois faite.",
            )


@pytest.fixture(autouse=True)
def _registries() -> Iterator[None]:
    """Start with no rule but the tests' own, and give the others back."""
    kept_kinds, kept_rules = dict(kinds._kinds), dict(rules._rules)
    kinds._kinds.clear()
    rules._rules.clear()
    kinds.register(kinds.Kind("tests.news", "Nouvelles", "Ce qui arrive."))
    yield
    kinds._kinds.clear()
    kinds._kinds.update(kept_kinds)
    rules._rules.clear()
    rules._rules.update(kept_rules)


@pytest.fixture
def things(_registries: None) -> Things:
    """A rule that reminds of things every 7 days, 3 times at most."""
    made = Things()
    rules.register(
        rules.ReminderRule("tests.rule", "Choses", "Rappelle les choses à faire.", made.due, every=7, maximum=3)
    )
    return made
