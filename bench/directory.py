"""
Measures the directory: the search over 250 000 structures, and the finding of 500 duplicates planted among 20 000 records.

script/bench runs it. Alone, in a migrated database, which is left as it was: DATABASE_URL=... python -m bench.directory
Targets: p95 under 10 ms ranked, under 150 ms with a typing error; recall above 95 %, precision above 90 %; pages of a directory of
10 000 structures within 3 times an empty page. Everything is made up.
"""

from __future__ import annotations

import gzip
import os
import time
from dataclasses import dataclass, replace
from datetime import date
from random import Random

import django

from bench import measuring
from bench.measuring import Measure, client_of, opened, opening

COUNT, SEARCHES = 250_000, 300
RECORDS, PLANTED = 20_000, 500
# As many as a map must draw.
SHOWN = 10_000


def pages() -> list[Measure]:
    """Measure the pages of a directory of ten thousand structures, all with a point, seen by anybody; take everything back."""
    from django.db import connection, transaction
    from django.utils import timezone

    from essaim.ecosystem.directory.models import Listing, SearchWord
    from essaim.ecosystem.directory.services import refresh_listings
    from essaim.foundations.territory.queries import communes_to_choose

    random = Random(2027)
    lexicon = [_word(random) for _n in range(6_000)]
    with transaction.atomic():
        refresh_listings(today=timezone.localdate())
        real = Listing.objects.order_by("pk").first()
        here = communes_to_choose(today=timezone.localdate()) or [("59350", "Lille")]
        lines = [_shown_line(number, random, lexicon, here) for number in range(1, SHOWN + 1)]
        Listing.objects.bulk_create(lines, batch_size=2000)
        words = {word for row in lines for word in row.document.split()}
        SearchWord.objects.bulk_create((SearchWord(word=word) for word in sorted(words)), ignore_conflicts=True)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE directory_listing")
            cursor.execute("ANALYZE directory_searchword")
        client, rare = client_of(), lines[0].document.split()[-1]
        points = opened(client, "/api/v1/directory/points.geojson")
        told = f"{len(points) / 1024:.0f} KB, {len(gzip.compress(points)) / 1024:.0f} compressed"
        asked = [
            (f"directory of {SHOWN} structures, first page", "/annuaire/"),
            ("the same, searched", f"/annuaire/?q={rare}"),
            ("the same, searched with a typing error", f"/annuaire/?q={rare[:-1]}x"),
            ("the same, around a commune", f"/annuaire/?around={here[0][0]}&km=5"),
            (f"its map: cartogram, list and what draws {SHOWN} points", "/annuaire/carte/"),
            (f"these points as GeoJSON ({told})", "/api/v1/directory/points.geojson"),
            ("the page that other sites frame", "/annuaire/integrer/"),
            *([("a card", real.get_absolute_url())] if real else []),
        ]
        found = [opening(name, client, url) for name, url in asked]
        transaction.set_rollback(True)
    return found


def _shown_line(number: int, random: Random, lexicon: list[str], here: list[tuple[str, str]]):  # type: ignore[no-untyped-def]
    from essaim.ecosystem.directory.models import Listing
    from essaim.foundations.primitives.texts import sort_key

    name = f"{random.choice(KINDS)} {random.choice(THINGS)} {random.choice(lexicon)}"
    code, commune = random.choice(here)
    plain = sort_key(name).split("\t")[0]
    return Listing(
        organization_pk=-number,
        key=f"bench-{number}",
        name=name,
        sort_key=sort_key(name),
        name_key=plain,
        document=plain,
        kind=random.choice(("association", "cooperative", "mutual", "ess_company")),
        section=random.choice("ACFGIJMNPQRS"),
        status_kinds=["statutory"],
        commune_code=code,
        commune_name=commune,
        longitude=3.06 + random.gauss(0, 0.1),
        latitude=50.63 + random.gauss(0, 0.06),
        is_exact=True,
    )


def _words(text: str) -> list[str]:
    return text.split()


