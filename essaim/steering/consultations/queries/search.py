"""Looks for consultations and issues by words, for everybody: drafts are never found."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from essaim.foundations.primitives.texts import fold
from essaim.steering.consultations.models import Consultation, Issue

WORD_MIN = 3


def found_consultations(words: Sequence[str]) -> list[Consultation]:
    """Return the public consultations that hold every word, folded, in what is written of them; the latest first."""
    return [
        row
        for row in Consultation.objects.public()
        if all(word in fold(f"{row.title} {row.summary} {row.question} {row.closing_summary}") for word in words)
    ]


def found_issues(words: Sequence[str]) -> QuerySet[Issue]:
    """Return the issues of public consultations whose wording holds every word, folded; none for very short words alone."""
    if not any(len(word) >= WORD_MIN for word in words):
        return Issue.objects.none()
    holds = Q()
    for word in words:
        holds &= Q(search_key__contains=word)
    rows = Issue.objects.filter(holds, consultation__in=Consultation.objects.public())
    return rows.select_related("consultation", "answer").order_by("-consultation__opened_on", "pk")
