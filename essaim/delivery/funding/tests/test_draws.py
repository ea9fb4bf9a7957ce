"""Allowances of selections drawn on envelopes: one figure on both sides, never more than what was voted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.delivery.calls_for_projects.allowance_guards import AllowanceRefused
from essaim.delivery.calls_for_projects.models import Allowance, Application
from essaim.delivery.calls_for_projects.services import decisions
from essaim.delivery.calls_for_projects.services import selection as selections
from essaim.delivery.calls_for_projects.tests.factories_selection import NOW, Stage, stage_of
from essaim.delivery.funding import queries, services
from essaim.delivery.funding.models import Envelope, EnvelopeDraw, Grant
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.steering.action_plan.tests.factories import ActFactory

from .factories import MOMENT, EnvelopeFactory, GrantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    """Two applications asking for 10 000 € each, before a selection that may grant 20 000 € of 2026."""
    found = stage_of(2, requested_cents=1_000_000, budget_cents=5_000_000)
    found.prepare()
    found.allow(2_000_000)
    found.open()
    return found


@pytest.fixture
def envelope() -> Envelope:
    """100 000 € of 2026."""
    return EnvelopeFactory()


def _allowance(stage: Stage, **values: Any) -> Allowance:
    return Allowance.objects.get(selection=stage.selection, **values)


def _draw(stage: Stage, envelope: Envelope, **values: Any) -> EnvelopeDraw:
    return services.draw_allowance(
        allowance=_allowance(stage, **values), envelope=envelope, actor=stage.officer, now=MOMENT
    )


def _decide(stage: Stage, place: int, cents: int = 1_000_000) -> None:
    given = {"outcome": "granted", "nature": "subsidy", "granted_cents": cents, "year": 2026}
    decisions.decide_file(file=stage.files[place], actor=stage.officer, now=NOW, **given)


def _freeze(stage: Stage) -> None:
    assert stage.selection is not None
    decisions.decide_file(
        file=stage.files[1],
        actor=stage.officer,
        now=NOW,
        outcome="refused",
        cited=["C1"],
        reason="Texte fictif",
    )
    decisions.freeze_selection(selection=stage.selection, actor=stage.officer, now=NOW)


def _give(stage: Stage, envelope: Envelope) -> Grant:
    grant = services.prepare_from_application(
        application=Application.objects.get(pk=stage.applications[0].pk),
        actor=stage.officer,
        now=MOMENT,
        action=envelope.action,
        envelope=envelope,
        starts_on=date(2026, 4, 1),
        last_on=date(2027, 3, 31),
    )
    return services.give_grant(
        grant=grant, actor=stage.officer, now=MOMENT, act=ActFactory(), granted_on=date(2026, 4, 1)
    )


def _money(envelope: Envelope) -> tuple[int, int, int]:
    money = queries.envelope_money(envelope)
    row = queries.envelope_rows().get(pk=envelope.pk)
    # The list and the sums that services ask for are one figure.
    assert all(getattr(row, name) == getattr(money, name) for name in ("promised_cents", "given_cents", "free_cents"))
    return money.promised_cents, money.given_cents, money.free_cents


def test_what_a_selection_may_grant_is_promised_then_what_it_granted_then_given(
    stage: Stage, envelope: Envelope
) -> None:
    _draw(stage, envelope)
    assert _money(envelope) == (2_000_000, 0, 8_000_000)

    _decide(stage, 0)
    _freeze(stage)
    assert _money(envelope) == (1_000_000, 0, 9_000_000)

    _give(stage, envelope)
    assert _money(envelope) == (0, 1_000_000, 9_000_000)


def test_selection_that_is_cancelled_promises_nothing(stage: Stage, envelope: Envelope) -> None:
    _draw(stage, envelope)
    assert stage.selection is not None

    selections.cancel_selection(selection=stage.selection, actor=stage.officer, now=NOW, reason="Quorum")

    assert _money(envelope) == (0, 0, 10_000_000)


def test_envelope_never_promises_more_than_it_holds(stage: Stage) -> None:
    envelope = EnvelopeFactory(vote__cents=2_500_000)
    GrantFactory(given=True, envelope=envelope, action=envelope.action, amount_cents=500_001)

    with pytest.raises(services.EnvelopeTooSmall) as refusal:
        _draw(stage, envelope)

    assert refusal.value.free_cents == 1_999_999
    assert not EnvelopeDraw.objects.exists()


def test_second_selection_takes_what_the_first_leaves(stage: Stage) -> None:
    envelope = EnvelopeFactory(vote__cents=3_000_000)
    _draw(stage, envelope)
    other = stage_of(1, requested_cents=1_000_000)
    other.prepare()
    other.allow(1_000_001)

    with pytest.raises(services.EnvelopeTooSmall):
        _draw(other, envelope)


def test_allowance_cannot_become_more_than_its_envelope_holds(stage: Stage) -> None:
    envelope = EnvelopeFactory(vote__cents=3_000_000)
    _draw(stage, envelope)
    change = {"allowance": _allowance(stage), "actor": stage.officer, "now": NOW, "reason": "DM"}

    selections.update_allowance(amount_cents=3_000_000, **change)
    with pytest.raises(AllowanceRefused, match="30"):
        selections.update_allowance(amount_cents=3_000_001, **change)

    assert _allowance(stage).amount_cents == 3_000_000


def test_less_cannot_be_voted_than_what_is_promised(stage: Stage, envelope: Envelope) -> None:
    _draw(stage, envelope)
    less = {"envelope": envelope, "actor": stage.officer, "now": MOMENT, "reason": "DM"}

    services.vote_envelope(cents=-8_000_000, **less)
    with pytest.raises(services.EnvelopeTooSmall):
        services.vote_envelope(cents=-1, **less)

    assert _money(envelope) == (2_000_000, 0, 0)


def test_grant_of_another_structure_leaves_what_is_promised(stage: Stage) -> None:
    envelope = EnvelopeFactory(vote__cents=3_000_000)
    _draw(stage, envelope)
    grant = GrantFactory(envelope=envelope, action=envelope.action, amount_cents=1_000_001)

    with pytest.raises(services.EnvelopeExceeded):
        services.give_grant(
            grant=grant, actor=stage.officer, now=MOMENT, act=ActFactory(), granted_on=date(2026, 3, 10)
        )


def test_grant_that_was_promised_is_given_out_of_a_full_envelope(stage: Stage) -> None:
    envelope = EnvelopeFactory(vote__cents=2_000_000)
    _draw(stage, envelope)
    _decide(stage, 0)
    _freeze(stage)
    services.vote_envelope(envelope=envelope, actor=stage.officer, now=MOMENT, cents=-1_000_000, reason="DM")

    _give(stage, envelope)

    assert _money(envelope) == (0, 1_000_000, 0)


def test_envelope_of_the_decision_is_offered_to_its_grant(stage: Stage, envelope: Envelope) -> None:
    _draw(stage, envelope)
    application = stage.applications[0]
    assert queries.envelope_of_decision(application) is None
    _decide(stage, 0)
    _freeze(stage)

    assert queries.envelope_of_decision(application) == envelope


def test_allowance_is_drawn_on_one_envelope_of_its_year(stage: Stage, envelope: Envelope) -> None:
    with pytest.raises(services.AllowanceOfAnotherYear):
        _draw(stage, EnvelopeFactory(year=2025))
    _draw(stage, envelope)
    with pytest.raises(ValidationError):
        _draw(stage, EnvelopeFactory())


def test_file_is_not_counted_twice_by_two_allowances(stage: Stage, envelope: Envelope) -> None:
    stage.allow(500_000, aid_type="operating")
    _draw(stage, envelope, aid_type="")

    with pytest.raises(services.AllowanceCountedTwice):
        _draw(stage, envelope, aid_type="operating")

    services.release_allowance(draw=EnvelopeDraw.objects.get(), actor=stage.officer, now=MOMENT, reason="Erreur")
    stage.allow(300_000, aid_type="start_up")
    _draw(stage, envelope, aid_type="operating")
    _draw(stage, envelope, aid_type="start_up")
    assert _money(envelope)[0] == 800_000


def test_decided_selection_keeps_its_envelope(stage: Stage, envelope: Envelope) -> None:
    draw = _draw(stage, envelope)
    _decide(stage, 0)
    _freeze(stage)

    with pytest.raises(services.SelectionOver):
        services.release_allowance(draw=draw, actor=stage.officer, now=MOMENT, reason="Non")


def test_cancelled_selection_draws_nothing(stage: Stage, envelope: Envelope) -> None:
    assert stage.selection is not None
    selections.cancel_selection(selection=stage.selection, actor=stage.officer, now=NOW, reason="Quorum")

    with pytest.raises(services.SelectionOver):
        _draw(stage, envelope)


def test_only_the_team_draws(stage: Stage, envelope: Envelope) -> None:
    outsider = person_with(RoleKind.ELECTED_OFFICIAL)
    with pytest.raises(NotAllowed):
        services.draw_allowance(allowance=_allowance(stage), envelope=envelope, actor=outsider, now=MOMENT)


def test_both_pages_lead_to_the_other(client: Client, stage: Stage, envelope: Envelope) -> None:
    client.force_login(stage.officer)
    assert stage.selection is not None
    panel = reverse("funding:selection_panel", args=[stage.selection.pk])
    form = reverse("funding:allowance_draw", args=[_allowance(stage).pk])
    small = EnvelopeFactory(vote__cents=1)

    before = client.get(panel)
    refused = client.post(form, {"envelope": small.pk})
    client.post(form, {"envelope": envelope.pk})
    draw = EnvelopeDraw.objects.get()
    page = client.get(envelope.get_absolute_url())
    after = client.get(panel, headers={"HX-Request": "true"})
    again = client.get(form)
    selection = client.get(stage.selection.get_absolute_url())
    corrected = client.post(
        reverse("calls_for_projects:allowance_edit", args=[_allowance(stage).pk]),
        {"amount": "100 001", "reason": "DM"},
    )
    client.post(reverse("funding:allowance_release", args=[draw.pk]), {"reason": "Erreur"})

    assert form in before.text
    assert refused.status_code == 422
    assert stage.selection.get_absolute_url() in page.text
    assert envelope.get_absolute_url() in after.text
    assert again.status_code in {302, 303}
    assert panel in selection.text
    assert corrected.status_code == 422
    assert str(envelope) in corrected.text
    assert not EnvelopeDraw.objects.exists()


def test_list_of_envelopes_asks_as_much_whatever_their_number_and_sorts_by_money(client: Client, stage: Stage) -> None:
    client.force_login(stage.officer)
    counts = []
    for number in (1, 8):
        for _place in range(number):
            envelope = EnvelopeFactory()
            GrantFactory(bound=True, envelope=envelope, action=envelope.action)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse("funding:envelope_list")).status_code == 200
        counts.append(len(counted))
    most = EnvelopeFactory(vote__cents=99_000_000)
    _draw(stage, most)

    sorted_by_money = client.get(reverse("funding:envelope_list"), {"sort": "-free_cents"})
    by_promise = client.get(reverse("funding:envelope_list"), {"sort": "-promised_cents"})

    assert counts[0] == counts[1] <= 15
    assert sorted_by_money.context["table"].data[0] == by_promise.context["table"].data[0] == most