KINDS = (
    "Association",
    "Amicale",
    "Les Amis de",
    "Club",
    "Compagnie",
    "Atelier",
    "Comité",
    "Ligue",
    "Jardins de",
    "Maison de",
)
THINGS = _words(
    "quartier culture sport lecture vélo jardin théâtre chorale pêche pétanque solidarité insertion emploi recyclage couture "
    "cuisine randonnée photographie informatique musique danse peinture histoire patrimoine éducation parents enfance jeunesse "
    "retraités handicap santé entraide logement énergie mobilité numérique épicerie maraîchage apiculture menuiserie céramique"
)
SYLLABLES = _words(
    "ba be bi bo bu da de do fa fi fo ga ge go la le li lo lu ma me mi mo na ne ni no "
    "pa pe po ra re ri ro sa se si so ta te ti to va ve vi"
)
STREETS = ("rue des", "avenue du", "boulevard de", "place de la", "chemin du")


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured of the search, in milliseconds, and of the matching, as shares of 1."""

    ranked: float
    mistyped: float
    recall: float
    precision: float
    seconds: float


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    django.setup()
    from config.static_files import collect_if_changed

    collect_if_changed()
    print("\n".join(lines_of(measured())))
    print("\n".join(measuring.lines_of(pages())))


def measured() -> Found:
    """Measure both."""
    ranked, mistyped = search_times()
    recall, precision, seconds = matching_shares()
    return Found(ranked, mistyped, recall, precision, seconds)


def lines_of(found: Found) -> list[str]:
    """Write what was measured as the rows of a table."""
    return [
        f"| search over {COUNT} structures, 95 of 100 searches take less than | {found.ranked:.1f} ms | 10 ms |",
        f"| the same with a typing error | {found.mistyped:.1f} ms | 150 ms |",
        f"| share of {PLANTED} duplicates planted among {RECORDS} records that is found | {found.recall:.1%} | 95 % |",
        f"| share of the pairs found that are right | {found.precision:.1%} | 90 % |",
        f"| finding them all | {found.seconds:.1f} s | |",
    ]


def _word(random: Random) -> str:
    return "".join(random.choice(SYLLABLES) for _n in range(random.randint(2, 4)))


def _mistyped(word: str, random: Random) -> str:
    """Make one typing error: a letter less, more, another, or two exchanged."""
    place = random.randrange(1, len(word) - 1)
    kind = random.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + random.choice("aeiolnrst") + word[place:]
    if kind == 2:
        return word[:place] + random.choice("aeiolnrst") + word[place + 1 :]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def search_times() -> tuple[float, float]:
    """Fill a directory, search, take everything back; return the 95th of 100 times, as written and mistyped."""
    from django.db import connection, transaction

    from essaim.ecosystem.directory.models import Listing, SearchWord
    from essaim.ecosystem.directory.queries import Asked, found_listings
    from essaim.foundations.primitives.texts import sort_key

    random = Random(2026)
    lexicon = [_word(random) for _n in range(30_000)]

    def line(number: int) -> Listing:
        name = f"{random.choice(KINDS)} {random.choice(THINGS)} {random.choice(lexicon)} {random.choice(lexicon)}"
        order = sort_key(name)
        plain = order.split("\t")[0]
        return Listing(
            organization_pk=-number,
            key=f"bench-{number}",
            name=name,
            sort_key=order,
            name_key=plain,
            document=plain,
            kind="association",
            commune_code=f"59{random.randrange(650):03d}",
        )

    with transaction.atomic():
        lines = [line(number) for number in range(1, COUNT + 1)]
        Listing.objects.bulk_create(lines, batch_size=5000)
        words = {word for row in lines for word in row.document.split()}
        SearchWord.objects.bulk_create((SearchWord(word=word) for word in sorted(words)), ignore_conflicts=True)
        with connection.cursor() as cursor:
            # What GIN keeps aside for later is put in its place, as autovacuum does; plans are not those of empty tables.
            for name in ("listing_by_words", "search_word_by_likeness"):
                cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [name])
            cursor.execute("ANALYZE directory_listing")
            cursor.execute("ANALYZE directory_searchword")
        asked = [row.document.split() for row in random.sample(lines, SEARCHES)]
        written = [
            " ".join(words[place:]) for place, words in enumerate(asked) for place in [random.randrange(len(words))]
        ]
        wrong = [f"{words[-2]} {_mistyped(words[-1], random)}" for words in asked]
        today = date(2026, 1, 1)
        found = []
        for texts in (written, wrong):
            times = []
            for text in texts:
                started = time.perf_counter()
                list(found_listings(Asked(words=text), today=today).rows[:20])
                times.append((time.perf_counter() - started) * 1000)
            found.append(sorted(times)[int(0.95 * len(times))])
        transaction.set_rollback(True)
    return found[0], found[1]


def matching_shares() -> tuple[float, float, float]:
    """Plant duplicates as people make them among records that look alike; return recall, precision and the time taken."""
    from essaim.ecosystem.organizations.matching import Profile, find_pairs

    random = Random(1901)
    lexicon = [_word(random) for _n in range(6_000)]
    profiles = [_record(number, random, lexicon) for number in range(RECORDS)]
    planted = {}
    for number, original in enumerate(random.sample(profiles, PLANTED)):
        twin = _duplicate(original, RECORDS + number, random)
        profiles.append(twin)
        planted[original.pk, twin.pk] = True
    random.shuffle(profiles)
    started = time.perf_counter()
    pairs = {(pair.first, pair.second) for pair in find_pairs(profiles)}
    seconds = time.perf_counter() - started
    right = sum(pair in planted for pair in pairs)
    assert isinstance(profiles[0], Profile)
    return right / PLANTED, right / max(len(pairs), 1), seconds


def _record(number: int, random: Random, lexicon: list[str]):  # type: ignore[no-untyped-def]
    """Make a record; one in five is of a chain that has one in many communes, which are not duplicates."""
    from essaim.ecosystem.organizations.matching import Profile

    commune = f"59{random.randrange(90):03d}"
    if number % 5 == 0:
        name = f"{random.choice(KINDS)} {random.choice(THINGS)} et {random.choice(THINGS)}"
    else:
        name = f"{random.choice(KINDS)} {random.choice(THINGS)} {random.choice(lexicon)} {random.choice(lexicon)}"
    street = f"{random.randrange(1, 200)} {random.choice(STREETS)} {random.choice(lexicon)}"
    words = [word for word in name.split() if len(word) > 3]
    return Profile(
        pk=number,
        name=name,
        acronym="".join(word[0] for word in words).upper() if random.random() < 0.3 and len(words) > 2 else "",
        siren=f"{100_000_000 + number}" if random.random() < 0.6 else "",
        commune_code=commune,
        address=street if random.random() < 0.7 else "",
        website=f"https://www.{random.choice(lexicon)}{number}.example.org/" if random.random() < 0.3 else "",
    )


def _duplicate(original, pk: int, random: Random):  # type: ignore[no-untyped-def]
    """Write a record a second time as people do: in other capitals, with an error, a form more or less, words left out."""
    words = original.name.split()
    kind = random.randrange(6)
    if kind == 0:
        name = original.name.upper()
    elif kind == 1:
        place = max(range(len(words)), key=lambda number: len(words[number]))
        words[place] = _mistyped(words[place], random)
        name = " ".join(words)
    elif kind == 2:
        name = f"Association {original.name}"
    elif kind == 3:
        name = original.name.replace("é", "e").replace("â", "a").replace("ô", "o")
        words = name.split()
        name = " ".join([*words[1:], words[0]])
    elif kind == 4:
        name = "-".join(words)
    else:
        words[-1] = _mistyped(words[-1], random)
        name = f"ASSO {' '.join(words)}".upper()
    keeps_place, keeps_street = random.random() < 0.85, random.random() < 0.6
    return replace(
        original,
        pk=pk,
        name=name,
        acronym=original.acronym if random.random() < 0.5 else "",
        siren=original.siren if random.random() < 0.15 else "",
        commune_code=original.commune_code if keeps_place else "",
        address=original.address.replace("avenue", "av").replace("boulevard", "Bd")
        if keeps_place and keeps_street
        else "",
        website=original.website if random.random() < 0.5 else "",
    )


if __name__ == "__main__":
    main()
