"""The lists behind the figures: filters, fragments, files, and a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from essaim.foundations.accounts.states import RoleKind
from essaim.steering.consultations.tests.factories import ConsultationFactory, ContributionFactory, PhaseFactory

from .scenes import ground, holder, random_plan

pytestmark = pytest.mark.django_db

LISTS = {
    "dashboard:action_rows": 22,
    "dashboard:milestone_rows": 20,
    "dashboard:commune_rows": 20,
    "dashboard:budget_rows": 10,
    "dashboard:override_rows": 10,
    "dashboard:task_rows": 10,
    "dashboard:question_rows": 10,
    "dashboard:session_rows": 10,
    "dashboard:vote_rows": 24,
    "dashboard:decision_rows": 10,
    "dashboard:contribution_rows": 8,
    "dashboard:consultation_rows": 8,
    "dashboard:change_rows": 12,
}


@pytest.fixture
def officer(client: Client) -> Client:
    person = holder(RoleKind.OFFICER)
    random_plan(11, ground(), person)
    client.force_login(person)
    return client


@pytest.mark.parametrize(("url_name", "query_max"), LISTS.items())
def test_list_asks_few_questions(
    officer: Client, url_name: str, query_max: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    officer.get(reverse(url_name))

    with django_assert_max_num_queries(query_max):
        assert officer.get(reverse(url_name)).status_code == 200


@pytest.mark.parametrize("url_name", LISTS)
def test_fragment_is_what_the_page_shows(
    officer: Client, url_name: str, assert_swap_equals_reload: Callable[[Client, str], None]
) -> None:
    assert_swap_equals_reload(officer, reverse(url_name))


@pytest.mark.parametrize("url_name", LISTS)
@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx"])
def test_list_can_be_downloaded(officer: Client, url_name: str, kind: str) -> None:
    answer = officer.get(reverse(url_name), {"export": kind})

    assert answer.status_code == 200
    assert f".{kind}" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("url_name", LISTS)
def test_sort_by_each_column_answers(officer: Client, url_name: str) -> None:
    for column in ("number", "title", "due_on", "name", "year", "answer_due_on", "at", "status_label", "next_due_on"):
        assert officer.get(reverse(url_name), {"sort": f"-{column}"}).status_code == 200


def test_unknown_choice_is_said_to_be_wrong(officer: Client) -> None:
    text = officer.get(reverse("dashboard:action_rows"), {"status": "bogus"}).content.decode()

    assert 'class="errors"' in text


def test_search_is_deaf_to_accents(officer: Client) -> None:
    plain = officer.get(reverse("dashboard:commune_rows"), {"q": "deule"}).content.decode()

    assert "Exemple-sur-Deûle" in plain


def test_public_lists_open_without_account_and_the_others_do_not(client: Client) -> None:
    random_plan(11, ground(), holder(RoleKind.OFFICER))
    closed = {
        "dashboard:task_rows",
        "dashboard:question_rows",
        "dashboard:session_rows",
        "dashboard:vote_rows",
        "dashboard:decision_rows",
        "dashboard:contribution_rows",
        "dashboard:consultation_rows",
        "dashboard:change_rows",
    }

    answers = {name: client.get(reverse(name)).status_code for name in LISTS}

    assert answers == {name: 302 if name in closed else 200 for name in LISTS}


def test_contributions_that_wait_are_chosen_in_the_address(client: Client) -> None:
    client.force_login(holder(RoleKind.OFFICER))
    waiting = ContributionFactory(waiting=True)
    unanswered = ContributionFactory(consultation=ConsultationFactory(closed=True))
    ContributionFactory(consultation=waiting.consultation)
    url = reverse("dashboard:contribution_rows")

    found = {
        query: [row.record.pk for row in client.get(url + query).context["table"].rows]
        for query in ("", "?what=unanswered")
    }

    assert found[""] == [waiting.pk]
    assert found["?what=unanswered"] == [unanswered.pk]


def test_consultations_that_end_soon_are_chosen_in_the_address(client: Client) -> None:
    client.force_login(holder(RoleKind.OFFICER))
    today = timezone.localdate()
    soon, later, endless = (
        PhaseFactory(starts_on=today - timedelta(days=30), ends_on=ends_on).consultation
        for ends_on in (today + timedelta(days=3), today + timedelta(days=30), None)
    )
    url = reverse("dashboard:consultation_rows")

    assert [row.record for row in client.get(url).context["table"].rows] == [soon, later, endless]
    assert [row.record for row in client.get(url + "?ending=soon").context["table"].rows] == [soon]
