"""Figures of a consultation: who took part as the platform counts it, what has an answer, how fast texts are read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from essaim.ecosystem.events.models import Event
from essaim.ecosystem.events.queries import attendance_of, events_visible_to
from essaim.foundations.ui.dates import moments_of
from essaim.steering.consultations.models import (
    Answer,
    Consultation,
    Contribution,
    Grouping,
    GroupSession,
    Issue,
    Meeting,
    Phase,
    WorkingGroup,
)
from essaim.steering.consultations.states import (
    HIDDEN_STATES,
    TO_READ,
    UNREADABLE_STATES,
    Channel,
    IssueKind,
    ModerationState,
    Verdict,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many issues ended in one way."""

    verdict: Verdict
    count: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """
    How much of what was said has an answer; only what everybody reads is counted, and issues.

    unread_count: contributions neither published nor hidden, and hidden ones of which a second reading is asked.
    to_sort_count: contributions in no issue that have no answer of their own.
    without_theme_count: issues that no theme holds.
    verdicts: issues by the answer they were given, in the order of the answers; those without one are left out.
    """

    verdicts: tuple[VerdictCount, ...]
    issue_count: int
    without_theme_count: int
    contribution_count: int
    contribution_answered_count: int
    ungrouped_count: int
    to_sort_count: int
    unread_count: int

    @property
    def issue_answered_count(self) -> int:
        """How many issues have an answer."""
        return sum(row.count for row in self.verdicts)

    @property
    def missing_count(self) -> int:
        """How many issues and contributions have no answer."""
        return self.total - self.answered_count

    @property
    def answered_count(self) -> int:
        """How many issues and contributions have an answer."""
        return self.issue_answered_count + self.contribution_answered_count

    @property
    def total(self) -> int:
        """How many issues and contributions there are."""
        return self.issue_count + self.contribution_count

    @property
    def percent(self) -> int:
        """The share of answers, in whole percent, never rounded up to a hundred; a hundred when nothing was said."""
        return 100 * self.answered_count // self.total if self.total else 100


def coverage(consultation: Consultation) -> Coverage:
    """
    Measure what has an answer, in four queries.

    Contributions are counted from what was done with them, which takes half the time of asking each what was done with it.
    """
    issues = Issue.objects.filter(consultation=consultation).order_by()
    by_verdict = {
        verdict: (count, without_theme)
        for verdict, count, without_theme in issues.values_list("answer__verdict").annotate(
            count=Count("pk"), without_theme=Count("pk", filter=Q(theme__isnull=True))
        )
    }
    said = _said(consultation)
    apart = _apart(consultation)
    grouped = _grouped(consultation).aggregate(
        total=Count("contribution", distinct=True),
        pending=Count("contribution", distinct=True, filter=Q(issue__answer__isnull=True)),
    )
    to_sort = said["readable"] - grouped["total"] - apart["total"]
    return Coverage(
        verdicts=tuple(VerdictCount(verdict, by_verdict[verdict][0]) for verdict in Verdict if verdict in by_verdict),
        issue_count=sum(count for count, _without_theme in by_verdict.values()),
        without_theme_count=sum(without_theme for _count, without_theme in by_verdict.values()),
        contribution_count=said["readable"],
        contribution_answered_count=grouped["total"] - grouped["pending"] + apart["total"],
        ungrouped_count=to_sort + apart["ungrouped"],
        to_sort_count=to_sort,
        unread_count=said["unread"],
    )


def _said(consultation: Consultation) -> dict[str, int]:
    """Count those that everybody reads, and those nobody read yet."""
    rows = Contribution.objects.filter(consultation=consultation).order_by()
    counts = Counter(dict(rows.values_list("state").annotate(count=Count("pk"))))
    return {"readable": counts[ModerationState.PUBLISHED], "unread": sum(counts[state] for state in TO_READ)}


