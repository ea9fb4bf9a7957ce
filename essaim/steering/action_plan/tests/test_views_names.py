"""Names of agents are for people who signed in; the public reads the job that answers for an action."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.foundations.accounts.tests.factories import RoleGrantFactory, UserFactory
from essaim.foundations.territory.tests.factories import AuthorityFactory, EpciIdentifierFactory
from essaim.foundations.ui.access import PUBLIC
from essaim.steering.action_plan import queries, services
from essaim.steering.action_plan.access import ACCESS
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.states import PersonRole

from .factories import ActionFactory, MilestoneFactory, PlanFactory

pytestmark = pytest.mark.django_db
PILOT, DEPUTY, ELECTED = "Maxence Deûlémont", "Noor Wambrechies", "Ysaline Comines"
PUBLIC_NAMES = [name for name, access in ACCESS.items() if access.who == PUBLIC and name != "action_plan:personal_feed"]


@pytest.fixture
def action() -> Action:
    EpciIdentifierFactory(epci=AuthorityFactory().epci)
    action = ActionFactory(axis__plan=PlanFactory(slug="2022-2026"), axis__number=1, number=1, open=True)
    MilestoneFactory(action=action)
    team = RoleGrantFactory().person
    for name, role, title in (
        (PILOT, PersonRole.PILOT, "Chargé de mission"),
        (DEPUTY, PersonRole.DEPUTY, ""),
        (ELECTED, PersonRole.ELECTED_REFERENT, "Vice-présidente"),
    ):
        services.name_person(
            action=action,
            actor=team,
            person=UserFactory(full_name=name, job_title=title),
            role=role,
            starts_on=timezone.localdate(),
            now=timezone.now(),
        )
    return action


@pytest.mark.parametrize("name", PUBLIC_NAMES)
def test_no_agent_is_named_in_public(name: str, action: Action, client: Client) -> None:
    access = ACCESS[name]
    answer = client.get(reverse(name, kwargs=dict(access.sample()) if access.sample else {}))
    content = b"".join(answer) if answer.streaming else answer.content

    assert PILOT not in content.decode(errors="replace")
    assert DEPUTY not in content.decode(errors="replace")


def test_public_reads_the_job_and_the_elected_official(action: Action, client: Client) -> None:
    page = client.get(action.get_absolute_url()).content.decode()

    assert "Chargé de mission" in page
    assert "nommé·e" in page
    assert ELECTED in page


@pytest.mark.parametrize("kind", ["csv", ""])
def test_list_of_actions_gives_the_job(kind: str, action: Action, client: Client) -> None:
    answer = client.get(reverse("action_plan:action_list"), {"export": kind} if kind else {})
    content = answer.getvalue().decode()

    assert "Chargé de mission" in content
    assert PILOT not in content


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("action_plan:plan", ["2022-2026"]),
        ("action_plan:plan_calendar", ["2022-2026"]),
        ("action_plan:action", ["2022-2026", 1]),
        ("action_plan:action_list", []),
    ],
)
def test_people_who_signed_in_read_the_name(name: str, arguments: list[object], action: Action, client: Client) -> None:
    client.force_login(UserFactory())

    assert PILOT in client.get(reverse(name, args=arguments)).content.decode()


def test_calendar_is_not_filtered_by_pilot_in_public(action: Action, client: Client) -> None:
    stranger = UserFactory()

    shown = client.get(reverse("action_plan:plan_calendar", args=["2022-2026"]), {"pilote": stranger.pk})

    assert len(shown.context["steps"]) == 1
    assert shown.context["pilots"] == []


def test_news_tell_the_job(action: Action) -> None:
    public = {change.target for change in queries.policy_changes(public_only=True) if change.verb == "part.given"}
    team = {change.target for change in queries.policy_changes(public_only=False) if change.verb == "part.given"}

    assert public == {"Pilote – Chargé de mission", "Suppléant·e – nommé·e", f"Élu·e référent·e – {ELECTED}"}
    assert f"{PILOT} (Pilote)" in team


def test_rows_of_the_cockpits_name_nobody_unless_asked(action: Action) -> None:
    (public,) = queries.action_rows(action.plan, today=timezone.localdate())
    (team,) = queries.action_rows(action.plan, today=timezone.localdate(), shows_names=True)

    assert public.pilot_name == "Chargé de mission"
    assert team.pilot_name == PILOT
    assert ELECTED in {part.name for part in public.parts}
