"""The records follow the register: what is found, what an officer answers, what is taken back; nothing by itself."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from essaim.ecosystem.organizations import confirmations, nightly, queries, services
from essaim.ecosystem.organizations.models import (
    EssStatus,
    Organization,
    RegisterDecision,
    RegisterFinding,
)
from essaim.ecosystem.organizations.states import (
    DECISION_MOVES,
    FINDING_MOVES,
    Answer,
    DecisionState,
    ExitCause,
    FindingKind,
    FindingState,
    StatusKind,
)
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove, TransitionTable
from essaim.foundations.sirene.signals import snapshot_served

from .conftest import AUGUST, JULY, NOW, Serve, siren, siret
from .factories import EssStatusFactory, EstablishmentFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
NIGHT = SystemActor("night")
LILLE, ROUBAIX = "59350", "59512"
MACHINES = [
    (
        FINDING_MOVES,
        FindingState,
        {
            ("accept", "waiting"): "accepted",
            ("set_aside", "waiting"): "set_aside",
            ("put_back", "accepted"): "waiting",
            ("put_back", "set_aside"): "waiting",
        },
    ),
    (DECISION_MOVES, DecisionState, {("undo", "done"): "undone"}),
]
PAIRS = [
    (table, move.name, state.value, expected.get((move.name, state.value)))
    for table, states, expected in MACHINES
    for move, state in itertools.product(table, states)
]


@pytest.mark.parametrize(("table", "move", "state", "target"), PAIRS)
def test_moves_are_those_and_no_other(table: TransitionTable, move: str, state: str, target: str | None) -> None:
    if target:
        assert table.target(move, state) == target
    else:
        with pytest.raises(IllegalMove):
            table.target(move, state)


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def confirmed() -> Iterator[set[int]]:
    """Keys of the records whose structure confirmed them on the first of June."""
    keys: set[int] = set()

    def days(asked: Collection[int]) -> Mapping[int, date]:
        return {pk: date(2026, 6, 1) for pk in asked if pk in keys}

    confirmations.register(days)
    yield keys
    confirmations.unregister(days)


def _compare() -> dict[tuple[str, str, str], RegisterFinding]:
    """Compare, and return what waits by its kind, the two digits of the small stock and its field."""
    services.compare_with_register(actor=NIGHT, now=NOW)
    keys = {siren(f"{number:02d}"): f"{number:02d}" for number in range(1, 15)}
    rows = RegisterFinding.objects.waiting().select_related("organization")
    return {(row.kind, keys.get(row.siren, row.siren), row.field): row for row in rows}


def _answer(officer: User, *rows: RegisterFinding, answer: str = "accept", reason: str = "") -> RegisterDecision:
    (decision,) = services.answer_findings(
        answers={row.pk: answer for row in rows}, actor=officer, now=NOW, reason=reason
    )
    return decision


def _recorded(key: str = "01", **values: object) -> Organization:
    """Record a structure as the register of July says it, but for some values."""
    own = {
        "siren": siren(key),
        "name": f"Structure {key}",
        "legal_category": "9220",
        "activity_code": "94.99Z",
        "commune_code": LILLE,
    }
    found = OrganizationFactory(**own | values)
    EstablishmentFactory(
        organization=found, siret=siret(key), is_seat=True, commune_code=LILLE, address="1, rue Inventée"
    )
    return found


def test_what_is_not_recorded_is_proposed_and_what_is_masked_is_counted(serve: Serve) -> None:
    serve(JULY)

    found = _compare()

    # By either official rule or as ESUS; the mutual of partial diffusion (07) is counted, not named.
    assert {key for kind, key, _field in found if kind == "entry"} == {
        "01", "03", "04", "06", "08", "09", "12", "13", "14",
    }  # fmt: skip
    comparison = queries.last_comparison()
    assert comparison is not None
    assert (comparison.entries, comparison.unnamed) == (9, 1)
    # Nothing was written by itself.
    assert not Organization.objects.exists()


def test_comparing_twice_finds_the_same(serve: Serve) -> None:
    serve(JULY)
    first = {row.pk for row in _compare().values()}

    assert {row.pk for row in _compare().values()} == first


def test_a_record_that_says_the_same_differs_in_nothing(serve: Serve) -> None:
    serve(JULY)
    # Capitals, accents, the legal form and the abbreviation of a street are no difference.
    _recorded(name="Association Structure 01")

    assert not [key for key in _compare() if key[1] == "01"]


def test_an_entry_becomes_a_record_with_its_source(serve: Serve, officer: User) -> None:
    serve(JULY)
    entry = _compare()["entry", "01", "whole"]

    _answer(officer, entry)

    found = Organization.objects.get(siren=siren("01"))
    assert (found.name, found.kind, found.commune_code) == ("STRUCTURE 01", "association", LILLE)
    assert "Sirene" in found.source
    seat = queries.open_seat(found)
    assert seat is not None
    assert (seat.siret, seat.address) == (siret("01"), "1 RUE INVENTEE")
    assert found.statuses.get().kind == StatusKind.STATUTORY
    assert Entry.objects.filter(verb="register.answered").count() == 1
    # Recorded, it is proposed no more, and says nothing else than the register.
    assert not [key for key in _compare() if key[1] == "01"]


def test_a_company_that_declares_itself_is_not_ess_until_somebody_confirms(serve: Serve, officer: User) -> None:
    serve(JULY)

    _answer(officer, _compare()["entry", "04", "whole"])

    found = Organization.objects.get(siren=siren("04"))
    status = found.statuses.get()
    assert (status.kind, status.is_to_confirm, status.read_on) == (StatusKind.DECLARED, True, JULY)
    assert not queries.ess_organizations(Organization.objects.all(), today=AUGUST).filter(pk=found.pk).exists()


def test_a_record_without_number_is_given_its_own_or_told_apart(serve: Serve, officer: User) -> None:
    serve(JULY)
    found = OrganizationFactory(name="Structure 01", commune_code=LILLE)

    proposed = _compare()

    assert ("entry", "01", "whole") not in proposed
    row = proposed["completion", "01", "siren"]
    assert row.organization == found
    _answer(officer, row, answer="set_aside", reason="Une homonyme.")
    assert ("entry", "01", "whole") in _compare()

    other = _compare()
    assert ("completion", "01", "siren") not in other


def test_the_number_is_written_where_it_is_accepted(serve: Serve, officer: User) -> None:
    serve(JULY)
    found = OrganizationFactory(name="Structure 01", commune_code=LILLE)

    _answer(officer, _compare()["completion", "01", "siren"])

    found.refresh_from_db()
    assert found.siren == siren("01")


def test_another_month_tells_conflicts_and_exits(serve: Serve) -> None:
    serve(JULY)
    for key in ("01", "06", "08"):
        _recorded(key, legal_category={"01": "9220", "06": "5458", "08": "9900"}[key])
    Organization.objects.filter(siren=siren("06")).update(activity_code="43.39Z")
    assert not [key for key in _compare() if key[1] in {"01", "06", "08"}]

    serve(AUGUST)
    found = _compare()

    conflict = found["conflict", "01", "name"]
    assert (conflict.before, conflict.proposed, conflict.vintage) == ("Structure 01", "LES NOUVEAUX JARDINS", AUGUST)
    assert found["conflict", "01", "address"].proposed == "1 RUE NEUVE"
    assert found["exit", "08", "whole"].proposed == ExitCause.GONE
    assert found["exit", "06", "whole"].proposed == ExitCause.ELSEWHERE
    # The records say what they said.
    assert Organization.objects.get(siren=siren("01")).name == "Structure 01"


def test_conflicts_are_written_field_by_field(serve: Serve, officer: User) -> None:
    serve(AUGUST)
    record = _recorded()
    found = _compare()

    _answer(officer, found["conflict", "01", "address"])

    record.refresh_from_db()
    assert record.name == "Structure 01"
    seat = queries.open_seat(record)
    assert seat is not None
    assert seat.address == "1 RUE NEUVE"
    assert set(_compare()) >= {("conflict", "01", "name")}
    assert ("conflict", "01", "address") not in _compare()


def test_what_is_set_aside_comes_back_only_when_the_register_says_else(serve: Serve, officer: User) -> None:
    serve(JULY)
    _recorded(name="Les Jardins d’Avant")
    row = _compare()["conflict", "01", "name"]
    with pytest.raises(ValidationError):
        _answer(officer, row, answer="set_aside")

    _answer(officer, row, answer="set_aside", reason="Nom d’usage.")

    assert ("conflict", "01", "name") not in _compare()
    serve(AUGUST)
    assert _compare()["conflict", "01", "name"].proposed == "LES NOUVEAUX JARDINS"


def test_what_an_officer_took_from_the_register_is_known_to_come_from_it(serve: Serve, officer: User) -> None:
    serve(JULY)
    _answer(officer, _compare()["entry", "01", "whole"])

    serve(AUGUST)

    assert _compare()["conflict", "01", "name"].is_from_register


def test_what_a_structure_confirmed_is_not_written_over_in_bulk(serve: Serve, confirmed: set[int]) -> None:
    serve(AUGUST)
    confirmed.add(_recorded(rna="").pk)
    _compare()

    preview = queries.bulk_preview(RegisterFinding.objects.filter(siren=siren("01")))

    assert preview.confirmed == 2
    assert not preview.rows
    assert RegisterFinding.objects.filter(siren=siren("01"), confirmed_on=date(2026, 6, 1)).count() == 2
    # They can be set aside together, and each accepted by itself.
    assert len(queries.bulk_preview(RegisterFinding.objects.all(), sets_aside=True).rows) >= 2


def test_exits_are_never_taken_in_bulk(serve: Serve) -> None:
    serve(AUGUST)
    _recorded("08", legal_category="9900")
    _compare()

    preview = queries.bulk_preview(RegisterFinding.objects.filter(kind=FindingKind.EXIT))

    assert (len(preview.rows), preview.alone) == (0, 1)


def test_a_structure_ceases_or_is_no_longer_ess(serve: Serve, officer: User) -> None:
    serve(AUGUST)
    gone = _recorded("08", legal_category="9900")
    other = _recorded("06", legal_category="5458", kind="ess_company")
    status = EssStatusFactory(organization=other, kind=StatusKind.DECLARED, cause="register_flag")
    found = _compare()
    with pytest.raises(services.WrongAnswer):
        _answer(officer, found["exit", "08", "whole"])

    ceased = _answer(officer, found["exit", "08", "whole"], answer=Answer.CEASED)
    left = _answer(officer, found["exit", "06", "whole"], answer=Answer.NOT_ESS)

    gone.refresh_from_db()
    other.refresh_from_db()
    status.refresh_from_db()
    assert gone.ceased_on == AUGUST
    assert (other.kind, status.ends_on) == ("company", NOW.date())
    services.undo_decision(decision=ceased, actor=officer, now=NOW)
    services.undo_decision(decision=left, actor=officer, now=NOW)
    gone.refresh_from_db()
    other.refresh_from_db()
    status.refresh_from_db()
    assert (gone.ceased_on, other.kind, status.ends_on) == (None, "ess_company", None)


def test_what_is_not_of_the_ess_here_does_not_leave_it(serve: Serve) -> None:
    serve(JULY)
    OrganizationFactory(siren="200093201", name="Une métropole", kind="public_body")

    assert not [row for row in _compare().values() if row.kind == "exit"]


def test_a_seat_that_moved_is_closed_and_opened(serve: Serve, officer: User) -> None:
    serve(JULY)
    record = _recorded()
    seat = queries.open_seat(record)
    assert seat is not None
    seat.siret, seat.commune_code = siret("01", "0002"), ROUBAIX
    seat.save()

    decision = _answer(officer, _compare()["conflict", "01", "seat"])

    new = queries.open_seat(record)
    assert new is not None
    assert (new.siret, new.commune_code) == (siret("01"), LILLE)
    seat.refresh_from_db()
    assert seat.ends_on == NOW.date()
    services.undo_decision(decision=decision, actor=officer, now=NOW)
    assert queries.open_seat(record) == seat


def test_an_entry_is_taken_back_with_all_it_wrote(serve: Serve, officer: User) -> None:
    serve(JULY)
    found = _compare()
    decision = _answer(officer, found["entry", "01", "whole"], found["entry", "14", "whole"])
    assert EssStatus.objects.filter(kind__in=("siae_ai", "siae_aci")).count() == 2

    services.undo_decision(decision=decision, actor=officer, now=NOW + timedelta(days=29))

    assert not Organization.objects.exists()
    assert {("entry", "01", "whole"), ("entry", "14", "whole")} <= set(_compare())
    with pytest.raises(IllegalMove):
        services.undo_decision(decision=decision, actor=officer, now=NOW)


def test_what_changed_since_is_left_and_says_why(serve: Serve, officer: User) -> None:
    serve(AUGUST)
    record = _recorded()
    found = _compare()
    decision = _answer(officer, found["conflict", "01", "name"], found["conflict", "01", "address"])
    services.update_organization(organization=record, actor=officer, now=NOW, reason="Corrigé.", name="Autre nom")

    services.undo_decision(decision=decision, actor=officer, now=NOW)

    record.refresh_from_db()
    assert record.name == "Autre nom"
    (left,) = decision.findings.all()
    assert left.field == "name"
    assert left.kept_because
    seat = queries.open_seat(record)
    assert seat is not None
    assert seat.address == "1, rue Inventée"


def test_nothing_is_taken_back_after_thirty_days(serve: Serve, officer: User) -> None:
    serve(JULY)
    decision = _answer(officer, _compare()["entry", "01", "whole"])

    with pytest.raises(services.UndoExpired):
        services.undo_decision(decision=decision, actor=officer, now=NOW + timedelta(days=30))


def test_what_is_no_longer_what_was_shown_is_not_written(serve: Serve, officer: User) -> None:
    serve(AUGUST)
    record = _recorded()
    found = _compare()
    services.update_organization(organization=record, actor=officer, now=NOW, reason="Corrigé.", name="Autre nom")

    with pytest.raises(services.RecordsChangedSince):
        _answer(officer, found["conflict", "01", "name"])

    row = found["conflict", "01", "address"]
    _answer(officer, row)
    with pytest.raises(services.RecordsChangedSince):
        _answer(officer, row)


def test_only_the_team_answers(serve: Serve, officer: User) -> None:
    serve(JULY)
    row = _compare()["entry", "01", "whole"]

    with pytest.raises(NotAllowed):
        _answer(UserFactory(), row)
    decision = _answer(officer, row)
    with pytest.raises(NotAllowed):
        services.undo_decision(decision=decision, actor=UserFactory(), now=NOW)


def test_what_waits_of_a_merged_record_is_forgotten(serve: Serve, officer: User) -> None:
    serve(AUGUST)
    record, kept = _recorded(), OrganizationFactory()
    _compare()

    services.merge_organizations(kept=kept, duplicate=record, actor=officer, now=NOW, reason="La même.")

    assert not RegisterFinding.objects.waiting().filter(organization=record).exists()
    # The kept record took the number: the next comparison is with it.
    assert _compare()["conflict", "01", "name"].organization == kept


def test_the_night_and_a_new_month_compare(serve: Serve) -> None:
    (job,) = (job for job in nightly.JOBS if job.name == "organizations register")
    assert "nothing compared" in job.run(NOW)
    snapshot = serve(JULY)

    snapshot_served.send(sender=type(snapshot), snapshot_id=snapshot.pk)

    assert RegisterFinding.objects.waiting().count() == 9
    assert "9 entries" in job.run(NOW)


def test_the_command_lists_what_waits(serve: Serve) -> None:
    serve(JULY)
    out = StringIO()

    call_command("organizations", "register", "--list", "entry", stdout=out)

    assert "from the register of 2026-07" in out.getvalue()
    assert f"{siren('01')}\tSTRUCTURE 01" in out.getvalue()


def test_pages_list_answer_and_take_back(
    serve: Serve, client: Client, officer: User, django_assert_max_num_queries: object
) -> None:
    serve(AUGUST)
    _recorded()
    client.force_login(officer)
    client.post(reverse("organizations:finding_compare"))

    page = client.get(reverse("organizations:finding_list")).content.decode()
    assert "LES NOUVEAUX JARDINS" in page
    unit = reverse("organizations:register_unit", args=[siren("01")])
    row = RegisterFinding.objects.waiting().get(siren=siren("01"), field="name")
    assert "LES NOUVEAUX JARDINS" in client.get(unit).content.decode()
    assert client.post(unit, {}).status_code == 422
    assert client.post(unit, {f"difference_{row.pk}": "set_aside"}).status_code == 422
    assert client.post(unit, {f"difference_{row.pk}": "accept"}).status_code == 302
    assert Organization.objects.get(siren=siren("01")).name == "LES NOUVEAUX JARDINS"
    decision = RegisterDecision.objects.get()
    assert "LES NOUVEAUX JARDINS" in client.get(decision.get_absolute_url()).content.decode()
    client.post(decision.get_absolute_url())
    assert Organization.objects.get(siren=siren("01")).name == "Structure 01"
    assert client.get(reverse("organizations:register_unit", args=["000000000"])).status_code == 404


def test_many_are_seen_then_accepted_at_once(serve: Serve, client: Client, officer: User) -> None:
    serve(JULY)
    client.force_login(officer)
    client.post(reverse("organizations:finding_compare"))
    bulk = f"{reverse('organizations:finding_bulk')}?state=waiting&kind=entry&commune={ROUBAIX}"

    answer = client.get(bulk)

    # The association of integration, whose seat is there.
    assert [row.name for row in answer.context["preview"].rows] == ["STRUCTURE 14"]
    assert client.post(bulk, {"fingerprint": "other"}).status_code == 302
    assert not Organization.objects.exists()
    client.post(bulk, {"fingerprint": answer.context["preview"].fingerprint})
    assert Organization.objects.get().siren == siren("14")
    aside = f"{reverse('organizations:finding_bulk')}?state=waiting&answer=set_aside"
    shown = client.get(aside).context["preview"]
    assert client.post(aside, {"fingerprint": shown.fingerprint}).status_code == 422
    client.post(aside, {"fingerprint": shown.fingerprint, "reason": "Pas pour nous."})
    assert not RegisterFinding.objects.waiting().exists()


def test_the_list_asks_as_much_for_many_as_for_few(
    serve: Serve, client: Client, officer: User, django_assert_num_queries: object
) -> None:
    serve(JULY)
    client.force_login(officer)
    client.post(reverse("organizations:finding_compare"))
    url = reverse("organizations:finding_list")
    client.get(url)

    with django_assert_num_queries(10):  # type: ignore[operator]
        client.get(url)
