"""A structure is missing: proposed by anybody, looked for among those known, answered once by the team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.ecosystem.directory import permissions, queries
from essaim.ecosystem.directory.models import Addition
from essaim.ecosystem.directory.states import ADDITION_MOVES
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.queries import near_duplicates, record_with
from essaim.ecosystem.organizations.services import (
    AlreadyRegistered,
    SimilarRecords,
    normalized,
    register_organization,
)
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting, write_fields, write_new
from essaim.foundations.notifications.services import write_to
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.codes import spoken_code
from essaim.foundations.primitives.decisions import require

from .asking import refuse_too_fast
from .cards import update_card

ADDITION_KIND = "directory.addition"
ADDED_FIELDS = ("name", "acronym", "siren", "rna", "commune_code", "website", "kind", "legal_category")


class ProposedAlready(Exception):
    """Somebody proposed it before, and the team has not answered yet."""


@transaction.atomic
def propose_addition(
    *, values: Mapping[str, str], now: datetime, note: str = "", email: str = "", is_other: bool = False
) -> Addition:
    """
    Say that a structure is missing; the number given back follows it.

    :param values: name, commune_code, and acronym, siren, rna, website, summary if they are known
    :param is_other: whether who proposes said that it is none of those whose name is close
    :raises AskedTooFast: if more is asked in an hour than people write
    :raises AlreadyRegistered: if a record has its number
    :raises SimilarRecords: if names are close and is_other is false
    :raises ProposedAlready: if the same is waiting for its answer
    :raises ValidationError: if a value does not hold
    """
    refuse_too_fast(now)
    kept = {name: str(value) for name, value in normalized(values).items()}
    resident = SystemActor("resident")
    addition = Addition(
        tracking_number="STR-" + spoken_code(10),
        note=" ".join(note.split()),
        email=email.strip().lower(),
        received_at=now,
        **kept,
    )
    addition.full_clean()
    if known := record_with(siren=addition.siren, rna=addition.rna):
        raise AlreadyRegistered(known)
    if queries.same_addition(addition) is not None:
        raise ProposedAlready
    if not is_other and (found := near_duplicates(name=addition.name, acronym=addition.acronym)):
        raise SimilarRecords(found)
    with acting(resident):
        return write_new(addition, "addition.proposed", actor=resident, now=now)


def _locked(addition: Addition) -> Addition:
    return Addition.objects.select_for_update(of=("self",)).get(pk=addition.pk)


@transaction.atomic
def add_structure(
    *, addition: Addition, actor: User, now: datetime, values: Mapping[str, str], summary: str = ""
) -> Organization:
    """
    Write the record of a structure that somebody proposed, as the team corrected it, and its card.

    :param values: among ADDED_FIELDS
    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was answered before
    :raises AlreadyRegistered: if a record has its number
    :raises ValidationError: if a value does not hold
    """
    require(permissions.can_moderate(actor))
    addition = _locked(addition)
    state = ADDITION_MOVES.target("add", addition.state)
    source = _("Proposed by a resident (%(number)s)") % {"number": addition.tracking_number}
    told: dict[str, Any] = {name: values.get(name, "") for name in ADDED_FIELDS}
    organization = register_organization(actor=actor, now=now, source=source, **told)
    if summary:
        update_card(organization=organization, actor=actor, now=now, summary=summary)
    _settle(addition, "addition.added", {"state": state, "organization": organization}, actor=actor, now=now)
    return organization


@transaction.atomic
def recognize_structure(
    *, addition: Addition, organization: Organization, actor: User, now: datetime, reason: str = ""
) -> Addition:
    """
    Say that a structure proposed is one that is known already.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was answered before
    """
    require(permissions.can_moderate(actor))
    addition = _locked(addition)
    values = {
        "state": ADDITION_MOVES.target("recognize", addition.state),
        "organization": organization,
        "reason": reason,
    }
    return _settle(addition, "addition.recognized", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def refuse_addition(*, addition: Addition, actor: User, now: datetime, reason: str) -> Addition:
    """
    Say why a structure does not enter the directory.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was answered before
    :raises ValidationError: without a reason
    """
    require(permissions.can_moderate(actor))
    addition = _locked(addition)
    values: dict[str, object] = {
        "state": ADDITION_MOVES.target("refuse", addition.state),
        "reason": reason.strip(),
    }
    return _settle(addition, "addition.refused", values, actor=actor, now=now, reason=reason)


def _settle(
    addition: Addition, verb: str, values: dict[str, object], *, actor: User, now: datetime, reason: str = ""
) -> Addition:
    """Write the answer, tell who proposed it if they left an address, and forget that address."""
    address = addition.email
    values |= {"settled_at": now, "email": ""}
    written = write_fields(addition, verb, values, actor=actor, now=now, reason=reason)
    if address:
        write_to(
            address=address,
            kind=ADDITION_KIND,
            subject=_("What became of the structure you proposed"),
            body=partial(_told, written),
            url=reverse("directory:addition_follow", args=[written.tracking_number]),
            now=now,
            key=f"directory.addition:{written.pk}",
        )
    return written


def _told(addition: Addition) -> str:
    said = f"{addition.get_state_display()}{f' ({addition.reason})' if addition.reason else ''}"
    return _(
        "You proposed %(name)s for the directory. Answer: %(said)s\nYour address is erased here with this mail."
    ) % {
        "name": addition.name,
        "said": said,
    }
