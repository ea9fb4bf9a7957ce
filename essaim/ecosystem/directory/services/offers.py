"""Offers and certificates: written by the structure or the team, withdrawn, offered again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from essaim.ecosystem.directory import permissions
from essaim.ecosystem.directory.models import Certificate, Offer
from essaim.ecosystem.directory.states import OFFER_MOVES
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.texts import sort_key
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale

from .cards import locked_organization
from .listing import refresh_listings

OFFER_FIELDS = ("title", "description", "is_everywhere", "areas", "capacity", "starts_on", "ends_on")
CERTIFICATE_FIELDS = ("name", "issuer", "number", "starts_on", "ends_on")


def _search_key(title: object, description: object) -> str:
    return sort_key(f"{title} {description}").split("\t")[0]


@transaction.atomic
def write_offer(*, organization: Organization, actor: User, now: datetime, **values: object) -> Offer:
    """
    Write what a structure offers.

    :param values: among OFFER_FIELDS
    :raises NotAllowed: if the actor neither speaks for it nor is of the team
    :raises ValueError: if another field is given
    :raises ValidationError: if the days do not hold, or neither communes nor the whole territory are served
    """
    organization = locked_organization(organization.pk)
    require(permissions.can_write_card(actor, organization))
    refuse_other_fields(values, OFFER_FIELDS)
    offer = Offer(organization=organization, **_kept(values))
    offer.search_key = _search_key(offer.title, offer.description)
    write_new(offer, "offer.written", actor=actor, now=now, details={"organization": organization.key})
    refresh_listings([organization.pk], today=timezone.localdate(now))
    return offer


def _kept(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values as they are kept: what serves the whole territory names no commune."""
    kept = dict(values)
    if kept.get("is_everywhere"):
        kept["areas"] = []
    return kept


@transaction.atomic
def update_offer(
    *, offer: Offer, actor: User, now: datetime, reason: str = "", version: str = "", **values: object
) -> Offer:
    """
    Change what a structure offers.

    :raises NotAllowed: if the actor neither speaks for it nor is of the team
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    :raises ValueError: if another field is given
    :raises ValidationError: if a field does not hold
    """
    organization = locked_organization(offer.organization_id)
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    require(permissions.can_write_card(actor, organization))
    refuse_other_fields(values, OFFER_FIELDS)
    refuse_stale(offer, values, version)
    kept = _kept(values)
    kept["search_key"] = _search_key(kept.get("title", offer.title), kept.get("description", offer.description))
    write_fields(offer, "offer.updated", kept, actor=actor, now=now, reason=reason)
    refresh_listings([organization.pk], today=timezone.localdate(now))
    return offer


@transaction.atomic
def move_offer(*, offer: Offer, move: str, actor: User, now: datetime) -> Offer:
    """
    Withdraw an offer, or offer it again.

    :param move: "withdraw" or "offer_again"
    :raises NotAllowed: if the actor neither speaks for the structure nor is of the team
    :raises IllegalMove: if it stands so already
    """
    organization = locked_organization(offer.organization_id)
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    require(permissions.can_write_card(actor, organization))
    values = {"state": OFFER_MOVES.target(move, offer.state)}
    verb = "offer.withdrawn" if move == "withdraw" else "offer.resumed"
    write_fields(offer, verb, values, actor=actor, now=now)
    refresh_listings([organization.pk], today=timezone.localdate(now))
    return offer


@transaction.atomic
def write_certificate(*, organization: Organization, actor: User, now: datetime, **values: object) -> Certificate:
    """
    Write a certificate that a structure shows, with the days it is valid.

    :param values: among CERTIFICATE_FIELDS
    :raises NotAllowed: if the actor neither speaks for it nor is of the team
    :raises ValueError: if another field is given
    :raises ValidationError: if the days do not hold, or it is written already
    """
    organization = locked_organization(organization.pk)
    require(permissions.can_write_card(actor, organization))
    refuse_other_fields(values, CERTIFICATE_FIELDS)
    row = Certificate(organization=organization, **values)
    return write_new(row, "certificate.written", actor=actor, now=now, details={"organization": organization.key})


@transaction.atomic
def end_certificate(*, certificate: Certificate, ends_on: date, actor: User, now: datetime, reason: str) -> Certificate:
    """
    Say that a certificate is valid no more from a day on.

    :raises NotAllowed: if the actor neither speaks for the structure nor is of the team
    :raises ValidationError: if it would end before it starts
    """
    organization = locked_organization(certificate.organization_id)
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    require(permissions.can_write_card(actor, organization))
    return write_fields(certificate, "certificate.ended", {"ends_on": ends_on}, actor=actor, now=now, reason=reason)
