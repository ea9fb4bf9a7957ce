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
from essaim.steering.consultations import links, queries, services
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


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test write as fast as a robot."""
    monkeypatch.setattr(contribution_forms, "WRITING_SECONDS_MIN", 0)


def _opened(client: Client, address: str) -> str:
    return str(client.get(address).context["form"].fields["opened"].initial)


@pytest.mark.usefixtures("quick")
def test_answers_are_opened_again_corrected_and_erased_by_a_personal_link(client: Client, officer: User) -> None:
    found = _open(officer)
    address = found.get_absolute_url()
    sent = client.post(address, {"q1": "Oui", "q2": ["À pied"], "opened": _opened(client, address)})
    link = sent.headers["Location"]

    page = client.get(link)
    assert page.context["form"]["q1"].value() == "Oui"
    assert page.context["form"]["q2"].value() == ["À pied"]
    assert link in page.content.decode()
    corrected = client.post(link, {"q1": "Non", "q3": "Trop loin", "opened": _opened(client, link)})
    assert corrected.status_code == 302
    assert list(ReplyValue.objects.values_list("value", flat=True)) == ["Non", "Trop loin"]
    wrong = client.post(link, {"q1": "Peut-être", "opened": _opened(client, link)})
    assert wrong.status_code == 422
    assert Reply.objects.count() == 1
    assert client.post(link, {"erase": "1"}).headers["Location"] == address
    assert not Reply.objects.exists()
    assert client.get(link).status_code == 404


def test_personal_link_changes_nothing_once_the_questionnaire_is_closed(client: Client, officer: User) -> None:
    found = _open(officer)
    reply = _reply(found, {1: ["Non"]})
    services.close_questionnaire(questionnaire=found, actor=officer, now=MOMENT)
    link = links.path_of(reply)

    page = client.get(link)

    assert page.context["form"] is None
    assert "Non" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert client.post(link, {"erase": "1"}).status_code == 302
    assert Reply.objects.count() == 1
    with pytest.raises(NotAllowed):
        services.correct_reply(reply=reply, answers={1: ["Oui"]})


def test_link_that_was_not_made_here_opens_nothing(client: Client, officer: User) -> None:
    reply = _reply(_open(officer), {1: ["Non"]})
    token = links.token_of(reply)

    for wrong in (token[:-1], str(reply.pk), f"{reply.pk + 1}:{token.partition(':')[2]}"):
        assert client.get(reverse("consultations:reply", args=[wrong])).status_code == 404


def test_link_is_kept_nowhere(officer: User) -> None:
    reply = _reply(_open(officer), {1: ["Non"]})

    kept = {field.name for field in Reply._meta.get_fields()} | {field.name for field in ReplyValue._meta.get_fields()}

    assert kept == {"id", "questionnaire", "received_on", "values", "reply", "question", "wording", "value"}
    assert not Entry.objects.filter(verb__startswith="reply").exists()
    assert links.reply_of(links.token_of(reply)) == reply


def _draft(officer: User) -> Questionnaire:
    """A questionnaire in draft: whether one comes, and, to whoever does, how."""
    written = services.write_questionnaire(
        consultation=ConsultationFactory(), actor=officer, now=MOMENT, title="Le lieu", is_anonymous=True
    )
    values = {"questionnaire": written, "actor": officer, "now": MOMENT}
    first = services.add_question(**values, wording="Venez-vous ?", kind=QuestionKind.ONE, choices="Oui\nNon")
    services.add_question(
        **values, wording="Comment ?", kind=QuestionKind.TEXT, depends_on=first, depends_on_choice="Oui"
    )
    services.add_question(**values, wording="Autre chose ?", kind=QuestionKind.TEXT)
    return written


def _wordings(questionnaire: Questionnaire) -> list[tuple[int, str]]:
    return list(questionnaire.questions.order_by("number").values_list("number", "wording"))


def test_question_is_moved_and_taken_out_and_the_numbers_follow(officer: User) -> None:
    questionnaire = _draft(officer)
    first, second, third = questionnaire.questions.order_by("number")
    values = {"actor": officer, "now": MOMENT}

    services.move_question(question=third, is_up=True, **values)
    moved = _wordings(questionnaire)
    services.move_question(question=first, is_up=True, **values)
    services.remove_question(question=second, **values)

    assert moved == [(1, "Venez-vous ?"), (2, "Autre chose ?"), (3, "Comment ?")]
    assert _wordings(questionnaire) == [(1, "Venez-vous ?"), (2, "Autre chose ?")]


def test_question_stays_before_those_put_after_an_answer_to_it(officer: User) -> None:
    questionnaire = _draft(officer)
    first, second, _third = questionnaire.questions.order_by("number")
    values = {"actor": officer, "now": MOMENT}
    kept = {"wording": "Venez-vous ?", "kind": QuestionKind.ONE, "is_required": False}
    alone = {"depends_on": None, "depends_on_choice": ""}

    with pytest.raises(services.QuestionInUse):
        services.move_question(question=first, is_up=False, **values)
    with pytest.raises(services.QuestionInUse):
        services.move_question(question=second, is_up=True, **values)
    with pytest.raises(services.QuestionInUse):
        services.remove_question(question=first, **values)
    with pytest.raises(services.QuestionInUse):
        services.update_question(question=first, choices="Non\nParfois", **kept, **alone, **values)
    with pytest.raises(services.BadCondition):
        services.update_question(
            question=first, choices="Oui\nNon", **kept, depends_on=second, depends_on_choice="Oui", **values
        )

    assert _wordings(questionnaire)[0] == (1, "Venez-vous ?")


def test_questions_no_longer_change_once_the_questionnaire_is_open(officer: User) -> None:
    questionnaire = _open(officer)
    question = questionnaire.questions.get(number=3)
    values = {"actor": officer, "now": MOMENT}

    with pytest.raises(NotAllowed):
        services.move_question(question=question, is_up=True, **values)
    with pytest.raises(NotAllowed):
        services.remove_question(question=question, **values)
    with pytest.raises(NotAllowed):
        services.update_questionnaire(
            questionnaire=questionnaire, title="Autre", introduction="", is_anonymous=False, **values
        )


def test_officer_corrects_a_draft_in_the_browser_and_chooses_a_condition_in_a_list(
    officer: User, client: Client
) -> None:
    questionnaire = _draft(officer)
    slug = questionnaire.consultation.slug
    client.force_login(officer)

    def address(name: str, *words: object) -> str:
        return reverse(f"consultations:{name}", args=[slug, 1, *words])

    shown = client.get(address("question_edit", 2)).context["form"]
    client.post(address("question_edit", 2), {"wording": "Pourquoi ?", "kind": "text", "condition": "1-1"})
    client.post(address("question_edit", 3), {"wording": "Un mot ?", "kind": "text", "condition": ""})
    client.post(address("questionnaire_edit"), {"title": "Le lieu partagé", "introduction": ""})
    client.post(address("question_move", 3, "up"))
    refused = client.post(address("question_move", 1, "remove"), follow=True)

    assert shown["condition"].value() == "1-0"
    assert _wordings(questionnaire) == [(1, "Venez-vous ?"), (2, "Un mot ?"), (3, "Pourquoi ?")]
    assert questionnaire.questions.get(number=3).depends_on_choice == "Non"
    questionnaire.refresh_from_db()
    assert (questionnaire.title, questionnaire.is_anonymous) == ("Le lieu partagé", False)
    assert [message.level_tag for message in refused.context["messages"]][-1] == "warning"


@pytest.mark.parametrize("form", ["csv", "ods", "xlsx"])
def test_results_are_downloaded_once_they_are_told(officer: User, client: Client, form: str) -> None:
    questionnaire = _open(officer)
    for _place in range(5):
        _reply(questionnaire, {1: ["Non"], 3: ["Bravo"]})
    address = reverse("consultations:questionnaire_results", args=[questionnaire.consultation.slug, 1, form])
    before = client.get(address).status_code

    services.close_questionnaire(questionnaire=questionnaire, actor=officer, now=MOMENT)
    answer = client.get(address)

    assert (before, answer.status_code) == (404, 200)
    if form == "csv":
        told = answer.getvalue().decode()
        assert "Venez-vous ?,Non,5" in told
        assert "Autre chose ?,Bravo,1" in told
        assert "À pied" not in told, "a question that fewer than five answered is not told choice by choice"


def test_personal_link_breaks_so_that_a_telephone_shows_it_whole(officer: User, client: Client) -> None:
    link = links.path_of(_reply(_open(officer), {1: ["Non"]}))

    page = client.get(link).content.decode()

    assert f'<p class="text-break"><a href="http://testserver{link}">' in page
