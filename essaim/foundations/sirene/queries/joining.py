"""
Statistical secrecy of all rules, layers and months at once: what one tells of a territory less what another tells of it.

Each rule and layer is judged by itself first (`judging`). Here they are put together, the most used first, with the months that
were published before of the same brackets: one of them is given in a crossing only if that tells nobody by difference, and what
is withheld cannot be worked out from all that is given (`primitives/joint_secrecy.py`). What was published already stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from essaim.foundations.primitives.joint_secrecy import Kinds, Told, Units, protect_together, units_of
from essaim.foundations.primitives.secrecy import Reason, Sum
from essaim.foundations.sirene import register as files
from essaim.foundations.sirene.rows import Place
from essaim.foundations.sirene.states import Layer, PlaceKind, Rule

from .judging import (
    COUNTRY_PART,
    LOWER,
    PORTION,
    UNKNOWN_SECTION,
    UPPER,
    Crossing,
    Part,
    Verdicts,
    _area_sums,
    _crossing_sums,
    _is_whole,
    _lower_areas,
    _nesting,
    _read,
    _told,
    _upper_areas,
    _written,
)
from .places import COUNTRY, zones_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# From the most used to the least used: where two cannot both be given, it is the later one that is withheld.
ORDER: tuple[Rule | Layer, ...] = (
    Rule.INSEE,
    Rule.ANNUAIRE,
    Layer.STATUTORY,
    Layer.DECLARED_COMMERCIAL,
    Layer.ESUS,
    Layer.SIAE,
)
# Publications are the bits of one number: so many months beside this one, the last ones.
MONTHS_MAX = 19
# Commune, arrondissement, EPCI, département, family, section, SIREN, jobs, and the publications that count them.
Counted = tuple[str, str, str, str, str, str, str, float, int]
Cells = Mapping[Crossing, Kinds]
Texts = Mapping[Part, str]


@dataclass(frozen=True, slots=True)
class Publication:
    """A rule or layer of one month. base: of the file it is in, as it is attached. texts: what it withholds by itself."""

    scope: Rule | Layer
    base: str
    texts: Texts = field(default_factory=dict)

    def withholds(self, part: Part) -> Verdicts:
        """Read what it withholds in one part."""
        return _read(self.texts.get(part, ""))


def publications(
    register: DuckDBPyConnection, scopes: Collection[Rule | Layer], *, table: str, before: Sequence[str] = ()
) -> list[Publication]:
    """
    List what is judged together, in the order in which it is given: months published before, then this one.

    :param table: where the verdicts of this month are, each rule and layer by itself
    :param before: names under which files of other months are attached
    """
    found = [publication for base in before for publication in _published(register, base, f"{base}.judgement")]
    own = {publication.scope: publication for publication in _published(register, "", table)}
    return [*found, *(own.get(scope) or Publication(scope, "") for scope in ORDER if scope in scopes)]


def _published(register: DuckDBPyConnection, base: str, table: str) -> list[Publication]:
    texts: dict[str, dict[Part, str]] = defaultdict(dict)
    query = f"SELECT scope, tables, owner, zones, withheld FROM {table}"  # noqa: S608 (a table of ours)
    for scope, tables, owner, zones, withheld in register.execute(query).fetchall():
        texts[scope][Part(tables, owner, zones)] = withheld
    return [Publication(scope, base, texts[scope.value]) for scope in ORDER if scope.value in texts]


def look_at_all(register: DuckDBPyConnection, listed: Sequence[Publication]) -> None:
    """Set out who is counted by which publications, where the reads of this module find it: one row an employer."""
    selects = []
    for base in dict.fromkeys(publication.base for publication in listed):
        bits = " | ".join(
            f"CASE WHEN in_{publication.scope.value} THEN {1 << number}::HUGEINT ELSE 0::HUGEINT END"
            for number, publication in enumerate(listed)
            if publication.base == base
        )
        selects.append(
            f"SELECT siret, siren, bracket, commune, coalesce(district, '') AS district, coalesce(epci, '') AS epci, "  # noqa: S608
            f"coalesce(department, '') AS department, family, section, {bits} AS kind "
            f"FROM {base + '.' if base else ''}ess WHERE bracket <> 'NN'"
        )
    register.execute(f"CREATE OR REPLACE TEMP VIEW counted AS {' UNION ALL '.join(selects)}")


def rows_of(register: DuckDBPyConnection, communes: Collection[str] | None = None) -> Iterator[Counted]:
    """Read who is counted, by département and EPCI; of some communes, or of all."""
    asked = {"communes": sorted(communes or ()), "everywhere": communes is None}
    found = register.execute(files.sql("read/counted"), asked)
    while rows := found.fetchmany(10_000):
        yield from rows


def join_upper(
    listed: Sequence[Publication], rows: Collection[Counted], department: str, straddling: frozenset[str]
) -> list[Verdicts]:
    """Judge together what all publications tell of a département and its EPCI."""
    cells = kinds_of(rows, lambda row: _upper_areas(row[:8], straddling), twice=lambda kind: True)
    areas = {(cell.kind, cell.code) for cell in cells}
    top = (PlaceKind.DEPARTMENT.value, department)
    sums = [*_sums(cells, twice=lambda kind: True), *_area_sums(cells, {(top, "parts"): areas - {top}})]  # type: ignore[arg-type]
    own = [publication.withholds(Part(UPPER, department)) for publication in listed]
    return _together(listed, cells, sums, own, lambda key: False)


def join_lower(
    listed: Sequence[Publication],
    rows: Collection[Counted],
    siren: str,
    zones: list[Place],
    above: Mapping[str, Sequence[Verdicts]],
    *,
    is_straddling: bool,
) -> list[Verdicts]:
    """
    Judge together what all publications tell of an EPCI and of what it is made of; what its départements decided stands.

    :param above: by département, what was decided there for each publication
    """
    zone_of = {code: zone.code for zone in zones for code in zone.communes}
    cells = kinds_of(rows, lambda row: _lower_areas(row[:8], zone_of, is_straddling), twice=_is_whole)
    sums = [
        *_sums(cells, twice=_is_whole),
        *_area_sums(cells, _nesting(rows, siren, zone_of, is_straddling)),  # type: ignore[arg-type]
    ]
    settled = PORTION if is_straddling else PlaceKind.EPCI.value
    own = []
    for number, publication in enumerate(listed):
        alone = publication.withholds(Part(LOWER, siren, _told(zones)))
        if publication.base:
            own.append(alone)
            continue
        # What the départements withheld by themselves is in it: what they decided together stands instead.
        first: dict[Crossing, Reason] = {}
        for department, decided in above.items():
            first |= publication.withholds(Part(UPPER, department))
            first = {cell: reason for cell, reason in first.items() if cell in cells}
            alone = {cell: reason for cell, reason in alone.items() if cell.kind != settled or cell not in first}
            alone |= {cell: reason for cell, reason in decided[number].items() if cell in cells}
        own.append(alone)
    return _together(listed, cells, sums, own, lambda key: key.kind == settled)


def join_country(
    listed: Sequence[Publication],
    whole: Cells,
    parts: Cells,
    decided: Sequence[Collection[Crossing]],
    own: Sequence[Verdicts],
) -> list[Verdicts]:
    """
    Judge together what all publications tell of France and of its départements, of which nothing is changed.

    :param whole: the crossings of France
    :param parts: those of the départements, by family and by section
    :param decided: by publication, those of the départements that are withheld
    :param own: by publication, what is withheld of France
    """
    cells = {**whole, **parts}
    top = (PlaceKind.COUNTRY.value, COUNTRY)
    areas = {(cell.kind, cell.code) for cell in parts}
    sums = [*_sums(cells, twice=lambda kind: False), *_area_sums(cells, {(top, "parts"): areas})]  # type: ignore[arg-type]
    withheld = [
        {**dict.fromkeys(hidden, Reason.COMPLEMENTARY), **alone} for hidden, alone in zip(decided, own, strict=True)
    ]
    found = _together(listed, cells, sums, withheld, lambda key: key.kind != PlaceKind.COUNTRY.value)
    return [
        {cell: reason for cell, reason in verdicts.items() if cell.kind == PlaceKind.COUNTRY.value}
        for verdicts in found
    ]


def judged_together(
    register: DuckDBPyConnection, listed: Sequence[Publication], straddling: frozenset[str]
) -> Iterator[tuple[Rule | Layer, Part, str]]:
    """Judge the whole country together, part by part: for each rule or layer of this month, what a file keeps of its verdicts."""
    look_at_all(register, listed)
    own = [number for number, publication in enumerate(listed) if not publication.base]
    divided = {siren for (siren,) in register.execute("SELECT DISTINCT epci FROM territoire").fetchall()}
    zones = defaultdict(list[Place], {siren: zones_of(register, siren) for siren in divided})
    above: dict[str, list[Verdicts]] = {}
    across: dict[str, list[Counted]] = defaultdict(list)
    of_departments: dict[Crossing, Kinds] = {}

    def lower(siren: str, rows: list[Counted], *, is_straddling: bool) -> Iterator[tuple[Rule | Layer, Part, str]]:
        upper = {department: above[department] for department in sorted({row[3] for row in rows})}
        found = join_lower(listed, rows, siren, zones[siren], upper, is_straddling=is_straddling)
        part = Part(LOWER, siren, _told(zones[siren]))
        yield from ((listed[number].scope, part, _written(found[number])) for number in own)

    for department, grouped in groupby(rows_of(register), key=itemgetter(3)):
        rows = list(grouped)
        above[department] = join_upper(listed, rows, department, straddling)
        yield from (
            (listed[number].scope, Part(UPPER, department), _written(above[department][number])) for number in own
        )
        of_departments |= kinds_of(rows, lambda row: [(PlaceKind.DEPARTMENT.value, row[3])], twice=lambda kind: False)
        inside: dict[str, list[Counted]] = defaultdict(list)
        for row in rows:
            (across if row[2] in straddling else inside)[row[2]].append(row)
        for siren, its_rows in inside.items():
            if siren:
                yield from lower(siren, its_rows, is_straddling=False)
    for siren, its_rows in across.items():
        yield from lower(siren, its_rows, is_straddling=True)
    part = Part(COUNTRY_PART, COUNTRY)
    decided = [
        {cell for department in above for cell in above[department][number] if cell in of_departments}
        for number in range(len(listed))
    ]
    found = join_country(
        listed, of_country(register), of_departments, decided, [publication.withholds(part) for publication in listed]
    )
    yield from ((listed[number].scope, part, _written(found[number])) for number in own)


def of_country(register: DuckDBPyConnection) -> Cells:
    """Read the kinds of units of each crossing of France."""
    cells: dict[Crossing, dict[int, Units]] = defaultdict(dict)
    for family, section, kind, count, value, largest, most, smallest, least in register.execute(
        files.sql("read/counted_in_country")
    ).fetchall():
        named = ((largest, most), (smallest, least)) if count == 2 else ((largest, most),)
        crossing = Crossing(PlaceKind.COUNTRY.value, COUNTRY, family, section)
        cells[crossing][int(kind)] = Units(count, value, named)
    return cells


def _together(
    listed: Sequence[Publication],
    cells: Cells,
    sums: Sequence[Sum[Crossing]],
    own: Sequence[Verdicts],
    settled: Callable[[Crossing], bool],
) -> list[Verdicts]:
    told = Told(cells, sums, len(listed), lambda key, one: bool(listed[one].base) or settled(key))
    withheld = protect_together(told, [verdicts.keys() & cells.keys() for verdicts in own])
    return [
        {cell: verdicts.get(cell, Reason.COMPLEMENTARY) for cell in sorted(hidden)}
        for hidden, verdicts in zip(withheld, own, strict=True)
    ]


def kinds_of(
    rows: Iterable[Counted], areas_of: Callable[[Counted], Iterable[tuple[str, str]]], *, twice: Callable[[str], bool]
) -> dict[Crossing, Kinds]:
    """Add up the jobs of each unit in each crossing, apart for each set of publications that count them."""
    units: dict[Crossing, dict[int, dict[str, float]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(float)))
    for row in rows:
        *_place, family, section, siren, jobs, kind = row
        letter = section or UNKNOWN_SECTION
        for area, code in areas_of(row):
            crossings = [("", ""), (family, ""), ("", letter)]
            if twice(area):
                crossings.append((family, letter))
            for crossing in crossings:
                units[Crossing(area, code, *crossing)][kind][siren] += jobs
    return {crossing: {kind: units_of(parts) for kind, parts in kinds.items()} for crossing, kinds in units.items()}


def _sums(cells: Cells, *, twice: Callable[[str], bool]) -> list[Sum[Crossing]]:
    return _crossing_sums(cells, twice=twice)  # type: ignore[arg-type]
