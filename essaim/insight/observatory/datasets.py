"""
The open data of the room: whole tables that programs take at once, each with its dictionary, for every month of the register.

Every row says what it rests on. What secrecy withholds is withheld here by the same judgement as on pages: rows are the same reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Basis, Group, Indicators, Jobs
from essaim.foundations.sirene.states import Withheld

from . import queries
from .queries import Opened, Place
from .selection import Selection

Row = Mapping[str, object]
# How Parquet and Table Schema (frictionless) name what a column holds.
KINDS = {
    "text": ("VARCHAR", "string"),
    "integer": ("BIGINT", "integer"),
    "number": ("DOUBLE", "number"),
    "boolean": ("BOOLEAN", "boolean"),
    "day": ("DATE", "date"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in files, what it holds, what it means."""

    name: str
    kind: str
    about: str | Promise


@dataclass(frozen=True, slots=True)
class Dataset:
    """
    A table of open data: name in addresses, title, what a row is, columns, and how its rows are read.

    has_rule: whether it is of one rule or layer, chosen in its address.
    """

    key: str
    title: str | Promise
    a_row: str | Promise
    columns: tuple[Column, ...]
    read: Callable[[Selection, date], Iterable[Row]]
    has_rule: bool = True

    @property
    def types(self) -> tuple[str, ...]:
        """The types of its columns in Parquet."""
        return tuple(KINDS[column.kind][0] for column in self.columns)

    def table(self, selection: Selection, *, today: date) -> tuple[list[str], list[list[object]]]:
        """Read the whole table: names of columns, then rows."""
        names = [column.name for column in self.columns]
        return names, [[row[name] for name in names] for row in self.read(selection, today)]


PLACE = (
    Column(
        "territory",
        "text",
        _("Code of the territory: INSEE code of a commune, SIREN of an EPCI, SIREN and number of a territoire"),
    ),
    Column("territory_name", "text", _("Name of the territory")),
    Column("territory_kind", "text", _("epci, territoire or commune")),
)
BASIS = (
    Column(
        "rule_or_layer",
        "text",
        _("Rule (insee, annuaire) or layer (statutory, declared_commercial, esus, siae) of the figures"),
    ),
    Column("vintage", "text", _("Month of the files of the register, year-month")),
    Column("perimeter", "integer", _("Number of the edition of the perimeter")),
    Column("denominator", "text", _("What shares are shares of: total or private establishments")),
    Column("means", "integer", _("Number of the set of means of brackets that estimates rest on")),
    Column("headcount_year", "integer", _("Year whose 31 December the headcounts tell")),
    Column("generated", "boolean", _("Whether the register is invented")),
)
JOBS = (
    Column("jobs_least", "integer", _("Employees on 31 December, at least; empty where it is withheld")),
    Column("jobs_most", "integer", _("Employees, at most; empty where it is open or withheld")),
    Column("jobs_estimate", "number", _("Employees, estimate by the means of brackets; empty where it is withheld")),
    Column(
        "withheld",
        "text",
        _("Why employees are not given: few_units, dominant, complementary, too_fine; empty where they are"),
    ),
)
COUNTS = (
    Column("establishments", "integer", _("Active establishments")),
    Column("employers", "integer", _("Employer establishments")),
    Column("all_employers", "integer", _("Employer establishments of the denominator, same place and part")),
    Column("share_of_employers", "number", _("Share of employers, between 0 and 1")),
    *JOBS,
)


def _basis(basis: Basis) -> Row:
    return {
        "rule_or_layer": basis.scope.value,
        "vintage": f"{basis.vintage:%Y-%m}",
        "perimeter": basis.perimeter,
        "denominator": basis.denominator.value,
        "means": basis.means,
        "headcount_year": basis.headcount_year,
        "generated": basis.is_generated,
    }


def _place(place: Place) -> Row:
    return {"territory": place.code, "territory_name": place.name, "territory_kind": place.kind.value}


def _jobs(jobs: Jobs | None, withheld: Withheld | None) -> Row:
    return {
        "jobs_least": jobs.least if jobs else None,
        "jobs_most": jobs.most if jobs else None,
        "jobs_estimate": round(jobs.estimate, 1) if jobs else None,
        "withheld": withheld.value if withheld else "",
    }


def _counts(found: Indicators | Group) -> Row:
    share = found.share_of_employers
    return {
        "establishments": found.establishments,
        "employers": found.employers,
        "all_employers": found.all_employers,
        "share_of_employers": None if share is None else round(share, 6),
        **_jobs(found.jobs, found.withheld),
    }


def _territories(selection: Selection, today: date) -> Iterator[Row]:
    with queries.opened_for(selection, today=today) as opened:
        for place in opened.wholes:
            whole = sirene.indicators(opened.register, opened.basis, place)
            yield {**_place(place), **_counts(whole), **_basis(opened.basis)}
        for kind, group in opened.inside():
            named = {"territory": group.key, "territory_name": group.label, "territory_kind": kind.value}
            yield {**named, **_counts(group), **_basis(opened.basis)}


