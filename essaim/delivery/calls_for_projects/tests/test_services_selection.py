"""The selection: exactly the complete files, interests that bar, amounts within every limit, decisions frozen for good."""

from __future__ import annotations

import itertools
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import DatabaseError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from essaim.delivery.calls_for_projects.models import (
    Application,
    DecisionLetter,
    Interest,
    Score,
    SelectionFile,
    SelectionSession,
)
from essaim.delivery.calls_for_projects.queries import selection as queries
from essaim.delivery.calls_for_projects.services import decisions, letters
from essaim.delivery.calls_for_projects.services import selection as services
from essaim.delivery.calls_for_projects.states import (
    SELECTION_MOVES,
    ApplicationState,
    FileOutcome,
    InterestKind,
    SelectionState,
)
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.notifications.models import Letter, Notification
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.committees import services as committees
from essaim.steering.committees.draft import minutes_content
from essaim.steering.committees.tests.factories import SessionFactory

from .factories import ApplicationFactory
from .factories_selection import BEFORE, NOW, Stage, stage_of

pytestmark = pytest.mark.django_db


def _grant(stage: Stage, file: SelectionFile, cents: int, **values: object) -> SelectionFile:
    given_values = {"outcome": "granted", "nature": "subsidy", "granted_cents": cents, "year": 2026, **values}
    return decisions.decide_file(file=file, actor=stage.officer, now=NOW, **given_values)


def _refuse(stage: Stage, file: SelectionFile, **values: object) -> SelectionFile:
    given_values = {"outcome": "refused", "cited": ["C1"], "reason": "Le besoin n’est pas établi.", **values}
    return decisions.decide_file(file=file, actor=stage.officer, now=NOW, **given_values)


@pytest.fixture
def stage() -> Stage:
    found = stage_of(3)
    found.prepare()
    return found


@pytest.fixture
def sitting(stage: Stage) -> Stage:
    stage.allow(1_200_000)
    stage.open()
    return stage


def test_exactly_the_complete_files_since_the_last_session_are_taken() -> None:
    stage = stage_of(2)
    form = stage.applications[0].form
    others = [
        ApplicationFactory(form=form),
        ApplicationFactory(form=form, is_filed=True),
        ApplicationFactory(form=form, is_complete=True),
        ApplicationFactory(is_ready=True),
    ]
    stage.prepare()

    assert [file.application for file in stage.files] == stage.applications
    states = set(
        Application.objects.filter(pk__in=[row.pk for row in stage.applications]).values_list("state", flat=True)
    )
    assert states == {ApplicationState.PRESENTED}
    for row in others:
        assert Application.objects.get(pk=row.pk).state == row.state
    assert [file.point.title for file in stage.files] == [row.reference for row in stage.applications]

    late = ApplicationFactory(form=form, is_ready=True)
    assert stage.selection is not None
    assert services.take_files(selection=stage.selection, actor=stage.officer, now=BEFORE) == 1
    assert services.take_files(selection=stage.selection, actor=stage.officer, now=BEFORE) == 0
    stage.again()
    assert stage.files[-1].application == late


def test_no_selection_without_files_twice_at_once_or_by_others(stage: Stage) -> None:
    empty, call = stage_of(0, ceiling_cents=None), stage.applications[0].call
    with pytest.raises(NotAllowed):
        services.prepare_selection(call=call, session=empty.session, actor=UserFactory(), now=BEFORE)
    with pytest.raises(ValidationError, match="en cours"):
        services.prepare_selection(call=call, session=empty.session, actor=stage.officer, now=BEFORE)
    other = ApplicationFactory(is_filed=True).call
    with pytest.raises(services.NoFileWaits):
        services.prepare_selection(call=other, session=empty.session, actor=stage.officer, now=BEFORE)
    assert not SelectionSession.objects.filter(call=other).exists()


