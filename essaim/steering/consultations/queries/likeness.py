"""What looks like the same thing said twice: proposed to whoever sorts, decided by nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import F, FloatField, Func, Value
from django.db.models.functions import Greatest

from essaim.steering.consultations.models import Contribution, Issue

# Shares of three-letter pieces in common, between 0 and 1; below, two texts rarely say the same thing.
SAME_MIN = 0.4
CLOSE_MIN = 0.35
PROPOSED_MAX = 5


@dataclass(frozen=True, slots=True)
class CloseIssue:
    """An issue that a text may belong to; similarity is a share between 0 and 1."""

    issue: Issue
    similarity: float


@dataclass(frozen=True, slots=True)
class CloseContribution:
    """A contribution that may say the same; similarity is a share between 0 and 1."""

    contribution: Contribution
    similarity: float


def close_issues(contribution: Contribution) -> tuple[CloseIssue, ...]:
    """List the issues whose wording is close to a contribution, or found in it, the closest first; five at most."""
    key = contribution.search_key
    # The wording is looked for in the text: Django's own function only takes a plain text first.
    wording_in_text = Func(F("search_key"), Value(key), function="WORD_SIMILARITY", output_field=FloatField())
    rows = (
        Issue.objects.filter(consultation_id=contribution.consultation_id)
        .exclude(groupings__contribution=contribution)
        .annotate(likeness=Greatest(TrigramSimilarity("search_key", key), wording_in_text))
        .filter(likeness__gte=CLOSE_MIN)
        .select_related("consultation", "theme")
        .order_by("-likeness", "pk")[:PROPOSED_MAX]
    )
    return tuple(CloseIssue(row, row.likeness) for row in rows)


def close_contributions(contribution: Contribution) -> tuple[CloseContribution, ...]:
    """List the published contributions close to one, the closest first; five at most."""
    key = contribution.search_key
    rows = (
        Contribution.objects.filter(consultation_id=contribution.consultation_id, search_key__trigram_similar=key)
        .readable()
        .exclude(pk=contribution.pk)
        .annotate(likeness=TrigramSimilarity("search_key", key))
        .filter(likeness__gte=SAME_MIN)
        .select_related("consultation")
        .order_by("-likeness", "pk")[:PROPOSED_MAX]
    )
    return tuple(CloseContribution(row, row.likeness) for row in rows)


def close_to_issue(issue: Issue) -> tuple[CloseContribution, ...]:
    """List the published contributions close to an issue that no issue groups yet, the closest first; five at most."""
    key = issue.search_key
    rows = (
        Contribution.objects.filter(consultation_id=issue.consultation_id, search_key__trigram_word_similar=key)
        .readable()
        .filter(groupings__isnull=True)
        .annotate(likeness=TrigramWordSimilarity(key, "search_key"))
        .select_related("consultation")
        .order_by("-likeness", "pk")[:PROPOSED_MAX]
    )
    return tuple(CloseContribution(row, row.likeness) for row in rows)
