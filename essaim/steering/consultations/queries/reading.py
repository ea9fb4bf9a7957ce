"""What a person may read of consultations, ready for lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.text import slugify

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.ui.sums import count_of
from essaim.steering.consultations.models import (
    Answer,
    AnswerTarget,
    Consultation,
    ConsultationQuerySet,
    Contribution,
    ContributionQuerySet,
    Grouping,
    Issue,
    Proposal,
    Theme,
)
from essaim.steering.consultations.states import UNREADABLE_STATES, IssueKind, ModerationState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser


def consultations_visible_to(person: Person) -> ConsultationQuerySet:
    """Return the consultations that a person may read, the latest first."""
    rows: ConsultationQuerySet = Consultation.objects.select_related("plan", "source")
    return rows if is_staff_member(person) else rows.public()


def consultation_rows(person: Person) -> QuerySet[Consultation]:
    """Return the same with the number of contributions everybody reads, and of issues."""
    published = Q(contributions__state=ModerationState.PUBLISHED)
    return consultations_visible_to(person).annotate(
        contribution_count=Count("contributions", filter=published, distinct=True),
        issue_count=Count("issues", distinct=True),
    )


def contributions_visible_to(person: Person, consultation: Consultation) -> ContributionQuerySet:
    """Return the contributions of which a person sees at least the place: the team sees those waiting too."""
    # From the consultation itself, which each row then holds without reading it again.
    rows: ContributionQuerySet = consultation.contributions.all()
    return rows if is_staff_member(person) else rows.in_public()


def contribution_rows(person: Person, consultation: Consultation) -> ContributionQuerySet:
    """Return the same with their theme, their structure, their own answer and the issues that group them."""
    groupings = Grouping.objects.select_related("issue__answer").order_by("issue__code")
    groupings = groupings.defer("issue__search_key", "issue__note", "issue__answer__reason")
    return (
        contributions_visible_to(person, consultation)
        .select_related("theme", "organization", "answer")
        .prefetch_related(Prefetch("groupings", queryset=groupings))
        .defer("search_key")
        # Of one consultation: an index gives them in this order, where the usual one would sort them all for a page.
        .order_by("number")
    )


def contributions_to_list(person: Person, consultation: Consultation) -> ContributionQuerySet:
    """Return the same with no more than what a list says of each; issues_said: code and verdict, or none, of its issues."""
    groupings = Grouping.objects.filter(contribution=OuterRef("pk")).order_by("issue__code")
    said = JSONObject(code="issue__code", verdict="issue__answer__verdict")
    return (
        contributions_visible_to(person, consultation)
        .select_related("theme", "organization", "answer")
        .only(
            *("consultation", "number", "text", "channel", "origin", "organization_name", "author_name", "shows_name"),
            *("received_at", "state", "hiding_cause", "theme__code", "organization__name"),
            *("answer__verdict", "answer__contribution"),
        )
        # With the rows of a page, which takes less than to ask for their groupings and to build each with its issue.
        .annotate(issues_said=ArraySubquery(groupings.values(said=said)))
        .order_by("number")
    )


def issues_grouping(contribution: Contribution) -> list[Issue]:
    """
    List the issues that group a contribution, which hold the consultation it holds: no address asks for it again.

    :param contribution: from contribution_rows()
    """
    issues: list[Issue] = [row.issue for row in contribution.groupings.all()]
    for issue in issues:
        issue.consultation = contribution.consultation
    return issues


def to_sort(consultation: Consultation) -> ContributionQuerySet:
    """Return the contributions that everybody reads, in no issue, without an answer of their own, by their number."""
    is_grouped = Exists(Grouping.objects.filter(contribution=OuterRef("pk")))
    rows: ContributionQuerySet = consultation.contributions.readable()
    # Each by itself: asked of both at once by joins, the database would read every row to find a page.
    return rows.filter(~is_grouped, ~Exists(_own_answers())).order_by("number")


def without_answer(rows: ContributionQuerySet) -> QuerySet[Contribution]:
    """Keep the published contributions that have no answer yet."""
    in_answered, in_pending = Q(pk__in=_in_issues(answered=True)), Q(pk__in=_in_issues(answered=False))
    # In this order: as long as no answer is given to what holds a contribution, the database never asks for the last.
    return rows.filter(~Q(pk__in=_answered_alone()), ~in_answered | in_pending, state=ModerationState.PUBLISHED)


def with_answer(rows: ContributionQuerySet) -> QuerySet[Contribution]:
    """Keep the published contributions that have an answer, their own or those of all their issues."""
    in_answered, in_pending = Q(pk__in=_in_issues(answered=True)), Q(pk__in=_in_issues(answered=False))
    return rows.filter(Q(pk__in=_answered_alone()) | in_answered & ~in_pending, state=ModerationState.PUBLISHED)


def _own_answers() -> QuerySet[Answer]:
    return Answer.objects.filter(contribution=OuterRef("pk"))


# Sets of keys that name no row outside them: the database makes each once, and only when a row asks for it. What names the row
# is planned from how many rows statistics foresee: contributions were once looked up one in another, which took seconds.
def _answered_alone() -> QuerySet[Answer, Any]:
    return Answer.objects.filter(contribution__isnull=False).values("contribution")


def _in_issues(*, answered: bool) -> QuerySet[Grouping, Any]:
    """Return the contributions that issues with an answer group, or issues without."""
    issues = Q(issue__in=Answer.objects.filter(issue__isnull=False).values("issue"))
    return Grouping.objects.filter(issues if answered else ~issues).order_by().values("contribution")


def issue_rows(consultation: Consultation) -> QuerySet[Issue]:
    """Return the issues of a consultation, theme by theme, gains first, with their answer and how many they group."""
    targets = AnswerTarget.objects.select_related("plan", "axis__plan", "action__plan", "item__plan").order_by("pk")
    # The few that nobody reads are left out: an index gives them, where the others would all be looked up.
    unreadable = consultation.contributions.filter(state__in=UNREADABLE_STATES).order_by().values("pk")
    grouped = Grouping.objects.filter(issue=OuterRef("pk")).exclude(contribution__in=unreadable)
    return (
        # From the consultation itself, which each row then holds without reading it again.
        consultation.issues.select_related("theme", "source", "answer__source")
        .prefetch_related(Prefetch("answer__targets", queryset=targets))
        # Counted issue by issue, for those of a page alone.
        .annotate(contribution_count=count_of(grouped))
        .defer("search_key")
        .order_by("theme__number", "kind", "pk")
    )


def issues_to_list(consultation: Consultation) -> QuerySet[Issue]:
    """Return the same with no more than what a list says of each."""
    return (
        issue_rows(consultation)
        .select_related(None)
        .select_related("theme", "source", "answer")
        .only(
            *("consultation", "code", "kind", "wording", "place", "theme__code", "source__key", "source__title"),
            *("answer__verdict", "answer__certainty", "answer__reason", "answer__issue"),
        )
    )


def next_issue_code(consultation: Consultation, theme: Theme | None, kind: str) -> str:
    """Make the code of a new issue: its theme, a letter for its kind, the next number: "c1-e5"."""
    letter = "a" if kind == IssueKind.EXISTING else "e"
    start = f"{slugify(theme.code)}-{letter}" if theme else letter
    taken = set(consultation.issues.filter(code__startswith=start).values_list("code", flat=True))
    number = len(taken) + 1
    while f"{start}{number}" in taken:
        number += 1
    return f"{start}{number}"


def proposal_rows(consultation: Consultation) -> QuerySet[Proposal]:
    """Return the proposals of a consultation with their group, the action they became and the issues they take up."""
    return (
        Proposal.objects.filter(consultation=consultation)
        .select_related("consultation", "group__consultation", "action__plan")
        .prefetch_related("taken_up__issue__consultation")
        .order_by("number")
    )
