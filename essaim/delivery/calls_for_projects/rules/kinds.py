"""The kinds of rules by name, and how one is read from data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from .amounts import BudgetShare, Ceiling, NoCash
from .eligibility import (
    Age,
    AidTypes,
    Appraised,
    Difficulty,
    EsusBeforeBalance,
    EsusOfCompanies,
    FilingWindow,
    LegalExistence,
    LegalForms,
    NonFinancial,
    PersonalServices,
    Siae,
    Territory,
)
from .facts import Facts
from .results import Outcome
from .specs import Spec, Unreadable


class Kind(Protocol):
    """
    A kind of rule, with its parameters.

    FIELDS: its parameters. READS: the names of the facts it reads.
    IS_AMOUNT: it limits the amount and settles nobody's eligibility.
    """

    FIELDS: ClassVar[Mapping[str, Spec]]
    READS: ClassVar[tuple[str, ...]]
    IS_AMOUNT: ClassVar[bool]

    def judge(self, facts: Facts) -> Outcome:
        """Judge a file by the rule as it is known."""

    def concerns(self, facts: Facts) -> bool:
        """Tell whether the verdict hangs on the rule for this file, if what it says were known."""


KINDS: Mapping[str, type[Any]] = {
    "aid_types": AidTypes,
    "filing_window": FilingWindow,
    "legal_existence": LegalExistence,
    "legal_forms": LegalForms,
    "esus_of_companies": EsusOfCompanies,
    "esus_before_balance": EsusBeforeBalance,
    "age": Age,
    "territory": Territory,
    "siae": Siae,
    "personal_services": PersonalServices,
    "difficulty": Difficulty,
    "non_financial": NonFinancial,
    "no_cash": NoCash,
    "ceiling": Ceiling,
    "budget_share": BudgetShare,
    "appraised": Appraised,
}


class RuleUnreadable(ValueError):
    """The parameters of a rule are not those of its kind: which one, and a word that says why."""

    def __init__(self, name: str, why: str) -> None:
        """Keep which and why."""
        super().__init__(f"{name}: {why}")
        self.name = name
        self.why = why


def read_rule(kind: str, parameters: Mapping[str, object], *, is_lenient: bool = False) -> Kind:
    """
    Return the rule of a kind with its parameters.

    :param is_lenient: leave out what is not known of a rule whose text is unknown: it is not judged, only asked whom it
        concerns
    :raises RuleUnreadable: naming the parameter that is missing, unknown, or holds what it may not
    """
    if kind not in KINDS:
        raise RuleUnreadable("kind", "no_such_kind")
    found = KINDS[kind]
    if others := sorted(set(parameters) - set(found.FIELDS)):
        raise RuleUnreadable(others[0], "no_such_parameter")
    values = {}
    for name, spec in found.FIELDS.items():
        given = parameters.get(name)
        if given in (None, [], ()):
            if spec.is_required and not is_lenient:
                raise RuleUnreadable(name, "missing")
            values[name] = spec.empty
            continue
        try:
            values[name] = spec.read(given)
        except Unreadable as error:
            raise RuleUnreadable(name, str(error)) from None
    rule: Kind = found(**values)
    return rule
