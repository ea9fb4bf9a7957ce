"""The test bench of a draft: each example judged by the draft and by the edition in force, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from essaim.delivery.calls_for_projects import rules
from essaim.delivery.calls_for_projects.facts import facts_from
from essaim.delivery.calls_for_projects.models import Edition, ExampleFile
from essaim.delivery.calls_for_projects.states import Verdict

from .editions import edition_on
from .eligibility import place_of, rules_of


@dataclass(frozen=True, slots=True)
class Trial:
    """
    An example and the verdicts on it.

    current: under the edition in force, None when there is none. reasons: what stands in the way under this edition.
    """

    example: ExampleFile
    own: rules.Judgement
    current: rules.Judgement | None

    @property
    def own_verdict(self) -> Verdict:
        """The verdict under this edition."""
        return Verdict(self.own.verdict.value)

    @property
    def current_verdict(self) -> Verdict | None:
        """The verdict under the edition in force."""
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
    def is_as_expected(self) -> bool | None:
        """Whether the verdict is the expected one; None when none is."""
        return self.example.expected == self.own_verdict if self.example.expected else None


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
                example,
                rules.judge(own_rules, facts),
                rules.judge(current_rules, facts) if current else None,
            )
        )
    return found, current
