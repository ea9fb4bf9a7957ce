"""What waits for the team in every consultation: texts to read, texts without an answer, consultations that end soon."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Q, QuerySet

from essaim.steering.consultations.models import Consultation, Contribution
from essaim.steering.consultations.states import TO_READ, ConsultationState

from .reading import to_sort, without_answer

# From here on an answer is expected: before, what is said is still being gathered.
ANSWERS_DUE = (ConsultationState.CLOSED, ConsultationState.ANSWERED)


def waiting_contributions() -> QuerySet[Contribution]:
    """Return the contributions to read, those of which a second reading is asked among them, the oldest first."""
    rows = Contribution.objects.filter(state__in=TO_READ)
    return _with_consultation(rows)


def contributions_without_fate() -> QuerySet[Contribution]:
    """Return the published contributions of closed consultations that have no answer, the oldest first."""
    rows = Contribution.objects.filter(consultation__state__in=ANSWERS_DUE)
    return _with_consultation(without_answer(rows))


def waits_for_reading(consultation: Consultation) -> bool:
    """Tell whether something waits to be read in a consultation; nothing is counted."""
    return Contribution.objects.filter(consultation=consultation, state__in=TO_READ).exists()


def waits_for_sorting(consultation: Consultation) -> bool:
    """Tell whether a contribution that everybody reads is in no issue and has no answer of its own."""
    return to_sort(consultation).exists()


def waits_for_answers(consultation: Consultation) -> bool:
    """Tell whether an issue has no answer, or a contribution that is in none."""
    # A contribution without an answer is in an issue that has none, or in no issue.
    return consultation.issues.filter(answer__isnull=True).exists() or to_sort(consultation).exists()


def _with_consultation(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    return rows.select_related("consultation").defer("search_key").order_by("received_at", "pk")


def open_consultations() -> QuerySet[Consultation]:
    """
    Return the open consultations, the first to end first.

    writing_ends_on: the day from which nobody writes online any more; None when no step that takes contributions has an end.
    """
    return _open().annotate(writing_ends_on=_writing_end()).order_by("writing_ends_on", "pk")


def _open() -> QuerySet[Consultation]:
    return Consultation.objects.filter(state=ConsultationState.OPEN)


def _writing_end() -> Max:
    return Max("phases__ends_on", filter=Q(phases__takes_contributions=True))


def consultations_closing(*, by: date) -> QuerySet[Consultation]:
    """Return the open consultations where people no longer write online from a day on: to be closed, or soon."""
    ending = _open().annotate(writing_ends_on=_writing_end()).filter(writing_ends_on__lte=by)
    return ending.order_by("writing_ends_on", "pk")
