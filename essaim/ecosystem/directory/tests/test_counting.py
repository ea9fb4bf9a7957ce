"""Counts that the database keeps are those of the lines, after whatever happens to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from essaim.ecosystem.directory import queries, services
from essaim.ecosystem.directory.models import Listing, SearchWord, Tally
from essaim.ecosystem.directory.queries import FILTERS, Asked
from essaim.ecosystem.directory.services import refresh_listings
from essaim.ecosystem.organizations import services as organizations
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.ecosystem.organizations.tests.factories import EssStatusFactory, OrganizationFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import MOMENT, person_with
from essaim.foundations.territory.queries import ShownZone
from essaim.foundations.territory.tests.factories import CommuneFactory

from .factories import CardFactory, listed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
COMMUNES, KINDS, SECTIONS = ("59350", "59512", "59599", ""), ("association", "mutual", "cooperative"), ("A", "S", "")
STATUSES = ("esus", "scic", "scop")
ZONES = [
    ShownZone("T1", "Un", ("59350", "59512"), 0),
    ShownZone("T2", "Deux", ("59599",), 0),
    ShownZone("T3", "Vide", (), 0),
]
CHOICES = {
    "commune": ("", "59350", "59512", "62001"),
    "territoire": ("", "T1", "T2", "T3", "T9"),
    "kind": ("", "association", "mutual"),
    "section": ("", "A", "S"),
    "status": ("", "esus", "scic"),
}


def _line(number: int, random: Random) -> Listing:
    return Listing(
        organization_pk=-number,
        key=f"k-{number}",
        name=f"Jardin {number}",
        sort_key=f"jardin {number}",
        name_key=f"jardin {number}",
        document=f"jardin {number} {random.choice(['club', 'atelier'])}",
        kind=random.choice(KINDS),
        commune_code=random.choice(COMMUNES),
        section=random.choice(SECTIONS),
        status_kinds=sorted(random.sample(STATUSES, random.randrange(3))),
        longitude=random.choice([3.06, None]),
        latitude=50.6,
    )


def _naive(asked: Asked, name: str) -> Counter[str]:
    """Count one by one, without the code that is tried but for the words."""
    lines = queries.found_listings(Asked(words=asked.words), today=TODAY).rows
    codes = {zone.code: zone.commune_codes for zone in ZONES}
    counts: Counter[str] = Counter()
    for line in lines:
        one = {
            "commune": [line.commune_code],
            "territoire": [code for code, communes in codes.items() if line.commune_code in communes],
            "kind": [line.kind],
            "section": [line.section],
            "status": line.status_kinds,
        }
        if all(getattr(asked, other) in {"", *one[other]} for other in FILTERS if other != name):
            counts.update(value for value in one.get(name, ["all"]) if value)
            counts["placed"] += line.longitude is not None
    return counts


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_those_of_a_naive_count_for_any_filters(seed: int) -> None:
    random = Random(seed)
    Listing.objects.bulk_create(_line(number, random) for number in range(1, 80))
    SearchWord.objects.bulk_create(SearchWord(word=word) for word in ("jardin", "club", "atelier"))

    for _turn in range(25):
        chosen = {name: random.choice(values) for name, values in CHOICES.items() if random.random() < 0.4}
        asked = Asked(words=random.choice(["", "", "jardin", "club", "clubb", "absent"]), **chosen)
        counts = queries.counts_of(asked, today=TODAY, zones=ZONES)
        naive = _naive(asked, "none")

        assert (counts.total, counts.placed) == (naive["all"], naive["placed"]), asked
        for name in FILTERS:
            expected = _naive(replace(asked, words=asked.words), name)
            del expected["placed"]
            assert +counts.facets[name] == +expected, (asked, name)


@pytest.mark.parametrize("seed", range(4))
def test_kept_counts_follow_whatever_is_written(seed: int) -> None:
    random = Random(seed)
    fields = ["kind", "commune_code", "section", "status_kinds", "longitude"]

    for turn in range(20):
        some = Listing.objects.filter(
            pk__in=random.sample(list(Listing.objects.values_list("pk", flat=True)), min(turn, 5))
        )
        match random.randrange(5):
            case 0:
                some.delete()
            case 1:
                some.update(commune_code=random.choice(COMMUNES), longitude=None)
            case 2:
                some.update(status_kinds=["esus"], kind="mutual")
            case 3:
                with connection.cursor() as cursor:
                    cursor.execute("UPDATE directory_listing SET section = 'S' WHERE id % 2 = 0")
        lines = [_line(random.randrange(1, 30), random) for _number in range(6)]
        lines = list({line.key: line for line in lines}.values())
        Listing.objects.bulk_create(
            lines, update_conflicts=True, unique_fields=["organization_pk"], update_fields=fields
        )

        assert queries.wrong_counts() == []
        assert queries.counts_of(Asked(), today=TODAY).total == Listing.objects.count()


def test_kept_counts_are_right_after_each_service_that_moves_a_line(django_capture_on_commit_callbacks) -> None:
    CommuneFactory(code="59350", name="Lille", longitude=3.06, latitude=50.63)
    officer = person_with(RoleKind.OFFICER)

    def is_right(total: int) -> bool:
        return queries.wrong_counts() == [] and queries.counts_of(Asked(), today=TODAY).total == total

    card = CardFactory(organization__commune_code="59350")
    status = EssStatusFactory(organization=card.organization)
    kept, other = OrganizationFactory(name="Un", commune_code="59350"), OrganizationFactory(name="Deux")
    refresh_listings(today=TODAY)
    assert is_right(3)
    with django_capture_on_commit_callbacks(execute=True):
        services.hide_card(organization=card.organization, actor=officer, now=MOMENT, reason="demandé")
    assert is_right(2)
    with django_capture_on_commit_callbacks(execute=True):
        services.show_card(organization=card.organization, actor=officer, now=MOMENT)
    assert is_right(3)
    with django_capture_on_commit_callbacks(execute=True):
        organizations.merge_organizations(kept=kept, duplicate=other, actor=officer, now=MOMENT, reason="doublon")
    assert is_right(2)
    # A status that ends is out of the counts by the night after.
    refresh_listings(today=(status.ends_on or TODAY) + timedelta(days=4000))
    assert is_right(2)


def test_night_that_makes_every_line_again_moves_no_count() -> None:
    for number in range(3):
        listed(name=f"Jardin {number}", kind=OrganizationKind.ASSOCIATION)
    before = list(Tally.objects.values_list("pk", "count"))

    refresh_listings(today=TODAY)

    assert list(Tally.objects.values_list("pk", "count")) == before


def test_check_fails_where_a_count_is_wrong_and_refresh_mends_it() -> None:
    listed(name="Jardin", kind=OrganizationKind.ASSOCIATION)
    call_command("directory", "check")
    Tally.objects.filter(given="", facet="kind").update(count=7)

    with pytest.raises(CommandError, match="kind association: 7 kept, 1 counted"):
        call_command("directory", "check")
    call_command("directory", "refresh")

    call_command("directory", "check")


def test_search_without_words_or_with_one_filter_counts_no_line(django_assert_num_queries) -> None:
    listed(name="Jardin", kind=OrganizationKind.ASSOCIATION, commune_code="59350")

    for asked, count in ((Asked(), 1), (Asked(kind="association"), 2), (Asked(commune="59350"), 3)):
        with django_assert_num_queries(count) as made:
            queries.counts_of(asked, today=TODAY, zones=ZONES)
        assert not any("directory_listing" in query["sql"] for query in made.captured_queries), asked
