"""The command lists, checks, exchanges and reports, and says clearly what it cannot do."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from essaim.foundations.territory.tests.factories import AuthorityFactory, EpciIdentifierFactory
from essaim.steering.action_plan.models import Plan

from .factories import ActionFactory, AxisFactory, PlanFactory, SourceFactory

pytestmark = pytest.mark.django_db


def _plan(*words: str) -> str:
    out = io.StringIO()
    call_command("plan", *words, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def plan() -> Plan:
    EpciIdentifierFactory(epci=AuthorityFactory().epci)
    found = PlanFactory(slug="2022-2026", name="Feuille de route")
    ActionFactory(axis=AxisFactory(plan=found, number=1), number=1)
    return found


def test_list_tells_each_plan(plan: Plan) -> None:
    assert _plan("list").startswith("2022-2026")


def test_plan_leaves_and_comes_back(plan: Plan, tmp_path: Path) -> None:
    first, second = tmp_path / "plan.json", tmp_path / "copie.json"

    _plan("export", "2022-2026", "-o", str(first))
    told = _plan("import", str(first), "--as", "copie")
    _plan("export", "copie", "-o", str(second))

    assert "stands beside ours" in told
    assert second.read_bytes() == first.read_bytes()
    assert "from " in _plan("list")


def test_report_is_written(plan: Plan, tmp_path: Path) -> None:
    target = tmp_path / "etat.pdf"

    _plan("report", "2022-2026", "-o", str(target))

    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        (("export", "2099", "-o", "x.json"), "There is no plan '2099'. Known: 2022-2026"),
        (("report", "2022-2026", "-o", "/no/such/folder/x.pdf"), "cannot be written"),
        (("import", "/no/such/file.json"), "cannot be read"),
    ],
)
def test_refusal_says_what_is_wrong(words: tuple[str, ...], meaning: str, plan: Plan) -> None:
    with pytest.raises(CommandError, match=meaning):
        _plan(*words)


@pytest.mark.parametrize(
    ("content", "meaning"),
    [
        (b"{", "not JSON"),
        (b'{"format": "essaim-plan/2"}', "essaim-plan/2"),
        (b"{}", "no format we know"),
        (b'{"format": "essaim-plan/1"}', "1 problem"),
        (b" " * 6_000_000, "over 5 MB"),
    ],
)
def test_wrong_file_is_refused(content: bytes, meaning: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=meaning):
        _plan("import", str(path))


def test_same_name_twice_is_refused_with_the_way_out(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    _plan("export", "2022-2026", "-o", str(path))

    with pytest.raises(CommandError, match="--as"):
        _plan("import", str(path))


def test_export_without_authority_says_what_to_run(tmp_path: Path) -> None:
    PlanFactory(slug="2022-2026")

    with pytest.raises(CommandError, match="essaim init"):
        _plan("export", "2022-2026", "-o", str(tmp_path / "plan.json"))


def test_check_fails_on_what_is_at_fault_and_tells_what_waits(plan: Plan) -> None:
    ended = PlanFactory(slug="2011-2014", starts_on=date(2011, 1, 1), ends_on=date(2015, 1, 1))
    ActionFactory(axis=AxisFactory(plan=ended, number=1, source=SourceFactory(weight="editorial")), number=1)

    with pytest.raises(CommandError, match="2 thing"):
        _plan("check", "2011-2014")
    assert "to be settled before the plan closes" in _plan("check", "2022-2026")


def test_check_of_a_whole_plan_is_content() -> None:
    PlanFactory(slug="2022-2026")

    assert "nothing is missing" in _plan("check")
