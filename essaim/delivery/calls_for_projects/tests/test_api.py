"""Calls for machines: read, and the eligibility test, as described and in a known number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from essaim.delivery.calls_for_projects.access import MACHINES
from essaim.delivery.calls_for_projects.models import Call, Rule
from essaim.delivery.calls_for_projects.states import Certainty
from essaim.foundations.territory.tests.factories import (
    AuthorityFactory,
    CommuneFactory,
    EpciFactory,
    EpciMembershipFactory,
    FormerCommuneFactory,
)
from essaim.steering.action_plan.tests.factories import SourceFactory

from .factories import (
    CallFactory,
    CriterionFactory,
    EditionActionFactory,
    EditionFactory,
    InstalmentFactory,
    ParameterFactory,
    QuestionFactory,
    RequiredPieceFactory,
    RuleFactory,
)

pytestmark = pytest.mark.django_db
TEST = "/api/v1/calls/essai/eligibility"
FACTS = {
    "as_of": "2024-09-01",
    "legal_category": "9220",
    "created_on": "2020-06-01",
    "aid_type": "start_up",
    "activity_commune": "59350",
    "budget_cents": 8_000_000,
    "requested_cents": 2_500_000,
}


@pytest.fixture
def essai() -> Call:
    """A call with an edition until 2024 and one since, and a draft that nobody reads."""
    call = CallFactory(slug="essai", purpose="Essayer")
    before = EditionFactory(call=call, code="avant", closed=True)
    RuleFactory(edition=before, code="AGE", kind="age", parameters=_age(3))
    RuleFactory(edition=before, code="MAX", parameters={"cents": 2_000_000})
    now = EditionFactory(call=call, code="depuis", in_force=True)
    RuleFactory(edition=now, code="AGE", kind="age", parameters=_age(5), source=SourceFactory(title="Règlement"))
    RuleFactory(edition=now, code="EL9", kind="territory", parameters={})
    RuleFactory(edition=now, code="EL6", kind="esus_before_balance", parameters={})
    RuleFactory(edition=now, code="MAX")
    RuleFactory(edition=now, code="PART", kind="budget_share", parameters={"permille": 300})
    RuleFactory(edition=now, code="EX1", kind="difficulty", parameters={}, certainty=Certainty.UNKNOWN)
    for factory_class in (ParameterFactory, RequiredPieceFactory, QuestionFactory, CriterionFactory, InstalmentFactory):
        factory_class(edition=now)
    EditionActionFactory(edition=now)
    RuleFactory(edition=EditionFactory(call=call, code="brouillon"))
    epci = EpciFactory()
    AuthorityFactory(epci=epci)
    lille = CommuneFactory(code="59350", name="Lille")
    EpciMembershipFactory(epci=epci, commune=lille, starts_on=date(2020, 3, 14))
    FormerCommuneFactory(code="59355", name="Lomme", commune=lille)
    CommuneFactory(code="75056", name="Paris")
    return call


def _age(years: int) -> dict[str, object]:
    return {"aid_types": ["start_up"], "under_years": years, "at_bound": "unknown", "counted_from": "unknown"}


def _ask(client: Client, **facts: object) -> Any:
    return client.post(TEST, {**FACTS, **facts}, content_type="application/json", headers={"accept-language": "fr"})


def _results(answer: Any) -> dict[str, str]:
    return {rule["code"]: rule["result"] for rule in answer.json()["rules"]}


def test_answer_holds_verdict_edition_cap_limits_and_every_rule(essai: Call, client: Client) -> None:
    answer = _ask(client).json()

    assert (answer["verdict"], answer["edition"], answer["cap_cents"]) == ("eligible", "depuis", 2_400_000)
    assert (answer["limits"]["ceiling_cents"], answer["limits"]["share_cents"]) == (3_000_000, 2_400_000)
    assert (answer["limits"]["binding"], answer["limits"]["at_most_cents"]) == ("share", 2_400_000)
    assert [rule["code"] for rule in answer["rules"]] == ["AGE", "EL9", "EL6", "MAX", "PART", "EX1"]
    age = answer["rules"][0]
    assert (age["result"], age["source"], age["wording"]) == (
        "pass",
        "Règlement – règlement",
        "30 000 € au plus par projet",
    )
    assert age["reason"].startswith("Création le 1er juin 2020")
    assert answer["conditions"] == answer["changes"] == []


def test_day_chooses_the_edition(essai: Call, client: Client) -> None:
    before, after = _ask(client, as_of="2023-12-31"), _ask(client, as_of="2024-01-01")

    assert (before.json()["edition"], before.json()["verdict"]) == ("avant", "not_eligible")
    assert (after.json()["edition"], after.json()["verdict"]) == ("depuis", "eligible")
    assert _ask(client, as_of="2020-12-31").status_code == 404
    assert "first came into force on 2021-01-01" in _ask(client, as_of="2020-12-31").json()["detail"]
    unknown = client.post("/api/v1/calls/nulle-part/eligibility", "{}", content_type="application/json")
    assert unknown.status_code == 404
    assert "no such call" in unknown.json()["detail"]
    assert _ask(client, as_of=None).json()["edition"] == "depuis"


def test_age_equal_to_the_bound_is_not_guessed(essai: Call, client: Client) -> None:
    answer = _ask(client, as_of="2025-06-01")

    assert (answer.json()["verdict"], _results(answer)["AGE"]) == ("to_discuss", "discuss")


def test_balance_is_held_for_a_company_that_waits_for_its_accreditation(essai: Call, client: Client) -> None:
    answer = _ask(client, legal_category="5710", esus="pending").json()

    assert [found["code"] for found in answer["conditions"]] == ["balance_held_until_esus"]
    assert (answer["verdict"], answer["conditions"][0]["rule"]) == ("eligible", "EL6")


@pytest.mark.parametrize(
    ("values", "result", "verdict"),
    [
        ({"activity_commune": "59355"}, "pass", "eligible"),
        ({"activity_commune": "75056"}, "fail", "not_eligible"),
        ({"activity_commune": "13055"}, "fail", "not_eligible"),
        ({"activity_commune": None}, "discuss", "to_discuss"),
    ],
)
def test_old_codes_of_communes_are_taken(
    essai: Call, client: Client, values: dict[str, object], result: str, verdict: str
) -> None:
    answer = _ask(client, **values)

    assert (_results(answer)["EL9"], answer.json()["verdict"]) == (result, verdict)


def test_unknown_rule_is_discussed_with_those_it_concerns_only(essai: Call, client: Client) -> None:
    concerned = _ask(client, in_difficulty=True)

    assert (concerned.json()["verdict"], _results(concerned)["EX1"]) == ("to_discuss", "discuss")
    assert _results(_ask(client))["EX1"] == "not_applicable"


def test_number_and_capitals_are_taken_as_people_write_them(essai: Call, client: Client) -> None:
    answers = [_ask(client, legal_category=9220), _ask(client, siae_kind="ACI"), _ask(client, siae_kind="none")]

    assert [answer.status_code for answer in answers] == [200, 200, 200]


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"age": 3}, "age"),
        ({"legal_category": "92"}, "legal_category"),
        ({"esus": "maybe"}, "esus"),
        ({"aid_type": "loan"}, "aid_type"),
        ({"activity_commune": "Lille"}, "activity_commune"),
        ({"budget_cents": -1}, "budget_cents"),
        ({"budget_cents": 10.5}, "budget_cents"),
        ({"as_of": "hier"}, "as_of"),
    ],
)
def test_fact_that_cannot_be_read_is_named(essai: Call, client: Client, values: dict[str, object], named: str) -> None:
    answer = _ask(client, **values)

    assert answer.status_code == 422
    assert named in str(answer.json()["detail"])


def test_text_that_is_no_json_is_refused(essai: Call, client: Client) -> None:
    assert client.post(TEST, "{", content_type="application/json").status_code == 400


def test_answer_costs_few_queries_and_the_same_again_costs_one(
    essai: Call, client: Client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(3):
        _ask(client, requested_cents=1)
    with django_assert_num_queries(1):
        _ask(client, requested_cents=2)
    with django_assert_num_queries(1):
        _ask(client, requested_cents=2)


def test_answer_follows_every_change_at_once(essai: Call, client: Client) -> None:
    assert _ask(client).json()["cap_cents"] == 2_400_000

    Rule.objects.filter(edition__code="depuis", code="PART").update(parameters={"permille": 100})
    assert _ask(client).json()["cap_cents"] == 800_000
    Call.objects.update(slug="autre")
    assert _ask(client).status_code == 404


def test_answer_is_in_the_language_asked_for(essai: Call, client: Client) -> None:
    french = _ask(client).json()
    english = client.post(TEST, FACTS, content_type="application/json", headers={"accept-language": "en"}).json()

    assert french["rules"][1]["reason"] == "Lille est une commune de la collectivité."
    assert english["rules"][1]["reason"] == "Lille is a commune of the authority."


def test_drafts_are_for_nobody(essai: Call, client: Client) -> None:
    CallFactory(slug="sans-edition")

    assert [row["slug"] for row in client.get("/api/v1/calls").json()["items"]] == ["essai"]
    codes = [row["code"] for row in client.get("/api/v1/calls/essai").json()["editions"]]
    assert codes == ["depuis", "avant"]
    assert client.get("/api/v1/calls/essai").json()["edition"] == "depuis"
    assert client.get("/api/v1/calls/essai/editions/brouillon").status_code == 404
    assert client.get("/api/v1/calls/sans-edition").status_code == 404


def test_edition_holds_all_its_parts_as_data(essai: Call, client: Client) -> None:
    answer = client.get("/api/v1/calls/essai/editions/depuis").json()

    assert answer["rules"][0]["parameters"] == _age(5)
    parts = ("rules", "parameters", "pieces", "questions", "criteria", "instalments", "actions")
    assert [len(answer[part]) for part in parts] == [6, 1, 1, 1, 1, 1, 1]
    assert "aid_form" not in answer["open_topics"]
    assert "appeal" in answer["open_topics"]


@pytest.fixture
def described(essai: Call) -> Iterator[Any]:
    """Read the description through the application itself, in the transaction of the test, which no request may close."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in signals:
        signal.connect(close_old_connections)


