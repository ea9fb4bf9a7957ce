"""The rules in force on a day, in one query, and where a commune stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, OuterRef, QuerySet
from django.urls import reverse

from essaim.delivery.calls_for_projects import rules
from essaim.delivery.calls_for_projects.models import Edition, Rule
from essaim.delivery.calls_for_projects.rules import RuleData
from essaim.foundations.audit_trail.memory import Memory
from essaim.foundations.territory.queries import Membership, membership_of, memberships_of
from essaim.foundations.ui.compact import COMPACT
from essaim.foundations.ui.compiled import CompiledQuery

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
    """No edition of a call is in force on a day; none at all where there is no such call."""

    def __init__(self, first_days: Sequence[date]) -> None:
        """Keep on which day the first of its editions came into force."""
        super().__init__()
        self.first_on = min(first_days, default=None)


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule as the evaluator takes it, with its words and where they were read."""

    data: rules.RuleData
    kind: str
    wording: str
    source: str
    source_url: str

    def described(self) -> dict[str, object]:
        """Return what is always said of the rule, whatever it answers."""
        return {
            "code": self.data.code,
            "kind": self.kind,
            "source": self.source,
            "source_url": self.source_url or None,
            "wording": self.wording,
            "certainty": self.data.certainty.value,
        }


@dataclass(frozen=True)
class Found:
    """An edition with its rules, in their order."""

    call: str
    call_name: str
    code: str
    title: str
    starts_on: date | None
    ends_on: date | None
    dates_certainty: str
    dates_note: str
    rules: tuple[RuleShown, ...]

    @cached_property
    def data(self) -> tuple[RuleData, ...]:
        """The rules as the evaluator takes them."""
        return tuple(rule.data for rule in self.rules)

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """Where each rule was read, by its code."""
        return {rule.data.code: rule.source for rule in self.rules}

    @cached_property
    def described(self) -> tuple[str, ...]:
        """What is always said of each rule, in their order, as JSON objects left open: the answer follows."""
        return tuple(COMPACT.encode(rule.described())[:-1] for rule in self.rules)

    @cached_property
    def days(self) -> str:
        """Its days and how sure they are, as JSON."""
        return COMPACT.encode(
            {
                "title": self.title,
                "starts_on": self.starts_on,
                "ends_on": self.ends_on,
                "certainty": self.dates_certainty,
                "note": self.dates_note or None,
                "url": self.url,
            }
        )

    @cached_property
    def url(self) -> str:
        """The address of the edition."""
        return reverse("calls_for_projects:edition", args=[self.call, self.code])

    @cached_property
    def test_url(self) -> str:
        """The address of the test of the call."""
        return reverse("calls_for_projects:eligibility", args=[self.call])


# The first columns of each row, and what Found calls them; the last holds the rules, as JSON.
EDITION = {
    "call": "call__slug",
    "call_name": "call__name",
    "code": "code",
    "title": "title",
    "starts_on": "starts_on",
    "ends_on": "ends_on",
    "dates_certainty": "dates_certainty",
    "dates_note": "dates_note",
}


def _with_rules(editions: QuerySet[Edition]) -> QuerySet[Edition, tuple[Any, ...]]:
    """Return a row an edition, with its rules in their order as one JSON array of arrays."""
    one = Func(*FIELDS, function="jsonb_build_array", output_field=JSONField())
    rows = Rule.objects.filter(edition=OuterRef("pk")).order_by("position", "pk").values_list(one)
    found = Func(ArraySubquery(rows), function="to_jsonb", output_field=JSONField())
    return editions.order_by().values_list(*EDITION.values(), found)


def _of_call(call: str) -> QuerySet[Edition, tuple[Any, ...]]:
    return _with_rules(Edition.objects.public().filter(call__slug=call))


def _one(pk: int) -> QuerySet[Edition, tuple[Any, ...]]:
    return _with_rules(Edition.objects.filter(pk=pk))


OF_CALL = CompiledQuery(_of_call, call="a call")
ONE = CompiledQuery(_one, pk=-1)


def _read_editions(call: str) -> tuple[Found, ...]:
    return tuple(_found(row) for row in OF_CALL.rows(call=call))


KEPT = Memory(_read_editions)


def rules_in_force(call: str, day: date, *, end: str | None = None) -> Found:
    """
    Return the edition of a call in force on a day with its rules, in one query, none for what is in memory.

    :param end: what audit_trail.memory.end_of_history() answers, to take what is in memory while nothing changed
    :raises NoEdition: if there is none
    """
    editions = _read_editions(call) if end is None else KEPT.get(call, end=end)
    for found in editions:
        if found.starts_on is not None and found.starts_on <= day and (found.ends_on is None or day < found.ends_on):
            return found
    raise NoEdition([row.starts_on for row in editions if row.starts_on is not None])


def rules_of(edition: Edition) -> Found:
    """Return an edition, a draft too, with its rules."""
    return _found(ONE.rows(pk=edition.pk)[0])


def _found(row: tuple[Any, ...]) -> Found:
    *head, found = row
    shown = tuple(_shown(values) for values in json.loads(found))
    return Found(**dict(zip(EDITION, head, strict=True)), rules=shown)


def _shown(values: Iterable[Any]) -> RuleShown:
    code, kind, parameters, certainty, wording, title, url, note = values
    sure = rules.Certainty(certainty)
    read = rules.read_rule(kind, parameters, is_lenient=sure == rules.Certainty.UNKNOWN)
    source = f"{title} – {note}" if title and note else title or note
    return RuleShown(rules.RuleData(code, read, sure), kind, wording, source, url or "")


def place_of(code: str, day: date, *, end: str | None = None) -> rules.Place:
    """Return where a commune stands with the authority on a day, by its INSEE code, old ones too; end as above."""
    return _place(code, membership_of(code, on=day, end=end))


def places_of(codes: Collection[str]) -> Callable[[str, date], rules.Place]:
    """Return what tells where each of many communes stands on a day, in three queries for all."""
    tell = memberships_of(codes)
    return lambda code, day: _place(code, tell(code, day))


def _place(code: str, found: Membership | None) -> rules.Place:
    if found is None:
        return rules.Place(code, "", rules.Standing.UNKNOWN)
    standing = rules.Standing.OUTSIDE
    if found.is_member:
        standing = rules.Standing.MEMBER
    elif found.shown_from is not None:
        standing = rules.Standing.MEMBER_SINCE
    return rules.Place(code, found.name, standing, found.shown_from)
