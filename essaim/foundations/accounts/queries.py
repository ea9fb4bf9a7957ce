"""Reads of people, roles, duties and invitations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Prefetch, QuerySet

from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.audit_trail.queries import entries_about

from . import scopes
from .handover import Duty, all_handovers
from .models import RoleGrant, User
from .states import RoleKind

ADMINISTRATORS_MIN = 2
MOMENTS = ("held", "to_come", "past")


@dataclass(frozen=True, slots=True)
class HeldDuty:
    """A duty with the kind its room registered it under."""

    kind: str
    kind_label: str
    duty: Duty

    @property
    def field_name(self) -> str:
        """Name the duty in a form."""
        return f"{self.kind}:{self.duty.key}"


def people_rows(*, today: date) -> QuerySet[User]:
    """Return people with the roles they hold on a day, in two queries whatever their number."""
    held = RoleGrant.objects.held_on(today).order_by("kind", "scope_code")
    return User.objects.prefetch_related(Prefetch("role_grants", queryset=held, to_attr="roles_shown"))


@dataclass(frozen=True, slots=True)
class ShownGrant:
    """A role as a page shows it."""

    pk: int
    label: str
    scope: str
    starts_on: date
    ends_on: date | None
    reason: str
    moment: str

    @property
    def is_over(self) -> bool:
        """Tell whether it can no longer be ended."""
        return self.moment == "past"


def grants_of(person: User, *, today: date) -> tuple[ShownGrant, ...]:
    """List every role of a person, those in force first, then those to come, then those that are over."""
    grants = list(RoleGrant.objects.filter(person=person).order_by("-starts_on", "pk"))
    names = scopes.names_of((grant.scope_kind, grant.scope_code) for grant in grants)
    shown = [_shown_grant(grant, names, today) for grant in grants]
    return tuple(sorted(shown, key=lambda grant: MOMENTS.index(grant.moment)))


def _shown_grant(grant: RoleGrant, names: Mapping[tuple[str, str], str], today: date) -> ShownGrant:
    moment = "held"
    if grant.ends_on is not None and grant.ends_on <= today:
        moment = "past"
    elif grant.starts_on > today:
        moment = "to_come"
    return ShownGrant(
        pk=grant.pk,
        label=grant.get_kind_display(),
        scope=names.get((grant.scope_kind, grant.scope_code)) or f"{grant.get_scope_kind_display()} {grant.scope_code}",
        starts_on=grant.starts_on,
        ends_on=grant.ends_on,
        reason=grant.reason,
        moment=moment,
    )


def active_people() -> QuerySet[User]:
    """Return the people who can sign in, by name: the choices of a form field."""
    return User.objects.filter(is_active=True).order_by("full_name", "pk")


def open_duties(person: User) -> tuple[HeldDuty, ...]:
    """List what a person answers for in every room, in the order the rooms were registered."""
    return tuple(
        HeldDuty(handover.kind, str(handover.label), duty)
        for handover in all_handovers()
        for duty in handover.duties_of(person)
    )


def history_of(person: User) -> QuerySet[Entry]:
    """Return the operations on a person and on their roles, latest first."""
    targets = [person, *RoleGrant.objects.filter(person=person)]
    return reduce(or_, (entries_about(target) for target in targets))


def administrator_count(*, today: date) -> int:
    """Count the active administrators of a day: below two, the authority hangs on one person."""
    held = RoleGrant.objects.held_on(today).filter(kind=RoleKind.ADMINISTRATOR, person__is_active=True)
    return held.values("person").distinct().count()


def account_data(person: User) -> dict[str, object]:
    """Return everything the room keeps of a person, as what JSON can hold; keys and password hashes apart."""
    return {
        "email": person.email,
        "full_name": person.full_name,
        "job_title": person.job_title,
        "language": person.language,
        "known_since": person.created_at.isoformat(),
        "last_sign_in": person.last_login.isoformat() if person.last_login else None,
        "roles": [
            {
                "kind": grant.kind,
                "scope_kind": grant.scope_kind,
                "scope_code": grant.scope_code,
                "starts_on": grant.starts_on.isoformat(),
                "ends_on": grant.ends_on.isoformat() if grant.ends_on else None,
                "reason": grant.reason,
            }
            for grant in RoleGrant.objects.filter(person=person).order_by("starts_on", "pk")
        ],
        "sessions": [
            {"opened_at": session.created_at.isoformat(), "ip": session.ip, "browser": session.user_agent}
            for session in UserSession.objects.filter(user=person).order_by("created_at")
        ],
        "second_factors": [
            {"kind": factor.type, "added_at": factor.created_at.isoformat()}
            for factor in Authenticator.objects.filter(user=person).order_by("pk")
        ],
        "identities": [
            {"provider": identity.provider, "uid": identity.uid, "received": identity.extra_data}
            for identity in SocialAccount.objects.filter(user=person).order_by("pk")
        ],
    }


def operations_data(person: User) -> list[dict[str, object]]:
    """Return the operations a person made and those made on their account and roles, oldest first."""
    found = Entry.objects.filter(actor_id=person.audit_id) | history_of(person)
    return [
        {
            "at": entry.at.isoformat(),
            "operation": entry.verb,
            "by_me": entry.actor_id == person.audit_id,
            "on": entry.target_label,
            "reason": entry.reason,
        }
        for entry in found.order_by("at", "pk").iterator()
    ]


@dataclass(frozen=True, slots=True)
class ShownSession:
    """An open session as its owner sees it."""

    key: str
    opened_at: datetime
    ip: str
    browser: str


def sessions_of(person: User) -> tuple[ShownSession, ...]:
    """List a person's open sessions, latest first; what has expired since is forgotten on the way."""
    sessions = UserSession.objects.purge_and_list(person)
    shown = [ShownSession(row.session_key, row.created_at, row.ip, row.user_agent) for row in sessions]
    return tuple(sorted(shown, key=lambda session: session.opened_at, reverse=True))


def times_seen_as(person: User) -> QuerySet[Entry]:
    """Return the times support looked through a person's eyes, latest first."""
    return entries_about(person).filter(verb="person.seen_as")
