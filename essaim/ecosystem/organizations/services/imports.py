"""Sheets of structures: read, seen first, applied whole, taken back within thirty days."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations import permissions, queries
from essaim.ecosystem.organizations.models import Organization, SheetImport, SheetImportRow
from essaim.ecosystem.organizations.sheet import RowDiff, places_of_columns
from essaim.ecosystem.organizations.states import SHEET_MOVES, StatusCause
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.sheets import SheetTooLarge, read_sheet

from .announcing import announce
from .duplicates import forget_pairs
from .records import AlreadyRegistered, register_organization, update_organization, wait_for_others

# Each structure written is an operation in the sealed trail, and each new name is compared with all the others.
ROW_COUNT_MAX = 500


class RecordsChangedSince(Exception):
    """What would be written is no longer what was shown: look again, then confirm."""


class RowsInError(Exception):
    """A row of the file must be mended first: nothing is written."""


class NothingToDo(Exception):
    """The records already say what the file says."""


class UndoExpired(Exception):
    """A sheet is taken back within thirty days, or never."""


class NothingUndone(Exception):
    """Every row was changed again since, or something depends on it: nothing was taken back."""


def _locked(sheet_import: SheetImport) -> SheetImport:
    # No record appears between the check and the change.
    wait_for_others()
    return SheetImport.objects.select_for_update(of=("self",)).get(pk=sheet_import.pk)


@transaction.atomic
def prepare_import(*, actor: User, content: bytes, file_name: str, now: datetime) -> SheetImport:
    """
    Read a spreadsheet and keep what it says, to be looked at before anything is written.

    :raises NotAllowed: if the actor is not of the team
    :raises SheetTooLarge: over ROW_COUNT_MAX rows, or what read_sheet() takes
    :raises SheetUnreadable, SheetEmpty: if the file cannot be read
    :raises MissingColumns: if there is no column for the name
    """
    require(permissions.can_write_organizations(actor))
    sheet = read_sheet(content)
    if len(sheet.lines) > ROW_COUNT_MAX:
        raise SheetTooLarge
    places_of_columns(sheet.header)
    row = SheetImport(
        file_name=file_name[:200],
        file_digest=hashlib.sha256(content).hexdigest(),
        content={"header": list(sheet.header), "lines": [[line.number, list(line.cells)] for line in sheet.lines]},
        author=actor,
        prepared_at=now,
    )
    return write_new(row, "sheet.prepared", actor=actor, now=now)


@transaction.atomic
def apply_import(*, sheet_import: SheetImport, actor: User, fingerprint: str, now: datetime) -> SheetImport:
    """
    Write exactly what was shown, or nothing: one operation in the trail for each structure, and one for the whole.

    :param fingerprint: that of the differences shown
    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was applied already
    :raises RowsInError: if a row must be mended first
    :raises NothingToDo: if no row changes anything
    :raises RecordsChangedSince: if the records changed since it was shown
    """
    sheet_import = _locked(sheet_import)
    require(permissions.can_write_organizations(actor))
    state = SHEET_MOVES.target("apply", sheet_import.state)
    diff = queries.diff_of(sheet_import, today=timezone.localdate(now))
    if diff.has_errors:
        raise RowsInError
    if diff.fingerprint != fingerprint:
        raise RecordsChangedSince
    if not diff.changes:
        raise NothingToDo
    rows = [_write(sheet_import, row, actor=actor, now=now) for row in diff.changes]
    SheetImportRow.objects.bulk_create(rows)
    values = {"state": state, "applied_at": now}
    return write_fields(sheet_import, "sheet.applied", values, actor=actor, now=now, details={"rows": len(rows)})


def _write(sheet_import: SheetImport, row: RowDiff, *, actor: User, now: datetime) -> SheetImportRow:
    values: dict[str, Any] = dict(row.values)
    before: dict[str, str] | None = None
    if row.record is None:
        written = register_organization(actor=actor, now=now, **values)
    else:
        before = {name: getattr(row.record, name) for name in values}
        written = update_organization(
            organization=row.record, actor=actor, now=now, reason=sheet_import.file_name, **values
        )
    return SheetImportRow(
        sheet_import=sheet_import,
        line_number=row.line_number,
        organization_pk=written.pk,
        name=written.name,
        before=before,
        after={name: getattr(written, name) for name in values},
    )


@transaction.atomic
def undo_import(*, sheet_import: SheetImport, actor: User, now: datetime, reason: str = "") -> SheetImport:
    """
    Put each record back as it was before a sheet, and remove those it registered if nothing hangs on them.

    A row that was changed again since is left as it is, and keeps the reason why.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not applied, or taken back already
    :raises UndoExpired: after thirty days
    :raises NothingUndone: if no row can be taken back any more
    """
    sheet_import = _locked(sheet_import)
    require(permissions.can_write_organizations(actor))
    state = SHEET_MOVES.target("undo", sheet_import.state)
    if sheet_import.undoable_until is None or now >= sheet_import.undoable_until:
        raise UndoExpired
    pks = sheet_import.rows.values_list("organization_pk", flat=True)
    list(Organization.objects.select_for_update(of=("self",)).filter(pk__in=list(pks)).order_by("pk"))
    found = queries.undo_rows(sheet_import)
    kept = [row for row in found if not _undo(row, actor=actor, now=now, reason=reason)]
    if len(kept) == len(found):
        raise NothingUndone
    values = {"state": state, "undone_at": now}
    return write_fields(sheet_import, "sheet.undone", values, actor=actor, now=now, reason=reason)


def _undo(undo: queries.UndoRow, *, actor: User, now: datetime, reason: str) -> bool:
    """Take one row back, or write why it is left; tell whether it was taken back."""
    obstacle = undo.obstacle
    if not obstacle and undo.record is not None:
        try:
            with transaction.atomic():
                if undo.row.before is not None:
                    update_organization(
                        organization=undo.record, actor=actor, now=now, reason=reason, **undo.row.before
                    )
                else:
                    record("organization.removed", actor=actor, target=undo.record, at=now, reason=reason)
                    # What its legal category said of it, and the pairs found of it, go with it; what somebody else wrote or
                    # decided keeps it here.
                    forget_pairs(undo.record, actor=actor, now=now, reason=reason)
                    undo.record.statuses.filter(cause=StatusCause.LEGAL_CATEGORY).delete()
                    announce(undo.record.pk)
                    undo.record.delete()
        except ProtectedError:
            obstacle = _("Other pages name it.")
        except AlreadyRegistered as known:
            obstacle = _("Its former number is now that of “%s”.") % known.organization.name
        else:
            return True
    undo.row.kept_because = obstacle
    undo.row.save(update_fields=["kept_because"])
    return False
