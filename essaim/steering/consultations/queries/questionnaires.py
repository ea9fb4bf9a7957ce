"""Results of questionnaires: counts by choice, free answers; nothing of a group under five in the anonymous mode."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from essaim.steering.consultations.models import Question, Questionnaire, Reply, ReplyValue
from essaim.steering.consultations.states import QuestionKind, QuestionnaireState

# The smallest group of which anonymous results are told (capability 26).
GROUP_MIN = 5


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """
    What was answered to one question.

    reply_count: how many replies answered it; 0 when is_shown is false, so that a small group is not even counted.
    choices: each choice with how many took it; texts: free answers, in the order of the alphabet.
    """

    question: Question
    is_shown: bool
    reply_count: int
    choices: tuple[tuple[str, int], ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a questionnaire; is_shown tells whether there are any to read yet."""

    reply_count: int
    is_shown: bool
    questions: tuple[QuestionResult, ...]


def results(questionnaire: Questionnaire) -> Results:
    """
    Sum up the replies, in three queries.

    An anonymous questionnaire tells nothing before it is closed, since each reply could be read in the difference, nor
    anything of fewer than five replies; a question that fewer than five answered stays untold too.
    """
    count = questionnaire.replies.count()
    is_shown = questionnaire.state != QuestionnaireState.DRAFT and (
        not questionnaire.is_anonymous or (questionnaire.state == QuestionnaireState.CLOSED and count >= GROUP_MIN)
    )
    if not is_shown:
        return Results(count, is_shown=False, questions=())
    values: dict[int, list[tuple[int, str]]] = {}
    rows = ReplyValue.objects.filter(reply__questionnaire=questionnaire).order_by("pk")
    for question_id, reply_id, value in rows.values_list("question_id", "reply_id", "value"):
        values.setdefault(question_id, []).append((reply_id, value))
    least = GROUP_MIN if questionnaire.is_anonymous else 0
    return Results(
        count,
        is_shown=True,
        questions=tuple(
            _result(question, values.get(question.pk, []), least)
            for question in questionnaire.questions.select_related("depends_on").order_by("number")
        ),
    )


def _result(question: Question, values: list[tuple[int, str]], least: int) -> QuestionResult:
    answered = len({reply for reply, _value in values})
    if answered < least:
        return QuestionResult(question, is_shown=False, reply_count=0, choices=(), texts=())
    said = Counter(value for _reply, value in values)
    is_free = question.kind == QuestionKind.TEXT
    return QuestionResult(
        question,
        is_shown=True,
        reply_count=answered,
        choices=() if is_free else tuple((choice, said[choice]) for choice in question.choice_list),
        texts=tuple(sorted(value for _reply, value in values)) if is_free else (),
    )


def given_answers(reply: Reply) -> dict[int, list[str]]:
    """Return what a reply says, by the number of the question."""
    found: dict[int, list[str]] = {}
    rows = ReplyValue.objects.filter(reply=reply).order_by("question__number", "pk")
    for number, value in rows.values_list("question__number", "value"):
        found.setdefault(number, []).append(value)
    return found
