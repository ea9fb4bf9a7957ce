"""What can be done with people, roles and invitations."""

from __future__ import annotations

from .erasure import erase_person, erase_sign_in, forget_expired_invitations
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
from .opening import open_own_account
from .people import AdministratorExists, bootstrap_administrator, correct_person, register_person, update_own_account
from .roles import LastAdministrator, RoleAlreadyHeld, RoleEnded, ScopeUnknown, end_role, grant_role
from .seeing_as import MINUTES_MAX, record_page_seen, start_seeing_as, stop_seeing_as
from .sessions import NothingToReset, end_other_sessions, note_means, reset_second_factor

__all__ = [
    "MINUTES_MAX",
    "AdministratorExists",
    "AlreadyKnown",
    "DutiesRemain",
    "IdentityTaken",
    "InvitationExpired",
    "InvitationUnknown",
    "LastAdministrator",
    "NothingToReset",
    "RoleAlreadyHeld",
    "RoleEnded",
    "ScopeUnknown",
    "SuccessorUnfit",
    "accept_invitation",
    "bootstrap_administrator",
    "correct_person",
    "deactivate_person",
    "end_other_sessions",
    "end_role",
    "erase_person",
    "erase_sign_in",
    "forget_expired_invitations",
    "grant_role",
    "invitation_of",
    "invite_person",
    "link_identity",
    "note_means",
    "open_own_account",
    "reactivate_person",
    "record_page_seen",
    "register_person",
    "reset_second_factor",
    "send_invitation_again",
    "start_seeing_as",
    "stop_seeing_as",
    "transfer_duty",
    "unlink_identity",
    "update_own_account",
    "withdraw_invitation",
]
