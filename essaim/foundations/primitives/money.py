"""Euros as whole cents: parsing what people type, showing what they read."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

NARROW_SPACE = "\u202f"


class AmountUnreadable(ValueError):
    """A text is not an amount in euros with at most two decimals."""


def parse_euros(text: str) -> int:
    """
    Read an amount typed in the French or the English way into cents: "1 234,56 €" and "1,234.56" give 123456.

    A single comma or point followed by exactly three digits is ambiguous only in English style without decimals;
    it is read as a decimal mark if one or two digits follow it, and as a thousands mark otherwise.

    :raises AmountUnreadable: if it is not a number, or has more than two decimals
    """
    compact = re.sub(r"[\s\u00a0\u202f€']", "", text)
    if not re.fullmatch(r"[+-]?\d[\d.,]*", compact):
        raise AmountUnreadable(text)
    marks = [position for position, character in enumerate(compact) if character in ".,"]
    decimals = ""
    if marks and 1 <= len(compact) - marks[-1] - 1 <= 2:
        compact, decimals = compact[: marks[-1]], compact[marks[-1] + 1 :]
    groups = re.split(r"[.,]", compact)
    if len(groups) > 1 and any(len(group) != 3 for group in groups[1:]):
        raise AmountUnreadable(text)
    try:
        return int(Decimal(f"{''.join(groups)}.{decimals or '0'}") * 100)
    except InvalidOperation as error:
        raise AmountUnreadable(text) from error


def format_euros(cents: int, *, language: str = "fr") -> str:
    """Show cents as euros, without decimals when they are zero: 70000000 gives "700 000 €" in French."""
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    units, rest = divmod(cents, 100)
    if language == "fr":
        whole = f"{units:,}".replace(",", NARROW_SPACE)
        return f"{sign}{whole}{f',{rest:02d}' if rest else ''}\u00a0€"
    return f"{sign}€{units:,}{f'.{rest:02d}' if rest else ''}"
