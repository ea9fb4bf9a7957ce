"""Who may read and write grants, sign for the authority, and order payments."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.ecosystem.organizations.permissions import speaks_for
from essaim.foundations.accounts.permissions import has_role, is_staff_member
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from . import queries
from .queries.grants import OFFICE
from .states import AgreementState, DutyKind, GrantState, Instrument

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.ecosystem.organizations.models import Organization
    from essaim.foundations.accounts.models import User

    from .models import Agreement, Grant
    from .queries import InstalmentRow

    Person = User | AnonymousUser


def can_read_money(person: Person) -> Decision:
    """Tell whether a person may read drafts, envelopes and payments: the team, elected officials, evaluators."""
    if has_role(person, *OFFICE):
        return ALLOW
    return deny(_("Only the authority's team, elected officials and evaluators read this."))


def can_read_stakes(person: Person) -> Decision:
    """Tell whether a person may read the register of stakes in cooperatives: whoever reads the money of the authority."""
    return can_read_money(person)


def can_write_stakes(person: Person) -> Decision:
    """Tell whether a person may write the register of stakes in cooperatives: the team."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team writes the register of stakes."))


def can_read_grant(person: Person, grant: Grant) -> Decision:
    """Tell whether a person may read a grant: everybody once it is given, as open data has it; the office before."""
    return ALLOW if grant.is_given else can_read_money(person)


def can_read_payments(person: Person, grant: Grant) -> Decision:
    """Tell whether a person may read the instalments of a grant: the office, and those who speak for who receives it."""
    if can_read_money(person):
        return ALLOW
    if grant.is_given and has_role(person, RoleKind.ORGANIZATION_MEMBER):
        for share in queries.shares_of(grant):
            if speaks_for(person, share.organization_id):
                return ALLOW
    return deny(_("Only the authority and those who speak for the beneficiary read this."))


def can_write_grants(person: Person) -> Decision:
    """Tell whether a person may write envelopes and grants: the team."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team writes envelopes and grants."))


def can_update_grant(person: Person, grant: Grant) -> Decision:
    """Tell whether a person may correct a grant: the team, before it is given."""
    if grant.state != GrantState.DRAFT:
        return deny(_("This grant is no longer in preparation: an amendment changes it."))
    return can_write_grants(person)


def can_follow_grant(person: Person, grant: Grant) -> Decision:
    """Tell whether a person may end a grant that was given, or note its commitment: the team, until it has ended."""
    if grant.state != GrantState.GRANTED:
        return deny(_("This is done to a grant that was given and has not ended."))
    return can_write_grants(person)


def can_record_contract(person: Person, grant: Grant) -> Decision:
    """Tell whether a person may record the republican commitment of who receives a grant: the team, until it has ended."""
    if grant.state not in {GrantState.DRAFT, GrantState.GRANTED}:
        return deny(_("This grant has ended, or was given up."))
    return can_write_grants(person)


def can_draft_agreement(person: Person, grant: Grant) -> Decision:
    """Tell whether a person may start an agreement or an amendment: the team, one text at a time."""
    if grant.instrument == Instrument.ACT_ALONE:
        return deny(_("The act alone binds here: there is no agreement."))
    decision = can_follow_grant(person, grant)
    if decision and queries.has_open_agreement(grant):
        return deny(_("Another text is being written or signed: end it first."))
    return decision


def can_write_clauses(person: Person, agreement: Agreement) -> Decision:
    """Tell whether a person may write the clauses of an agreement: the team, until it is sent."""
    if agreement.state != AgreementState.DRAFT:
        return deny(_("This text was sent or signed: its words do not change any more."))
    return can_follow_grant(person, agreement.grant)


def can_plan_instalments(person: Person, grant: Grant) -> Decision:
    """Tell whether a person may plan instalments: the team, until the text is sent, and again for an amendment."""
    if grant.state not in {GrantState.DRAFT, GrantState.GRANTED}:
        return deny(_("This grant has ended: nothing is planned any more."))
    if any(row.state == AgreementState.SENT for row in grant.agreements.all()):
        return deny(_("A text is at the signature: take it back first, so that it says what is signed."))
    is_being_changed = any(row.state == AgreementState.DRAFT for row in grant.agreements.all())
    if grant.is_bound and not is_being_changed:
        return deny(_("Instalments are as they were agreed: an amendment changes them."))
    return can_write_grants(person)


def can_meet_conditions(person: Person, grant: Grant) -> Decision:
    """Tell whether a person may say that a condition is met: the team, while something may still be paid."""
    return can_follow_grant(person, grant)


def can_certify(person: Person, grant: Grant, *, on: date, duties: Collection[str] | None = None) -> Decision:
    """
    Tell whether a person may say that a service is done: whoever has this delegation of signature.

    :param duties: what they sign that day, where a page read it once
    """
    decision = can_follow_grant(person, grant)
    if decision and not grant.is_bound:
        return deny(_("Nothing binds yet: the agreement is not signed."))
    if decision and DutyKind.CERTIFY not in (queries.duties_of(person, on=on) if duties is None else duties):
        return deny(_("You have no delegation to say that a service is done."))
    return decision


def can_order(
    person: Person, grant: Grant, row: InstalmentRow, *, on: date, duties: Collection[str] | None = None
) -> Decision:
    """
    Tell whether a person may order the payment of an instalment: a delegation, and not who said the service is done.

    :param duties: what they sign that day, where a page read it once for many rows
    """
    decision = can_follow_grant(person, grant)
    if decision and person.pk in row.certified_by_ids:
        return deny(_("You said that the service is done: somebody else orders the payment."))
    if decision and DutyKind.ORDER not in (queries.duties_of(person, on=on) if duties is None else duties):
        return deny(_("You have no delegation to order payments."))
    return decision


def can_correct_payment(person: Person, *, on: date, duties: Collection[str] | None = None) -> Decision:
    """
    Tell whether a person may correct a payment: whoever may order one.

    :param duties: what they sign that day, where a page read it once
    """
    if not is_staff_member(person) or DutyKind.ORDER not in (
        queries.duties_of(person, on=on) if duties is None else duties
    ):
        return deny(_("You have no delegation to order payments."))
    return ALLOW


def can_delegate(person: Person) -> Decision:
    """Tell whether a person may write delegations of signature: administrators."""
    if has_role(person, RoleKind.ADMINISTRATOR):
        return ALLOW
    return deny(_("Only an administrator writes delegations of signature."))


def can_read_aids(person: Person, organization: Organization) -> Decision:
    """Tell whether a person may read the aid register of a structure: the office, and those who speak for it."""
    return ALLOW if can_read_money(person) else speaks_for(person, organization.pk)


def can_set_limits(person: Person) -> Decision:
    """Tell whether a person may apply other limits than the texts known here: administrators."""
    if has_role(person, RoleKind.ADMINISTRATOR):
        return ALLOW
    return deny(_("Only an administrator changes ceilings and thresholds."))


def can_name_publisher(person: Person) -> Decision:
    """Tell whether a person may say how open data names the authority: administrators."""
    if has_role(person, RoleKind.ADMINISTRATOR):
        return ALLOW
    return deny(_("Only an administrator names the authority."))
