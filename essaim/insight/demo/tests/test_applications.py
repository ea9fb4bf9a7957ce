"""The invented applications: every state the team leads to, over three editions, and nothing that could be taken for real."""

from __future__ import annotations

import pytest
from django.utils import timezone

from essaim.delivery.calls_for_projects import queries
from essaim.delivery.calls_for_projects.models import Application, CommuneOpinion, MissingRequest, PartnerOpinion
from essaim.delivery.calls_for_projects.states import ApplicationState, OpinionSense, OpinionState

pytestmark = pytest.mark.usefixtures("demo")
# What the selection body decides is written by its own part of the demonstration.
DECIDED = {
    ApplicationState.PRESENTED,
    ApplicationState.GRANTED,
    ApplicationState.REFUSED,
    ApplicationState.DEFERRED,
}


def test_every_state_before_the_decision_is_shown() -> None:
    found = set(Application.objects.order_by().values_list("state", flat=True))

    assert found >= set(ApplicationState) - DECIDED


def test_three_editions_of_the_permanent_call_have_some() -> None:
    rows = Application.objects.filed().filter(call__slug="entreprendre-autrement")

    assert set(rows.order_by().values_list("edition__code", flat=True)) >= {"2015-2020", "2021", "2024"}


def test_nothing_can_be_taken_for_real() -> None:
    rows = Application.objects.order_by("pk")

    assert rows
    for row in rows:
        assert "fictif" in f"{row.title} {row.summary}", row
        assert "fictif" in row.carrier or "fictive" in row.carrier, row


def test_each_is_judged_by_the_edition_of_its_day() -> None:
    today = timezone.localdate()

    for row in Application.objects.filed().with_names().order_by("pk"):
        assert row.filed_on is not None
        assert row.edition.is_in_force(row.filed_on)
        assert queries.verdict_on(row, today=today)[1].rules


def test_a_clock_is_stopped_and_opinions_say_everything() -> None:
    assert MissingRequest.objects.filter(answered_at=None).exists()
    rows = CommuneOpinion.objects.order_by().values_list("state", "sense")
    assert {state for state, _sense in rows} == set(OpinionState)
    assert set(PartnerOpinion.objects.order_by().values_list("state", flat=True)) == set(OpinionState)
    assert {sense for _state, sense in rows if sense} == set(OpinionSense)
