"""Pages of the room: they render for those who may, keep their number of queries, and say what does not hold."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.sirene import register
from essaim.foundations.sirene.models import PerimeterEdition, Snapshot
from essaim.foundations.sirene.states import SnapshotState

from .factories import PerimeterActivityFactory, PerimeterCategoryFactory, PerimeterEditionFactory, SnapshotFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(person_with(RoleKind.ADMINISTRATOR))
    return client


def test_the_list_keeps_its_number_of_queries(
    administrator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for month in range(1, 9):
        SnapshotFactory(vintage=date(2026, month, 1))
    administrator.get(reverse("sirene:snapshot_list"))

    with django_assert_max_num_queries(9):
        page = administrator.get(reverse("sirene:snapshot_list"))

    assert page.status_code == 200
    assert page.content.decode().count("</tr>") >= 9


def test_the_list_is_a_file_too(administrator: Client) -> None:
    SnapshotFactory()

    answer = administrator.get(reverse("sirene:snapshot_list"), {"export": "csv"})

    assert "2026-08" in b"".join(answer).decode()


def test_a_month_that_waits_is_accepted_with_a_reason(administrator: Client) -> None:
    held = SnapshotFactory(held=True)
    page = administrator.get(held.get_absolute_url()).content.decode()
    assert reverse("sirene:accept", args=[held.pk]) in page

    refused = administrator.post(reverse("sirene:accept", args=[held.pk]), {"reason": ""})
    done = administrator.post(reverse("sirene:accept", args=[held.pk]), {"reason": "Annoncé par l’Insee"})

    assert (refused.status_code, done.status_code) == (422, 302)
    held.refresh_from_db()
    assert held.state == SnapshotState.READY
    assert "Annoncé par l’Insee" in administrator.get(held.get_absolute_url()).content.decode()


def test_everybody_reads_the_perimeter_that_figures_rest_on(client: Client) -> None:
    category = PerimeterCategoryFactory()
    PerimeterActivityFactory(edition=category.edition)

    page = client.get(category.edition.get_absolute_url()).content.decode()

    assert "Association déclarée" in page
    assert "94.91Z" in page
    assert '<form method="post" action="/repertoire' not in page


def test_a_draft_is_for_the_team(client: Client) -> None:
    draft = PerimeterEditionFactory(draft=True)

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert draft.name not in client.get(reverse("sirene:perimeter_list")).content.decode()


def test_an_edition_is_written_previewed_and_put_in_force(administrator: Client, snapshot: Snapshot) -> None:
    started = administrator.post(reverse("sirene:write_edition"), {"name": "Avec la SICA", "source": "CRESS"})
    draft = PerimeterEdition.objects.get(number=2)
    assert started.url == draft.get_absolute_url()

    placed = {
        "category-code": "5432",
        "category-label": "SARL d’intérêt collectif agricole (SICA)",
        "category-family": "cooperative",
        "category-confidence": "A",
        "category-in_insee": "on",
    }
    assert administrator.post(reverse("sirene:place_category", args=[2]), placed).status_code == 302
    page = administrator.get(draft.get_absolute_url()).content.decode()
    assert "5432" in page
    done = administrator.post(reverse("sirene:put_in_force", args=[2]), {"force-starts_on": "2026-09-01"})

    assert done.status_code == 302
    draft.refresh_from_db()
    assert draft.starts_on == date(2026, 9, 1)


def test_what_does_not_hold_is_said_beside_the_field(administrator: Client, snapshot: Snapshot) -> None:
    administrator.post(reverse("sirene:write_edition"), {"name": "Avec la SICA", "source": "CRESS"})
    wrong = {
        "activity-nomenclature": "NAFRev2",
        "activity-code_from": "9491",
        "activity-code_to": "94.91Z",
        "activity-label": "Cultes",
        "activity-confidence": "B",
    }

    page = administrator.post(reverse("sirene:exclude_activity", args=[2]), wrong)

    assert page.status_code == 422
    assert "94.91Z" in page.content.decode()


def test_code_that_no_database_holds_is_refused_beside_the_field(administrator: Client) -> None:
    draft = PerimeterEditionFactory(draft=True)

    page = administrator.post(
        reverse("sirene:place_category", args=[draft.number]), {"category-code": "54\x00", "category-label": "SICA"}
    )

    assert page.status_code == 422
    assert "code" in page.context["category_form"].errors


def test_category_that_is_there_is_placed_again(administrator: Client) -> None:
    edition = PerimeterEditionFactory(draft=True)
    row = PerimeterCategoryFactory(edition=edition)

    placed = administrator.post(
        reverse("sirene:place_category", args=[edition.number]),
        {
            "category-code": row.code,
            "category-label": "Association (loi de 1901)",
            "category-family": "association",
            "category-confidence": "A",
        },
    )

    assert placed.status_code == 302
    row.refresh_from_db()
    assert (row.label, row.in_insee) == ("Association (loi de 1901)", False)
    assert edition.categories.count() == 1


def test_draft_is_shown_although_the_file_of_the_month_is_gone(administrator: Client, snapshot: Snapshot) -> None:
    administrator.post(reverse("sirene:write_edition"), {"name": "Avec la SICA", "source": "CRESS"})
    (register.folder() / snapshot.file).unlink()

    page = administrator.get(PerimeterEdition.objects.get(number=2).get_absolute_url())

    assert page.status_code == 200
    assert snapshot.file in page.text


@pytest.mark.parametrize("kind", [kind for kind in RoleKind if kind != RoleKind.ADMINISTRATOR])
def test_nobody_else_moves_a_snapshot_even_with_an_empty_form(client: Client, kind: RoleKind) -> None:
    client.force_login(person_with(kind))
    held = SnapshotFactory(held=True)

    for name in ("accept", "set_aside", "take_back"):
        assert client.post(reverse(f"sirene:{name}", args=[held.pk])).status_code == 403
    seen = client.get(held.get_absolute_url()).status_code
    assert seen == (200 if kind == RoleKind.OFFICER else 403)
