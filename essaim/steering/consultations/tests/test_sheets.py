"""Sheets of contributions: written once, taken back within thirty days but for what was worked on since."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.consultations import services
from essaim.steering.consultations.models import Consultation, Contribution, ContributionSheet
from essaim.steering.consultations.states import Channel, ConsultationState, ContributionSheetState, HidingCause

from .factories import (
    MOMENT,
    AnswerFactory,
    ConsultationFactory,
    ContributionFactory,
    GroupingFactory,
    IssueFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
LATER = MOMENT + timedelta(days=3)


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _brought(consultation: Consultation, actor: User, *, count: int = 5, digest: str = "a") -> ContributionSheet:
    rows: list[dict[str, object]] = [
        {"text": f"Dire {place}", "channel": Channel.PAPER, "origin": "Urne", "received_at": MOMENT}
        for place in range(count)
    ]
    return services.import_contributions(
        consultation=consultation, actor=actor, now=MOMENT, rows=rows, file_name="dires.csv", digest=digest
    )


def _undo(sheet: ContributionSheet, actor: User, **options: object) -> ContributionSheet:
    return services.undo_sheet(**{"sheet": sheet, "actor": actor, "now": LATER, **options})  # type: ignore[arg-type]


def test_what_nobody_worked_on_is_removed_and_the_rest_says_why_it_stays(officer: User) -> None:
    consultation = ConsultationFactory()
    there = ContributionFactory(consultation=consultation, number=1)
    sheet = _brought(consultation, officer)
    _free, grouped, answered, sorted_, hidden = consultation.contributions.exclude(pk=there.pk).order_by("number")
    GroupingFactory(issue=IssueFactory(consultation=consultation, code="t1-e1"), contribution=grouped)
    AnswerFactory(issue=None, contribution=answered)
    theme = ThemeFactory(consultation=consultation)
    services.sort_contributions(
        consultation=consultation, theme=theme, numbers=[sorted_.number], actor=officer, now=MOMENT
    )
    services.hide_contribution(
        contribution=hidden, actor=officer, cause=HidingCause.REPEATED, reason="Deux fois.", now=MOMENT
    )

    undone = _undo(sheet, officer)

    assert (undone.state, undone.undone_at) == (ContributionSheetState.UNDONE, LATER)
    assert list(consultation.contributions.order_by("number").values_list("number", flat=True)) == [1, 3, 4, 5, 6]
    reasons = list(sheet.rows.order_by("number").values_list("kept_because", flat=True))
    assert reasons[0] == ""
    assert "T1-E1" in reasons[1]
    assert all(reasons[1:])
    entry = Entry.objects.get(verb="consultation.import_undone")
    assert (entry.details["removed"], entry.details["kept"]) == (1, 4)


def test_number_of_a_removed_contribution_is_not_given_again(officer: User) -> None:
    consultation = ConsultationFactory()
    _undo(_brought(consultation, officer, count=2), officer)

    (row,) = _brought(consultation, officer, count=1, digest="b").rows.all()

    assert row.number == 3


def test_sheet_is_taken_back_once_within_thirty_days_by_the_team(officer: User) -> None:
    sheet = _brought(ConsultationFactory(), officer)

    with pytest.raises(NotAllowed):
        _undo(sheet, UserFactory())
    with pytest.raises(services.UndoExpired):
        _undo(sheet, officer, now=MOMENT + timedelta(days=30))
    _undo(sheet, officer)
    with pytest.raises(IllegalMove):
        _undo(sheet, officer)


def test_sheet_stays_once_answers_are_published(officer: User) -> None:
    sheet = _brought(ConsultationFactory(), officer)
    Consultation.objects.filter(pk=sheet.consultation_id).update(
        state=ConsultationState.ANSWERED, closed_on=MOMENT, closing_summary="Dit.", answered_on=MOMENT
    )

    with pytest.raises(NotAllowed):
        _undo(sheet, officer)


def test_nothing_is_taken_back_when_everything_was_worked_on(officer: User) -> None:
    sheet = _brought(ConsultationFactory(), officer, count=1)
    AnswerFactory(issue=None, contribution=Contribution.objects.get())

    with pytest.raises(services.NothingUndone):
        _undo(sheet, officer)

    sheet.refresh_from_db()
    assert sheet.state == ContributionSheetState.APPLIED


def test_what_was_shown_is_written_once(officer: User) -> None:
    consultation = ConsultationFactory()
    _brought(consultation, officer)

    with pytest.raises(services.WrittenAlready):
        _brought(consultation, officer)

    assert consultation.contributions.count() == 5


def test_page_of_a_sheet_tells_what_would_stay_and_takes_it_back(
    officer: User, client: Client, django_assert_max_num_queries
) -> None:
    consultation = ConsultationFactory()
    sheet = services.import_contributions(
        consultation=consultation,
        actor=officer,
        now=timezone.now(),
        rows=[
            {"text": text, "channel": Channel.PAPER, "origin": "Urne", "received_at": MOMENT}
            for text in ("Un lieu", "Un four", "Un fonds")
        ],
        file_name="dires.csv",
        digest="c",
    )
    AnswerFactory(issue=None, contribution=consultation.contributions.get(text="Un four"))
    client.force_login(officer)

    with django_assert_max_num_queries(14):
        page = client.get(sheet.get_absolute_url())
    brought = client.get(reverse("consultations:import_sheet", args=[consultation.slug])).content.decode()
    done = client.post(reverse("consultations:sheet_undo", args=[consultation.slug, sheet.pk]), follow=True)

    assert [bool(undo.obstacle) for undo in page.context["undo_rows"]] == [False, True, False]
    assert sheet.get_absolute_url() in brought
    assert [row.text for row in consultation.contributions.all()] == ["Un four"]
    assert done.status_code == 200
