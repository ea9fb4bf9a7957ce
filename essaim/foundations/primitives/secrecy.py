"""
Statistical secrecy: which figures of a set of tables are withheld, with what would reveal them by difference.

A cell rests on three units at least, and none of them makes more than 85 % of its value. Source: law of 7 June 1951; the
two thresholds are those in use for business statistics (INSEE); withholding what reveals by difference is good practice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

UNITS_MIN = 3
SHARE_MAX = 0.85
# Sums are solved modulo a prime: exact, without fractions that grow. A cell that could be worked out is always found.
_PRIME = 2**61 - 1

Key = TypeVar("Key", bound=Hashable)


class Reason(StrEnum):
    """Why a cell is withheld."""

    FEW_UNITS = "few_units"
    DOMINANT = "dominant"
    COMPLEMENTARY = "complementary"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure before it is published: how many units make it, their total, and the part of the largest."""

    units: int
    value: float
    largest: float


@dataclass(frozen=True, slots=True)
class Sum(Generic[Key]):
    """A total and the parts it is the sum of: whoever reads all but one of them can work out the last."""

    total: Key
    parts: tuple[Key, ...]

    def __iter__(self) -> Iterator[Key]:
        """Go through the total and the parts."""
        yield self.total
        yield from self.parts


def reason_alone(cell: Cell) -> Reason | None:
    """Judge a cell by itself; a cell to which nobody contributes is a zero that reveals nobody."""
    if cell.units == 0:
        return None
    if cell.units < UNITS_MIN:
        return Reason.FEW_UNITS
    if cell.largest > SHARE_MAX * cell.value:
        return Reason.DOMINANT
    return None


def protect(
    cells: Mapping[Key, Cell],
    sums: Sequence[Sum[Key]],
    *,
    hidden: Mapping[Key, Reason] | None = None,
    kept: Collection[Key] = (),
) -> dict[Key, Reason]:
    """
    Choose the cells to withhold, so that none of them can be worked out from all that is published.

    :param cells: every cell that is published or withheld; keys that a sum names and that are not there are zeros
    :param hidden: cells already withheld for another table, and why
    :param kept: cells that other tables publish: withheld only if there is no other way
    """
    known = {key: cell for key, cell in cells.items() if cell.units}
    withheld = {key: reason for key, cell in known.items() if (reason := reason_alone(cell))}
    withheld |= {key: reason for key, reason in (hidden or {}).items() if key in known and key not in withheld}
    lines = [Sum(line.total, tuple(part for part in line.parts if part in known)) for line in sums]
    tables = _Tables(known, [line for line in lines if line.parts], withheld, frozenset(kept))
    while True:
        if tables.complete_lines():
            continue
        found = determined(withheld, tables.lines)
        if not found or not tables.hide_beside(found):
            return withheld


def determined(withheld: Collection[Key], sums: Iterable[Sum[Key]]) -> set[Key]:
    """
    Find the withheld cells that can be worked out from the sums, every other cell being known.

    The rows of the sums are reduced: a cell is worked out if and only if a row is left with it alone.
    """
    hidden = set(withheld)
    system: _Reduced[Key] = _Reduced()
    for line in sums:
        row: dict[Key, int] = {}
        if line.total in hidden:
            row[line.total] = 1
        for part in line.parts:
            if part in hidden:
                row[part] = (row.get(part, 0) - 1) % _PRIME
        system.add({key: value for key, value in row.items() if value})
    return {pivot for pivot, row in system.rows.items() if len(row) == 1}


