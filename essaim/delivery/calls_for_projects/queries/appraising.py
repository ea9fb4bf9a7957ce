"""How long an application has been looked at; what communes and partners answered; what is marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from essaim.delivery.calls_for_projects.models import (
    Application,
    Check,
    CommuneOpinion,
    MissingRequest,
    PartnerOpinion,
)
from essaim.delivery.calls_for_projects.states import ON_THE_DESK, OPINIONS_OPEN, ApplicationState, OpinionState
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.permissions import STAFF
from essaim.foundations.accounts.states import RoleKind

# Opinions that may still come: after their day too, until the application is decided.
STILL_AWAITED = Q(state__in=[OpinionState.ASKED, OpinionState.SILENT], application__state__in=OPINIONS_OPEN)


@dataclass(frozen=True, slots=True)
class Clock:
    """
    Days of appraisal: those that passed since the filing, those during which the applicant was asked for something.

    counted: the difference, which is what a delay is compared with. is_stopped: something is asked for today.
    """

    since: date
    until: date
    stopped_days: int
    is_stopped: bool

    @property
    def passed_days(self) -> int:
        """Days since the filing."""
        return (self.until - self.since).days

    @property
    def counted(self) -> int:
        """Days that count."""
        return max(0, self.passed_days - self.stopped_days)


def clock_of(application: Application, stops: Iterable[MissingRequest], *, today: date) -> Clock | None:
    """Return the clock of an application; None before it is filed. It ends once it is ready for the committee, or over."""
    if application.filed_on is None:
        return None
    ended = application.ready_at or application.ended_at
    until = timezone.localdate(ended) if ended else today
    stopped = sum(stop.days(until) for stop in stops)
    return Clock(application.filed_on, until, stopped, application.state == ApplicationState.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class OpinionCount:
    """How many opinions were received of those asked, and how many fell silent."""

    asked: int
    received: int
    silent: int


def count_opinions(rows: Iterable[CommuneOpinion | PartnerOpinion]) -> OpinionCount:
    """Count opinions; those no longer asked are left out."""
    states = [row.state for row in rows if row.state != OpinionState.WITHDRAWN]
    return OpinionCount(len(states), states.count(OpinionState.GIVEN), states.count(OpinionState.SILENT))


def commune_opinions_of(person: User) -> QuerySet[CommuneOpinion]:
    """Return the opinions asked of the communes that somebody speaks for today."""
    codes = [role.scope_code for role in person.held_roles if role.kind == RoleKind.COMMUNE_REFERENT]
    rows = CommuneOpinion.objects.filter(commune_code__in=codes).exclude(state=OpinionState.WITHDRAWN)
    return rows.select_related("application__call", "application__organization", "application__edition").order_by(
        "due_on", "pk"
    )


def awaited_opinions_of(person: User) -> QuerySet[CommuneOpinion]:
    """Return those that are still awaited."""
    return commune_opinions_of(person).filter(STILL_AWAITED)


def referents_of(code: str, *, today: date) -> QuerySet[User]:
    """Return who speaks for a commune on a day."""
    held = RoleGrant.objects.held_on(today).filter(kind=RoleKind.COMMUNE_REFERENT, scope_code=code)
    return User.objects.filter(pk__in=held.values("person"), is_active=True).order_by("pk")


@dataclass(frozen=True, slots=True)
class CommuneRate:
    """How a commune answers: asked and received over all applications."""

    code: str
    name: str
    asked: int
    received: int
    silent: int


def opinion_rates() -> list[CommuneRate]:
    """Count, commune by commune, the opinions asked, received and silent: one query."""
    rows = (
        CommuneOpinion.objects.exclude(state=OpinionState.WITHDRAWN)
        .values("commune_code", "commune_name")
        .annotate(
            asked=Count("pk"),
            received=Count("pk", filter=Q(state=OpinionState.GIVEN)),
            silent=Count("pk", filter=Q(state=OpinionState.SILENT)),
        )
        .order_by("commune_name", "commune_code")
    )
    return [
        CommuneRate(row["commune_code"], row["commune_name"], row["asked"], row["received"], row["silent"])
        for row in rows
    ]


def checks_of(application: Application) -> Mapping[tuple[str, str], Check]:
    """Return the marks on an application, by kind and code."""
    rows = Check.objects.filter(application=application).select_related("checked_by")
    return {(row.kind, row.code): row for row in rows}


def waits_for(person: User) -> Q:
    """Keep what waits for somebody of the team: filed and given to nobody, or given to them and on the desk."""
    mine = Q(officer=person, state__in=ON_THE_DESK) & ~Q(state=ApplicationState.INCOMPLETE)
    return mine | Q(officer__isnull=True, state=ApplicationState.FILED)


def files_to_look_at(person: User) -> QuerySet[Application]:
    """Return what waits for somebody of the team, the longest filed first, with what names it."""
    rows = Application.objects.filter(waits_for(person)).select_related("organization")
    return rows.defer("answers", "facts", "summary", "search_key").order_by("filed_at", "pk")


def commune_opinions() -> QuerySet[CommuneOpinion]:
    """Return every opinion asked of a commune."""
    rows = CommuneOpinion.objects.exclude(state=OpinionState.WITHDRAWN)
    return rows.select_related("application__call", "application__organization", "application__edition").order_by(
        "due_on", "pk"
    )


def team(*, today: date) -> QuerySet[User]:
    """Return the people of the authority's team on a day."""
    held = RoleGrant.objects.held_on(today).filter(kind__in=STAFF)
    return User.objects.filter(pk__in=held.values("person"), is_active=True).order_by("full_name", "pk")
