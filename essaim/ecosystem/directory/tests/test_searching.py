"""Search: structures are found as people write them, and counts are those of the lists they open."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from essaim.ecosystem.directory import queries
from essaim.ecosystem.directory.models import Listing
from essaim.ecosystem.directory.queries import Asked
from essaim.ecosystem.directory.queries.searching import FILTERS, distance
from essaim.ecosystem.directory.services import refresh_listings
from essaim.ecosystem.organizations import services as organizations
from essaim.ecosystem.organizations.states import OrganizationKind, StatusKind
from essaim.ecosystem.organizations.tests.factories import EssStatusFactory, EstablishmentFactory, OrganizationFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import MOMENT, person_with
from essaim.foundations.territory.tests.factories import CommuneFactory

from .factories import CardFactory, listed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SIREN, RNA = "732829320", "W595000001"


def _found(words: str, **filters: str) -> list[str]:
    rows = queries.found_listings(Asked(words=words, **filters), today=TODAY).rows
    return [row.name for row in rows]


@pytest.mark.parametrize(
    "words",
    [
        "Recyclerie de l'Étoile",
        "recyclerie etoile",
        "ETOILE",
        "étoi",
        "R.E.T.",
        "ret",
        SIREN,
        "732 829 320",
        f"{SIREN}00074",
        RNA,
        "recyclrie",
        "reyclcerie etoile",
        "recycleire",
    ],
)
def test_structure_is_found_as_people_write_it(words: str) -> None:
    listed(name="Recyclerie de l’Étoile", acronym="R.E.T.", siren=SIREN, rna=RNA)
    listed(name="Jardin des Brumes")

    assert _found(words) == ["Recyclerie de l’Étoile"]


@pytest.mark.parametrize("words", ["recyclerie brumes", "zzzz", "xyz", "!!!", "12"])
def test_what_is_not_there_is_not_found(words: str) -> None:
    listed(name="Recyclerie de l’Étoile")
    listed(name="Jardin des Brumes")

    assert _found(words) == ([] if words != "!!!" else ["Jardin des Brumes", "Recyclerie de l’Étoile"])


def test_mistyped_word_says_which_were_searched_instead() -> None:
    listed(name="Recyclerie de l’Étoile")

    (corrected,) = queries.found_listings(Asked(words="recyclrie"), today=TODAY).corrected

    assert (corrected.word, corrected.near) == ("recyclrie", ("recyclerie",))


def test_nearest_names_come_first() -> None:
    for name, acronym in (
        ("Les amis du vélo lillois", ""),
        ("Vélo", ""),
        ("Atelier vélo", ""),
        ("Autre chose", "VELO"),
    ):
        listed(name=name, acronym=acronym)

    assert _found("velo") == ["Vélo", "Autre chose", "Atelier vélo", "Les amis du vélo lillois"]


@pytest.mark.parametrize("spelt_max", [0, 1, 8])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("jard", ["Jard", "Jardin 12", "Jardinerie", "Jardins du Nord"]),
        ("jardin", ["Jardin 12", "Jardinerie", "Jardins du Nord"]),
        ("jardins nor", ["Jardins du Nord"]),
        ("jardin 1", ["Jardin 12"]),
        ("jardinn 12", ["Jardin 12"]),
        ("jardin 13", []),
        ("a" * 61, ["A" * 70]),
        ("a" * 75, []),
    ],
)
def test_beginnings_find_the_same_whether_few_words_or_many_begin_so(
    monkeypatch: pytest.MonkeyPatch, words: str, expected: list[str], spelt_max: int
) -> None:
    monkeypatch.setattr("essaim.ecosystem.directory.queries.searching.SPELT_MAX", spelt_max)
    for name in ("Jard", "Jardin 12", "Jardinerie", "Jardins du Nord", "A" * 70):
        listed(name=name)

    assert sorted(_found(words)) == expected


def test_what_a_structure_does_finds_it_after_those_whose_name_says_it() -> None:
    card = CardFactory(organization__name="Les Semeurs", summary="Ils réparent des vélos.")
    refresh_listings([card.organization_id], today=TODAY)
    listed(name="Vélos pour tous")

    assert _found("velos") == ["Vélos pour tous", "Les Semeurs"]


def test_former_name_of_a_merged_record_finds_the_one_that_was_kept() -> None:
    kept, duplicate = OrganizationFactory(name="Nouveau nom"), OrganizationFactory(name="Ancienne enseigne")
    organizations.merge_organizations(
        kept=kept, duplicate=duplicate, actor=person_with(RoleKind.OFFICER), now=MOMENT, reason="doublon"
    )
    refresh_listings(today=TODAY)

    assert _found("ancienne enseigne") == ["Nouveau nom"]


def test_common_word_comes_in_french_order_with_what_begins_so_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("essaim.ecosystem.directory.queries.searching.RANKED_MAX", 1)
    for name in ("Zoé club", "Club des as", "Amis du club"):
        listed(name=name)

    assert _found("club") == ["Club des as", "Amis du club", "Zoé club"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("velo", "velo", 0),
        ("velo", "vleo", 1),
        ("velo", "velos", 1),
        ("velo", "vela", 1),
        ("abcd", "", 4),
        ("ca", "abc", 3),
    ],
)
def test_typing_errors_are_counted(one: str, other: str, expected: int) -> None:
    assert distance(one, other) == expected


@pytest.fixture
def several() -> None:
    CommuneFactory(code="59350", name="Lille")
    CommuneFactory(code="59512", name="Roubaix")
    for number in range(4):
        listed(
            name=f"Jardin {number}",
            commune_code="59350" if number % 2 else "59512",
            kind=OrganizationKind.ASSOCIATION if number else OrganizationKind.MUTUAL,
            activity_code="01.13Z" if number < 3 else "94.99Z",
        )
    status = EssStatusFactory(organization__name="Jardin ESUS", organization__commune_code="59350")
    EssStatusFactory(organization=status.organization, kind=StatusKind.SCIC)
    refresh_listings([status.organization_id], today=TODAY)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked(words="jardin"),
        Asked(words="jradin"),
        Asked(commune="59350"),
        Asked(kind="association", status="esus"),
        Asked(words="jardin", section="A", commune="59512"),
        Asked(words="absent"),
    ],
)
def test_each_count_is_that_of_the_list_it_opens(several: None, asked: Asked) -> None:
    counts = queries.facet_counts(asked, today=TODAY)

    for name in FILTERS:
        for value, count in counts[name].items():
            rows = queries.found_listings(replace(asked, **{name: value}), today=TODAY).rows
            assert rows.count() == count, (name, value)


def test_counts_are_right(several: None) -> None:
    counts = queries.facet_counts(Asked(), today=TODAY)

    assert dict(counts["commune"]) == {"59350": 3, "59512": 2}
    assert dict(counts["kind"]) == {"association": 4, "mutual": 1}
    assert dict(counts["section"]) == {"A": 3, "S": 1}
    assert dict(counts["status"]) == {"esus": 1, "scic": 1}


def test_filter_keeps_what_it_says(several: None) -> None:
    assert _found("", status="scic") == ["Jardin ESUS"]
    assert _found("jardin", commune="59512", kind="mutual") == ["Jardin 0"]
    assert _found("", territoire="9") == []


def test_point_is_that_of_the_address_or_of_the_commune_and_never_of_a_partial_one() -> None:
    CommuneFactory(code="59350", longitude=3.06, latitude=50.63)
    exact, partial, centre = (OrganizationFactory(commune_code="59350") for _number in range(3))
    nowhere = OrganizationFactory()
    EstablishmentFactory(organization=exact, is_seat=True, longitude=3.1, latitude=50.7, address="1 rue Fictive")
    EstablishmentFactory(
        organization=partial, is_seat=True, longitude=3.2, latitude=50.8, address="2 rue Fictive", is_partial=True
    )
    refresh_listings(today=TODAY)

    points = {point["properties"]["key"]: point for point in _points(Asked())}

    assert points[exact.key]["geometry"] == {"type": "Point", "coordinates": [3.1, 50.7]}
    assert (
        points[partial.key]["geometry"]["coordinates"] == points[centre.key]["geometry"]["coordinates"] == [3.06, 50.63]
    )
    assert {key: point["properties"]["is_exact"] for key, point in points.items()} == {
        exact.key: True,
        partial.key: False,
        centre.key: False,
    }
    assert nowhere.key not in points
    assert Listing.objects.get(organization_pk=partial.pk).address == ""


@pytest.mark.parametrize(
    "name", ['L’«\u00a0Étoile\u00a0» "fictive"', "a\\b/c\tsuite", "日本 🌍 </script>", "pour & <b>"]
)
def test_point_is_written_with_its_line_whatever_the_name_and_again_when_it_changes(name: str) -> None:
    CommuneFactory(code="59350", name="Lille", longitude=3.123456, latitude=50)
    line = listed(name="Jardin", commune_code="59350")
    Listing.objects.filter(pk=line.pk).update(name=name, commune_name='Étaples "mer"')

    assert _points(Asked()) == [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [3.12346, 50]},
            "properties": {
                "key": line.key,
                "name": name,
                "commune": "59350",
                "place": 'Étaples "mer"',
                "is_exact": False,
            },
        }
    ]


def _points(asked: Asked) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(f"[{queries.points_of(asked, today=TODAY)}]")
    return found


def test_words_that_say_nothing_bring_nearer_and_leave_nobody_out() -> None:
    listed(name="Les Amis de la ruche")
    listed(name="Association Amis ruche")
    today = timezone.localdate()

    found = [row.name for row in queries.found_listings(Asked(words="association amis de la ruche"), today=today).rows]

    assert set(found) == {"Les Amis de la ruche", "Association Amis ruche"}
    assert [row.name for row in queries.found_listings(Asked(words="la"), today=today).rows] == ["Les Amis de la ruche"]