def test_interests_are_found_in_the_records_and_bar_the_file() -> None:
    stage = stage_of(4)
    first, second, third, _fourth = stage.applications
    seat_holder, author, tied = stage.members
    Application.objects.filter(pk=first.pk).update(organization=seat_holder.organization)
    Application.objects.filter(pk=second.pk).update(author=author.person)
    services.declare_tie(
        mandate=tied, organization=third.organization, actor=tied.person, now=BEFORE, kind=InterestKind.BOARD
    )
    stage.prepare()

    found = {(row.file.application_id, row.seat_id, row.kind) for row in Interest.objects.all()}
    assert found == {
        (first.pk, seat_holder.seat_id, "seat"),
        (second.pk, author.seat_id, "applicant"),
        (third.pk, tied.seat_id, "board"),
    }
    assert stage.selection is not None
    assert services.find_interests(selection=stage.selection, actor=stage.officer, now=BEFORE) == 0


def test_who_speaks_for_a_structure_is_found() -> None:
    from essaim.ecosystem.organizations.tests.factories import RepresentationFactory

    stage = stage_of(1)
    RepresentationFactory(organization=stage.applications[0].organization, person=stage.members[0].person)
    stage.prepare()

    assert Interest.objects.get().kind == InterestKind.SPEAKS


def test_barred_member_neither_marks_nor_counts_and_the_minutes_say_so(sitting: Stage) -> None:
    member, other = sitting.members[:2]
    file = sitting.files[0]
    criteria = queries.criteria_of(file.application)
    marks = {row.pk: 4 for row in criteria}
    services.score_file(file=file, seat=member.seat, actor=member.person, now=NOW, marks=marks)
    services.declare_interest(file=file, seat=member.seat, actor=member.person, now=NOW, reason="Membre de la famille")

    with pytest.raises(NotAllowed):
        services.score_file(file=file, seat=member.seat, actor=member.person, now=NOW, marks=marks)
    with pytest.raises(ValidationError):
        services.declare_interest(file=file, seat=member.seat, actor=member.person, now=NOW, reason="encore")
    with pytest.raises(NotAllowed):
        services.declare_interest(file=file, seat=other.seat, actor=member.person, now=NOW, reason="pour autrui")
    services.score_file(file=file, seat=other.seat, actor=other.person, now=NOW, marks=dict.fromkeys(marks, 0))
    sitting.again()
    grade = queries.grades_of(sitting.files)[file.pk]
    assert (grade.seats, grade.mean) == (1, 0.0)

    for row in sitting.files:
        _refuse(sitting, row)
    assert sitting.selection is not None
    decisions.freeze_selection(selection=sitting.selection, actor=sitting.officer, now=NOW)
    point = minutes_content(sitting.session)["points"][0]
    assert [row["reason"] for row in point["withdrawals"]] == ["Membre de la famille"]
    assert "Refusé" in point["discussion"]


def test_marks_are_weighted_and_their_dispersion_is_told(sitting: Stage) -> None:
    file = sitting.files[0]
    heavy, light = queries.criteria_of(file.application)
    for member, marks in zip(sitting.members, [(4, 4), (4, 0), (0, None)], strict=True):
        given_marks = {heavy.pk: marks[0], light.pk: marks[1]}
        services.score_file(file=file, seat=member.seat, actor=member.person, now=NOW, marks=given_marks)
    grade = queries.grades_of(list(queries.file_rows(file.selection)))[file.pk]

    # 4 of 4 with weight 2, 0 of 4 with weight 1: two thirds. The third seat marked one criterion only.
    assert (grade.seats, grade.started) == (2, 1)
    assert grade.mean == pytest.approx(250 / 3)
    assert grade.deviation == pytest.approx(50 / 3)
    assert (grade.lowest, grade.highest) == (pytest.approx(200 / 3), 100)

    member = sitting.members[0]
    with pytest.raises(ValidationError):
        services.score_file(file=file, seat=member.seat, actor=member.person, now=NOW, marks={heavy.pk: 3})
    services.score_file(file=file, seat=member.seat, actor=member.person, now=NOW, marks={heavy.pk: None})
    assert Score.objects.filter(file=file, seat=member.seat).count() == 1
    with pytest.raises(NotAllowed):
        services.score_file(file=file, seat=member.seat, actor=sitting.officer, now=NOW, marks={heavy.pk: 4})


