"""Republican commitments: of whom they are due, what is recorded, what is missing before anything is paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from essaim.delivery.calls_for_projects.models import Commitment
from essaim.delivery.funding.models import Grant, GrantShare, RepublicanContract
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.states import OrganizationKind

from .grants import shares_of

# Source: law 2000-321, article 10-1: associations and foundations that ask for a subsidy, in cash or in kind. Companies are not
# covered (to be confirmed).
BOUND_BY_CONTRACT = (OrganizationKind.ASSOCIATION, OrganizationKind.FOUNDATION)


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A structure whose commitment is due, and what is recorded of it."""

    organization: Organization
    contract: RepublicanContract | None


def contract_rows(grant: Grant, shares: Iterable[GrantShare] | None = None) -> Sequence[ContractRow]:
    """
    List those who receive a grant and whose commitment is due or recorded, in one query besides the shares.

    :param shares: those of the grant, where they were read already
    """
    there = {row.organization_id: row for row in RepublicanContract.objects.filter(grant=grant)}
    return [
        ContractRow(share.organization, there.get(share.organization_id))
        for share in (shares_of(grant) if shares is None else shares)
        if share.organization.kind in BOUND_BY_CONTRACT or share.organization_id in there
    ]


def is_contract_due(shares: Iterable[GrantShare]) -> bool:
    """Tell whether the commitment of one of those who share a grant is due."""
    return any(share.organization.kind in BOUND_BY_CONTRACT for share in shares)


def missing_contracts(grant: Grant) -> list[Organization]:
    """List the structures whose commitment is due and not recorded: nothing is paid before."""
    return [row.organization for row in contract_rows(grant) if row.contract is None]


def commitment_in_application(grant: Grant, organization: Organization) -> Commitment | None:
    """Return the commitment signed with the application that a grant answers, if the structure is the one that applied."""
    if grant.application is None or grant.application.organization_id != organization.pk:
        return None
    return Commitment.objects.filter(application=grant.application).first()
