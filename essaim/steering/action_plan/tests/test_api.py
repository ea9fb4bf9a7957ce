"""The read API keeps its word: what it answers is what it describes, in JSON and in CSV, page after page."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from essaim.steering.action_plan.access import MACHINES
from essaim.steering.action_plan.models import (
    Action,
    DeclaredFigure,
    Lineage,
    PlanItem,
    Policy,
    PolicyCrossing,
    Source,
    Statement,
)
from essaim.steering.action_plan.states import Certainty, FigureStatus, ItemKind, LineageKind

from .factories import (
    ActFactory,
    ActionFactory,
    AxisFactory,
    BudgetLineFactory,
    MilestoneFactory,
    PlanFactory,
    SourceFactory,
    StakeholderFactory,
)

LISTS = ["acts", "plans", "axes", "actions", "budget_lines", "links", "figures", "sources"]


@pytest.fixture
def policy(db: None) -> None:
    """Write three rows of each kind."""
    source = SourceFactory(key="officiel")
    plan = PlanFactory(slug="2022-2026", source=source, founding_act__key="acte-fondateur")
    former = ActionFactory(axis__plan=PlanFactory(slug="2015-2020", source=source), axis__number=1, number=1)
    PlanFactory(slug="2011-2014", source=source)
    crossed = Policy.objects.create(slug="habitat", name="Habitat")
    for number in (1, 2, 3):
        act = ActFactory(source=source, voted_on=date(2022, number, 1), replaces=plan.founding_act)
        axis = AxisFactory(plan=plan, number=number)
        action = ActionFactory(axis=axis, number=number, open=True)
        MilestoneFactory(action=action)
        StakeholderFactory(action=action)
        action.communes.create(commune_code=f"5935{number}")
        BudgetLineFactory(action=action, act=act)
        PolicyCrossing.objects.create(policy=crossed, plan=plan, action=action, source=source)
        PlanItem.objects.create(plan=plan, kind=ItemKind.STAKE, code=f"E{number}", text="Enjeu", source=source)
        Statement.objects.create(topic="Date", wording="Une date", source=source, action=action)
        Lineage.objects.create(
            kind=LineageKind.CONTINUES,
            from_action=former,
            to_action=action,
            certainty=Certainty.TO_CONFIRM,
            source=source,
        )
        DeclaredFigure.objects.create(
            key=f"chiffre-{number}",
            label="Emplois",
            wording="12",
            value=12,
            unit="emplois",
            period="2025",
            perimeter="Métropole",
            status=FigureStatus.DECLARED,
            plan=plan,
            source=source,
        )


def _get(client: Client, name: str, query: dict[str, object] | None = None, **headers: str) -> Any:
    return client.get(reverse(f"api-1:{name}"), query or {}, headers=headers)


@pytest.mark.parametrize("name", LISTS)
def test_list_is_read_page_by_page_without_gap_or_double(name: str, policy: None, client: Client) -> None:
    whole = _get(client, name).json()["items"]
    read: list[object] = []
    cursor = ""
    while True:
        page = _get(client, name, {"limit": 2, "cursor": cursor}).json()
        assert len(page["items"]) <= 2
        read += page["items"]
        if page["next"] is None:
            break
        cursor = page["next"]

    assert len(whole) >= 3
    assert read == whole


@pytest.mark.parametrize("name", [*LISTS, "plan", "act", "figure"])
def test_reader_who_has_the_answer_is_told_so(name: str, policy: None, client: Client) -> None:
    arguments = {"plan": ["2022-2026"], "act": ["acte-fondateur"], "figure": ["chiffre-1"]}.get(name, [])
    address = reverse(f"api-1:{name}", args=arguments)
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    DeclaredFigure.objects.update(label="Emplois créés")
    Source.objects.update(title="Titre corrigé")
    BudgetLineFactory(action=Action.objects.first())
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


@pytest.mark.parametrize("asked", ["parameter", "header"])
@pytest.mark.parametrize("name", LISTS)
def test_list_has_a_csv_twin_with_every_row(name: str, asked: str, policy: None, client: Client) -> None:
    items = _get(client, name).json()["items"]
    query, headers = ({"format": "csv", "limit": 1}, {}) if asked == "parameter" else ({}, {"accept": "text/csv"})

    answer = _get(client, name, query, **headers)

    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=_delimiter(answer.content)))
    assert answer["Content-Type"].startswith("text/csv")
    assert len(lines) == len(items)
    assert list(lines[0]) == list(items[0])


def _delimiter(content: bytes) -> str:
    return ";" if b";" in content.splitlines()[0] else ","


def _cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


FORGED = [
    "x",
    "é",
    "\x00",
    "////",
    *(
        _cursor(text)
        for text in (
            "pk:",
            "pk:-1",
            "pk:1 OR 1=1",
            f"pk:{'9' * 40}",
            "2022-02-30 pk:1",
            "2022-02-30",
            "hier pk:1",
        )
    ),
]


@pytest.mark.parametrize("name", LISTS)
def test_forged_cursor_is_refused_with_a_sentence(name: str, policy: None, client: Client) -> None:
    for cursor in FORGED:
        answer = _get(client, name, {"cursor": cursor})

        assert answer.status_code == 400, cursor
        assert answer.json() == {"detail": "this cursor was not given by us"}


@pytest.mark.parametrize("name", ["acts", "plans", "axes", "actions", "budget_lines", "links", "figures", "sources"])
def test_null_character_is_refused(name: str, policy: None, client: Client) -> None:
    word = "weight" if name == "sources" else "kind" if name == "acts" else "state" if name == "plans" else "plan"

    assert _get(client, name, {word: "a\x00b"}).status_code == 400


def test_cursor_of_another_list_is_refused(policy: None, client: Client) -> None:
    of_plans = _get(client, "plans", {"limit": 1}).json()["next"]
    of_acts = _get(client, "acts", {"limit": 1}).json()["next"]

    assert _get(client, "acts", {"cursor": of_plans}).status_code == 400
    assert _get(client, "plans", {"cursor": of_acts}).status_code == 400


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 501}, {"limit": "beaucoup"}, {"format": "xml"}])
def test_unreadable_parameter_is_named(query: dict[str, object], policy: None, client: Client) -> None:
    answer = _get(client, "actions", query)

    assert answer.status_code == 422
    assert next(iter(query)) in str(answer.json()["detail"])


@pytest.fixture
def described(policy: None) -> Iterator[Any]:
    """Read the description through the application itself, in the transaction of the test, which no request may close."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in signals:
        signal.connect(close_old_connections)


