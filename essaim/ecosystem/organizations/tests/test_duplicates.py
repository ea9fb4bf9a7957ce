"""Duplicates: proposed with reasons, told apart for good, merged, and a mistaken merger undone."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.organizations import holdings, queries, services
from essaim.ecosystem.organizations.matching import SCORE_MIN, Profile, distance, find_pairs
from essaim.ecosystem.organizations.models import CandidatePair, Merger, Organization
from essaim.ecosystem.organizations.states import MERGER_MOVES, PAIR_MOVES, MergerState, PairState
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove, TransitionTable

from .factories import EssStatusFactory, EstablishmentFactory, OrganizationFactory, RepresentationFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NIGHT = SystemActor("night")
MACHINES = [
    (
        PAIR_MOVES,
        PairState,
        {
            ("merge", "open"): "merged",
            ("merge", "distinct"): "merged",
            ("tell_apart", "open"): "distinct",
            ("look_again", "distinct"): "open",
            ("look_again", "merged"): "open",
        },
    ),
    (MERGER_MOVES, MergerState, {("undo", "done"): "undone"}),
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


def _scored(one: dict[str, str], other: dict[str, str]) -> int:
    # Among names that have nothing to do with them: a word says little or much only among others.
    others = [
        Profile(pk=100 + number, name=f"Chorale numéro {number} des {'abcdefghij'[number % 10]}")
        for number in range(40)
    ]
    pairs = find_pairs([Profile(pk=1, **one), Profile(pk=2, **other), *others])
    return next((pair.score for pair in pairs if (pair.first, pair.second) == (1, 2)), 0)


LILLE = {"commune_code": "59350"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Les Jardins de Cocagne", **LILLE}, {"name": "LES JARDINS DE COCAGNE", **LILLE}),
        ({"name": "Les Jardins de Cocagne", **LILLE}, {"name": "Association Jardins de Cocagne"}),
        ({"name": "Recyclerie du Beffroi", **LILLE}, {"name": "Recylcerie du beffroi", **LILLE}),
        ({"name": "Recyclerie du Beffroi", **LILLE}, {"name": "Beffroi (Recyclerie du)", **LILLE}),
        (
            {"name": "Acteurs pour une économie solidaire", "acronym": "APES", **LILLE, "address": "1 rue de la Paix"},
            {"name": "APES", **LILLE, "address": "1, r. de la Paix"},
        ),
        ({"name": "Vélos", "siren": "732829320"}, {"name": "Tout autre nom", "siren": "732829320"}),
        (
            {"name": "Cantine", "website": "https://www.c.example.org/"},
            {"name": "La Cantine", "website": "http://c.example.org"},
        ),
    ],
)
def test_one_structure_written_twice_is_found(one: dict[str, str], other: dict[str, str]) -> None:
    assert _scored(one, other) >= SCORE_MIN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Amicale laïque", "commune_code": "59350"}, {"name": "Amicale laïque", "commune_code": "59512"}),
        (
            {"name": "Les Jardins", **LILLE, "siren": "732829320"},
            {"name": "Les Jardins", **LILLE, "siren": "443061841"},
        ),
        ({"name": "Jardins de Cocagne", **LILLE}, {"name": "Jardins de Babylone", **LILLE}),
        ({"name": "Association", **LILLE}, {"name": "Recyclerie du Beffroi", **LILLE}),
    ],
)
def test_two_structures_are_not_taken_for_one(one: dict[str, str], other: dict[str, str]) -> None:
    assert _scored(one, other) == 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("velo", "velo", 0), ("velo", "vleo", 1), ("velo", "velos", 1), ("velo", "vela", 1), ("abcd", "", 4)],
)
def test_typing_errors_are_counted(one: str, other: str, expected: int) -> None:
    assert distance(one, other) == expected


def _two() -> tuple[Organization, Organization]:
    first = OrganizationFactory(name="Recyclerie du Beffroi", commune_code="59350")
    return first, OrganizationFactory(name="Association Recyclerie du Beffroi", commune_code="59350")


@pytest.fixture
def officer():
    return person_with(RoleKind.OFFICER)


def test_pair_is_found_once_told_apart_for_good_and_looked_at_again(officer) -> None:
    first, second = _two()
    assert services.find_duplicates(actor=NIGHT, now=NOW) == 1
    assert services.find_duplicates(actor=NIGHT, now=NOW) == 1
    pair = CandidatePair.objects.get()
    assert ({pair.first, pair.second}, pair.reasons) == ({first, second}, ["name", "commune"])

    with pytest.raises(ValidationError):
        services.tell_apart(pair=pair, actor=officer, now=NOW, reason="")
    services.tell_apart(pair=pair, actor=officer, now=NOW, reason="Deux associations sœurs")
    assert services.find_duplicates(actor=NIGHT, now=NOW) == 0
    with pytest.raises(IllegalMove):
        services.tell_apart(pair=pair, actor=officer, now=NOW, reason="Encore")
    services.look_again(pair=pair, actor=officer, now=NOW)

    pair.refresh_from_db()
    assert (pair.state, pair.reason, pair.decided_at) == (PairState.OPEN, "", None)


def test_pair_that_looks_alike_no_more_is_forgotten(officer) -> None:
    _first, second = _two()
    services.find_duplicates(actor=NIGHT, now=NOW)

    services.update_organization(organization=second, actor=officer, now=NOW, reason="r", name="Chorale des Flandres")

    assert services.find_duplicates(actor=NIGHT, now=NOW) == 0
    assert not CandidatePair.objects.exists()


def test_merger_settles_its_pair_and_is_undone_to_the_letter(officer) -> None:
    first, second = _two()
    Organization.objects.filter(pk=second.pk).update(siren="732829320", created_on=date(2020, 1, 1), acronym="RDB")
    status = EssStatusFactory(organization=second)
    EstablishmentFactory(organization=first, is_seat=True)
    place = EstablishmentFactory(organization=second, is_seat=True)
    earlier = OrganizationFactory(name="Plus ancienne", merged_into=second)
    services.find_duplicates(actor=NIGHT, now=NOW)
    rows = Organization.objects.filter(pk__in=[first.pk, second.pk, earlier.pk]).order_by("pk")
    before = list(rows.values())

    services.merge_organizations(kept=first, duplicate=second, actor=officer, now=NOW, reason="doublon")
    merger = Merger.objects.get()
    assert CandidatePair.objects.get().state == PairState.MERGED
    assert Organization.objects.get(pk=first.pk).siren == "732829320"
    services.undo_merger(merger=merger, actor=officer, now=NOW + timedelta(days=29), reason="Erreur")

    assert list(rows.values()) == before
    status.refresh_from_db()
    place.refresh_from_db()
    assert (status.organization, place.organization, place.is_seat) == (second, second, True)
    assert CandidatePair.objects.get().state == PairState.OPEN
    with pytest.raises(services.CannotUndo):
        services.undo_merger(merger=merger, actor=officer, now=NOW, reason="Encore")


@pytest.mark.parametrize("why", ["late", "people", "elsewhere", "changed", "merged_again"])
def test_merger_that_others_followed_is_not_undone(officer, why: str) -> None:
    first, second = _two()
    Organization.objects.filter(pk=second.pk).update(website="https://x.example.org/")
    if why == "people":
        RepresentationFactory(organization=second)
    if why == "elsewhere":
        holdings.register(holdings.Holding("test.thing", "Things", lambda _row: 1, lambda **_options: None))
    try:
        services.merge_organizations(kept=first, duplicate=second, actor=officer, now=NOW, reason="doublon")
    finally:
        holdings.unregister("test.thing")
    if why == "changed":
        services.update_organization(
            organization=first, actor=officer, now=NOW, reason="r", website="https://y.example.org/"
        )
    if why == "merged_again":
        services.merge_organizations(
            kept=OrganizationFactory(), duplicate=first, actor=officer, now=NOW, reason="doublon"
        )
    merger = Merger.objects.get(duplicate=second)

    with pytest.raises(services.CannotUndo) as refusal:
        services.undo_merger(
            merger=merger, actor=officer, now=NOW + timedelta(days=30 if why == "late" else 1), reason="Erreur"
        )

    assert len(refusal.value.obstacles) == 1


def test_only_the_team_decides() -> None:
    first, second = _two()
    services.find_duplicates(actor=NIGHT, now=NOW)
    pair = CandidatePair.objects.get()

    with pytest.raises(NotAllowed):
        services.tell_apart(pair=pair, actor=UserFactory(), now=NOW, reason="r")
    services.merge_organizations(
        kept=first, duplicate=second, actor=person_with(RoleKind.OFFICER), now=NOW, reason="doublon"
    )
    with pytest.raises(NotAllowed):
        services.undo_merger(merger=Merger.objects.get(), actor=UserFactory(), now=NOW, reason="r")


def test_night_and_command_find_them() -> None:
    _two()
    out = StringIO()

    call_command("organizations", "duplicates", stdout=out)

    assert out.getvalue() == "1 pairs of records to look at.\n"


def _url(page: str, *arguments: object) -> str:
    return reverse(f"organizations:{page}", args=arguments)


def test_queue_shows_pairs_side_by_side_and_takes_the_decision(client: Client, officer) -> None:
    first, second = _two()
    client.force_login(officer)
    assert client.post(_url("pair_search")).status_code == 302
    pair = CandidatePair.objects.get()

    listed = client.get(_url("pair_list")).content.decode()
    page = client.get(pair.get_absolute_url()).content.decode()

    assert "même nom, même commune" in listed
    assert _url("merge_preview", first.key, second.key) in page
    assert client.post(pair.get_absolute_url(), {}).status_code == 422
    assert client.post(pair.get_absolute_url(), {"reason": "Deux"}).status_code == 302
    assert client.post(pair.get_absolute_url(), {"reason": "Deux"}).status_code == 422
    assert "Deux" in client.get(f"{_url('pair_list')}?state=distinct&q=beffroi").content.decode()
    assert client.post(_url("pair_again", pair.pk)).status_code == 302
    assert client.post(_url("pair_again", pair.pk)).status_code == 302


def test_list_of_pairs_counts_its_queries(client: Client, officer, django_assert_max_num_queries) -> None:
    for number in range(4):
        for name in (f"Recyclerie {number}{number}", f"Association Recyclerie {number}{number}"):
            OrganizationFactory(name=name, commune_code=f"5935{number}")
    services.find_duplicates(actor=NIGHT, now=NOW)
    client.force_login(officer)

    with django_assert_max_num_queries(9):
        assert len(client.get(_url("pair_list")).context["table"].rows) == 4


def test_mistaken_merger_is_undone_from_the_record(client: Client, officer) -> None:
    first, second = _two()
    services.merge_organizations(kept=first, duplicate=second, actor=officer, now=NOW, reason="doublon")
    client.force_login(officer)
    url = _url("merger_undo", Merger.objects.get().pk)

    assert url in client.get(first.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": "Erreur"}).status_code == 302
    second.refresh_from_db()
    assert second.merged_into is None
    assert client.get(url).status_code == 302
    assert queries.standing_merger(first, second) is None
