"""Finding structures as people write them, with filters that all count the same lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.search import SearchQuery, TrigramSimilarity
from django.db import connection
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import ACos, Cos, Least, Radians, Sin

from essaim.ecosystem.directory.models import Listing, ListingQuerySet, SearchWord
from essaim.ecosystem.directory.models.listings import WORD_LENGTH_MAX, WORDS
from essaim.ecosystem.organizations.matching import distance
from essaim.foundations.primitives.identifiers import is_commune_code
from essaim.foundations.primitives.texts import search_words
from essaim.foundations.territory.queries import ShownZone, centres_of, commune_name, territoires

FILTERS = ("commune", "territoire", "kind", "section", "status")
AROUND = ("around", "km")
WORDS_MAX = 8
# Words that nobody means to find: half of the names hold them, and people add or forget them. They only bring nearer.
_NOTHING = "a au aux d de des du en et l la le les pour par sur un une association asso assoc ass loi 1901"
SAYING_NOTHING = frozenset(_NOTHING.split())
KM_DEFAULT, KM_MIN, KM_MAX = 5.0, 0.1, 200.0
KM_PER_DEGREE, EARTH_KM = 111.195, 6371.0088
# Up to so many lines are put in order of nearness; beyond, the words are common ones, and the French order serves better.
RANKED_MAX = 400
EXACT_MAX = 50
# Below this share of common trigrams, two words are rarely one word with a typing error; the index finds from the same share on.
LIKENESS_MIN = 0.3
CORRECTED_LENGTH_MIN = 4
# A word that begins more words of the directory than so many is looked for by its beginning.
SPELT_MAX = 8
SPELT = """
SELECT asked.place, begun.word FROM unnest(%s::text[]) WITH ORDINALITY AS asked (word, place)
CROSS JOIN LATERAL (
    SELECT word FROM directory_searchword
    WHERE word >= asked.word COLLATE "C" AND word < (asked.word || chr(1114111)) COLLATE "C" ORDER BY word LIMIT %s
) AS begun
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What is searched: words as people write them, and filters by their values; empty ones keep everything.

    around: the INSEE code of a commune, the key of a structure, or "latitude,longitude"; km: how far, KM_DEFAULT if it is not said.
    """

    words: str = ""
    commune: str = ""
    territoire: str = ""
    kind: str = ""
    section: str = ""
    status: str = ""
    around: str = ""
    km: str = ""

    def without(self, name: str) -> Asked:
        """Return the same without one of its filters."""
        return replace(self, **{name: ""})


def asked_of(parameters: Mapping[str, str]) -> Asked:
    """Read what is searched in an address: q, and each filter under its name."""

    def given(name: str) -> str:
        return " ".join(parameters.get(name, "").replace("\x00", "").split())[:200]

    return Asked(words=given("q"), **{name: given(name) for name in (*FILTERS, *AROUND)})


@dataclass(frozen=True, slots=True)
class Corrected:
    """A word that is in no card, and those near it that were searched instead."""

    word: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Lines in their order, and the words that were read as others near them; none when each was found as written."""

    rows: ListingQuerySet
    corrected: tuple[Corrected, ...] = field(default=())


def found_listings(asked: Asked, *, today: date, zones: Sequence[ShownZone] | None = None) -> Found:
    """
    Find lines: every word must be in the name, acronym, former names or summary, as its beginning at least.

    A number is looked for among SIREN and RNA. Words that are in no card are read as those near them. The nearest names come
    first; words that hundreds of cards hold come in French order, those that are or begin with them first.

    :param zones: the governance territories of that day, where they were read already
    """
    rows = _filtered(Listing.objects.all(), asked, today=today, zones=zones)
    words = search_words(asked.words)[:WORDS_MAX]
    if not words:
        nearest = ("distance",) if asked.around and point_around(asked.around) else ()
        return Found(rows.order_by(*nearest, "sort_key", "pk"))
    number = "".join(asked.words.split()).upper()
    if number[:1].isdigit() or number[:1] == "W":
        by_number = rows.filter(Q(siren=number[:9]) if number.isdigit() and len(number) in {9, 14} else Q(rna=number))
        if by_number.exists():
            return Found(by_number.order_by("sort_key", "pk"))
    spelt = _spelt(words)
    unknown = [word for word in _telling(words) if spelt[word] == ()]
    corrected = _corrections(unknown)
    if unknown and not corrected:
        return Found(rows.none())
    near = {one.word: one.near for one in corrected}
    found = _ranked(rows, [near.get(word, (word,)) for word in words], spelt)
    return Found(rows.none() if found is None else found, tuple(corrected))


