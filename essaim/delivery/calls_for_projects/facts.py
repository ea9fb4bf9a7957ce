"""Facts as JSON, the way examples keep them: the names that the eligibility test takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from . import rules
from .rules import FACT_NAMES

ENUMERATIONS = {"esus": rules.Esus, "aid_type": rules.AidType, "siae_kind": rules.SiaeKind}
DAYS = ("as_of", "created_on")
AMOUNTS = ("budget_cents", "requested_cents")
FLAGS = ("personal_services", "in_difficulty", "non_financial")
CENTS_MAX = 10**13


class FactUnreadable(ValueError):
    """A fact is not what it may be: which one."""

    def __init__(self, name: str) -> None:
        """Keep which."""
        super().__init__(name)
        self.name = name


PlaceFinder = Callable[[str, date], rules.Place]


def no_place(code: str, day: date) -> rules.Place:
    """Look up no commune: for those who only check that facts can be read."""
    return rules.Place(code, "", rules.Standing.UNKNOWN)


def facts_from(values: Mapping[str, object], find_place: PlaceFinder) -> rules.Facts:
    """
    Read facts from JSON; the commune is looked up on the day of the file.

    :raises FactUnreadable: naming the fact that is missing, unknown, or holds what it may not
    """
    if others := sorted(set(values) - set(FACT_NAMES)):
        raise FactUnreadable(others[0])
    read: dict[str, object] = {}
    for name, value in values.items():
        if value is not None and value != "":
            read[name] = _read(name, value)
    if "as_of" not in read:
        raise FactUnreadable("as_of")
    if "activity_commune" in read:
        read["activity_commune"] = find_place(str(read["activity_commune"]), read["as_of"])  # type: ignore[arg-type]
    return rules.Facts(**read)  # type: ignore[arg-type]


def _read(name: str, value: object) -> object:
    try:
        if name in ENUMERATIONS:
            return ENUMERATIONS[name](str(value))
        if name in DAYS:
            return date.fromisoformat(str(value))
    except ValueError:
        raise FactUnreadable(name) from None
    if name in AMOUNTS:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= CENTS_MAX:
            raise FactUnreadable(name)
        return value
    if name in FLAGS:
        if not isinstance(value, bool):
            raise FactUnreadable(name)
        return value
    return str(value)
