"""Pages of statuses and establishments: read by everybody, written by the team."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.organizations.models import EssStatus, Establishment
from essaim.ecosystem.organizations.states import StatusKind, StatusState
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with

from .factories import EssStatusFactory, EstablishmentFactory, OrganizationFactory, RepresentationFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SIREN, SIRET = "732829320", "73282932000074"


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(person_with(RoleKind.OFFICER))
    return client


def _url(page: str, *arguments: object) -> str:
    return reverse(f"organizations:{page}", args=arguments)


def _pending(**values: object) -> EssStatus:
    return EssStatusFactory(state=StatusState.PENDING, starts_on=None, requested_on=TODAY, **values)


def test_status_says_its_cause_its_source_and_its_days(client: Client) -> None:
    status = EssStatusFactory(cause_note="Arrêté fictif n° 7", is_to_confirm=True)

    page = client.get(status.get_absolute_url()).content.decode()

    assert all(words in page for words in ("Agrément ESUS", "Arrêté fictif n° 7", "Liste fictive", "à confirmer"))
    assert "depuis le 1" in page


@pytest.mark.parametrize(("reader", "is_shown"), [("anybody", False), ("officer", True), ("representative", True)])
def test_what_was_asked_for_is_read_by_the_team_and_by_those_who_speak(
    client: Client, reader: str, is_shown: bool
) -> None:
    held = RepresentationFactory()
    _pending(organization=held.organization)
    if reader != "anybody":
        client.force_login(held.person if reader == "representative" else person_with(RoleKind.OFFICER))

    page = client.get(held.organization.get_absolute_url()).content.decode()

    assert ("Agrément ESUS" in page) is is_shown


def test_status_is_written_from_its_form(officer: Client) -> None:
    found = OrganizationFactory()
    fields = {"kind": "scic", "cause": "statutes", "source": "Statuts fictifs", "read_on": TODAY.isoformat()}

    assert officer.get(_url("status_add", found.key)).status_code == 200
    answer = officer.post(_url("status_add", found.key), fields)

    assert answer.headers["Location"] == found.get_absolute_url()
    assert found.statuses.get().kind == StatusKind.SCIC


def test_what_is_asked_for_wants_its_day(officer: Client) -> None:
    fields = {"kind": "esus", "is_pending": "on", "cause": "approval", "source": "S", "read_on": TODAY.isoformat()}

    answer = officer.post(_url("status_add", OrganizationFactory().key), fields)

    assert answer.status_code == 422
    assert "Écrivez le jour de la demande." in answer.content.decode()


def test_status_held_twice_is_refused_in_words(officer: Client) -> None:
    status = EssStatusFactory()
    fields = {"kind": "esus", "cause": "approval", "source": "S", "read_on": TODAY.isoformat()}

    answer = officer.post(_url("status_add", status.organization.key), fields)

    assert answer.status_code == 422
    assert "La structure a déjà ce statut certains de ces jours." in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "fields", "state"),
    [
        ("status_grant", {"starts_on": TODAY.isoformat(), "reason": "Arrêté"}, StatusState.HELD),
        ("status_refuse", {"reason": "Critères"}, StatusState.REFUSED),
        ("status_withdraw", {"reason": "Erreur"}, StatusState.WITHDRAWN),
    ],
)
def test_what_is_asked_for_is_answered_once(officer: Client, page: str, fields: dict[str, str], state: str) -> None:
    status = _pending()
    url = _url(page, status.organization.key, status.pk)

    assert officer.get(url).status_code == 200
    assert officer.post(url, fields).status_code == 302
    status.refresh_from_db()
    assert status.state == state
    if page != "status_withdraw":
        assert officer.get(url).headers["Location"] == status.get_absolute_url()


def test_status_is_ended_and_made_more_precise(officer: Client) -> None:
    status = EssStatusFactory(kind=StatusKind.SCOP, is_to_confirm=True)
    where = (status.organization.key, status.pk)
    precise = {"cause": "public_list", "source": "Liste lue", "read_on": TODAY.isoformat(), "reason": "Vérifié"}

    assert officer.post(_url("status_confirm", *where), precise).status_code == 302
    assert officer.post(_url("status_end", *where), {"ends_on": TODAY.isoformat(), "reason": "Fin"}).status_code == 302

    status.refresh_from_db()
    assert (status.source, status.is_to_confirm, status.ends_on) == ("Liste lue", False, TODAY)
    assert officer.get(_url("status_end", *where)).status_code == 302


def test_status_made_more_precise_meanwhile_is_not_written_over(officer: Client) -> None:
    status = EssStatusFactory(kind=StatusKind.SCOP, is_to_confirm=True)
    url = _url("status_confirm", status.organization.key, status.pk)
    version = officer.get(url).context["form"]["version"].value()
    precise = {"cause": "public_list", "source": "Liste lue", "read_on": TODAY.isoformat(), "reason": "Vérifié"}
    EssStatus.objects.filter(pk=status.pk).update(source="Arrêté lu pendant ce temps")

    answer = officer.post(url, {**precise, "version": version})

    status.refresh_from_db()
    assert (answer.status_code, status.source) == (409, "Arrêté lu pendant ce temps")
    assert officer.post(url, {**precise, "version": answer.context["form"]["version"].value()}).status_code == 302


def test_status_ended_later_than_it_ends_is_refused_in_words(officer: Client) -> None:
    status = EssStatusFactory(kind=StatusKind.SCOP, ends_on=TODAY + timedelta(days=30))
    later = (TODAY + timedelta(days=60)).isoformat()

    answer = officer.post(
        _url("status_end", status.organization.key, status.pk), {"ends_on": later, "reason": "Prolongé"}
    )

    assert answer.status_code == 422
    assert "Ce statut n’est déjà plus tenu ce jour-là." in answer.content.decode()


def test_establishment_is_written_corrected_and_closed(officer: Client) -> None:
    found = OrganizationFactory(siren=SIREN)
    fields = {"siret": "732 829 320 00074", "commune_code": "59350", "activity_code": "9499z", "is_seat": "on"}

    assert officer.post(_url("establishment_add", found.key), fields).status_code == 302
    place = found.establishments.get()
    assert (place.siret, place.activity_code) == (SIRET, "94.99Z")
    edit = _url("establishment_edit", found.key, place.pk)
    assert officer.get(edit).status_code == 200
    assert officer.post(edit, {**fields, "name": "Le Hangar", "reason": "Nom"}).status_code == 302
    close = _url("establishment_close", found.key, place.pk)
    assert officer.post(close, {"ends_on": TODAY.isoformat(), "reason": "Fin"}).status_code == 302

    place.refresh_from_db()
    assert (place.name, place.ends_on) == ("Le Hangar", TODAY)
    assert officer.get(close).headers["Location"] == found.get_absolute_url()


def test_siret_of_another_structure_is_refused_beside_its_field(officer: Client) -> None:
    found = OrganizationFactory(siren="443061841")

    answer = officer.post(_url("establishment_add", found.key), {"siret": SIRET, "commune_code": "59350"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["siret"]
    assert not Establishment.objects.exists()


def test_list_of_structures_is_filtered_by_status_and_files_name_them(client: Client) -> None:
    status = EssStatusFactory(organization__name="Tenante")
    EssStatusFactory(ends_on=TODAY)
    listed = _url("organization_list")

    rows = client.get(f"{listed}?status=esus").context["table"].rows
    answer = client.get(f"{listed}?export=csv&status=esus")

    assert [row.record for row in rows] == [status.organization]
    assert "Agrément ESUS" in b"".join(answer.streaming_content).decode()


def test_read_api_gives_statuses_and_places(client: Client) -> None:
    status = EssStatusFactory()
    EstablishmentFactory(organization=status.organization, siret=SIRET)
    _pending(organization=status.organization, kind=StatusKind.SCIC)

    answer = client.get(f"/api/v1/organizations/{status.organization.key}").json()
    found = client.get("/api/v1/organizations?status=esus").json()["items"]

    assert [(row["kind"], row["is_in_force"], row["source"]) for row in answer["statuses"]] == [
        ("esus", True, "Liste fictive")
    ]
    assert [row["siret"] for row in answer["establishments"]] == [SIRET]
    assert [row["key"] for row in found] == [status.organization.key]
