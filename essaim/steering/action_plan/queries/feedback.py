"""How fast residents are answered, as a promise kept or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median

from django.utils import timezone

from essaim.steering.action_plan.models import Feedback
from essaim.steering.action_plan.states import FeedbackState


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """
    The answers given to residents.

    median_days: half of the answers took so many days or less; None before the first answer.
    in_time_count: answers given by the day promised.
    waiting_count: questions not yet answered, of which overdue_count past the day promised.
    """

    answered_count: int
    in_time_count: int
    median_days: int | None
    waiting_count: int
    overdue_count: int


def service_level(*, today: date) -> ServiceLevel:
    """Measure the answers over all questions, in two queries; those set aside are not answers."""
    answers = Feedback.objects.filter(state=FeedbackState.ANSWERED, ended_at__isnull=False)
    rows = [
        (timezone.localdate(received), timezone.localdate(ended), due)
        for received, ended, due in answers.values_list("received_at", "ended_at", "answer_due_on")
        if ended is not None
    ]
    waiting = list(
        Feedback.objects.filter(state__in=[FeedbackState.RECEIVED, FeedbackState.ASSIGNED]).values_list(
            "answer_due_on", flat=True
        )
    )
    return ServiceLevel(
        answered_count=len(rows),
        in_time_count=sum(ended <= due for _received, ended, due in rows),
        median_days=round(median((ended - received).days for received, ended, _due in rows)) if rows else None,
        waiting_count=len(waiting),
        overdue_count=sum(due < today for due in waiting),
    )
