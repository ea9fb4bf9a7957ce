"""
Statistical secrecy of several publications that overlap: what one tells of a cell less what another tells of it.

A publication counts some of the units of each cell: two rules of one field, a layer within another, the same month read twice.
Where two differ by one unit, each may be given and not both. Units are put together in *kinds*: those that the same publications
count. All that readers can work out of one cell is then a combination of kinds; none may rest on fewer than three units, nor on one
that makes more than 85 % of it (`secrecy`: law of 7 June 1951), and none may be a figure that is withheld.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb
from typing import Generic, TypeVar

from .secrecy import SHARE_MAX, UNITS_MIN, Sum

Key = TypeVar("Key", bound=Hashable)
# Coefficients are exact, modulo the prime that sums of one table are solved by.
PRIME = 2**61 - 1
Row = tuple[int, ...]
# Beyond so many combinations of one cell, those of two publications are looked at, not of more.
COMBINATIONS_MAX = 3_000
# After so many turns that make nothing better, the least used publications are left out, around what comes out and then as a whole.
TURNS_MAX = 4


@dataclass(frozen=True, slots=True)
class Units:
    """
    The units of one kind in one cell: how many, their total, and who they are if they are one or two, else the largest.

    named: pairs of unit and its part, by which a unit that stands in two kinds is seen to be one.
    """

    count: int
    value: float
    named: tuple[tuple[str, float], ...]


def units_of(parts: Mapping[str, float]) -> Units:
    """Sum up the parts of some units."""
    largest = max(parts, key=lambda unit: (parts[unit], unit))
    named = tuple(sorted(parts.items())) if len(parts) < UNITS_MIN else ((largest, parts[largest]),)
    return Units(len(parts), sum(parts.values()), named)


# In each cell, the units by kind; a kind is a number whose bits are the publications that count it, the most used first.
Kinds = Mapping[int, Units]


def holds(kinds: Iterable[Units]) -> bool:
    """Tell whether kinds of units, told together, reveal nobody."""
    of_unit: dict[str, float] = defaultdict(float)
    value = 0.0
    is_many = False
    for units in kinds:
        value += units.value
        is_many |= units.count >= UNITS_MIN
        for unit, part in units.named:
            of_unit[unit] += part
    return (is_many or len(of_unit) >= UNITS_MIN) and max(of_unit.values()) <= SHARE_MAX * value


@dataclass(frozen=True, slots=True)
class Told(Generic[Key]):
    """
    What is published, or may be.

    cells: the kinds of units of each cell. sums: how cells add up. publications: how many there are, the most used first.
    fixed: whether the figure of a publication in a cell stands as it is, whatever it tells.
    """

    cells: Mapping[Key, Kinds]
    sums: Sequence[Sum[Key]]
    publications: int
    fixed: Callable[[Key, int], bool]


def protect_together(told: Told[Key], withheld: Sequence[Collection[Key]]) -> list[set[Key]]:
    """
    Choose what to withhold, so that publications that are safe each by itself are safe together.

    What a less used one withholds to protect another figure is given where a more used one tells it anyway, and something else is
    withheld instead.

    :param withheld: by publication, what it withholds by itself
    :returns: by publication, what it withholds beside the others
    """
    work = _Work(told, [set(keys) for keys in withheld])
    work.compare_in_each_cell()
    turns, fewest = 0, len(told.cells) + 1
    while leaks := work.leaks():
        turns = 0 if len(leaks) < fewest else turns + 1
        fewest = min(fewest, len(leaks))
        if turns > TURNS_MAX or not work.withhold_beside(leaks):
            if not work.leave_out_one(leaks):
                break
            turns = 0
    return work.withheld


def revealed(told: Told[Key], withheld: Sequence[Collection[Key]]) -> dict[Key, tuple[int, ...]]:
    """Find the cells of which too much can be worked out, with the kinds that what comes out rests on."""
    return _Work(told, [set(keys) for keys in withheld]).leaks()


class _Work(Generic[Key]):
    """What is withheld so far, and what that leaves to be worked out."""

    def __init__(self, told: Told[Key], withheld: list[set[Key]]) -> None:
        self.told = told
        self.withheld = withheld
        # Figures that the sums of others tell: to withhold one hides nothing.
        self.told_anyway: set[tuple[int, Key]] = set()
        # Figures that are withheld and that the last look found told by the others.
        self.known: list[tuple[int, Key]] = []
        # Which sums, of which kinds and how many times, speak of a cell alone, at the last look.
        self.told_by: dict[Key, list[Lines]] = {}
        # The figures by one of which more must be withheld, where what one sum withholds would not hold together.
        self.told_in_line: dict[Key, list[list[tuple[int, Key]]]] = {}
        # The most used of those that may be withheld.
        free = (one for one in range(told.publications) if any(not told.fixed(key, one) for key in told.cells))
        self.first = next(free, told.publications)
        self.lines_of: dict[Key, list[Sum[Key]]] = defaultdict(list)
        self.depth: dict[Key, int] = defaultdict(int)
        for line in told.sums:
            self.depth[line.total] += 1
            for key in line:
                self.lines_of[key].append(line)

    def published(self, key: Key) -> list[int]:
        """List the publications that give a figure of a cell."""
        every = _union(self.told.cells[key])
        return [one for one in range(self.told.publications) if every >> one & 1 and key not in self.withheld[one]]

    def compare_in_each_cell(self) -> None:
        """In each cell, give the most used publications, and each next one only if it tells nothing too small beside them."""
        for key, kinds in self.told.cells.items():
            order = tuple(sorted(kinds))
            every = _union(kinds)
            given = [one for one in self.published(key) if self.told.fixed(key, one)]
            known = set(_unsafe(kinds, order, _rows(order, given)))
            for one in range(self.told.publications):
                if not every >> one & 1 or self.told.fixed(key, one):
                    continue
                before, after = _rows(order, given), _rows(order, [*given, one])
                if after == before:
                    # Those before tell it already.
                    self.withheld[one].discard(key)
                elif key in self.withheld[one]:
                    continue
                elif set(_unsafe(kinds, order, after)) - known or self._tells_withheld(key, order, after, one):
                    self.withheld[one].add(key)
                    continue
                given.append(one)

    def _tells_withheld(self, key: Key, order: Row, rows: tuple[Row, ...], less_used: int) -> Row:
        """Name the kinds of a figure withheld by a more used publication that what is known gives; nothing if it gives none."""
        for one, hidden in enumerate(self.withheld[:less_used]):
            if key in hidden:
                row = tuple(kind >> one & 1 for kind in order)
                if any(row) and _is_within(row, rows):
                    return tuple(kind for kind in order if kind >> one & 1)
        return ()

    def leaks(self) -> dict[Key, tuple[int, ...]]:
        """Solve all sums at once: what can be worked out of each cell, where it is too much."""
        reduced, free_of = self._solved()
        self.told_by = {}
        found: dict[Key, tuple[int, ...]] = {}
        told_anyway: list[tuple[int, Key]] = []
        outside = _Outside(reduced)
        for key, kinds in self.told.cells.items():
            order = tuple(sorted(kinds))
            rows = _rows(order, self.published(key))
            more, lines = outside.within(key, order, free_of[key])
            self.told_by[key] = lines
            rows = _reduce((*rows, *more))
            leak = self._tells_withheld(key, order, rows, self.first + 1)
            if more and not leak:
                # Without sums, what is told of a cell was judged when publications were compared.
                fixed = [one for one in self.published(key) if self.told.fixed(key, one)]
                before = set(_unsafe(kinds, order, _rows(order, fixed)))
                leak = next((support for support in _unsafe(kinds, order, rows) if support not in before), ())
            if leak:
                found[key] = leak
            else:
                told_anyway += self._known(key, order, rows)
        self.known = []
        self.told_in_line = {}
        for one, key in told_anyway:
            if self.told.fixed(key, one):
                found.setdefault(key, tuple(kind for kind in self.told.cells[key] if kind >> one & 1))
            else:
                self.known.append((one, key))
        for line in self.told.sums:
            for one in range(self.told.publications):
                self._look_at_line(line, one, found)
        if not found:
            # What they tell of themselves reveals nobody: it is given.
            self._give(self.known)
        return found

    def _give(self, known: Iterable[tuple[int, Key]]) -> None:
        for one, key in known:
            self.withheld[one].discard(key)
            self.told_anyway.add((one, key))

    def _known(self, key: Key, order: Row, rows: tuple[Row, ...]) -> list[tuple[int, Key]]:
        """List the withheld figures of a cell, of less used publications, that the others tell."""
        known = []
        for one in range(self.first + 1, self.told.publications):
            if key in self.withheld[one]:
                row = tuple(kind >> one & 1 for kind in order)
                if any(row) and _is_within(row, rows):
                    known.append((one, key))
        return known

    def _look_at_line(self, line: Sum[Key], one: int, found: dict[Key, tuple[int, ...]]) -> None:
        """Find what one publication withholds within a sum whose total it gives, and that would not hold together."""
        cells = self.told.cells
        if line.total not in cells or line.total in self.withheld[one]:
            return
        hidden = [part for part in line.parts if part in self.withheld[one]]
        if not hidden or (self.told.fixed(line.total, one) and all(self.told.fixed(part, one) for part in hidden)):
            return
        # What is withheld is told together; where another publication is given, what the two tell apart is.
        for other in (None, *(number for number in range(self.told.publications) if number != one)):
            beside = [part for part in hidden if other is not None and part not in self.withheld[other]]
            told = [
                cells[part][kind]
                for part in hidden
                for kind in cells.get(part, ())
                if (kind >> one & 1) != (other is not None and part in beside and kind >> other & 1)
            ]
            if told and not holds(told):
                part = (beside or hidden)[0]
                found.setdefault(part, tuple(kind for kind in cells[part] if kind >> one & 1))
                more = [(one, key) for key in line if key in cells]
                self.told_in_line.setdefault(part, []).append([*more, *((other or 0, key) for key in beside)])

    def _solved(self) -> tuple[_Reduced[Key], dict[Key, Row]]:
        """Write what is not known of each cell by its free kinds, then reduce the sums of cells."""
        written: dict[Key, dict[int, dict[int, int]]] = {}
        free_of: dict[Key, Row] = {}
        for key, kinds in self.told.cells.items():
            order = tuple(sorted(kinds))
            written[key], free_of[key] = _written(order, tuple(self.published(key)))
        reduced: _Reduced[Key] = _Reduced()
        for number, line in enumerate(self.told.sums):
            for kind in self.told.cells.get(line.total, {}):
                row: dict[tuple[Key, int], int] = {}
                for key, sign in ((line.total, 1), *((part, -1) for part in line.parts)):
                    for free, times in written.get(key, {}).get(kind, {}).items():
                        row[key, free] = (row.get((key, free), 0) + sign * times) % PRIME
                row = {name: value for name, value in row.items() if value}
                if row:
                    reduced.add(row, (number, kind))
        return reduced, free_of

    def withhold_beside(self, leaks: Mapping[Key, tuple[int, ...]]) -> bool:
        """Withhold one more figure for each cell that tells too much: the least used of those it is worked out from."""
        is_changed = False
        done: set[tuple[int, Key]] = set()
        # The smallest cells first: what they tell of others may be told no more.
        found = sorted(leaks, key=lambda key: (sum(units.value for units in self.told.cells[key].values()), repr(key)))
        for key in found:
            for used in (*self.told_in_line.get(key, ()), self._used(key)):
                if not used or done & set(used):
                    is_changed |= bool(used)
                    continue
                chosen = self._least(used)
                if chosen:
                    self.withheld[chosen[0]].add(chosen[1])
                    done |= set(used)
                    is_changed = True
        if is_changed:
            return True
        if sum(self._close_lines(key) for key in found):
            return True
        # The most used one where what comes out is worked out from it alone: one unit that stands in two cells it withholds.
        for key in found:
            for used in (*self.told_in_line.get(key, ()), self._used(key)):
                chosen = self._least(used, may_be_first=True)
                if chosen:
                    self.withheld[chosen[0]].add(chosen[1])
                    return True
        return any(self._withhold_near(key) for key in found)

    def _used(self, key: Key) -> list[tuple[int, Key]]:
        """List the figures without which a cell would tell less, by the sums that speak of it alone."""
        used = [(one, key) for one in self.published(key) if self._hides(key, one)]
        for lines in self.told_by.get(key, ()):
            counted: dict[Key, dict[int, int]] = defaultdict(lambda: defaultdict(int))
            for (number, kind), times in lines.items():
                line = self.told.sums[number]
                for other, sign in ((line.total, 1), *((part, -1) for part in line.parts)):
                    if kind in self.told.cells.get(other, ()):
                        counted[other][kind] += sign * times
            for other, coefficients in counted.items():
                order = tuple(sorted(self.told.cells[other]))
                row = tuple(coefficients.get(kind, 0) % PRIME for kind in order)
                if other == key or not any(row):
                    continue
                given = self.published(other)
                used += [
                    (one, other)
                    for one in given
                    if not _is_within(row, _rows(order, [another for another in given if another != one]))
                ]
        return used

    def _least(self, used: Iterable[tuple[int, Key]], *, may_be_first: bool = False) -> tuple[int, Key] | None:
        """Choose the figure to withhold among some: a part before a total, of the least used publication, then the smallest."""
        least = self.first if may_be_first else self.first + 1
        choices = []
        for one, key in used:
            if key in self.withheld[one] or self.told.fixed(key, one) or one < least or (one, key) in self.told_anyway:
                continue
            value = sum(units.value for kind, units in self.told.cells[key].items() if kind >> one & 1)
            if any(kind >> one & 1 for kind in self.told.cells[key]):
                choices.append(((self.depth[key], value == 0, -one, value, repr(key)), (one, key)))
        return min(choices, key=lambda choice: choice[0])[1] if choices else None

    def _close_lines(self, key: Key) -> bool:
        """Where a withheld figure is alone in a sum, withhold another there: of a part if there is one, or the total."""
        # Each of them, not the first that changes something.
        return bool(
            sum(
                self._close_lines_of(key, one)
                for one in reversed(range(self.told.publications))
                if key in self.withheld[one]
            )
        )

    def _close_lines_of(self, key: Key, one: int) -> bool:
        is_changed = False
        for line in self.lines_of[key]:
            if not any(other != key and other in self.withheld[one] for other in line):
                parts = [part for part in line.parts if part != key]
                is_changed |= any(self._withhold_one(near, [one]) for near in (parts, [line.total]))
        return is_changed

    def _withhold_near(self, key: Key) -> bool:
        """Withhold one more figure in a cell or beside it: of what is withheld there first, never of the most used one."""
        lines = self.lines_of[key]
        parts = {other for line in lines for other in line.parts if other != key}
        totals = {line.total for line in lines if line.total != key}
        less_used = range(self.first + 1, self.told.publications)
        here = [one for one in less_used if key in self.withheld[one]]
        others = [one for one in less_used if key not in self.withheld[one]]
        return any(self._withhold_one(near, among) for among in (here, others) for near in ([key], parts, totals))

    def _withhold_one(self, keys: Iterable[Key], among: Collection[int]) -> bool:
        """Withhold the least used figure among some publications and cells, if there is one that would then be unknown."""
        choices = []
        for key in keys:
            if key not in self.told.cells:
                continue
            kinds = self.told.cells[key]
            for one in self.published(key):
                if one in among and not self.told.fixed(key, one) and self._hides(key, one):
                    value = sum(units.value for kind, units in kinds.items() if kind >> one & 1)
                    choices.append(((-one, value == 0, value, repr(key)), key, one))
        if not choices:
            return False
        _rank, key, one = min(choices, key=lambda choice: choice[0])
        self.withheld[one].add(key)
        return True

    def _hides(self, key: Key, one: int) -> bool:
        """Tell whether a figure would be unknown if it were withheld: the other publications do not tell it."""
        if (one, key) in self.told_anyway:
            return False
        order = tuple(sorted(self.told.cells[key]))
        others = _rows(order, [other for other in self.published(key) if other != one])
        return not _is_within(tuple(kind >> one & 1 for kind in order), others)

    def leave_out_one(self, leaks: Collection[Key]) -> bool:
        """Leave out the least used publication around what comes out; if that was done for all, wherever it may be."""
        around = {other for key in leaks for line in self.lines_of[key] for other in line}
        around |= {
            other
            for key in leaks
            for lines in self.told_by.get(key, ())
            for number, _kind in lines
            for other in self.told.sums[number]
        }
        # The most used one is safe by itself: it is left out only if what was published before tells it apart.
        least = self.first if self.first else 1
        for cells in (around & self.told.cells.keys(), self.told.cells):
            for one in reversed(range(least, self.told.publications)):
                more = {key for key in cells if one in self.published(key) and not self.told.fixed(key, one)}
                if more:
                    self.withheld[one] |= more
                    return True
        return False


# Sums by their number and kind, and how many times each is counted.
Lines = dict[tuple[int, int], int]


class _Reduced(Generic[Key]):
    """Sums that are fully reduced: each pivot stands in its own row only; what each row was made from is kept beside it."""

    def __init__(self) -> None:
        self.rows: dict[tuple[Key, int], dict[tuple[Key, int], int]] = {}
        self.made_from: dict[tuple[Key, int], Lines] = {}
        self.users: dict[tuple[Key, int], set[tuple[Key, int]]] = defaultdict(set)

    def add(self, row: dict[tuple[Key, int], int], line: tuple[int, int]) -> None:
        """Add a row, and keep all of them reduced."""
        lines: Lines = {line: 1}
        for pivot in [name for name in row if name in self.rows]:
            times = row[pivot]
            _take(row, self.rows[pivot], times)
            _take(lines, self.made_from[pivot], times)
        if not row:
            return
        # The pivot is what stands in the fewest rows: fewer rows to change.
        chosen = min(row, key=lambda name: len(self.users.get(name, ())))
        inverse = pow(row[chosen], -1, PRIME)
        row = {name: value * inverse % PRIME for name, value in row.items()}
        lines = {name: value * inverse % PRIME for name, value in lines.items()}
        for pivot in self.users.pop(chosen, set()):
            other = self.rows[pivot]
            times = other[chosen]
            _take(other, row, times)
            _take(self.made_from[pivot], lines, times)
            for name in row:
                if name != chosen:
                    (self.users[name].add if name in other else self.users[name].discard)(pivot)
        for name in row:
            if name != chosen:
                self.users[name].add(chosen)
        self.rows[chosen] = row
        self.made_from[chosen] = lines


Name = TypeVar("Name", bound=Hashable)


def _take(row: dict[Name, int], other: Mapping[Name, int], times: int) -> None:
    for name, value in other.items():
        left = (row.get(name, 0) - value * times) % PRIME
        if left:
            row[name] = left
        else:
            row.pop(name, None)


class _Outside(Generic[Key]):
    """Reads reduced sums: which of them speak of one cell alone."""

    def __init__(self, reduced: _Reduced[Key]) -> None:
        self.reduced = reduced
        self.of: dict[Key, list[tuple[Key, int]]] = defaultdict(list)
        for pivot in reduced.rows:
            self.of[pivot[0]].append(pivot)

    def within(self, key: Key, order: Row, free: Row) -> tuple[tuple[Row, ...], list[Lines]]:
        """List what the sums tell of one cell alone, by its kinds, and by which sums."""
        inside: list[tuple[dict[tuple[Key, int], int], Lines]] = []
        mixed: list[tuple[dict[tuple[Key, int], int], Lines]] = []
        for pivot in self.of.get(key, ()):
            row = self.reduced.rows[pivot]
            is_inside = all(name[0] == key for name in row)
            (inside if is_inside else mixed).append((row, self.reduced.made_from[pivot]))
        if len(mixed) > 1:
            # Two that speak of others too may speak of this one alone, once the others are cancelled.
            mixed = [(dict(row), dict(lines)) for row, lines in mixed]
            while mixed:
                row, lines = mixed.pop()
                outer = next((name for name in row if name[0] != key), None)
                if outer is None:
                    inside.append((row, lines))
                    continue
                inverse = pow(row[outer], -1, PRIME)
                for other, its_lines in mixed:
                    if outer in other:
                        times = other[outer] * inverse % PRIME
                        _take(other, row, times)
                        _take(its_lines, lines, times)
        found = [(row, lines) for row, lines in inside if row]
        rows = tuple(tuple(row.get((key, kind), 0) if kind in free else 0 for kind in order) for row, _lines in found)
        return rows, [lines for _row, lines in found]


def _union(kinds: Iterable[int]) -> int:
    every = 0
    for kind in kinds:
        every |= kind
    return every


def _rows(order: Row, given: Iterable[int]) -> tuple[Row, ...]:
    """Write each publication as what it counts of the kinds of a cell; those that count the same are one."""
    found = {tuple(kind >> one & 1 for kind in order) for one in given}
    return _reduce(tuple(sorted(row for row in found if any(row))))


@lru_cache(maxsize=50_000)
def _reduce(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Reduce rows fully: each has a column in which it stands alone."""
    done: list[list[int]] = []
    pivots: list[int] = []
    for given in rows:
        row = list(given)
        for pivot, other in zip(pivots, done, strict=True):
            _cancel(row, other, pivot)
        pivot = next((column for column, value in enumerate(row) if value), -1)
        if pivot < 0:
            continue
        inverse = pow(row[pivot], -1, PRIME)
        row = [value * inverse % PRIME for value in row]
        for other in done:
            _cancel(other, row, pivot)
        done.append(row)
        pivots.append(pivot)
    return tuple(tuple(row) for _pivot, row in sorted(zip(pivots, done, strict=True)))