@pytest.mark.parametrize(
    ("ceiling", "share", "requested", "limit"),
    [(400_000, None, 500_000, 400_000), (1_000_000, 100, 500_000, 200_000), (None, None, 300_000, 300_000)],
)
def test_no_amount_beyond_any_limit(ceiling: int | None, share: int | None, requested: int, limit: int) -> None:
    stage = stage_of(1, ceiling_cents=ceiling, share_permille=share, requested_cents=requested)
    stage.prepare()
    stage.allow(10_000_000)
    stage.open()

    with pytest.raises(decisions.AmountTooHigh) as refusal:
        _grant(stage, stage.files[0], limit + 1)
    assert refusal.value.limit_cents == limit
    assert _grant(stage, stage.files[0], limit).granted_cents == limit
    with pytest.raises(IntegrityError), transaction.atomic():
        SelectionFile.objects.filter(pk=stage.files[0].pk).update(granted_cents=limit + 1)


def test_no_amount_beyond_the_allowances_of_its_year_type_and_territory(stage: Stage) -> None:
    stage.allow(600_000)
    stage.allow(300_000, aid_type="start_up")
    stage.open()
    first, second, _third = stage.files

    with pytest.raises(decisions.NoAllowance):
        _grant(stage, first, 100, year=2027)
    with pytest.raises(decisions.AllowanceExceeded) as refusal:
        _grant(stage, first, 300_001)
    assert refusal.value.left_cents == 300_000
    _grant(stage, first, 200_000)
    with pytest.raises(decisions.AllowanceExceeded):
        _grant(stage, second, 100_001)
    # Written anew, a decision gives back what it took.
    _grant(stage, first, 300_000)
    assert stage.selection is not None
    line = queries.allowance_lines(stage.selection)[-1]
    assert line.left_cents == 0
    with pytest.raises(services.BeyondAllowance):
        services.update_allowance(
            allowance=line.allowance, actor=stage.officer, now=NOW, reason="moins", amount_cents=299_999
        )


def test_decisions_are_written_while_the_body_sits_and_cite_what_they_rest_on(stage: Stage) -> None:
    stage.allow(1_000_000)
    with pytest.raises(NotAllowed):
        _grant(stage, stage.files[0], 100)
    stage.open()
    file = stage.files[0]
    for values in (
        {"outcome": "refused", "cited": [], "reason": "Sans critère"},
        {"outcome": "refused", "cited": ["C1"], "reason": " "},
        {"outcome": "refused", "cited": ["Z9"], "reason": "Critère inconnu"},
        {"outcome": "granted", "nature": "subsidy"},
        {"outcome": "granted", "nature": "in_kind"},
        {"outcome": "withdrawn"},
    ):
        with pytest.raises(ValidationError):
            decisions.decide_file(file=file, actor=stage.officer, now=NOW, **values)
    with pytest.raises(NotAllowed):
        decisions.decide_file(file=file, actor=stage.members[0].person, now=NOW, outcome="deferred")


def test_freezing_needs_every_decision_and_the_quorum(stage: Stage) -> None:
    stage.allow(1_000_000)
    stage.open(with_members=1)
    assert stage.selection is not None
    _grant(stage, stage.files[0], 100_000)
    with pytest.raises(decisions.Undecided) as refusal:
        decisions.freeze_selection(selection=stage.selection, actor=stage.officer, now=NOW)
    assert refusal.value.references == tuple(str(file) for file in stage.files[1:])
    for file in stage.files[1:]:
        _refuse(stage, file)
    with pytest.raises(decisions.NoQuorum):
        decisions.freeze_selection(selection=stage.selection, actor=stage.officer, now=NOW)
    assert not SelectionFile.objects.filter(frozen_at__isnull=False).exists()


