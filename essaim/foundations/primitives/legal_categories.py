"""Families of legal persons by their INSEE legal category, level III (four digits)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class LegalFamily(StrEnum):
    """What a legal person is, in the words of the law of 2014 where it has some."""

    ASSOCIATION = "association"
    COOPERATIVE = "cooperative"
    MUTUAL = "mutual"
    FOUNDATION = "foundation"
    OTHER_NONPROFIT = "other_nonprofit"
    COMPANY = "company"
    PUBLIC_BODY = "public_body"
    NATURAL_PERSON = "natural_person"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Placed:
    """A legal category in its family; not certain where its belonging to the family is still to be confirmed."""

    family: LegalFamily
    is_certain: bool = True


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Those whose label names a statute of article 1, I of the law; then those to be discussed; then those that are not ESS.
CERTAIN = {
    LegalFamily.ASSOCIATION: _codes("9220 9221 9222 9223 9230 9260"),
    LegalFamily.COOPERATIVE: _codes(
        "5192 5193 5194 5195 5196 6100 6595 6596 5203 5307 5309 "
        "5443 5451 5453 5454 5455 5458 5459 5460 5543 5547 5551 5552 5553 5554 5555 5558 5559 5560 "
        "5643 5647 5651 5652 5653 5654 5655 5658 5659 5660 6316 6317 6318 6543 6551 6554 6558 6560"
    ),
    LegalFamily.MUTUAL: _codes("6411 8210 8250 8290"),
    LegalFamily.FOUNDATION: _codes("9300"),
}
TO_DISCUSS = {
    LegalFamily.ASSOCIATION: _codes("9240"),
    LegalFamily.COOPERATIVE: _codes("5191 5432 5532 5632 6532"),
    LegalFamily.OTHER_NONPROFIT: _codes("8510 8520 8310 8311 9970 9900 8470 8490"),
}
_PLACED = {
    code: Placed(family, is_certain)
    for table, is_certain in ((CERTAIN, True), (TO_DISCUSS, False))
    for family, codes in table.items()
    for code in codes
}


def is_legal_category(text: str) -> bool:
    """Tell whether a text has the form of a legal category of level III: four digits."""
    return re.fullmatch(r"\d{4}", text) is not None


def family_of(code: str) -> Placed:
    """
    Place a legal category in its family; companies are those of level I 5 that are no cooperative.

    Source: law 2014-856 of 31 July 2014, article 1; INSEE, nomenclature of legal categories, level III.
    """
    if code in _PLACED:
        return _PLACED[code]
    if code.startswith("5"):
        return Placed(LegalFamily.COMPANY)
    if code.startswith(("4", "7")):
        return Placed(LegalFamily.PUBLIC_BODY)
    if code.startswith("1"):
        return Placed(LegalFamily.NATURAL_PERSON)
    return Placed(LegalFamily.OTHER)
