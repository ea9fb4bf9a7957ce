"""
A file of the finance system, one payment a row: its columns, what each row says, and which rows and payments agree. Pure.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.primitives.money import AmountUnreadable, parse_euros
from essaim.foundations.ui import sheets
from essaim.foundations.ui.sheets import CellError, Outcome, Sheet

COLUMNS: dict[str, Promise] = {
    "commitment_number": gettext_lazy("commitment number"),
    "amount": gettext_lazy("amount"),
    "paid_on": gettext_lazy("paid on"),
    "warrant_number": gettext_lazy("number of the payment order"),
    "third_party": gettext_lazy("third party"),
}
REQUIRED = ("commitment_number", "amount", "paid_on")
NUMBER_LENGTH_MAX = 40


@dataclass(frozen=True, slots=True, order=True)
class FinanceRow:
    """What a row says: a commitment, an amount in cents (negative for a cancellation), a day, a payment order."""

    commitment_number: str
    cents: int
    paid_on: date
    warrant_number: str = ""
    third_party: str = ""

    @property
    def same(self) -> tuple[str, int, date, str]:
        """What tells that two rows are one and the same."""
        return self.commitment_number, self.cents, self.paid_on, self.warrant_number


@dataclass(frozen=True, slots=True)
class RowDiff:
    """What a row of the file would do: new, unchanged (there already), or in error; is_known: its commitment is."""

    line_number: int
    outcome: Outcome
    row: FinanceRow | None = None
    is_known: bool = False
    errors: tuple[CellError, ...] = ()


@dataclass(frozen=True, slots=True)
class FileDiff:
    """What a file would do, row by row."""

    rows: tuple[RowDiff, ...]

    @property
    def has_errors(self) -> bool:
        """Whether a row must be mended first."""
        return any(row.outcome == Outcome.ERROR for row in self.rows)

    @property
    def changes(self) -> tuple[RowDiff, ...]:
        """The rows that are not there yet."""
        return tuple(row for row in self.rows if row.outcome == Outcome.NEW)

    @property
    def fingerprint(self) -> str:
        """A digest of what would be written, to write exactly what was shown."""
        told = [(row.line_number, *map(str, row.row.same)) for row in self.changes if row.row]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def places(header: Sequence[str]) -> dict[str, int]:
    """
    Tell where each column is, by its heading in French or in English.

    :raises MissingColumns: if commitment, amount or day is not there
    """
    return sheets.places_of_columns(header, COLUMNS, required=REQUIRED)


def read(sheet: Sheet, *, there: Collection[tuple[str, int, date, str]], known: Collection[str]) -> FileDiff:
    """
    Say what a file would do.

    :param there: what tells the rows that were brought in already; one that comes as often is unchanged
    :param known: commitment numbers of the authority's grants
    :raises MissingColumns: if a column is not there
    """
    where = places(sheet.header)
    left = list(there)
    found = []
    for line in sheet.lines:
        cells = {name: line.cells[place] for name, place in where.items()}
        row, errors = _row(cells)
        if row is None:
            found.append(RowDiff(line.number, Outcome.ERROR, errors=tuple(errors)))
            continue
        outcome = Outcome.NEW
        if row.same in left:
            left.remove(row.same)
            outcome = Outcome.UNCHANGED
        found.append(RowDiff(line.number, outcome, row, row.commitment_number in known))
    return FileDiff(tuple(found))


def _row(cells: dict[str, str]) -> tuple[FinanceRow | None, list[CellError]]:
    errors = []
    number = cells["commitment_number"]
    if not number or len(number) > NUMBER_LENGTH_MAX:
        errors.append(
            CellError(str(COLUMNS["commitment_number"]), _("It is missing or too long."), _("At most 40 characters."))
        )
    cents = 0
    try:
        cents = parse_euros(cells["amount"])
    except AmountUnreadable:
        errors.append(CellError(str(COLUMNS["amount"]), _("It is no amount."), _("Such as 12 500,50.")))
    day = _day(cells["paid_on"])
    if day is None:
        errors.append(CellError(str(COLUMNS["paid_on"]), _("It is no day."), _("Such as 2026-03-01 or 01/03/2026.")))
    if errors or day is None:
        return None, errors
    return (
        FinanceRow(
            number, cents, day, cells.get("warrant_number", "")[:NUMBER_LENGTH_MAX], cells.get("third_party", "")[:200]
        ),
        [],
    )


def _day(text: str) -> date | None:
    for pattern, shape in ((r"\d{4}-\d{2}-\d{2}", "%Y-%m-%d"), (r"\d{1,2}/\d{1,2}/\d{4}", "%d/%m/%Y")):
        if re.fullmatch(pattern, text):
            try:
                return datetime.strptime(text, shape).date()  # noqa: DTZ007
            except ValueError:
                return None
    return None


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment of one side: what it is there, its commitment, its order, its amount in cents."""

    key: int
    commitment_number: str
    warrant_number: str
    cents: int


def unmatched(ours: Iterable[Paid], theirs: Iterable[Paid]) -> tuple[list[Paid], list[Paid]]:
    """
    Pair the payments of both sides, within a commitment: by order and amount first, then by amount alone.

    :returns: ours that the finance system does not have, theirs that we do not have, in the order given
    """
    left, right = list(ours), list(theirs)
    for ways in (("commitment_number", "warrant_number", "cents"), ("commitment_number", "cents")):
        waiting: dict[tuple[object, ...], list[Paid]] = {}
        for row in right:
            if row.commitment_number and ("warrant_number" not in ways or row.warrant_number):
                waiting.setdefault(tuple(getattr(row, way) for way in ways), []).append(row)
        kept = []
        for row in left:
            twins = waiting.get(tuple(getattr(row, way) for way in ways))
            if twins:
                right.remove(twins.pop(0))
            else:
                kept.append(row)
        left = kept
    return left, right
