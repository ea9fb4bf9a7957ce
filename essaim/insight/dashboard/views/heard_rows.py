"""The rows behind the figures on consultations: contributions to read or to answer, consultations that end soon."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.primitives.decisions import require
from essaim.insight.dashboard import permissions, tables
from essaim.insight.dashboard.filters import RowChoice, containing, everything
from essaim.insight.dashboard.queries.heard import CLOSING_DAYS, closing_limit
from essaim.steering.consultations.queries import contributions_without_fate, open_consultations, waiting_contributions

from .rows import list_rows

WAITING, UNANSWERED = "waiting", "unanswered"


def contribution_rows(request: HttpRequest) -> HttpResponse:
    """List the contributions of every consultation that wait: to be read, or for an answer."""
    require(permissions.can_read_what_waits(request.user))
    asked = request.GET.get("what", WAITING)
    rows: list[Any] = list(contributions_without_fate() if asked == UNANSWERED else waiting_contributions())
    consultations = {row.consultation.slug: row.consultation.title for row in rows}
    choices = [
        RowChoice("q", _("Search"), containing("text", "organization_name")),
        RowChoice(
            "what",
            _("what waits"),
            everything,
            [(WAITING, _("to be read")), (UNANSWERED, _("for an answer, the consultation being closed"))],
            value=WAITING,
            is_required=True,
        ),
        RowChoice(
            "consultation",
            _("consultation"),
            lambda row, value: row.consultation.slug == value,
            list(consultations.items()),
        ),
    ]
    return list_rows(
        request,
        tables.ContributionRowTable,
        rows,
        choices,
        file_name="contributions-en-attente",
        title=_("Contributions that wait"),
        lead=_("From every consultation, the oldest first. Each leads to the page where it is read or answered."),
    )


def consultation_rows(request: HttpRequest) -> HttpResponse:
    """List the open consultations with the day from which nobody writes online any more."""
    require(permissions.can_read_what_waits(request.user))
    limit = closing_limit(timezone.localdate())
    choices = [
        RowChoice("q", _("Search"), containing("title")),
        RowChoice(
            "ending",
            pgettext("of a consultation", "end"),
            lambda row, _value: row.writing_ends_on is not None and row.writing_ends_on <= limit,
            [("soon", _("past, or within %(days)s days") % {"days": CLOSING_DAYS})],
        ),
    ]
    return list_rows(
        request,
        tables.ConsultationRowTable,
        list(open_consultations()),
        choices,
        file_name="concertations-ouvertes",
        title=_("Open consultations"),
        lead=_("The first to end first. Each leads to its page, which says the next step."),
    )
