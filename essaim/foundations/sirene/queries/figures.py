"""Indicators of a territory, alone or in parts, each by one rule or layer, with jobs only where secrecy lets them be read."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from essaim.foundations.primitives.legal_categories import LegalFamily
from essaim.foundations.sirene import register as files
from essaim.foundations.sirene.reference import labels_of_brackets, labels_of_sections
from essaim.foundations.sirene.rows import Basis, Filters, Group, Indicators, Jobs, Place
from essaim.foundations.sirene.states import FAMILY_LABELS, By, PlaceKind, Withheld

from .bases import layers_told, look_at
from .judging import UNITS_MIN, UNKNOWN_SECTION
from .places import COUNTRY, zones_of
from .verdicts import judged, judged_in_department

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NO_EMPLOYEE = "NN"
ALL = Filters()
_SHARES: dict[tuple[object, ...], float | None] = {}
_SHARES_MAX = 2000


# What each kind of territory can be split in: parts that are places have the figures of their own page.
PARTS_OF = {
    PlaceKind.COUNTRY: {By.DEPARTMENT},
    PlaceKind.REGION: {By.DEPARTMENT},
    PlaceKind.DEPARTMENT: {By.EPCI, By.COMMUNE},
    PlaceKind.EPCI: {By.TERRITOIRE, By.COMMUNE},
    PlaceKind.TERRITOIRE: {By.COMMUNE},
    PlaceKind.COMMUNE: {By.DISTRICT},
    PlaceKind.DISTRICT: set[By](),
}
CONTENTS = (By.FAMILY, By.SECTION, By.BRACKET)


class CannotSplit(Exception):
    """This kind of territory is not made of such parts."""


class BracketWithheld(Exception):
    """Counts by bracket would tell the jobs of a few employers: they are not given here; the text is for people."""


def indicators(
    register: DuckDBPyConnection,
    basis: Basis,
    place: Place,
    filters: Filters = ALL,
    *,
    against: Mapping[str, Any] | None = None,
) -> Indicators:
    """
    Measure the ESS of a territory by the rule or layer of the basis.

    :param against: what it is a share of, where denominators_of() read it already for the same place and filters
    :raises BracketWithheld: if a bracket is asked where jobs are withheld
    """
    withheld = judged(register, basis, place, filters.family, filters.section)
    if filters.bracket not in {"", NO_EMPLOYEE} and withheld:
        raise BracketWithheld(_bracket_refusal())
    found = _one(register, "indicators", _asked(place, filters) | {"family": filters.family})
    against = denominators_of(register, place, filters) if against is None else against
    in_france = country_share(register, basis, filters)
    jobs = None if withheld else _jobs(found)
    all_jobs = _all_jobs(register, place, filters, against)
    share_of_employers = _share(found["employers"], against["employers"])
    return Indicators(
        place=place,
        filters=filters,
        basis=basis,
        establishments=found["establishments"],
        units=found["units"],
        employers=found["employers"],
        employers_zero=found["employers_zero"],
        jobs=jobs,
        withheld=withheld,
        all_establishments=against["establishments"],
        all_employers=against["employers"],
        all_jobs=all_jobs,
        share_of_establishments=_share(found["establishments"], against["establishments"]),
        share_of_employers=share_of_employers,
        share_of_jobs=_share(jobs.estimate, all_jobs.estimate) if jobs and all_jobs else None,
        location_quotient=share_of_employers / in_france if share_of_employers is not None and in_france else None,
    )


def denominators_of(register: DuckDBPyConnection, place: Place, filters: Filters = ALL) -> Mapping[str, Any]:
    """Count what the ESS of a territory is a share of: the same for every rule and layer."""
    return _one(register, "denominators", _asked(place, filters))


def layers(register: DuckDBPyConnection, basis: Basis, place: Place, filters: Filters = ALL) -> list[Indicators]:
    """
    Measure each of the four layers alone; one whose list was not loaded is left out. They overlap: nothing adds them up.

    :param register: opened for the basis; it looks at each layer in turn, then at its rule or layer again
    """
    measured = []
    against = denominators_of(register, place, filters)
    try:
        for layer in layers_told(basis.lists):
            look_at(register, layer)
            of_layer = dataclasses.replace(basis, scope=layer)
            measured.append(indicators(register, of_layer, place, filters, against=against))
    finally:
        look_at(register, basis.scope)
    return measured


def breakdown(register: DuckDBPyConnection, basis: Basis, place: Place, by: By, filters: Filters = ALL) -> list[Group]:
    """
    Split the ESS of a territory; only parts in which there is some.

    By bracket, no jobs: the bracket says them. Parts of a place that are places (by commune, territoire, EPCI, département,
    arrondissement) have the figures of their own page.

    :raises BracketWithheld: by bracket, where the jobs of the whole are withheld; of one bracket, where those of a part are
    :raises CannotSplit: if the territory is not made of such parts; splits_of() tells
    """
    if by not in splits_of(place):
        raise CannotSplit(by)
    if by == By.BRACKET and judged(register, basis, place, filters.family, filters.section):
        raise BracketWithheld(_bracket_refusal())
    zones = {zone.code: zone for zone in zones_of(register, place.code)} if by == By.TERRITOIRE else {}
    if by != By.BRACKET and filters.bracket not in {"", NO_EMPLOYEE}:
        _refuse_bracket_of_parts(register, basis, place, by, filters, zones)
    rows = _part_rows(register, place, by, filters, zones)
    employers = _group_employers(register, by, place, filters, has_zones=bool(zones))
    if zones:
        employers = {code: sum(employers.get(part, 0) for part in zone.communes) for code, zone in zones.items()}
    labels = _labels(register, by, rows, zones)
    groups = []
    for part, row in rows.items():
        withheld = _judged_part(register, basis, place, by, part, filters, zones)
        all_employers = employers.get(part) if employers else None
        groups.append(
            Group(
                key=part,
                label=labels.get(part, part),
                establishments=row["establishments"],
                employers=row["employers"],
                jobs=None if withheld else _jobs(row),
                withheld=withheld,
                all_employers=all_employers,
                share_of_employers=_share(row["employers"], all_employers) if all_employers is not None else None,
            )
        )
    return groups


def choices(register: DuckDBPyConnection, basis: Basis, place: Place) -> dict[By, tuple[tuple[str, str], ...]]:
    """
    List the sections and the brackets that the ESS of a territory can be kept by, as code and words, in the order of codes.

    No bracket where the jobs of the whole are withheld: which ones there are would tell them.
    """
    labels = {By.SECTION: labels_of_sections(), By.BRACKET: labels_of_brackets()}
    rows = _all(register, "choices", asked_of(place))
    found = {
        by: tuple((row["value"], str(words.get(row["value"], row["value"]))) for row in rows if row["way"] == by.value)
        for by, words in labels.items()
    }
    return found if judged(register, basis, place) is None else found | {By.BRACKET: ()}


def splits_of(place: Place) -> list[By]:
    """List what the figures of a territory can be split by."""
    return [by for by in By if by in PARTS_OF[place.kind] or by in CONTENTS]


def _part_rows(
    register: DuckDBPyConnection, place: Place, by: By, filters: Filters, zones: Mapping[str, Place]
) -> dict[str, dict[str, Any]]:
    asked = _asked(place, filters) | {"by": (By.COMMUNE if zones else by).value, "family": filters.family}
    rows = {row["part"]: row for row in _all(register, "groups", asked)}
    if by == By.DISTRICT:
        # Other communes than Paris, Lyon and Marseille have none.
        rows.pop("", None)
    return {code: _added(rows, zone.communes) for code, zone in zones.items()} if zones else rows


def _refuse_bracket_of_parts(
    register: DuckDBPyConnection, basis: Basis, place: Place, by: By, filters: Filters, zones: Mapping[str, Place]
) -> None:
    """
    Refuse a bracket where the jobs of one part are withheld: its employers by bracket would give them.

    All parts with employers are judged, not those of the bracket alone: which bracket is refused would tell where one stands.
    """
    every = dataclasses.replace(filters, bracket="")
    for part, row in _part_rows(register, place, by, every, zones).items():
        if row["employers"] and _judged_part(register, basis, place, by, part, every, zones):
            raise BracketWithheld(_bracket_refusal())


def _judged_part(
    register: DuckDBPyConnection,
    basis: Basis,
    place: Place,
    by: By,
    part: str,
    filters: Filters,
    zones: Mapping[str, Place],
) -> Withheld | None:
    if by == By.BRACKET or filters.bracket:
        return Withheld.TOO_FINE
    if by == By.FAMILY:
        return judged(register, basis, place, part, filters.section)
    if by == By.SECTION:
        return judged(register, basis, place, filters.family, part or UNKNOWN_SECTION)
    if not part:
        # Communes that no list knows, or that are members of no EPCI, are no territory.
        return Withheld.TOO_FINE
    if by == By.EPCI:
        return judged_in_department(register, basis, place.code, part, filters.family, filters.section)
    return judged(register, basis, zones.get(part) or _part_place(place, by, part), filters.family, filters.section)


def _part_place(place: Place, by: By, part: str) -> Place:
    communes = {By.COMMUNE: (part,), By.DISTRICT: place.communes}.get(by, ())
    epci = {PlaceKind.EPCI: place.code}.get(place.kind, place.epci)
    return Place(PlaceKind(by.value), part, "", communes, epci)


def _group_employers(
    register: DuckDBPyConnection, by: By, place: Place, filters: Filters, *, has_zones: bool
) -> dict[str, int]:
    if by == By.FAMILY:
        whole = _one(register, "denominators", _asked(place, filters))["employers"]
        return {family.value: whole for family in LegalFamily}
    asked = _asked(place, filters) | {"by": (By.COMMUNE if has_zones else by).value}
    asked.pop("employers_only")
    return {row["part"]: row["employers"] for row in _all(register, "group_denominators", asked)}


def _added(rows: Mapping[str, dict[str, Any]], communes: Iterable[str]) -> dict[str, Any]:
    """Add up the rows of some communes; a total with an open part is open."""
    inside = [rows[code] for code in communes if code in rows]
    total: dict[str, Any] = {
        name: sum(row[name] for row in inside) for name in ("establishments", "employers", "least", "estimate")
    }
    total["most"] = None if any(row["most"] is None for row in inside) else sum(row["most"] for row in inside)
    return total


def _labels(
    register: DuckDBPyConnection, by: By, parts: Iterable[str], zones: Mapping[str, Place]
) -> Mapping[str, str]:
    if by == By.FAMILY:
        return {family.value: str(label) for family, label in FAMILY_LABELS.items()}
    if by == By.SECTION:
        return {"": _("Section not known"), **labels_of_sections()}
    if by == By.BRACKET:
        return labels_of_brackets()
    if by == By.TERRITOIRE:
        return {code: zone.name for code, zone in zones.items()}
    if by == By.DEPARTMENT:
        return {
            "": _("Unknown commune"),
            **{part: _("Département %(code)s") % {"code": part} for part in parts if part},
        }
    names = {row["code"]: row["name"] for row in _all(register, "names", {"kind": by.value, "codes": list(parts)})}
    return {"": _("No EPCI") if by == By.EPCI else _("Unknown commune"), **names}


def _all_jobs(register: DuckDBPyConnection, place: Place, filters: Filters, against: Mapping[str, Any]) -> Jobs | None:
    """
    Give the jobs of all establishments, unless they would tell those of one or two employers.

    By section, in an EPCI or more only: a section with few employers is withheld, and another if it is alone.
    """
    if 0 < against["employers"] < UNITS_MIN or filters.bracket:
        return None
    if filters.section:
        if place.kind not in {PlaceKind.EPCI, PlaceKind.DEPARTMENT, PlaceKind.REGION, PlaceKind.COUNTRY}:
            return None
        employers = _group_employers(register, By.SECTION, place, Filters(), has_zones=False)
        few = {part for part, count in employers.items() if 0 < count < UNITS_MIN}
        if len(few) == 1 or 0 < sum(employers[part] for part in few) < UNITS_MIN:
            few.update(
                sorted(employers.keys() - few, key=lambda part: (employers[part] == 0, employers[part], part))[:1]
            )
        if filters.section in few:
            return None
    return _jobs(against)


def country_share(register: DuckDBPyConnection, basis: Basis, filters: Filters) -> float | None:
    """Return the share of employers in France, asked once: a snapshot never changes."""
    key = (basis.file, basis.scope, basis.denominator, filters.family, filters.section)
    with contextlib.suppress(KeyError):
        return _SHARES[key]
    country = Place(PlaceKind.COUNTRY, COUNTRY, "")
    whole = Filters(family=filters.family, section=filters.section)
    found = _one(register, "indicators", _asked(country, whole) | {"family": whole.family})
    against = _one(register, "denominators", _asked(country, whole))
    share = _share(found["employers"], against["employers"])
    if len(_SHARES) >= _SHARES_MAX:
        _SHARES.clear()
    _SHARES[key] = share
    return share


def asked_of(place: Place) -> dict[str, Any]:
    """Say a place as the queries take it."""
    return {
        "communes": list(place.communes),
        "everywhere": place.kind == PlaceKind.COUNTRY,
        "district": place.code if place.kind == PlaceKind.DISTRICT else "",
    }


def _asked(place: Place, filters: Filters) -> dict[str, Any]:
    return asked_of(place) | {
        "section": filters.section,
        "bracket": filters.bracket,
        "employers_only": filters.employers_only,
    }


def _all(register: DuckDBPyConnection, name: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = register.execute(files.sql(f"read/{name}"), dict(given))
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _one(register: DuckDBPyConnection, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    (row,) = _all(register, name, given)
    return row


def _jobs(row: Mapping[str, Any]) -> Jobs:
    return Jobs(row["least"], row["most"], row["estimate"])


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _bracket_refusal() -> str:
    return _("By bracket, these figures would tell the jobs of a few employers: they are not given.")