def _spelt(words: Sequence[str]) -> dict[str, tuple[str, ...] | None]:
    """
    Return for each word those of the directory that it begins: none where it is in no card, None where they are not looked up.

    The index finds a few whole words far faster than a common beginning. Numbers, and what begins many words, are not looked up.
    """
    found: dict[str, list[str]] = {word: [] for word in words}
    with connection.cursor() as cursor:
        cursor.execute(SPELT, [[word[:WORD_LENGTH_MAX] for word in found], SPELT_MAX + 1])
        for place, word in cursor.fetchall():
            found[list(found)[place - 1]].append(word)
    return {
        word: None
        if word.isdigit() or len(spelt) > SPELT_MAX or any(len(one) == WORD_LENGTH_MAX for one in spelt)
        else tuple(spelt)
        for word, spelt in found.items()
    }


def _telling(words: Sequence[str]) -> list[str]:
    """Return the words that something is looked for by: all of them where each says nothing."""
    return [word for word in words if word not in SAYING_NOTHING] or list(words)


def _ranked(
    rows: ListingQuerySet, words: Sequence[tuple[str, ...]], spelt: Mapping[str, tuple[str, ...] | None]
) -> ListingQuerySet | None:
    """Return the lines that hold one of each group of words, in order; None when there is none."""
    telling = set(_telling([group[0] for group in words]))
    asked = [group for group in words if group[0] in telling]
    begun = [[whole for word in group for whole in spelt.get(word) or (f"{word}:*",)] for group in asked]
    raw = " & ".join(f"({' | '.join(group)})" for group in begun)
    query = SearchQuery(raw, search_type="raw", config="simple")
    matching = rows.annotate(words=WORDS).filter(words=query)
    # In no order: the database would put all of them in order to give a few hundred.
    found = matching.order_by().values_list("pk", "name_key", "acronym_key", "sort_key")
    candidates = list(found[: RANKED_MAX + 1])
    if not candidates:
        return None
    text = " ".join(group[0] for group in words)
    if len(candidates) <= RANKED_MAX:
        ranked = sorted(candidates, key=lambda row: _nearness(row, words, text))
        keys = [row[0] for row in ranked]
        place = Func(Value(keys), F("pk"), function="array_position", output_field=IntegerField())
        # One array, where hundreds of values would each be read and planned for.
        among = RawSQL("directory_listing.id = ANY (%s::bigint[])", [keys], output_field=BooleanField())
        return rows.filter(among).order_by(place)
    # Each by its own index, the names in their order: both at once would have every line looked at.
    named = matching.filter(acronym_key=text), matching.filter(sort_key__startswith=text)
    exact = [pk for part in named for pk in part.order_by("sort_key", "pk").values_list("pk", flat=True)[:EXACT_MAX]]
    if not exact:
        return matching.order_by("sort_key", "pk")
    first = Case(When(pk__in=exact, then=Value(0)), default=Value(1), output_field=IntegerField())
    return matching.order_by(first, "sort_key", "pk")


def _nearness(row: tuple[int, str, str, str], words: Sequence[tuple[str, ...]], text: str) -> tuple[object, ...]:
    """Order lines: the acronym itself, the name itself, a name that begins so, one that holds every word, then the others."""
    _pk, name, acronym, order = row
    of_name = name.split()
    whole = sum(any(word in of_name for word in group) for group in words)
    begun = sum(any(part.startswith(word) for word in group for part in of_name) for group in words)
    return (
        text not in {acronym, name},
        not name.startswith(text),
        -whole,
        -begun,
        len(of_name) - len(words) if begun else 0,
        order,
    )


def _corrections(words: Sequence[str]) -> list[Corrected]:
    """Find for each word that is in no card those that are near it; nothing when one has none."""
    found = [Corrected(word, near_words(word)) for word in words]
    return found if all(one.near for one in found) else []


