"""Erasing somebody who left: names and addresses go, what they did and the totals stay."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from essaim.foundations.accounts import permissions
from essaim.foundations.accounts.models import Invitation, User
from essaim.foundations.accounts.personal_data import all_kinds
from essaim.foundations.accounts.states import INVITATION_MOVES, PERSON_MOVES, InvitationState
from essaim.foundations.audit_trail.services import acting, write_fields
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require

from .writing import locked_person

# The domain "invalid" is reserved: nothing is ever sent there (RFC 2606, section 2).
NOWHERE = "erased.invalid"


@transaction.atomic
def erase_person(*, person: User, actor: User, now: datetime, reason: str) -> User:
    """
    Erase the name, address and means of signing in of somebody who left, and what every room keeps of them.

    Their row stays, nameless, so that what they did still adds up. The sealed trail keeps the names written in it at
    the time: README.md says why.

    :raises NotAllowed: if the actor is not an administrator, or the person has not left
    """
    person = locked_person(person)
    require(permissions.can_move_person(actor, person, "erase"))
    PERSON_MOVES.target("erase", person.state)
    for kind in all_kinds():
        if kind.erase is not None:
            kind.erase(person=person, now=now)
    with override(settings.LANGUAGE_CODE):
        full_name = _("Person no. %(number)s (erased)") % {"number": person.pk}
    person.set_unusable_password()
    values = {
        "email": f"person-{person.pk}@{NOWHERE}",
        "full_name": full_name,
        "job_title": "",
        "password": person.password,
        "last_login": None,
        "erased_at": now,
    }
    return write_fields(person, "person.erased", values, actor=actor, now=now, reason=reason)


def erase_sign_in(*, person: User, now: datetime) -> None:
    """Erase every means of signing in of a person, and what their invitations said of them."""
    for session in UserSession.objects.filter(user=person):
        session.end()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    about = Invitation.objects.filter(Q(person=person) | Q(email__iexact=person.email))
    for invitation in about.exclude(state=InvitationState.PENDING).select_for_update(of=("self",)):
        _make_nameless(invitation)


def _make_nameless(invitation: Invitation) -> None:
    invitation.email = f"invitation-{invitation.pk}@{NOWHERE}"
    invitation.full_name = "–"
    invitation.job_title = ""
    invitation.save(update_fields=["email", "full_name", "job_title"])


@transaction.atomic
def forget_expired_invitations(*, now: datetime, before: datetime) -> int:
    """
    Withdraw the invitations nobody answered, and forget whom all that ended were sent to.

    :param before: invitations that expired or ended before this moment are forgotten
    """
    robot = SystemActor("retention")
    with acting(robot):
        rows = Invitation.objects.select_for_update(of=("self",)).exclude(email__endswith=f"@{NOWHERE}")
        expired = list(rows.pending().filter(expires_at__lt=before))
        for invitation in expired:
            values = {"state": INVITATION_MOVES.target("withdraw", invitation.state), "ended_at": now}
            write_fields(invitation, "invitation.withdrawn", values, actor=robot, now=now)
            _make_nameless(invitation)
        ended = list(rows.filter(ended_at__lt=before))
        for invitation in ended:
            _make_nameless(invitation)
    return len(expired) + len(ended)
