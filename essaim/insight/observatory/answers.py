"""What the read API answers, described for machines: the same fields as shapes.py, as OpenAPI schemas."""

from __future__ import annotations

from datetime import date

from essaim.foundations.ui.answers import Answer


class Territory(Answer):
    """A territory: its code (INSEE, SIREN, département, region as R32, or FR), its name, its kind."""

    code: str
    name: str
    kind: str


class Value(Answer):
    """
    One figure with all that it rests on; figures whose bases differ are not to be compared.

    measure: establishments, employers, jobs, share_of_employers, share_of_jobs or location_quotient. part_by and part: what part
    of the territory it is of (family, section, bracket, commune, territoire), null for the whole. value: a number; a share is
    between 0 and 1; jobs are an estimate, with least and most (null when open). withheld: why it is null, by secrecy.
    of: what a share divides by. rule or layer: one of the two is null. vintage: month of the files. perimeter: edition.
    headcount_year: year whose 31 December the headcounts tell. generated: whether the files are invented.
    """

    territory: str
    part_by: str | None
    part: str | None
    part_label: str | None
    measure: str
    value: float | None
    least: int | None
    most: int | None
    withheld: str | None
    of: float | None
    rule: str | None
    layer: str | None
    vintage: str
    perimeter: int
    denominator: str
    means: int
    headcount_year: int | None
    generated: bool


class TerritoryFigures(Answer):
    """A territory and its figures: the whole, then its parts in the way asked for."""

    territory: Territory
    rows_url: str
    method_url: str
    values: list[Value]


class MeansSet(Answer):
    """
    A set of means of brackets, named by the field means of every value.

    means: people that a bracket is taken to hold, by its code. total: published total they were brought to, null for the middles;
    then of which territory (code) and years, published in which declared figure, held against which month (vintage), by which rule
    or layer. position: where the means stand in their brackets, 0 at the lower bound and 1 at the upper. generated: whether that
    month was invented; such means are for invented months only.
    """

    number: int
    name: str
    source: str
    in_force_since: date
    means: dict[str, float]
    total: int | None
    total_of: str
    total_years: str
    figure: str
    vintage: str | None
    counted_by: str
    position: float | None
    generated: bool


class MeansSets(Answer):
    """All sets of means, the newest first."""

    sets: list[MeansSet]


class Reference(Answer):
    """
    A figure that a source publishes, and what it can be held against.

    method, field and base say how the source counts, "not_said" where it does not say. A line may only be drawn through figures
    of one measure and place whose method, field and base are equal and said.
    """

    id: int
    figure: str
    wording: str
    value: str
    unit: str
    is_approximate: bool
    measure: str
    territory: str
    territory_name: str
    year: int
    year_last: int | None
    method: str
    field: str
    base: str
    note: str
    caveat: str
    source: str
