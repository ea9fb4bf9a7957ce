"""What can be done with people, roles and invitations."""

from __future__ import annotations

from .identities import IdentityTaken, link_identity, unlink_identity
from .invitations import (
    AlreadyKnown,
    InvitationExpired,
    InvitationUnknown,
    accept_invitation,
    invitation_of,
    invite_person,
    send_invitation_again,
    withdraw_invitation,
)
from .leaving import DutiesRemain, SuccessorUnfit, deactivate_person, reactivate_person, transfer_duty
from .people import AdministratorExists, bootstrap_administrator, correct_person, register_person, update_own_account
from .roles import LastAdministrator, RoleAlreadyHeld, RoleEnded, ScopeUnknown, end_role, grant_role

__all__ = [
    "AdministratorExists",
    "AlreadyKnown",
    "DutiesRemain",
    "IdentityTaken",
    "InvitationExpired",
    "InvitationUnknown",
    "LastAdministrator",
    "RoleAlreadyHeld",
    "RoleEnded",
    "ScopeUnknown",
    "SuccessorUnfit",
    "accept_invitation",
    "bootstrap_administrator",
    "correct_person",
    "deactivate_person",
    "end_role",
    "grant_role",
    "invitation_of",
    "invite_person",
    "link_identity",
    "reactivate_person",
    "register_person",
    "send_invitation_again",
    "transfer_duty",
    "unlink_identity",
    "update_own_account",
    "withdraw_invitation",
]
