"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Mapping

from essaim.foundations.ui.access import PUBLIC, Access

from .links import BLOCK_SIGNER, CARD_SIGNER, CLAIM_SIGNER, MESSAGE_SIGNER
from .models import Addition, Card, Certificate, Claim, ContactMessage, Listing, Offer, Suggestion
from .states import OPEN_CLAIMS, AdditionState, SuggestionState

OWN = "Organization members: of the structures they speak for."
TEAM = "officer|administrator"
BOTH = ("GET", "POST")


def _listed() -> Mapping[str, object]:
    row = Listing.objects.order_by("pk").first()
    return {"key": row.key if row else "none"}


def _organization() -> Mapping[str, object]:
    row = Listing.objects.order_by("pk").first()
    return {"pk": row.organization_pk if row else 0}


READING: dict[str, Access] = {
    "directory:listing_list": Access(PUBLIC),
    "directory:listing_map": Access(PUBLIC),
    "directory:embedded": Access(PUBLIC, note="May be framed by other sites; sets no cookie."),
    "directory:card": Access(PUBLIC, sample=_listed, note="One taken out: the structure and the team."),
    "directory:card_history": Access(PUBLIC, sample=_listed, note="Names are shown to the team."),
    "directory:organization_panel": Access(PUBLIC, sample=_organization),
}

WRITING: dict[str, Access] = {
    "directory:card_edit": Access(TEAM, sample=_listed, methods=BOTH, note=OWN),
    "directory:card_confirm": Access(TEAM, sample=_listed, methods=("POST",), note=OWN),
    "directory:card_hide": Access(TEAM, sample=_listed, methods=BOTH, note=OWN),
    "directory:card_show": Access(TEAM, sample=_listed, methods=("POST",), note=OWN),
    "directory:known_address": Access(TEAM, sample=_listed, methods=BOTH),
}


def _suggestion() -> Mapping[str, object]:
    row = Suggestion.objects.filter(state=SuggestionState.OPEN).order_by("pk").first()
    return {"pk": row.pk if row else 0}


def _claim() -> Mapping[str, object]:
    row = Claim.objects.filter(state__in=OPEN_CLAIMS).order_by("pk").first()
    return {"pk": row.pk if row else 0}


def _proof() -> Mapping[str, object]:
    row = Claim.objects.order_by("pk").first()
    return {"token": CLAIM_SIGNER.sign(str(row.pk if row else 0))}


def _confirmation() -> Mapping[str, object]:
    row = Card.objects.exclude(known_address="").order_by("pk").first()
    return {"token": CARD_SIGNER.sign_object([row.pk, row.known_address] if row else [0, ""])}


ASKING: dict[str, Access] = {
    "directory:suggest": Access(PUBLIC, sample=_listed, methods=BOTH),
    "directory:claim_card": Access(PUBLIC, sample=_listed, methods=BOTH),
    "directory:suggestion_list": Access(TEAM),
    "directory:suggestion": Access(TEAM, sample=_suggestion, methods=BOTH),
    "directory:claim_list": Access(TEAM),
    "directory:claim": Access(TEAM, sample=_claim),
    "directory:claim_accept": Access(TEAM, sample=_claim, methods=("POST",)),
    "directory:claim_refuse": Access(TEAM, sample=_claim, methods=BOTH),
    "directory:claim_proof": Access(PUBLIC, sample=_proof, methods=BOTH, note="Whoever holds the link."),
    "directory:confirmation": Access(PUBLIC, sample=_confirmation, methods=BOTH, note="Whoever holds the link."),
}


def _addition() -> Mapping[str, object]:
    row = Addition.objects.filter(state=AdditionState.OPEN).order_by("pk").first()
    return {"pk": row.pk if row else 0}


def _followed() -> Mapping[str, object]:
    row = Addition.objects.order_by("pk").first()
    return {"number": row.tracking_number if row else "none"}


ADDING: dict[str, Access] = {
    "directory:addition_create": Access(PUBLIC, methods=BOTH),
    "directory:addition_follow": Access(PUBLIC, sample=_followed, note="Whoever has the number."),
    "directory:addition_list": Access(TEAM),
    "directory:addition": Access(TEAM, sample=_addition),
    "directory:addition_add": Access(TEAM, sample=_addition, methods=BOTH),
    "directory:addition_recognize": Access(TEAM, sample=_addition, methods=BOTH),
    "directory:addition_refuse": Access(TEAM, sample=_addition, methods=BOTH),
}


def _taking() -> Mapping[str, object]:
    rows = Listing.objects.filter(
        organization_pk__in=Card.objects.filter(takes_messages=True).exclude(known_address="").values("organization")
    )
    row = rows.order_by("pk").first()
    return {"key": row.key if row else "none"}


def _relayed() -> Mapping[str, object]:
    row = ContactMessage.objects.order_by("pk").first()
    return {"token": MESSAGE_SIGNER.sign(str(row.pk if row else 0))}


def _blocked() -> Mapping[str, object]:
    row = ContactMessage.objects.order_by("pk").first()
    return {"token": BLOCK_SIGNER.sign(str(row.pk if row else 0))}


CONTACT: dict[str, Access] = {
    "directory:contact": Access(PUBLIC, sample=_taking, methods=BOTH),
    "directory:contact_relay": Access(PUBLIC, sample=_relayed, methods=BOTH, note="Whoever holds the link."),
    "directory:contact_block": Access(PUBLIC, sample=_blocked, methods=BOTH, note="Whoever holds the link."),
    "directory:sitemap": Access(PUBLIC, sample=lambda: {"number": 1}),
}


def _offer() -> Mapping[str, object]:
    row = Offer.objects.select_related("organization").order_by("pk").first()
    return {"key": row.organization.key, "pk": row.pk} if row else {"key": "none", "pk": 0}


def _certificate() -> Mapping[str, object]:
    row = Certificate.objects.select_related("organization").order_by("pk").first()
    return {"key": row.organization.key, "pk": row.pk} if row else {"key": "none", "pk": 0}


OFFERING: dict[str, Access] = {
    "directory:offer_list": Access(PUBLIC),
    "directory:offer_create": Access(TEAM, sample=_listed, methods=BOTH, note=OWN),
    "directory:offer_edit": Access(TEAM, sample=_offer, methods=BOTH, note=OWN),
    "directory:offer_move": Access(TEAM, sample=_offer, methods=("POST",), note=OWN),
    "directory:certificate_create": Access(TEAM, sample=_listed, methods=BOTH, note=OWN),
    "directory:certificate_end": Access(TEAM, sample=_certificate, methods=BOTH, note=OWN),
}

MACHINES: dict[str, Access] = {
    "api-1:cards": Access(PUBLIC),
    "api-1:card": Access(PUBLIC, sample=_listed),
    "api-1:facets": Access(PUBLIC),
    "api-1:points": Access(PUBLIC),
    "api-1:offers": Access(PUBLIC),
}

ACCESS: dict[str, Access] = {**READING, **WRITING, **ASKING, **ADDING, **CONTACT, **OFFERING, **MACHINES}
