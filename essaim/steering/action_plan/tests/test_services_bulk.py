"""Many actions are changed at once: exactly as shown, all or none, and put back within thirty days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.tests.factories import RoleGrantFactory, UserFactory
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.audit_trail.queries import changes_of
from essaim.foundations.documents.tests.factories import DocumentFactory
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.exports import csv_lines, ods_bytes, xlsx_bytes
from essaim.foundations.ui.sheets import MissingColumns, Outcome, plain
from essaim.steering.action_plan import queries, services
from essaim.steering.action_plan.bulk_edit import BulkEdit, NothingAsked, Pilot
from essaim.steering.action_plan.models import Action, ActionCommune, Axis, BulkChange, PersonInAction, Plan
from essaim.steering.action_plan.states import BULK_MOVES, BulkState, PersonRole

from .factories import (
    MOMENT,
    ActionFactory,
    AxisFactory,
    MilestoneFactory,
    PersonInActionFactory,
    PlanFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()
HEADER = "Action number,Action title,Axis number,Axis title,Communes (INSEE codes)"


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture
def officer() -> User:
    return RoleGrantFactory().person


@pytest.fixture
def plan() -> Plan:
    found = PlanFactory()
    axis = AxisFactory(plan=found, number=1, title="Repérer")
    action = ActionFactory(axis=axis, number=1, title="Rencontres")
    ActionCommune.objects.create(action=action, commune_code="59350")
    ActionFactory(axis=axis, number=2, title="Appel à projets")
    return found


def _prepared(plan: Plan, officer: User, *rows: str) -> BulkChange:
    content = "\n".join((HEADER, *rows)).encode()
    return services.prepare_import(plan=plan, actor=officer, content=content, file_name="plan.csv", now=MOMENT)


def _applied(change: BulkChange, officer: User) -> BulkChange:
    seen = queries.diff_of(change, today=TODAY)
    return services.apply_change(change=change, actor=officer, fingerprint=seen.fingerprint, now=MOMENT)


def _imported(plan: Plan, officer: User, *rows: str) -> BulkChange:
    return _applied(_prepared(plan, officer, *rows), officer)


def _titles(plan: Plan) -> list[str]:
    return list(plan.actions.order_by("number").values_list("title", flat=True))


def test_preparing_writes_nothing_in_the_plan(plan: Plan, officer: User) -> None:
    change = _prepared(plan, officer, "1,Autre titre,1,,", "9,Nouvelle,3,Essaimer,59512")

    assert _titles(plan) == ["Rencontres", "Appel à projets"]
    assert change.state == BulkState.PREPARED
    assert [row.outcome for row in queries.diff_of(change, today=TODAY).rows] == [Outcome.CHANGED, Outcome.NEW]


def test_applying_writes_what_was_shown(plan: Plan, officer: User) -> None:
    _imported(plan, officer, "1,Autre titre,1,,59512 59009", "9,Nouvelle,3,Essaimer,59512")

    first, new = Action.objects.get(plan=plan, number=1), Action.objects.get(plan=plan, number=9)
    assert first.title == "Autre titre"
    assert [row.commune_code for row in first.communes.all()] == ["59009", "59512"]
    assert (new.axis.number, new.axis.title, new.state) == (3, "Essaimer", "proposed")
    assert new.source == plan.source


def test_new_rows_take_the_source_chosen(plan: Plan, officer: User) -> None:
    source = SourceFactory()
    content = f"{HEADER}\n9,Nouvelle,1,,".encode()
    change = services.prepare_import(
        plan=plan, actor=officer, content=content, file_name="p.csv", source=source, now=MOMENT
    )

    _applied(change, officer)

    assert Action.objects.get(plan=plan, number=9).source == source


def test_each_action_has_one_operation_in_the_trail(plan: Plan, officer: User) -> None:
    _imported(plan, officer, "1,Autre titre,3,Essaimer,59512", "2,Appel à projets,1,,")

    first, second = plan.actions.order_by("number")
    entries = Entry.objects.filter(target_model="action_plan.action")
    assert [(entry.verb, entry.target_id, entry.reason) for entry in entries] == [
        ("action.changed_in_bulk", str(first.pk), "plan.csv")
    ]
    assert len(changes_of(first)) == 2
    assert len(changes_of(second)) == 1


def test_same_file_again_has_nothing_to_do(plan: Plan, officer: User) -> None:
    rows = ("1,Autre titre,1,,59512", "9,Nouvelle,3,Essaimer,")
    _imported(plan, officer, *rows)
    again = _prepared(plan, officer, *rows)

    assert queries.diff_of(again, today=TODAY).changes == ()
    with pytest.raises(services.NothingToDo):
        _applied(again, officer)


def test_plan_changed_since_it_was_shown_refuses_the_change(plan: Plan, officer: User) -> None:
    change = _prepared(plan, officer, "1,Autre titre,1,,")
    seen = queries.diff_of(change, today=TODAY).fingerprint
    services.update_action(action=plan.actions.get(number=1), actor=officer, title="Entre-temps", now=MOMENT)

    with pytest.raises(services.PlanChangedSince):
        services.apply_change(change=change, actor=officer, fingerprint=seen, now=MOMENT)
    assert _titles(plan) == ["Entre-temps", "Appel à projets"]


def test_one_row_in_error_refuses_the_whole_file(plan: Plan, officer: User) -> None:
    with pytest.raises(services.RowsInError):
        _imported(plan, officer, "1,Autre titre,1,,", "2,,1,,")

    assert _titles(plan) == ["Rencontres", "Appel à projets"]


def test_failure_half_way_leaves_nothing(plan: Plan, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    change = _prepared(plan, officer, "1,Autre titre,3,Essaimer,", "2,Encore un,3,,")
    monkeypatch.setattr("essaim.steering.action_plan.services.bulk.record", _fail_on_second())

    with pytest.raises(RuntimeError):
        _applied(change, officer)

    assert _titles(plan) == ["Rencontres", "Appel à projets"]
    assert list(plan.axes.values_list("number", flat=True)) == [1]


def _fail_on_second():
    calls = []

    def fail(verb: str, **_values: object) -> None:
        calls.append(verb)
        if len(calls) == 2:
            raise RuntimeError

    return fail


def test_file_without_a_required_column_is_refused(plan: Plan, officer: User) -> None:
    with pytest.raises(MissingColumns):
        services.prepare_import(
            plan=plan, actor=officer, content=b"Action number,Titre\n1,x", file_name="p.csv", now=MOMENT
        )


@pytest.mark.parametrize("trait", ["closed", "foreign"])
def test_closed_or_foreign_plan_takes_no_file(trait: str, officer: User) -> None:
    values = {"closed": True} if trait == "closed" else {"origin_siren": "244400404", "origin_name": "Nantes Métropole"}
    with pytest.raises(NotAllowed):
        _prepared(PlanFactory(**values), officer, "1,Titre,1,Axe,")


def test_only_the_team_changes_many_actions(plan: Plan, officer: User) -> None:
    stranger = UserFactory()
    change = _applied(_prepared(plan, officer, "1,Autre titre,1,,"), officer)

    with pytest.raises(NotAllowed):
        _prepared(plan, stranger, "1,Encore,1,,")
    with pytest.raises(NotAllowed):
        services.undo_change(change=change, actor=stranger, now=MOMENT)


def test_undoing_puts_everything_back(plan: Plan, officer: User) -> None:
    change = _imported(plan, officer, "1,Autre titre,3,Essaimer,59512", "9,Nouvelle,3,,59009")

    undone = services.undo_change(change=change, actor=officer, now=MOMENT)

    first = plan.actions.get(number=1)
    assert (first.title, first.axis.number) == ("Rencontres", 1)
    assert [row.commune_code for row in first.communes.all()] == ["59350"]
    assert not plan.actions.filter(number=9).exists()
    assert not Axis.objects.filter(plan=plan, number=3).exists()
    assert undone.state == BulkState.UNDONE
    assert set(undone.rows.values_list("kept_because", flat=True)) == {""}


def test_row_changed_again_since_is_kept_with_the_reason(plan: Plan, officer: User) -> None:
    change = _imported(plan, officer, "1,Autre titre,1,,59350", "2,Appel refondu,1,,")
    services.update_action(action=plan.actions.get(number=1), actor=officer, title="Troisième titre", now=MOMENT)

    services.undo_change(change=change, actor=officer, now=MOMENT)

    assert _titles(plan) == ["Troisième titre", "Appel à projets"]
    assert [bool(row.kept_because) for row in change.rows.all()] == [True, False]


def test_field_the_change_did_not_touch_does_not_prevent_undoing(plan: Plan, officer: User) -> None:
    change = _imported(plan, officer, "1,Autre titre,1,,59350")
    services.update_action(action=plan.actions.get(number=1), actor=officer, description="Depuis", now=MOMENT)

    services.undo_change(change=change, actor=officer, now=MOMENT)

    assert plan.actions.get(number=1).title == "Rencontres"


def test_new_action_on_which_something_hangs_is_kept(plan: Plan, officer: User) -> None:
    change = _imported(plan, officer, "1,Autre titre,1,,", "9,Nouvelle,3,Essaimer,")
    MilestoneFactory(action=plan.actions.get(number=9))

    services.undo_change(change=change, actor=officer, now=MOMENT)

    reasons = {(row.target, row.number): row.kept_because for row in change.rows.all()}
    assert plan.actions.filter(number=9).exists()
    assert "milestones" in reasons["action", 9]
    assert reasons["axis", 3]
    assert reasons["action", 1] == ""


@pytest.mark.parametrize("withdrawn", [False, True])
def test_new_action_that_has_documents_is_kept(withdrawn: bool, plan: Plan, officer: User) -> None:
    change = _imported(plan, officer, "1,Autre titre,1,,", "9,Nouvelle,3,Essaimer,")
    new = plan.actions.get(number=9)
    DocumentFactory(subject_kind="action_plan.action", subject_id=str(new.pk), withdrawn=withdrawn)

    services.undo_change(change=change, actor=officer, now=MOMENT)

    reasons = {(row.target, row.number): row.kept_because for row in change.rows.all()}
    assert plan.actions.filter(number=9).exists()
    assert "documents" in reasons["action", 9]
    assert reasons["action", 1] == ""


def test_nothing_left_to_undo_is_said(plan: Plan, officer: User) -> None:
    change = _imported(plan, officer, "1,Autre titre,1,,")
    services.update_action(action=plan.actions.get(number=1), actor=officer, title="Troisième titre", now=MOMENT)

    with pytest.raises(services.NothingUndone):
        services.undo_change(change=change, actor=officer, now=MOMENT)


def test_thirty_days_later_is_too_late(plan: Plan, officer: User) -> None:
    change = _imported(plan, officer, "1,Autre titre,1,,")

    with pytest.raises(services.UndoExpired):
        services.undo_change(change=change, actor=officer, now=MOMENT + timedelta(days=30))


def test_changes_are_undone_in_any_order_that_makes_sense(plan: Plan, officer: User) -> None:
    first = _imported(plan, officer, "1,Deuxième titre,1,,59350")
    second = _imported(plan, officer, "1,Troisième titre,1,,59350")

    with pytest.raises(services.NothingUndone):
        services.undo_change(change=first, actor=officer, now=MOMENT)
    services.undo_change(change=second, actor=officer, now=MOMENT)
    services.undo_change(change=first, actor=officer, now=MOMENT)

    assert plan.actions.get(number=1).title == "Rencontres"


ALLOWED = {("apply", BulkState.PREPARED), ("undo", BulkState.APPLIED)}


@pytest.mark.parametrize("move", ["apply", "undo"])
@pytest.mark.parametrize("state", BulkState)
def test_only_listed_moves_are_possible(move: str, state: BulkState) -> None:
    if (move, state) in ALLOWED:
        BULK_MOVES.target(move, state)
    else:
        with pytest.raises(IllegalMove):
            BULK_MOVES.target(move, state)


def test_double_click_applies_once(plan: Plan, officer: User) -> None:
    change = _prepared(plan, officer, "1,Autre titre,1,,")
    seen = queries.diff_of(change, today=TODAY).fingerprint
    services.apply_change(change=change, actor=officer, fingerprint=seen, now=MOMENT)

    with pytest.raises(IllegalMove):
        services.apply_change(change=change, actor=officer, fingerprint=seen, now=MOMENT)


@pytest.fixture
def large_plan() -> Plan:
    found = PlanFactory()
    axes = [AxisFactory(plan=found, number=number) for number in (1, 2)]
    for number in range(1, 201):
        ActionFactory(axis=axes[0], number=number)
    return found


def test_two_hundred_actions_are_edited_by_one_undoable_operation(large_plan: Plan, officer: User) -> None:
    pilot = UserFactory()
    edit = BulkEdit(
        tuple(range(1, 201)), axis_number=2, communes_added=("59350",), pilot=Pilot(pilot.pk, pilot.full_name)
    )
    change = services.prepare_edit(plan=large_plan, actor=officer, edit=edit, reason="Nouvel axe", now=MOMENT)

    _applied(change, officer)

    entries = Entry.objects.filter(target_model="action_plan.action", verb="action.changed_in_bulk")
    assert entries.count() == entries.values("target_id").distinct().count() == 200
    assert set(entries.values_list("reason", flat=True)) == {"Nouvel axe"}
    assert large_plan.actions.filter(axis__number=2, communes__commune_code="59350").count() == 200
    assert PersonInAction.objects.filter(person=pilot, role=PersonRole.PILOT, ends_on__isnull=True).count() == 200

    services.undo_change(change=change, actor=officer, now=MOMENT)

    assert large_plan.actions.filter(axis__number=1, communes__isnull=True).count() == 200
    assert not PersonInAction.objects.filter(ends_on__isnull=True).exists()
    assert Entry.objects.filter(verb="action.put_back").values("target_id").distinct().count() == 200


def test_preview_of_two_hundred_actions_takes_few_queries(large_plan: Plan, officer: User) -> None:
    edit = BulkEdit(tuple(range(1, 201)), axis_number=2)
    change = services.prepare_edit(plan=large_plan, actor=officer, edit=edit, reason="", now=MOMENT)

    with CaptureQueriesContext(
        connection,
    ) as before:
        queries.diff_of(change, today=TODAY)
    _applied(change, officer)
    with CaptureQueriesContext(connection) as after:
        queries.undo_rows(change)

    assert len(before) <= 4
    assert len(after) <= 8


def test_edit_changes_only_the_actions_chosen(plan: Plan, officer: User) -> None:
    edit = BulkEdit((2,), plain_summary="En clair", communes_added=("59512",))
    change = services.prepare_edit(plan=plan, actor=officer, edit=edit, reason="Clarté", now=MOMENT)

    _applied(change, officer)

    assert list(plan.actions.order_by("number").values_list("plain_summary", flat=True)) == ["", "En clair"]


def test_undoing_a_pilot_names_the_one_before_again(plan: Plan, officer: User) -> None:
    action = ActionFactory(axis=plan.axes.get(), number=3, open=True)
    former = PersonInActionFactory(action=action).person
    new = UserFactory()
    edit = BulkEdit((3,), pilot=Pilot(new.pk, new.full_name))
    change = _applied(services.prepare_edit(plan=plan, actor=officer, edit=edit, reason="", now=MOMENT), officer)

    services.undo_change(change=change, actor=officer, now=MOMENT)

    assert PersonInAction.objects.get(action=action, role=PersonRole.PILOT, ends_on__isnull=True).person == former


def test_pilot_who_left_is_not_named_again(plan: Plan, officer: User) -> None:
    action = ActionFactory(axis=plan.axes.get(), number=3, open=True)
    former = PersonInActionFactory(action=action).person
    new = UserFactory()
    edit = BulkEdit((3,), pilot=Pilot(new.pk, new.full_name))
    change = _applied(services.prepare_edit(plan=plan, actor=officer, edit=edit, reason="", now=MOMENT), officer)
    former.is_active, former.left_at = False, MOMENT
    former.save(update_fields=["is_active", "left_at"])

    with pytest.raises(services.NothingUndone):
        services.undo_change(change=change, actor=officer, now=MOMENT)
    assert PersonInAction.objects.get(action=action, ends_on__isnull=True).person == new


def test_edit_that_asks_nothing_is_refused(plan: Plan, officer: User) -> None:
    with pytest.raises(NothingAsked):
        services.prepare_edit(plan=plan, actor=officer, edit=BulkEdit((1, 2)), reason="", now=MOMENT)


def test_edit_survives_storage() -> None:
    edit = BulkEdit((1, 2), 3, ("59350",), (), "Texte", None, Pilot(4, "Camille Exemple"))

    assert BulkEdit.from_json(edit.as_json()) == edit


def test_draft_takes_up_a_plan_and_leaves_what_happened(plan: Plan, officer: User) -> None:
    dropped = ActionFactory(axis=plan.axes.get(), number=3, state="dropped", ended_on=TODAY, end_reason="Sans suite")
    MilestoneFactory(action=plan.actions.get(number=1))

    draft = services.duplicate_plan(
        plan=plan,
        actor=officer,
        slug="2027-2032",
        name="Plan suivant",
        starts_on=date(2027, 1, 1),
        ends_on=date(2033, 1, 1),
        links_actions=True,
        now=MOMENT,
    )

    assert draft.state == "draft"
    assert _titles(draft) == ["Rencontres", "Appel à projets"]
    assert dropped.title not in _titles(draft)
    assert [row.commune_code for row in draft.actions.get(number=1).communes.all()] == ["59350"]
    assert not draft.actions.filter(milestones__isnull=False).exists()
    assert draft.actions.get(number=2).ancestors.get().from_action == plan.actions.get(number=2)


def test_draft_needs_a_free_short_name(plan: Plan, officer: User) -> None:
    with pytest.raises(ValidationError):
        services.duplicate_plan(
            plan=plan,
            actor=officer,
            slug=plan.slug,
            name="x",
            starts_on=date(2027, 1, 1),
            ends_on=date(2033, 1, 1),
            links_actions=False,
            now=MOMENT,
        )


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)


def _file(kind: str, header: list[str], rows: list[list[object]]) -> bytes:
    if kind == "xlsx":
        return xlsx_bytes(header, rows)
    return ods_bytes(header, rows) if kind == "ods" else "".join(csv_lines(header, rows)).encode()


class ExportedSheet(TestCase):
    """Whatever the texts hold, the sheet of a plan read again changes nothing in it."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        titles=st.lists(TEXTS.filter(plain), min_size=1, max_size=3),
        text=TEXTS,
        kind=st.sampled_from(["csv", "ods", "xlsx"]),
        language=st.sampled_from(["fr", "en"]),
    )
    def test_sheet_read_again_changes_nothing(self, titles: list[str], text: str, kind: str, language: str) -> None:
        plan = PlanFactory()
        axis = AxisFactory(plan=plan, number=1, title=titles[0])
        for number, title in enumerate(titles, start=1):
            action = ActionFactory(axis=axis, number=number, title=title, description=text, plain_summary=text)
            ActionCommune.objects.create(action=action, commune_code="59350")
        with translation.override(language):
            content = _file(kind, *queries.sheet_of(plan))

        change = services.prepare_import(
            plan=plan, actor=RoleGrantFactory().person, content=content, file_name=f"plan.{kind}", now=MOMENT
        )

        diff = queries.diff_of(change, today=TODAY)
        assert [row.outcome for row in diff.rows] == [Outcome.UNCHANGED] * len(titles), diff.rows
