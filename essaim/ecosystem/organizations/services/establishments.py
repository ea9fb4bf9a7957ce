"""Establishments of structures: written, corrected, closed."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations import permissions
from essaim.ecosystem.organizations.models import Establishment, Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale

from .announcing import announce

ESTABLISHMENT_FIELDS = (
    "siret",
    "name",
    "is_seat",
    "address",
    "commune_code",
    "activity_code",
    "starts_on",
    "ends_on",
    "longitude",
    "latitude",
    "is_partial",
    "source",
)


class EstablishmentClosed(Exception):
    """It was closed before that day already."""


def _refuse_other_siren(organization: Organization, siret: object) -> None:
    """
    Refuse a SIRET that is another structure's: its first nine digits are the SIREN.

    :raises ValidationError: naming the field
    """
    if siret and organization.siren and not str(siret).startswith(organization.siren):
        raise ValidationError(
            {
                "siret": _("A SIRET begins with the SIREN of its structure, here %(siren)s.")
                % {"siren": organization.siren}
            }
        )


@transaction.atomic
def add_establishment(*, organization: Organization, actor: User, now: datetime, **values: object) -> Establishment:
    """
    Write where a structure is.

    :param values: among ESTABLISHMENT_FIELDS
    :raises NotAllowed: if the actor is not of the team, or the record was merged
    :raises ValueError: if another field is given
    :raises ValidationError: if the SIRET is another structure's, the structure has a seat already, or a field does not hold
    """
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    require(permissions.can_update_organization(actor, organization))
    refuse_other_fields(values, ESTABLISHMENT_FIELDS)
    _refuse_other_siren(organization, values.get("siret", ""))
    row = Establishment(organization=organization, **values)
    announce(organization.pk)
    return write_new(row, "establishment.written", actor=actor, now=now, details={"organization": organization.key})


def _locked(establishment: Establishment) -> tuple[Organization, Establishment]:
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=establishment.organization_id)
    return organization, Establishment.objects.select_for_update(of=("self",)).get(pk=establishment.pk)


@transaction.atomic
def update_establishment(
    *, establishment: Establishment, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> Establishment:
    """
    Correct what is written of an establishment, saying why.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :param values: among ESTABLISHMENT_FIELDS
    :raises NotAllowed: if the actor is not of the team, or the record was merged
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    :raises ValueError: if another field is given
    :raises ValidationError: if the SIRET is another structure's, or a field does not hold
    """
    organization, establishment = _locked(establishment)
    require(permissions.can_update_organization(actor, organization))
    refuse_other_fields(values, ESTABLISHMENT_FIELDS)
    refuse_stale(establishment, values, version)
    _refuse_other_siren(organization, values.get("siret", ""))
    announce(organization.pk)
    return write_fields(establishment, "establishment.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def close_establishment(
    *, establishment: Establishment, ends_on: date, actor: User, now: datetime, reason: str
) -> Establishment:
    """
    Say that an establishment is no more from a day on.

    :raises NotAllowed: if the actor is not of the team, or the record was merged
    :raises EstablishmentClosed: if it was closed before that day already
    :raises ValidationError: if it would close before it opens
    """
    organization, establishment = _locked(establishment)
    require(permissions.can_update_organization(actor, organization))
    if establishment.ends_on is not None and establishment.ends_on <= ends_on:
        raise EstablishmentClosed
    announce(organization.pk)
    return write_fields(
        establishment, "establishment.closed", {"ends_on": ends_on}, actor=actor, now=now, reason=reason
    )
