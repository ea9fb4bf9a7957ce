"""Pages of the register of stakes: who reads and writes them, what they open, and how many queries each asks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from essaim.delivery.funding.equity_rules import MovementKind, StakeState
from essaim.delivery.funding.models import EquityMovement, EquityStake, GeneralMeeting
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.documents.subjects import subject_of
from essaim.foundations.ui.thread import walk
from essaim.steering.action_plan.tests.factories import ActFactory, ActionFactory

from .factories_equity import (
    DAY,
    MeetingFactory,
    MovementFactory,
    PublicShareFactory,
    RepresentativeFactory,
    StakeFactory,
    ValuationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(person_with(RoleKind.OFFICER))
    return client


def _page(client: Client, page: str, /, *arguments: object, query: str = "") -> Any:
    return client.get(reverse(f"funding:{page}", args=arguments) + query)


def _post(client: Client, page: str, /, *arguments: object, **data: object) -> Any:
    return client.post(reverse(f"funding:{page}", args=arguments), data)


def _whole() -> EquityStake:
    stake = MovementFactory(stake=StakeFactory(held=True, action=ActionFactory())).stake
    MovementFactory(stake=stake, kind=MovementKind.PAYMENT, shares=40)
    PublicShareFactory(stake=stake)
    RepresentativeFactory(stake=stake)
    MeetingFactory(stake=stake)
    MeetingFactory(stake=stake, day=timezone.localdate() + timedelta(30))
    ValuationFactory(stake=stake)
    return stake


def test_list_counts_its_queries_whatever_its_length(officer: Client) -> None:
    counts = []
    for expected in (8, 16):
        for _number in range(8):
            _whole()
        with CaptureQueriesContext(connection) as counted:
            assert len(_page(officer, "stake_list").context["table"].rows) == expected
        counts.append(len(counted))

    assert counts[0] == counts[1] <= 15, counts


def test_page_asks_as_much_whatever_its_book(officer: Client) -> None:
    counts = []
    for number in (1, 6):
        stake = _whole()
        for place in range(number):
            MovementFactory(stake=stake, day=DAY + timedelta(place))
            PublicShareFactory(stake=stake, day=DAY + timedelta(place))
            ValuationFactory(stake=stake, day=DAY + timedelta(place))
            RepresentativeFactory(stake=stake)
        with CaptureQueriesContext(connection) as counted:
            assert _page(officer, "stake", stake.pk).status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[1] <= 20, counts


def test_list_answers_htmx_with_what_the_page_shows(officer: Client, assert_swap_equals_reload) -> None:
    _whole()

    assert_swap_equals_reload(officer, reverse("funding:stake_list"))


def test_list_is_searched_filtered_dated_and_exported(officer: Client) -> None:
    wanted = MovementFactory(stake=StakeFactory(held=True, organization__name="SCIC des Aurores")).stake
    PublicShareFactory(stake=wanted)
    StakeFactory()

    found = _page(officer, "stake_list", query="?q=aurores&state=held&category=public")
    before = _page(officer, "stake_list", query=f"?on={DAY - timedelta(1)}&state=held")
    exported = _page(officer, "stake_list", query="?export=csv").getvalue().decode("utf-8-sig").splitlines()
    nonsense = _page(officer, "stake_list", query="?on=jamais")

    assert [row.record.pk for row in found.context["table"].rows] == [wanted.pk]
    assert found.context["total_cents"] == 100_000
    assert [row.record.held_shares for row in before.context["table"].rows] == [0]
    assert before.context["total_cents"] == 0
    assert len(exported) == 3
    assert any("Aurores" in line and "1000" in line and "20.0" in line for line in exported)
    assert nonsense.status_code == 200


@pytest.mark.parametrize(
    ("kind", "reads"),
    [
        (None, False),
        (RoleKind.SUPPORT, False),
        (RoleKind.ELECTED_OFFICIAL, True),
        (RoleKind.EVALUATOR, True),
        (RoleKind.OFFICER, True),
    ],
)
def test_office_reads_and_nobody_else(client: Client, kind: str | None, reads: bool) -> None:
    stake = _whole()
    if kind:
        client.force_login(person_with(kind))

    answers = [_page(client, "stake_list"), _page(client, "stake", stake.pk), _page(client, "stake_history", stake.pk)]

    assert all((answer.status_code == 200) is reads for answer in answers)
    assert (_page(client, "movement_add", stake.pk).status_code == 200) is (kind == RoleKind.OFFICER)


def test_every_figure_opens_the_rows_that_make_it(officer: Client) -> None:
    stake = _whole()
    MovementFactory(stake=stake, kind=MovementKind.REIMBURSEMENT, shares=10, day=DAY + timedelta(1))

    page = _page(officer, "stake", stake.pk)
    held = _page(officer, "stake", stake.pk, query="?chiffre=held")
    paid = _page(officer, "stake", stake.pk, query="?chiffre=paid")
    before = _page(officer, "stake", stake.pk, query=f"?le={DAY}")

    assert (page.context["figures"].shares, page.context["figures"].paid_cents) == (90, 40_000)
    assert sum(row.held_shares for row, _back in held.context["book"]) == 90
    assert sum(row.cents for row, _back in paid.context["book"]) == 40_000
    assert before.context["figures"].shares == 100
    assert "chiffre=held#livre" in page.content.decode()


def test_stake_goes_from_its_preparation_to_its_end_by_its_pages(officer: Client) -> None:
    act, organization = ActFactory(), OrganizationFactory()
    _post(
        officer,
        "stake_create",
        organization=organization.pk,
        act=act.pk,
        competence="Économie",
        reasons="Motifs",
        category="public",
        college="",
        seats="",
        exit_terms="",
    )
    stake = EquityStake.objects.get()
    subscription = {"kind": "subscription", "day": "2026-01-10", "shares": "100", "par_cents": "10", "act": act.pk}
    unknown = _post(officer, "movement_add", stake.pk, **subscription)
    _post(
        officer, "public_share_add", stake.pk, day="2026-01-01", capital_cents="10 000", public_cents="", source="Liste"
    )
    still = _post(officer, "movement_add", stake.pk, **subscription)
    said = {"day": "2026-01-01", "capital_cents": "10 000", "public_cents": "4 900", "source": "Comptes"}
    _post(officer, "public_share_add", stake.pk, **said)
    above = _post(officer, "movement_add", stake.pk, **subscription)
    _post(officer, "public_share_add", stake.pk, **{**said, "public_cents": "2 000"})
    _post(officer, "movement_add", stake.pk, **subscription)
    movement = EquityMovement.objects.get()
    payment = {**subscription, "kind": "payment", "cents": "250,50", "day": "2026-01-12"}
    _post(officer, "movement_add", stake.pk, **payment)

    assert [answer.status_code for answer in (unknown, still, above)] == [422, 422, 422]
    assert "inconnu" in unknown.content.decode() or "pas connue" in unknown.content.decode()
    assert "53,7" in above.content.decode()
    assert EquityMovement.objects.get(kind="payment").cents == 25_050
    person = person_with(RoleKind.ELECTED_OFFICIAL)
    _post(officer, "representative_add", stake.pk, person=person.pk, act=act.pk, starts_on="2026-01-12")
    row = stake.representatives.get()
    _post(officer, "meeting_add", stake.pk, kind="ordinary", day="2026-02-01", agenda="Comptes")
    meeting = GeneralMeeting.objects.get()
    assert _page(officer, "stake_meeting", meeting.pk).context["representatives"] == [row]
    _post(officer, "meeting_hold", meeting.pk, attended="Élise", votes="Pour")
    _post(officer, "valuation_add", stake.pk, day="2026-02-02", cents="990", method="equity", source="Comptes")
    _post(officer, "stake_edit", stake.pk, **_fields(stake, college="Collège A"), reason="précision")
    early = _post(officer, "stake_end", stake.pk, act=act.pk, ended_on="2026-02-05", reason="Sortie")
    out = {**subscription, "kind": "reimbursement", "day": "2026-02-04"}
    _post(officer, "movement_add", stake.pk, **out)
    _post(officer, "representative_end", row.pk, day="2026-02-05", reason="Sortie")
    _post(officer, "stake_end", stake.pk, act=act.pk, ended_on="2026-02-05", reason="Sortie")

    stake.refresh_from_db()
    assert early.status_code == 422
    assert (stake.state, stake.college, movement.cents) == (StakeState.ENDED, "Collège A", 100_000)
    assert stake.valuations.get().cents == 99_000
    assert stake.representatives.get().ends_on == date(2026, 2, 5)
    back = EquityMovement.objects.get(kind="reimbursement")
    _post(officer, "movement_take_back", back.pk, act=act.pk, reason="erreur")
    stake.refresh_from_db()
    assert stake.state == StakeState.HELD
    assert _page(officer, "stake", stake.pk).context["figures"].shares == 100


def _fields(stake: EquityStake, **changed: object) -> dict[str, object]:
    names = ("competence", "reasons", "category", "college", "exit_terms")
    return {"act": stake.act_id, "seats": "", **{name: getattr(stake, name) for name in names}, **changed}


def test_form_with_mistakes_says_where(officer: Client) -> None:
    stake = _whole()

    answer = _post(officer, "movement_add", stake.pk, kind="transfer", shares="0", par_cents="cher", day="2026-02-31")

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) >= {"shares", "par_cents", "day", "act"}


def test_transfer_that_names_nobody_is_a_sentence_in_the_form(officer: Client) -> None:
    stake = _whole()
    values = {"kind": "transfer", "shares": "1", "par_cents": "10", "day": str(DAY), "act": stake.act_id}

    answer = _post(officer, "movement_add", stake.pk, **values)

    assert answer.status_code == 422
    assert "nomme qui reprend" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("stake_create", lambda: ()),
        ("stake_edit", lambda: (StakeFactory().pk,)),
        ("stake_abandon", lambda: (StakeFactory().pk,)),
        ("stake_end", lambda: (StakeFactory(held=True).pk,)),
        ("movement_add", lambda: (StakeFactory().pk,)),
        ("movement_add", lambda: (_whole().pk,)),
        ("movement_take_back", lambda: (MovementFactory().pk,)),
        ("public_share_add", lambda: (StakeFactory().pk,)),
        ("representative_add", lambda: (StakeFactory().pk,)),
        ("representative_end", lambda: (RepresentativeFactory().pk,)),
        ("meeting_add", lambda: (StakeFactory().pk,)),
        ("meeting_hold", lambda: (MeetingFactory().pk,)),
        ("meeting_cancel", lambda: (MeetingFactory().pk,)),
        ("valuation_add", lambda: (StakeFactory(held=True).pk,)),
        ("stake_meeting", lambda: (MeetingFactory().pk,)),
        ("stake_history", lambda: (StakeFactory().pk,)),
    ],
)
def test_page_opens_for_the_team(officer: Client, name: str, made: Any) -> None:
    assert _page(officer, name, *made()).status_code == 200


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("stake_edit", lambda: _given_up().pk),
        ("stake_abandon", lambda: StakeFactory(held=True).pk),
        ("stake_end", lambda: StakeFactory().pk),
        ("movement_add", lambda: _given_up().pk),
        ("public_share_add", lambda: _given_up().pk),
        ("representative_add", lambda: _given_up().pk),
        ("meeting_add", lambda: _given_up().pk),
        ("valuation_add", lambda: StakeFactory().pk),
        ("meeting_hold", lambda: MeetingFactory(state="cancelled", cancel_reason="x").pk),
        ("meeting_cancel", lambda: MeetingFactory(state="held", attended="x", votes="x").pk),
        ("representative_end", lambda: RepresentativeFactory(ends_on=DAY).pk),
    ],
)
def test_page_leads_back_when_its_time_has_passed(officer: Client, name: str, made: Any) -> None:
    assert _page(officer, name, made()).status_code == 302


def _given_up() -> EquityStake:
    return StakeFactory(state=StakeState.ABANDONED, ended_on=DAY, end_reason="x")


def test_panels_show_amounts_to_the_office_and_that_they_are_to_everybody(client: Client) -> None:
    stake = _whole()
    planned = StakeFactory(action=stake.action)
    panels = (("organization_stakes", stake.organization_id), ("action_stakes", stake.action_id))

    public = [_page(client, name, pk) for name, pk in panels]
    empty = _page(client, "organization_stakes", planned.organization_id)
    client.force_login(person_with(RoleKind.ELECTED_OFFICIAL))
    inside = [_page(client, name, pk) for name, pk in panels]

    assert all(stake.organization.name in answer.content.decode() for answer in (*public, *inside))
    assert all("1\u202f000" not in answer.content.decode() for answer in public)
    assert all("1\u202f000" in answer.content.decode() for answer in inside)
    assert len(public[1].context["rows"]) == 1
    assert len(inside[1].context["rows"]) == 2
    assert "pas connu ici" in empty.content.decode()


def test_stake_stands_on_the_thread_after_its_acts_and_its_action() -> None:
    stake = _whole()
    later = MovementFactory(stake=stake, act=ActFactory())

    found = walk("stake", str(stake.pk), person_with(RoleKind.EVALUATOR))

    assert {(step.bead.kind, step.bead.key) for step in found.before} >= {
        ("act", stake.act.key),
        ("act", later.act.key),
        ("action", str(stake.action_id)),
    }
    with pytest.raises(LookupError):
        walk("stake", str(stake.pk), person_with(RoleKind.SUPPORT))


def test_documents_of_a_meeting_are_read_by_the_office_and_written_by_the_team() -> None:
    subject, meeting = subject_of("funding.meeting"), MeetingFactory()
    team, elected, support = (
        person_with(kind) for kind in (RoleKind.OFFICER, RoleKind.ELECTED_OFFICIAL, RoleKind.SUPPORT)
    )

    assert [bool(subject.can_read(person, str(meeting.pk))) for person in (team, elected, support)] == [
        True,
        True,
        False,
    ]
    assert [bool(subject.can_write(person, str(meeting.pk))) for person in (team, elected)] == [True, False]
    assert not subject.can_read(team, "0")
    assert subject.private_ids(elected) is None
    assert subject.private_ids(support) == ()
    assert subject.names([str(meeting.pk)]) == {str(meeting.pk): str(meeting)}
