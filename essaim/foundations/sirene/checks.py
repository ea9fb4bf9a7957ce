"""What a snapshot must hold before it serves: some flaws refuse it, others wait for a person, the rest is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from .making import Facts

# A file with fewer rows than this share of the month before waits until a person accepts it.
ROWS_MIN = 0.98
# More establishments of the ESS than this share entered or left since the month before: a person looks first.
CHANGE_MAX = 0.10
# As many are never worth waiting for: a small stock for a try.
UNKNOWN_COMMUNES_MAX = 0.01
UNKNOWN_COMMUNES_FEW = 20


LABELS = {
    "repeated": pgettext_lazy("check of the register", "No SIRET twice"),
    "malformed": pgettext_lazy("check of the register", "Form of the SIRET"),
    "ess": pgettext_lazy("check of the register", "Establishments kept"),
    "change": pgettext_lazy("check of the register", "Change since the month before"),
    "communes": pgettext_lazy("check of the register", "Known communes"),
    "brackets": pgettext_lazy("check of the register", "Known brackets"),
    "nomenclature": pgettext_lazy("check of the register", "Nomenclature of activities"),
    "days": pgettext_lazy("check of the register", "Days of creation"),
    "hidden": pgettext_lazy("check of the register", "Partial diffusion"),
}


def label_of(name: str) -> str:
    """Name a check in words; that of the rows of a file names the file."""
    if name.startswith("rows "):
        return pgettext("check of the register", "Rows of %(file)s") % {"file": name.removeprefix("rows ")}
    return str(LABELS.get(name, name))


class Weight(StrEnum):
    """What a flaw leads to."""

    HOLDS = "holds"
    SAID = "said"
    WAITS = "waits"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, what came of it, and what was found, in words and figures."""

    name: str
    weight: Weight
    found: str


@dataclass(frozen=True, slots=True)
class Before:
    """The snapshot in service before, of files of the same kind (real or generated)."""

    rows: Mapping[str, int]
    ess_count: int


def check(facts: Facts, before: Before | None) -> list[Check]:
    """Judge what was made, by itself and against the month before."""
    return [
        *_rows(facts, before),
        _counted("repeated", facts.repeated, Weight.REFUSED, _("establishments that stand twice")),
        _counted("malformed", facts.malformed, Weight.REFUSED, _("SIRET that are not fourteen digits")),
        Check(
            "ess",
            Weight.HOLDS if facts.ess_count else Weight.REFUSED,
            _("%(count)s active establishments that may be ESS, of %(all)s")
            % {"count": facts.ess_count, "all": facts.active},
        ),
        _change(facts, before),
        Check(
            "communes",
            Weight.WAITS
            if facts.unknown_communes > max(UNKNOWN_COMMUNES_FEW, UNKNOWN_COMMUNES_MAX * facts.active)
            else Weight.HOLDS,
            _("%(count)s active establishments whose commune is in no list") % {"count": facts.unknown_communes},
        ),
        _counted("brackets", facts.unknown_brackets, Weight.WAITS, _("establishments of an unknown bracket")),
        _counted(
            "nomenclature", facts.other_nomenclature, Weight.SAID, _("units whose activity is in an older nomenclature")
        ),
        _counted(
            "days", facts.unknown_days, Weight.SAID, _("establishments whose day of creation is not known, or absurd")
        ),
        _counted("hidden", facts.hidden, Weight.SAID, _("establishments of partial diffusion: counted, not named")),
    ]


def _rows(facts: Facts, before: Before | None) -> list[Check]:
    checks = []
    for name, count in facts.rows.items():
        last = before.rows.get(name) if before else None
        if last is None:
            checks.append(
                Check(f"rows {name}", Weight.HOLDS, _("%(count)s rows; none to compare with") % {"count": count})
            )
            continue
        share = count / last if last else 1.0
        weight = Weight.HOLDS if share >= ROWS_MIN else Weight.WAITS
        found = _("%(count)s rows, %(share).1f %% of the month before") % {"count": count, "share": share * 100}
        checks.append(Check(f"rows {name}", weight, found))
    return checks


def _change(facts: Facts, before: Before | None) -> Check:
    if before is None or not before.ess_count:
        return Check("change", Weight.HOLDS, _("no month before to compare with"))
    change = abs(facts.ess_count - before.ess_count) / before.ess_count
    found = _("%(change).1f %% more or fewer establishments kept than the month before") % {"change": change * 100}
    return Check("change", Weight.WAITS if change > CHANGE_MAX else Weight.HOLDS, found)


def _counted(name: str, count: int, weight: Weight, what: str) -> Check:
    return Check(name, weight if count else Weight.HOLDS, f"{count} {what}")
