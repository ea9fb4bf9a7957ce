"""Counts what each choice of the directory would show: read where the database keeps it, counted over the lines found elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Sum

from essaim.ecosystem.directory.models import ALL, COUNTED, PLACED, ListingQuerySet, Tally
from essaim.foundations.territory.queries import ShownZone, territoires

from .searching import FILTERS, Asked, Found, communes_of_territoire, found_listings

Facets = dict[str, Counter[str]]
COLUMNS = {"commune": "commune_code", "kind": "kind", "section": "section"}


@dataclass(slots=True)
class Counts:
    """What a search finds: how many lines, how many with a point, and how many each value of each filter would keep."""

    total: int = 0
    placed: int = 0
    facets: Facets = field(default_factory=dict)


def facet_counts(asked: Asked, *, today: date) -> Facets:
    """Count the lines that each value of each filter would keep, the words and the other filters being as they are."""
    return counts_of(asked, today=today).facets


def counts_of(
    asked: Asked,
    *,
    today: date,
    found: Found | None = None,
    zones: Sequence[ShownZone] | None = None,
    filters: Collection[str] = FILTERS,
) -> Counts:
    """
    Count what a search finds, and what each value of some filters would keep, the words and the other filters being as they are.

    What is counted is what the list then shows: kept counts are those of the same lines, others are of what found_listings finds.

    :param found: what the search finds, where it was asked already
    :param zones: the governance territories of that day, where they were read already
    """
    if zones is None:
        zones = territoires(today=today) if filters or asked.territoire else ()
    # A filter that is chosen counts the lines without it; the others all count the same ones.
    wanted: dict[Asked, set[str]] = defaultdict(set, {asked: set()})
    for name in filters:
        wanted[asked.without(name)].add("commune" if name == "territoire" else name)
    answers: dict[Asked, Counts] = {}
    for one, names in wanted.items():
        kept = _kept(one, names, zones)
        if kept is None:
            is_found = found is not None and one == asked
            rows = found.rows if is_found and found else found_listings(one, today=today, zones=zones).rows
            kept = _counted(rows, names)
        answers[one] = kept
    facets = {name: answers[asked.without(name)].facets[name] for name in filters if name != "territoire"}
    if "territoire" in filters:
        by_commune = answers[asked.without("territoire")].facets["commune"]
        facets["territoire"] = Counter(
            {zone.code: sum(by_commune[code] for code in zone.commune_codes) for zone in zones}
        )
    return Counts(answers[asked].total, answers[asked].placed, facets)


def _kept(asked: Asked, names: Collection[str], zones: Sequence[ShownZone]) -> Counts | None:
    """Read what the database keeps: of all lines, or of one filter; None for any other search, whose lines must be counted."""
    given = [(name, getattr(asked, name)) for name in ("kind", "section", "status") if getattr(asked, name)]
    places = _places_of(asked, zones)
    if asked.words or asked.around or len(given) + (places is not None) > 1:
        return None
    rows = Tally.objects.filter(count__gt=0)
    told = rows.filter(facet__in=[ALL, PLACED, *names])
    if places is None:
        name, value = given[0] if given else ("", "")
        return _told(told.filter(given=name, value=value).values_list("facet", "name", "count"), names)
    of_places = told.filter(given="commune", value__in=places).values_list("facet", "name").annotate(lines=Sum("count"))
    found = _told(of_places.order_by(), names)
    if "commune" in names:
        of_all = rows.filter(given="", value="", facet="commune", name__in=places)
        found.facets["commune"] = Counter(dict(of_all.values_list("name", "count")))
    return found


def _places_of(asked: Asked, zones: Sequence[ShownZone]) -> set[str] | None:
    """Return the communes that a search keeps to; None when it keeps to none."""
    if not asked.territoire:
        return {asked.commune} if asked.commune else None
    codes = set(communes_of_territoire(asked.territoire, zones))
    return codes & {asked.commune} if asked.commune else codes


def _told(rows: Collection[tuple[str, str, int]], names: Collection[str]) -> Counts:
    found = Counts(facets={name: Counter() for name in names})
    for facet, name, count in rows:
        if facet == ALL:
            found.total = count
        elif facet == PLACED:
            found.placed = count
        else:
            found.facets[facet][name] = count
    return found


def _counted(rows: ListingQuerySet, names: Collection[str]) -> Counts:
    """Count some lines by several columns in one question, which looks at them once."""
    columns = {name: column for name, column in COLUMNS.items() if name in names}
    sets = "".join(f", ({column})" for column in columns.values())
    told = "".join(f" WHEN GROUPING ({column}) = 0 THEN '{name}'" for name, column in columns.items())
    facet = f"CASE{told} ELSE '' END" if columns else "''"
    value = f"coalesce({', '.join(columns.values())}, '')" if columns else "''"
    statuses = (
        " UNION ALL SELECT 'status', status, count(*), 0 FROM found, unnest(status_kinds) AS status GROUP BY status"
        if "status" in names
        else ""
    )
    needed = [*columns.values(), *(["status_kinds"] if statuses else [])]
    found = Counts(facets={name: Counter() for name in names})
    try:
        sql, values = rows.order_by().values_list("longitude", *needed).query.sql_with_params()
    except EmptyResultSet:
        return found
    given = ", ".join(["longitude", *needed])
    counted = (
        f"WITH found ({given}) AS MATERIALIZED ({sql}) "  # noqa: S608 (names are ours, values are given apart)
        f"SELECT {facet}, {value}, count(*), count(longitude) FROM found GROUP BY GROUPING SETS ((){sets}){statuses}"
    )
    with connection.cursor() as cursor:
        cursor.execute(counted, values)
        for name, one, count, placed in cursor.fetchall():
            if not name:
                found.total, found.placed = count, placed
            elif one:
                found.facets[name][one] = count
    return found


def wrong_counts() -> list[tuple[str, int, int]]:
    """List the kept counts that are not those of the lines: what is counted, what is kept, what is right. There never are any."""
    compared = f"""
        SELECT concat_ws(' ', given, value, facet, name), coalesce(kept.count, 0), coalesce(counted.count, 0)
        FROM ({COUNTED}) AS counted (given, value, facet, name, count)
        FULL JOIN (SELECT given, value, facet, name, count FROM directory_tally WHERE count <> 0) AS kept
        USING (given, value, facet, name)
        WHERE kept.count IS DISTINCT FROM counted.count ORDER BY 1
    """  # noqa: S608 (the text put in is ours)
    with connection.cursor() as cursor:
        cursor.execute(compared)
        return list(cursor.fetchall())
