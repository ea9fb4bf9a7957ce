"""What is withheld and why: read in the file of a snapshot, or judged when it is asked for, and remembered."""

from __future__ import annotations

import dataclasses
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING

from essaim.foundations.sirene import register as files
from essaim.foundations.sirene.rows import Basis, Place
from essaim.foundations.sirene.states import Layer, PlaceKind, Rule, Withheld

from . import joining
from .bases import layers_told, look_at
from .judging import (
    COUNTRY_PART,
    LOWER,
    PORTION,
    UPPER,
    Crossing,
    Part,
    Verdicts,
    _communes_in,
    _department_of,
    _epci_of,
    _read,
    _straddling,
    _told,
    _written,
    judged_alone,
)
from .places import COUNTRY, zones_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["judged", "judged_in_department"]
# What was judged lately, by snapshot, scope and territory: a snapshot never changes. The means of brackets do not count: what is
# withheld must be the same whatever the estimate, since the bounds of a figure are.
_KEPT: OrderedDict[tuple[object, ...], Verdicts] = OrderedDict()
_KEPT_MAX = 512
_LOCK = threading.Lock()


def judged(
    register: DuckDBPyConnection, basis: Basis, place: Place, family: str = "", section: str = ""
) -> Withheld | None:
    """Tell why the jobs of a crossing are withheld, or None if they are given."""
    kind = place.kind
    is_crossed_twice = bool(family and section)
    if is_crossed_twice and kind not in {PlaceKind.EPCI, PlaceKind.DEPARTMENT}:
        return Withheld.TOO_FINE
    if kind == PlaceKind.REGION:
        return _judged_region(register, basis, place, family, section)
    if kind == PlaceKind.COUNTRY:
        verdicts = _country(register, basis)
    elif kind == PlaceKind.DEPARTMENT:
        verdicts = _upper(register, basis, place.code)
    else:
        siren = place.code if kind == PlaceKind.EPCI else place.epci or _epci_of(register, place)
        # A commune that is a member of no EPCI stands beside the EPCI of its département.
        verdicts = (
            _lower(register, basis, siren)
            if siren
            else _upper(register, basis, _department_of(register, place.communes[0]))
        )
    reason = verdicts.get(Crossing(kind.value, place.code, family, section))
    return Withheld(reason.value) if reason else None


def _judged_region(
    register: DuckDBPyConnection, basis: Basis, place: Place, family: str, section: str
) -> Withheld | None:
    """
    Tell whether a crossing of a region is withheld: where one of its départements withholds it.

    A crossing that is given is then the sum of numbers that are given, and tells nothing more than they do.
    """
    query = "SELECT unnest(departments) FROM region WHERE code = $code"
    for (department,) in register.execute(query, {"code": place.code}).fetchall():
        crossing = Crossing(PlaceKind.DEPARTMENT.value, department, family, section)
        if crossing in _upper(register, basis, department):
            return Withheld.COMPLEMENTARY
    return None


def judged_in_department(
    register: DuckDBPyConnection, basis: Basis, department: str, epci: str, family: str, section: str
) -> Withheld | None:
    """Tell why the jobs of an EPCI within one département are withheld: of its part there, if it lies in several."""
    if family and section:
        return Withheld.TOO_FINE
    kind, code = PlaceKind.EPCI.value, epci
    if epci in _straddling(register, basis):
        kind, code = PORTION, f"{epci}-{department}"
    reason = _lower(register, basis, epci).get(Crossing(kind, code, family, section))
    return Withheld(reason.value) if reason else None


def _remembered(register: DuckDBPyConnection, basis: Basis, part: Part) -> Verdicts:
    """Find what was judged lately, or when the snapshot was made; judge what was not, as with other territoires."""
    key = (basis.file, basis.scope, part)
    with _LOCK:
        if key in _KEPT:
            _KEPT.move_to_end(key)
            return _KEPT[key]
    found = register.execute(files.sql("read/judgement"), {"scope": basis.scope.value, **part._asdict()}).fetchall()
    judged_now = {basis.scope: _read(found[0][0])} if found else _judged_when_asked(register, basis, part)
    with _LOCK:
        for scope, verdicts in judged_now.items():
            _KEPT[basis.file, scope, part] = verdicts
        while len(_KEPT) > _KEPT_MAX:
            _KEPT.popitem(last=False)
    return judged_now.get(basis.scope, {})


