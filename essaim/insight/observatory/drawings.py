"""The drawings of the pages: charts that keep to one basis, and the map of a place by its communes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.sirene.rows import Basis, Filters, Group, Indicators, Place
from essaim.foundations.sirene.states import PlaceKind
from essaim.foundations.territory.maps import commune_map
from essaim.foundations.territory.queries import communes_of
from essaim.foundations.ui.charts import Chart, points, ranges
from essaim.foundations.ui.maps import ABSENT, Key, Map

from . import lines, words
from .queries import Evolution, Held, LivesCompared
from .selection import Selection
from .states import Measure

# Bars that can still be read; the table has them all.
BARS_MAX = 30
# From few to many, told apart by lightness alone.
SHADES = ("#dcece8", "#a9d0c8", "#6aa89e", "#2f7f76", "#0b4743")


def groups_chart(
    groups: Sequence[Group], *, place: Place, basis: Basis, kept: Filters, measure: Measure, way: str
) -> Chart | None:
    """Draw the parts of a place in the order in which they come; nothing where no value is given."""
    return _bars(
        [(group.label, group) for group in groups],
        title=f"{measure.label}, {place.name}",
        rests_on=words.basis_line(basis, lines.chosen(kept)),
        measure=measure,
        category=way,
    )


def comparison_chart(rows: Sequence[Indicators], *, measure: Measure) -> Chart | None:
    """
    Draw places side by side.

    :raises UnlikeFigures: if they are not all of one basis
    """
    if not rows:
        return None
    if len({row.basis for row in rows}) != 1:
        message = "Places are compared on one basis: rule, vintage, perimeter and denominator."
        raise UnlikeFigures(message)
    return _bars(
        [(row.place.name, row) for row in rows],
        title=_("%(measure)s, territories compared") % {"measure": measure.label},
        rests_on=words.basis_line(rows[0].basis, lines.chosen(rows[0].filters)),
        measure=measure,
        category=_("Territory"),
    )


class UnlikeFigures(ValueError):
    """Figures that do not rest on the same thing are not drawn together."""


def _bars(
    found: Sequence[tuple[str, Group | Indicators]], *, title: str, rests_on: str, measure: Measure, category: str
) -> Chart | None:
    least = pgettext("bound of a number of employees", "at least")
    most = pgettext("bound of a number of employees", "at most")
    value = str(measure.label)
    rows: list[Mapping[str, object]] = []
    for label, row in found:
        number = words.value_of(row, measure)
        # A bar of nothing says less than the table does.
        if number:
            jobs = row.jobs if measure == Measure.JOBS else None
            rows.append(
                {
                    category: label,
                    value: round(100 * number, 1) if measure.is_share else round(number),
                    least: jobs.least if jobs else None,
                    most: jobs.most if jobs else None,
                }
            )
    if not rows:
        return None
    has_bounds = measure == Measure.JOBS
    return ranges(
        title=title,
        description=rests_on,
        rows=rows[:BARS_MAX],
        category=category,
        value=value,
        unit="%" if measure.is_share else value,
        least=least if has_bounds else "",
        most=most if has_bounds else "",
    )


def place_map(
    groups: Sequence[Group], *, place: Place, selection: Selection, today: date, authority: str
) -> Map | None:
    """Draw the communes of a place by a measure, in five shades; nothing where none has a centre."""
    found = {group.key: group for group in groups}
    rows = communes_of(found, today=today)
    if not any(row.longitude is not None for row in rows):
        return None
    measure = selection.measure if selection.measure != Measure.SHARE_OF_JOBS else Measure.SHARE_OF_EMPLOYERS
    values = {code: words.value_of(group, measure) for code, group in found.items()}
    limits = _limits([value for value in values.values() if value is not None])

    def fill(code: str) -> str:
        value = values.get(code)
        return ABSENT if value is None else SHADES[sum(value > limit for limit in limits)]

    def note(code: str) -> str:
        group = found[code]
        if measure.rests_on_headcount and group.withheld:
            return str(group.withheld.label)
        return words.said(group, measure)

    epci = place.epci if place.kind == PlaceKind.TERRITOIRE else place.code
    page = reverse("observatory:explorer")
    return commune_map(
        rows,
        title=_("%(measure)s by commune, %(place)s") % {"measure": measure.label, "place": place.name},
        description=_("The darker, the more. A commune leads to its own figures."),
        fill=lambda row: fill(row.code),
        note=lambda row: note(row.code),
        note_word=str(measure.label),
        legend=_legend(limits, measure, has_absent=any(value is None for value in values.values())),
        url=lambda row: page + selection.query(territory=row.code),
        epci="" if epci == authority or place.kind == PlaceKind.TERRITOIRE else epci,
    )


def _limits(values: Sequence[float]) -> list[float]:
    """Cut values in five parts of about as many, each value once; fewer parts where many are equal."""
    ordered = sorted(set(values))
    if len(ordered) <= 1:
        return []
    return sorted({ordered[min(len(ordered) - 2, round(len(ordered) * part / 5))] for part in range(1, 5)})


def _legend(limits: Sequence[float], measure: Measure, *, has_absent: bool) -> list[Key]:
    def said(value: float) -> str:
        return words.percent(value) if measure.is_share else words.number(value)

    keys = []
    if limits:
        keys.append(Key(SHADES[0], _("up to %(value)s") % {"value": said(limits[0])}))
        for number, (low, high) in enumerate(pairwise(limits), start=1):
            keys.append(Key(SHADES[number], _("over %(low)s, up to %(high)s") % {"low": said(low), "high": said(high)}))
        keys.append(Key(SHADES[len(limits)], _("over %(value)s") % {"value": said(limits[-1])}))
    if has_absent:
        keys.append(Key(ABSENT, pgettext("figure", "not given")))
    return keys


def years_chart(found: Evolution) -> Chart | None:
    """Draw stock, creations and closures by year: three series of one source."""
    year, value, series = _("Year"), _("Establishments"), pgettext("drawing", "Series")
    names = {
        "stock": _("Active on 31 December"),
        "creations": _("Created in the year"),
        "closures": _("Closed in the year"),
    }
    rows = [
        {year: row.year, value: getattr(row, name), series: label}
        for name, label in names.items()
        for row in found.years
    ]
    if not rows:
        return None
    title = _("Establishments of the ESS over the years, %(place)s") % {"place": found.place.name}
    return points(
        title=title, description=words.basis_line(found.basis), rows=rows, moment=year, value=value, series=series
    )


def series_chart(found: LivesCompared) -> Chart | None:
    """Draw a series of places over the years: one line each, all of one reading."""
    year, place = _("Year"), _("Territory")
    series = found.selection.series
    value = str(series.label)
    rows = [
        {year: row.year, value: round(number, 1), place: lives.place.name}
        for lives in found.places
        for index, row in enumerate(lives.years)
        if (number := lines.series_value(lives, index, series)) is not None
    ]
    if not rows:
        return None
    return points(
        title=_("%(series)s, territories compared") % {"series": value},
        description=_lives_basis(found),
        rows=rows,
        moment=year,
        value=value,
        series=place,
    )


def survival_chart(found: LivesCompared) -> Chart | None:
    """Draw the share still active by years since the creation: of one year of creation, or of all of them together."""
    age, value, place = _("Years since the creation"), _("Still active"), _("Territory")
    cohort = found.selection.cohort
    rows = []
    for lives in found.places:
        told = (
            list(lives.pooled.values()) if cohort is None else [row for row in lives.survival if row.cohort == cohort]
        )
        rows += [{age: row.years, value: round(100 * row.rate, 1), place: lives.place.name} for row in told]
    if not rows:
        return None
    if cohort is None:
        title = _("Survival of establishments, all years of creation together")
    else:
        title = _("Survival of establishments created in %(year)s") % {"year": cohort}
    return points(
        title=title,
        description=_lives_basis(found),
        rows=rows,
        moment=age,
        value=value,
        series=place,
        unit=_("Still active (%)"),
    )


def _lives_basis(found: LivesCompared) -> str:
    """Say what series over the years rest on: the means of brackets and headcounts have no part in them."""
    return words.lives_line(found.basis, lines.chosen(found.selection.filters))


def published_chart(held: Sequence[Held], *, measure: Measure, place: Place) -> Chart | None:
    """
    Draw what sources publish of one measure: a point each, a line only through those counted the same way.

    The computed value is not in it: it is another series, and stands in words beside.
    """
    year, value, series = _("Year"), str(measure.label), _("Source")
    kept = [row for row in held if row.measure == measure]
    if len(kept) < 2:
        return None
    rows = [
        {
            year: row.reference.year_last or row.reference.year,
            value: float(row.reference.figure.value),
            series: _source(row, kept),
        }
        for row in kept
    ]
    return points(
        title=_("%(measure)s of %(place)s, as sources publish it") % {"measure": measure.label, "place": place.name},
        description=_(
            "A line joins only figures that say they were counted the same way; here, unlike ones stand apart."
        ),
        rows=rows,
        moment=year,
        value=value,
        series=series,
        unit="%" if measure.is_share else "",
    )


def _source(row: Held, rows: Sequence[Held]) -> str:
    """Name a series by its sources, apart from the others of the same name."""
    own = [other for other in rows if other.series == row.series]
    title = " ; ".join(dict.fromkeys(other.reference.figure.source.title for other in own))
    return f"{title} ({', '.join(other.reference.years for other in own)})"
