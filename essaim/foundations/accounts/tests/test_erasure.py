"""What is kept of people: said, given, erased; totals and the sealed trail stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse

from essaim.foundations.accounts import personal_data, services
from essaim.foundations.accounts.models import Invitation, RoleGrant, User
from essaim.foundations.accounts.nightly import JOBS
from essaim.foundations.accounts.personal_data import PersonalData
from essaim.foundations.accounts.states import InvitationState, PersonState, RoleKind
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.audit_trail.verification import verify
from essaim.foundations.primitives.decisions import NotAllowed

from .factories import MOMENT, InvitationFactory, RoleGrantFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db


class Letters:
    """A room of its own: letters received from people."""

    def __init__(self) -> None:
        self.kept: dict[int, str] = {}

    def export(self, person: User) -> object:
        return self.kept.get(person.pk, "")

    def erase(self, *, person: User, now: datetime) -> None:
        self.kept.pop(person.pk, None)


@pytest.fixture
def letters() -> Iterator[Letters]:
    room = Letters()
    personal_data.register(PersonalData("tests.letters", "Lettres", "Répondre", "Un an", room.export, room.erase))
    yield room
    personal_data.unregister("tests.letters")


def _leaver() -> User:
    """Make somebody who signed in in every way, then left."""
    person = RoleGrantFactory(person__email="wanda@example.org", person__full_name="Wanda Unique").person
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    SocialAccount.objects.create(user=person, provider="proconnect", uid="7", extra_data={"email": person.email})
    InvitationFactory(
        email=person.email, full_name=person.full_name, state=InvitationState.ACCEPTED, person=person, ended_at=MOMENT
    )
    return services.deactivate_person(
        person=person, actor=person_with(RoleKind.ADMINISTRATOR), now=MOMENT, reason="mobilité"
    )


def _erase(person: User) -> User:
    return services.erase_person(
        person=person, actor=person_with(RoleKind.ADMINISTRATOR), now=MOMENT, reason="demande du 10 mars"
    )


def _tables_that_name(*words: str) -> set[str]:
    """List the tables, history and trail included, in which one of these words can still be read."""
    found = set()
    for model in (model for model in apps.get_models() if model._meta.managed and model._meta.app_label != "pghistory"):
        rows = json.dumps(list(model._base_manager.values()), cls=DjangoJSONEncoder, default=str)
        if any(word in rows for word in words):
            found.add(model._meta.db_table)
    return found


def test_erasure_leaves_the_name_in_the_sealed_trail_only(letters: Letters) -> None:
    person = _leaver()
    letters.kept[person.pk] = "Chère Métropole"

    erased = _erase(person)

    assert _tables_that_name("wanda@example.org") == set()
    assert _tables_that_name("Wanda Unique") == {"audit_trail_entry", "audit_trail_link"}
    assert erased.state == PersonState.ERASED
    assert str(erased) == f"Personne n° {person.pk} (effacée)"
    assert letters.kept == {}
    assert not Authenticator.objects.filter(user=person).exists()
    assert Entry.objects.get(verb="person.erased").target_label == str(erased)


def test_erasure_changes_no_total_and_breaks_no_seal() -> None:
    person = _leaver()
    totals = (User.objects.count(), RoleGrant.objects.count(), Invitation.objects.count())

    _erase(person)

    # The administrator who erased is the only newcomer, with their role.
    assert (User.objects.count() - 1, RoleGrant.objects.count() - 1, Invitation.objects.count()) == totals
    assert verify().holds


def test_only_those_who_left_are_erased() -> None:
    with pytest.raises(NotAllowed):
        _erase(UserFactory())


def test_erased_person_does_not_come_back_and_is_not_corrected() -> None:
    person = _erase(_leaver())
    actor = person_with(RoleKind.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        services.reactivate_person(person=person, actor=actor, now=MOMENT, reason="retour")
    with pytest.raises(NotAllowed):
        services.correct_person(
            person=person, actor=actor, email="x@example.org", full_name="X", job_title="", now=MOMENT
        )


def test_two_rooms_do_not_share_a_kind(letters: Letters) -> None:
    with pytest.raises(ValueError, match=r"tests\.letters"):
        personal_data.register(PersonalData("tests.letters", "Autres", "", "", letters.export))


def test_person_gets_everything_in_one_file(client: Client, letters: Letters) -> None:
    person = RoleGrantFactory(person__full_name="Alix").person
    letters.kept[person.pk] = "Chère Métropole"
    client.force_login(person)
    client.post(reverse("accounts:own_account"), {"full_name": "Alix B.", "job_title": "", "language": "fr"})

    answer = client.get(reverse("accounts:own_data"))

    content = json.loads(answer.content)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Cache-Control"] == "no-store"
    assert content["accounts"]["data"]["full_name"] == "Alix B."
    assert [role["kind"] for role in content["accounts"]["data"]["roles"]] == ["officer"]
    assert [operation["operation"] for operation in content["operations"]["data"]] == ["person.corrected"]
    assert content["tests.letters"]["data"] == "Chère Métropole"
    assert "password" not in answer.content.decode()


def test_own_page_says_what_is_kept_why_and_how_long(client: Client, letters: Letters) -> None:
    client.force_login(UserFactory())

    page = client.get(reverse("accounts:own_account")).content.decode()

    assert "Lettres" in page
    assert "Répondre" in page
    assert "Un an" in page


def test_invitations_nobody_answered_are_forgotten_after_ninety_days() -> None:
    old = InvitationFactory(sent_at=MOMENT - timedelta(days=200), email="old@example.org", full_name="Olga")
    recent = InvitationFactory(sent_at=MOMENT - timedelta(days=20), email="recent@example.org")

    said = JOBS[0].run(MOMENT)
    again = JOBS[0].run(MOMENT)

    old.refresh_from_db()
    recent.refresh_from_db()
    assert (said, again) == ("1 invitations forgotten", "0 invitations forgotten")
    assert (old.state, old.full_name, "olga" in old.email) == (InvitationState.WITHDRAWN, "–", False)
    assert (recent.state, recent.email) == (InvitationState.PENDING, "recent@example.org")
