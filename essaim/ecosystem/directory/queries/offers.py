"""What structures of the directory offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from essaim.ecosystem.directory.models import Certificate, Listing, Offer
from essaim.ecosystem.directory.states import OfferState
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.primitives.texts import search_words
from essaim.foundations.territory.queries import commune_names

from .searching import WORDS_MAX, near_words


def offers_standing(*, today: date) -> Any:
    """Return the offers of structures of the directory that stand on a day, by structure."""
    rows = Offer.objects.valid_on(today).filter(
        state=OfferState.OFFERED, organization__in=Listing.objects.values("organization_pk")
    )
    return rows.select_related("organization").order_by("organization__sort_key", "title", "pk")


def found_offers(rows: Any, text: str) -> Any:
    """Keep the offers that hold every word, with or without accents; a word that none holds is read as those near it."""
    for word in search_words(text)[:WORDS_MAX]:
        holding = rows.filter(search_key__contains=word)
        if not holding.exists():
            near = Q(pk__in=[])
            for other in near_words(word):
                near |= Q(search_key__contains=other)
            holding = rows.filter(near)
        rows = holding
    return rows


def serving(rows: Any, commune_code: str) -> Any:
    """Keep the offers that serve a commune."""
    return rows.filter(Q(is_everywhere=True) | Q(areas__contains=[commune_code]))


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """An offer with the names of the communes it serves. moment: "standing", "to_come", "past" or "withdrawn"."""

    row: Offer
    commune_names: tuple[str, ...]
    moment: str


def offers_of(organization: Organization, *, today: date, sees_all: bool = False) -> list[ShownOffer]:
    """List what a structure offers on a day; what is over, to come or withdrawn too, for itself and the team."""
    rows = list(Offer.objects.filter(organization=organization).order_by("title", "pk"))
    names = commune_names({code for row in rows for code in row.areas}) if rows else {}
    shown = [ShownOffer(row, tuple(names.get(code, code) for code in row.areas), _moment(row, today)) for row in rows]
    return [offer for offer in shown if sees_all or offer.moment == "standing"]


def _moment(row: Offer, today: date) -> str:
    if row.state == OfferState.WITHDRAWN:
        return "withdrawn"
    if row.starts_on is not None and row.starts_on > today:
        return "to_come"
    return "past" if row.ends_on is not None and row.ends_on <= today else "standing"


def certificates_of(organization: Organization, *, today: date, sees_all: bool = False) -> Sequence[Certificate]:
    """List the certificates of a structure that are valid on a day; all of them for itself and the team."""
    rows: Any = Certificate.objects.all() if sees_all else Certificate.objects.valid_on(today)
    return list(rows.filter(organization=organization).order_by("name", "-starts_on", "pk"))
