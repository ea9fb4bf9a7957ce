"""What a change of many actions would do to a plan, and what undoing it would meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.accounts.models import User
from essaim.foundations.documents.queries import with_documents
from essaim.foundations.territory import queries as territory
from essaim.foundations.ui.sheets import Line, Sheet, plain
from essaim.steering.action_plan.bulk_edit import BulkEdit, Pilot, compare_edit
from essaim.steering.action_plan.models import (
    Action,
    ActionCommune,
    Axis,
    BulkChange,
    BulkChangeRow,
    PersonInAction,
    Plan,
)
from essaim.steering.action_plan.plan_sheet import VALUE_NAMES, ActionValues, PlanDiff, compare, header, row_of
from essaim.steering.action_plan.states import ActionState, BulkKind, BulkState, PersonRole


def known_communes(*, today: date) -> frozenset[str]:
    """Return the INSEE codes of the authority's communes on a day; none when no authority is set up."""
    return frozenset(commune.code for commune in territory.communes(today=today))


def values_of(action: Action) -> ActionValues:
    """Return what the sheet holds of an action; its axis and communes are best loaded before."""
    return ActionValues(
        plain(action.title),
        action.axis.number,
        plain(action.description),
        plain(action.plain_summary),
        tuple(sorted(row.commune_code for row in action.communes.all())),
    )


def actions_with_values(plan: Plan) -> list[Action]:
    """Return the actions of a plan in the order of their numbers, with what the sheet shows, in three queries."""
    pilots = PersonInAction.objects.filter(role=PersonRole.PILOT, ends_on__isnull=True).select_related("person")
    actions = plan.actions.select_related("axis", "plan").order_by("number")
    return list(actions.prefetch_related("communes", Prefetch("people", queryset=pilots, to_attr="current_pilots")))


def pilot_of(action: Action) -> Pilot | None:
    """Return who answers for an action read by actions_with_values."""
    parts: list[PersonInAction] = action.current_pilots  # type: ignore[attr-defined]
    return Pilot(parts[0].person_id, parts[0].person.full_name) if parts else None


def sheet_of(plan: Plan) -> tuple[list[str], list[list[object]]]:
    """Return a plan as a sheet: its header in the language of the page, one row an action."""
    return header(), [
        row_of(action.number, values_of(action), plain(action.axis.title)) for action in actions_with_values(plan)
    ]


def sheet_in(change: BulkChange) -> Sheet:
    """Return the sheet that was read when the change was prepared."""
    return Sheet(
        tuple(change.content["header"]),
        tuple(Line(number, tuple(cells)) for number, cells in change.content["lines"]),
    )


def diff_of(change: BulkChange, *, today: date) -> PlanDiff:
    """Say what a change would do to its plan as the plan is now."""
    actions = actions_with_values(change.plan)
    current = {action.number: values_of(action) for action in actions}
    if change.kind == BulkKind.EDIT:
        pilots = {action.number: pilot for action in actions if (pilot := pilot_of(action))}
        return compare_edit(BulkEdit.from_json(change.content["edit"]), current=current, pilots=pilots)
    communes = known_communes(today=today)
    return compare(
        sheet_in(change),
        current=current,
        axes=dict(change.plan.axes.values_list("number", "title")),
        is_known_commune=lambda code: not communes or code in communes,
    )


@dataclass(frozen=True, slots=True)
class UndoRow:
    """What undoing would do to one row of an applied change; obstacle is empty when nothing stands in the way."""

    row: BulkChangeRow
    title: str
    obstacle: str

    @property
    def is_removal(self) -> bool:
        """Tell whether undoing removes what the change created."""
        return self.row.before is None


