"""An edition as its page shows it: who may apply, how much, what is asked, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import rules
from .models import Edition, Parameter
from .models.parts import Part
from .queries import parts_of
from .rules.amounts import BudgetShare, Ceiling, NoCash
from .rules.eligibility import Age, AidTypes
from .states import AidType, Certainty, Topic
from .wording import aid_type_in_words, amount, share


@dataclass(frozen=True, slots=True)
class AidShown:
    """A type of aid that the edition offers, with the bounds of age when they are known."""

    label: str
    under_years: int | None = None
    over_years: int | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A limit of the amount, in words, and how sure it is."""

    text: str
    is_share: bool
    certainty: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of an edition shows; open_topics are those of which nothing is known, with their row if one says so."""

    edition: Edition
    aids: tuple[AidShown, ...]
    amounts: tuple[Amount, ...]
    gives_no_cash: bool
    parts: dict[str, Sequence[Part]]
    said: tuple[Parameter, ...]
    open_topics: tuple[tuple[str, Parameter | None], ...]

    @property
    def weight_total(self) -> int:
        """The sum of the weights of the grid."""
        return sum(criterion.weight for criterion in self.parts["criteria"])  # type: ignore[attr-defined]


def sheet_of(edition: Edition) -> Sheet:
    """Gather what the page of an edition shows: six queries."""
    parts = parts_of(edition)
    data = [rule.read() for rule in parts["rules"]]  # type: ignore[attr-defined]
    parameters = [row for row in parts["parameters"] if isinstance(row, Parameter)]
    said = tuple(row for row in parameters if row.certainty != Certainty.UNKNOWN)
    topics = {row.topic for row in said}
    written = {Topic(row.topic): row for row in parameters}
    return Sheet(
        edition=edition,
        aids=tuple(_aids(data)),
        amounts=tuple(_amounts(data)),
        gives_no_cash=any(isinstance(rule.kind, NoCash) for rule in data),
        parts=parts,
        said=said,
        open_topics=tuple((str(topic.label), written.get(topic)) for topic in Topic if topic not in topics),
    )


def _aids(data: Sequence[rules.RuleData]) -> Iterable[AidShown]:
    ages = [rule.kind for rule in data if isinstance(rule.kind, Age) and rule.certainty == rules.Certainty.KNOWN]
    offered = [aid for rule in data if isinstance(rule.kind, AidTypes) for aid in rule.kind.offered]
    for aid_type in offered:
        bounds = [age for age in ages if aid_type in age.aid_types]
        under = next((age.under_years for age in bounds if age.under_years), None)
        over = next((age.over_years for age in bounds if age.over_years), None)
        yield AidShown(aid_type_in_words(AidType(aid_type.value)), under, over)


def _amounts(data: Iterable[rules.RuleData]) -> Iterable[Amount]:
    for rule in data:
        if rule.certainty == rules.Certainty.UNKNOWN:
            continue
        label = str(Certainty(rule.certainty.value).label) if rule.certainty != rules.Certainty.KNOWN else ""
        if isinstance(rule.kind, Ceiling):
            yield Amount(amount(rule.kind.cents), is_share=False, certainty=label)
        if isinstance(rule.kind, BudgetShare):
            yield Amount(share(rule.kind.permille), is_share=True, certainty=label)