def _apart(consultation: Consultation) -> dict[str, int]:
    ungrouped = Count("pk", filter=~Exists(_groupings_of_its_contribution()))
    answers = Answer.objects.filter(
        contribution__consultation=consultation, contribution__state=ModerationState.PUBLISHED
    )
    return answers.order_by().aggregate(total=Count("pk"), ungrouped=ungrouped)


def _grouped(consultation: Consultation) -> QuerySet[Grouping]:
    """Return what issues group, without what nobody reads or has an answer of its own: few, whom the database finds first."""
    unreadable = Contribution.objects.filter(consultation=consultation, state__in=UNREADABLE_STATES).order_by()
    answered = Answer.objects.filter(contribution__consultation=consultation).order_by().values("contribution")
    rows = Grouping.objects.filter(issue__consultation=consultation)
    return rows.exclude(contribution__in=unreadable).exclude(contribution__in=answered).order_by()


def _groupings_of_its_contribution() -> QuerySet[Grouping]:
    return Grouping.objects.filter(contribution=OuterRef("contribution"))


@dataclass(frozen=True, slots=True)
class Participation:
    """
    Who took part, as the platform counts it.

    by_channel: each way of taking part that was used, with its number of contributions.
    organization_count: distinct structures among those that have a record here.
    hidden_count: contributions of which only the place is shown, not counted above.
    """

    contribution_count: int
    by_channel: tuple[tuple[Channel, int], ...]
    organization_count: int
    hidden_count: int


