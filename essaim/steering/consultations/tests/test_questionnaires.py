"""Questionnaires: conditions, the anonymous mode, the pages where people answer."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.steering.consultations import queries, services
from essaim.steering.consultations.forms import contributions as contribution_forms
from essaim.steering.consultations.models import Questionnaire, Reply, ReplyValue
from essaim.steering.consultations.states import QuestionKind

from .factories import MOMENT, ConsultationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _open(officer: User, *, is_anonymous: bool = True) -> Questionnaire:
    """A questionnaire: do you come (yes/no), and, to whoever comes, how (several), then a free answer."""
    written = services.write_questionnaire(
        consultation=ConsultationFactory(), actor=officer, now=MOMENT, title="Le lieu", is_anonymous=is_anonymous
    )
    values = {"questionnaire": written, "actor": officer, "now": MOMENT}
    first = services.add_question(
        **values, wording="Venez-vous ?", kind=QuestionKind.ONE, choices="Oui\nNon", is_required=True
    )
    services.add_question(
        **values,
        wording="Comment ?",
        kind=QuestionKind.SEVERAL,
        choices="À pied\nEn bus",
        is_required=True,
        depends_on=first,
        depends_on_choice="Oui",
    )
    services.add_question(**values, wording="Autre chose ?", kind=QuestionKind.TEXT)
    return services.open_questionnaire(questionnaire=written, actor=officer, now=MOMENT)


def _reply(questionnaire: Questionnaire, answers: dict[int, list[str]]) -> Reply:
    return services.reply_to_questionnaire(questionnaire=questionnaire, answers=answers, now=MOMENT)


def test_answer_to_a_question_that_was_not_put_is_left_out(officer: User) -> None:
    reply = _reply(_open(officer), {1: ["Non"], 2: ["En bus"], 3: ["Bravo"]})

    assert list(reply.values.values_list("value", flat=True)) == ["Non", "Bravo"]


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, (1,)),
        ({1: ["Peut-être"]}, (1,)),
        ({1: ["Oui", "Non"]}, (1, 2)),
        ({1: ["Oui"]}, (2,)),
        ({1: ["Oui"], 2: ["En fusée"]}, (2,)),
        ({1: ["Non"], 3: ["x" * 4001]}, (3,)),
    ],
)
def test_answers_that_do_not_hold_are_named(officer: User, answers: dict[int, list[str]], wrong: tuple[int]) -> None:
    questionnaire = _open(officer)

    with pytest.raises(services.BadAnswers) as refusal:
        _reply(questionnaire, answers)

    assert refusal.value.numbers == wrong
    assert not Reply.objects.exists()


def test_anonymous_results_are_told_once_closed_and_from_five(officer: User) -> None:
    questionnaire = _open(officer)
    for place in range(5):
        _reply(questionnaire, {1: ["Oui"] if place < 4 else ["Non"], 2: ["À pied"]})
    before = queries.results(questionnaire)

    questionnaire = services.close_questionnaire(questionnaire=questionnaire, actor=officer, now=MOMENT)
    after = queries.results(questionnaire)

    assert not before.is_shown
    assert after.is_shown
    first, second, _third = after.questions
    assert dict(first.choices) == {"Oui": 4, "Non": 1}
    assert (second.is_shown, second.choices, second.reply_count) == (False, (), 0)


def test_four_anonymous_replies_stay_untold(officer: User) -> None:
    questionnaire = _open(officer)
    for _place in range(4):
        _reply(questionnaire, {1: ["Non"]})

    questionnaire = services.close_questionnaire(questionnaire=questionnaire, actor=officer, now=MOMENT)

    assert queries.results(questionnaire).questions == ()


def test_named_mode_tells_results_at_once(officer: User) -> None:
    questionnaire = _open(officer, is_anonymous=False)
    _reply(questionnaire, {1: ["Oui"], 2: ["À pied", "En bus"], 3: ["Bravo"]})

    _first, second, third = queries.results(questionnaire).questions

    assert dict(second.choices) == {"À pied": 1, "En bus": 1}
    assert third.texts == ("Bravo",)


def test_nothing_tells_who_replied_or_in_which_order(officer: User) -> None:
    _reply(_open(officer), {1: ["Non"]})

    assert {field.name for field in Reply._meta.get_fields()} == {"id", "questionnaire", "received_on", "values"}
    assert not Entry.objects.filter(verb__startswith="reply").exists()


def test_questions_no_longer_change_once_it_is_open(officer: User) -> None:
    with pytest.raises(NotAllowed):
        services.add_question(
            questionnaire=_open(officer), actor=officer, now=MOMENT, wording="Et ?", kind=QuestionKind.TEXT
        )


def test_condition_names_a_choice_of_an_earlier_question(officer: User) -> None:
    written = services.write_questionnaire(
        consultation=ConsultationFactory(), actor=officer, now=MOMENT, title="Le lieu", is_anonymous=True
    )
    values = {"questionnaire": written, "actor": officer, "now": MOMENT}
    first = services.add_question(**values, wording="Venez-vous ?", kind=QuestionKind.ONE, choices="Oui\nNon")

    with pytest.raises(services.BadCondition):
        services.add_question(
            **values, wording="Et ?", kind=QuestionKind.TEXT, depends_on=first, depends_on_choice="Peut-être"
        )
    with pytest.raises(ValidationError):
        services.add_question(**values, wording="Lequel ?", kind=QuestionKind.ONE)


def test_empty_questionnaire_does_not_open(officer: User) -> None:
    written = services.write_questionnaire(
        consultation=ConsultationFactory(), actor=officer, now=MOMENT, title="Le lieu", is_anonymous=True
    )

    with pytest.raises(services.NoQuestion):
        services.open_questionnaire(questionnaire=written, actor=officer, now=MOMENT)


def test_nobody_replies_once_it_is_closed(officer: User) -> None:
    questionnaire = services.close_questionnaire(questionnaire=_open(officer), actor=officer, now=MOMENT)

    with pytest.raises(NotAllowed):
        _reply(questionnaire, {1: ["Non"]})


def test_questionnaire_is_written_answered_and_closed_in_the_browser(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contribution_forms, "WRITING_SECONDS_MIN", 0)
    slug = ConsultationFactory().slug
    client.force_login(officer)
    page = reverse("consultations:questionnaire", args=[slug, 1])
    move = "consultations:questionnaire_move"

    client.post(reverse("consultations:questionnaire_create", args=[slug]), {"title": "Le lieu"})
    assert Client().get(page).status_code == 404
    client.post(
        reverse("consultations:question_create", args=[slug, 1]),
        {"wording": "Venez-vous ?", "kind": "one", "choices": "Oui\nNon", "is_required": "on"},
    )
    client.post(reverse(move, args=[slug, 1, "open"]))
    anybody = Client()
    opened = anybody.get(page).context["form"].fields["opened"].initial
    refused = anybody.post(page, {"opened": opened, "website": ""})
    taken = anybody.post(page, {"opened": opened, "website": "", "q1": "Oui"})
    client.post(reverse(move, args=[slug, 1, "close"]))
    results = anybody.get(page).content.decode()

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert ReplyValue.objects.get().wording == "Venez-vous ?"
    assert '<td class="number">1</td>' in results
