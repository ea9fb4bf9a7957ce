"""Who may write what a structure says of itself, and take it out of the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.ecosystem.organizations.permissions import speaks_for
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from . import queries

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.ecosystem.organizations.models import Organization
    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser


def can_write_card(person: Person, organization: Organization) -> Decision:
    """Tell whether a person may write, confirm, hide or show the card of a structure: who speaks for it, and the team."""
    if organization.merged_into_id is not None:
        return deny(_("This record was merged into another: its card is that one's."))
    if is_staff_member(person) or speaks_for(person, organization.pk):
        return ALLOW
    return deny(_("Only the structure and the authority's team write this card."))


def can_read_hidden(person: Person, organization: Organization) -> Decision:
    """Tell whether a person may read a card that the public does not see."""
    return can_write_card(person, organization)


def can_set_known_address(person: Person, organization: Organization) -> Decision:
    """Tell whether a person may write the address a structure gets its links at: the team, from a public source."""
    if organization.merged_into_id is None and is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team writes where a structure gets its links."))


def can_ask(organization: Organization) -> Decision:
    """Tell whether anybody may propose a correction of a structure, or say that they speak for it: one of the directory."""
    if queries.listing_of(organization.key) is None:
        return deny(_("This structure is not in the directory."))
    return ALLOW


def can_moderate(person: Person) -> Decision:
    """Tell whether a person may read and answer what is proposed and claimed: the team."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team answers what is proposed and claimed."))


def can_contact(organization: Organization) -> Decision:
    """Tell whether anybody may write to a structure from its card: it is listed, is known by an address, and takes messages."""
    if not (decision := can_ask(organization)):
        return decision
    if not queries.contact_address(organization):
        return deny(_("No message can be relayed to this structure."))
    return ALLOW
