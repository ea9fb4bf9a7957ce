"""Files of the finance system: read, seen first, brought in whole, taken back within thirty days."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import connection, transaction

from essaim.delivery.funding import permissions, queries
from essaim.delivery.funding.finance_sheet import places
from essaim.delivery.funding.models import FinanceFile, FinanceLine
from essaim.delivery.funding.states import FILE_MOVES
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.sheets import read_sheet


class FileChangedSince(Exception):
    """What would be brought in is no longer what was shown: look again, then confirm."""


class FileInError(Exception):
    """A row of the file must be mended first: nothing is brought in."""


class FileSaysNothingNew(Exception):
    """Every row of the file was brought in already."""


class FileUndoExpired(Exception):
    """A file is taken back within thirty days, or never."""


def _locked(file: FinanceFile) -> FinanceFile:
    # Two files that hold the same rows wait for one another, so that no row is counted twice.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('funding.finance'))")
    return FinanceFile.objects.select_for_update(of=("self",)).get(pk=file.pk)


@transaction.atomic
def prepare_finance_file(*, actor: User, content: bytes, file_name: str, now: datetime) -> FinanceFile:
    """
    Read a file of the finance system and keep what it says, to be looked at before anything counts.

    :raises NotAllowed: if the actor is not of the team
    :raises SheetTooLarge, SheetUnreadable, SheetEmpty: if the file cannot be read
    :raises MissingColumns: if there is no column for the commitment, the amount or the day
    """
    require(permissions.can_write_grants(actor))
    sheet = read_sheet(content)
    places(sheet.header)
    row = FinanceFile(
        file_name=file_name[:200],
        file_digest=hashlib.sha256(content).hexdigest(),
        content={"header": list(sheet.header), "lines": [[line.number, list(line.cells)] for line in sheet.lines]},
        author=actor,
        prepared_at=now,
    )
    return write_new(row, "finance_file.prepared", actor=actor, now=now)


@transaction.atomic
def apply_finance_file(*, file: FinanceFile, actor: User, fingerprint: str, now: datetime) -> FinanceFile:
    """
    Bring in exactly what was shown, or nothing; rows that were brought in already are not counted again.

    :param fingerprint: that of the rows shown
    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was brought in already
    :raises FileInError: if a row must be mended first
    :raises FileChangedSince: if the rows changed since it was shown
    :raises FileSaysNothingNew: if every row is there already
    """
    file = _locked(file)
    require(permissions.can_write_grants(actor))
    state = FILE_MOVES.target("apply", file.state)
    diff = queries.finance_diff(file)
    if diff.has_errors:
        raise FileInError
    if diff.fingerprint != fingerprint:
        raise FileChangedSince
    if not diff.changes:
        raise FileSaysNothingNew
    lines = [
        FinanceLine(
            file=file,
            line_number=found.line_number,
            commitment_number=found.row.commitment_number,
            cents=found.row.cents,
            paid_on=found.row.paid_on,
            warrant_number=found.row.warrant_number,
            third_party=found.row.third_party,
        )
        for found in diff.changes
        if found.row is not None
    ]
    FinanceLine.objects.bulk_create(lines)
    values = {"state": state, "applied_at": now}
    return write_fields(file, "finance_file.applied", values, actor=actor, now=now, details={"rows": len(lines)})


@transaction.atomic
def undo_finance_file(*, file: FinanceFile, actor: User, now: datetime) -> FinanceFile:
    """
    Take a file back: its lines stay and no longer count.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not brought in
    :raises FileUndoExpired: after thirty days
    """
    file = _locked(file)
    require(permissions.can_write_grants(actor))
    state = FILE_MOVES.target("undo", file.state)
    if file.undoable_until is None or now >= file.undoable_until:
        raise FileUndoExpired
    return write_fields(file, "finance_file.undone", {"state": state, "undone_at": now}, actor=actor, now=now)