class _Reduced(Generic[Key]):
    """Rows that are fully reduced: each pivot stands in its own row only. Which rows a cell stands in is kept beside them."""

    def __init__(self) -> None:
        self.rows: dict[Key, dict[Key, int]] = {}
        self.users: dict[Key, set[Key]] = defaultdict(set)

    def add(self, row: dict[Key, int]) -> None:
        """Add a row, and keep all of them reduced."""
        for pivot in [key for key in row if key in self.rows]:
            _subtract(row, self.rows[pivot], row[pivot])
        if not row:
            return
        # The pivot is the cell that stands in the fewest rows: fewer rows to change.
        fewest = min(len(self.users.get(key, ())) for key in row)
        chosen = min((key for key in row if len(self.users.get(key, ())) == fewest), key=repr)
        inverse = pow(row[chosen], -1, _PRIME)
        row = {key: value * inverse % _PRIME for key, value in row.items()}
        for pivot in self.users.pop(chosen, set()):
            other = self.rows[pivot]
            _subtract(other, row, other[chosen])
            for key in row:
                if key != chosen:
                    (self.users[key].add if key in other else self.users[key].discard)(pivot)
        for key in row:
            if key != chosen:
                self.users[key].add(chosen)
        self.rows[chosen] = row


def _subtract(row: dict[Key, int], other: Mapping[Key, int], times: int) -> None:
    for key, value in other.items():
        left = (row.get(key, 0) - value * times) % _PRIME
        if left:
            row[key] = left
        else:
            row.pop(key, None)


class _Tables(Generic[Key]):
    """The cells of several tables, the sums between them, and what is withheld so far."""

    def __init__(
        self,
        known: Mapping[Key, Cell],
        lines: Sequence[Sum[Key]],
        withheld: dict[Key, Reason],
        kept: Collection[Key],
    ) -> None:
        self.known = known
        self.lines = lines
        self.withheld = withheld
        self.kept = kept
        self.lines_of: dict[Key, list[Sum[Key]]] = defaultdict(list)
        for line in lines:
            for key in line:
                self.lines_of[key].append(line)

    def complete_lines(self) -> bool:
        """Where what is withheld in a sum can be told together, and would not hold as a cell, withhold one more."""
        is_changed = False
        for line in self.lines:
            parts = [part for part in line.parts if part in self.withheld]
            if line.total in self.withheld:
                # The total is told by its parts unless one of them is withheld too.
                if not parts and line.total in self.known:
                    is_changed |= self._hide_one(line.parts)
            elif parts and not _holds_together([self.known[part] for part in parts], self.known.get(line.total)):
                others = [part for part in line.parts if part not in self.withheld]
                is_changed |= self._hide_one(others or [line.total])
        return is_changed

    def hide_beside(self, found: Collection[Key]) -> bool:
        """Withhold one more cell beside each that can be worked out; tell whether there was one to withhold."""
        is_changed = False
        for key in sorted(found, key=repr):
            lines = self.lines_of[key]
            parts = {other for line in lines for other in line.parts if other != key}
            totals = {line.total for line in lines if line.total != key}
            # Totals only when no part is left.
            is_changed |= self._hide_one(parts) or self._hide_one(totals)
        if is_changed:
            return True
        # All that stands beside is withheld: one more is taken from the sums of those.
        around = {key for line in self.lines if self.withheld.keys() & set(line) for key in line}
        return self._hide_one(around)

    def _hide_one(self, keys: Iterable[Key]) -> bool:
        """Withhold the cell that costs least, if there is one left among some."""
        choices = [key for key in keys if key in self.known and key not in self.withheld]
        if not choices:
            return False
        self.withheld[min(choices, key=self._cost)] = Reason.COMPLEMENTARY
        return True

    def _cost(self, key: Key) -> tuple[bool, bool, int, float, str]:
        """
        Rank what would be withheld: what other tables keep last, and what hides nothing because it is worth nothing.

        Then those that would stand alone in fewest sums, since each of these would ask for one more; then the smallest.
        """
        alone = sum(all(other == key or other not in self.withheld for other in line) for line in self.lines_of[key])
        value = self.known[key].value
        return key in self.kept, value == 0, alone, value, repr(key)


def _holds_together(parts: Sequence[Cell], total: Cell | None) -> bool:
    """Tell whether cells withheld together hold as one: their sum is known by difference."""
    if len(parts) < 2:
        return False
    units = sum(part.units for part in parts)
    if total is not None:
        units = min(units, total.units)
    together = Cell(units, sum(part.value for part in parts), max(part.largest for part in parts))
    return reason_alone(together) is None
