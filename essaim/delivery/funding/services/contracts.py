"""The republican commitment recorded on a grant; nothing is paid before it is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.funding import permissions, queries
from essaim.delivery.funding.models import Grant, RepublicanContract
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require

from .locking import locked


class ContractMissing(Exception):
    """The republican commitment of who receives it is not recorded: nothing is paid before."""

    def __init__(self, organizations: Sequence[Organization]) -> None:
        """Keep the structures."""
        super().__init__(", ".join(row.name for row in organizations))
        self.organizations = tuple(organizations)


class NotABeneficiary(Exception):
    """The structure has no share of this grant."""


@transaction.atomic
def record_contract(
    *,
    grant: Grant,
    organization: Organization,
    actor: User,
    now: datetime,
    source: str,
    text_version: str = "",
    signed_on: date | None = None,
    signatory_quality: str = "",
    exemption: str = "",
    reason: str = "",
) -> RepublicanContract:
    """
    Record the republican commitment of who receives a grant: signed, or deemed met; recorded again, it is corrected.

    :raises NotAllowed: if the actor is not of the team, or the grant has ended
    :raises NotABeneficiary: if the structure has no share of the grant
    :raises ValidationError: if it is neither signed nor exempted with a reason, or has no source
    """
    grant = locked(grant)
    require(permissions.can_record_contract(actor, grant))
    if not grant.shares.filter(organization=organization).exists():
        raise NotABeneficiary
    values = {
        "text_version": text_version.strip(),
        "signed_on": signed_on,
        "signatory_quality": signatory_quality.strip(),
        "exemption": exemption,
        "reason": reason.strip(),
        "source": source.strip(),
        "recorded_by": actor,
        "written_at": now,
    }
    there = RepublicanContract.objects.select_for_update(of=("self",)).filter(grant=grant, organization=organization)
    if before := there.first():
        return write_fields(before, "republican_contract.updated", values, actor=actor, now=now)
    row = RepublicanContract(grant=grant, organization=organization, **values)
    return write_new(row, "republican_contract.recorded", actor=actor, now=now)


def bring_from_application(*, grant: Grant, actor: User, now: datetime) -> RepublicanContract | None:
    """Record what was signed with the application that a grant answers, if something was: it is not asked twice."""
    application = grant.application
    if application is None or application.organization is None:
        return None
    signed = queries.commitment_in_application(grant, application.organization)
    if signed is None:
        return None
    told = _("Application %(reference)s") % {"reference": application.reference}
    values: dict[str, object] = {"text_version": signed.text_version, "source": told}
    if signed.exemption:
        values |= {"exemption": signed.exemption, "reason": told}
    else:
        values |= {"signed_on": timezone.localdate(signed.signed_at), "signatory_quality": signed.signatory_quality}
    return record_contract(grant=grant, organization=application.organization, actor=actor, now=now, **values)  # type: ignore[arg-type]


def refuse_missing_contracts(grant: Grant) -> None:
    """
    Refuse to pay before the commitment of each structure that owes it is recorded.

    :raises ContractMissing: naming them
    """
    missing = queries.missing_contracts(grant)
    if missing:
        raise ContractMissing(missing)
