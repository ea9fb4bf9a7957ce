"""What is chosen on the pages of the observatory, carried whole in the address: every view can be sent to somebody. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from essaim.foundations.sirene.rows import Filters
from essaim.foundations.sirene.states import By, Denominator, Layer, Rule

from .states import Measure, Series

COMPARED_MAX = 6


def scope_of(value: str) -> Rule | Layer:
    """
    Return the rule or the layer of that name.

    :raises ValueError: if it is neither
    """
    return Rule(value) if value in Rule.values else Layer(value)


@dataclass(frozen=True, slots=True)
class Selection:
    """
    What is looked at: where, by which rule or layer, of which month and edition of the perimeter, against what, of which part.

    territory: code, empty for the authority's own. perimeter: None for the edition in force. means: number of a set of means of
    brackets, None for that in force. compared: other territories. series: what is drawn of them over the years. cohort: year of
    creation whose survival is drawn, None for all of them together.
    """

    territory: str = ""
    scope: Rule | Layer = Rule.INSEE
    vintage: date | None = None
    perimeter: int | None = None
    means: int | None = None
    denominator: Denominator = Denominator.TOTAL
    family: str = ""
    section: str = ""
    bracket: str = ""
    by: By = By.FAMILY
    measure: Measure = Measure.EMPLOYERS
    compared: tuple[str, ...] = ()
    series: Series = Series.INDEX
    cohort: int | None = None

    @property
    def filters(self) -> Filters:
        """What is kept of the ESS of the place."""
        return Filters(family=self.family, section=self.section, bracket=self.bracket)

    @property
    def parameters(self) -> dict[str, str | list[str]]:
        """What stands in an address for it; what is as it is at first is left out."""
        found: dict[str, str | list[str]] = {}
        for name, value in (
            ("territory", self.territory),
            ("rule", self.scope.value if self.scope != Rule.INSEE else ""),
            ("vintage", self.edition),
            ("means", str(self.means) if self.means is not None else ""),
            ("denominator", self.denominator.value if self.denominator != Denominator.TOTAL else ""),
            ("family", self.family),
            ("section", self.section),
            ("bracket", self.bracket),
            ("by", self.by.value if self.by != By.FAMILY else ""),
            ("measure", self.measure.value if self.measure != Measure.EMPLOYERS else ""),
            ("series", self.series.value if self.series != Series.INDEX else ""),
            ("cohort", str(self.cohort) if self.cohort is not None else ""),
        ):
            if value:
                found[name] = value
        if self.compared:
            found["with"] = list(self.compared)
        return found

    @property
    def edition(self) -> str:
        """The month and the edition of the perimeter, as addresses have them: "2026-08", "2026-08.2"; empty for the latest."""
        if self.vintage is None:
            return ""
        month = f"{self.vintage:%Y-%m}"
        return f"{month}.{self.perimeter}" if self.perimeter is not None else month

    def query(self, **changes: Any) -> str:
        """Return the address of the same view with some changes, from its question mark on."""
        return "?" + urlencode(replace(self, **changes).parameters, doseq=True)

    def given(self, *names: str, **changes: Any) -> list[tuple[str, str]]:
        """List the pairs a form carries along so that sending it keeps the rest of the address; names are left out."""
        pairs: list[tuple[str, str]] = []
        for name, value in replace(self, **changes).parameters.items():
            if name not in names:
                pairs.extend((name, one) for one in ([value] if isinstance(value, str) else value))
        return pairs


def edition_of(text: str) -> tuple[date, int | None]:
    """
    Read a month and an edition: "2026-08", "2026-08.2".

    :raises ValueError: if it is neither
    """
    month, dot, edition = text.partition(".")
    if dot and not (edition.isascii() and edition.isdigit() and len(edition) < 6):
        raise ValueError(text)
    return date.fromisoformat(f"{month}-01"), int(edition) if dot else None


def whole_number(text: str) -> int:
    """
    Read the number of a set of means, or a year.

    :raises ValueError: if it is no number
    """
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise ValueError(text)
    return int(text)
