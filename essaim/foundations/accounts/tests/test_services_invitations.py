"""Invitations: one address, one use, two weeks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from essaim.foundations.accounts import services
from essaim.foundations.accounts.models import Invitation, User
from essaim.foundations.accounts.permissions import has_role
from essaim.foundations.accounts.states import InvitationState, RoleKind
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove

from .factories import AUTHORITY, MOMENT, InvitationFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db


def _invite(**values: object) -> Invitation:
    options = {
        "email": "sacha@example.org",
        "full_name": "Sacha",
        "kind": RoleKind.OFFICER,
        "scope_code": AUTHORITY,
        "now": MOMENT,
        "site_url": "https://ess.example.org/",
        **values,
    }
    if "actor" not in options:
        options["actor"] = person_with(RoleKind.ADMINISTRATOR)
    return services.invite_person(**options)


def _accept(token: str, **values: object) -> User:
    return services.accept_invitation(
        **{"token": token, "full_name": "Sacha Exemple", "language": "fr", "now": MOMENT, **values}
    )


def test_mail_holds_the_link_and_the_table_does_not(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invitation = _invite()

    [sent] = mail.outbox
    token = re.search(r"https://ess\.example\.org/invitation/([\w-]+)/", sent.body).group(1)
    assert sent.to == ["sacha@example.org"]
    assert token not in str(list(Invitation.objects.values()))
    assert services.invitation_of(token, now=MOMENT) == invitation


def test_accepting_registers_the_person_with_the_role_from_today() -> None:
    InvitationFactory(token="secret", email="sacha@example.org")

    person = _accept("secret", password="une phrase assez longue")

    assert (person.email, person.full_name) == ("sacha@example.org", "Sacha Exemple")
    assert person.check_password("une phrase assez longue")
    assert has_role(person, RoleKind.OFFICER, scope_code=AUTHORITY)
    invitation = Invitation.objects.get()
    assert (invitation.state, invitation.person, invitation.ended_at) == (InvitationState.ACCEPTED, person, MOMENT)
    assert Entry.objects.get(verb="invitation.accepted").actor_id == f"person:{person.pk}"


def test_link_works_once() -> None:
    InvitationFactory(token="secret")
    _accept("secret")

    with pytest.raises(services.InvitationUnknown):
        _accept("secret")


def test_last_moment_is_already_too_late() -> None:
    invitation = InvitationFactory(token="secret")

    assert services.invitation_of("secret", now=invitation.expires_at - timedelta(seconds=1))
    with pytest.raises(services.InvitationExpired):
        _accept("secret", now=invitation.expires_at)


def test_sending_again_kills_the_link_before(django_capture_on_commit_callbacks) -> None:
    invitation = InvitationFactory(token="first")

    with django_capture_on_commit_callbacks(execute=True):
        services.send_invitation_again(
            invitation=invitation,
            actor=person_with(RoleKind.ADMINISTRATOR),
            now=invitation.expires_at,
            site_url="https://ess.example.org/",
        )

    with pytest.raises(services.InvitationUnknown):
        _accept("first")
    token = re.search(r"/invitation/([\w-]+)/", mail.outbox[0].body).group(1)
    assert _accept(token, now=invitation.expires_at).pk


def test_withdrawn_link_does_not_work() -> None:
    invitation = InvitationFactory(token="secret")

    services.withdraw_invitation(invitation=invitation, actor=person_with(RoleKind.ADMINISTRATOR), now=MOMENT)

    with pytest.raises(services.InvitationUnknown):
        _accept("secret")


def test_what_was_answered_is_neither_sent_again_nor_withdrawn() -> None:
    invitation = InvitationFactory(token="secret")
    _accept("secret")
    actor = person_with(RoleKind.ADMINISTRATOR)

    with pytest.raises(IllegalMove):
        services.withdraw_invitation(invitation=invitation, actor=actor, now=MOMENT)
    with pytest.raises(IllegalMove):
        services.send_invitation_again(invitation=invitation, actor=actor, now=MOMENT, site_url="https://x.org/")


def test_address_with_an_account_is_not_invited() -> None:
    UserFactory(email="sacha@example.org")

    with pytest.raises(services.AlreadyKnown):
        _invite(email="SACHA@example.org")


def test_address_that_got_an_account_meanwhile_is_not_registered_twice() -> None:
    InvitationFactory(token="secret", email="sacha@example.org")
    UserFactory(email="Sacha@example.org")

    with pytest.raises(services.AlreadyKnown):
        _accept("secret")


def test_address_waits_for_one_invitation_at_a_time() -> None:
    _invite()

    with pytest.raises(ValidationError):
        _invite(email="Sacha@example.org")


def test_officer_invites_nobody() -> None:
    with pytest.raises(NotAllowed):
        _invite(actor=person_with(RoleKind.OFFICER))


def test_role_that_ended_before_the_answer_is_not_granted() -> None:
    InvitationFactory(token="secret", role_ends_on=MOMENT.date())

    assert _accept("secret").held_roles == ()
