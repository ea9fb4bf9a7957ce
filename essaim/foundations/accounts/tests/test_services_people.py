"""Accounts made, corrected, and the first administrator."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from essaim.foundations.accounts import services
from essaim.foundations.accounts.permissions import has_role
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed

from .factories import AUTHORITY, MOMENT, RoleGrantFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db


def test_first_administrator_is_made_once() -> None:
    person = services.bootstrap_administrator(
        email="Ada@Example.org", full_name="Ada Exemple", authority_siren=AUTHORITY, now=MOMENT
    )

    assert person.email == "ada@example.org"
    assert has_role(person, RoleKind.ADMINISTRATOR, scope_code=AUTHORITY)
    assert not person.has_usable_password()
    with pytest.raises(services.AdministratorExists):
        services.bootstrap_administrator(
            email="eve@example.org", full_name="Eve", authority_siren=AUTHORITY, now=MOMENT
        )


def test_first_administrator_needs_a_real_siren() -> None:
    with pytest.raises(services.ScopeUnknown):
        services.bootstrap_administrator(
            email="ada@example.org", full_name="Ada", authority_siren="123456789", now=MOMENT
        )


def test_installation_names_itself_in_the_trail() -> None:
    services.bootstrap_administrator(
        email="ada@example.org", full_name="Ada Exemple", authority_siren=AUTHORITY, now=MOMENT
    )

    assert list(Entry.objects.order_by("pk").values_list("verb", "actor_id")) == [
        ("person.registered", "system:installation"),
        ("role.granted", "system:installation"),
    ]


def test_administrator_registers_somebody_without_role() -> None:
    actor = person_with(RoleKind.ADMINISTRATOR)

    person = services.register_person(email=" Zoe@Example.org ", full_name="Zoé", actor=actor, now=MOMENT)

    assert (person.email, person.held_roles, person.has_usable_password()) == ("zoe@example.org", (), False)
    assert person.created_at == MOMENT
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified, address.primary) == ("zoe@example.org", True, True)


def test_officer_does_not_register_people() -> None:
    with pytest.raises(NotAllowed):
        services.register_person(
            email="zoe@example.org", full_name="Zoé", actor=person_with(RoleKind.OFFICER), now=MOMENT
        )


def test_address_is_taken_whatever_its_case() -> None:
    UserFactory(email="zoe@example.org")

    with pytest.raises(ValidationError):
        services.register_person(
            email="ZOE@example.org", full_name="Zoé", actor=person_with(RoleKind.ADMINISTRATOR), now=MOMENT
        )


def test_correcting_an_address_moves_the_codes_and_keeps_it_out_of_the_trail() -> None:
    actor = person_with(RoleKind.ADMINISTRATOR)
    person = services.register_person(email="old@example.org", full_name="Zoé", actor=actor, now=MOMENT)

    services.correct_person(
        person=person, actor=actor, email="new@example.org", full_name="Zoé", job_title="", now=MOMENT
    )

    assert list(EmailAddress.objects.filter(user=person).values_list("email", flat=True)) == ["new@example.org"]
    entry = Entry.objects.filter(verb="person.corrected").get()
    assert entry.details == {"fields": ["email"]}
    assert "example.org" not in str(entry.details) + entry.target_label


def test_person_changes_their_own_name_and_language() -> None:
    person = UserFactory()

    changed = services.update_own_account(
        person=person, full_name="Alix", job_title="Chargée de mission", language="en", now=MOMENT
    )

    assert (changed.full_name, changed.job_title, changed.language) == ("Alix", "Chargée de mission", "en")


def test_roles_held_are_those_of_active_people_only() -> None:
    person = RoleGrantFactory(person__gone=True).person

    assert not has_role(person, RoleKind.OFFICER)
