"""What moves with a record: its card, when the record that is kept has none."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.holdings import Holding, register
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields

from .models import Card
from .services import CARD_FIELDS


def _count_cards(organization: Organization) -> int:
    return Card.objects.filter(organization=organization).count()


def _move_cards(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Give the card to the kept record, or the words that its own lacks; a wish to be taken out is kept too."""
    card = Card.objects.select_for_update(of=("self",)).get(organization=duplicate)
    own = Card.objects.select_for_update(of=("self",)).filter(organization=kept).first()
    if own is None:
        write_fields(card, "card.moved", {"organization": kept}, actor=actor, now=now, reason=reason)
        return
    values = {name: getattr(card, name) for name in CARD_FIELDS if getattr(card, name) and not getattr(own, name)}
    if card.state != own.state:
        values["state"] = "hidden"
    if values:
        write_fields(own, "card.completed", values, actor=actor, now=now, reason=reason)


def register_holdings() -> None:
    """Register what moves; called when the room starts."""
    register(Holding("directory.card", _("Card of the directory"), _count_cards, _move_cards))
