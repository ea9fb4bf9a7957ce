"""Each kind of rule: which parameters it takes, and what it answers, branch by branch."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from essaim.delivery.calls_for_projects import rules
from essaim.delivery.calls_for_projects.rules import Facts, Place, Result, RuleUnreadable, Standing, read_rule
from essaim.delivery.calls_for_projects.states import AidType, EsusStatus, RuleKind, SiaeKind, Verdict

DAY = date(2024, 6, 1)


def _facts(**values: Any) -> Facts:
    return Facts(**{"as_of": DAY, **values})


def _place(standing: Standing, name: str = "Lille") -> Place:
    first = date(2020, 3, 14) if standing == Standing.MEMBER_SINCE else None
    return Place("59350", name, standing, first)


OFFERED = {"offered": ["start_up", "development"]}
FORMS = {"families": ["association", "cooperative"], "companies": "with_esus", "codes": ["7210"]}
START = {"aid_types": ["start_up"], "under_years": 5, "at_bound": "unknown", "counted_from": "unknown"}
GROW = {"aid_types": ["development"], "over_years": 5, "at_bound": "excluded", "counted_from": "creation"}
ESUS = {"aid_types": ["development"], "without": "refused", "pending": "admitted"}
SERVICES = {"refused": ["start_up"], "discussed": ["development"]}
WINDOW = {"first_on": "2024-05-01", "last_on": "2024-06-01"}
COMPANY = {"legal_category": "5710"}

CASES: list[tuple[str, dict[str, Any], dict[str, Any], Result, str]] = [
    ("aid_types", OFFERED, {}, Result.DISCUSS, "aid_type_missing"),
    ("aid_types", OFFERED, {"aid_type": rules.AidType.START_UP}, Result.PASS, "aid_type_offered"),
    ("aid_types", OFFERED, {"aid_type": rules.AidType.OPERATING}, Result.FAIL, "aid_type_not_offered"),
    ("filing_window", WINDOW, {}, Result.PASS, "takes_applications"),
    ("filing_window", WINDOW, {"as_of": date(2024, 4, 30)}, Result.FAIL, "not_open_yet"),
    ("filing_window", WINDOW, {"as_of": date(2024, 6, 2)}, Result.FAIL, "closed_since"),
    ("filing_window", {}, {}, Result.PASS, "takes_applications"),
    ("legal_existence", {"before_creation": "refused"}, {}, Result.DISCUSS, "created_on_missing"),
    ("legal_existence", {"before_creation": "refused"}, {"created_on": DAY}, Result.PASS, "exists"),
    (
        "legal_existence",
        {"before_creation": "refused"},
        {"created_on": date(2024, 6, 2)},
        Result.FAIL,
        "not_created_yet",
    ),
    (
        "legal_existence",
        {"before_creation": "discussed"},
        {"created_on": date(2025, 1, 1)},
        Result.DISCUSS,
        "test_phase",
    ),
    ("legal_forms", FORMS, {}, Result.DISCUSS, "legal_category_missing"),
    ("legal_forms", FORMS, {"legal_category": "92A0"}, Result.DISCUSS, "legal_category_unknown"),
    ("legal_forms", FORMS, {"legal_category": "7210"}, Result.PASS, "legal_category_named"),
    ("legal_forms", FORMS, {"legal_category": "9220"}, Result.PASS, "family_admitted"),
    ("legal_forms", FORMS, {"legal_category": "9240"}, Result.DISCUSS, "family_to_confirm"),
    ("legal_forms", FORMS, {"legal_category": "8210"}, Result.FAIL, "family_not_admitted"),
    ("legal_forms", FORMS, {"legal_category": "1000"}, Result.FAIL, "family_not_admitted"),
    ("legal_forms", FORMS, {"legal_category": "6540"}, Result.FAIL, "family_not_admitted"),
    ("legal_forms", FORMS, {**COMPANY, "esus": rules.Esus.HELD}, Result.PASS, "company_with_esus"),
    ("legal_forms", FORMS, {**COMPANY, "esus": rules.Esus.NONE}, Result.FAIL, "company_without_esus"),
    ("legal_forms", FORMS, {**COMPANY, "esus": rules.Esus.PENDING}, Result.DISCUSS, "esus_pending_not_said"),
    ("legal_forms", FORMS, COMPANY, Result.DISCUSS, "esus_missing"),
    ("legal_forms", {"companies": "by_esus_rule"}, COMPANY, Result.PASS, "company_by_esus_rule"),
    ("legal_forms", {"companies": "refused"}, COMPANY, Result.FAIL, "family_not_admitted"),
    ("esus_of_companies", ESUS, {"legal_category": "9220"}, Result.NOT_APPLICABLE, "not_concerned"),
    (
        "esus_of_companies",
        ESUS,
        {**COMPANY, "aid_type": rules.AidType.START_UP},
        Result.NOT_APPLICABLE,
        "not_concerned",
    ),
    *(
        (
            "esus_of_companies",
            {**ESUS, **changed},
            {**COMPANY, "aid_type": rules.AidType.DEVELOPMENT, "esus": esus},
            *said,
        )
        for changed, esus, said in (
            ({}, rules.Esus.HELD, (Result.PASS, "company_with_esus")),
            ({}, rules.Esus.PENDING, (Result.PASS, "esus_pending_admitted")),
            ({"pending": "discussed"}, rules.Esus.PENDING, (Result.DISCUSS, "esus_pending_not_said")),
            ({"pending": "refused"}, rules.Esus.PENDING, (Result.FAIL, "company_without_esus")),
            ({}, None, (Result.DISCUSS, "esus_missing")),
            ({}, rules.Esus.NONE, (Result.FAIL, "company_without_esus")),
            ({"without": "discussed"}, rules.Esus.NONE, (Result.DISCUSS, "company_shows_ess_principles")),
            ({"aid_types": []}, rules.Esus.NONE, (Result.FAIL, "company_without_esus")),
        )
    ),
    ("esus_before_balance", {}, {**COMPANY, "esus": rules.Esus.PENDING}, Result.PASS, "balance_waits_for_esus"),
    ("esus_before_balance", {}, {**COMPANY, "esus": rules.Esus.HELD}, Result.NOT_APPLICABLE, "not_concerned"),
    ("esus_before_balance", {}, {"esus": rules.Esus.PENDING}, Result.NOT_APPLICABLE, "not_concerned"),
    ("age", START, {"aid_type": rules.AidType.DEVELOPMENT}, Result.NOT_APPLICABLE, "another_aid_type"),
    ("age", START, {"aid_type": rules.AidType.START_UP}, Result.DISCUSS, "created_on_missing"),
    *(
        ("age", parameters, {"aid_type": aid_type, "created_on": created_on}, *said)
        for parameters, aid_type, created_on, said in (
            (START, rules.AidType.START_UP, date(2019, 6, 2), (Result.PASS, "age_within")),
            (START, rules.AidType.START_UP, date(2019, 6, 1), (Result.DISCUSS, "age_at_bound")),
            (START, rules.AidType.START_UP, date(2019, 5, 31), (Result.FAIL, "too_old")),
            (GROW, rules.AidType.DEVELOPMENT, date(2019, 5, 31), (Result.PASS, "age_within")),
            (GROW, rules.AidType.DEVELOPMENT, date(2019, 6, 1), (Result.FAIL, "too_young")),
            (GROW, rules.AidType.DEVELOPMENT, date(2019, 6, 2), (Result.FAIL, "too_young")),
            (
                {**GROW, "at_bound": "included"},
                rules.AidType.DEVELOPMENT,
                date(2019, 6, 1),
                (Result.PASS, "age_within"),
            ),
            ({**START, "over_years": 2}, rules.AidType.START_UP, date(2023, 1, 1), (Result.FAIL, "too_young")),
        )
    ),
    ("territory", {}, {}, Result.DISCUSS, "commune_missing"),
    ("territory", {}, {"activity_commune": _place(Standing.MEMBER)}, Result.PASS, "commune_inside"),
    ("territory", {}, {"activity_commune": _place(Standing.OUTSIDE)}, Result.FAIL, "commune_outside"),
    ("territory", {}, {"activity_commune": _place(Standing.OUTSIDE, "")}, Result.FAIL, "commune_outside"),
    ("territory", {}, {"activity_commune": _place(Standing.UNKNOWN)}, Result.DISCUSS, "commune_unknown"),
    ("territory", {}, {"activity_commune": _place(Standing.MEMBER_SINCE)}, Result.UNKNOWN, "commune_known_since"),
    ("siae", {"refused": ["aci"]}, {}, Result.NOT_APPLICABLE, "not_concerned"),
    ("siae", {"refused": ["aci"]}, {"siae_kind": rules.SiaeKind.ACI}, Result.FAIL, "siae_refused"),
    ("siae", {"discussed": ["ei"]}, {"siae_kind": rules.SiaeKind.EI}, Result.DISCUSS, "siae_shows_approach"),
    ("siae", {"discussed": ["ei"]}, {"siae_kind": rules.SiaeKind.GEIQ}, Result.NOT_APPLICABLE, "not_concerned"),
    ("personal_services", SERVICES, {}, Result.NOT_APPLICABLE, "not_concerned"),
    *(
        ("personal_services", SERVICES, {"personal_services": True, "aid_type": aid_type}, *said)
        for aid_type, said in (
            (None, (Result.DISCUSS, "aid_type_missing")),
            (rules.AidType.START_UP, (Result.FAIL, "personal_services_refused")),
            (rules.AidType.DEVELOPMENT, (Result.DISCUSS, "personal_services_discussed")),
            (rules.AidType.OPERATING, (Result.NOT_APPLICABLE, "another_aid_type")),
        )
    ),
    ("difficulty", {}, {"in_difficulty": True}, Result.FAIL, "in_difficulty"),
    ("difficulty", {}, {}, Result.PASS, "not_in_difficulty"),
    ("non_financial", {"examined": True}, {}, Result.NOT_APPLICABLE, "not_concerned"),
    ("non_financial", {"examined": True}, {"non_financial": True}, Result.PASS, "non_financial_examined"),
    ("non_financial", {"examined": False}, {"non_financial": True}, Result.FAIL, "non_financial_only"),
    (
        "non_financial",
        {"examined": False},
        {"non_financial": True, "requested_cents": 100},
        Result.UNKNOWN,
        "non_financial_left_aside",
    ),
    ("no_cash", {}, {"requested_cents": 100}, Result.FAIL, "no_money_here"),
    ("no_cash", {}, {"requested_cents": 0}, Result.PASS, "no_money_asked"),
    ("ceiling", {"cents": 100}, {}, Result.PASS, "ceiling"),
    ("ceiling", {"cents": 100}, {"requested_cents": 101}, Result.PASS, "over_ceiling"),
    ("ceiling", {"cents": 100, "aid_types": ["start_up"]}, {}, Result.NOT_APPLICABLE, "another_aid_type"),
    ("budget_share", {"permille": 300}, {}, Result.UNKNOWN, "budget_missing"),
    ("budget_share", {"permille": 300}, {"budget_cents": 1000, "requested_cents": 300}, Result.PASS, "share"),
    ("budget_share", {"permille": 300}, {"budget_cents": 1000, "requested_cents": 301}, Result.PASS, "over_share"),
    ("budget_share", {"permille": 300, "aid_types": ["start_up"]}, {}, Result.NOT_APPLICABLE, "another_aid_type"),
    ("appraised", {}, {}, Result.NOT_ASSESSED, "judged_on_the_file"),
]


@pytest.mark.parametrize(("kind", "parameters", "facts", "result", "reason"), CASES)
def test_rule_answers_and_says_why(
    kind: str, parameters: dict[str, Any], facts: dict[str, Any], result: Result, reason: str
) -> None:
    outcome = read_rule(kind, parameters).judge(_facts(**facts))

    assert (outcome.result, outcome.reason.key) == (result, reason)


def test_every_kind_is_tried() -> None:
    assert {case[0] for case in CASES} == set(rules.KINDS)


@pytest.mark.parametrize(
    ("kind", "parameters", "facts", "concerned"),
    [
        ("aid_types", {}, {}, True),
        ("filing_window", {}, {}, True),
        ("legal_existence", {}, {"created_on": DAY}, False),
        ("legal_existence", {}, {}, True),
        ("legal_forms", {}, {}, True),
        ("territory", {}, {"activity_commune": _place(Standing.MEMBER)}, False),
        ("territory", {}, {}, True),
        ("siae", {"refused": ["aci"]}, {"siae_kind": rules.SiaeKind.ACI}, True),
        ("siae", {"refused": ["aci"]}, {"siae_kind": rules.SiaeKind.EI}, False),
        ("personal_services", {}, {"personal_services": True}, True),
        ("difficulty", {}, {}, False),
        ("non_financial", {}, {"non_financial": True}, True),
        ("non_financial", {}, {"non_financial": True, "requested_cents": 1}, False),
        ("no_cash", {}, {"requested_cents": 1}, True),
        ("appraised", {}, {}, False),
    ],
)
def test_rule_knows_whom_it_concerns_even_when_its_text_is_unknown(
    kind: str, parameters: dict[str, Any], facts: dict[str, Any], concerned: bool
) -> None:
    assert read_rule(kind, parameters, is_lenient=True).concerns(_facts(**facts)) is concerned


@pytest.mark.parametrize(
    ("kind", "parameters", "name", "why"),
    [
        ("nonsense", {}, "kind", "no_such_kind"),
        ("territory", {"other": 1}, "other", "no_such_parameter"),
        ("ceiling", {}, "cents", "missing"),
        ("ceiling", {"cents": "3000"}, "cents", "not_a_number"),
        ("ceiling", {"cents": True}, "cents", "not_a_number"),
        ("ceiling", {"cents": -1}, "cents", "out_of_bounds"),
        ("budget_share", {"permille": 1001}, "permille", "out_of_bounds"),
        ("aid_types", {"offered": []}, "offered", "missing"),
        ("aid_types", {"offered": "start_up"}, "offered", "not_a_list"),
        ("aid_types", {"offered": ["loan"]}, "offered", "no_such_word"),
        ("aid_types", {"offered": [1]}, "offered", "no_such_word"),
        ("legal_existence", {"before_creation": "maybe"}, "before_creation", "no_such_word"),
        ("legal_forms", {"companies": "refused", "codes": "72"}, "codes", "not_a_list"),
        ("legal_forms", {"companies": "refused", "codes": ["72A"]}, "codes", "not_a_code"),
        ("filing_window", {"first_on": "tomorrow"}, "first_on", "not_a_day"),
        ("non_financial", {"examined": "yes"}, "examined", "not_yes_or_no"),
    ],
)
def test_unreadable_parameter_is_named(kind: str, parameters: dict[str, Any], name: str, why: str) -> None:
    with pytest.raises(RuleUnreadable) as refusal:
        read_rule(kind, parameters)

    assert (refusal.value.name, refusal.value.why) == (name, why)


def test_words_on_screen_are_those_of_the_evaluator() -> None:
    for shown, own in (
        (RuleKind.values, list(rules.KINDS)),
        (AidType.values, [str(word) for word in rules.AidType]),
        (EsusStatus.values, [str(word) for word in rules.Esus]),
        (SiaeKind.values, [str(word) for word in rules.SiaeKind]),
        (Verdict.values, [str(word) for word in rules.Verdict]),
    ):
        assert set(shown) == set(own)