PATHS = [
    "/api/v1/acts",
    "/api/v1/acts/{key}",
    "/api/v1/plans",
    "/api/v1/plans/{slug}",
    "/api/v1/axes",
    "/api/v1/actions",
    "/api/v1/actions/{action_id}",
    "/api/v1/actions/{action_id}/history",
    "/api/v1/budget-lines",
    "/api/v1/lineage",
    "/api/v1/figures",
    "/api/v1/figures/{key}",
    "/api/v1/sources",
]
CONFORMITY = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("path", [path for path in PATHS if "{" not in path])
def test_whatever_is_asked_the_answer_is_as_described(path: str, described: Any) -> None:
    strategy = st.one_of(
        described[path]["GET"].as_strategy(generation_mode=mode)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )

    @settings(max_examples=10, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=strategy)
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CONFORMITY)

    check()


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/api/v1/acts/{key}", {"key": "acte-fondateur"}),
        ("/api/v1/plans/{slug}", {"slug": "2022-2026"}),
        ("/api/v1/figures/{key}", {"key": "chiffre-1"}),
        *((path, {}) for path in PATHS if "{" not in path),
    ],
)
def test_what_is_there_is_answered_as_described(path: str, values: dict[str, object], described: Any) -> None:
    case = described[path]["GET"].Case(path_parameters=values, query={})

    response = case.call_and_validate(checks=CONFORMITY)

    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/actions/{action_id}", "/api/v1/actions/{action_id}/history"])
def test_action_is_answered_as_described(path: str, described: Any) -> None:
    for action in Action.objects.all():
        case = described[path]["GET"].Case(path_parameters={"action_id": action.pk}, query={})

        assert case.call_and_validate(checks=CONFORMITY).status_code == 200


def test_every_operation_is_described_and_tried(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    described = [path for path, found in paths.items() if "plan" in found.get("get", {}).get("tags", [])]

    assert sorted(described) == sorted(PATHS)
    assert len(described) == len(MACHINES)