def test_what_is_frozen_is_final_and_files_deferred_come_again(sitting: Stage) -> None:
    granted, refused, deferred = sitting.files
    _grant(sitting, granted, 500_000, reason="Projet solide")
    _refuse(sitting, refused)
    decisions.decide_file(
        file=deferred, actor=sitting.officer, now=NOW, outcome="deferred", cited=["C2"], reason="Budget à préciser"
    )
    assert sitting.selection is not None
    frozen = decisions.freeze_selection(selection=sitting.selection, actor=sitting.officer, now=NOW)

    assert (frozen.state, len(frozen.digest)) == (SelectionState.FROZEN, 64)
    states = [Application.objects.get(pk=file.application_id).state for file in sitting.files]
    assert states == [ApplicationState.GRANTED, ApplicationState.REFUSED, ApplicationState.DEFERRED]
    with pytest.raises(NotAllowed):
        _grant(sitting, granted, 100)
    with pytest.raises(IllegalMove):
        decisions.freeze_selection(selection=sitting.selection, actor=sitting.officer, now=NOW)
    for change in (
        lambda: SelectionFile.objects.filter(pk=granted.pk).update(granted_cents=1),
        lambda: SelectionFile.objects.filter(pk=refused.pk).delete(),
    ):
        with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
            change()

    following = SessionFactory(body=sitting.session.body, day=sitting.session.day + timedelta(days=90))
    services.prepare_selection(call=granted.application.call, session=following, actor=sitting.officer, now=NOW)
    assert SelectionFile.objects.get(selection__session=following).application == deferred.application


def test_a_file_withdrawn_meanwhile_is_closed_as_such(sitting: Stage) -> None:
    gone, *others = sitting.files
    Application.objects.filter(pk=gone.application_id).update(state=ApplicationState.WITHDRAWN, ended_at=NOW)
    for file in others:
        _refuse(sitting, file)
    assert sitting.selection is not None
    decisions.freeze_selection(selection=sitting.selection, actor=sitting.officer, now=NOW)
    letters.notify_selection(selection=sitting.selection, actor=sitting.officer, now=NOW)

    assert SelectionFile.objects.get(pk=gone.pk).outcome == FileOutcome.WITHDRAWN
    assert DecisionLetter.objects.count() == 2


def test_letters_are_written_and_sent_once(sitting: Stage) -> None:
    Application.objects.update(signatory_email="presidence@example.org", signatory_name="Camille Fictive")
    assert sitting.selection is not None
    with pytest.raises(IllegalMove):
        letters.notify_selection(selection=sitting.selection, actor=sitting.officer, now=NOW)
    granted, *others = sitting.files
    _grant(sitting, granted, 500_000, next_help="Une rencontre avec le réseau d’accompagnement")
    for file in others:
        _refuse(sitting, file)
    decisions.freeze_selection(selection=sitting.selection, actor=sitting.officer, now=NOW)

    first = letters.notify_selection(selection=sitting.selection, actor=sitting.officer, now=NOW)
    again = letters.notify_selection(selection=sitting.selection, actor=sitting.officer, now=NOW)

    assert [row.pk for row in first] == [row.pk for row in again]
    assert Notification.objects.filter(kind=letters.KIND).count() == 3
    assert Letter.objects.filter(kind=letters.KIND).count() == 3
    content = first[0].content
    assert "5\u202f000\u00a0€" in " ".join(content["paragraphs"])
    assert content["help"] == ["Une rencontre avec le réseau d’accompagnement"]
    assert first[1].content["cited"] == ["Réponse à un besoin"]
    with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
        DecisionLetter.objects.filter(pk=first[0].pk).update(digest="0" * 64)


def test_a_cancelled_selection_gives_its_files_back_to_the_next(stage: Stage) -> None:
    assert stage.selection is not None
    services.cancel_selection(selection=stage.selection, actor=stage.officer, now=NOW, reason="Séance annulée")

    call = stage.applications[0].call
    assert list(queries.waiting_for(call)) == stage.applications
    following = SessionFactory(body=stage.session.body, day=stage.session.day + timedelta(days=30))
    services.prepare_selection(call=call, session=following, actor=stage.officer, now=NOW)
    assert SelectionFile.objects.filter(selection__session=following).count() == 3


