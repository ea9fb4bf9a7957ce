"""A plan leaves whole, comes back whole, and nothing of a wrong file is written."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from jsonschema import Draft202012Validator

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.tests.factories import RoleGrantFactory, UserFactory
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.action_plan import bundle, queries, services
from essaim.steering.action_plan.models import (
    Act,
    Action,
    ActionCommune,
    Annex,
    BudgetLine,
    DeclaredFigure,
    Lineage,
    Milestone,
    Plan,
    PlanItem,
    Policy,
    PolicyCrossing,
    Source,
    Statement,
)
from essaim.steering.action_plan.states import LineageKind

from .factories import (
    MOMENT,
    ActFactory,
    ActionFactory,
    AxisFactory,
    BudgetLineFactory,
    DependencyFactory,
    MilestoneFactory,
    PersonInActionFactory,
    PlanFactory,
    SourceFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db
LILLE = bundle.Origin("200093201", "Métropole Européenne de Lille")
TODAY = date(2026, 3, 10)
COMMAND = SystemActor("essaim plan import")


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture
def officer() -> User:
    return RoleGrantFactory().person


@pytest.fixture
def plan() -> Plan:
    """A small plan that has one of everything."""
    older = PlanFactory(slug="2015-2020", starts_on=date(2015, 1, 1), ends_on=date(2021, 1, 1))
    older_action = ActionFactory(axis=AxisFactory(plan=older, number=1), number=1, title="Appel Entreprendre autrement")
    source = SourceFactory(key="feuille-de-route", note="Page publique")
    act = ActFactory(key="deliberation-2022", replaces=ActFactory(key="deliberation-2015"), votes_for=80)
    Annex.objects.create(act=act, title="Feuille de route")
    found = PlanFactory(slug="2022-2026", name="Feuille de route", founding_act=act, source=source)
    Statement.objects.create(plan=found, topic="Durée", wording="2021-2026", source=SourceFactory(key="presse"))
    Statement.objects.create(act=act, topic="Vote", wording="À l’unanimité", source=source)
    axes = [AxisFactory(plan=found, number=number) for number in (1, 2)]
    Statement.objects.create(axis=axes[0], topic="Titre", wording="Autre titre", source=source)
    item = PlanItem.objects.create(plan=found, axis=axes[0], kind="content", code="1.1", text="Texte", source=source)
    first = ActionFactory(axis=axes[0], number=1, open=True, description="Longue « description »\nen deux lignes")
    second = ActionFactory(axis=axes[1], number=2, parent=first)
    Statement.objects.create(action=second, topic="Titre", wording="Encore un titre", source=source)
    for code in ("59512", "59350"):
        ActionCommune.objects.create(action=first, commune_code=code)
    StakeholderFactory(action=first, name="Une association")
    PersonInActionFactory(
        action=first, person=UserFactory(full_name="Maxence Deûlémont", job_title="Chargé de mission")
    )
    step = MilestoneFactory(action=first, title="Cadrage", done_on=date(2026, 5, 1))
    DependencyFactory(milestone=MilestoneFactory(action=second, title="Lancement"), needs=step)
    line = BudgetLineFactory(action=first, act=act)
    BudgetLineFactory(action=first, year=2025, planned_cents=-100, voted_cents=0, reason="Erreur", corrects=line)
    policy = Policy.objects.create(slug="habitat", name="Habitat")
    PolicyCrossing.objects.create(plan=found, policy=policy, source=source)
    PolicyCrossing.objects.create(plan=found, action=second, policy=policy, source=source)
    DeclaredFigure.objects.create(
        key="emplois-2012",
        label="Emplois",
        wording="342 emplois",
        value=Decimal(342),
        unit="emplois",
        period="2012",
        perimeter="MEL",
        status="declared",
        action=first,
        source=SourceFactory(key="insee"),
    )
    Lineage.objects.create(kind=LineageKind.CONTINUES, from_action=older_action, to_action=first, source=source)
    Lineage.objects.create(kind=LineageKind.SPLITS, from_item=item, to_action=second, source=source)
    return found


def _exported(plan: Plan) -> bundle.Document:
    return queries.plan_document(Plan.objects.get(pk=plan.pk), origin=LILLE, exported_on=TODAY)


def _imported(plan: Plan, slug: str = "lille") -> Plan:
    content = bundle.write(_exported(plan))
    return services.import_plan(content=content, actor=COMMAND, now=MOMENT, slug=slug)


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(bundle.schema())


def test_export_import_export_is_the_same_document(plan: Plan) -> None:
    first = _exported(plan)

    foreign = _imported(plan)

    assert _exported(foreign) == first


def test_second_import_of_an_import_is_still_the_same(plan: Plan) -> None:
    again = _imported(_imported(plan), slug="encore")

    assert _exported(again) == _exported(plan)


def test_empty_plan_makes_the_round_trip() -> None:
    draft = PlanFactory(slug="brouillon", draft=True)

    assert _exported(_imported(draft)) == _exported(draft)


def test_document_holds_every_part(plan: Plan) -> None:
    document = _exported(plan)

    counts = {name: len(value) for name, value in document.items() if isinstance(value, list)}
    assert counts == {
        "sources": 3 + 2,
        "acts": 2,
        "axes": 2,
        "items": 1,
        "actions": 2,
        "crossings": 2,
        "lineage": 2,
        "figures": 1,
    }
    assert document["actions"][1]["milestones"][0]["needs"] == ["m1"]
    assert document["actions"][0]["budget"][1]["corrects"] == "b1"
    assert document["lineage"][0]["from"]["plan"] == "2015-2020"


def test_document_names_job_titles_and_nobody(plan: Plan) -> None:
    text = bundle.write(_exported(plan)).decode()

    assert '"title": "Chargé de mission"' in text
    assert "Deûlémont" not in text
    assert "@" not in text


def test_imported_plan_stands_beside_ours_and_is_only_read(plan: Plan, officer: User) -> None:
    foreign = _imported(plan)

    assert (foreign.is_foreign, foreign.origin_name, foreign.state) == (True, LILLE.name, plan.state)
    assert foreign not in Plan.objects.public()
    with pytest.raises(NotAllowed):
        services.update_action(
            action=foreign.actions.get(number=1), actor=officer, title="Autre", now=MOMENT, reason="Essai"
        )
    with pytest.raises(NotAllowed):
        services.close_plan(plan=foreign, actor=officer, closed_on=TODAY, now=MOMENT)
    with pytest.raises(NotAllowed):
        services.add_axis(plan=foreign, actor=officer, now=MOMENT, number=9, title="Axe", source=foreign.source)


def test_own_lists_do_not_show_what_came_from_elsewhere(plan: Plan) -> None:
    acts, sources = set(Act.objects.own()), set(Source.objects.own())

    _imported(plan)

    assert set(Act.objects.own()) == acts
    assert set(Source.objects.own()) == sources
    assert queries.current_plan(today=TODAY).origin_siren == ""


def test_import_is_one_operation_in_the_trail(plan: Plan) -> None:
    _imported(plan)

    entry = Entry.objects.get(verb="plan.imported")
    assert (entry.actor_id, entry.reason) == ("system:essaim plan import", LILLE.name)


def test_short_name_already_here_is_refused(plan: Plan) -> None:
    with pytest.raises(services.SlugTaken):
        services.import_plan(content=bundle.write(_exported(plan)), actor=COMMAND, now=MOMENT)


def test_only_the_team_or_a_command_imports(plan: Plan, officer: User) -> None:
    content = bundle.write(_exported(plan))

    services.import_plan(content=content, actor=officer, now=MOMENT, slug="par-agent")
    with pytest.raises(NotAllowed):
        services.import_plan(content=content, actor=UserFactory(), now=MOMENT, slug="par-autrui")


def test_our_own_plan_needs_the_name_of_its_authority(plan: Plan) -> None:
    with pytest.raises(ValueError, match="authority"):
        queries.plan_document(plan, origin=None, exported_on=TODAY)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"{",
        b"\xff\xfe",
        b'{"format": NaN}',
        b'{"format": "essaim-plan/1", "name": "\\ud800"}',
        b"[" * 100_000,
    ],
)
def test_broken_file_is_refused(content: bytes) -> None:
    with pytest.raises(bundle.BundleUnreadable):
        bundle.read(content)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'{"format": "essaim-plan/2"}', "essaim-plan/2"),
        (b'{"format": 1}', ""),
        (b"{}", ""),
        (b"[]", ""),
        (b"null", ""),
    ],
)
def test_unknown_version_is_refused_by_name(content: bytes, found: str) -> None:
    with pytest.raises(bundle.FormatUnknown) as refused:
        bundle.read(content)

    assert refused.value.found == found


def test_huge_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(bundle.BundleTooLarge):
        bundle.read(b" " * (bundle.FILE_BYTES_MAX + 1))


def _action(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["actions"][0]
    return found


WRONG: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "missing part": (lambda found: found.pop("axes"), "–"),
    "unknown field": (lambda found: found.update(mail="x"), "–"),
    "wrong kind": (lambda found: _action(found).update(number="1"), "actions[0].number"),
    "wrong state": (lambda found: found["plan"].update(state="lost"), "plan.state"),
    "not a date": (lambda found: found["plan"].update(starts_on="2026-02-30"), "plan.starts_on"),
    "long text": (lambda found: _action(found).update(title="x" * 20_001), "actions[0].title"),
    "unknown source": (lambda found: _action(found).update(source="nulle-part"), "actions[0].source"),
    "unknown axis": (lambda found: _action(found).update(axis=9), "actions[0].axis"),
    "unknown act": (lambda found: found["plan"].update(founding_act="nulle-part"), "plan.founding_act"),
    "action twice": (lambda found: found["actions"].append(copy.deepcopy(_action(found))), "actions[2].number"),
    "null character": (lambda found: found["plan"].update(name="a\x00b"), "plan.name"),
    "circle of steps": (
        lambda found: _action(found)["milestones"][0].update(needs=["m2"]),
        "actions.milestones",
    ),
    "correction of nothing": (
        lambda found: _action(found)["budget"][0].update(corrects="b2"),
        "actions[0].budget",
    ),
    "link elsewhere": (lambda found: found["lineage"][1]["from"].update(plan="a", code=None), "lineage[1]"),
    "name for a title": (
        lambda found: _action(found)["parts"][0].update(name="Maxence Deûlémont"),
        "actions[0].parts[0]",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_file_is_refused_with_the_place(case: str, plan: Plan) -> None:
    document = _exported(plan)
    spoil, place = WRONG[case]
    spoil(document)

    with pytest.raises(bundle.BundleInvalid) as refused:
        bundle.read(json.dumps(document).encode())

    assert place in {problem.place for problem in refused.value.problems}
    assert all(problem.meaning for problem in refused.value.problems)


def _counts() -> list[int]:
    return [model.objects.count() for model in (Plan, Source, Act, Action, Milestone, BudgetLine, Lineage, Statement)]


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda found: found["plan"].update(ends_on="2020-01-01"), "plan"),
        (lambda found: found["actions"][1].update(state="done"), "actions[1]"),
        (lambda found: found["figures"][0].update(unit="%"), "figures[0]"),
    ],
)
def test_failure_at_any_point_leaves_nothing(spoil: Callable[[Any], object], place: str, plan: Plan) -> None:
    document = _exported(plan)
    spoil(document)
    before = _counts()

    with pytest.raises(bundle.BundleInvalid) as refused:
        services.import_plan(content=json.dumps(document).encode(), actor=COMMAND, now=MOMENT, slug="copie")

    assert [problem.place for problem in refused.value.problems] == [place]
    assert _counts() == before


def test_withdrawn_import_is_seen_nowhere_and_loses_nothing(plan: Plan, officer: User) -> None:
    foreign = _imported(plan)
    counts, content = _counts(), queries.plan_document(foreign, origin=None, exported_on=TODAY)

    services.withdraw_imported_plan(plan=foreign, actor=officer, now=MOMENT, reason="Version provisoire")

    assert foreign not in queries.readable_plans(officer)
    assert foreign in queries.foreign_plans()
    assert _counts() == counts
    assert queries.plan_document(foreign, origin=None, exported_on=TODAY) == content
    assert Entry.objects.filter(verb="plan.import_withdrawn", reason="Version provisoire").count() == 1


def test_withdrawn_import_is_shown_again(plan: Plan, officer: User) -> None:
    foreign = _imported(plan)
    services.withdraw_imported_plan(plan=foreign, actor=officer, now=MOMENT)

    services.restore_imported_plan(plan=foreign, actor=officer, now=MOMENT)

    assert foreign in queries.readable_plans(officer)
    with pytest.raises(IllegalMove):
        services.restore_imported_plan(plan=foreign, actor=officer, now=MOMENT)


def test_withdrawn_import_keeps_its_short_name(plan: Plan) -> None:
    foreign = _imported(plan)
    services.withdraw_imported_plan(plan=foreign, actor=COMMAND, now=MOMENT)

    with pytest.raises(IllegalMove):
        services.withdraw_imported_plan(plan=foreign, actor=COMMAND, now=MOMENT)
    with pytest.raises(services.SlugTaken):
        _imported(plan)


def test_own_plan_is_not_withdrawn(plan: Plan) -> None:
    with pytest.raises(services.NotForeign):
        services.withdraw_imported_plan(plan=plan, actor=COMMAND, now=MOMENT)


def test_only_the_team_or_a_command_withdraws_and_restores(plan: Plan) -> None:
    foreign, passer_by = _imported(plan), UserFactory()

    with pytest.raises(NotAllowed):
        services.withdraw_imported_plan(plan=foreign, actor=passer_by, now=MOMENT)
    services.withdraw_imported_plan(plan=foreign, actor=COMMAND, now=MOMENT)
    with pytest.raises(NotAllowed):
        services.restore_imported_plan(plan=foreign, actor=passer_by, now=MOMENT)


def test_draft_made_from_an_import_outlives_its_withdrawal(plan: Plan, officer: User) -> None:
    foreign = _imported(plan)
    draft = services.duplicate_plan(
        plan=foreign,
        actor=officer,
        slug="2027-2032",
        name="Plan suivant",
        starts_on=date(2027, 1, 1),
        ends_on=date(2033, 1, 1),
        links_actions=False,
        now=MOMENT,
    )

    services.withdraw_imported_plan(plan=foreign, actor=COMMAND, now=MOMENT)

    assert draft.actions.count() == foreign.actions.count()
