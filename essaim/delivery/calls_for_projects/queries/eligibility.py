"""The rules in force on a day, in one query, and where a commune stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from essaim.delivery.calls_for_projects import rules
from essaim.delivery.calls_for_projects.models import Edition, Rule
from essaim.delivery.calls_for_projects.rules import RuleData
from essaim.delivery.calls_for_projects.states import RULING
from essaim.foundations.territory.queries import membership_of

FIELDS = (
    "code",
    "kind",
    "parameters",
    "certainty",
    "wording",
    "source__title",
    "source__url",
    "source_note",
)


class NoEdition(LookupError):
    """No edition of this call is in force on that day, or there is no such call."""


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule as the evaluator takes it, with its words and where they were read."""

    data: rules.RuleData
    kind: str
    wording: str
    source: str
    source_url: str


@dataclass(frozen=True, slots=True)
class Found:
    """An edition with its rules, in their order."""

    call_name: str
    code: str
    title: str
    starts_on: date | None
    ends_on: date | None
    dates_certainty: str
    dates_note: str
    rules: tuple[RuleShown, ...]

    @property
    def data(self) -> tuple[RuleData, ...]:
        """The rules as the evaluator takes them."""
        return tuple(rule.data for rule in self.rules)


# The first columns of each row, and what Found calls them.
HEAD = ("call_name", "code", "title", "starts_on", "ends_on", "dates_certainty", "dates_note")
EDITION = ("call__name", "code", "title", "starts_on", "ends_on", "dates_certainty", "dates_note")


def rules_in_force(call: str, day: date) -> Found:
    """
    Return the edition of a call in force on a day with its rules, in one query.

    :raises NoEdition: if there is none
    """
    rows = Edition.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day), call__slug=call, state__in=RULING, starts_on__lte=day
    )
    found = _found(rows)
    if found is None:
        raise NoEdition(call)
    return found


def rules_of(edition: Edition) -> Found:
    """Return an edition, a draft too, with its rules."""
    found = _found(Edition.objects.filter(pk=edition.pk))
    assert found is not None
    return found


def _found(editions: Any) -> Found | None:
    """Read the rows of the rules of one edition; a left join, so that an edition without rules has a row too."""
    rows = list(
        editions.order_by("rules__position", "rules__pk").values_list(
            *EDITION, "rules__pk", *(f"rules__{name}" for name in FIELDS)
        )
    )
    if not rows:
        return None
    head = rows[0][: len(EDITION)]
    shown = tuple(_shown(row[len(EDITION) + 1 :]) for row in rows if row[len(EDITION)] is not None)
    return Found(**dict(zip(HEAD, head, strict=True)), rules=shown)


def _shown(values: Iterable[Any]) -> RuleShown:
    code, kind, parameters, certainty, wording, title, url, note = values
    sure = rules.Certainty(certainty)
    read = rules.read_rule(kind, parameters, is_lenient=sure == rules.Certainty.UNKNOWN)
    source = " – ".join(text for text in (title, note) if text)
    return RuleShown(rules.RuleData(code, read, sure), kind, wording, source, url or "")


def shown_rule(row: Rule) -> RuleShown:
    """Show one rule that was read with its source."""
    title, url = (row.source.title, row.source.url) if row.source else ("", "")
    return _shown((row.code, row.kind, row.parameters, row.certainty, row.wording, title, url, row.source_note))


def place_of(code: str, day: date) -> rules.Place:
    """Return where a commune stands with the authority on a day, by its INSEE code, old ones too."""
    found = membership_of(code, on=day)
    if found is None:
        return rules.Place(code, "", rules.Standing.UNKNOWN)
    standing = rules.Standing.OUTSIDE
    if found.is_member:
        standing = rules.Standing.MEMBER
    elif found.shown_from is not None:
        standing = rules.Standing.MEMBER_SINCE
    return rules.Place(code, found.name, standing, found.shown_from)
