"""How figures are said: numbers in the language of the page, what they rest on, why they are not given, why they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from essaim.foundations.sirene.rows import Basis, Group, Indicators, Jobs
from essaim.foundations.sirene.states import Layer, Rule

from .differences import Reason
from .states import Measure

NOTHING = "–"

# The definition of each measure: one sentence, which the page of method and the read API repeat.
DEFINITIONS: Mapping[Measure, str | Promise] = {
    Measure.ESTABLISHMENTS: pgettext_lazy(
        "definition", "Active establishments, employers or not, of the units that the rule or layer takes for ESS."
    ),
    Measure.EMPLOYERS: pgettext_lazy(
        "definition",
        "Establishments whose headcount bracket is neither empty nor NN; those that had employees in the year and none on "
        "31 December (bracket 00) are among them.",
    ),
    Measure.JOBS: pgettext_lazy(
        "definition",
        "People employed on 31 December: between the sum of the lower bounds of the brackets and that of the upper ones. The "
        "estimate multiplies each bracket by its mean: its middle, or the mean brought to a published total, as is said beside.",
    ),
    Measure.SHARE_OF_EMPLOYERS: pgettext_lazy(
        "definition", "Employer establishments of the ESS over all those of the denominator, same place and vintage."
    ),
    Measure.SHARE_OF_JOBS: pgettext_lazy(
        "definition", "Estimated employees of the ESS over those of the denominator, both estimated by the same means."
    ),
}

RULES: Mapping[Rule, str | Promise] = {
    Rule.INSEE: pgettext_lazy(
        "rule explained",
        "A list of legal categories (associations, cooperatives, mutual societies, foundations, other private non-profit "
        "bodies), less the activities deemed outside the field. Commercial companies are left out: too few are declared.",
    ),
    Rule.ANNUAIRE: pgettext_lazy(
        "rule explained",
        "The unit is flagged ESS in the register, or stands on the list of ESS France. Commercial companies that declared "
        "themselves are in.",
    ),
}

LAYERS: Mapping[Layer, str | Promise] = {
    Layer.STATUTORY: pgettext_lazy(
        "layer explained", "Legal categories whose statute is named by the law of 2014, less the excluded activities."
    ),
    Layer.DECLARED_COMMERCIAL: pgettext_lazy(
        "layer explained", "Companies of commercial form that are flagged ESS. Declared by themselves, and many."
    ),
    Layer.ESUS: pgettext_lazy("layer explained", "Units accredited “entreprise solidaire d’utilité sociale”."),
    Layer.SIAE: pgettext_lazy(
        "layer explained", "Establishments of work integration and of the adapted sector, from their public list."
    ),
}

REASONS: Mapping[Reason, str | Promise] = {
    Reason.GENERATED: pgettext_lazy(
        "why it differs", "The register loaded here is invented: the computed value says nothing of the real territory."
    ),
    Reason.OTHER_YEAR: pgettext_lazy("why it differs", "The two do not describe the same year."),
    Reason.OTHER_METHOD: pgettext_lazy(
        "why it differs", "The source counts from another file than the Sirene register, with another scope."
    ),
    Reason.METHOD_NOT_SAID: pgettext_lazy("why it differs", "The source does not say what it counts from."),
    Reason.NARROWER_FIELD: pgettext_lazy("why it differs", "The source takes fewer families for ESS."),
    Reason.WIDER_FIELD: pgettext_lazy("why it differs", "The source takes more for ESS than the rule chosen here."),
    Reason.FIELD_NOT_SAID: pgettext_lazy("why it differs", "The source does not say what it takes for ESS."),
    Reason.OTHER_BASE: pgettext_lazy("why it differs", "The source divides by something else."),
    Reason.BASE_NOT_SAID: pgettext_lazy("why it differs", "The source does not say what it divides by."),
    Reason.BRACKETS: pgettext_lazy(
        "why it differs", "Here employees are estimated from brackets; the source counted them one by one."
    ),
    Reason.APPROXIMATE: pgettext_lazy("why it differs", "The source gives a round number."),
}


def number(value: float | None) -> str:
    """Write a whole number with its thousands apart, or a dash."""
    return NOTHING if value is None else number_format(round(value), decimal_pos=0, force_grouping=True)


def percent(share: float | None) -> str:
    """Write a share between 0 and 1 as per cent, one decimal."""
    if share is None:
        return NOTHING
    return _("%(number)s %%") % {"number": number_format(round(100 * share, 1), decimal_pos=1)}


def change(share: float | None) -> str:
    """Write by how much a number changed, with its sign."""
    if share is None:
        return NOTHING
    return f"+{percent(share)}" if share > 0 else percent(share).replace("-", "\u2212")


def ratio(value: float | None) -> str:
    """Write a quotient with two decimals."""
    return NOTHING if value is None else number_format(round(value, 2), decimal_pos=2)


def mean(value: float | None) -> str:
    """Write the mean of a bracket with one decimal, a whole number without."""
    if value is None:
        return NOTHING
    return (
        number(value) if value == round(value) else number_format(round(value, 1), decimal_pos=1, force_grouping=True)
    )


def jobs_estimate(jobs: Jobs | None) -> str:
    """Write the estimate, which is never exact."""
    return NOTHING if jobs is None else f"≈ {number(jobs.estimate)}"


def jobs_bounds(jobs: Jobs | None) -> str:
    """Write between which bounds the number is; a bracket without a maximum leaves it open."""
    if jobs is None:
        return ""
    if jobs.most is None:
        return _("at least %(least)s") % {"least": number(jobs.least)}
    return _("from %(least)s to %(most)s") % {"least": number(jobs.least), "most": number(jobs.most)}


def value_of(found: Indicators | Group, measure: Measure) -> float | None:
    """Read a measure; employees are read by their estimate, shares are between 0 and 1."""
    if measure == Measure.ESTABLISHMENTS:
        return found.establishments
    if measure == Measure.EMPLOYERS:
        return found.employers
    if measure == Measure.JOBS:
        return None if found.jobs is None else found.jobs.estimate
    if measure == Measure.SHARE_OF_EMPLOYERS:
        return found.share_of_employers
    return found.share_of_jobs if isinstance(found, Indicators) else None


def said(found: Indicators | Group, measure: Measure) -> str:
    """Write a measure as the page shows it."""
    if measure == Measure.JOBS:
        return jobs_estimate(found.jobs)
    value = value_of(found, measure)
    return percent(value) if measure.is_share else number(value)


def vintage_of(basis: Basis) -> str:
    """Write the month of the files: "August 2026"."""
    return date_format(basis.vintage, "F Y")


def basis_parts(basis: Basis) -> list[tuple[str, str]]:
    """List what a figure rests on, as names and values: rule or layer, vintage, perimeter, denominator, means of brackets."""
    rule = pgettext("basis of a figure", "Rule") if basis.is_rule else pgettext("basis of a figure", "Layer")
    parts = [
        (rule, basis.label),
        (pgettext("basis of a figure", "Vintage"), vintage_of(basis)),
        (pgettext("basis of a figure", "Perimeter"), basis.perimeter_name),
        (pgettext("basis of a figure", "Denominator"), str(basis.denominator.label)),
        (pgettext("basis of a figure", "Means of brackets"), basis.means_name),
    ]
    if basis.headcount_year is not None:
        parts.append(
            (pgettext("basis of a figure", "Headcounts"), _("31 December %(year)s") % {"year": basis.headcount_year})
        )
    return parts


def lives_parts(basis: Basis) -> list[tuple[str, str]]:
    """List what series over the years rest on; brackets have no history, and what shares divide by is not told by year."""
    without = {
        pgettext("basis of a figure", "Denominator"),
        pgettext("basis of a figure", "Means of brackets"),
        pgettext("basis of a figure", "Headcounts"),
    }
    return [(name, value) for name, value in basis_parts(basis) if name not in without]


def lives_line(basis: Basis, chosen: Iterable[tuple[str, str]] = ()) -> str:
    """Write in one line what series over the years rest on."""
    return _line([*lives_parts(basis), *chosen], is_generated=basis.is_generated)


def basis_line(basis: Basis, chosen: Iterable[tuple[str, str]] = ()) -> str:
    """
    Write what a figure rests on in one line, for tables, files and drawings.

    :param chosen: filters that keep a part, as names and words
    """
    return _line([*basis_parts(basis), *chosen], is_generated=basis.is_generated)


def _line(parts: Iterable[tuple[str, str]], *, is_generated: bool) -> str:
    separator = pgettext("between a name and its value", ": ")
    line = " · ".join(f"{name}{separator}{value}" for name, value in parts)
    return f"{_('Invented data')} · {line}" if is_generated else line
