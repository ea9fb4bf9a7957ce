"""What taking back a sheet of contributions would do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from essaim.steering.consultations.models import (
    Answer,
    Consultation,
    Contribution,
    ContributionSheet,
    ContributionSheetRow,
    Grouping,
)


@dataclass(frozen=True, slots=True)
class UndoContribution:
    """
    What taking a sheet back would do to one of its contributions now.

    contribution: None when it is there no more.
    obstacle: why it would stay as it is; empty when it would be removed.
    """

    row: ContributionSheetRow
    contribution: Contribution | None
    obstacle: str


def sheets_of(consultation: Consultation) -> QuerySet[ContributionSheet]:
    """Return the sheets brought into a consultation, the latest first, with how many contributions each wrote."""
    rows = ContributionSheet.objects.filter(consultation=consultation).select_related("author")
    return rows.annotate(row_count=Count("rows")).order_by("-applied_at", "-pk")


def undo_contributions(sheet: ContributionSheet) -> list[UndoContribution]:
    """Say of each contribution of a sheet what taking it back would do now: what somebody worked on since stays."""
    rows = list(sheet.rows.order_by("number"))
    found = Contribution.objects.defer("search_key").in_bulk([row.contribution_pk for row in rows])
    obstacles = _obstacles(list(found))
    gone = _("It is there no more.")
    return [
        UndoContribution(
            row,
            found.get(row.contribution_pk),
            obstacles.get(row.contribution_pk, "") if row.contribution_pk in found else gone,
        )
        for row in rows
    ]


def _obstacles(keys: list[int]) -> dict[int, str]:
    """Say what keeps contributions from being removed; the last reason given is the one that counts most."""
    events = Contribution.pgh_event_model.objects.filter(pgh_obj_id__in=keys)  # type: ignore[attr-defined]
    written_again = events.order_by().values_list("pgh_obj_id").annotate(count=Count("pgh_id")).filter(count__gt=1)
    grouped = Grouping.objects.filter(contribution__in=keys).order_by().values_list("contribution_id", "issue__code")
    answered = Answer.objects.filter(contribution__in=keys).order_by().values_list("contribution_id", flat=True)
    return {
        **{key: _("It was changed since.") for key, _count in written_again},
        **{key: _("The issue %(code)s groups it.") % {"code": code.upper()} for key, code in grouped},
        **{key: _("It has an answer.") for key in answered},
    }


def last_number(consultation: Consultation) -> int:
    """Return the highest number a contribution of a consultation ever had, those that were taken back among them."""
    there = consultation.contributions.aggregate(last=Max("number"))["last"]
    brought = ContributionSheetRow.objects.filter(sheet__consultation=consultation).aggregate(last=Max("number"))
    return max(int(there or 0), int(brought["last"] or 0))
