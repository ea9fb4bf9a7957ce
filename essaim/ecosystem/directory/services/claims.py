"""Somebody says that they speak for a structure: proved by its own address, decided by the team, then forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.directory import links, permissions, queries
from essaim.ecosystem.directory.models import Card, Claim
from essaim.ecosystem.directory.states import CLAIM_MOVES, OPEN_CLAIMS
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.services import name_representative
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.services import invite_person
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.audit_trail.services import acting, write_fields, write_new
from essaim.foundations.notifications.services import write_to
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require

from .asking import refuse_too_fast
from .cards import locked_organization, write_confirmation

CLAIM_KIND = "directory.claim"
CONFIRMATION_KIND = "directory.confirmation_letter"
KEPT_AFTER_ANSWER = timedelta(days=30)


@transaction.atomic
def claim_card(
    *, organization: Organization, full_name: str, email: str, quality: str, now: datetime, message: str = ""
) -> Claim:
    """
    Say that one speaks for a structure. Where an address of the structure is known, a link goes there: following it proves the
    claim. The answer is the same whether one is known or not, and an address that asks again has its first claim back.

    :raises NotAllowed: if the structure is not in the directory
    :raises AskedTooFast: if more is asked in an hour than people write
    :raises ValidationError: if a field does not hold
    """
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    require(permissions.can_ask(organization))
    refuse_too_fast(now)
    email = email.strip().lower()
    if known := queries.open_claim(organization, email):
        return known
    resident = SystemActor("resident")
    with acting(resident):
        claim = Claim(
            organization=organization,
            full_name=" ".join(full_name.split()),
            email=email,
            quality=quality,
            message=" ".join(message.split()),
            received_at=now,
        )
        write_new(claim, "claim.received", actor=resident, now=now)
    card = queries.card_of(organization)
    if card is not None and card.known_address:
        write_to(
            address=card.known_address,
            kind=CLAIM_KIND,
            subject=partial(_claim_subject, organization.name),
            body=partial(_claim_body, claim),
            url=links.claim_path(claim),
            now=now,
            key=f"directory.claim:{claim.pk}",
        )
    return claim


def _claim_subject(name: str) -> str:
    return _("Does this person speak for %(name)s?") % {"name": name}


def _claim_body(claim: Claim) -> str:
    return _(
        "%(person)s asks to write the card of %(name)s in the directory, as: %(quality)s.\n"
        "If that is right, follow the link and say so. If it is not, do nothing: nothing is given without the team's decision."
    ) % {
        "person": claim.full_name,
        "name": claim.organization.name,
        "quality": claim.get_quality_display(),
    }


@transaction.atomic
def prove_claim(*, claim: Claim, now: datetime) -> Claim:
    """
    Write that whoever reads the mail of the structure said the claim is right; the team is told by its list, and decides.

    :raises IllegalMove: if it was proved or answered before
    """
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    values = {"state": CLAIM_MOVES.target("prove", claim.state), "proved_at": now}
    structure = SystemActor("structure")
    with acting(structure):
        return write_fields(claim, "claim.proved", values, actor=structure, now=now)


@transaction.atomic
def accept_claim(*, claim: Claim, actor: User, now: datetime, site_url: str, reason: str = "") -> Claim:
    """
    Let somebody speak for the structure: named at once if their address has an account, invited otherwise.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was answered before
    :raises RoleAlreadyHeld: if they speak for it already
    :raises ValidationError: if the address already has an invitation that waits
    """
    require(permissions.can_moderate(actor))
    claim = Claim.objects.select_for_update(of=("self",)).select_related("organization").get(pk=claim.pk)
    state = CLAIM_MOVES.target("accept", claim.state)
    person = User.objects.filter(email__iexact=claim.email).first()
    if person is not None:
        name_representative(
            organization=claim.organization,
            person=person,
            role=claim.quality,
            starts_on=timezone.localdate(now),
            actor=actor,
            now=now,
            reason=reason,
        )
    else:
        invite_person(
            email=claim.email,
            full_name=claim.full_name,
            kind=RoleKind.ORGANIZATION_MEMBER,
            scope_code=claim.organization.key,
            actor=actor,
            now=now,
            site_url=site_url,
        )
    return write_fields(claim, "claim.accepted", {"state": state, "ended_at": now}, actor=actor, now=now, reason=reason)


@transaction.atomic
def refuse_claim(*, claim: Claim, actor: User, now: datetime, reason: str) -> Claim:
    """
    Say no to a claim, and why; whoever asked is told.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was answered before
    """
    require(permissions.can_moderate(actor))
    claim = Claim.objects.select_for_update(of=("self",)).select_related("organization").get(pk=claim.pk)
    values = {"state": CLAIM_MOVES.target("refuse", claim.state), "ended_at": now}
    write_fields(claim, "claim.refused", values, actor=actor, now=now, reason=reason)
    name = claim.organization.name
    write_to(
        address=claim.email,
        kind=CLAIM_KIND,
        subject=partial(_refusal_subject, name),
        body=partial(_refusal_body, name, reason),
        url=reverse("directory:card", args=[claim.organization.key]),
        now=now,
        key=f"directory.claim:{claim.pk}:answer",
    )
    return claim


def _refusal_subject(name: str) -> str:
    return _("Your demand about %(name)s") % {"name": name}


def _refusal_body(name: str, reason: str) -> str:
    return _("You asked to speak for %(name)s in the directory. The team did not accept it: %(reason)s") % {
        "name": name,
        "reason": reason,
    }


@transaction.atomic
def erase_claimants(*, now: datetime) -> int:
    """Erase names and addresses of claims answered a month ago, and return their number; what was decided stays."""
    old = Claim.objects.exclude(state__in=OPEN_CLAIMS).filter(ended_at__lte=now - KEPT_AFTER_ANSWER).exclude(email="")
    return old.update(full_name="", email="", message="")


@transaction.atomic
def ask_confirmations(*, now: datetime) -> int:
    """
    Mail to structures whose card is to be confirmed a link that does it, and return how many.

    Thirty days apart, three at most for a confirmation, and none once they said to stop.
    """
    today, count = timezone.localdate(now), 0
    for found in queries.cards_to_ask(today=today):
        card = Card.objects.select_for_update(of=("self",)).select_related("organization").get(pk=found.pk)
        if queries.next_asking(card, today=today) != queries.next_asking(found, today=today):
            continue
        turn = card.asked_count + 1
        write_to(
            address=card.known_address,
            kind=CONFIRMATION_KIND,
            subject=partial(_confirmation_subject, card.organization.name),
            body=partial(_confirmation_body, card.organization.name, turn),
            url=links.confirmation_path(card),
            now=now,
            key=f"directory.confirmation:{card.pk}:{today.isoformat()}",
        )
        values = {"asked_on": today, "asked_count": turn}
        write_fields(card, "card.asked", values, actor=SystemActor("directory asking"), now=now)
        count += 1
    return count


def _confirmation_subject(name: str) -> str:
    return _("Is the card of %(name)s still right?") % {"name": name}


def _confirmation_body(name: str, turn: int) -> str:
    return _(
        "Once a year, we ask structures whether their card in the directory is right: %(name)s.\n"
        "The link shows it. One button confirms it, another stops these mails; corrections can be proposed from the card.\n"
        "Mail %(turn)s of %(maximum)s at most; a confirmation stops them for a year."
    ) % {"name": name, "turn": turn, "maximum": queries.ASKED_MAX}


@transaction.atomic
def stop_asking(*, card: Card, now: datetime) -> Card:
    """Ask a structure no more by mail, as whoever reads its mail said."""
    card = Card.objects.select_for_update(of=("self",)).get(pk=card.pk)
    structure = SystemActor("structure")
    with acting(structure):
        return write_fields(card, "card.stopped", {"is_asked": False}, actor=structure, now=now)


@transaction.atomic
def confirm_by_link(*, card: Card, now: datetime) -> Card:
    """Write that whoever reads the mail of a structure said its card is right."""
    structure = SystemActor("structure")
    with acting(structure):
        return write_confirmation(locked_organization(card.organization_id), actor=structure, now=now)