def undo_rows(change: BulkChange) -> list[UndoRow]:
    """Say row by row what undoing would do, in a number of queries that does not grow with the rows."""
    rows = list(change.rows.all())
    actions = {action.pk: action for action in actions_with_values(change.plan)}
    axes = {axis.pk: axis for axis in change.plan.axes.all()}
    created = [row.target_pk for row in rows if row.before is None and row.target == "action"]
    hanging = _hanging(Action, created, besides=(ActionCommune,))
    # Documents name what they are attached to by plain values, which the registry of relations does not see.
    for key in with_documents("action_plan.action", [str(key) for key in created]):
        hanging[int(key)].append(pgettext("attached files", "documents"))
    pilots = {row.before["pilot"] for row in rows if row.before and row.before.get("pilot")}
    gone = set(User.objects.filter(pk__in=pilots, is_active=False).values_list("pk", flat=True))
    numbers = {axis.number for axis in axes.values()}
    obstacles = {
        row.pk: _obstacle_of_action(row, actions.get(row.target_pk), hanging, gone, numbers)
        for row in rows
        if row.target == "action"
    }
    # An axis goes after the actions that the same change put in it.
    leaving = {row.target_pk for row in rows if row.target == "action" and not obstacles[row.pk]}
    held_axes = {action.axis_id for action in actions.values() if action.pk not in leaving}
    hanging_axes = _hanging(Axis, [row.target_pk for row in rows if row.target == "axis"], besides=(Action,))
    found = []
    for row in rows:
        if row.target == "action":
            action = actions.get(row.target_pk)
            title = action.title if action else str(row.after["values"]["title"])
            found.append(UndoRow(row, title, obstacles[row.pk]))
        else:
            axis = axes.get(row.target_pk)
            obstacle = ""
            if axis is None:
                obstacle = _("It is no longer there.")
            elif row.target_pk in held_axes:
                obstacle = _("Actions have been put in it since.")
            elif row.target_pk in hanging_axes:
                obstacle = _hangs(hanging_axes[row.target_pk])
            found.append(UndoRow(row, axis.title if axis else str(row.after["title"]), obstacle))
    return found


def _obstacle_of_action(
    row: BulkChangeRow,
    action: Action | None,
    hanging: Mapping[int, list[str]],
    gone: Collection[int],
    axis_numbers: Collection[int],
) -> str:
    if action is None:
        return _("It is no longer there.")
    after = ActionValues.from_json(row.after["values"])
    before = ActionValues.from_json(row.before["values"]) if row.before else None
    current = values_of(action)
    touched = [name for name in VALUE_NAMES if before is None or getattr(before, name) != getattr(after, name)]
    if any(getattr(current, name) != getattr(after, name) for name in touched):
        return _("It was changed again since.")
    if before is not None and before.axis_number not in axis_numbers:
        return _("The axis it was in is no longer there.")
    if row.after.get("pilot") is not None:
        pilot = pilot_of(action)
        if pilot is None or pilot.pk != row.after["pilot"]:
            return _("Its pilot was changed again since.")
        if row.before is not None and row.before["pilot"] in gone:
            return _("The pilot it had no longer signs in.")
        if row.before is not None and row.before["pilot"] is None and action.state == ActionState.OPEN:
            return _("It was opened since, and must keep a pilot.")
    if row.before is None:
        if action.state != ActionState.PROPOSED:
            return _("It is no longer a proposal.")
        if row.target_pk in hanging:
            return _hangs(hanging[row.target_pk])
    return ""


def _hangs(names: list[str]) -> str:
    return _("Other things now depend on it: %(things)s.") % {"things": ", ".join(names)}


def _hanging(
    model: type[models.Model], keys: Collection[int], *, besides: tuple[type[models.Model], ...]
) -> dict[int, list[str]]:
    """
    Tell which rows of a model others point to, with the names of these others, one query a relation.

    The relations come from the registry, so that rooms above are seen too; the history of rows is not one.
    """
    found: dict[int, list[str]] = defaultdict(list)
    if not keys:
        return found
    for relation in model._meta.get_fields(include_hidden=True):
        if not (isinstance(relation, models.ManyToOneRel) and relation.field.concrete):
            continue
        other: Any = relation.related_model
        if other in besides or hasattr(other, "pgh_tracked_model"):
            continue
        name = relation.field.name
        for key in other._base_manager.filter(**{f"{name}__in": keys}).values_list(name, flat=True).distinct():
            found[key].append(str(other._meta.verbose_name_plural))
    return found


def can_still_undo(change: BulkChange, *, now: datetime) -> bool:
    """Tell whether a change is applied and its thirty days are not over."""
    until = change.undoable_until
    return change.state == BulkState.APPLIED and until is not None and now < until
