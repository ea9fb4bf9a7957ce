"""Calls and editions, written by the team: drafted, copied, brought into force, closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from essaim.delivery.calls_for_projects import services
from essaim.delivery.calls_for_projects.models import (
    Call,
    Criterion,
    Edition,
    EditionAction,
    ExampleFile,
    Rule,
)
from essaim.delivery.calls_for_projects.nightly import JOBS
from essaim.delivery.calls_for_projects.states import EditionState
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.versions import ChangedMeanwhile
from essaim.steering.action_plan.tests.factories import ActionFactory

from .factories import (
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
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _last() -> Entry:
    found = Entry.objects.order_by("-pk").first()
    assert found is not None
    return found


def test_call_is_written_then_corrected_with_a_reason(officer: User) -> None:
    call = services.create_call(actor=officer, now=NOW, slug="essai", name="Essai")
    call = services.update_call(call=call, actor=officer, now=NOW, reason="plus clair", purpose="Essayer")

    assert (call.name, call.purpose) == ("Essai", "Essayer")
    assert (_last().verb, _last().reason) == ("call.updated", "plus clair")


@pytest.mark.parametrize("kind", [RoleKind.ELECTED_OFFICIAL, RoleKind.EVALUATOR, RoleKind.SUPPORT])
def test_only_the_team_writes(kind: RoleKind) -> None:
    edition, other = EditionFactory(), person_with(kind)
    RuleFactory(edition=edition)
    writes = (
        lambda: services.create_call(actor=other, now=NOW, slug="essai", name="Essai"),
        lambda: services.update_call(call=edition.call, actor=other, now=NOW, reason="x", name="Autre"),
        lambda: services.create_edition(call=edition.call, actor=other, now=NOW, code="x", title="X"),
        lambda: services.update_edition(edition=edition, actor=other, now=NOW, reason="x", title="X"),
        lambda: services.draft_from(edition=edition, actor=other, now=NOW, code="x", title="X"),
        lambda: services.start_edition(edition=edition, actor=other, now=NOW, starts_on=TODAY),
        lambda: services.add_part(edition=edition, model=Rule, actor=other, now=NOW, code="X"),
        lambda: services.update_part(part=edition.rules.get(), actor=other, now=NOW, reason="x", wording="X"),
        lambda: services.remove_part(part=edition.rules.get(), actor=other, now=NOW, reason="x"),
        lambda: services.link_action(edition=edition, actor=other, now=NOW, action=ActionFactory()),
    )

    for attempt in writes:
        with pytest.raises(NotAllowed):
            attempt()
    assert Call.objects.count() == 1


def test_edition_in_force_is_not_written_any_more(officer: User) -> None:
    edition = EditionFactory(in_force=True)
    rule = RuleFactory(edition=edition)
    writes = (
        lambda: services.update_edition(edition=edition, actor=officer, now=NOW, reason="x", title="X"),
        lambda: services.add_part(edition=edition, model=Rule, actor=officer, now=NOW, code="X"),
        lambda: services.update_part(part=rule, actor=officer, now=NOW, reason="x", wording="X"),
        lambda: services.remove_part(part=rule, actor=officer, now=NOW, reason="x"),
    )

    for attempt in writes:
        with pytest.raises(NotAllowed):
            attempt()


def test_draft_from_an_edition_holds_all_its_parts_and_leaves_it_alone(officer: User) -> None:
    edition = EditionFactory(in_force=True, summary="Pour tous", pass_mark=12)
    for factory_class in (
        RuleFactory,
        RuleFactory,
        ParameterFactory,
        RequiredPieceFactory,
        QuestionFactory,
        CriterionFactory,
        InstalmentFactory,
        ExampleFileFactory,
        EditionActionFactory,
    ):
        factory_class(edition=edition)

    draft = services.draft_from(edition=edition, actor=officer, now=NOW, code="suite", title="Suite")

    assert (draft.state, draft.starts_on, draft.summary, draft.pass_mark) == ("draft", None, "Pour tous", 12)
    assert draft.drafted_from == edition
    codes = [list(row.rules.values_list("code", "parameters")) for row in (edition, draft)]
    assert codes[0] == codes[1]
    counts = [
        (row.rules.count(), row.parameters.count(), row.pieces.count(), row.questions.count(), row.criteria.count(),
         row.instalments.count(), row.examples.count(), row.actions.count())
        for row in (edition, draft)
    ]  # fmt: skip
    assert counts == [(2, 1, 1, 1, 1, 1, 1, 1)] * 2
    services.update_part(part=draft.rules.first(), actor=officer, now=NOW, reason="essai", parameters={"cents": 1})
    assert {rule.parameters["cents"] for rule in edition.rules.all()} == {3_000_000}


def test_edition_that_starts_ends_the_one_before_on_that_day(officer: User) -> None:
    before = EditionFactory(in_force=True)
    draft = EditionFactory(call=before.call)
    RuleFactory(edition=draft)

    started = services.start_edition(edition=draft, actor=officer, now=NOW, starts_on=TODAY, reason="délibération")

    before.refresh_from_db()
    assert (started.state, started.starts_on) == (EditionState.IN_FORCE, TODAY)
    assert (before.state, before.ends_on) == (EditionState.CLOSED, TODAY)
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["edition.ended", "edition.started", "edition.closed"]


def test_edition_that_starts_later_leaves_the_one_before_in_force_until_then(officer: User) -> None:
    before = EditionFactory(in_force=True)
    draft = EditionFactory(call=before.call)
    RuleFactory(edition=draft)
    later = TODAY + timedelta(days=30)

    services.start_edition(edition=draft, actor=officer, now=NOW, starts_on=later)

    before.refresh_from_db()
    assert (before.state, before.ends_on) == (EditionState.IN_FORCE, later)
    assert services.close_ended_editions(actor=SystemActor("essai"), now=NOW) == 0
    assert services.close_ended_editions(actor=SystemActor("essai"), now=NOW + timedelta(days=30)) == 1
    assert services.close_ended_editions(actor=SystemActor("essai"), now=NOW + timedelta(days=31)) == 0
    assert [row.code for row in Edition.objects.in_force(later)] == [draft.code]


def test_edition_without_rules_or_on_days_taken_does_not_start(officer: User) -> None:
    before = EditionFactory(in_force=True, ends_on=date(2027, 1, 1))
    draft = EditionFactory(call=before.call)

    with pytest.raises(services.NotReady):
        services.start_edition(edition=draft, actor=officer, now=NOW, starts_on=TODAY)
    RuleFactory(edition=draft)
    with pytest.raises(ValidationError):
        services.start_edition(edition=draft, actor=officer, now=NOW, starts_on=TODAY)
    before.refresh_from_db()
    assert before.ends_on == date(2027, 1, 1)


def test_edition_is_started_and_closed_once(officer: User) -> None:
    edition = EditionFactory(in_force=True)
    RuleFactory(edition=edition)

    with pytest.raises(IllegalMove):
        services.start_edition(edition=edition, actor=officer, now=NOW, starts_on=TODAY)
    with pytest.raises(ValidationError):
        services.close_edition(
            edition=edition, actor=officer, now=NOW, ends_on=TODAY + timedelta(days=1), reason="trop tôt"
        )
    closed = services.close_edition(edition=edition, actor=officer, now=NOW, ends_on=TODAY, reason="fini")
    assert (closed.state, closed.ends_on) == (EditionState.CLOSED, TODAY)
    with pytest.raises(IllegalMove):
        services.close_edition(edition=edition, actor=officer, now=NOW, ends_on=TODAY, reason="encore")
    with pytest.raises(NotAllowed):
        services.close_edition(edition=EditionFactory(), actor=officer, now=NOW, ends_on=TODAY, reason="brouillon")
    with pytest.raises(NotAllowed):
        services.close_edition(
            edition=EditionFactory(in_force=True), actor=SystemActor("essai"), now=NOW, ends_on=TODAY
        )


def test_command_closes_what_the_night_would(capsys: pytest.CaptureFixture[str]) -> None:
    edition = EditionFactory(in_force=True, ends_on=date(2024, 6, 1))

    call_command("calls", "close")

    edition.refresh_from_db()
    assert edition.state == EditionState.CLOSED
    assert capsys.readouterr().out == "1 edition(s) closed.\n"
    assert [job.name for job in JOBS] == ["calls close", "calls silence", "calls drafts"]


def test_parts_are_added_last_corrected_with_a_reason_and_removed(officer: User) -> None:
    edition = EditionFactory()
    values = {"title": "Besoin", "weight": 3, "scale": [{"mark": 0, "wording": "non"}, {"mark": 1, "wording": "oui"}]}

    first = services.add_part(edition=edition, model=Criterion, actor=officer, now=NOW, code="A", **values)
    second = services.add_part(edition=edition, model=Criterion, actor=officer, now=NOW, code="B", **values)
    services.update_part(part=first, actor=officer, now=NOW, reason="plus lourd", weight=5)
    services.remove_part(part=second, actor=officer, now=NOW, reason="doublon")

    assert (first.position, second.position) == (1, 2)
    assert list(edition.criteria.values_list("code", "weight")) == [("A", 5)]
    assert (_last().verb, _last().reason) == ("criterion.removed", "doublon")


def test_part_changed_meanwhile_is_not_written_over(officer: User) -> None:
    rule = RuleFactory()

    with pytest.raises(ChangedMeanwhile):
        services.update_part(part=rule, actor=officer, now=NOW, reason="x", version="vieille", wording="Autre")
    with pytest.raises(ValueError, match="not changed here"):
        services.update_part(part=rule, actor=officer, now=NOW, reason="x", edition=EditionFactory())


def test_unreadable_rule_and_example_are_refused(officer: User) -> None:
    edition = EditionFactory()

    with pytest.raises(ValidationError):
        services.add_part(
            edition=edition, model=Rule, actor=officer, now=NOW, code="R", kind="ceiling", wording="x", source_note="x"
        )
    with pytest.raises(ValidationError):
        services.add_part(edition=edition, model=ExampleFile, actor=officer, now=NOW, title="x", facts={})


def test_edition_is_tied_to_an_action_once_and_untied_with_a_reason(officer: User) -> None:
    edition, action = EditionFactory(in_force=True), ActionFactory()

    link = services.link_action(edition=edition, actor=officer, now=NOW, action=action)
    with pytest.raises(ValidationError):
        services.link_action(edition=edition, actor=officer, now=NOW, action=action)
    services.unlink_action(link=link, actor=officer, now=NOW, reason="erreur")

    assert not EditionAction.objects.exists()
    assert (_last().verb, _last().reason) == ("edition.unlinked", "erreur")
