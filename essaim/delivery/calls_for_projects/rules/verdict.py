"""Judges a file by all the rules of an edition: verdict, limits of the amount, conditions, and every reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import itemgetter

from .amounts import BudgetShare, Ceiling, NoCash
from .eligibility import Age, AidTypes, EsusOfCompanies, LegalForms
from .facts import AidType, Certainty, Esus, Facts
from .kinds import Kind
from .results import Outcome, Reason, Result, not_applicable, to_discuss, unknown


class Verdict(StrEnum):
    """Whether a call is for somebody, as far as its rules tell."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    TO_DISCUSS = "to_discuss"


class Binding(StrEnum):
    """Which limit decides the cap."""

    CEILING = "ceiling"
    SHARE = "share"
    BOTH = "both"
    NO_CASH = "no_cash"


@dataclass(frozen=True, slots=True)
class RuleData:
    """A rule of an edition: its code there, its kind with parameters, how sure it is."""

    code: str
    kind: Kind
    certainty: Certainty = Certainty.KNOWN


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule and what it answered."""

    rule: RuleData
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Limits:
    """
    What limits the amount, in cents; None is a limit that is not set, or cannot be computed.

    cap_cents: the smaller of the limits that can be computed, those still to be confirmed included.
    is_complete: whether every limit could be computed and is sure.
    """

    ceiling_cents: int | None = None
    ceiling_certainty: Certainty = Certainty.UNKNOWN
    share_permille: int | None = None
    share_cents: int | None = None
    share_certainty: Certainty = Certainty.UNKNOWN
    cap_cents: int | None = None
    binding: Binding | None = None
    requested_cents: int | None = None

    @property
    def at_most_cents(self) -> int | None:
        """The most that this file could be given: what it asks for, within the cap."""
        known = [cents for cents in (self.cap_cents, self.requested_cents) if cents is not None]
        return min(known) if known else None

    @property
    def is_complete(self) -> bool:
        """Whether every limit could be computed and is sure."""
        if self.binding == Binding.NO_CASH:
            return True
        are_sure = self.ceiling_certainty == self.share_certainty == Certainty.KNOWN
        return are_sure and self.ceiling_cents is not None and self.share_cents is not None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a file, with every rule's answer in the order of the edition."""

    verdict: Verdict
    rules: tuple[Judged, ...]
    limits: Limits
    conditions: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that could be asked or shown otherwise, and the verdict then."""

    name: str
    value: AidType | Esus
    verdict: Verdict


def judge(rules: Sequence[RuleData], facts: Facts) -> Judgement:
    """
    Judge a file by the rules of an edition.

    One rule that is known and does not hold makes it not eligible; else one that has to be discussed makes it so. A rule
    still to be confirmed refuses nobody: it is discussed. A rule that is not known is discussed with those it concerns.
    """
    judged = tuple(Judged(rule, _outcome(rule, facts)) for rule in rules)
    verdict = _verdict_of({found.outcome.result for found in judged})
    conditions = tuple(found for found in judged if found.outcome.condition)
    return Judgement(verdict, judged, limits_of(rules, facts), conditions)


def _verdict_of(results: Collection[Result]) -> Verdict:
    if Result.FAIL in results:
        return Verdict.NOT_ELIGIBLE
    return Verdict.TO_DISCUSS if Result.DISCUSS in results else Verdict.ELIGIBLE


def _outcome(rule: RuleData, facts: Facts) -> Outcome:
    if rule.certainty == Certainty.UNKNOWN:
        if rule.kind.IS_AMOUNT:
            return unknown("rule_unknown")
        if rule.kind.concerns(facts):
            return to_discuss("rule_unknown")
        return not_applicable() if rule.kind.READS else unknown("rule_unknown")
    outcome = rule.kind.judge(facts)
    if rule.certainty == Certainty.KNOWN:
        return outcome
    if outcome.result == Result.FAIL:
        return Outcome(Result.DISCUSS, Reason("to_confirm", {"then": outcome.reason}), outcome.condition)
    if rule.kind.IS_AMOUNT and outcome.result == Result.PASS:
        return Outcome(Result.UNKNOWN, Reason("to_confirm", {"then": outcome.reason}))
    return outcome


def limits_of(rules: Iterable[RuleData], facts: Facts) -> Limits:
    """
    Compute what limits the amount: the lowest ceiling, the lowest share of the budget, and the smaller of the two.

    Whole cents; a share is rounded down, since the rounding rule is not known and a cap must not be promised too high.
    """
    ceilings: list[tuple[int, Certainty]] = []
    shares: list[tuple[int, int | None, Certainty]] = []
    for rule in rules:
        kind = rule.kind
        if rule.certainty == Certainty.UNKNOWN:
            continue
        if isinstance(kind, NoCash):
            return Limits(cap_cents=0, binding=Binding.NO_CASH, requested_cents=facts.requested_cents)
        if isinstance(kind, Ceiling) and kind.concerns(facts):
            ceilings.append((kind.cents, rule.certainty))
        if isinstance(kind, BudgetShare) and kind.concerns(facts):
            shares.append((kind.permille, kind.limit_cents(facts), rule.certainty))
    # Of two that are equal, the first rule tells how sure it is.
    ceiling, ceiling_certainty = min(ceilings, key=itemgetter(0), default=(None, Certainty.UNKNOWN))
    permille, share, share_certainty = min(shares, key=itemgetter(0), default=(None, None, Certainty.UNKNOWN))
    cap_cents, binding = _smaller(ceiling, share)
    return Limits(
        ceiling_cents=ceiling,
        ceiling_certainty=ceiling_certainty,
        share_permille=permille,
        share_cents=share,
        share_certainty=share_certainty,
        cap_cents=cap_cents,
        binding=binding,
        requested_cents=facts.requested_cents,
    )


def _smaller(ceiling: int | None, share: int | None) -> tuple[int | None, Binding | None]:
    """Return the smaller of two limits, and which one it is; nothing when none is set."""
    if ceiling is None and share is None:
        return None, None
    if share is None or (ceiling is not None and ceiling < share):
        return ceiling, Binding.CEILING
    return share, Binding.BOTH if share == ceiling else Binding.SHARE


def facts_read(rules: Iterable[RuleData]) -> frozenset[str]:
    """Return the names of the facts that these rules read: no other is worth asking for."""
    return frozenset(name for rule in rules for name in rule.kind.READS)


def changes_that_help(judgement: Judgement, facts: Facts) -> tuple[Change, ...]:
    """
    Return what, asked or shown otherwise with everything else equal, would bring a better verdict.

    The other types of aid offered; and for those judged by it, an accreditation applied for, then held.
    """
    kinds = [judged.rule.kind for judged in judgement.rules]
    tried: list[tuple[str, AidType | Esus, Facts]] = []
    offered = next((kind.offered for kind in kinds if isinstance(kind, AidTypes)), ()) or tuple(AidType)
    if any(isinstance(kind, AidTypes | Age) for kind in kinds):
        tried += [
            ("aid_type", aid_type, replace(facts, aid_type=aid_type))
            for aid_type in offered
            if aid_type != facts.aid_type
        ]
    if facts.esus == Esus.NONE and any(isinstance(kind, LegalForms | EsusOfCompanies) for kind in kinds):
        tried += [("esus", esus, replace(facts, esus=esus)) for esus in (Esus.PENDING, Esus.HELD)]
    order = (Verdict.NOT_ELIGIBLE, Verdict.TO_DISCUSS, Verdict.ELIGIBLE)
    found = [Change(name, value, _verdict_with(judgement, name, otherwise)) for name, value, otherwise in tried]
    return tuple(change for change in found if order.index(change.verdict) > order.index(judgement.verdict))


def _verdict_with(judgement: Judgement, name: str, otherwise: Facts) -> Verdict:
    """Return the verdict once a fact is another: only the rules that read it are judged again."""
    return _verdict_of(
        {
            (_outcome(judged.rule, otherwise) if name in judged.rule.kind.READS else judged.outcome).result
            for judged in judgement.rules
        }
    )