def test_minutes_of_the_body_are_circulated_with_the_decisions(sitting: Stage) -> None:
    for file in sitting.files:
        _refuse(sitting, file)
    assert sitting.selection is not None
    decisions.freeze_selection(selection=sitting.selection, actor=sitting.officer, now=NOW)
    committees.close_session(session=sitting.session, actor=sitting.officer, now=NOW)
    circulated = committees.circulate_minutes(session=sitting.session, actor=sitting.officer, now=NOW)

    assert circulated.circulated_content.count("Décision") == 3


AMOUNTS = st.lists(
    st.tuples(st.integers(1, 600_000), st.integers(1, 2_000_000), st.integers(1, 700_000)), min_size=1, max_size=4
)


class AmountsHold(TestCase):
    """Whatever is asked for and tried: no amount beyond min(requested, ceiling, share), no sum beyond the allowance."""

    @settings(max_examples=12)
    @given(
        tried=AMOUNTS, ceiling=st.integers(1, 700_000), share=st.integers(1, 1000), allowance=st.integers(1, 900_000)
    )
    def test_sums_are_exact_and_within(
        self, tried: list[tuple[int, int, int]], ceiling: int, share: int, allowance: int
    ) -> None:
        stage = stage_of(len(tried), ceiling_cents=ceiling, share_permille=share)
        for application, (requested, budget, _cents) in zip(stage.applications, tried, strict=True):
            Application.objects.filter(pk=application.pk).update(requested_cents=requested, budget_cents=budget)
        stage.prepare()
        stage.allow(allowance)
        stage.open()
        spent = 0
        for file, (requested, budget, cents) in zip(stage.files, tried, strict=True):
            limit = min(requested, ceiling, budget * share // 1000)
            assert file.at_most_cents == limit
            if cents > limit:
                with pytest.raises(decisions.AmountTooHigh) as high:
                    _grant(stage, file, cents)
                assert high.value.limit_cents == limit
            elif cents > allowance - spent:
                with pytest.raises(decisions.AllowanceExceeded) as over:
                    _grant(stage, file, cents)
                assert over.value.left_cents == allowance - spent
            else:
                _grant(stage, file, cents)
                spent += cents
        assert stage.selection is not None
        (line,) = queries.allowance_lines(stage.selection)
        assert line.used_cents == spent <= allowance
        by_axis = queries.granted_by_axis(queries.file_rows(stage.selection))
        for axis in ("aid_type", "year", "territory"):
            assert sum(row.cents for row in by_axis if row.axis == axis) == spent


@pytest.mark.django_db(transaction=True)
def test_two_grants_at_once_do_not_both_take_what_is_left() -> None:
    stage = stage_of(2)
    stage.prepare()
    stage.allow(500_000)
    stage.open()
    said: list[str] = []
    gate = threading.Barrier(2)

    def grant(file: SelectionFile) -> None:
        gate.wait()
        try:
            _grant(stage, file, 400_000)
            said.append("granted")
        except decisions.AllowanceExceeded:
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=grant, args=(file,)) for file in stage.files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["granted", "refused"]
    assert stage.selection is not None
    assert queries.allowance_lines(stage.selection)[0].used_cents == 400_000


SELECTION_ALLOWED = {
    ("freeze", "prepared"): "frozen",
    ("notify", "frozen"): "notified",
    ("notify", "notified"): "notified",
    ("cancel", "prepared"): "cancelled",
}
SELECTION_PAIRS = [(move.name, str(state)) for move, state in itertools.product(SELECTION_MOVES, SelectionState)]


@pytest.mark.parametrize(("move", "state"), SELECTION_PAIRS)
def test_only_listed_moves_of_a_selection_are_possible(move: str, state: str) -> None:
    if (move, state) in SELECTION_ALLOWED:
        assert SELECTION_MOVES.target(move, state) == SELECTION_ALLOWED[move, state]
    else:
        with pytest.raises(IllegalMove):
            SELECTION_MOVES.target(move, state)


def test_evaluators_read_and_change_nothing(sitting: Stage) -> None:
    evaluator = person_with(RoleKind.EVALUATOR)
    with pytest.raises(NotAllowed):
        decisions.decide_file(file=sitting.files[0], actor=evaluator, now=NOW, outcome="deferred")
