"""
Statistical secrecy of jobs: which crossings of territory, family and section are given, judged with all those beside them.

Two sets of tables hold together. One for each département: itself and its EPCI, crossed by family, by section and by both.
One for each EPCI: itself, its part in each département, its territoires, communes and arrondissements, crossed by family or
by section; what the first withheld is withheld in the second. Finer crossings are never given. A region is given what all its
départements are given.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from essaim.foundations.primitives.secrecy import UNITS_MIN, Cell, Reason, Sum, protect, reason_alone
from essaim.foundations.sirene import register as files
from essaim.foundations.sirene.rows import Basis, Judged, Place
from essaim.foundations.sirene.states import PlaceKind

from .places import COUNTRY, zones_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["UNITS_MIN", "UNKNOWN_SECTION", "judgements"]


class Crossing(NamedTuple):
    """One cell: a kind of territory and its code, a family and a section, empty for all."""

    kind: str
    code: str
    family: str = ""
    section: str = ""


class Part(NamedTuple):
    """
    What is judged at once: a set of tables (UPPER, LOWER or COUNTRY_PART) and the territory whose it is.

    zones: the territoires it was judged with, as text; empty where there are none.
    """

    tables: str
    owner: str
    zones: str = ""


UPPER, LOWER, COUNTRY_PART = "upper", "lower", "country"
Verdicts = Mapping[Crossing, Reason]
Row = tuple[str, str, str, str, str, str, str, float]
_STRADDLING: dict[str, frozenset[str]] = {}
# A part of an EPCI that lies in one département, where it lies in several.
PORTION = "portion"
# Empty means all: what has no section of NAF rev. 2 is one part like the others.
UNKNOWN_SECTION = "?"


def _judge_upper(rows: Collection[Row], department: str, straddling: frozenset[str]) -> Verdicts:
    cells = _cells(rows, lambda row: _upper_areas(row, straddling), twice=lambda kind: True)
    areas = {(cell.kind, cell.code) for cell in cells}
    top = (PlaceKind.DEPARTMENT.value, department)
    sums = [*_crossing_sums(cells, twice=lambda kind: True), *_area_sums(cells, {(top, "parts"): areas - {top}})]
    kept = {cell for cell in cells if (cell.kind, cell.code) == top}
    return protect(cells, sums, kept=kept)


def _upper_areas(row: Row, straddling: frozenset[str]) -> Iterable[tuple[str, str]]:
    commune, _district, epci, department, *_others = row
    yield PlaceKind.DEPARTMENT.value, department
    if epci in straddling:
        yield PORTION, f"{epci}-{department}"
    elif epci:
        yield PlaceKind.EPCI.value, epci
    else:
        yield PlaceKind.COMMUNE.value, commune


def judged_alone(register: DuckDBPyConnection, basis: Basis, part: Part, above: Mapping[str, Verdicts]) -> Verdicts:
    """
    Judge one part by the rule or layer of the basis, by itself: what a load does for the whole country.

    :param above: of an EPCI, what each of its départements withholds
    """
    if part.tables == COUNTRY_PART:
        return _judge_country(register)
    if part.tables == UPPER:
        rows = _rows(register, _communes_in(register, "department", part.owner))
        return _judge_upper(rows, part.owner, _straddling(register, basis))
    rows = _rows(register, _communes_in(register, "epci", part.owner))
    zones = zones_of(register, part.owner)
    return _judge_lower(rows, part.owner, zones, above, is_straddling=part.owner in _straddling(register, basis))


def _judge_lower(
    rows: Collection[Row], siren: str, zones: Iterable[Place], above: Mapping[str, Verdicts], *, is_straddling: bool
) -> Verdicts:
    """
    Judge an EPCI and all it is made of.

    :param above: what was judged in each of its départements, in their order
    """
    zone_of = {code: zone.code for zone in zones for code in zone.communes}
    cells = _cells(rows, lambda row: _lower_areas(row, zone_of, is_straddling), twice=_is_whole)
    hidden: dict[Crossing, Reason] = {}
    for verdicts in above.values():
        hidden |= {cell: reason for cell, reason in verdicts.items() if cell in cells}
    sums = [
        *_crossing_sums(cells, twice=_is_whole),
        *_area_sums(cells, _nesting(rows, siren, zone_of, is_straddling)),
    ]
    kept = {cell for cell in cells if _is_whole(cell.kind)}
    return protect(cells, sums, hidden=hidden, kept=kept)


def _told(zones: Iterable[Place]) -> str:
    """Write territoires so that two lists of them are the same text if and only if they are the same."""
    return json.dumps([[zone.code, *zone.communes] for zone in zones]) if zones else ""


def judgements(register: DuckDBPyConnection, basis: Judged) -> Iterator[tuple[Part, str]]:
    """
    Judge the whole country by the rule or layer of the basis, part by part, each verdict as the file of a snapshot keeps it.

    What a page would judge when it is first asked for is then read; a load does it once. The register is opened for the basis.
    """
    straddling = _straddling(register, basis)
    members = register.execute("SELECT code, epci, department FROM commune").fetchall()
    divided = {siren for (siren,) in register.execute("SELECT DISTINCT epci FROM territoire").fetchall()}
    zones = defaultdict(list[Place], {siren: zones_of(register, siren) for siren in divided})
    sirens: dict[str, set[str]] = defaultdict(set)
    for _code, siren, department in members:
        if siren:
            sirens[siren].add(department)
    query = f"SELECT * FROM ({files.sql('read/cells')}) ORDER BY department, epci"  # noqa: S608 (a query of ours)
    found = register.execute(query, {"communes": [row[0] for row in members]})
    above: dict[str, Verdicts] = {}
    across: dict[str, list[Row]] = defaultdict(list)
    for department, grouped in groupby(_streamed(found), key=itemgetter(3)):
        rows: list[Row] = list(grouped)
        above[department] = _judge_upper(rows, department, straddling)
        yield Part(UPPER, department), _written(above[department])
        inside: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            (across if row[2] in straddling else inside)[row[2]].append(row)
        for siren, own in inside.items():
            if siren:
                yield _judged_lower(siren, own, zones[siren], {department: above[department]}, is_straddling=False)
                sirens.pop(siren, None)
    for siren, own in across.items():
        upper = {department: above[department] for department in sorted({row[3] for row in own})}
        yield _judged_lower(siren, own, zones[siren], upper, is_straddling=True)
        sirens.pop(siren, None)
    # Where nobody of this rule employs anybody, there is nothing to withhold.
    yield from ((Part(LOWER, siren, _told(zones[siren])), "") for siren in sorted(sirens))
    yield from ((Part(UPPER, code), "") for code in sorted({row[2] for row in members} - above.keys()))
    yield Part(COUNTRY_PART, COUNTRY), _written(_judge_country(register))


def _judged_lower(
    siren: str, rows: Collection[Row], zones: list[Place], above: Mapping[str, Verdicts], *, is_straddling: bool
) -> tuple[Part, str]:
    verdicts = _judge_lower(rows, siren, zones, above, is_straddling=is_straddling)
    return Part(LOWER, siren, _told(zones)), _written(verdicts)


def _streamed(found: DuckDBPyConnection) -> Iterator[Row]:
    while rows := found.fetchmany(10_000):
        yield from rows


def _written(verdicts: Verdicts) -> str:
    """Write verdicts as lines: kind, code, family, section, reason."""
    return "\n".join("\t".join((*crossing, reason.value)) for crossing, reason in verdicts.items())


def _read(text: str) -> Verdicts:
    rows = (line.split("\t") for line in text.split("\n") if line)
    return {Crossing(*crossing): Reason(reason) for *crossing, reason in rows}


def _is_whole(kind: str) -> bool:
    return kind in {PlaceKind.EPCI.value, PORTION}


def _lower_areas(row: Row, zone_of: Mapping[str, str], is_straddling: bool) -> Iterable[tuple[str, str]]:  # noqa: FBT001
    commune, district, epci, department, *_others = row
    yield PlaceKind.EPCI.value, epci
    if is_straddling:
        yield PORTION, f"{epci}-{department}"
    if commune in zone_of:
        yield PlaceKind.TERRITOIRE.value, zone_of[commune]
    yield PlaceKind.COMMUNE.value, commune
    if district:
        yield PlaceKind.DISTRICT.value, district


Area = tuple[str, str]
Nesting = dict[tuple[Area, str], set[Area]]


def _nesting(
    rows: Iterable[Row],
    siren: str,
    zone_of: Mapping[str, str],
    is_straddling: bool,  # noqa: FBT001
) -> Nesting:
    """Say which areas add up to which: an EPCI to its communes, at once, by territoire, and by département."""
    nested: Nesting = defaultdict(set)
    whole = (PlaceKind.EPCI.value, siren)
    has_zones = bool(zone_of)
    for commune, district, epci, department, *_others in rows:
        own = (PlaceKind.COMMUNE.value, commune)
        nested[whole, "communes"].add(own)
        if is_straddling:
            portion = (PORTION, f"{epci}-{department}")
            nested[whole, "portions"].add(portion)
            nested[portion, "communes"].add(own)
        if has_zones:
            # What no territoire holds stands beside them.
            zone = (PlaceKind.TERRITOIRE.value, zone_of[commune]) if commune in zone_of else own
            nested[whole, "territoires"].add(zone)
            if zone != own:
                nested[zone, "communes"].add(own)
        if district:
            nested[own, "districts"].add((PlaceKind.DISTRICT.value, district))
    return nested


def _judge_country(register: DuckDBPyConnection) -> Verdicts:
    found = register.execute(files.sql("read/cells_by_department")).fetchall()
    parts: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for family, section, _department, units, value, largest in found:
        parts[family, section].append(Cell(units, value, largest))
    verdicts: dict[Crossing, Reason] = {}
    for (family, section), cells in parts.items():
        few = [cell for cell in cells if reason_alone(cell)]
        whole = _together(cells)
        together = reason_alone(whole) or (few and (reason_alone(_together(few)) or len(few) == 1))
        if together:
            crossing = Crossing(PlaceKind.COUNTRY.value, COUNTRY, family, section)
            verdicts[crossing] = reason_alone(whole) or Reason.COMPLEMENTARY
    return verdicts


def _together(cells: Iterable[Cell]) -> Cell:
    listed = list(cells)
    return Cell(
        sum(cell.units for cell in listed), sum(cell.value for cell in listed), max(cell.largest for cell in listed)
    )


def _cells(
    rows: Iterable[Row],
    areas_of: Callable[[Row], Iterable[tuple[str, str]]],
    *,
    twice: Callable[[str], bool],
) -> dict[Crossing, Cell]:
    """Add up the jobs of each unit in each crossing, then the units of each crossing."""
    units: dict[Crossing, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in rows:
        *_place, family, section, siren, jobs = row
        for kind, code in areas_of(row):
            crossings = [("", ""), (family, ""), ("", section or UNKNOWN_SECTION)]
            if twice(kind):
                crossings.append((family, section or UNKNOWN_SECTION))
            for crossing in crossings:
                units[Crossing(kind, code, *crossing)][siren] += jobs
    return {crossing: Cell(len(jobs), sum(jobs.values()), max(jobs.values())) for crossing, jobs in units.items()}


def _crossing_sums(cells: Mapping[Crossing, Cell], *, twice: Callable[[str], bool]) -> list[Sum[Crossing]]:
    """Within one area: all is the sum of the families, and of the sections; each of these, of its crossings."""
    ways: dict[tuple[Crossing, str], set[Crossing]] = defaultdict(set)
    for cell in cells:
        if cell.family and cell.section:
            if twice(cell.kind):
                ways[cell._replace(section=""), "sections"].add(cell)
                ways[cell._replace(family=""), "families"].add(cell)
        elif cell.family:
            ways[cell._replace(family=""), "families"].add(cell)
        elif cell.section:
            ways[cell._replace(section=""), "sections"].add(cell)
    return [Sum(total, tuple(sorted(found))) for (total, _way), found in sorted(ways.items())]


def _area_sums(
    cells: Mapping[Crossing, Cell], nested: Mapping[tuple[tuple[str, str], str], Iterable[tuple[str, str]]]
) -> list[Sum[Crossing]]:
    """Across areas: each crossing of an area is the sum of the same crossing of its parts, one sum for each kind of part."""
    sums = []
    crossings = {(cell.family, cell.section) for cell in cells}
    for ((kind, code), _way), parts in sorted(nested.items()):
        for family, section in sorted(crossings):
            total = Crossing(kind, code, family, section)
            if total in cells:
                inside = [Crossing(*part, family, section) for part in sorted(parts)]
                present = tuple(part for part in inside if part in cells)
                if present:
                    sums.append(Sum(total, present))
    return sums


def _rows(register: DuckDBPyConnection, communes: list[str]) -> list[Row]:
    found: list[Row] = register.execute(files.sql("read/cells"), {"communes": communes}).fetchall()
    return found


def _communes_in(register: DuckDBPyConnection, kind: str, code: str) -> list[str]:
    query = "SELECT code FROM commune WHERE CASE $kind WHEN 'epci' THEN epci ELSE department END = $code"
    return [row[0] for row in register.execute(query, {"kind": kind, "code": code}).fetchall()]


def _straddling(register: DuckDBPyConnection, basis: Basis | Judged) -> frozenset[str]:
    """List the EPCI that lie in several départements: always the same in one snapshot."""
    found = _STRADDLING.get(basis.file)
    if found is None:
        found = straddling(register)
        _STRADDLING[basis.file] = found
    return found


def straddling(register: DuckDBPyConnection) -> frozenset[str]:
    """List the EPCI that lie in several départements."""
    query = "SELECT epci FROM commune WHERE epci <> '' GROUP BY epci HAVING count(DISTINCT department) > 1"
    return frozenset(row[0] for row in register.execute(query).fetchall())


def _epci_of(register: DuckDBPyConnection, place: Place) -> str:
    found = register.execute("SELECT epci FROM commune WHERE code = $code", {"code": place.communes[0]}).fetchall()
    return str(found[0][0]) if found else ""


def _department_of(register: DuckDBPyConnection, commune: str) -> str:
    found = register.execute("SELECT department FROM commune WHERE code = $code", {"code": commune}).fetchall()
    return str(found[0][0]) if found else ""
