"""
Grants in the SCDL schema "subventions" 2.1.1: rows, and every check that the schema asks for. Pure.

One row a beneficiary: montant is the whole amount, pourcentageSubvention the share, so that sums are of their product.

Source: loi 2016-1321, article 18; décret 2017-779; arrêté of 17 November 2017; schemas/scdl_subventions_2.1.1.json.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from essaim.foundations.primitives.identifiers import is_siret

SCHEMA = Path(__file__).parent / "schemas" / "scdl_subventions_2.1.1.json"
# Enough digits for the product with the amount to come back to the cent.
SHARE_DIGITS = 12
NATURES = {
    "cash": "aide en numéraire",
    "in_kind": "aide en nature",
    "both": "aide en numéraire;aide en nature",
}
# Published within three months of the signature; an alarm is raised before.
ALARM_DAYS, LATE_DAYS = 60, 90
Row = Mapping[str, str]


@cache
def fields() -> Sequence[Mapping[str, Any]]:
    """Return the fields of the schema, in their order."""
    found: Sequence[Mapping[str, Any]] = json.loads(SCHEMA.read_text(encoding="utf-8"))["fields"]
    return found


def names() -> list[str]:
    """Return the names of the columns, in their order."""
    return [str(field["name"]) for field in fields()]


@dataclass(frozen=True, slots=True)
class PublishedShare:
    """What a row says, as Essaim knows it: days, cents, codes."""

    giver: str
    giver_siret: str
    bound_on: date
    act: str
    beneficiary: str
    siret: str
    rna: str
    object: str
    amount_cents: int
    share_cents: int
    nature: str
    instalment_count: int
    first_day: date
    last_day: date
    is_de_minimis: bool


def row_of(share: PublishedShare) -> Row:
    """Write a share as a row of the schema."""
    whole = Decimal(share.amount_cents) / 100
    part = round(Decimal(share.share_cents) / Decimal(share.amount_cents), SHARE_DIGITS)
    first, last = min(share.first_day, share.last_day), max(share.first_day, share.last_day)
    return {
        "nomAttribuant": share.giver,
        "idAttribuant": share.giver_siret,
        "dateConvention": share.bound_on.isoformat(),
        "referenceDecision": share.act,
        "nomBeneficiaire": share.beneficiary,
        "idBeneficiaire": share.siret,
        "rnaBeneficiaire": share.rna,
        "objet": share.object,
        "montant": _plain(whole),
        "nature": NATURES[share.nature],
        "conditionsVersement": "échelonné" if share.instalment_count > 1 else "unique",
        "datesPeriodeVersement": first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}",
        "idRAE": "",
        "notificationUE": "oui" if share.is_de_minimis else "non",
        "pourcentageSubvention": _plain(part),
        "dispositifAide": "",
    }


def _plain(number: Decimal) -> str:
    """Write a number with a decimal point, without exponent nor useless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in a row: the column, and why, as a word: missing, too_long, pattern, choice, type, range, siret."""

    column: str
    problem: str


def flaws_of(row: Row) -> list[Flaw]:
    """Check a row against every constraint of the schema, and the two checks that a table validator does not make."""
    found = [flaw for field in fields() if (flaw := _flaw(field, row.get(str(field["name"]), "")))]
    found += [
        Flaw(name, "siret") for name in ("idAttribuant", "idBeneficiaire") if row.get(name) and not is_siret(row[name])
    ]
    if not row.get("idBeneficiaire") and not row.get("rnaBeneficiaire"):
        found.append(Flaw("idBeneficiaire", "one_of_two"))
    return list(dict.fromkeys(found))


def _flaw(field: Mapping[str, Any], value: str) -> Flaw | None:
    name, constraints = str(field["name"]), field.get("constraints", {})
    if not value:
        return Flaw(name, "missing") if constraints.get("required") else None
    if len(value) > constraints.get("maxLength", len(value)):
        return Flaw(name, "too_long")
    if "pattern" in constraints and not re.fullmatch(constraints["pattern"], value):
        return Flaw(name, "pattern")
    if "enum" in constraints and value not in constraints["enum"]:
        return Flaw(name, "choice")
    return _type_flaw(name, str(field.get("type", "string")), constraints, value)


def _type_flaw(name: str, kind: str, constraints: Mapping[str, Any], value: str) -> Flaw | None:
    if kind == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            return Flaw(name, "type")
    elif kind == "boolean" and value not in {"oui", "non"}:
        return Flaw(name, "type")
    elif kind == "number":
        try:
            number = Decimal(value)
        except InvalidOperation:
            return Flaw(name, "type")
        low, high = constraints.get("minimum"), constraints.get("maximum")
        # The bounds are read as they are written: 0.01 as a binary number is a little more.
        if (low is not None and number < Decimal(str(low))) or (high is not None and number > Decimal(str(high))):
            return Flaw(name, "range")
    return None


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Write the file as the schema asks: UTF-8 without mark, comma, decimal point, the columns in their order."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, names(), lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
