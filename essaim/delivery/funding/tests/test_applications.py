"""From a decision of the selection to a grant: as it was decided, once, with the instalments of its edition."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.calls_for_projects.services import decisions
from essaim.delivery.calls_for_projects.tests.factories import InstalmentFactory as ForeseenFactory
from essaim.delivery.calls_for_projects.tests.factories_selection import NOW, Stage, stage_of
from essaim.delivery.funding import queries, services
from essaim.delivery.funding.models import Grant
from essaim.delivery.funding.states import ConditionKind, InstalmentKind
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.steering.action_plan.tests.factories import ActionFactory

from .factories import MOMENT

pytestmark = pytest.mark.django_db
PERIOD = {"starts_on": date(2026, 4, 1), "last_on": date(2027, 3, 31)}


@pytest.fixture
def stage() -> Stage:
    """One application granted 10 000 € for 2026, frozen, of an edition paid 70 % then 30 %."""
    found = stage_of(1, requested_cents=1_000_000, budget_cents=5_000_000, facts={"esus": "pending"})
    edition = found.applications[0].edition
    ForeseenFactory(edition=edition, position=1, share_permille=700, conditions=["signature"], wording="")
    ForeseenFactory(edition=edition, position=2, share_permille=300, conditions=["report"], wording="bilan final")
    found.prepare()
    found.allow(2_000_000)
    found.open()
    return found


def _granted(stage: Stage) -> Application:
    given = {"outcome": "granted", "nature": "subsidy", "granted_cents": 1_000_000, "year": 2026}
    decisions.decide_file(file=stage.files[0], actor=stage.officer, now=NOW, **given)
    assert stage.selection is not None
    decisions.freeze_selection(selection=stage.selection, actor=stage.officer, now=NOW)
    return Application.objects.get(pk=stage.applications[0].pk)


def _prepare(application: Application, actor: Any) -> Grant:
    return services.prepare_from_application(
        application=application, actor=actor, now=MOMENT, action=ActionFactory(), **PERIOD
    )


def test_grant_is_what_was_decided_with_the_instalments_of_the_edition(stage: Stage) -> None:
    application = _granted(stage)

    grant = _prepare(application, stage.officer)

    assert (grant.amount_cents, grant.edition, grant.application) == (1_000_000, application.edition, application)
    assert queries.shares_of(grant).get().organization == application.organization
    rows = queries.instalment_rows(grant, today=date(2026, 4, 1))
    assert [(row.instalment.kind, row.instalment.cents) for row in rows] == [
        (InstalmentKind.ADVANCE, 700_000),
        (InstalmentKind.BALANCE, 300_000),
    ]
    assert [found.condition.kind for found in rows[0].conditions] == [ConditionKind.SIGNED]
    # The accreditation was being asked for: the balance waits for it.
    assert [found.condition.kind for found in rows[1].conditions] == [ConditionKind.DOCUMENT, ConditionKind.ESUS]
    assert rows[1].conditions[0].condition.wording == "bilan final"


def test_application_has_one_grant(stage: Stage) -> None:
    application = _granted(stage)
    _prepare(application, stage.officer)

    with pytest.raises(ValidationError):
        _prepare(application, stage.officer)


def test_decision_that_is_not_frozen_gives_nothing(stage: Stage) -> None:
    with pytest.raises(services.NotGrantedBySelection):
        _prepare(stage.applications[0], stage.officer)


def test_only_the_team_prepares_grants(stage: Stage) -> None:
    application = _granted(stage)

    with pytest.raises(NotAllowed):
        _prepare(application, person_with(RoleKind.EVALUATOR))


def test_page_of_the_application_leads_to_its_grant(stage: Stage, client: Client) -> None:
    application = _granted(stage)
    client.force_login(stage.officer)
    panel = reverse("funding:application_grant_panel", args=[application.pk])
    url = reverse("funding:application_grant", args=[application.pk])
    before = client.get(panel).content.decode()
    opened = client.get(url)

    answer = client.post(
        url, {"action": ActionFactory().pk, "starts_on": "2026-04-01", "last_on": "2027-03-31", "regime": "de_minimis"}
    )

    grant = Grant.objects.get()
    assert url in before
    assert opened.status_code == 200
    assert answer["Location"] == grant.get_absolute_url()
    assert grant.get_absolute_url() in client.get(panel).content.decode()
    assert client.get(url).status_code == 302
    assert client.get(grant.get_absolute_url()).status_code == 200
