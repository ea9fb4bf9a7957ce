"""Sheets of contributions: written whole once they were seen, taken back within thirty days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.versions import refuse_other_fields
from essaim.steering.consultations import permissions, queries
from essaim.steering.consultations.models import Consultation, Contribution, ContributionSheet, ContributionSheetRow
from essaim.steering.consultations.states import CONTRIBUTION_SHEET_MOVES, ModerationState

from .contributions import WRITTEN, new_tracking_number, next_number
from .cycle import locked


class WrittenAlready(Exception):
    """What was shown was written once already: a second confirmation writes nothing."""


class UndoExpired(Exception):
    """A sheet is taken back within thirty days, or never."""


class NothingUndone(Exception):
    """Somebody worked on every contribution of the sheet since: nothing was taken back."""


@transaction.atomic
def import_contributions(
    *,
    consultation: Consultation,
    actor: User,
    now: datetime,
    rows: Sequence[dict[str, object]],
    file_name: str,
    digest: str,
) -> ContributionSheet:
    """
    Enter many contributions from a sheet that was previewed, all or none, and record it as one operation.

    :param rows: checked values, as enter_contribution takes them, with received_at
    :param digest: of what was shown, which is written once
    :raises NotAllowed: if the actor is not of the team, or the consultation is a draft or answered
    :raises WrittenAlready: if what was shown was written already
    :raises ValidationError: if a row does not hold
    """
    consultation = locked(consultation)
    require(permissions.can_enter_contributions(actor, consultation))
    if ContributionSheet.objects.filter(consultation=consultation, digest=digest).exists():
        raise WrittenAlready
    first = next_number(consultation)
    made = []
    for place, values in enumerate(rows):
        refuse_other_fields(values, WRITTEN | {"received_at"})
        text = str(values["text"]).strip()
        contribution = Contribution(
            consultation=consultation,
            number=first + place,
            tracking_number=new_tracking_number(),
            state=ModerationState.PUBLISHED,
            moderated_at=now,
            **{**values, "text": text, "search_key": fold(text)},
        )
        contribution.clean_fields(exclude=["consultation", "theme", "organization"])
        made.append(contribution)
    Contribution.objects.bulk_create(made, batch_size=500)
    sheet = ContributionSheet.objects.create(
        consultation=consultation, file_name=file_name[:200], digest=digest, author=actor, applied_at=now
    )
    ContributionSheetRow.objects.bulk_create(
        (ContributionSheetRow(sheet=sheet, contribution_pk=row.pk, number=row.number) for row in made), batch_size=500
    )
    record(
        "consultation.imported",
        actor=actor,
        target=consultation,
        at=now,
        details={"file": file_name, "rows": len(made), "first_number": first},
    )
    return sheet


@transaction.atomic
def undo_sheet(*, sheet: ContributionSheet, actor: User, now: datetime, reason: str = "") -> ContributionSheet:
    """
    Remove the contributions of a sheet that nobody worked on since; the others stay, and their rows keep the reason why.

    :raises NotAllowed: if the actor is not of the team, or answers are published
    :raises IllegalMove: if it is taken back already
    :raises UndoExpired: after thirty days
    :raises NothingUndone: if no contribution can be removed any more
    """
    consultation = locked(sheet.consultation)
    sheet = ContributionSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    require(permissions.can_enter_contributions(actor, consultation))
    state = CONTRIBUTION_SHEET_MOVES.target("undo", sheet.state)
    if now >= sheet.undoable_until:
        raise UndoExpired
    keys = list(sheet.rows.values_list("contribution_pk", flat=True))
    list(Contribution.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    found = queries.undo_contributions(sheet)
    removed = [undo.row.contribution_pk for undo in found if not undo.obstacle]
    if not removed:
        raise NothingUndone
    Contribution.objects.filter(pk__in=removed).delete()
    kept = [undo.row for undo in found if undo.obstacle]
    for undo in found:
        undo.row.kept_because = undo.obstacle
    ContributionSheetRow.objects.bulk_update(kept, ["kept_because"], batch_size=500)
    sheet.state, sheet.undone_at = state, now
    sheet.save(update_fields=["state", "undone_at"])
    details = {"file": sheet.file_name, "removed": len(removed), "kept": len(kept)}
    record("consultation.import_undone", actor=actor, target=consultation, at=now, reason=reason, details=details)
    return sheet
