"""What moves with a record: its card, when the record that is kept has none."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.holdings import Holding, register
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields

from . import queries
from .models import Addition, Card, Certificate, Claim, ContactBlock, ContactMessage, Offer, Suggestion
from .states import OPEN_CLAIMS


def _count_cards(organization: Organization) -> int:
    return Card.objects.filter(organization=organization).count()


def _move_cards(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Give the card to the kept record, or the words that its own lacks; a wish to be taken out is kept too."""
    card = Card.objects.select_for_update(of=("self",)).get(organization=duplicate)
    own = Card.objects.select_for_update(of=("self",)).filter(organization=kept).first()
    if own is None:
        write_fields(card, "card.moved", {"organization": kept}, actor=actor, now=now, reason=reason)
        return
    values = {
        name: getattr(card, name) for name in queries.CARD_FIELDS if getattr(card, name) and not getattr(own, name)
    }
    if card.state != own.state:
        values["state"] = "hidden"
    if values:
        write_fields(own, "card.completed", values, actor=actor, now=now, reason=reason)


def _count_suggestions(organization: Organization) -> int:
    return Suggestion.objects.filter(organization=organization).count()


def _move_suggestions(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    for row in Suggestion.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        write_fields(row, "suggestion.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _count_claims(organization: Organization) -> int:
    return Claim.objects.filter(organization=organization).count()


def _move_claims(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Give the claims to the kept record, but for one that the same person makes of it already."""
    for row in Claim.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        if row.state in OPEN_CLAIMS and queries.open_claim(kept, row.email) is not None:
            continue
        write_fields(row, "claim.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _count_offers(organization: Organization) -> int:
    return sum(model.objects.filter(organization=organization).count() for model in (Offer, Certificate))


def _move_offers(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Give offers and certificates to the kept record, but for a certificate that it has from the same day."""
    for offer in Offer.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        write_fields(offer, "offer.moved", {"organization": kept}, actor=actor, now=now, reason=reason)
    for row in Certificate.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        same = Certificate.objects.filter(organization=kept, name=row.name, starts_on=row.starts_on)
        if not same.exists():
            write_fields(row, "certificate.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _count_additions(organization: Organization) -> int:
    return Addition.objects.filter(organization=organization).count()


def _move_additions(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    for row in Addition.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        write_fields(row, "addition.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _count_messages(organization: Organization) -> int:
    return sum(model.objects.filter(organization=organization).count() for model in (ContactMessage, ContactBlock))


def _move_messages(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Give messages and blocked authors to the kept record, but for an author that it blocked itself."""
    for row in ContactMessage.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        write_fields(row, "message.moved", {"organization": kept}, actor=actor, now=now, reason=reason)
    for block in ContactBlock.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        if not ContactBlock.objects.filter(organization=kept, author_digest=block.author_digest).exists():
            write_fields(block, "block.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def register_holdings() -> None:
    """Register what moves; called when the room starts."""
    register(Holding("directory.card", _("Card of the directory"), _count_cards, _move_cards))
    register(Holding("directory.suggestion", _("Proposed corrections"), _count_suggestions, _move_suggestions))
    register(Holding("directory.claim", _("Demands to speak for a structure"), _count_claims, _move_claims))
    register(Holding("directory.offer", _("Offers and certificates"), _count_offers, _move_offers))
    register(Holding("directory.addition", _("Structures said to be missing"), _count_additions, _move_additions))
    register(Holding("directory.message", _("Messages from the directory"), _count_messages, _move_messages))