def _parts(selection: Selection, today: date) -> Iterator[Row]:
    with queries.opened_for(selection, today=today) as opened:
        for place in opened.wholes:
            for by, group in opened.contents(place):
                part = {"part_by": by.value, "part": group.key, "part_name": group.label}
                yield {**_place(place), **part, **_counts(group), **_basis(opened.basis)}


def _years(selection: Selection, today: date) -> Iterator[Row]:
    with queries.opened_for(selection, today=today) as opened:
        for place in opened.places:
            for row in sirene.years_of_life(opened.register, opened.basis, place):
                told = {"year": row.year, "stock": row.stock, "creations": row.creations, "closures": row.closures}
                yield {**_place(place), **told, **_history(opened)}


def _survival(selection: Selection, today: date) -> Iterator[Row]:
    with queries.opened_for(selection, today=today) as opened:
        for place in opened.places:
            for row in sirene.survival(opened.register, opened.basis, place):
                told = {
                    "created_in": row.cohort,
                    "created": row.created,
                    "age": row.years,
                    "still_active": row.surviving,
                    "share_still_active": round(row.rate, 6),
                }
                yield {**_place(place), **told, **_history(opened)}


HISTORY = tuple(column for column in BASIS if column.name in {"rule_or_layer", "vintage", "perimeter", "generated"})


def _history(opened: Opened) -> Row:
    """Say what series over the years rest on: brackets have no history."""
    basis = _basis(opened.basis)
    return {column.name: basis[column.name] for column in HISTORY}


def _rows(selection: Selection, today: date) -> Iterator[Row]:
    found = queries.listing(selection, employers_only=False, today=today)
    basis = _basis(found.basis)
    for row in found.read(limit=found.total):
        yield {
            "siret": row.siret,
            "siren": row.siren,
            "name": row.name,
            "acronym": row.acronym,
            "legal_category": row.legal_category,
            "family": row.family,
            "commune": row.commune_code,
            "commune_name": row.commune_name,
            "section": row.section,
            "naf": row.naf,
            "naf_2025": row.naf_2025,
            "is_seat": row.is_seat,
            "is_employer": row.is_employer,
            "created_on": row.created_on,
            "rules": " ".join(row.rules),
            "layers": " ".join(row.layers),
            **{column.name: basis[column.name] for column in HISTORY},
        }


def _published(selection: Selection, today: date) -> Iterator[Row]:
    for row in queries.reference_rows():
        figure = row.figure
        yield {
            "territory": row.place_code,
            "territory_name": row.place_name,
            "measure": row.measure,
            "value": float(figure.value),
            "unit": figure.unit,
            "is_approximate": figure.is_approximate or row.year_is_approximate,
            "year": row.year,
            "year_last": row.year_last,
            "method": row.method,
            "field": row.field,
            "base": row.base,
            "wording": figure.wording,
            "source": figure.source.title,
            "caution": figure.caveat,
        }


def _means(selection: Selection, today: date) -> Iterator[Row]:
    for found in sirene.means_sets():
        for code, mean in sorted(found.means.items()):
            yield {
                "means": found.number,
                "name": found.name,
                "source": found.source,
                "in_force_since": found.starts_on,
                "bracket": code,
                "mean": mean,
                "total": found.target,
                "total_of": found.place_code,
                "total_years": found.target_years,
                "generated": found.is_generated,
            }


def _months(selection: Selection, today: date) -> Iterator[Row]:
    for row in sirene.snapshots():
        yield {
            "vintage": f"{row.vintage:%Y-%m}",
            "perimeter": row.perimeter,
            "establishments": row.establishments,
            "has_history": row.has_history,
            "lists": " ".join(row.lists),
            "generated": row.is_generated,
        }