def _cancel(row: list[int], by: Sequence[int], column: int) -> None:
    times = row[column]
    if times:
        for place, value in enumerate(by):
            if value:
                row[place] = (row[place] - times * value) % PRIME


def _is_within(row: Row, rows: tuple[Row, ...]) -> bool:
    return len(_reduce((*rows, row))) == len(rows)


@lru_cache(maxsize=50_000)
def _written(order: Row, given: Row) -> tuple[dict[int, dict[int, int]], Row]:
    """Write each kind of a cell by those that what is published of it leaves free: by nothing where it is known."""
    rows = _rows(order, given)
    pivots = {next(column for column, value in enumerate(row) if value): row for row in rows}
    free = tuple(kind for column, kind in enumerate(order) if column not in pivots)
    written: dict[int, dict[int, int]] = {}
    for column, kind in enumerate(order):
        if column in pivots:
            row = pivots[column]
            written[kind] = {
                other: -row[place] % PRIME for place, other in enumerate(order) if place != column and row[place]
            }
        else:
            written[kind] = {kind: 1}
    return written, free


def _unsafe(kinds: Kinds, order: Row, rows: tuple[Row, ...]) -> Iterator[tuple[int, ...]]:
    """Go through what can be told of a cell on the fewest kinds, where these do not hold."""
    for support in _supports(rows):
        told = tuple(order[column] for column in support)
        if not holds(kinds[kind] for kind in told):
            yield told