def near_words(word: str) -> tuple[str, ...]:
    """Return the words of the directory that differ from one by a typing error or two, the nearest first; five at most."""
    if len(word) < CORRECTED_LENGTH_MIN:
        return ()
    rows = SearchWord.objects.filter(word__trigram_similar=word).annotate(likeness=TrigramSimilarity("word", word))
    likely = rows.filter(likeness__gte=LIKENESS_MIN).order_by("-likeness", "word")
    near = list(likely.values_list("word", flat=True)[:30])
    errors_max = 1 if len(word) <= 5 else 2
    measured = sorted((distance(word, other), place) for place, other in enumerate(near))
    return tuple(near[place] for errors, place in measured if errors <= errors_max)[:5]


def _filtered(
    rows: ListingQuerySet, asked: Asked, *, today: date, zones: Sequence[ShownZone] | None
) -> ListingQuerySet:
    exact = {"commune_code": asked.commune, "kind": asked.kind, "section": asked.section}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if asked.around:
        rows = _within(rows, asked)
    if asked.status:
        rows = rows.filter(status_kinds__contains=[asked.status])
    if asked.territoire:
        known = territoires(today=today) if zones is None else zones
        rows = rows.filter(commune_code__in=communes_of_territoire(asked.territoire, known))
    return rows


def communes_of_territoire(code: str, zones: Sequence[ShownZone]) -> tuple[str, ...]:
    """Return the INSEE codes of the communes of a governance territory; none where there is no such one."""
    return next((zone.commune_codes for zone in zones if zone.code == code), ())


def radius_of(asked: Asked) -> float:
    """Return how many kilometres around are searched, between KM_MIN and KM_MAX."""
    try:
        found = float(asked.km.replace(",", ".") or KM_DEFAULT)
    except ValueError:
        return KM_DEFAULT
    return min(max(found, KM_MIN), KM_MAX) if math.isfinite(found) else KM_DEFAULT


def point_around(around: str) -> tuple[float, float] | None:
    """Return the longitude and latitude of what is searched around; None if it is no place known here."""
    if is_commune_code(around):
        return centres_of([around]).get(around)
    latitude, comma, longitude = around.partition(",")
    if comma:
        try:
            point = float(longitude), float(latitude)
        except ValueError:
            return None
        return point if abs(point[0]) <= 180 and abs(point[1]) < 89 else None
    found = Listing.objects.filter(key=around, longitude__isnull=False).values_list("longitude", "latitude").first()
    return None if found is None or found[0] is None or found[1] is None else (found[0], found[1])


def name_around(around: str) -> str:
    """Return what is searched around in words: a commune or a structure by its name, a point as it is written."""
    if is_commune_code(around):
        return commune_name(around)
    return Listing.objects.filter(key=around).values_list("name", flat=True).first() or around


def _within(rows: ListingQuerySet, asked: Asked) -> ListingQuerySet:
    """Keep the lines within a radius, with their distance in kilometres; none around a place that is not known."""
    point = point_around(asked.around)
    if point is None:
        return rows.none()
    (longitude, latitude), km = point, radius_of(asked)
    # A box first, which an index finds; then the distance on a sphere.
    high = km / KM_PER_DEGREE
    wide = high / math.cos(math.radians(latitude))
    here = math.radians(latitude)
    cosine = Value(math.sin(here)) * Sin(Radians("latitude")) + Value(math.cos(here)) * Cos(Radians("latitude")) * Cos(
        Radians(F("longitude") - Value(longitude))
    )
    boxed = rows.filter(
        latitude__range=(latitude - high, latitude + high), longitude__range=(longitude - wide, longitude + wide)
    )
    return boxed.annotate(distance=EARTH_KM * ACos(Least(Value(1.0), cosine))).filter(distance__lte=km)


def points_of(asked: Asked, *, today: date) -> str:
    """Write what a map draws of the lines found that have a point: features of GeoJSON, one after another."""
    rows = found_listings(asked, today=today).rows.exclude(point="").order_by()
    found: dict[str, str | None] = rows.aggregate(features=StringAgg("point", ",", order_by="pk"))
    return found["features"] or ""
