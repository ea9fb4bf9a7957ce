"""Rules of reminders, as data: each says on the screen what it does, when, how often at most, and what stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from . import kinds

if TYPE_CHECKING:
    from essaim.foundations.accounts.models import User


@dataclass(frozen=True, slots=True)
class Due:
    """
    Something open that one person is reminded of, from a day on.

    subject_key: what it is about, stable over time: "milestone:12".
    starts_on: first day of the reminder; in the future, it is shown as coming.
    subject, body: lazy texts, made in the recipient's language.
    url: path of the page where the thing is done.
    stops_when: what will end the reminder, as a sentence for its recipient; lazy.
    """

    recipient: User
    subject_key: str
    starts_on: date
    subject: object
    body: object
    url: str
    stops_when: object


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """
    One rule.

    key: room and matter, "action_plan.milestone_late"; it is also the kind of its messages.
    description: what the rule does, as a sentence shown on the screen.
    due: given the moment, lists everything open that the rule is about; what is closed is not in it, which stops
        its reminder. It may list things whose first day is to come.
    every: days between two reminders. maximum: how many are sent about one thing to one person, 1 or more.
    """

    key: str
    label: object
    description: object
    due: Callable[[datetime], Iterable[Due]]
    every: int
    maximum: int


class RuleNotAllowed(ValueError):
    """A rule would remind forever or every moment: every and maximum are 1 or more."""


_rules: dict[str, ReminderRule] = {}


def register(rule: ReminderRule) -> None:
    """
    Register a rule, and the kind of its messages; called in AppConfig.ready().

    :raises RuleNotAllowed: if every or maximum is under 1
    """
    if rule.every < 1 or rule.maximum < 1:
        raise RuleNotAllowed(rule.key)
    _rules[rule.key] = rule
    kinds.register(kinds.Kind(rule.key, rule.label, rule.description))


def rule_of(key: str) -> ReminderRule | None:
    """Return a rule; None if the room that had it is gone."""
    return _rules.get(key)


def all_rules() -> tuple[ReminderRule, ...]:
    """Return every rule, in the order of their registration."""
    return tuple(_rules.values())
