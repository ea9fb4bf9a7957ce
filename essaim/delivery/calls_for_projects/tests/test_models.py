"""What no path may write, the database refuses; what it cannot judge, the models do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from essaim.delivery.calls_for_projects.models import Call, Edition, Instalment, Parameter, Question, Rule
from essaim.delivery.calls_for_projects.states import Certainty, EditionState

from .factories import (
    CallFactory,
    CriterionFactory,
    EditionActionFactory,
    EditionFactory,
    ExampleFileFactory,
    InstalmentFactory,
    ParameterFactory,
    QuestionFactory,
    RequiredPieceFactory,
    RuleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"ends_on": date(2024, 1, 1)},
        {"starts_on": None},
        {"state": EditionState.CLOSED},
        {"dates_certainty": Certainty.TO_CONFIRM},
    ],
)
def test_contradictory_edition_is_refused(values: dict[str, object]) -> None:
    edition = EditionFactory(in_force=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**values)


def test_two_editions_of_a_call_never_rule_the_same_day() -> None:
    edition = EditionFactory(in_force=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        EditionFactory(call=edition.call, state=EditionState.IN_FORCE, starts_on=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionFactory(
            call=edition.call, state=EditionState.CLOSED, starts_on=date(2023, 1, 1), ends_on=date(2024, 1, 2)
        )
    before = EditionFactory(call=edition.call, closed=True)
    draft = EditionFactory(call=edition.call, starts_on=date(2025, 1, 1))
    other = EditionFactory(in_force=True)

    assert before.is_in_force(date(2023, 12, 31))
    assert not before.is_in_force(date(2024, 1, 1))
    assert edition.is_in_force(date(2024, 1, 1))
    assert not draft.is_in_force(date(2025, 1, 2))
    assert other.call != edition.call


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Call, {"name": ""}),
        (Rule, {"source_note": ""}),
        (Parameter, {"text": ""}),
        (Parameter, {"certainty": Certainty.UNKNOWN}),
        (Parameter, {"source_note": ""}),
        (Question, {"shown_if_code": "autre"}),
        (Instalment, {"share_permille": 0}),
        (Instalment, {"share_permille": 1001}),
    ],
)
def test_contradictory_part_is_refused(model: Any, values: dict[str, object]) -> None:
    factories: dict[Any, Any] = {
        Call: CallFactory,
        Rule: RuleFactory,
        Parameter: ParameterFactory,
        Question: QuestionFactory,
        Instalment: InstalmentFactory,
    }
    row = factories[model]()

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize(
    ("factory_class", "field"),
    [
        (RuleFactory, "code"),
        (RequiredPieceFactory, "code"),
        (QuestionFactory, "code"),
        (CriterionFactory, "code"),
        (ParameterFactory, "topic"),
        (ExampleFileFactory, "title"),
        (EditionActionFactory, "action"),
    ],
)
def test_code_is_taken_once_in_an_edition(factory_class: Any, field: str) -> None:
    known = factory_class()

    with pytest.raises(IntegrityError), transaction.atomic():
        factory_class(edition=known.edition, **{field: getattr(known, field)})


@pytest.mark.parametrize(
    ("factory_class", "values", "field"),
    [
        (RuleFactory, {"parameters": {"cents": "beaucoup"}}, "parameters"),
        (RuleFactory, {"parameters": []}, "parameters"),
        (RuleFactory, {"parameters": {}}, "parameters"),
        (RuleFactory, {"code": "EL 1"}, "code"),
        (RequiredPieceFactory, {"families": ["guild"]}, "families"),
        (RequiredPieceFactory, {"aid_types": "start_up"}, "aid_types"),
        (QuestionFactory, {"choices": ["a", "b"]}, "choices"),
        (QuestionFactory, {"answer_kind": "choice", "choices": ["a"]}, "choices"),
        (QuestionFactory, {"answer_kind": "choice", "choices": ["a", "a"]}, "choices"),
        (QuestionFactory, {"answer_kind": "choice", "choices": ["a", 2]}, "choices"),
        (QuestionFactory, {"shown_if_code": "absent", "shown_if_answer": "yes"}, "shown_if_code"),
        (CriterionFactory, {"scale": [{"mark": 0, "wording": "rien"}]}, "scale"),
        (CriterionFactory, {"scale": [{"mark": 4, "wording": "tout"}, {"mark": 0, "wording": "rien"}]}, "scale"),
        (CriterionFactory, {"scale": [{"mark": 0, "wording": ""}, {"mark": 1, "wording": "tout"}]}, "scale"),
        (CriterionFactory, {"scale": ["0", "1"]}, "scale"),
        (CriterionFactory, {"weight": 0}, "weight"),
        (InstalmentFactory, {"conditions": ["trust"]}, "conditions"),
        (ExampleFileFactory, {"facts": {"legal_category": "9220"}}, "facts"),
        (ExampleFileFactory, {"facts": {"as_of": "2026-01-01", "name": "x"}}, "facts"),
        (ExampleFileFactory, {"facts": {"as_of": "hier"}}, "facts"),
        (ExampleFileFactory, {"facts": {"as_of": "2026-01-01", "esus": "maybe"}}, "facts"),
        (ExampleFileFactory, {"facts": {"as_of": "2026-01-01", "budget_cents": -1}}, "facts"),
        (ExampleFileFactory, {"facts": {"as_of": "2026-01-01", "in_difficulty": "no"}}, "facts"),
        (ExampleFileFactory, {"facts": ["as_of"]}, "facts"),
    ],
)
def test_data_that_nothing_could_read_is_refused_beside_its_field(
    factory_class: Any, values: dict[str, object], field: str
) -> None:
    row = factory_class.build(edition=EditionFactory(), **values)

    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert field in refusal.value.error_dict


def test_unknown_rule_needs_no_source_and_no_parameter() -> None:
    rule = RuleFactory(certainty=Certainty.UNKNOWN, parameters={}, source_note="")

    rule.full_clean()

    assert rule.read().certainty == "unknown"


def test_question_is_shown_on_another_one_of_its_edition() -> None:
    first = QuestionFactory()

    QuestionFactory(edition=first.edition, shown_if_code=first.code, shown_if_answer="yes").full_clean()
    with pytest.raises(ValidationError):
        QuestionFactory.build(edition=EditionFactory(), shown_if_code=first.code, shown_if_answer="yes").full_clean()
