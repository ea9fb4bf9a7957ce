"""What is said of a project and of who carries it, as far as the rules of an edition ask for it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum


class AidType(StrEnum):
    """What is asked for; each edition offers some of them."""

    OPERATING = "operating"
    START_UP = "start_up"
    DEVELOPMENT = "development"
    COOPERATION = "cooperation"


class Esus(StrEnum):
    """Where a structure stands with the accreditation of social utility (ESUS)."""

    HELD = "held"
    PENDING = "pending"
    NONE = "none"


class SiaeKind(StrEnum):
    """
    Kinds of structures of insertion and of the adapted sector, as the public list names them.

    The first five are insertion by economic activity; the others stand beside.
    """

    ACI = "aci"
    EI = "ei"
    AI = "ai"
    ETTI = "etti"
    EITI = "eiti"
    GEIQ = "geiq"
    EA = "ea"
    EATT = "eatt"
    ESAT = "esat"


class Certainty(StrEnum):
    """How sure a rule or a parameter is."""

    KNOWN = "known"
    TO_CONFIRM = "to_confirm"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """Where a commune stands with the authority on a day."""

    MEMBER = "member"
    MEMBER_SINCE = "member_since"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """
    A commune as the register of territories knows it on the day of the file.

    code: as it was given, which may be an old one. name: empty when the code is not known.
    standing: MEMBER_SINCE when it is a member, and the lists only show it from a later day on, first_known_on.
    """

    code: str
    name: str
    standing: Standing
    first_known_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """
    The facts of one file; None is "not said". Amounts are cents.

    as_of: the day of filing, which chooses the edition.
    siae_kind: None when it is none.
    """

    as_of: date
    legal_category: str | None = None
    created_on: date | None = None
    esus: Esus | None = None
    aid_type: AidType | None = None
    activity_commune: Place | None = None
    siae_kind: SiaeKind | None = None
    personal_services: bool = False
    in_difficulty: bool = False
    budget_cents: int | None = None
    requested_cents: int | None = None
    non_financial: bool = False

    @property
    def asks_for_money(self) -> bool:
        """Whether an amount is asked for."""
        return bool(self.requested_cents)

    def asks_for_one_of(self, aid_types: tuple[AidType, ...]) -> bool:
        """Tell whether the aid asked for is one of these; no type named stands for all."""
        return not aid_types or self.aid_type in aid_types


FACT_NAMES = tuple(field.name for field in fields(Facts))
