"""Contributions on a passage of a text, on an axis or an action of the plan that the consultation prepares."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.steering.action_plan.tests.factories import ActionFactory, AxisFactory
from essaim.steering.consultations import services
from essaim.steering.consultations.forms import contributions as contribution_forms
from essaim.steering.consultations.models import Consultation, Contribution, TextVersion

from .factories import MOMENT, ConsultationFactory, PhaseFactory

pytestmark = pytest.mark.django_db
BODY = "Article 1. Le lieu ouvre à neuf heures.\nArticle 2. Le lieu ferme à vingt heures."


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contribution_forms, "WRITING_SECONDS_MIN", 0)


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _open(**values: object) -> Consultation:
    today = timezone.localdate()
    consultation = ConsultationFactory(**values)
    PhaseFactory(consultation=consultation, starts_on=today - timedelta(days=2), ends_on=today + timedelta(days=2))
    return consultation


def _text(consultation: Consultation, officer: User) -> TextVersion:
    text = services.put_to_discussion(
        consultation=consultation, actor=officer, title="Charte", body=BODY, now=timezone.now()
    )
    return text.versions.get()


def _send(client: Client, address: str, **data: object) -> object:
    opened = str(client.get(address).context["form"].fields["opened"].initial)
    return client.post(address, {"text": "Trop tôt pour moi.", "opened": opened, **data})


def test_anybody_says_something_of_a_passage_and_it_is_read_beside_the_text(client: Client, officer: User) -> None:
    consultation = _open()
    version = _text(consultation, officer)
    address = reverse("consultations:contribute", args=[consultation.slug]) + "?texte=1"

    assert address in client.get(version.text.get_absolute_url()).content.decode()
    assert _send(client, address, passage="Le lieu ouvre à dix heures.").status_code == 422
    assert _send(client, address).status_code == 422
    assert _send(client, address, passage="Le lieu ouvre à neuf heures.").status_code == 302
    row = Contribution.objects.get()
    assert (row.text_version, row.passage) == (version, "Le lieu ouvre à neuf heures.")
    assert "Trop tôt" not in client.get(version.text.get_absolute_url()).content.decode()
    services.publish_contribution(contribution=row, actor=officer, now=timezone.now())
    assert "Trop tôt pour moi." in client.get(version.text.get_absolute_url()).content.decode()
    assert "Le lieu ouvre à neuf heures." in client.get(row.get_absolute_url()).content.decode()


def test_passage_of_a_hidden_contribution_is_not_shown(client: Client, officer: User) -> None:
    consultation = _open()
    version = _text(consultation, officer)
    row = services.receive_contribution(
        consultation=consultation, text="Insulte", about=version, passage="Article 2.", now=timezone.now()
    )
    services.hide_contribution(contribution=row, actor=officer, cause="insult", reason="Insulte.", now=timezone.now())

    assert "Article 2." not in client.get(row.get_absolute_url()).content.decode()


def test_contribution_is_about_a_part_of_the_plan_that_everybody_reads(client: Client) -> None:
    action = ActionFactory(open=True)
    consultation = _open(plan=action.plan)
    address = reverse("consultations:contribute", args=[consultation.slug])

    assert _send(client, address, part="action:0").status_code == 422
    assert _send(client, address, part=f"action:{action.pk}").status_code == 302
    assert _send(client, address, part=f"axis:{action.axis.pk}").status_code == 302
    assert _send(client, address, part="").status_code == 302

    rows = Contribution.objects.order_by("number")
    assert [row.part for row in rows] == [action, action.axis, None]
    services.publish_contribution(contribution=rows[0], actor=person_with(RoleKind.OFFICER), now=timezone.now())
    assert action.get_absolute_url() in client.get(rows[0].get_absolute_url()).content.decode()


def test_parts_of_a_plan_in_preparation_are_offered_and_named_to_the_team_alone(client: Client, officer: User) -> None:
    axis = AxisFactory(plan__draft=True, title="Axe encore secret")
    consultation = _open(plan=axis.plan)
    row = services.enter_contribution(
        consultation=consultation,
        actor=officer,
        text="Un lieu",
        channel="paper",
        origin="Registre",
        about=axis,
        received_at=MOMENT,
        now=MOMENT,
    )
    enter = reverse("consultations:contribution_enter", args=[consultation.slug])

    assert (
        "part" not in client.get(reverse("consultations:contribute", args=[consultation.slug])).context["form"].fields
    )
    assert "Axe encore secret" not in client.get(row.get_absolute_url()).content.decode()
    client.force_login(officer)
    assert "Axe encore secret" in client.get(enter).content.decode()
    assert "Axe encore secret" in client.get(row.get_absolute_url()).content.decode()


def test_part_of_another_plan_and_text_of_another_consultation_are_refused(officer: User) -> None:
    consultation = _open(plan=ActionFactory(open=True).plan)
    elsewhere = _text(ConsultationFactory(), officer)
    now = timezone.now()

    with pytest.raises(services.PartOfAnotherPlan):
        services.receive_contribution(consultation=consultation, text="Un", about=ActionFactory(open=True), now=now)
    with pytest.raises(services.PassageNotFound):
        services.receive_contribution(
            consultation=consultation, text="Un", about=elsewhere, passage="Article 1.", now=now
        )
    assert not Contribution.objects.exists()


def test_paper_contribution_is_about_a_part_of_the_plan_too(client: Client, officer: User) -> None:
    action = ActionFactory(open=True)
    consultation = _open(plan=action.plan)
    client.force_login(officer)

    sent = client.post(
        reverse("consultations:contribution_enter", args=[consultation.slug]),
        {
            "text": "Un lieu",
            "channel": "paper",
            "origin": "Registre",
            "received_on": timezone.localdate(),
            "part": f"action:{action.pk}",
        },
    )

    assert sent.status_code == 302
    assert Contribution.objects.get().action == action
