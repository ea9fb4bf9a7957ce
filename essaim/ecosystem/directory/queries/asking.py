"""What people ask of cards, and when structures are asked to confirm theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from essaim.ecosystem.directory.models import (
    Addition,
    Card,
    Claim,
    ContactMessage,
    Listing,
    SuggestedChange,
    Suggestion,
)
from essaim.ecosystem.directory.states import OPEN_CLAIMS, CardState, ChangedField, ChangeState
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import RoleGrant
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.territory.queries import commune_name

from .cards import CARD_FIELDS, CONFIRMED_FOR, card_of

ASKED_EVERY = timedelta(days=30)
ASKED_MAX = 3


def values_now(organization: Organization) -> Mapping[str, str]:
    """Return what each field that anybody may correct holds now."""
    card = card_of(organization)
    return {
        field.value: str(getattr(card, field, "") if field in CARD_FIELDS else getattr(organization, field))
        for field in ChangedField
    }


def shown_value(field: str, value: str) -> str:
    """Show a value as people read it: a commune by its name."""
    return commune_name(value) if field == ChangedField.COMMUNE else value


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A proposed change beside what the field holds now; is_moved when that is no longer what it held then."""

    row: SuggestedChange
    before: str
    now: str
    proposed: str
    is_moved: bool


def shown_changes(suggestion: Suggestion) -> list[ShownChange]:
    """List the changes of a suggestion, each beside what is written now."""
    now = values_now(suggestion.organization)
    return [
        ShownChange(
            row=row,
            before=shown_value(row.field, row.before),
            now=shown_value(row.field, now[row.field]),
            proposed=shown_value(row.field, row.proposed),
            is_moved=row.state == ChangeState.WAITING and now[row.field] != row.before,
        )
        for row in suggestion.changes.order_by("pk")
    ]


def suggestions_shown() -> QuerySet[Suggestion]:
    """Return the suggestions with how many changes wait (waiting), the latest first."""
    waiting = Count("changes", filter=Q(changes__state=ChangeState.WAITING))
    return Suggestion.objects.select_related("organization").annotate(waiting=waiting).order_by("-received_at", "-pk")


def claims_shown() -> QuerySet[Claim]:
    """Return the claims, the latest first."""
    return Claim.objects.select_related("organization").order_by("-received_at", "-pk")


def received_since(moment: datetime) -> int:
    """Count what was asked since a moment."""
    return (
        Suggestion.objects.filter(received_at__gte=moment).count()
        + Claim.objects.filter(received_at__gte=moment).count()
        + Addition.objects.filter(received_at__gte=moment).count()
        + ContactMessage.objects.filter(written_at__gte=moment).count()
    )


def open_claim(organization: Organization, email: str) -> Claim | None:
    """Return what an address asked for a structure and was not answered."""
    return Claim.objects.filter(organization=organization, email=email, state__in=OPEN_CLAIMS).first()


def next_asking(card: Card, *, today: date) -> date | None:
    """Return when a structure is next asked to confirm its card by a link; None when it is not."""
    if not card.known_address or not card.is_asked or card.state != CardState.SHOWN or card.asked_count >= ASKED_MAX:
        return None
    due_on = card.confirmed_on + CONFIRMED_FOR if card.confirmed_on else today
    return max(due_on, card.asked_on + ASKED_EVERY) if card.asked_on else due_on


def cards_to_ask(*, today: date) -> Iterable[Card]:
    """Return the cards whose structure is asked today by a link: listed, with a known address, and nobody with an account."""
    spoken_for = RoleGrant.objects.held_on(today).filter(kind=RoleKind.ORGANIZATION_MEMBER).values("scope_code")
    rows = Card.objects.filter(
        state=CardState.SHOWN,
        is_asked=True,
        asked_count__lt=ASKED_MAX,
        organization__in=Listing.objects.values("organization_pk"),
    )
    rows = rows.exclude(known_address="").exclude(organization__key__in=spoken_for)
    for card in rows.select_related("organization").order_by("pk"):
        next_on = next_asking(card, today=today)
        if next_on is not None and next_on <= today:
            yield card


@dataclass(frozen=True, slots=True)
class SpokenCard:
    """A listed structure that somebody with an account speaks for, and from when its card is to be confirmed."""

    grant: RoleGrant
    listing: Listing
    due_on: date


def cards_to_confirm(*, today: date) -> list[SpokenCard]:
    """List who speaks for which listed structure, with the day its card is to be confirmed; three queries."""
    grants = RoleGrant.objects.held_on(today).filter(kind=RoleKind.ORGANIZATION_MEMBER, person__is_active=True)
    grants = grants.select_related("person").order_by("pk")
    lines = {row.key: row for row in Listing.objects.filter(key__in=[grant.scope_code for grant in grants])}
    found = []
    for grant in grants:
        if line := lines.get(grant.scope_code):
            due_on = line.confirmed_on + CONFIRMED_FOR if line.confirmed_on else grant.starts_on + ASKED_EVERY
            found.append(SpokenCard(grant, line, due_on))
    return found
