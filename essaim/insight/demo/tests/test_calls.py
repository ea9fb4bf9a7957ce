"""Calls of the demonstration: the same file under the editions of its days, what is unknown shown as such, the bench."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from essaim.delivery.calls_for_projects import queries
from essaim.delivery.calls_for_projects.models import Call, Edition, Rule
from essaim.delivery.calls_for_projects.rules import KINDS
from essaim.delivery.calls_for_projects.states import Certainty, EditionState, Verdict

pytestmark = pytest.mark.usefixtures("demo")
CALL = "entreprendre-autrement"
# An association of Lille, created in June 2020, with a budget of 80 000 €, that asks for 25 000 € to start.
FILE = {
    "legal_category": "9220",
    "created_on": "2020-06-01",
    "aid_type": "start_up",
    "activity_commune": "59350",
    "budget_cents": 8_000_000,
    "requested_cents": 2_500_000,
}
COMPANY = {"legal_category": "5710", "created_on": "2010-01-15", "aid_type": "development"}


def _ask(as_of: str, call: str = CALL, **facts: object) -> Any:
    given = {**FILE, "as_of": as_of, **facts}
    answer = Client(headers={"accept-language": "fr"}).post(
        f"/api/v1/calls/{call}/eligibility", given, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    return answer.json()


def _rule(answer: Any, code: str) -> Any:
    return next(rule for rule in answer["rules"] if rule["code"] == code)


@pytest.mark.parametrize(
    ("as_of", "facts", "edition", "verdict", "cap_cents"),
    [
        # The same file, on four days.
        ("2020-12-01", {}, "2015-2020", "to_discuss", 2_000_000),
        ("2022-09-01", {}, "2021", "eligible", 2_000_000),
        ("2023-09-01", {}, "2021", "not_eligible", 2_000_000),
        ("2024-09-01", {}, "2024", "eligible", 2_400_000),
        # The table of amounts: 50 000 €, 80 000 €, 150 000 €.
        ("2022-09-01", {"budget_cents": 5_000_000}, "2021", "eligible", 1_500_000),
        ("2022-09-01", {"budget_cents": 15_000_000}, "2021", "eligible", 2_000_000),
        ("2024-09-01", {"budget_cents": 5_000_000}, "2024", "eligible", 1_500_000),
        ("2024-09-01", {"budget_cents": 15_000_000}, "2024", "eligible", 3_000_000),
        # Ages: the very day of the bound is known of no edition.
        ("2023-06-01", {}, "2021", "to_discuss", 2_000_000),
        ("2025-06-01", {}, "2024", "to_discuss", 2_400_000),
        ("2025-06-02", {}, "2024", "not_eligible", 2_400_000),
        ("2023-09-01", {"aid_type": "development"}, "2021", "eligible", 2_000_000),
        ("2024-09-01", {"aid_type": "development"}, "2024", "not_eligible", 2_400_000),
        # Types of aid.
        ("2020-12-01", {"aid_type": "operating"}, "2015-2020", "eligible", 2_000_000),
        ("2022-09-01", {"aid_type": "operating"}, "2021", "not_eligible", 2_000_000),
        ("2024-09-01", {"aid_type": "cooperation"}, "2024", "not_eligible", 2_400_000),
        # Companies.
        ("2020-12-01", {**COMPANY, "esus": "held"}, "2015-2020", "eligible", 2_000_000),
        ("2020-12-01", {**COMPANY, "esus": "pending"}, "2015-2020", "to_discuss", 2_000_000),
        ("2020-12-01", {**COMPANY, "esus": "none"}, "2015-2020", "not_eligible", 2_000_000),
        ("2022-09-01", {**COMPANY, "esus": "none"}, "2021", "not_eligible", 2_000_000),
        ("2022-09-01", {**COMPANY, "esus": "pending"}, "2021", "eligible", 2_000_000),
        ("2022-09-01", {"legal_category": "5710", "esus": "none"}, "2021", "to_discuss", 2_000_000),
        ("2024-09-01", {**COMPANY, "esus": "none"}, "2024", "to_discuss", 2_400_000),
        # Families.
        ("2020-12-01", {"aid_type": "development", "legal_category": "8210"}, "2015-2020", "not_eligible", 2_000_000),
        ("2022-09-01", {"legal_category": "8210"}, "2021", "eligible", 2_000_000),
        ("2022-09-01", {"legal_category": "1000"}, "2021", "not_eligible", 2_000_000),
        ("2024-09-01", {"legal_category": "1000"}, "2024", "to_discuss", 2_400_000),
        # Exclusions.
        ("2020-12-01", {"aid_type": "development", "in_difficulty": True}, "2015-2020", "not_eligible", 2_000_000),
        ("2024-09-01", {"in_difficulty": True}, "2024", "to_discuss", 2_400_000),
        ("2020-12-01", {"personal_services": True}, "2015-2020", "not_eligible", 2_000_000),
        (
            "2020-12-01",
            {"personal_services": True, "aid_type": "development"},
            "2015-2020",
            "to_discuss",
            2_000_000,
        ),
        ("2020-12-01", {"aid_type": "development", "siae_kind": "aci"}, "2015-2020", "to_discuss", 2_000_000),
        ("2022-09-01", {"siae_kind": "aci"}, "2021", "not_eligible", 2_000_000),
        ("2022-09-01", {"siae_kind": "ei"}, "2021", "to_discuss", 2_000_000),
        ("2024-09-01", {"siae_kind": "aci"}, "2024", "to_discuss", 2_400_000),
        # Communes: Lomme by its old code, Paris.
        ("2022-09-01", {"activity_commune": "59355"}, "2021", "eligible", 2_000_000),
        ("2022-09-01", {"activity_commune": "75056"}, "2021", "not_eligible", 2_000_000),
        ("2024-09-01", {"activity_commune": "75056"}, "2024", "to_discuss", 2_400_000),
    ],
)
def test_same_file_has_the_verdict_of_the_edition_of_its_day(
    as_of: str, facts: dict[str, object], edition: str, verdict: str, cap_cents: int
) -> None:
    answer = _ask(as_of, **facts)

    assert (answer["edition"], answer["verdict"], answer["cap_cents"]) == (edition, verdict, cap_cents)
    assert all(rule["reason"] and rule["wording"] for rule in answer["rules"])
    assert all(rule["source"] for rule in answer["rules"] if rule["certainty"] != Certainty.UNKNOWN)


def test_verdict_says_which_rule_on_which_value() -> None:
    age = _rule(_ask("2023-09-01"), "AGE-demarrage")

    assert age["result"] == "fail"
    assert "moins de 3 ans" in age["reason"]
    assert "1er juin 2023" in age["reason"]
    assert "Infogreffe" in age["source"] or "Mes aides publiques" in age["source"]


def test_share_of_2021_is_said_to_be_confirmed_and_that_of_2015_unknown() -> None:
    share_2021, share_2015 = _ask("2022-09-01"), _ask("2020-12-01", aid_type="development")

    assert (share_2021["limits"]["share_certainty"], share_2021["limits"]["is_complete"]) == ("to_confirm", False)
    assert _rule(share_2021, "PART")["result"] == "unknown"
    assert "À confirmer" in _rule(share_2021, "PART")["reason"]
    assert (share_2015["limits"]["share_cents"], _rule(share_2015, "PART")["result"]) == (None, "unknown")


def test_balance_waits_for_esus_and_refusals_say_what_would_help() -> None:
    pending = _ask("2024-09-01", **COMPANY, esus="pending")
    refused = _ask("2023-09-01")

    assert [found["code"] for found in pending["conditions"]] == ["balance_held_until_esus"]
    assert [(change["value"], change["verdict"]) for change in refused["changes"]] == [("development", "eligible")]


def test_other_calls_are_expressed_without_code_of_their_own() -> None:
    commune = {"legal_category": "7210", "aid_type": None, "created_on": None}

    assert _ask("2012-05-01", "territoires-et-communes", **commune)["verdict"] == "eligible"
    assert _ask("2012-05-01", "territoires-et-communes")["verdict"] == "not_eligible"
    third_place = _ask("2020-12-01", "tiers-lieux")
    assert (third_place["verdict"], third_place["cap_cents"]) == ("to_discuss", None)
    prize = _ask("2022-02-01", "pepites")
    assert (prize["verdict"], prize["cap_cents"], prize["limits"]["binding"]) == ("not_eligible", 0, "no_cash")
    assert _ask("2022-02-01", "pepites", requested_cents=None)["verdict"] == "to_discuss"


def test_no_unknown_rule_has_a_source_that_says_it_nor_a_known_one_none() -> None:
    named = Rule.objects.filter(edition__call__slug__in=[CALL, "territoires-et-communes", "tiers-lieux", "pepites"])

    for rule in named.order_by("pk"):
        rule.full_clean()
        assert rule.certainty == Certainty.UNKNOWN or rule.source or rule.source_note


def test_every_kind_state_and_verdict_is_shown() -> None:
    today = timezone.localdate()
    draft = Edition.objects.select_related("call").get(state=EditionState.DRAFT)

    rows, current = queries.trials(draft, today=today)

    assert set(Rule.objects.values_list("kind", flat=True)) == set(KINDS)
    assert set(Edition.objects.values_list("state", flat=True)) == set(EditionState)
    assert {row.own_verdict for row in rows} == set(Verdict)
    assert current is not None
    assert [row.is_as_expected for row in rows] == [True] * 4
    assert [row.changes_verdict for row in rows] == [True, False, False, False]
    past, filed_count = queries.past_trials(draft)
    assert len(past) == filed_count
    changing = [row for row in past if row.changes_verdict]
    assert [row.application.state for row in changing] == ["inadmissible"]


def test_one_edition_of_each_call_is_in_force_at_most() -> None:
    today = timezone.localdate()

    in_force = [queries.edition_on(call, today) for call in Call.objects.order_by("slug")]

    assert [row.code if row else None for row in in_force] == ["fictive-1", "2024", None, None, "2017"]


def test_invented_call_says_that_it_is() -> None:
    for call in Call.objects.exclude(slug__in=[CALL, "territoires-et-communes", "tiers-lieux", "pepites"]):
        texts = [call.name, call.purpose, call.support, call.contact, *call.editions.values_list("title", flat=True)]
        assert all("ficti" in text or "inventé" in text for text in texts), call
