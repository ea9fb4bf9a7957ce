"""Each role lands on its own home, which opens, and asks the database a number of questions that does not grow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from essaim.ecosystem.organizations.tests.factories import RepresentationFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import RoleGrantFactory, UserFactory
from essaim.steering.action_plan.states import TaskState
from essaim.steering.action_plan.tests.factories import (
    ActionFactory,
    AxisFactory,
    MilestoneFactory,
    PersonInActionFactory,
    PlanFactory,
    TaskFactory,
)
from essaim.steering.committees.states import SessionState
from essaim.steering.committees.tests.factories import SessionFactory
from essaim.steering.consultations.states import PhaseKind
from essaim.steering.consultations.tests.factories import PhaseFactory

from .scenes import ground, holder, random_plan

pytestmark = pytest.mark.django_db

HOMES = {
    RoleKind.OFFICER: "dashboard:officer",
    RoleKind.ADMINISTRATOR: "dashboard:officer",
    RoleKind.ELECTED_OFFICIAL: "dashboard:elected",
    RoleKind.BODY_MEMBER: "dashboard:body",
    RoleKind.ORGANIZATION_MEMBER: "dashboard:organization",
    RoleKind.EVALUATOR: "dashboard:evaluator",
    RoleKind.SUPPORT: "dashboard:support",
}


def test_home_of_an_organization_leads_to_its_record(client: Client) -> None:
    held = RepresentationFactory(organization__name="Coopérative fictive")
    random_plan(1, ground(), held.person)
    client.force_login(held.person)

    page = client.get(reverse("dashboard:organization")).content.decode()

    assert f'href="{held.organization.get_absolute_url()}"' in page


@pytest.mark.parametrize("kind", HOMES)
def test_role_lands_on_its_home(client: Client, kind: RoleKind) -> None:
    person = holder(kind)
    random_plan(1, ground(), person)
    client.force_login(person)

    answer = client.get(reverse("dashboard:home"), follow=True)

    assert answer.redirect_chain == [(reverse(HOMES[kind]), 302)]
    assert answer.status_code == 200


def test_commune_referent_lands_on_the_commune(client: Client) -> None:
    here = ground().codes[0]
    PlanFactory()
    client.force_login(holder(RoleKind.COMMUNE_REFERENT, here))

    answer = client.get(reverse("dashboard:home"))

    assert answer.headers["Location"] == reverse("dashboard:commune", args=[here])


def test_person_of_two_roles_finds_tabs(client: Client) -> None:
    person = holder(RoleKind.ELECTED_OFFICIAL)
    here = ground().codes[0]
    RoleGrantFactory(person=person, kind=RoleKind.COMMUNE_REFERENT, scope_code=here)
    PlanFactory()
    client.force_login(person)

    text = client.get(reverse("dashboard:elected")).content.decode()

    assert reverse("dashboard:commune", args=[here]) in text
    assert 'aria-current="page"' in text


def test_person_without_role_is_told_what_to_do(client: Client) -> None:
    client.force_login(UserFactory())

    answer = client.get(reverse("dashboard:home"))

    assert answer.status_code == 200
    assert b"aucun r\xc3\xb4le" in answer.content


@pytest.mark.parametrize("url_name", sorted(set(HOMES.values())))
def test_home_without_any_plan_explains(client: Client, url_name: str) -> None:
    client.force_login(holder(RoleKind.ADMINISTRATOR))

    answer = client.get(reverse(url_name))

    assert answer.status_code == 200
    assert reverse("action_plan:plan_list") in answer.content.decode()


@pytest.mark.parametrize("url_name", sorted(set(HOMES.values())))
def test_home_of_an_empty_plan_opens(client: Client, url_name: str) -> None:
    PlanFactory()
    client.force_login(holder(RoleKind.ADMINISTRATOR))

    assert client.get(reverse(url_name)).status_code == 200


def test_unknown_plan_is_not_found(client: Client) -> None:
    PlanFactory()
    client.force_login(holder(RoleKind.OFFICER))

    assert client.get(reverse("dashboard:officer"), {"plan": "2040-2050"}).status_code == 404


def test_home_of_another_role_is_refused_with_a_reason(client: Client) -> None:
    PlanFactory()
    client.force_login(holder(RoleKind.EVALUATOR))

    assert client.get(reverse("dashboard:officer")).status_code == 403
    assert client.get(reverse("dashboard:elected")).status_code == 403


def test_draft_plan_is_shown_to_the_team_only(client: Client) -> None:
    draft = PlanFactory(draft=True)
    PlanFactory()
    here = ground().codes[0]
    url = f"{reverse('dashboard:commune', args=[here])}?plan={draft.slug}"

    assert client.get(url).status_code == 404
    client.force_login(holder(RoleKind.OFFICER))
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("seed", [3, 14])
def test_officer_cockpit_asks_the_same_number_of_questions_for_any_plan(
    client: Client, seed: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = holder(RoleKind.OFFICER)
    random_plan(seed, ground(), person)
    client.force_login(person)
    client.get(reverse("dashboard:officer"))

    with django_assert_max_num_queries(39):
        client.get(reverse("dashboard:officer"))


@pytest.mark.parametrize("seed", [3, 14])
def test_elected_page_asks_few_questions(
    client: Client, seed: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = holder(RoleKind.ELECTED_OFFICIAL)
    random_plan(seed, ground(), person)
    client.force_login(person)

    with django_assert_max_num_queries(43):
        client.get(reverse("dashboard:elected"))


def test_commune_page_says_what_neighbours_do_that_it_does_not(client: Client) -> None:
    place = ground()
    here, neighbour = place.codes[0], place.codes[2]
    axis = AxisFactory()
    mine = ActionFactory(axis=axis, number=1, open=True, title="Action d’ici")
    theirs = ActionFactory(axis=axis, number=2, open=True, title="Action d’à côté")
    mine.communes.create(commune_code=here)
    theirs.communes.create(commune_code=neighbour)
    PersonInActionFactory(action=mine, person=UserFactory(full_name="Ada Exemple", job_title="Cheffe de projet"))
    MilestoneFactory(action=mine, title="Étape d’ici")

    text = client.get(reverse("dashboard:commune", args=[here])).content.decode()
    client.force_login(UserFactory())
    signed_in = client.get(reverse("dashboard:commune", args=[here])).content.decode()

    assert "Action d’ici" in text
    assert "Action d’à côté" in text
    assert "Cheffe de projet" in text
    assert "Ada Exemple" not in text
    assert "Ada Exemple" in signed_in
    assert "Étape d’ici" in text
    assert "@" not in text.partition("<main")[2]


def test_commune_of_another_authority_is_not_found(client: Client) -> None:
    ground()
    PlanFactory()

    assert client.get(reverse("dashboard:commune", args=["75056"])).status_code == 404


def test_panel_is_a_fragment_for_htmx_and_a_page_without(client: Client) -> None:
    url = reverse("dashboard:commune_panel", args=[ground().codes[0]])
    PlanFactory()

    assert "<html" not in client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<h1>" in client.get(url).content.decode()


def test_consultation_tells_the_sessions_of_bodies_in_its_calendar(client: Client) -> None:
    phase = PhaseFactory(
        kind=PhaseKind.COMMITTEE, starts_on=date(2026, 5, 13), ends_on=date(2026, 5, 14), takes_contributions=False
    )
    on_the_day = SessionFactory(day=date(2026, 5, 13), state=SessionState.CLOSED, source="Compte rendu")
    SessionFactory(day=date(2026, 5, 14), state=SessionState.CLOSED, source="Compte rendu")
    consultation = phase.consultation
    url = reverse("dashboard:consultation_panel", args=[consultation.slug])

    shown = client.get(url)
    page = client.get(consultation.get_absolute_url())

    assert list(shown.context["sessions"]) == [on_the_day]
    assert on_the_day.get_absolute_url() in shown.content.decode()
    assert "<html" not in client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert url in page.content.decode()


def test_done_button_finishes_the_task_and_comes_back(client: Client) -> None:
    person = holder(RoleKind.OFFICER)
    task = TaskFactory(assignee=person)
    client.force_login(person)
    back = reverse("dashboard:officer")

    answer = client.post(reverse("dashboard:task_finish", args=[task.pk]), {"next": back})

    task.refresh_from_db()
    assert task.state == TaskState.DONE
    assert answer.headers["Location"] == back


def test_done_button_never_leads_outside(client: Client) -> None:
    person = holder(RoleKind.OFFICER)
    client.force_login(person)
    url = reverse("dashboard:task_finish", args=[TaskFactory(assignee=person).pk])

    answer = client.post(url, {"next": "https://example.org/"})

    assert answer.headers["Location"] == reverse("dashboard:home")


def test_somebody_without_a_part_cannot_finish_a_task(client: Client) -> None:
    task = TaskFactory()
    client.force_login(holder(RoleKind.EVALUATOR))

    answer = client.post(reverse("dashboard:task_finish", args=[task.pk]))

    task.refresh_from_db()
    assert answer.status_code == 403
    assert task.state == TaskState.TO_DO


def test_tasks_of_others_are_read_by_the_team_only(client: Client) -> None:
    mine = holder(RoleKind.EVALUATOR)
    today = timezone.localdate()
    TaskFactory(assignee=mine, title="La mienne", due_on=today)
    TaskFactory(title="Celle d’une autre", due_on=today + timedelta(days=1))
    url = reverse("dashboard:task_rows")

    client.force_login(mine)
    text = client.get(url).content.decode()
    assert "La mienne" in text
    assert "Celle d’une autre" not in text

    client.force_login(holder(RoleKind.OFFICER))
    assert "Celle d’une autre" in client.get(url).content.decode()
