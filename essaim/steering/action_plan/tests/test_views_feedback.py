"""The form of residents lets people through, and no flood."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.steering.action_plan.models import Feedback, Plan
from essaim.steering.action_plan.services.feedback import PER_HOUR_MAX

from .factories import FeedbackFactory, PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client: Client) -> Plan:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return PlanFactory(slug="2022-2026")


def _send(client: Client, *, text: str = "Où en est le plan ?", seconds: float = 20, **values: str):
    opened = signing.dumps((timezone.now() - timedelta(seconds=seconds)).timestamp(), salt="feedback")
    return client.post(reverse("action_plan:ask_plan", args=["2022-2026"]), {"text": text, "opened": opened, **values})


def _flood(plan: Plan, count: int, age: timedelta = timedelta(minutes=5)) -> None:
    for _number in range(count):
        FeedbackFactory(plan=plan, received_at=timezone.now() - age)


def test_last_question_of_the_hour_is_received(plan: Plan, client: Client) -> None:
    _flood(plan, PER_HOUR_MAX - 1)

    assert _send(client).status_code == 302
    assert Feedback.objects.count() == PER_HOUR_MAX


def test_question_beyond_the_limit_is_refused_and_its_text_kept(plan: Plan, client: Client) -> None:
    _flood(plan, PER_HOUR_MAX)

    answer = _send(client, text="Un texte que je ne veux pas perdre")

    assert answer.status_code == 422
    assert "try again in an hour" in answer.content.decode()
    assert "Un texte que je ne veux pas perdre" in answer.content.decode()
    assert Feedback.objects.count() == PER_HOUR_MAX


def test_an_hour_later_questions_are_received_again(plan: Plan, client: Client) -> None:
    _flood(plan, PER_HOUR_MAX, timedelta(minutes=61))

    assert _send(client).status_code == 302


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"seconds": 1}, "take a moment"),
        ({"seconds": 25 * 3600}, "take a moment"),
        ({"website": "https://example.org"}, "looks automatic"),
        ({"opened": "faux"}, "has expired"),
    ],
)
def test_what_a_robot_sends_is_refused(values: dict[str, object], words: str, plan: Plan, client: Client) -> None:
    answer = _send(client, **values)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Feedback.objects.exists()
