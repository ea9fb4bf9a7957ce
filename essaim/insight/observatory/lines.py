"""Figures as pages, sheets and files show them: said in words, each with the addresses of its definition and of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Filters, Group, Indicators, Survival
from essaim.foundations.sirene.states import FAMILY_LABELS, By, Rule, Withheld

from . import words
from .queries import AGES, Lives
from .selection import Selection
from .states import Measure, Series

# Where a figure of each measure stands in its rows: employers are some of the establishments.
LISTED = {Measure.ESTABLISHMENTS: "", Measure.EMPLOYERS: "&employers=1"}
# A list by size would say of each how many people it employs; NN says that it employs nobody.
LISTED_BRACKETS = {"", "NN"}
# The ways that give places, each with figures of its own.
PLACES = frozenset({By.COMMUNE, By.TERRITOIRE, By.DISTRICT, By.EPCI, By.DEPARTMENT})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it is, its value in words, what surrounds it, where its definition and its rows are."""

    measure: Measure | None
    label: str
    value: str
    note: str
    definition_url: str
    rows_url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a place in a table; what is not given says why."""

    key: str
    label: str
    url: str
    establishments: int
    establishments_url: str
    employers: int
    employers_url: str
    share: str
    jobs: str
    bounds: str
    withheld: str


def definition_url(name: str) -> str:
    """Return where a measure is defined."""
    return f"{reverse('observatory:method')}#{name}"


def rows_url(selection: Selection, measure: Measure) -> str:
    """Return the list a figure counts; nothing for what counts no rows, or rows that secrecy closes."""
    if measure not in LISTED or selection.bracket not in LISTED_BRACKETS:
        return ""
    return reverse("observatory:establishment_list") + selection.query() + LISTED[measure]


def figures(found: Indicators, selection: Selection) -> list[Figure]:
    """Write the figures of a place."""
    basis = found.basis
    why = str(found.withheld.label) if found.withheld else ""
    of_all = _("out of %(number)s: %(denominator)s")
    denominator = str(basis.denominator.label).lower()
    notes = {
        Measure.ESTABLISHMENTS: _units(found),
        Measure.EMPLOYERS: _zero(found),
        Measure.JOBS: why or words.jobs_bounds(found.jobs),
        Measure.SHARE_OF_EMPLOYERS: of_all % {"number": words.number(found.all_employers), "denominator": denominator},
        Measure.SHARE_OF_JOBS: why
        or (
            of_all % {"number": words.jobs_estimate(found.all_jobs), "denominator": denominator}
            if found.all_jobs
            else ""
        ),
    }
    shown = [
        Figure(
            measure,
            str(measure.label),
            words.said(found, measure),
            notes[measure],
            definition_url(measure.value),
            rows_url(selection, measure),
        )
        for measure in Measure
    ]
    shown.append(
        Figure(
            None,
            _("Location quotient"),
            words.ratio(found.location_quotient),
            _("share of employers here over the same share in France: 1 is the average"),
            definition_url("location_quotient"),
        )
    )
    return shown


def _units(found: Indicators) -> str:
    return _("of %(number)s legal units") % {"number": words.number(found.units)}


def _zero(found: Indicators) -> str:
    if not found.employers_zero:
        return ""
    return _("%(number)s of them without employee on 31 December") % {"number": words.number(found.employers_zero)}


def chosen(kept: Filters) -> list[tuple[str, str]]:
    """List the filters that keep a part, as names and words."""
    return [(way_words(by), value) for by, value in _kept(kept) if value]


def kept_columns(kept: Filters) -> list[tuple[str, str]]:
    """List the same for files, empty where a filter keeps all, under names that no column of parts has."""
    names = {
        By.FAMILY: pgettext("column of a file", "Family kept"),
        By.SECTION: pgettext("column of a file", "Activity kept"),
        By.BRACKET: pgettext("column of a file", "Size kept"),
    }
    return [(names[by], value) for by, value in _kept(kept)]


def _kept(kept: Filters) -> list[tuple[By, str]]:
    families = {key.value: str(label) for key, label in FAMILY_LABELS.items()}
    return [
        (By.FAMILY, families.get(kept.family, "")),
        (By.SECTION, sirene.labels_of_sections().get(kept.section, kept.section)),
        (By.BRACKET, sirene.labels_of_brackets().get(kept.bracket, kept.bracket)),
    ]


def api_query(selection: Selection) -> str:
    """Return the same view as the read API takes it: a rule or a layer under its own name, and the parts shown."""
    given = selection.parameters
    for name in ("territory", "measure", "rule", "with"):
        given.pop(name, None)
    given["rule" if isinstance(selection.scope, Rule) else "layer"] = selection.scope.value
    given["by"] = selection.by.value
    return f"?{urlencode(given)}"


def lines(groups: Sequence[Group], by: By, selection: Selection) -> list[Line]:
    """Write the parts of a place, each leading to itself in the explorer, and its counts to their rows."""
    page = reverse("observatory:explorer")
    found = []
    for group in groups:
        own = narrowed(selection, by, group.key)
        found.append(
            Line(
                key=group.key,
                label=group.label,
                url=page + own.query() if own else "",
                establishments=group.establishments,
                establishments_url=rows_url(own, Measure.ESTABLISHMENTS) if own else "",
                employers=group.employers,
                employers_url=rows_url(own, Measure.EMPLOYERS) if own else "",
                share=words.percent(group.share_of_employers),
                jobs=words.jobs_estimate(group.jobs),
                bounds=words.jobs_bounds(group.jobs),
                withheld=str(group.withheld.label) if group.withheld and by != By.BRACKET else "",
            )
        )
    return found


def narrowed(selection: Selection, by: By, key: str) -> Selection | None:
    """Return the selection of one part, or None for what has no key of its own."""
    if not key:
        return None
    if by in PLACES:
        return replace(selection, territory=key, by=By.FAMILY)
    part: dict[str, Any] = {by.value: key}
    return replace(selection, **part)


def ways(selection: Selection, found: Sequence[By]) -> list[tuple[str, str, bool]]:
    """List the ways to tell a place apart, as words, address, and whether it is the one shown."""
    page = reverse("observatory:explorer")
    return [(way_words(by), page + selection.query(by=by), by == selection.by) for by in found]


def way_words(by: By) -> str:
    """Name the parts that a way gives."""
    names = {
        By.FAMILY: pgettext("way to tell apart", "Family"),
        By.SECTION: pgettext("way to tell apart", "Activity"),
        By.BRACKET: pgettext("way to tell apart", "Size"),
        By.COMMUNE: pgettext("way to tell apart", "Commune"),
        By.TERRITOIRE: pgettext("way to tell apart", "Territory"),
        By.DISTRICT: pgettext("way to tell apart", "Arrondissement"),
        By.EPCI: pgettext("way to tell apart", "EPCI"),
        By.DEPARTMENT: pgettext("way to tell apart", "Département"),
    }
    return names[by]


def table(groups: Sequence[Group], by: By) -> tuple[list[str], list[list[object]]]:
    """Return the parts of a place as a table for files: numbers as numbers, what is withheld empty with its reason."""
    header = [
        way_words(by),
        pgettext("column of a file", "code"),
        str(Measure.ESTABLISHMENTS.label),
        str(Measure.EMPLOYERS.label),
        _("Employers, denominator"),
        str(Measure.SHARE_OF_EMPLOYERS.label),
        _("Employees, at least"),
        _("Employees, at most"),
        _("Employees, estimate"),
        _("Why not given"),
    ]
    rows: list[list[object]] = []
    for group in groups:
        jobs = group.jobs
        share = _rounded(group.share_of_employers)
        rows.append(
            [
                group.label,
                group.key,
                group.establishments,
                group.employers,
                group.all_employers,
                share,
                jobs.least if jobs else None,
                jobs.most if jobs else None,
                round(jobs.estimate) if jobs else None,
                str(Withheld(group.withheld).label) if group.withheld else "",
            ]
        )
    return header, rows


def sentence(found: Indicators) -> str:
    """Say in one sentence what a place has."""
    told = {
        "place": found.place.name,
        "establishments": words.number(found.establishments),
        "employers": words.number(found.employers),
        "share": words.percent(found.share_of_employers),
        "denominator": str(found.basis.denominator.label).lower(),
    }
    if found.share_of_employers is None:
        return _("%(place)s: %(establishments)s establishments of the ESS, of which %(employers)s employ.") % told
    return (
        _(
            "%(place)s: %(establishments)s establishments of the ESS, of which %(employers)s employ, or %(share)s of the "
            "employers (denominator: %(denominator)s)."
        )
        % told
    )


@dataclass(frozen=True, slots=True)
class LayerLine:
    """One of the four layers of a place, which nothing adds up."""

    label: str
    url: str
    establishments: str
    employers: str
    jobs: str
    establishments_url: str
    employers_url: str


def layers(found: Sequence[Indicators], selection: Selection) -> list[LayerLine]:
    """Write the four layers of a place, each leading to itself in the explorer."""
    page = reverse("observatory:explorer")
    made = []
    for row in found:
        own = replace(selection, scope=row.basis.scope, family="", section="", bracket="")
        made.append(
            LayerLine(
                row.basis.label,
                page + own.query(),
                words.number(row.establishments),
                words.number(row.employers),
                str(row.withheld.label) if row.withheld else words.jobs_estimate(row.jobs),
                rows_url(own, Measure.ESTABLISHMENTS),
                rows_url(own, Measure.EMPLOYERS),
            )
        )
    return made


def survival(found: Sequence[Survival]) -> list[tuple[int, int, list[tuple[int, str]]]]:
    """Write survival by cohort: year of creation, how many were created, then the share still active after each age."""
    cohorts: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for row in found:
        cohorts.setdefault((row.cohort, row.created), []).append((row.years, words.percent(row.rate)))
    return [(cohort, created, sorted(rates)) for (cohort, created), rates in sorted(cohorts.items())]


def series_value(lives: Lives, number: int, series: Series) -> float | None:
    """Return a series of a place in one of its years, by its place in the list; None where it cannot be told."""
    row, first = lives.years[number], lives.years[0]
    if series == Series.STOCK:
        return row.stock
    if series == Series.INDEX:
        return 100 * row.stock / first.stock if first.stock else None
    before = lives.years[number - 1].stock if number else 0
    counted = row.creations if series == Series.CREATION_RATE else row.closures
    return 100 * counted / before if before else None


@dataclass(frozen=True, slots=True)
class LivesLine:
    """A place over the years in one line of a table."""

    name: str
    url: str
    own_url: str
    remove: str
    first: str
    last: str
    change: str
    creations: str
    closures: str
    survival: tuple[tuple[int, str], ...]


def lives(found: Sequence[Lives], selection: Selection) -> list[LivesLine]:
    """Write places over the years, each leading to its own figures and to itself over time."""
    page, over_time = reverse("observatory:explorer"), reverse("observatory:evolution")
    codes = tuple(row.place.code for row in found)
    made = []
    for row in found:
        own = replace(selection, territory=row.place.code, compared=(), cohort=None, series=Series.INDEX)
        rest = tuple(code for code in codes if code != row.place.code)
        pooled = row.pooled
        made.append(
            LivesLine(
                name=row.place.name,
                url=page + own.query(),
                own_url=over_time + own.query(),
                remove=selection.query(compared=rest) if rest else "",
                first=words.number(row.years[0].stock if row.years else None),
                last=words.number(row.years[-1].stock if row.years else None),
                change=words.change(row.change),
                creations=words.number(sum(year.creations for year in row.years)),
                closures=words.number(sum(year.closures for year in row.years)),
                survival=tuple(
                    (age, words.percent(pooled[age].rate) if age in pooled else words.NOTHING) for age in AGES
                ),
            )
        )
    return made


def years_table(found: Sequence[Lives]) -> tuple[list[str], list[list[object]]]:
    """Return stock, creations and closures by year and place as a table for files."""
    header = [
        _("Territory"),
        pgettext("column of a file", "code"),
        _("Year"),
        _("Active on 31 December"),
        _("Created in the year"),
        _("Closed in the year"),
    ]
    rows: list[list[object]] = [
        [lives.place.name, lives.place.code, row.year, row.stock, row.creations, row.closures]
        for lives in found
        for row in lives.years
    ]
    return header, rows


def survival_table(found: Sequence[Lives]) -> tuple[list[str], list[list[object]]]:
    """Return survival by place, year of creation and age as a table for files."""
    header = [
        _("Territory"),
        pgettext("column of a file", "code"),
        _("Created in"),
        _("How many"),
        _("Years since the creation"),
        _("Still active"),
        _("Share still active"),
    ]
    rows: list[list[object]] = [
        [
            lives.place.name,
            lives.place.code,
            row.cohort,
            row.created,
            row.years,
            row.surviving,
            _rounded(row.rate),
        ]
        for lives in found
        for row in lives.survival
    ]
    return header, rows


def layers_table(found: Sequence[Indicators]) -> tuple[list[str], list[list[object]]]:
    """Return the four layers of a place as a table for files; nothing adds them up."""
    header = [
        pgettext("basis of a figure", "Layer"),
        str(Measure.ESTABLISHMENTS.label),
        str(Measure.EMPLOYERS.label),
        _("Employees, at least"),
        _("Employees, at most"),
        _("Employees, estimate"),
        _("Why not given"),
    ]
    rows: list[list[object]] = [
        [row.basis.label, row.establishments, row.employers, *_jobs_cells(row)] for row in found
    ]
    return header, rows


def months_table(found: Sequence[Indicators]) -> tuple[list[str], list[list[object]]]:
    """Return the figures of a place month by month as a table for files."""
    header = [
        pgettext("column of a file", "month"),
        str(Measure.ESTABLISHMENTS.label),
        str(Measure.EMPLOYERS.label),
        str(Measure.SHARE_OF_EMPLOYERS.label),
        _("Employees, at least"),
        _("Employees, at most"),
        _("Employees, estimate"),
        _("Why not given"),
    ]
    rows: list[list[object]] = [
        [
            f"{row.basis.vintage:%Y-%m}",
            row.establishments,
            row.employers,
            _rounded(row.share_of_employers),
            *_jobs_cells(row),
        ]
        for row in found
    ]
    return header, rows


def _jobs_cells(row: Indicators) -> list[object]:
    """Write the employees of a row of a file, or why they are not given."""
    jobs = row.jobs
    if jobs is None:
        return [None, None, None, str(row.withheld.label) if row.withheld else ""]
    return [jobs.least, jobs.most, round(jobs.estimate), ""]


def comparison_table(found: Sequence[Indicators]) -> tuple[list[str], list[list[object]]]:
    """Return places compared as a table for files."""
    header = [
        _("Territory"),
        pgettext("column of a file", "code"),
        str(Measure.ESTABLISHMENTS.label),
        _("Establishments, denominator"),
        str(Measure.EMPLOYERS.label),
        _("Employers, denominator"),
        str(Measure.SHARE_OF_EMPLOYERS.label),
        _("Employees, at least"),
        _("Employees, at most"),
        _("Employees, estimate"),
        _("Employees, estimate of the denominator"),
        str(Measure.SHARE_OF_JOBS.label),
        _("Location quotient"),
        _("Why not given"),
    ]
    rows: list[list[object]] = []
    for row in found:
        jobs = row.jobs
        rows.append(
            [
                row.place.name,
                row.place.code,
                row.establishments,
                row.all_establishments,
                row.employers,
                row.all_employers,
                _rounded(row.share_of_employers),
                jobs.least if jobs else None,
                jobs.most if jobs else None,
                round(jobs.estimate) if jobs else None,
                round(row.all_jobs.estimate) if row.all_jobs else None,
                _rounded(row.share_of_jobs),
                _rounded(row.location_quotient),
                str(row.withheld.label) if row.withheld else "",
            ]
        )
    return header, rows


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
