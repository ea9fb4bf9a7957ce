"""Who may do what, by role, and who may do what to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from .states import PERSON_MOVES, SCOPE_OF_ROLE, SECOND_FACTOR_ROLES, PersonState, RoleKind, ScopeKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .models import RoleGrant, User

    Person = User | AnonymousUser

STAFF = (RoleKind.OFFICER, RoleKind.ADMINISTRATOR)


def has_role(person: Person, *kinds: str, scope_code: str | None = None) -> bool:
    """
    Tell whether a person holds today one of these roles, for this scope if one is given.

    :param scope_code: SIREN, INSEE code or key, as the role was granted; None accepts any scope
    """
    if not person.is_authenticated or not person.is_active:
        return False
    return any(
        role.kind in kinds and (scope_code is None or role.scope_code == scope_code) for role in person.held_roles
    )


def is_staff_member(person: Person) -> bool:
    """Tell whether a person works for the authority: an officer or an administrator."""
    return has_role(person, *STAFF)


def can_read_people(person: Person) -> Decision:
    """Tell whether a person may read who has an account and which roles: the team, and support to help them."""
    if has_role(person, *STAFF, RoleKind.SUPPORT):
        return ALLOW
    return deny(_("Only the authority's team and support see who has an account."))


def can_manage_people(person: Person) -> Decision:
    """Tell whether a person may invite, register, correct and hand over: administrators only."""
    if has_role(person, RoleKind.ADMINISTRATOR):
        return ALLOW
    return deny(_("Only an administrator manages people and their roles."))


def can_grant_role(actor: Person, kind: str, scope_code: str) -> Decision:
    """
    Tell whether a person may grant or end such a role: administrators, and for their own authority only.

    Who speaks for an organization is said by the whole team: that role opens nothing of the authority's.
    """
    if SCOPE_OF_ROLE[RoleKind(kind)] == ScopeKind.ORGANIZATION and is_staff_member(actor):
        return ALLOW
    decision = can_manage_people(actor)
    if (
        decision
        and SCOPE_OF_ROLE[RoleKind(kind)] == ScopeKind.AUTHORITY
        and not has_role(actor, RoleKind.ADMINISTRATOR, scope_code=scope_code)
    ):
        return deny(_("You administer another authority than the one of this role."))
    return decision


def can_receive_role(actor: Person, person: User, kind: str, scope_code: str) -> Decision:
    """Tell whether a role may be granted to this person: not to somebody who has left."""
    decision = can_grant_role(actor, kind, scope_code)
    if decision and not person.is_active:
        return deny(_("This person has left: open the account again first."))
    return decision


def can_correct_person(actor: Person, person: User) -> Decision:
    """Tell whether a person may correct the name, job title and address of another: not of somebody erased."""
    decision = can_manage_people(actor)
    if decision and person.state == PersonState.ERASED:
        return deny(_("This person was erased: there is nothing left to correct."))
    return decision


def can_end_role(actor: Person, grant: RoleGrant) -> Decision:
    """Tell whether a person may end a role."""
    return can_grant_role(actor, grant.kind, grant.scope_code)


def needs_second_factor(person: Person) -> bool:
    """Tell whether a person must sign in with a second factor: the team and support."""
    return has_role(person, *SECOND_FACTOR_ROLES)


def can_reset_second_factor(actor: Person, person: User) -> Decision:
    """Tell whether a person may take the second factor of another off; nobody takes off their own this way."""
    decision = can_manage_people(actor)
    if decision and actor.pk == person.pk:
        return deny(_("Another administrator must do this for you."))
    return decision


def can_see_as(actor: Person, person: User) -> Decision:
    """Tell whether a person may look through another's eyes: support, and never an administrator's or support's."""
    if not has_role(actor, RoleKind.SUPPORT):
        return deny(_("Only support looks through somebody else's eyes."))
    if not person.is_active:
        return deny(_("This person has left."))
    if actor.pk == person.pk:
        return deny(_("You already see what you see."))
    if has_role(person, RoleKind.ADMINISTRATOR, RoleKind.SUPPORT):
        return deny(_("Nobody looks through the eyes of an administrator or of support."))
    return ALLOW


def can_move_person(actor: Person, person: User, move: str) -> Decision:
    """Tell whether a person may deactivate, reactivate or erase another; nobody does it to themself."""
    decision = can_manage_people(actor)
    if decision and actor.pk == person.pk:
        return deny(_("Another administrator must do this for you."))
    if decision and move not in PERSON_MOVES.names_from(person.state):
        return deny(_("This is not possible in the state the account is in."))
    return decision
