"""From rules to a verdict: what refuses, what is discussed, what limits the amount."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from essaim.delivery.calls_for_projects import rules
from essaim.delivery.calls_for_projects.rules import Certainty, Facts, Result, RuleData, Verdict, judge, read_rule
from essaim.delivery.calls_for_projects.wording import REASONS, advice_on, change_in_words, reason_in_words

from .test_rules_kinds import CASES

DAY = date(2024, 6, 1)
CENTS = st.integers(min_value=0, max_value=10**13)


def _rule(kind: str, certainty: Certainty = Certainty.KNOWN, **parameters: Any) -> RuleData:
    read = read_rule(kind, parameters, is_lenient=certainty == Certainty.UNKNOWN)
    return RuleData(kind, read, certainty)


def _judge(*found: RuleData, **facts: Any) -> rules.Judgement:
    return judge(found, Facts(**{"as_of": DAY, **facts}))


def test_one_rule_that_fails_is_enough_and_every_rule_answers() -> None:
    judgement = _judge(_rule("difficulty"), _rule("territory"), _rule("appraised"), in_difficulty=True)

    assert judgement.verdict == Verdict.NOT_ELIGIBLE
    assert [found.outcome.result for found in judgement.rules] == [Result.FAIL, Result.DISCUSS, Result.NOT_ASSESSED]


def test_without_a_rule_that_stands_in_the_way_it_is_eligible() -> None:
    assert _judge(_rule("difficulty"), _rule("appraised")).verdict == Verdict.ELIGIBLE
    assert _judge(_rule("territory")).verdict == Verdict.TO_DISCUSS


@pytest.mark.parametrize(
    ("certainty", "expected"),
    [
        (Certainty.KNOWN, (Verdict.NOT_ELIGIBLE, Result.FAIL)),
        (Certainty.TO_CONFIRM, (Verdict.TO_DISCUSS, Result.DISCUSS)),
        (Certainty.UNKNOWN, (Verdict.TO_DISCUSS, Result.DISCUSS)),
    ],
)
def test_rule_that_is_not_sure_refuses_nobody(certainty: Certainty, expected: tuple[Verdict, Result]) -> None:
    judgement = _judge(_rule("difficulty", certainty), in_difficulty=True)

    assert (judgement.verdict, judgement.rules[0].outcome.result) == expected


def test_rule_to_be_confirmed_that_holds_lets_through() -> None:
    assert _judge(_rule("difficulty", Certainty.TO_CONFIRM)).verdict == Verdict.ELIGIBLE


@pytest.mark.parametrize(
    ("kind", "result"),
    [("appraised", Result.UNKNOWN), ("difficulty", Result.NOT_APPLICABLE), ("ceiling", Result.UNKNOWN)],
)
def test_unknown_rule_that_does_not_concern_the_file_is_said_and_bears_on_nothing(kind: str, result: Result) -> None:
    judgement = _judge(_rule(kind, Certainty.UNKNOWN))

    assert (judgement.verdict, judgement.rules[0].outcome.result) == (Verdict.ELIGIBLE, result)


def test_condition_of_a_grant_is_kept_apart() -> None:
    judgement = _judge(_rule("esus_before_balance"), legal_category="5710", esus=rules.Esus.PENDING)

    assert [found.outcome.condition for found in judgement.conditions] == ["balance_held_until_esus"]
    assert judgement.verdict == Verdict.ELIGIBLE


@pytest.mark.parametrize(
    ("budget", "cap_2021", "cap_2024", "binding_2024"),
    [(5_000_000, 1_500_000, 1_500_000, "share"), (8_000_000, 2_000_000, 2_400_000, "share"),
     (15_000_000, 2_000_000, 3_000_000, "ceiling"), (10_000_000, 2_000_000, 3_000_000, "both")],
)  # fmt: skip
def test_both_limits_are_said_with_the_one_that_binds(
    budget: int, cap_2021: int, cap_2024: int, binding_2024: str
) -> None:
    of_2021 = (_rule("ceiling", cents=2_000_000), _rule("budget_share", Certainty.TO_CONFIRM, permille=300))
    of_2024 = (_rule("ceiling", cents=3_000_000), _rule("budget_share", permille=300))

    before, after = _judge(*of_2021, budget_cents=budget), _judge(*of_2024, budget_cents=budget)

    assert (before.limits.cap_cents, before.limits.is_complete) == (cap_2021, False)
    assert before.rules[1].outcome.result == Result.UNKNOWN
    assert (after.limits.cap_cents, after.limits.binding, after.limits.is_complete) == (cap_2024, binding_2024, True)


def test_limits_that_are_not_known_or_cannot_be_computed_are_said() -> None:
    unknown = _judge(_rule("budget_share", Certainty.UNKNOWN)).limits
    without_budget = _judge(_rule("ceiling", cents=100), _rule("budget_share", permille=300)).limits
    without_cash = _judge(_rule("no_cash"), requested_cents=5).limits

    assert (unknown.cap_cents, unknown.binding, unknown.at_most_cents) == (None, None, None)
    assert (without_budget.cap_cents, without_budget.share_cents, without_budget.is_complete) == (100, None, False)
    assert (without_cash.cap_cents, without_cash.binding, without_cash.is_complete) == (0, "no_cash", True)
    assert without_cash.at_most_cents == 0


def test_lowest_ceiling_and_share_that_are_about_the_aid_asked_for_count() -> None:
    found = (
        _rule("ceiling", cents=500, aid_types=["start_up"]),
        _rule("ceiling", cents=300),
        _rule("ceiling", cents=400),
        _rule("ceiling", cents=100, aid_types=["development"]),
        _rule("budget_share", permille=500),
        _rule("budget_share", permille=600),
    )

    limits = _judge(*found, aid_type=rules.AidType.START_UP, budget_cents=1000).limits

    assert (limits.ceiling_cents, limits.share_cents, limits.cap_cents) == (300, 500, 300)


@given(ceiling=CENTS, permille=st.integers(1, 1000), budget=CENTS, requested=st.none() | CENTS)
def test_cap_is_never_above_the_ceiling_nor_the_share(
    ceiling: int, permille: int, budget: int, requested: int | None
) -> None:
    found = (_rule("ceiling", cents=ceiling), _rule("budget_share", permille=permille))

    limits = _judge(*found, budget_cents=budget, requested_cents=requested).limits

    assert limits.share_cents is not None
    assert limits.cap_cents == min(ceiling, limits.share_cents)
    # Whole cents, rounded down: never above the exact share, and less than a cent below.
    assert 0 <= budget * permille - limits.share_cents * 1000 < 1000
    assert limits.at_most_cents == min(limits.cap_cents, limits.cap_cents if requested is None else requested)


@given(budget=CENTS, more=CENTS, permille=st.integers(1, 1000))
def test_larger_budget_never_lowers_the_cap(budget: int, more: int, permille: int) -> None:
    found = (_rule("ceiling", cents=3_000_000), _rule("budget_share", permille=permille))

    small, large = (_judge(*found, budget_cents=cents).limits.cap_cents for cents in (budget, budget + more))

    assert small is not None
    assert large is not None
    assert small <= large


def test_what_could_be_asked_otherwise_is_tried_on_the_same_facts() -> None:
    found = (
        _rule("aid_types", offered=["start_up", "development"]),
        _rule("age", aid_types=["start_up"], under_years=3, at_bound="unknown", counted_from="unknown"),
        _rule("esus_of_companies", without="refused", pending="admitted"),
    )
    facts = Facts(DAY, "5710", date(2010, 1, 1), rules.Esus.NONE, rules.AidType.START_UP)
    held = Facts(DAY, "5710", date(2010, 1, 1), rules.Esus.HELD, rules.AidType.START_UP)

    for_both = rules.changes_that_help(judge(found, facts), facts)
    for_held = rules.changes_that_help(judge(found, held), held)

    assert for_both == ()
    assert [(change.name, str(change.value), change.verdict) for change in for_held] == [
        ("aid_type", "development", Verdict.ELIGIBLE)
    ]
    without_age = (found[0], found[2])
    helped = rules.changes_that_help(judge(without_age, facts), facts)
    assert [str(change.value) for change in helped] == ["pending", "held"]
    with override("en"):
        said = [change_in_words(change) for change in (*for_held, *helped)]
    assert said == [
        "Ask for another type of aid: Development.",
        "Apply for the ESUS accreditation.",
        "Obtain the ESUS accreditation.",
    ]


def test_another_aid_is_proposed_only_where_a_rule_asks_which() -> None:
    found, facts = (_rule("esus_of_companies", without="refused", pending="admitted"),), Facts(DAY, "5710")
    refused = replace(facts, esus=rules.Esus.NONE)

    helped = rules.changes_that_help(judge(found, refused), refused)

    assert [(change.name, str(change.value)) for change in helped] == [("esus", "pending"), ("esus", "held")]


ALL_RULES = tuple(
    RuleData(f"R{place}", read_rule(kind, parameters)) for place, (kind, parameters, *_) in enumerate(CASES)
)
FACTS = st.builds(
    Facts,
    as_of=st.just(DAY),
    legal_category=st.sampled_from([None, "5710", "9220", "9240", "7210"]),
    created_on=st.none() | st.dates(date(2010, 1, 1), date(2025, 1, 1)),
    esus=st.none() | st.sampled_from(rules.Esus),
    aid_type=st.none() | st.sampled_from(rules.AidType),
    personal_services=st.booleans(),
    in_difficulty=st.booleans(),
    budget_cents=st.none() | CENTS,
    requested_cents=st.none() | CENTS,
    non_financial=st.booleans(),
)


@given(rule=st.sampled_from(ALL_RULES), facts=FACTS)
def test_what_a_rule_does_not_read_changes_nothing_of_its_verdict(rule: RuleData, facts: Facts) -> None:
    judgement = judge((rule,), facts)
    changes = {(change.name, change.value): change.verdict for change in rules.changes_that_help(judgement, facts)}
    unread = [("aid_type", value) for value in rules.AidType] + [("esus", value) for value in rules.Esus]

    for name, value in unread:
        verdict = judge((rule,), replace(facts, **{name: value})).verdict
        if name not in rule.kind.READS:
            assert verdict == judgement.verdict
        assert changes.get((name, value), verdict) == verdict


def test_facts_that_no_rule_reads_are_not_asked() -> None:
    assert rules.facts_read((_rule("no_cash"), _rule("appraised"))) == {"requested_cents"}
    assert rules.facts_read((_rule("age", Certainty.UNKNOWN),)) == {"created_on", "aid_type"}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("kind", "parameters", "facts", "result", "reason"), CASES)
def test_every_reason_is_said_in_words(
    kind: str, parameters: dict[str, Any], facts: dict[str, Any], result: Result, reason: str, language: str
) -> None:
    certainties = (Certainty.KNOWN, Certainty.TO_CONFIRM)
    with override(language):
        for certainty in certainties:
            rule = RuleData("R1", read_rule(kind, parameters), certainty)
            outcome = judge((rule,), Facts(**{"as_of": DAY, **facts})).rules[0].outcome

            assert "%(" not in reason_in_words(outcome.reason)
            assert isinstance(advice_on(outcome.reason), str)


def test_no_reason_is_without_a_rule_that_gives_it() -> None:
    given_by_rules = {case[4] for case in CASES}

    assert set(REASONS) - given_by_rules == {"rule_unknown", "to_confirm"}


def test_refusing_and_asking_to_discuss_decide() -> None:
    assert [result for result in Result if result.decides] == [Result.FAIL, Result.DISCUSS]
