"""Identifiers: French ones of legal persons and places (SIREN, SIRET, RNA, commune codes), and numbers of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret

COMMUNE_CODE_PATTERN = r"(?:\d{2}|2[AB])\d{3}"
# The database numbers rows on 64 bits, signed.
ROW_NUMBER_MAX = 2**63 - 1


def is_siren(text: str) -> bool:
    """Tell whether a text is a SIREN: nine digits with a right Luhn key (INSEE)."""
    return len(text) == 9 and bool(stdnum_siren.is_valid(text))


def is_invented_siren(text: str) -> bool:
    """Tell whether a text is a number of the invented register: nine digits whose key is one too much, so that nobody has it."""
    return len(text) == 9 and text.isascii() and text.isdecimal() and is_siren(f"{text[:8]}{(int(text[8]) - 1) % 10}")


def is_siret(text: str) -> bool:
    """Tell whether a text is a SIRET: fourteen digits with a right key, La Poste's own rule included (INSEE)."""
    return len(text) == 14 and bool(stdnum_siret.is_valid(text))


def is_rna(text: str) -> bool:
    """Tell whether a text has the form of an RNA number: W, three characters of department, six digits."""
    return re.fullmatch(r"W(?:\d{3}|\d[AB]\d|9[A-Z]\d)\d{6}", text) is not None


def is_commune_code(text: str) -> bool:
    """Tell whether a text has the form of an INSEE commune code: five characters such as 59350 or 2A004."""
    return re.fullmatch(COMMUNE_CODE_PATTERN, text) is not None


def row_number(text: str) -> int | None:
    """Read the number of a row written in an address; None for what no row can have, however it is written."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(ROW_NUMBER_MAX))):
        return None
    number = int(text)
    return number if number <= ROW_NUMBER_MAX else None


def row_numbers(texts: Iterable[str]) -> list[int]:
    """Read the numbers of rows, without what no row can have."""
    return [number for text in texts if (number := row_number(text)) is not None]
