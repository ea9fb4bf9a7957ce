"""Who may write structures, and who speaks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import has_role, is_staff_member
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from . import queries

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    from .models import Organization

    Person = User | AnonymousUser


def can_write_organizations(person: Person) -> Decision:
    """Tell whether a person may register structures, and bring in or take back a sheet of them: the team."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team writes the records of structures."))


def can_update_organization(person: Person, organization: Organization) -> Decision:
    """Tell whether a person may correct a record: the team, while it is in use."""
    if organization.merged_into_id is not None:
        return deny(_("This record was merged into another: correct that one."))
    return can_write_organizations(person)


def can_merge_organizations(person: Person, kept: Organization, duplicate: Organization) -> Decision:
    """Tell whether a person may merge a record into another: the team, two records in use."""
    if kept.pk == duplicate.pk:
        return deny(_("A record is merged into another, not into itself."))
    return can_update_organization(person, kept) and can_update_organization(person, duplicate)


def can_name_representatives(person: Person, organization: Organization) -> Decision:
    """Tell whether a person may say who speaks for a structure, or no longer does: the team."""
    return can_update_organization(person, organization)


def speaks_for(person: Person, organization_id: int) -> Decision:
    """
    Tell whether a person speaks today for a structure, as the role they hold says.

    A record merged into another is spoken for by those who speak for the one that was kept.
    """
    if has_role(person, RoleKind.ORGANIZATION_MEMBER):
        for key in queries.keys_leading_to(organization_id):
            if has_role(person, RoleKind.ORGANIZATION_MEMBER, scope_code=key):
                return ALLOW
    return deny(_("Only those who speak for this structure may do this."))


def can_read_representatives(person: Person, organization: Organization) -> Decision:
    """Tell whether a person may read the names of those who speak for a structure: the team, and themselves."""
    if is_staff_member(person) or speaks_for(person, organization.pk):
        return ALLOW
    return deny(_("Names of people are shown to the authority's team and to those who speak for the structure."))


def can_read_requests(person: Person, organization: Organization) -> Decision:
    """Tell whether a person may read what a structure asked for or was refused: the team, and those who speak for it."""
    if is_staff_member(person) or speaks_for(person, organization.pk):
        return ALLOW
    return deny(_("What a structure asked for is shown to the team and to those who speak for it."))
