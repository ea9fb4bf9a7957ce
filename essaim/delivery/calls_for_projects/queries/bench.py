"""
The test bench of a draft: examples, and the files that were filed, judged by it and by another edition, side by side.

An example is judged beside the edition in force; a file that was filed, beside the edition it was filed under.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from essaim.delivery.calls_for_projects import rules
from essaim.delivery.calls_for_projects.facts import facts_from
from essaim.delivery.calls_for_projects.models import Application, Edition, ExampleFile
from essaim.delivery.calls_for_projects.rules.eligibility import FilingWindow
from essaim.delivery.calls_for_projects.states import Verdict

from .applications import fact_values_of
from .editions import edition_on
from .eligibility import place_of, places_of, rules_of

# Judging them all would take longer than a reader waits; the latest are those a new edition would meet again.
PAST_MAX = 2000
HEAVY = ("answers", "summary", "non_financial_note", "end_reason", "search_key")


@dataclass(frozen=True, slots=True)
class Compared:
    """The same facts judged by the edition on the bench, and by another one: None when there is none."""

    own: rules.Judgement
    current: rules.Judgement | None

    @property
    def own_verdict(self) -> Verdict:
        """The verdict under this edition."""
        return Verdict(self.own.verdict.value)

    @property
    def current_verdict(self) -> Verdict | None:
        """The verdict under the other edition."""
        return Verdict(self.current.verdict.value) if self.current else None

    @property
    def changes_verdict(self) -> bool:
        """Whether the verdict would change with this edition."""
        return self.current is not None and self.current.verdict != self.own.verdict

    @property
    def changes_cap(self) -> bool:
        """Whether the cap of the amount would change with this edition."""
        return self.current is not None and self.current.limits.cap_cents != self.own.limits.cap_cents

    @property
    def deciding(self) -> tuple[str, ...]:
        """The codes of the rules of this edition that refuse the file, or ask to discuss it."""
        return tuple(found.rule.code for found in self.own.rules if found.outcome.result.decides)


@dataclass(frozen=True, slots=True)
class Trial(Compared):
    """An example and the verdicts on it."""

    example: ExampleFile

    @property
    def is_as_expected(self) -> bool | None:
        """Whether the verdict is the expected one; None when none is."""
        return self.example.expected == self.own_verdict if self.example.expected else None


@dataclass(frozen=True, slots=True)
class PastTrial(Compared):
    """An application that was filed, and the verdicts on what it said that day."""

    application: Application


def trials(edition: Edition, *, today: date) -> tuple[list[Trial], Edition | None]:
    """Judge every example of an edition, and say by which edition in force they are judged beside; a query a commune."""
    current = edition_on(edition.call, today)
    if current is not None and current.pk == edition.pk:
        current = None
    find_place = cache(place_of)
    own_rules = rules_of(edition).data
    current_rules = rules_of(current).data if current else ()
    found = []
    for example in ExampleFile.objects.filter(edition=edition).select_related("edition__call").order_by("pk"):
        facts = facts_from(example.facts, find_place)
        found.append(
            Trial(
                own=rules.judge(own_rules, facts),
                current=rules.judge(current_rules, facts) if current else None,
                example=example,
            )
        )
    return found, current


def past_trials(edition: Edition) -> tuple[list[PastTrial], int]:
    """
    Judge the files of a call, as they were filed, by an edition and by their own; and say how many were filed in all.

    The latest PAST_MAX, in a number of queries that does not depend on theirs. The days between which an edition takes
    applications are left aside: by them alone, whatever was filed before would be refused.
    """
    filed = Application.objects.filed().filter(call=edition.call_id)
    rows = list(
        filed.select_related("edition__call", "call", "organization")
        .prefetch_related("communes")
        .defer(*HEAVY)
        .order_by("-filed_at", "-pk")[:PAST_MAX]
    )
    find_place = cache(places_of({commune.code for row in rows for commune in row.communes.all()}))
    rules_by = {found.pk: _but_days(found) for found in {row.edition_id: row.edition for row in rows}.values()}
    own_rules, trials = _but_days(edition), []
    for row in rows:
        facts = facts_from(fact_values_of(row, on=row.filed_on), find_place)  # type: ignore[arg-type]
        judged = rules.judge(rules_by[row.edition_id], facts)
        trials.append(PastTrial(own=rules.judge(own_rules, facts), current=judged, application=row))
    return trials, len(rows) if len(rows) < PAST_MAX else filed.count()


def _but_days(edition: Edition) -> tuple[rules.RuleData, ...]:
    return tuple(rule for rule in rules_of(edition).data if not isinstance(rule.kind, FilingWindow))
