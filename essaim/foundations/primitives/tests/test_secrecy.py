"""Statistical secrecy: what is withheld, and attacks on what is left."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.foundations.primitives.secrecy import SHARE_MAX, UNITS_MIN, Cell, Reason, Sum, protect, reason_alone

SAFE = Cell(5, 100, 30)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (Cell(0, 0, 0), None),
        (Cell(1, 10, 10), Reason.FEW_UNITS),
        (Cell(2, 10, 5), Reason.FEW_UNITS),
        (Cell(3, 100, 85), None),
        (Cell(3, 100, 86), Reason.DOMINANT),
    ],
)
def test_a_cell_is_judged_alone(cell: Cell, reason: Reason | None) -> None:
    assert reason_alone(cell) == reason


def test_one_withheld_part_takes_another_with_it() -> None:
    cells = {"total": Cell(8, 130, 30), "few": Cell(1, 10, 10), "small": Cell(3, 20, 10), "large": SAFE}

    withheld = protect(cells, [Sum("total", ("few", "small", "large"))])

    assert withheld == {"few": Reason.FEW_UNITS, "small": Reason.COMPLEMENTARY}


def test_two_withheld_parts_that_hold_too_few_units_together_take_a_third() -> None:
    cells = {"total": SAFE, "one": Cell(1, 10, 10), "other": Cell(1, 5, 5), "large": Cell(4, 50, 20), "larger": SAFE}

    withheld = protect(cells, [Sum("total", ("one", "other", "large", "larger"))])

    assert withheld.keys() == {"one", "other", "large"}


def test_a_total_is_withheld_when_no_part_is_left() -> None:
    cells = {"total": Cell(4, 40, 10), "one": Cell(1, 10, 10), "zero": Cell(0, 0, 0), "rest": Cell(1, 5, 5)}

    withheld = protect(cells, [Sum("total", ("one", "zero", "rest"))])

    assert withheld.keys() == {"total", "one", "rest"}


def test_what_another_table_withheld_stays_withheld() -> None:
    cells = {"total": SAFE, "left": SAFE, "right": SAFE, "middle": SAFE}

    withheld = protect(
        cells, [Sum("total", ("left", "right", "middle"))], hidden={"left": Reason.COMPLEMENTARY}, kept=["right"]
    )

    assert withheld.keys() == {"left", "middle"}


Grid = dict[tuple[int, int], list[int]]
UNITS = st.lists(st.integers(1, 60), max_size=5)


@given(st.integers(2, 5), st.integers(2, 5), st.data())
def test_no_withheld_cell_of_a_table_can_be_worked_out(rows: int, columns: int, data: st.DataObject) -> None:
    """Attack: solve the sums exactly, then narrow every withheld cell by all the others being positive."""
    grid = {place: data.draw(UNITS) for place in product(range(1, rows + 1), range(1, columns + 1))}
    cells = _with_margins(grid, rows, columns)
    sums = [
        *(Sum((row, 0), tuple((row, column) for column in range(1, columns + 1))) for row in range(rows + 1)),
        *(Sum((0, column), tuple((row, column) for row in range(1, rows + 1))) for column in range(columns + 1)),
    ]

    withheld = protect(cells, sums)

    assert all(key in withheld for key, cell in cells.items() if reason_alone(cell))
    equations = _equations(cells, sums, withheld.keys())
    assert _solved(equations) == {}
    # A value that only one amount fits would be told as surely as by an equation.
    for key, (least, most) in _narrowed(equations, withheld.keys()).items():
        assert most is None or most > least, key


def _with_margins(grid: Grid, rows: int, columns: int) -> dict[tuple[int, int], Cell]:
    """Add totals, row and column 0, each of the units of its cells."""
    all_units = dict(grid)
    for row in range(1, rows + 1):
        all_units[row, 0] = [unit for column in range(1, columns + 1) for unit in grid[row, column]]
    for column in range(1, columns + 1):
        all_units[0, column] = [unit for row in range(1, rows + 1) for unit in grid[row, column]]
    all_units[0, 0] = [unit for units in grid.values() for unit in units]
    return {key: Cell(len(units), sum(units), max(units, default=0)) for key, units in all_units.items()}


Equation = tuple[dict[tuple[int, int], int], int]


def _equations(
    cells: dict[tuple[int, int], Cell], sums: list[Sum[tuple[int, int]]], hidden: set[tuple[int, int]]
) -> list[Equation]:
    """Write what a reader knows: for each sum, the withheld cells on one side, what is published on the other."""
    written = []
    for line in sums:
        unknown: dict[tuple[int, int], int] = {}
        known = 0
        for key, sign in [(line.total, -1), *((part, 1) for part in line.parts)]:
            if key in hidden:
                unknown[key] = unknown.get(key, 0) + sign
            else:
                known -= sign * int(cells[key].value)
        if unknown:
            written.append((unknown, known))
    return written


def _solved(equations: list[Equation]) -> dict[tuple[int, int], Fraction]:
    """Solve by elimination in fractions, another way than the code under test; return the cells that come out alone."""
    keys = sorted({key for unknown, _known in equations for key in unknown})
    matrix = [[Fraction(unknown.get(key, 0)) for key in keys] + [Fraction(known)] for unknown, known in equations]
    pivots: list[tuple[int, int]] = []
    top = 0
    for column in range(len(keys)):
        found = next((row for row in range(top, len(matrix)) if matrix[row][column]), None)
        if found is None:
            continue
        matrix[top], matrix[found] = matrix[found], matrix[top]
        matrix[top] = [value / matrix[top][column] for value in matrix[top]]
        for row in range(len(matrix)):
            if row != top and matrix[row][column]:
                times = matrix[row][column]
                matrix[row] = [value - times * own for value, own in zip(matrix[row], matrix[top], strict=True)]
        pivots.append((top, column))
        top += 1
    return {keys[column]: matrix[row][-1] for row, column in pivots if sum(map(bool, matrix[row][:-1])) == 1}


def _narrowed(
    equations: list[Equation], hidden: set[tuple[int, int]]
) -> dict[tuple[int, int], tuple[Fraction, Fraction | None]]:
    """Narrow each withheld cell: none is negative, so none is larger than what is left for it in a sum."""
    bounds: dict[tuple[int, int], tuple[Fraction, Fraction | None]] = {key: (Fraction(0), None) for key in hidden}
    for _turn in range(20):
        for unknown, known in equations:
            for key, sign in unknown.items():
                least, most = _left(key, sign, unknown, known, bounds)
                low, high = bounds[key]
                bounds[key] = (max(low, least), most if high is None else high if most is None else min(high, most))
    return bounds


def _left(
    key: tuple[int, int],
    sign: int,
    unknown: dict[tuple[int, int], int],
    known: int,
    bounds: dict[tuple[int, int], tuple[Fraction, Fraction | None]],
) -> tuple[Fraction, Fraction | None]:
    """Return what an equation leaves to one of its cells, the others being anywhere within their bounds."""
    low, high = Fraction(known), Fraction(known)
    low_open = high_open = False
    for other, weight in unknown.items():
        if other == key:
            continue
        least, most = bounds[other]
        ends = (least, most) if weight > 0 else (most, least)
        if ends[1] is None:
            low_open = True
        else:
            low -= weight * ends[1]
        if ends[0] is None:
            high_open = True
        else:
            high -= weight * ends[0]
    if sign < 0:
        low, high, low_open, high_open = -high, -low, high_open, low_open
    return (Fraction(0) if low_open else max(Fraction(0), low)), (None if high_open else high)


def test_thresholds_are_those_in_use() -> None:
    assert (UNITS_MIN, SHARE_MAX) == (3, 0.85)