def _upper(register: DuckDBPyConnection, basis: Basis, department: str) -> Verdicts:
    """Tell what a département and its EPCI withhold."""
    return _remembered(register, basis, Part(UPPER, department))


def _lower(register: DuckDBPyConnection, basis: Basis, siren: str) -> Verdicts:
    """Tell what an EPCI and all it is made of withhold."""
    return _remembered(register, basis, Part(LOWER, siren, _told(zones_of(register, siren))))


def _country(register: DuckDBPyConnection, basis: Basis) -> Verdicts:
    """Tell what France withholds: what would tell by difference the one département that withholds it."""
    return _remembered(register, basis, Part(COUNTRY_PART, COUNTRY))


def _judged_when_asked(register: DuckDBPyConnection, basis: Basis, part: Part) -> dict[Rule | Layer, Verdicts]:
    """
    Judge one part together, when its file keeps no verdicts of it: made before they were kept, or with other territoires.

    Months published before are not looked at: a load does. The register looks at the rule or layer of the basis again at the end.
    """
    texts: dict[Rule | Layer, dict[Part, str]] = {}
    decided: dict[Rule | Layer, dict[str, Verdicts]] = defaultdict(dict)
    scopes = [scope for scope in joining.ORDER if scope in {*Rule, *layers_told(basis.lists)}]
    straddling = _straddling(register, basis)
    everywhere = part.tables == COUNTRY_PART
    communes = (
        None if everywhere else _communes_in(register, "department" if part.tables == UPPER else "epci", part.owner)
    )
    try:
        for scope in scopes:
            look_at(register, scope)
            own = dataclasses.replace(basis, scope=scope)
            if part.tables != UPPER:
                for department in _departments_of(register, communes):
                    decided[scope][department] = _upper(register, own, department)
            texts[scope] = {part: _written(judged_alone(register, own, part, decided[scope]))}
            if part.tables == LOWER:
                texts[scope] |= {Part(UPPER, code): _written(found) for code, found in decided[scope].items()}
    finally:
        look_at(register, basis.scope)
    listed = [joining.Publication(scope, "", texts[scope]) for scope in scopes]
    joining.look_at_all(register, listed)
    if everywhere:
        parts = joining.kinds_of(
            joining.rows_of(register), lambda row: [(PlaceKind.DEPARTMENT.value, row[3])], twice=lambda kind: False
        )
        hidden = [{cell for found in decided[scope].values() for cell in found if cell in parts} for scope in scopes]
        found = joining.join_country(
            listed, joining.of_country(register), parts, hidden, [one.withholds(part) for one in listed]
        )
    elif part.tables == UPPER:
        found = joining.join_upper(listed, list(joining.rows_of(register, communes)), part.owner, straddling)
    else:
        departments = sorted({department for of_scope in decided.values() for department in of_scope})
        above = {code: [decided[scope].get(code, {}) for scope in scopes] for code in departments}
        zones = zones_of(register, part.owner)
        is_straddling = part.owner in straddling
        rows = list(joining.rows_of(register, communes))
        found = joining.join_lower(listed, rows, part.owner, zones, above, is_straddling=is_straddling)
    return dict(zip(scopes, found, strict=True))


def _departments_of(register: DuckDBPyConnection, communes: Collection[str] | None) -> list[str]:
    query = (
        "SELECT DISTINCT department FROM commune WHERE $everywhere OR code IN (SELECT unnest($communes)) ORDER BY ALL"
    )
    found = register.execute(query, {"everywhere": communes is None, "communes": list(communes or ())}).fetchall()
    return [code for (code,) in found]