DATASETS: Mapping[str, Dataset] = {
    found.key: found
    for found in (
        Dataset(
            "territoires",
            _("The ESS of territories"),
            _("A territory: the authority, its territoires and communes, the EPCI it is compared with"),
            (*PLACE, *COUNTS, *BASIS),
            _territories,
        ),
        Dataset(
            "parties",
            _("The ESS by family, activity and size"),
            _("A family, section of activity or bracket of employees of an EPCI"),
            (
                *PLACE,
                Column("part_by", "text", _("family, section (of NAF rev. 2) or bracket (of employees)")),
                Column("part", "text", _("Code of the part; empty where it is not known")),
                Column("part_name", "text", _("The same in words")),
                *COUNTS,
                *BASIS,
            ),
            _parts,
        ),
        Dataset(
            "annees",
            _("Stock, creations and closures by year"),
            _("A territory in a year; commune, family and rule are those of today"),
            (
                *PLACE,
                Column("year", "integer", pgettext_lazy("column", "Year")),
                Column("stock", "integer", _("Establishments active on 31 December")),
                Column("creations", "integer", _("Establishments created in the year")),
                Column("closures", "integer", _("Establishments closed in the year")),
                *HISTORY,
            ),
            _years,
        ),
        Dataset(
            "survie",
            _("Survival by year of creation"),
            _("A territory, a year of creation and an age"),
            (
                *PLACE,
                Column("created_in", "integer", _("Year of creation")),
                Column("created", "integer", _("Establishments created that year")),
                Column("age", "integer", _("Years since the creation")),
                Column("still_active", "integer", _("How many were still active at that age")),
                Column("share_still_active", "number", _("Their share, between 0 and 1")),
                *HISTORY,
            ),
            _survival,
        ),
        Dataset(
            "etablissements",
            _("Establishments of the ESS of the territory"),
            _("An active establishment; no headcount, and nothing that tells who asked not to be diffused"),
            (
                Column("siret", "text", _("SIRET; empty for who asked not to be diffused")),
                Column("siren", "text", _("SIREN; empty for who asked not to be diffused")),
                Column("name", "text", _("Name; empty for who asked not to be diffused")),
                Column("acronym", "text", _("Acronym")),
                Column("legal_category", "text", _("Legal category of INSEE, level III")),
                Column("family", "text", _("Family of the ESS")),
                Column("commune", "text", _("INSEE code of the commune")),
                Column("commune_name", "text", _("Name of the commune")),
                Column("section", "text", _("Section of NAF rev. 2; empty where it is not known")),
                Column("naf", "text", _("Code of NAF rev. 2")),
                Column("naf_2025", "text", _("Code of NAF 2025")),
                Column("is_seat", "boolean", _("Whether it is the seat of its unit")),
                Column("is_employer", "boolean", _("Whether it employs")),
                Column("created_on", "day", _("Day of creation; empty where it is not known or not diffused")),
                Column("rules", "text", _("Rules that take it for ESS, separated by spaces")),
                Column("layers", "text", _("Layers it is in, separated by spaces")),
                *HISTORY,
            ),
            _rows,
        ),
        Dataset(
            "chiffres-publies",
            _("Published figures on the ESS of territories"),
            _("A figure that a source publishes; they are not one series"),
            (
                Column("territory", "text", _("Code of the territory; R and a number for a region, FR for France")),
                Column("territory_name", "text", _("Territory, as the source names it")),
                Column("measure", "text", _("establishments, employers, jobs, share_of_employers or share_of_jobs")),
                Column("value", "number", _("The figure; a share is in per cent")),
                Column("unit", "text", _("Its unit")),
                Column("is_approximate", "boolean", _("Whether the source gives a round number or year")),
                Column("year", "integer", _("Year it describes")),
                Column("year_last", "integer", _("Last year, where the source gives two")),
                Column("method", "text", _("What the source counts from; not_said where it does not say")),
                Column("field", "text", _("What the source takes for ESS; not_said where it does not say")),
                Column("base", "text", _("What the source divides by; none for a number")),
                Column("wording", "text", _("The figure in the words of the source")),
                Column("source", "text", _("Title of the source")),
                Column("caution", "text", _("What it takes to read it")),
            ),
            _published,
            has_rule=False,
        ),
        Dataset(
            "moyennes",
            _("Means of brackets"),
            _("A bracket of employees in a set of means"),
            (
                Column("means", "integer", _("Number of the set, as figures name it")),
                Column("name", "text", _("Its name")),
                Column("source", "text", _("Where it comes from")),
                Column("in_force_since", "day", _("Day it came into force")),
                Column("bracket", "text", _("Code of the bracket of employees (tranche d’effectifs)")),
                Column("mean", "number", _("People the bracket is taken to hold")),
                Column("total", "integer", _("Published total it was brought to; empty for middles")),
                Column("total_of", "text", _("Code of the territory of that total")),
                Column("total_years", "text", _("Years of that total")),
                Column("generated", "boolean", _("Whether it was brought to a total in an invented register")),
            ),
            _means,
            has_rule=False,
        ),
        Dataset(
            "millesimes",
            _("Months of the register kept here"),
            _("A month of the register, read with one edition of the perimeter"),
            (
                Column("vintage", "text", _("Month of the files of the register, year-month")),
                Column("perimeter", "integer", _("Number of the edition of the perimeter")),
                Column("establishments", "integer", _("Establishments of the ESS kept, of the whole country")),
                Column("has_history", "boolean", _("Whether the history files were loaded")),
                Column("lists", "text", _("Lists loaded beside the files, separated by spaces")),
                Column("generated", "boolean", _("Whether the register is invented")),
            ),
            _months,
            has_rule=False,
        ),
    )
}
