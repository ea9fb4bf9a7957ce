"""Files of open data: read, seen first, their good rows kept together, taken back within thirty days."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import connection, transaction

from essaim.delivery.funding import permissions, queries
from essaim.delivery.funding.models import AidFile, AidLine
from essaim.delivery.funding.scdl_sheet import columns_of
from essaim.delivery.funding.states import FILE_MOVES, AidOrigin
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.sheets import read_sheet

from .aids import taking_away
from .finance import FileChangedSince, FileSaysNothingNew, FileUndoExpired

# A department or a large town publishes more in a year than people write in a sheet of ours.
ROW_COUNT_MAX = 20_000
SOURCE_LENGTH_MAX = 300


def _locked(file: AidFile) -> AidFile:
    # Two files that hold the same aids wait for one another, so that none is kept twice.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('funding.aids'))")
    return AidFile.objects.select_for_update(of=("self",)).get(pk=file.pk)


@transaction.atomic
def prepare_aid_file(
    *,
    actor: User,
    content: bytes,
    file_name: str,
    source: str,
    now: datetime,
    giver: str = "",
    giver_siret: str = "",
) -> AidFile:
    """
    Read a file that another body published and keep what it says, to be looked at before anything counts.

    :param giver: who gave, where the file does not say; and its SIRET
    :raises NotAllowed: if the actor is not of the team
    :raises SheetTooLarge, SheetUnreadable, SheetEmpty: if the file cannot be read
    :raises MissingColumns: if nothing tells the structure, the amount or the day
    :raises ValidationError: if no source is given, or the SIRET is none
    """
    require(permissions.can_write_grants(actor))
    sheet = read_sheet(content, row_count_max=ROW_COUNT_MAX)
    # Only what is understood is kept: nothing else of the file is looked at again.
    where = columns_of(sheet.header)
    places = sorted(where.values())
    row = AidFile(
        file_name=file_name[:200],
        file_digest=hashlib.sha256(content).hexdigest(),
        source=source.strip(),
        giver=giver.strip(),
        giver_siret=giver_siret.strip(),
        content={
            "header": [sheet.header[place] for place in places],
            "lines": [[line.number, [line.cells[place] for place in places]] for line in sheet.lines],
        },
        author=actor,
        prepared_at=now,
    )
    return write_new(row, "aid_file.prepared", actor=actor, now=now)


@transaction.atomic
def apply_aid_file(*, file: AidFile, actor: User, fingerprint: str, now: datetime) -> AidFile:
    """
    Keep exactly the rows that were shown to be kept, all together, or none; what became of each row is kept with the file.

    :param fingerprint: that of the rows shown
    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was brought in already
    :raises FileChangedSince: if what would be kept changed since it was shown
    :raises FileSaysNothingNew: if no row would be kept
    """
    file = _locked(file)
    require(permissions.can_write_grants(actor))
    state = FILE_MOVES.target("apply", file.state)
    diff = queries.aid_file_diff(file)
    if diff.fingerprint != fingerprint:
        raise FileChangedSince
    if not diff.kept:
        raise FileSaysNothingNew
    lines = [
        AidLine(
            organization=row.organization,
            giver=row.read.giver,
            giver_siret=row.read.giver_siret,
            regime=row.regime,
            granted_on=row.read.granted_on,
            cents=row.read.cents,
            origin=AidOrigin.OPEN_DATA,
            source=" – ".join(filter(None, (file.source, row.read.reference)))[:SOURCE_LENGTH_MAX],
            file=file,
            line_number=row.read.line_number,
            written_at=now,
        )
        for row in diff.kept
        if row.read.granted_on is not None
    ]
    AidLine.objects.bulk_create(lines)
    values = {
        "state": state,
        "applied_at": now,
        "fates": {str(row.read.line_number): str(row.fate) for row in diff.rows},
    }
    details = {str(fate): count for fate, count in diff.counts}
    return write_fields(file, "aid_file.applied", values, actor=actor, now=now, details=details)


@transaction.atomic
def undo_aid_file(*, file: AidFile, actor: User, now: datetime) -> AidFile:
    """
    Take a file back: each aid it brought in is taken away by a row that names it, unless that was done already.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not brought in
    :raises FileUndoExpired: after thirty days
    """
    file = _locked(file)
    require(permissions.can_write_grants(actor))
    state = FILE_MOVES.target("undo", file.state)
    if file.undoable_until is None or now >= file.undoable_until:
        raise FileUndoExpired
    # Whoever corrects one of its aids locks it: here all are, before it is asked which were corrected.
    list(AidLine.objects.select_for_update().filter(file=file).order_by("pk").values_list("pk", flat=True))
    lines = queries.uncorrected_lines(file)
    AidLine.objects.bulk_create(taking_away(line, source=line.source, now=now) for line in lines)
    values = {"state": state, "undone_at": now}
    return write_fields(file, "aid_file.undone", values, actor=actor, now=now, details={"rows": len(lines)})
