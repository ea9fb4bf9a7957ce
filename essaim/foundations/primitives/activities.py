"""Codes of activities (NAF rev. 2 and NAF 2025), and the sections of NAF rev. 2."""

from __future__ import annotations

import re

# First and last division of each section of NAF rev. 2. Source: INSEE, nomenclature d'activités française, rév. 2.
_SECTIONS = (
    ("A", 1, 3),
    ("B", 5, 9),
    ("C", 10, 33),
    ("D", 35, 35),
    ("E", 36, 39),
    ("F", 41, 43),
    ("G", 45, 47),
    ("H", 49, 53),
    ("I", 55, 56),
    ("J", 58, 63),
    ("K", 64, 66),
    ("L", 68, 68),
    ("M", 69, 75),
    ("N", 77, 82),
    ("O", 84, 84),
    ("P", 85, 85),
    ("Q", 86, 88),
    ("R", 90, 93),
    ("S", 94, 96),
    ("T", 97, 98),
    ("U", 99, 99),
)
ACTIVITY_CODE_PATTERN = r"\d{2}\.\d{2}[A-Z]"
# The two nomenclatures share no code: those of NAF 2025 end in Y, or in G to L where it goes further than Europe does.
_LAST_LETTERS_REV_2 = "ABCDEFZ"
SECTIONS = tuple(letter for letter, _first, _last in _SECTIONS)


def is_activity_code(text: str) -> bool:
    """Tell whether a text has the form of a code of the last level: 94.99Z."""
    return re.fullmatch(ACTIVITY_CODE_PATTERN, text) is not None


def section_of(code: str) -> str:
    """
    Return the section of a code of NAF rev. 2, as its letter; an empty text for what it does not hold.

    A code of NAF 2025, whose sections are others, has none here rather than a wrong one.
    """
    if not is_activity_code(code) or code[-1] not in _LAST_LETTERS_REV_2:
        return ""
    division = int(code[:2])
    return next((letter for letter, first, last in _SECTIONS if first <= division <= last), "")
