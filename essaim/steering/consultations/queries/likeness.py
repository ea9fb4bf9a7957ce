"""What looks like the same thing said twice: proposed to whoever sorts, decided by nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramDistance, TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Exists, F, FloatField, Func, OuterRef, QuerySet, Value
from django.db.models.functions import Greatest

from essaim.steering.consultations.models import Contribution, Grouping, Issue

# Shares of three-letter pieces in common, between 0 and 1; below, two texts rarely say the same thing.
SAME_MIN = 0.4
CLOSE_MIN = 0.35
# What is worth a look when somebody asks for all that is close.
LIKE_MIN = 0.3
PROPOSED_MAX = 5
# As many texts as are compared at once: a wording is looked for in them in some hundredths of a second.
COMPARED_MAX = 100


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
        .select_related("consultation", "theme")
        .order_by("-likeness", "pk")[:PROPOSED_MAX]
    )
    # Asked of the few that come back: in the query it would be measured a second time, for every issue.
    return tuple(CloseIssue(row, row.likeness) for row in rows if row.likeness >= CLOSE_MIN)


def close_contributions(contribution: Contribution) -> tuple[CloseContribution, ...]:
    """List the published contributions close to one, the closest first; five at most."""
    key = contribution.search_key
    rows = (
        Contribution.objects.filter(consultation_id=contribution.consultation_id)
        .readable()
        .exclude(pk=contribution.pk)
        .annotate(distance=TrigramDistance("search_key", key))
        .select_related("consultation")
        # By the distance alone: the index then gives the closest without measuring the others.
        .order_by("distance")[:PROPOSED_MAX]
    )
    close = (CloseContribution(row, 1 - row.distance) for row in rows if row.distance <= 1 - SAME_MIN)
    return tuple(sorted(close, key=lambda row: (-row.similarity, row.contribution.pk)))


def closest_first(rows: QuerySet[Contribution], contribution: Contribution) -> list[Contribution]:
    """List among some contributions one, then those that may say the same, the closest first; a hundred at most."""
    near = (
        rows.exclude(pk=contribution.pk)
        .annotate(distance=TrigramDistance("search_key", contribution.search_key))
        .order_by("distance")[:COMPARED_MAX]
    )
    close = [row for row in near if row.distance <= 1 - LIKE_MIN]
    return [*rows.filter(pk=contribution.pk), *sorted(close, key=lambda row: (row.distance, row.number))]


def close_to_issue(issue: Issue) -> tuple[CloseContribution, ...]:
    """
    List the published contributions close to an issue that no issue groups yet, the closest first; five at most.

    When very many are close, the closest are looked for among the first ones found: once these are grouped, the others come.
    """
    key = issue.search_key
    is_grouped = Exists(Grouping.objects.filter(contribution=OuterRef("pk")))
    ungrouped = Contribution.objects.filter(~is_grouped, consultation_id=issue.consultation_id).readable()
    found = ungrouped.filter(search_key__trigram_word_similar=key).order_by().values("pk")[:COMPARED_MAX]
    rows = (
        Contribution.objects.filter(pk__in=found)
        .annotate(likeness=TrigramWordSimilarity(key, "search_key"))
        .select_related("consultation")
        .order_by("-likeness", "pk")[:PROPOSED_MAX]
    )
    return tuple(CloseContribution(row, row.likeness) for row in rows)