@lru_cache(maxsize=50_000)
def _supports(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """
    List the smallest sets of columns that a combination of rows rests on.

    Whatever combination there is rests on one of them at least, and one unit that is too large in it is too large in one of them.
    """
    if not rows:
        return ()
    width, rank = len(rows[0]), len(rows)
    found = {tuple(column for column, value in enumerate(row) if value) for row in rows}
    if comb(width, rank - 1) > COMBINATIONS_MAX:
        for one, other in combinations(rows, 2):
            found.add(tuple(column for column in range(width) if (one[column] - other[column]) % PRIME))
    else:
        for emptied in combinations(range(width), rank - 1):
            found.add(_emptied(rows, emptied))
    found.discard(())
    return tuple(sorted(found, key=lambda support: (len(support), support)))


def _emptied(rows: tuple[Row, ...], columns: Iterable[int]) -> Row:
    """Find the combination of rows that is zero in some columns, one fewer than rows; nothing if there are several."""
    left = [list(row) for row in rows]
    for column in columns:
        by = next((row for row in left if row[column]), None)
        if by is None:
            return ()
        left.remove(by)
        inverse = pow(by[column], -1, PRIME)
        scaled = [value * inverse % PRIME for value in by]
        for row in left:
            _cancel(row, scaled, column)
    return tuple(column for column, value in enumerate(left[0]) if value)
