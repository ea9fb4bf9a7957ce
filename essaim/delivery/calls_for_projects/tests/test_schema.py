"""The form of an edition as a JSON Schema: what it asks, on which condition, and what an answer lacks."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from essaim.delivery.calls_for_projects.models import Question
from essaim.delivery.calls_for_projects.schema import build_schema, fields_of, problems_of, sections_of
from essaim.delivery.calls_for_projects.states import AnswerKind


def _question(code: str, kind: str, **values: object) -> Question:
    return Question(code=code, answer_kind=kind, wording=f"Question {code} ?", **values)


QUESTIONS = (
    _question("besoin", AnswerKind.TEXT, section="Le projet", length_max=10),
    _question("habitants", AnswerKind.YES_NO, section="Le projet"),
    _question("comment", AnswerKind.LINE, shown_if_code="habitants", shown_if_answer="yes"),
    _question("filiere", AnswerKind.CHOICE, section="L’activité", choices=["Culture", "Autre"]),
    _question("publics", AnswerKind.CHOICES, choices=["jeunes", "tous"], is_required=False),
    _question("emplois", AnswerKind.NUMBER, aid_types=["development"]),
    _question("detail", AnswerKind.LINE, shown_if_code="publics", shown_if_answer="jeunes"),
    _question("loyer", AnswerKind.AMOUNT, is_required=False),
    _question("debut", AnswerKind.DAY, is_required=False),
)
SCHEMA = build_schema(QUESTIONS)
WHOLE = {"aid_type": "start_up", "besoin": "court", "habitants": False, "filiere": "Culture"}


def test_it_is_a_schema_that_keeps_the_words_and_the_order() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    fields = fields_of(SCHEMA)
    assert [field.code for field in fields] == [question.code for question in QUESTIONS]
    assert fields[0].title == "Question besoin ?"
    assert [field.code for field in sections_of(fields)["Le projet"]] == ["besoin", "habitants"]


def test_whole_document_has_no_problem() -> None:
    assert problems_of(SCHEMA, WHOLE) == []


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"besoin": None}, ["besoin"]),
        ({"besoin": "bien trop long"}, ["besoin"]),
        ({"habitants": True}, ["comment"]),
        ({"habitants": True, "comment": "au conseil"}, []),
        ({"filiere": "Ailleurs"}, ["filiere"]),
        ({"aid_type": "development"}, ["emplois"]),
        ({"aid_type": "development", "emplois": 3}, []),
        ({"publics": ["jeunes"]}, ["detail"]),
        ({"publics": ["tous"]}, []),
        ({"publics": []}, ["publics"]),
        ({"debut": "demain"}, ["debut"]),
        ({"loyer": -1}, ["loyer"]),
        ({"posts": [{"title": "Un poste", "kind": "created", "etp": 0.5}]}, []),
        ({"posts": [{"title": "Un poste", "kind": "rêvé", "etp": 0.5}]}, ["posts"]),
        ({"budget_expenses": [{"account": "60", "cents": 100}]}, []),
        ({"budget_expenses": [{"account": "99", "cents": 100}]}, ["budget_expenses"]),
    ],
)
def test_problems_are_told_in_the_order_of_the_form(change: dict[str, object], codes: list[str]) -> None:
    document = {name: value for name, value in {**WHOLE, **change}.items() if value is not None}

    found = problems_of(SCHEMA, document)

    assert [problem.code for problem in found] == codes
    assert all(problem.why and problem.title for problem in found)


def test_answer_to_a_question_no_longer_shown_is_left_aside() -> None:
    assert problems_of(SCHEMA, {**WHOLE, "comment": "x" * 5, "emplois": 2}) == []
