"""Many actions changed at once: from a spreadsheet or by one edit, seen first, applied whole, undone within thirty days."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.sheets import read_sheet
from essaim.steering.action_plan import permissions, queries
from essaim.steering.action_plan.bulk_edit import BulkEdit, NothingAsked
from essaim.steering.action_plan.models import (
    Action,
    ActionCommune,
    Axis,
    BulkChange,
    BulkChangeRow,
    PersonInAction,
    Plan,
    Source,
)
from essaim.steering.action_plan.plan_sheet import ActionValues, PlanDiff, RowDiff, places_of_columns
from essaim.steering.action_plan.states import BULK_MOVES, BulkKind, PersonRole


class PlanChangedSince(Exception):
    """What would be written is no longer what was shown: look again, then confirm."""


class RowsInError(Exception):
    """A row of the file must be mended first: nothing is written."""


class NothingToDo(Exception):
    """The plan already is as the change would make it."""


class UndoExpired(Exception):
    """A change is undone within thirty days, or never."""


class NothingUndone(Exception):
    """Every row was changed again since: nothing was undone."""


def _locked_plan(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def _locked_actions(plan: Plan) -> dict[int, Action]:
    """Lock every action of a plan, in the order of their keys, so that nothing moves between the check and the change."""
    rows = Action.objects.select_for_update(of=("self",)).filter(plan=plan).select_related("plan", "axis")
    return {action.number: action for action in rows.order_by("pk")}


@transaction.atomic
def prepare_import(
    *, plan: Plan, actor: User, content: bytes, file_name: str, now: datetime, source: Source | None = None
) -> BulkChange:
    """
    Read a spreadsheet and keep what it says, to be looked at before anything is written.

    :param source: where new axes and actions come from; the plan's own source if none is given
    :raises NotAllowed: if the actor is not of the team, or the plan is closed or foreign
    :raises SheetUnreadable, SheetTooLarge, SheetEmpty: if the file cannot be read
    :raises MissingColumns: if a required column is not there
    """
    plan = _locked_plan(plan)
    require(permissions.can_change_plan(actor, plan))
    sheet = read_sheet(content)
    places_of_columns(sheet.header)
    change = BulkChange(
        plan=plan,
        kind=BulkKind.IMPORT,
        file_name=file_name[:200],
        file_digest=hashlib.sha256(content).hexdigest(),
        content={
            "header": list(sheet.header),
            "lines": [[line.number, list(line.cells)] for line in sheet.lines],
            "source": (source or plan.source).pk,
        },
        author=actor,
        prepared_at=now,
    )
    return write_new(change, "change.prepared", actor=actor, now=now)


@transaction.atomic
def prepare_edit(*, plan: Plan, actor: User, edit: BulkEdit, reason: str, now: datetime) -> BulkChange:
    """
    Keep what is to be changed in many actions, to be looked at before anything is written.

    :raises NotAllowed: if the actor is not of the team, or the plan is closed or foreign
    :raises NothingAsked: if no action is chosen, or nothing to change
    """
    plan = _locked_plan(plan)
    require(permissions.can_change_plan(actor, plan))
    if edit.asks_nothing:
        raise NothingAsked
    content = {"edit": edit.as_json(), "reason": reason}
    change = BulkChange(plan=plan, kind=BulkKind.EDIT, content=content, author=actor, prepared_at=now)
    return write_new(change, "change.prepared", actor=actor, now=now)


@transaction.atomic
def apply_change(*, change: BulkChange, actor: User, fingerprint: str, now: datetime) -> BulkChange:
    """
    Write exactly what was shown, or nothing: one operation in the trail for each action, and one for the whole.

    :param fingerprint: that of the differences shown
    :raises NotAllowed: if the actor is not of the team, or the plan is closed or foreign
    :raises IllegalMove: if it was applied already
    :raises RowsInError: if a row must be mended first
    :raises NothingToDo: if no row changes anything
    :raises PlanChangedSince: if the plan changed since it was shown
    """
    plan = _locked_plan(change.plan)
    change = BulkChange.objects.select_for_update(of=("self",)).select_related("plan").get(pk=change.pk)
    actions = _locked_actions(plan)
    require(permissions.can_change_plan(actor, plan))
    state = BULK_MOVES.target("apply", change.state)
    diff = queries.diff_of(change, today=timezone.localdate(now))
    if diff.has_errors:
        raise RowsInError
    if diff.fingerprint != fingerprint:
        raise PlanChangedSince
    if not diff.changes:
        raise NothingToDo
    _Writer(change, diff, actions, actor, now).write()
    return write_fields(change, "change.applied", {"state": state, "applied_at": now}, actor=actor, now=now)


class _Writer:
    """Writes the rows of one change, and keeps for each what it was before."""

    def __init__(
        self, change: BulkChange, diff: PlanDiff, actions: dict[int, Action], actor: User, now: datetime
    ) -> None:
        self.change = change
        self.diff = diff
        self.actions = actions
        self.actor = actor
        self.now = now
        self.reason = change.content.get("reason", "") or change.file_name
        self.source_id = change.content.get("source", change.plan.source_id)
        self.before = {action.number: action for action in queries.actions_with_values(change.plan)}

    def write(self) -> None:
        """Write axes first, then actions; the rows kept are written in one go."""
        kept = [self._new_axis(number, title) for number, title in self.diff.new_axes]
        axes = {axis.number: axis for axis in self.change.plan.axes.all()}
        kept += [self._action(row, axes) for row in self.diff.changes]
        BulkChangeRow.objects.bulk_create(kept)

    def _new_axis(self, number: int, title: str) -> BulkChangeRow:
        axis = Axis(plan=self.change.plan, number=number, title=title, source_id=self.source_id)
        write_new(axis, "axis.created", actor=self.actor, now=self.now)
        return BulkChangeRow(
            bulk_change=self.change, target="axis", target_pk=axis.pk, number=number, after={"title": title}
        )

    def _action(self, row: RowDiff, axes: dict[int, Axis]) -> BulkChangeRow:
        if row.number is None or row.values is None:
            message = "A row without values is an error, and errors are refused before."
            raise ValueError(message)
        read = self.before.get(row.number)
        before: dict[str, Any] | None = None if read is None else {"values": queries.values_of(read).as_json()}
        after: dict[str, object] = {"values": row.values.as_json()}
        if read is None:
            action = Action(plan=self.change.plan, number=row.number, source_id=self.source_id)
            write_values(action, row.values, axes, present=())
        else:
            action = self.actions[row.number]
            write_values(action, row.values, axes, present=queries.values_of(read).communes)
            pilot = BulkEdit.from_json(self.change.content["edit"]).pilot if "edit" in self.change.content else None
            present = queries.pilot_of(read)
            if before is not None and pilot is not None and (present is None or present.pk != pilot.pk):
                before["pilot"], after["pilot"] = present.pk if present else None, pilot.pk
                set_pilot(action, pilot.pk, now=self.now)
        record(
            "action.created" if read is None else "action.changed_in_bulk",
            actor=self.actor,
            target=action,
            at=self.now,
            reason=self.reason,
            details={"change": self.change.pk, "fields": [field.label for field in row.fields]},
        )
        return BulkChangeRow(
            bulk_change=self.change,
            line_number=row.line_number if self.change.kind == BulkKind.IMPORT else None,
            target="action",
            target_pk=action.pk,
            number=row.number,
            before=before,
            after=after,
        )


def write_values(action: Action, values: ActionValues, axes: dict[int, Axis], *, present: tuple[str, ...]) -> None:
    """
    Write an action's texts, axis and communes, only those that differ.

    :param present: the INSEE codes the action has now
    :raises ValidationError: if a text is not one of an action
    """
    wanted = {
        "title": values.title,
        "description": values.description,
        "plain_summary": values.plain_summary,
        "axis_id": axes[values.axis_number].pk,
    }
    changed = [name for name, value in wanted.items() if getattr(action, name) != value]
    for name in changed:
        setattr(action, name, wanted[name])
    # The keys are those of rows locked or just written: only the texts are left to check.
    action.clean_fields(exclude={"plan", "axis", "parent", "source"})
    if action.pk is None:
        action.save(force_insert=True)
    elif changed:
        action.save(update_fields=[name.removesuffix("_id") for name in changed])
    ActionCommune.objects.filter(action=action, commune_code__in=set(present) - set(values.communes)).delete()
    added = [ActionCommune(action=action, commune_code=code) for code in values.communes if code not in present]
    ActionCommune.objects.bulk_create(added)


def set_pilot(action: Action, person_pk: int | None, *, now: datetime) -> None:
    """Make somebody, or nobody, the pilot of an action from today; the caller records the operation."""
    today = timezone.localdate(now)
    for part in PersonInAction.objects.filter(action=action, role=PersonRole.PILOT, ends_on__isnull=True):
        part.ends_on = max(today, part.starts_on)
        part.save(update_fields=["ends_on"])
    if person_pk is not None:
        PersonInAction.objects.create(action=action, person_id=person_pk, role=PersonRole.PILOT, starts_on=today)


@transaction.atomic
def undo_change(*, change: BulkChange, actor: User, now: datetime, reason: str = "") -> BulkChange:
    """
    Put each action back as it was before a change, and remove those it created if nothing hangs on them.

    A row that was changed again since is left as it is, and keeps the reason why.

    :raises NotAllowed: if the actor is not of the team, or the plan is closed or foreign
    :raises IllegalMove: if it is not applied, or undone already
    :raises UndoExpired: after thirty days
    :raises NothingUndone: if no row can be undone any more
    """
    plan = _locked_plan(change.plan)
    change = BulkChange.objects.select_for_update(of=("self",)).select_related("plan").get(pk=change.pk)
    actions = {action.pk: action for action in _locked_actions(plan).values()}
    require(permissions.can_change_plan(actor, plan))
    state = BULK_MOVES.target("undo", change.state)
    if not queries.can_still_undo(change, now=now):
        raise UndoExpired
    found = queries.undo_rows(change)
    if all(undo.obstacle for undo in found):
        raise NothingUndone
    present = {action.pk: queries.values_of(action).communes for action in queries.actions_with_values(plan)}
    axes = {axis.number: axis for axis in plan.axes.all()}
    for undo in sorted(found, key=lambda undo: undo.row.target == "axis"):
        row = undo.row
        if undo.obstacle:
            row.kept_because = undo.obstacle[:400]
            row.save(update_fields=["kept_because"])
        elif row.target == "axis":
            _remove(Axis.objects.get(pk=row.target_pk), "axis.removed", change, actor, reason, now)
        elif row.before is None:
            ActionCommune.objects.filter(action_id=row.target_pk).delete()
            _remove(actions[row.target_pk], "action.removed", change, actor, reason, now)
        else:
            action = actions[row.target_pk]
            before = ActionValues.from_json(row.before["values"])
            write_values(action, before, axes, present=present[action.pk])
            if "pilot" in row.before:
                set_pilot(action, row.before["pilot"], now=now)
            details = {"change": change.pk}
            record("action.put_back", actor=actor, target=action, at=now, reason=reason, details=details)
    return write_fields(
        change, "change.undone", {"state": state, "undone_at": now}, actor=actor, now=now, reason=reason
    )


def _remove(target: Action | Axis, verb: str, change: BulkChange, actor: User, reason: str, now: datetime) -> None:
    record(verb, actor=actor, target=target, at=now, reason=reason, details={"change": change.pk})
    target.delete()
