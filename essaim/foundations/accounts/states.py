"""Kinds of roles, what each is scoped to, and the lives of a person and of an invitation, as data."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable


class RoleKind(TextChoices):
    """What a person is on the platform; a person may hold several, each with its dates and scope."""

    ADMINISTRATOR = "administrator", _("Administrator")
    OFFICER = "officer", _("Officer")
    ELECTED_OFFICIAL = "elected_official", _("Elected official")
    COMMUNE_REFERENT = "commune_referent", _("Commune referent")
    BODY_MEMBER = "body_member", _("Member of a body")
    ORGANIZATION_MEMBER = "organization_member", _("Member of an organization")
    EVALUATOR = "evaluator", _("Evaluator")
    SUPPORT = "support", pgettext_lazy("role", "Support")


class ScopeKind(TextChoices):
    """What a role is held for."""

    AUTHORITY = "authority", _("Authority")
    COMMUNE = "commune", _("Commune")
    ORGANIZATION = "organization", _("Organization")
    BODY = "body", pgettext_lazy("scope of a role", "Body")


SCOPE_OF_ROLE = {
    RoleKind.ADMINISTRATOR: ScopeKind.AUTHORITY,
    RoleKind.OFFICER: ScopeKind.AUTHORITY,
    RoleKind.ELECTED_OFFICIAL: ScopeKind.AUTHORITY,
    RoleKind.COMMUNE_REFERENT: ScopeKind.COMMUNE,
    RoleKind.BODY_MEMBER: ScopeKind.BODY,
    RoleKind.ORGANIZATION_MEMBER: ScopeKind.ORGANIZATION,
    RoleKind.EVALUATOR: ScopeKind.AUTHORITY,
    RoleKind.SUPPORT: ScopeKind.AUTHORITY,
}

# One sentence a role, shown where a role is granted and in docs/roles.md.
ROLE_DESCRIPTIONS = {
    RoleKind.ADMINISTRATOR: _(
        "Invites people, grants and ends roles, hands over the duties of those who leave, and may do all an officer may."
    ),
    RoleKind.OFFICER: _(
        "Works for the authority: writes acts, plans and actions, follows progress and money, answers residents."
    ),
    RoleKind.ELECTED_OFFICIAL: _("Holds a mandate in the authority: follows the policy and the actions they refer to."),
    RoleKind.COMMUNE_REFERENT: _("Speaks for one commune: follows the actions that take place there."),
    RoleKind.BODY_MEMBER: _("Sits on a body, such as the committee that follows the policy."),
    RoleKind.ORGANIZATION_MEMBER: _("Speaks for one organization of the social and solidarity economy."),
    RoleKind.EVALUATOR: _("Evaluates the policy: reads what the office reads, and changes nothing."),
    RoleKind.SUPPORT: _(
        "Helps people who are stuck: looks through their eyes for a while, with a reason and a trace, and changes nothing."
    ),
}

# Whoever holds one of these signs in with a second factor.
SECOND_FACTOR_ROLES = (RoleKind.ADMINISTRATOR, RoleKind.OFFICER, RoleKind.SUPPORT)


class PersonState(TextChoices):
    """Life of a person's account."""

    ACTIVE = "active", pgettext_lazy("state of a person", "Active")
    LEFT = "left", pgettext_lazy("state of a person", "Left")
    ERASED = "erased", pgettext_lazy("state of a person", "Erased")


PERSON_MOVES = TransitionTable(
    Move("deactivate", (PersonState.ACTIVE,), PersonState.LEFT),
    Move("reactivate", (PersonState.LEFT,), PersonState.ACTIVE),
    Move("erase", (PersonState.LEFT,), PersonState.ERASED),
)


class InvitationState(TextChoices):
    """Life of an invitation; one that is pending past its last moment has expired, which is read, not stored."""

    PENDING = "pending", pgettext_lazy("state of an invitation", "Pending")
    ACCEPTED = "accepted", pgettext_lazy("state of an invitation", "Accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an invitation", "Withdrawn")


INVITATION_MOVES = TransitionTable(
    Move("send_again", (InvitationState.PENDING,), InvitationState.PENDING),
    Move("accept", (InvitationState.PENDING,), InvitationState.ACCEPTED),
    Move("withdraw", (InvitationState.PENDING,), InvitationState.WITHDRAWN),
)

# What the trail says of people and roles, in words.
OPERATION_LABELS = {
    "person.registered": _("Account made"),
    "person.corrected": _("Account corrected"),
    "person.deactivated": _("Account closed"),
    "person.reactivated": _("Account opened again"),
    "person.erased": _("Person erased"),
    "person.seen_as": _("Seen as, by support"),
    "person.no_longer_seen_as": _("No longer seen as"),
    "page.seen_as": _("Page seen by support"),
    "role.granted": _("Role granted"),
    "role.ended": _("Role ended"),
    "duty.transferred": _("Duty handed over"),
    "invitation.sent": _("Invitation sent"),
    "invitation.accepted": _("Invitation accepted"),
    "invitation.withdrawn": _("Invitation withdrawn"),
    "identity.linked": _("Identity linked"),
    "identity.unlinked": _("Identity taken off"),
    "sessions.ended": _("Sessions ended"),
    "password.set": _("Password chosen"),
    "second_factor.added": _("Second factor set up"),
    "second_factor.removed": _("Second factor taken off by its owner"),
    "second_factor.reset": _("Second factor taken off"),
}