CONFORMITY = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = {
    "/api/v1/calls": "GET",
    "/api/v1/calls/{slug}": "GET",
    "/api/v1/calls/{slug}/editions/{code}": "GET",
    "/api/v1/calls/{call}/eligibility": "POST",
    "/api/v1/applications": "GET",
    "/api/v1/applications/funnel": "GET",
    "/api/v1/supported-projects": "GET",
}


@pytest.mark.parametrize(
    ("path", "method"), [(path, OPERATIONS[path]) for path in ("/api/v1/calls", *list(OPERATIONS)[3:])]
)
def test_whatever_is_asked_the_answer_is_as_described(path: str, method: str, described: Any) -> None:
    strategy = st.one_of(
        described[path][method].as_strategy(generation_mode=mode)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )

    @settings(max_examples=30, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=strategy)
    def check(case: schemathesis.Case) -> None:
        if "call" in case.path_parameters:
            case.path_parameters["call"] = "essai"
        case.call_and_validate(checks=CONFORMITY)

    check()


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/api/v1/calls", {}),
        ("/api/v1/calls/{slug}", {"slug": "essai"}),
        ("/api/v1/calls/{slug}/editions/{code}", {"slug": "essai", "code": "depuis"}),
    ],
)
def test_what_is_there_is_answered_as_described(path: str, values: dict[str, object], described: Any) -> None:
    case = described[path]["GET"].Case(path_parameters=values, query={})

    assert case.call_and_validate(checks=CONFORMITY).status_code == 200


@pytest.mark.parametrize("values", [{}, {"as_of": "2023-12-31"}, {"legal_category": "5710", "esus": "pending"}])
def test_verdicts_are_answered_as_described(values: dict[str, object], described: Any) -> None:
    case = described["/api/v1/calls/{call}/eligibility"]["POST"].Case(
        path_parameters={"call": "essai"}, body={**FACTS, **values}, media_type="application/json"
    )

    assert case.call_and_validate(checks=CONFORMITY).status_code == 200


def test_every_operation_is_described_and_tried(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    described = {
        path: method.upper()
        for path, found in paths.items()
        for method, operation in found.items()
        if "calls" in operation.get("tags", [])
    }

    assert described == OPERATIONS
    assert len(described) == len(MACHINES)
