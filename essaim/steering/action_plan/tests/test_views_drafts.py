"""Drafts are for the team: no public page, file or API operation says anything of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.tests.factories import RoleGrantFactory
from essaim.foundations.documents.subjects import subject_of
from essaim.foundations.territory.tests.factories import AuthorityFactory, EpciIdentifierFactory
from essaim.foundations.ui.access import PUBLIC
from essaim.steering.action_plan import queries, services
from essaim.steering.action_plan.access import ACCESS
from essaim.steering.action_plan.models import Act, DeclaredFigure, Lineage, Plan, PlanItem, Policy, PolicyCrossing
from essaim.steering.action_plan.states import (
    ActState,
    Certainty,
    FigureStatus,
    ItemKind,
    LineageKind,
    PlanState,
)

from .factories import (
    MOMENT,
    ActFactory,
    ActionFactory,
    AxisFactory,
    BudgetLineFactory,
    DependencyFactory,
    MilestoneFactory,
    PersonInActionFactory,
    PlanFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
SECRET = "Zwyntrelle"
PUBLIC_NAMES = [name for name, access in ACCESS.items() if access.who == PUBLIC and name != "action_plan:personal_feed"]


@pytest.fixture
def officer() -> User:
    return RoleGrantFactory().person


@pytest.fixture
def source() -> object:
    return SourceFactory(key="officiel")


@pytest.fixture
def public_plan(source: object) -> Plan:
    EpciIdentifierFactory(epci=AuthorityFactory().epci)
    plan = PlanFactory(slug="2022-2026", source=source, founding_act__source=source)
    axis = AxisFactory(plan=plan, number=1)
    action = ActionFactory(axis=axis, number=1, open=True)
    MilestoneFactory(action=action)
    PersonInActionFactory(action=action)
    figure(plan=plan, key="public", label="Emplois")
    return plan


def figure(**values: object) -> DeclaredFigure:
    given = {
        "wording": "12",
        "value": 12,
        "unit": "emplois",
        "period": "2025",
        "perimeter": "Métropole",
        "status": FigureStatus.DECLARED,
        "source": SourceFactory(),
        **values,
    }
    return DeclaredFigure.objects.create(**given)


@pytest.fixture
def draft(public_plan: Plan, source: object) -> Plan:
    """A draft, written everywhere it can be written, and tied to the public plan in every way."""
    draft = PlanFactory(
        slug="brouillon-zwyntrelle",
        name=f"Plan {SECRET}",
        summary=SECRET,
        state=PlanState.DRAFT,
        founding_act=None,
        starts_on=date(2027, 1, 1),
        ends_on=date(2033, 1, 1),
        source=source,
    )
    axis = AxisFactory(plan=draft, number=1, title=f"Axe {SECRET}", source=source)
    action = ActionFactory(axis=axis, number=1, title=f"Action {SECRET}", source=source)
    PlanItem.objects.create(plan=draft, kind=ItemKind.STAKE, code="E1", text=f"Enjeu {SECRET}", source=source)
    first = public_plan.actions.get(number=1)
    policy = Policy.objects.create(slug="habitat", name="Habitat")
    for plan, crossing in ((public_plan, first), (draft, action)):
        PolicyCrossing.objects.create(policy=policy, plan=plan, action=crossing, source=source)
    BudgetLineFactory(action=action, funder=SECRET, act=public_plan.founding_act)
    Lineage.objects.create(
        kind=LineageKind.CONTINUES,
        from_action=first,
        to_action=action,
        certainty=Certainty.CONFIRMED,
        reason=SECRET,
        source=source,
    )
    DependencyFactory(milestone=first.milestones.get(), needs=MilestoneFactory(action=action, title=f"Jalon {SECRET}"))
    figure(plan=draft, key="brouillon", label=f"Chiffre {SECRET}", source=source)
    figure(action=action, key="brouillon-action", label=f"Chiffre d’action {SECRET}", source=source)
    ActFactory(
        key="acte-zwyntrelle",
        title=f"Délibération {SECRET}",
        state=ActState.DRAFT,
        voted_on=None,
        voted_precision="unknown",
        source=source,
        replaces=public_plan.founding_act,
    )
    return draft


@pytest.mark.parametrize("name", PUBLIC_NAMES)
def test_public_page_says_nothing_of_a_draft(name: str, draft: Plan, client: Client) -> None:
    access = ACCESS[name]
    answer = client.get(reverse(name, kwargs=dict(access.sample()) if access.sample else {}))
    content = b"".join(answer) if answer.streaming else answer.content

    assert answer.status_code in {200, 404}
    assert SECRET.lower() not in content.decode(errors="replace").lower()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("action_plan:plan", ["brouillon-zwyntrelle"]),
        ("action_plan:plan_budget", ["brouillon-zwyntrelle"]),
        ("action_plan:plan_history", ["brouillon-zwyntrelle"]),
        ("action_plan:plan_calendar", ["brouillon-zwyntrelle"]),
        ("action_plan:plan_feed", ["brouillon-zwyntrelle"]),
        ("action_plan:plan_files", ["brouillon-zwyntrelle"]),
        ("action_plan:plan_bundle", ["brouillon-zwyntrelle"]),
        ("action_plan:plan_report", ["brouillon-zwyntrelle"]),
        ("action_plan:ask_plan", ["brouillon-zwyntrelle"]),
        ("action_plan:action", ["brouillon-zwyntrelle", 1]),
        ("action_plan:action_budget", ["brouillon-zwyntrelle", 1]),
        ("action_plan:action_history", ["brouillon-zwyntrelle", 1]),
        ("action_plan:ask_action", ["brouillon-zwyntrelle", 1]),
        ("action_plan:act", ["acte-zwyntrelle"]),
        ("action_plan:act_history", ["acte-zwyntrelle"]),
        ("action_plan:figure", ["brouillon"]),
        ("action_plan:figure", ["brouillon-action"]),
        ("api-1:plan", ["brouillon-zwyntrelle"]),
        ("api-1:act", ["acte-zwyntrelle"]),
        ("api-1:figure", ["brouillon"]),
        ("api-1:figure", ["brouillon-action"]),
    ],
)
def test_page_of_a_draft_is_not_there_for_the_public(
    name: str, arguments: list[object], draft: Plan, client: Client
) -> None:
    assert client.get(reverse(name, args=arguments)).status_code == 404


def test_action_of_a_draft_is_not_in_the_api(draft: Plan, client: Client) -> None:
    for name in ("api-1:action", "api-1:action_changes"):
        assert client.get(reverse(name, args=[draft.actions.get().pk])).status_code == 404


def test_search_feeds_and_news_say_nothing_of_a_draft(draft: Plan) -> None:
    assert queries.search_policy(SECRET) == []
    assert not [address for address in queries.public_addresses() if "zwyntrelle" in address]
    assert {row.key for row in queries.declared_figures()} == {"public"}


def test_news_leave_out_figures_and_links_of_a_draft(draft: Plan, officer: User) -> None:
    for key in ("brouillon", "brouillon-action", "public"):
        services.correct_figure(
            figure=DeclaredFigure.objects.get(key=key), actor=officer, reason="Essai", now=MOMENT, caveat="À lire"
        )
    services.confirm_link(
        link=services.link_plans(
            actor=officer,
            now=MOMENT,
            kind=LineageKind.CONTINUES,
            origin=Plan.objects.get(slug="2022-2026").axes.get(),
            target=draft.axes.get(),
            source=draft.source,
            certainty=Certainty.TO_CONFIRM,
        ),
        actor=officer,
        reason="Essai",
        now=MOMENT,
    )

    told = queries.policy_changes(public_only=True)

    assert [change.subject for change in told] == ["Emplois: 12"]


def test_document_of_a_draft_act_is_for_the_team(draft: Plan, officer: User) -> None:
    act, subject = Act.objects.get(key="acte-zwyntrelle"), subject_of("action_plan.act")

    assert not subject.can_read(AnonymousUser(), str(act.pk))
    assert subject.can_read(officer, str(act.pk))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("action_plan:plan_list", []),
        ("action_plan:action_list", []),
        ("action_plan:act_list", []),
        ("action_plan:act_timeline", []),
        ("action_plan:figure_list", []),
        ("action_plan:figure", ["brouillon-action"]),
        ("action_plan:plan", ["brouillon-zwyntrelle"]),
        ("action_plan:action", ["brouillon-zwyntrelle", 1]),
        ("action_plan:act", ["acte-zwyntrelle"]),
    ],
)
def test_team_reads_a_draft_marked_as_such(
    name: str, arguments: list[object], draft: Plan, officer: User, client: Client
) -> None:
    client.force_login(officer)

    content = client.get(reverse(name, args=arguments)).content.decode()

    assert SECRET in content
    assert any(words in content for words in ("Brouillon", "plan à l’état de brouillon"))
