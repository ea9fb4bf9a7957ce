"""One edit of many actions: what was asked, and what it would change, action by action. Pure: values in, diff out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from essaim.foundations.ui.sheets import FieldDiff, Outcome

from .plan_sheet import ActionValues, PlanDiff, RowDiff, field_diffs


class NothingAsked(ValueError):
    """No action was chosen, or nothing to change in them."""


@dataclass(frozen=True, slots=True)
class Pilot:
    """Who answers for an action: the person's key and name."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """
    What to change in some actions of a plan; None leaves a value alone.

    :param numbers: the actions, by their numbers in the plan
    :param communes_added: INSEE codes, five characters each; so are communes_removed
    """

    numbers: tuple[int, ...]
    axis_number: int | None = None
    communes_added: tuple[str, ...] = ()
    communes_removed: tuple[str, ...] = ()
    description: str | None = None
    plain_summary: str | None = None
    pilot: Pilot | None = None

    def as_json(self) -> dict[str, object]:
        """Return plain values, such as are stored."""
        return {
            "numbers": list(self.numbers),
            "axis_number": self.axis_number,
            "communes_added": list(self.communes_added),
            "communes_removed": list(self.communes_removed),
            "description": self.description,
            "plain_summary": self.plain_summary,
            "pilot": [self.pilot.pk, self.pilot.name] if self.pilot else None,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> BulkEdit:
        """Read back what as_json gave."""
        values = dict(stored)
        for name in ("numbers", "communes_added", "communes_removed"):
            values[name] = tuple(values[name])  # type: ignore[arg-type]
        values["pilot"] = Pilot(*values["pilot"]) if values["pilot"] else None  # type: ignore[misc]
        return cls(**values)  # type: ignore[arg-type]

    @property
    def asks_nothing(self) -> bool:
        """Tell whether there is no action, or nothing to change in them."""
        return not self.numbers or self == BulkEdit(self.numbers)

    def applied_to(self, values: ActionValues) -> ActionValues:
        """Return an action's values as the edit leaves them."""
        communes = (set(values.communes) | set(self.communes_added)) - set(self.communes_removed)
        return replace(
            values,
            axis_number=values.axis_number if self.axis_number is None else self.axis_number,
            description=values.description if self.description is None else self.description,
            plain_summary=values.plain_summary if self.plain_summary is None else self.plain_summary,
            communes=tuple(sorted(communes)),
        )


def compare_edit(edit: BulkEdit, *, current: Mapping[int, ActionValues], pilots: Mapping[int, Pilot]) -> PlanDiff:
    """
    Say what an edit would do to each action chosen; an action that is gone is left out.

    :param current: the plan's actions by number
    :param pilots: who answers for each, by number; without one, the number is absent
    """
    rows = []
    for number in sorted(set(edit.numbers) & current.keys()):
        before = current[number]
        after = edit.applied_to(before)
        fields = field_diffs(before, after)
        pilot = pilots.get(number)
        if edit.pilot is not None and (pilot is None or pilot.pk != edit.pilot.pk):
            fields = (*fields, FieldDiff(_("Pilot"), pilot.name if pilot else "", edit.pilot.name))
        outcome = Outcome.CHANGED if fields else Outcome.UNCHANGED
        rows.append(RowDiff(number, outcome, number, before.title, after, fields))
    chosen = {row.number for row in rows}
    return PlanDiff(tuple(rows), (), tuple(sorted(current.keys() - chosen)))
