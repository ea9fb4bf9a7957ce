"""Pages of the room: found by everybody, written by the team, closed to names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.organizations import queries, services
from essaim.ecosystem.organizations.models import Organization, Representation
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.foundations.accounts.models import Invitation, RoleGrant
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import MOMENT, UserFactory, person_with
from essaim.foundations.documents.tests.factories import VersionFactory
from essaim.foundations.territory.tests.factories import AuthorityFactory, CommuneFactory, EpciMembershipFactory
from essaim.foundations.ui.versions import version_of

from .factories import OrganizationFactory, RepresentationFactory

pytestmark = pytest.mark.django_db
SIREN = "732829320"
LIST = "organizations:organization_list"


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(person_with(RoleKind.OFFICER))
    return client


def _page(client: Client, page: str, /, *arguments: object, query: str = ""):
    return client.get(reverse(f"organizations:{page}", args=arguments) + query)


def _post(client: Client, page: str, /, *arguments: object, **data: object):
    return client.post(reverse(f"organizations:{page}", args=arguments), data)


def _fields(**values: object) -> dict[str, object]:
    return {"name": "Les Jardins fictifs", "kind": OrganizationKind.ASSOCIATION, **values}


def test_list_counts_its_queries_whatever_the_number_of_structures(client: Client, django_assert_num_queries) -> None:
    for number in range(30):
        OrganizationFactory(commune_code=CommuneFactory().code if number % 2 else "")

    with django_assert_num_queries(4):
        answer = _page(client, "organization_list")

    assert len(answer.context["table"].rows) == 30


def test_list_answers_htmx_with_what_the_page_shows(client: Client, assert_swap_equals_reload) -> None:
    OrganizationFactory(name="Étoile")
    OrganizationFactory(name="Zinc")

    assert_swap_equals_reload(client, reverse(LIST) + "?q=etoile")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=etoile", ["Étoile"]),
        ("?kind=mutual", ["Mutuelle"]),
        ("?commune=59350", ["Lilloise"]),
        ("?siren=avec", ["Numérotée"]),
        ("?siren=sans&sort=-name", ["Mutuelle", "Lilloise", "Étoile"]),
    ],
)
def test_filters_are_in_the_address(client: Client, query: str, expected: list[str]) -> None:
    CommuneFactory(code="59350", name="Lille")
    services.register_organization(actor=person_with(RoleKind.OFFICER), now=MOMENT, name="Étoile")
    OrganizationFactory(name="Mutuelle", kind=OrganizationKind.MUTUAL)
    OrganizationFactory(name="Lilloise", commune_code="59350")
    OrganizationFactory(name="Numérotée", siren=SIREN)

    answer = _page(client, "organization_list", query=query)

    assert [row.record.name for row in answer.context["table"].rows] == expected


def test_list_is_a_file_with_the_name_of_the_commune(client: Client) -> None:
    CommuneFactory(code="59350", name="Lille")
    OrganizationFactory(name="Étoile", commune_code="59350", website="https://etoile.example.org/")

    answer = _page(client, "organization_list", query="?export=csv")

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[1].startswith("Étoile,,Association,Lille,,,https://etoile.example.org/")


def test_page_shows_no_name_of_a_person_to_everybody(client: Client) -> None:
    held = RepresentationFactory(person__full_name="Camille Nommée")

    page = _page(client, "organization", held.organization.key).content.decode()

    assert "Camille Nommée" not in page
    assert held.organization.name in page


@pytest.mark.parametrize("reader", ["officer", "representative"])
def test_page_names_who_speaks_to_the_team_and_to_themselves(client: Client, reader: str) -> None:
    held = RepresentationFactory(person__full_name="Camille Nommée")
    client.force_login(person_with(RoleKind.OFFICER) if reader == "officer" else held.person)

    assert "Camille Nommée" in _page(client, "organization", held.organization.key).content.decode()


def test_page_asks_few_queries(client: Client, django_assert_max_num_queries) -> None:
    held = RepresentationFactory()

    with django_assert_max_num_queries(5):
        _page(client, "organization", held.organization.key)


def test_address_of_a_merged_record_leads_on_and_its_documents_are_listed(client: Client) -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    version = VersionFactory(
        document__subject_kind="organizations.organization",
        document__subject_id=str(duplicate.pk),
        document__is_public=True,
    )
    services.merge_organizations(
        kept=kept, duplicate=duplicate, actor=person_with(RoleKind.OFFICER), now=timezone.now(), reason="doublon"
    )

    answer = client.get(duplicate.get_absolute_url(), follow=True)

    assert answer.redirect_chain == [(kept.get_absolute_url(), 302)]
    assert duplicate.name in answer.content.decode()
    assert version.document.title in answer.content.decode()
    assert _page(client, "organization_history", duplicate.key).status_code == 200


def test_history_tells_the_public_in_what_quality_and_the_team_by_whom(client: Client) -> None:
    actor = person_with(RoleKind.OFFICER, person__full_name="Camille Nommée")
    organization = services.register_organization(actor=actor, now=timezone.now(), name="Étoile")
    client.force_login(actor)
    data = _fields(name="Étoile polaire", reason="statuts", version="")
    client.post(reverse("organizations:organization_edit", args=[organization.key]), data)

    public = _page(Client(), "organization_history", organization.key).content.decode()
    team = _page(client, "organization_history", organization.key).content.decode()

    assert "Étoile polaire" in public
    assert "statuts" in public
    assert "Camille Nommée" not in public
    assert "Camille Nommée" in team


def test_structure_is_registered_by_the_name_of_its_commune(officer: Client) -> None:
    commune = CommuneFactory(code="59009", name="Villeneuve-d'Ascq")
    EpciMembershipFactory(commune=commune, epci=AuthorityFactory().epci)

    answer = _post(officer, "organization_create", **_fields(siren="732 829 320", commune_code="villeneuve d’ascq"))

    organization = Organization.objects.get()
    assert answer.headers["Location"] == organization.get_absolute_url()
    assert (organization.siren, organization.commune_code) == (SIREN, "59009")


def test_name_that_is_no_commune_is_refused_beside_its_field(officer: Client) -> None:
    answer = _post(officer, "organization_create", **_fields(commune_code="Atlantide"))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"commune_code"}


def test_known_number_is_refused_with_a_link_to_its_record(officer: Client) -> None:
    known = OrganizationFactory(name="Nom <bien> connu", siren=SIREN)

    answer = _post(officer, "organization_create", **_fields(siren=SIREN))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="{known.get_absolute_url()}">Nom &lt;bien&gt; connu</a>' in page


def test_close_names_are_proposed_then_written_once_the_box_is_ticked(officer: Client) -> None:
    known = OrganizationFactory(name="Les Jardins fictives")

    proposed = _post(officer, "organization_create", **_fields())
    written = _post(officer, "organization_create", **_fields(is_distinct="on"))

    assert proposed.status_code == 422
    assert f'href="{known.get_absolute_url()}"' in proposed.content.decode()
    assert 'type="checkbox"' in proposed.content.decode()
    assert written.status_code == 302
    assert Organization.objects.count() == 2


def test_correction_over_that_of_somebody_else_shows_both(officer: Client) -> None:
    organization = OrganizationFactory(name="Avant")
    page = _page(officer, "organization_edit", organization.key)
    services.update_organization(
        organization=organization,
        actor=person_with(RoleKind.OFFICER),
        now=timezone.now(),
        reason="x",
        name="Entre-temps",
    )
    data = _fields(name="Après", reason="y", version=page.context["form"]["version"].value())

    answer = _post(officer, "organization_edit", organization.key, **data)

    assert answer.status_code == 409
    assert "Entre-temps" in answer.content.decode()


def test_merger_proposes_close_names_and_shows_what_moves_before_it_is_done(officer: Client) -> None:
    kept = OrganizationFactory(name="Les Jardins fictifs")
    held = RepresentationFactory(organization__name="Les Jardins fictives", organization__siren=SIREN)
    duplicate = held.organization

    chosen = _page(officer, "organization_merge", kept.key)
    preview = _page(officer, "merge_preview", kept.key, duplicate.key)
    before = Organization.objects.current().count()
    done = _post(officer, "merge_preview", kept.key, duplicate.key, reason="doublon")

    assert chosen.context["found"] == [duplicate]
    assert [(row.result, row.is_taken) for row in preview.context["preview"].fields if row.duplicate == SIREN] == [
        (SIREN, True)
    ]
    assert [row.count for row in preview.context["preview"].moved][:2] == [1, 0]
    assert before == 2
    assert done.headers["Location"] == kept.get_absolute_url()
    assert queries.organization_of(duplicate.key) == kept


def test_merger_finds_any_other_record_by_searching(officer: Client) -> None:
    kept, other = OrganizationFactory(name="Zinc"), OrganizationFactory(name="Tout autre chose")

    assert _page(officer, "organization_merge", kept.key, query="?q=autre").context["found"] == [other]


def test_person_is_named_then_ended(officer: Client) -> None:
    organization, person, today = OrganizationFactory(), UserFactory(), timezone.localdate()

    named = _post(
        officer, "representative_name", organization.key, person=person.pk, role="delegate", starts_on=today.isoformat()
    )
    grant = Representation.objects.get().grant
    again = _post(
        officer, "representative_name", organization.key, person=person.pk, role="delegate", starts_on=today.isoformat()
    )
    ended = _post(
        officer, "representative_end", organization.key, grant.pk, ends_on=today.isoformat(), reason="démission"
    )

    assert (named.status_code, again.status_code, ended.status_code) == (302, 422, 302)
    assert RoleGrant.objects.get(pk=grant.pk).ends_on == today
    assert _page(officer, "representative_end", organization.key, grant.pk).status_code == 302


def test_officer_invites_somebody_without_account(
    officer: Client, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    organization = OrganizationFactory()
    data = {"full_name": "Sacha Exemple", "email": "sacha@example.org", "language": "fr"}

    with django_capture_on_commit_callbacks(execute=True):
        answer = _post(officer, "representative_invite", organization.key, **data)

    invitation = Invitation.objects.get()
    assert answer.status_code == 302
    assert (invitation.kind, invitation.scope_code) == (RoleKind.ORGANIZATION_MEMBER, organization.key)
    assert len(mail.outbox) == 1


def test_end_of_a_role_held_for_another_structure_is_not_found_here(officer: Client) -> None:
    held, other = RepresentationFactory(), OrganizationFactory()

    assert _page(officer, "representative_end", other.key, held.grant_id).status_code == 404


@pytest.mark.parametrize(
    "name", ["organization_create", "organization_edit", "organization_merge", "representative_name"]
)
def test_writing_is_closed_to_who_speaks_for_the_structure(client: Client, name: str) -> None:
    held = RepresentationFactory()
    client.force_login(held.person)

    assert _page(client, name, *([] if name == "organization_create" else [held.organization.key])).status_code == 403


def test_version_of_a_record_changes_with_its_fields() -> None:
    organization = OrganizationFactory()
    before = version_of(organization, ["name"])
    organization.name = "Autre"

    assert version_of(organization, ["name"]) != before


def test_representation_knows_the_days_of_its_role() -> None:
    held = RepresentationFactory(starts_on=date(2024, 1, 1), ends_on=date(2025, 1, 1))

    assert (held.starts_on, held.ends_on) == (date(2024, 1, 1), date(2025, 1, 1))