def participation(consultation: Consultation) -> Participation:
    """Count the contributions everybody reads, by channel, and the structures they come from, in three queries."""
    rows = Contribution.objects.filter(consultation=consultation)
    channels = Counter(dict(rows.readable().order_by().values_list("channel").annotate(count=Count("pk"))))
    organizations = rows.readable().filter(organization__isnull=False)
    return Participation(
        contribution_count=sum(channels.values()),
        by_channel=tuple((channel, channels[channel]) for channel in Channel if channels[channel]),
        organization_count=organizations.aggregate(count=Count("organization", distinct=True))["count"],
        hidden_count=rows.filter(state__in=HIDDEN_STATES).count(),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many contributions sent online wait to be read, and how many of them longer than promised."""

    waiting_count: int
    late_count: int


@dataclass(frozen=True, slots=True)
class ModerationDelay:
    """
    How fast contributions sent online are read, against the delay promised, in days.

    median_days: None before the first one was read.
    """

    read_count: int
    in_time_count: int
    median_days: int | None
    waiting_count: int
    late_count: int


def moderation_delay(consultation: Consultation, *, today: date) -> ModerationDelay:
    """Measure how fast contributions sent online are read, in two queries; the days are those of the local calendar."""
    read = _online(consultation).filter(moderated_at__isnull=False)
    taken = ExpressionWrapper(TruncDate("moderated_at") - TruncDate("received_at"), DurationField())
    # Many contributions take the same number of days: what comes back is short, however many there are.
    counts = read.annotate(taken=taken).values_list("taken").annotate(count=Count("pk"))
    delays = Counter({taken.days: count for taken, count in counts})
    waiting = waiting_to_be_read(consultation, today=today)
    return ModerationDelay(
        read_count=delays.total(),
        in_time_count=sum(count for days, count in delays.items() if days <= consultation.moderation_days),
        median_days=round(median(delays.elements())) if delays else None,
        waiting_count=waiting.waiting_count,
        late_count=waiting.late_count,
    )


def waiting_to_be_read(consultation: Consultation, *, today: date) -> Waiting:
    """Count the contributions sent online that wait to be read, in one query."""
    last_day = today - timedelta(days=consultation.moderation_days)
    found = (
        _online(consultation)
        .filter(state=ModerationState.RECEIVED)
        .annotate(received_on=TruncDate("received_at"))
        .aggregate(total=Count("pk"), late=Count("pk", filter=Q(received_on__lt=last_day)))
    )
    return Waiting(found["total"], found["late"])


def _online(consultation: Consultation) -> QuerySet[Contribution]:
    return Contribution.objects.filter(consultation=consultation, channel=Channel.ONLINE).order_by()


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A gathering of a phase, with the people and structures counted there; people is 0 while nobody was counted."""

    event: Event
    people: int
    organizations: int


@dataclass(frozen=True, slots=True)
class PhaseCount:
    """What the platform counted in the days of a phase: contributions everybody reads; its meetings, in order."""

    phase: Phase
    contribution_count: int
    meetings: tuple[HeldMeeting, ...]


def phase_counts(consultation: Consultation) -> tuple[PhaseCount, ...]:
    """Sum up each phase from what was received in its days; two queries a gathering; without days it counts nothing."""
    phases = list(consultation.phases.select_related("consultation", "source", "outcome_source").order_by("number"))
    rows = Contribution.objects.filter(consultation=consultation).readable().order_by()
    received = rows.aggregate(**{str(phase.pk): Count("pk", filter=_in_days_of(phase)) for phase in phases})
    meetings: dict[int, list[HeldMeeting]] = {}
    public = Meeting.objects.filter(phase__in=phases, event__published_at__isnull=False)
    for meeting in public.select_related("event").order_by("event__starts_on", "pk"):
        came = attendance_of(meeting.event)
        held = HeldMeeting(meeting.event, came.people, came.organizations)
        meetings.setdefault(meeting.phase_id, []).append(held)
    return tuple(PhaseCount(phase, received[str(phase.pk)], tuple(meetings.get(phase.pk, ()))) for phase in phases)


def group_sessions(group: WorkingGroup, *, person: Person) -> tuple[tuple[GroupSession, HeldMeeting], ...]:
    """List the sessions of a working group that a person may read, in time, with who was counted; two queries a gathering."""
    rows = GroupSession.objects.filter(group=group, event__in=events_visible_to(person)).select_related("event")
    found = [(row, attendance_of(row.event)) for row in rows.order_by("event__starts_on", "pk")]
    return tuple((row, HeldMeeting(row.event, came.people, came.organizations)) for row, came in found)


def _in_days_of(phase: Phase) -> Q:
    start, end = moments_of(phase.starts_on, None)[0], moments_of(phase.ends_on, None)[0]
    if start is None:
        return Q(pk__in=())
    return Q(received_at__gte=start) & (Q(received_at__lt=end) if end else Q())


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many gains, new issues and contributions a theme holds, and how many of its issues have no answer."""

    theme_id: int
    existing_count: int
    new_count: int
    missing_count: int
    contribution_count: int


def theme_counts(consultation: Consultation) -> dict[int, ThemeCount]:
    """Count by theme, in two queries; a theme that holds nothing is left out."""
    issues = (
        Issue.objects.filter(consultation=consultation, theme__isnull=False)
        .order_by()
        .values("theme_id")
        .annotate(
            existing=Count("pk", filter=Q(kind=IssueKind.EXISTING)),
            new=Count("pk", filter=Q(kind=IssueKind.NEW)),
            missing=Count("pk", filter=Q(answer__isnull=True)),
        )
    )
    said = dict(
        Contribution.objects.filter(consultation=consultation, theme__isnull=False)
        .readable()
        .order_by()
        .values_list("theme_id")
        .annotate(count=Count("pk"))
    )
    found = {row["theme_id"]: (row["existing"], row["new"], row["missing"]) for row in issues}
    return {pk: ThemeCount(pk, *found.get(pk, (0, 0, 0)), contribution_count=said.get(pk, 0)) for pk in {*found, *said}}


def grouped_count(issue: Issue) -> int:
    """Count the contributions everybody reads that an issue groups."""
    return Grouping.objects.filter(issue=issue, contribution__state=ModerationState.PUBLISHED).count()
