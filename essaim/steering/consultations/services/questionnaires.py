"""Questionnaires: written, opened, answered without account, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.steering.consultations import permissions
from essaim.steering.consultations.models import Consultation, Question, Questionnaire, Reply, ReplyValue
from essaim.steering.consultations.states import QUESTIONNAIRE_MOVES, QuestionKind

from .cycle import locked

PER_DAY_MAX = 1000
TEXT_MAX = 4000


class NoQuestion(Exception):
    """A questionnaire opens with at least one question."""


class TooManyReplies(Exception):
    """More answers arrive in a day than people write: the sender is asked to come back tomorrow."""


class BadCondition(Exception):
    """A condition names an earlier question of the same questionnaire, and one of its choices word for word."""


class QuestionInUse(Exception):
    """Another question is put only after an answer to this one: its condition goes first."""


class BadAnswers(Exception):
    """Some answers are missing or are none of the choices; numbers tells of which questions."""

    def __init__(self, numbers: Sequence[int]) -> None:
        """Keep the numbers of the questions."""
        super().__init__(", ".join(str(number) for number in numbers))
        self.numbers = tuple(numbers)


@transaction.atomic
def write_questionnaire(
    *, consultation: Consultation, actor: User, now: datetime, title: str, introduction: str = "", is_anonymous: bool
) -> Questionnaire:
    """
    Write a questionnaire, as a draft without question.

    :raises NotAllowed: if the actor is not of the team
    """
    consultation = locked(consultation)
    require(permissions.can_write_consultations(actor))
    number = int(consultation.questionnaires.aggregate(last=Max("number"))["last"] or 0) + 1
    row = Questionnaire(
        consultation=consultation, number=number, title=title, introduction=introduction, is_anonymous=is_anonymous
    )
    return write_new(row, "questionnaire.written", actor=actor, now=now)


def _locked(questionnaire: Questionnaire) -> Questionnaire:
    rows = Questionnaire.objects.select_for_update(of=("self",)).select_related("consultation")
    return rows.get(pk=questionnaire.pk)


def _refuse_bad_condition(questionnaire: Questionnaire, number: int, depends_on: Question | None, choice: str) -> None:
    """
    Refuse that a question of a number is put only after something that is no choice of an earlier one.

    :raises BadCondition: as said
    """
    if depends_on is not None and (
        depends_on.questionnaire_id != questionnaire.pk
        or depends_on.number >= number
        or choice not in depends_on.choice_list
    ):
        raise BadCondition


@transaction.atomic
def add_question(
    *,
    questionnaire: Questionnaire,
    actor: User,
    now: datetime,
    wording: str,
    kind: str,
    choices: str = "",
    is_required: bool = False,
    depends_on: Question | None = None,
    depends_on_choice: str = "",
) -> Question:
    """
    Add a question to a draft.

    :raises NotAllowed: if the actor is not of the team, or the questionnaire was opened
    :raises BadCondition: if it depends on what is no choice of an earlier question
    :raises ValidationError: if choices are missing, or a free question has some
    """
    questionnaire = _locked(questionnaire)
    require(permissions.can_write_questions(actor, questionnaire))
    number = int(questionnaire.questions.aggregate(last=Max("number"))["last"] or 0) + 1
    depends_on_choice = depends_on_choice.strip()
    _refuse_bad_condition(questionnaire, number, depends_on, depends_on_choice)
    question = Question(
        questionnaire=questionnaire,
        number=number,
        kind=kind,
        wording=wording,
        choices=choices.strip(),
        is_required=is_required,
        depends_on=depends_on,
        depends_on_choice=depends_on_choice,
    )
    return write_new(question, "question.added", actor=actor, now=now)


@transaction.atomic
def update_questionnaire(
    *, questionnaire: Questionnaire, actor: User, now: datetime, title: str, introduction: str, is_anonymous: bool
) -> Questionnaire:
    """
    Correct a draft, that the team alone reads: its title, what introduces it, whether it is anonymous.

    :raises NotAllowed: if the actor is not of the team, or the questionnaire was opened
    """
    questionnaire = _locked(questionnaire)
    require(permissions.can_write_questions(actor, questionnaire))
    values = {"title": title, "introduction": introduction, "is_anonymous": is_anonymous}
    return write_fields(questionnaire, "questionnaire.updated", values, actor=actor, now=now)


@transaction.atomic
def update_question(
    *,
    question: Question,
    actor: User,
    now: datetime,
    wording: str,
    kind: str,
    choices: str,
    is_required: bool,
    depends_on: Question | None,
    depends_on_choice: str,
) -> Question:
    """
    Correct a question of a draft.

    :raises NotAllowed: if the actor is not of the team, or the questionnaire was opened
    :raises BadCondition: if it depends on what is no choice of an earlier question
    :raises QuestionInUse: if a choice is taken out after which another question is put
    :raises ValidationError: if choices are missing, or a free question has some
    """
    questionnaire = _locked(question.questionnaire)
    require(permissions.can_write_questions(actor, questionnaire))
    question = questionnaire.questions.select_for_update().get(pk=question.pk)
    depends_on_choice = depends_on_choice.strip()
    _refuse_bad_condition(questionnaire, question.number, depends_on, depends_on_choice)
    needed = set(question.dependents.values_list("depends_on_choice", flat=True))
    values = {
        "wording": wording,
        "kind": kind,
        "choices": choices.strip(),
        "is_required": is_required,
        "depends_on": depends_on,
        "depends_on_choice": depends_on_choice,
    }
    question = write_fields(question, "question.updated", values, actor=actor, now=now)
    if not needed <= set(question.choice_list):
        raise QuestionInUse
    return question


@transaction.atomic
def move_question(*, question: Question, actor: User, now: datetime, is_up: bool) -> Question:
    """
    Move a question of a draft one place up or down; the first stays first, the last stays last.

    :raises NotAllowed: if the actor is not of the team, or the questionnaire was opened
    :raises QuestionInUse: if it would come before the question it depends on, or after one that depends on it
    """
    questionnaire = _locked(question.questionnaire)
    require(permissions.can_write_questions(actor, questionnaire))
    rows = list(questionnaire.questions.select_for_update().order_by("number"))
    place = next(index for index, row in enumerate(rows) if row.pk == question.pk)
    target = place - 1 if is_up else place + 1
    if not 0 <= target < len(rows):
        return rows[place]
    moved, passed = rows[place], rows[target]
    earlier, later = (moved, passed) if is_up else (passed, moved)
    if earlier.depends_on_id == later.pk:
        raise QuestionInUse
    # No two questions have one number, even for a moment.
    numbers = moved.number, passed.number
    for row, number in ((moved, rows[-1].number + 1), (passed, numbers[0]), (moved, numbers[1])):
        write_fields(row, "question.moved", {"number": number}, actor=actor, now=now)
    return moved


@transaction.atomic
def remove_question(*, question: Question, actor: User, now: datetime) -> None:
    """
    Take a question out of a draft; those that follow take its place.

    :raises NotAllowed: if the actor is not of the team, or the questionnaire was opened
    :raises QuestionInUse: if another question is put only after an answer to it
    """
    questionnaire = _locked(question.questionnaire)
    require(permissions.can_write_questions(actor, questionnaire))
    if question.dependents.exists():
        raise QuestionInUse
    record("question.removed", actor=actor, target=question, at=now)
    number = question.number
    question.delete()
    for row in questionnaire.questions.filter(number__gt=number).order_by("number"):
        write_fields(row, "question.moved", {"number": row.number - 1}, actor=actor, now=now)


@transaction.atomic
def open_questionnaire(*, questionnaire: Questionnaire, actor: User, now: datetime) -> Questionnaire:
    """
    Open a questionnaire; its questions no longer change.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not a draft
    :raises NoQuestion: if it has no question
    """
    questionnaire = _locked(questionnaire)
    require(permissions.can_write_consultations(actor))
    state = QUESTIONNAIRE_MOVES.target("open", questionnaire.state)
    if not questionnaire.questions.exists():
        raise NoQuestion
    return write_fields(questionnaire, "questionnaire.opened", {"state": state}, actor=actor, now=now)


@transaction.atomic
def close_questionnaire(*, questionnaire: Questionnaire, actor: User, now: datetime) -> Questionnaire:
    """
    Close a questionnaire: nobody answers any more, and its results are shown.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not open
    """
    questionnaire = _locked(questionnaire)
    require(permissions.can_write_consultations(actor))
    values = {"state": QUESTIONNAIRE_MOVES.target("close", questionnaire.state)}
    return write_fields(questionnaire, "questionnaire.closed", values, actor=actor, now=now)


@transaction.atomic
def reply_to_questionnaire(
    *, questionnaire: Questionnaire, answers: Mapping[int, Sequence[str]], now: datetime
) -> Reply:
    """
    Take somebody's answers; what is said to a question whose condition does not hold is left out.

    :param answers: the values given, by the number of the question
    :raises NotAllowed: if the questionnaire is not open, or its consultation is a draft
    :raises TooManyReplies: beyond a thousand a day
    :raises BadAnswers: if a required answer is missing, or a value is none of the choices
    """
    questionnaire = _locked(questionnaire)
    require(permissions.can_reply(questionnaire))
    today = timezone.localdate(now)
    if questionnaire.replies.filter(received_on=today).count() >= PER_DAY_MAX:
        raise TooManyReplies
    reply = Reply(questionnaire=questionnaire, received_on=today)
    values = _values(reply, answers)
    reply.save()
    ReplyValue.objects.bulk_create(values)
    return reply


@transaction.atomic
def correct_reply(*, reply: Reply, answers: Mapping[int, Sequence[str]]) -> Reply:
    """
    Take the answers of somebody who comes back by their personal link, in place of the earlier ones; the day stays.

    :raises NotAllowed: if the questionnaire is not open, or its consultation is a draft
    :raises BadAnswers: if a required answer is missing, or a value is none of the choices
    """
    require(permissions.can_reply(_locked(reply.questionnaire)))
    reply = Reply.objects.select_for_update(of=("self",)).select_related("questionnaire").get(pk=reply.pk)
    values = _values(reply, answers)
    reply.values.all().delete()
    ReplyValue.objects.bulk_create(values)
    return reply


@transaction.atomic
def erase_reply(*, reply: Reply) -> None:
    """
    Erase the answers of somebody who no longer wants them counted.

    :raises NotAllowed: if the questionnaire is not open, or its consultation is a draft
    """
    require(permissions.can_reply(_locked(reply.questionnaire)))
    reply = Reply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    reply.values.all().delete()
    reply.delete()


def _values(reply: Reply, answers: Mapping[int, Sequence[str]]) -> list[ReplyValue]:
    """Make the rows of a reply, or refuse what is missing or is none of the choices."""
    questions = list(reply.questionnaire.questions.order_by("number"))
    kept = kept_answers(questions, answers)
    wrong = [row.number for row in questions if row.pk in kept and not _is_right(row, kept[row.pk])]
    if wrong:
        raise BadAnswers(wrong)
    return [
        ReplyValue(reply=reply, question=row, wording=row.wording, value=value)
        for row in questions
        for value in kept.get(row.pk, ())
    ]


def kept_answers(questions: Sequence[Question], answers: Mapping[int, Sequence[str]]) -> dict[int, list[str]]:
    """Return the answers by the key of each question that is put, in order: one whose condition does not hold is not."""
    kept: dict[int, list[str]] = {}
    for row in questions:
        if row.depends_on_id is not None and row.depends_on_choice not in kept.get(row.depends_on_id, ()):
            continue
        kept[row.pk] = [value.strip() for value in dict.fromkeys(answers.get(row.number, ())) if value.strip()]
    return kept


def _is_right(question: Question, values: Sequence[str]) -> bool:
    if question.is_required and not values:
        return False
    if question.kind == QuestionKind.TEXT:
        return len(values) <= 1 and all(len(value) <= TEXT_MAX for value in values)
    if question.kind == QuestionKind.ONE and len(values) > 1:
        return False
    return set(values) <= set(question.choice_list)
