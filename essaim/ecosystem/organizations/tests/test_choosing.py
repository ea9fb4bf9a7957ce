"""A structure is typed in forms, and resolved on the server."""

from __future__ import annotations

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from essaim.ecosystem.organizations.choosing import StructureField, words_of
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with

from .factories import OrganizationFactory

pytestmark = pytest.mark.django_db


class Pick(forms.Form):
    """A form that picks a structure."""

    organization = StructureField(required=False)


def _named(name: str, acronym: str = "") -> Organization:
    return OrganizationFactory(name=name, acronym=acronym)


def _typed(text: str, **more: str) -> Pick:
    return Pick({"organization": text, **more})


def test_one_name_acronym_key_or_number_is_taken() -> None:
    bikes = _named("Les Vélos fictifs", "LVF")
    _named("Les Vélos fictifs de demain")

    for text in ("les velos fictifs", "LVF", words_of(bikes), bikes.key, str(bikes.pk)):
        form = _typed(text)

        assert form.is_valid(), text
        assert form.cleaned_data["organization"] == bikes


def test_what_may_be_several_comes_back_with_the_choice_and_the_choice_is_taken() -> None:
    first, second = _named("Atelier du nord"), _named("Atelier du sud")

    asked = _typed("atelier")
    chosen = _typed("atelier", **{"organization-asked": "atelier", "organization-chosen": str(second.pk)})
    another = _typed("atelier du nord", **{"organization-asked": "atelier", "organization-chosen": str(second.pk)})

    assert not asked.is_valid()
    page = str(asked["organization"])
    assert "Atelier du nord" in page
    assert f'value="{second.pk}"' in page
    assert chosen.is_valid()
    assert chosen.cleaned_data["organization"] == second
    assert another.is_valid()
    assert another.cleaned_data["organization"] == first


def test_two_of_the_same_name_are_told_apart() -> None:
    rows = [_named("Jardins fictifs") for _ in range(2)]

    form = _typed("Jardins fictifs")

    assert not form.is_valid()
    assert all(f'value="{row.pk}"' in str(form["organization"]) for row in rows)
    assert str(_typed(words_of(rows[1]))["organization"]).count(rows[1].key) == 1


def test_unknown_name_says_what_to_do_and_nothing_is_no_structure() -> None:
    unknown, empty = _typed("Personne"), _typed("")

    assert not unknown.is_valid()
    assert "Personne" in unknown.errors["organization"][0]
    assert empty.is_valid()
    assert empty.cleaned_data["organization"] is None


def test_record_that_was_merged_is_not_taken() -> None:
    kept = _named("Gardée")
    gone = OrganizationFactory(name="Fondue", merged_into=kept)

    assert not _typed(gone.key).is_valid()


def test_row_shows_its_structure_by_name() -> None:
    row = _named("Les Vélos fictifs")

    page = str(Pick(initial={"organization": row.pk})["organization"])

    assert "Les Vélos fictifs" in page


def test_names_are_proposed_to_the_team_alone(client: Client, django_assert_max_num_queries) -> None:
    row = _named("Les Vélos fictifs")
    url = reverse("organizations:choices")

    client.force_login(person_with(RoleKind.EVALUATOR))
    assert client.get(url, {"organization": "velo"}).status_code == 403
    client.force_login(person_with(RoleKind.OFFICER))
    with django_assert_max_num_queries(6):
        answer = client.get(url, {"organization": "velo"}).content.decode()

    assert row.key in answer
    assert client.get(url, {"organization": "v"}).content == b""
