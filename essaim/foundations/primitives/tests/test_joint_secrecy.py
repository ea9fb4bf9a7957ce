"""Secrecy of publications that overlap: each is safe alone, and attacks on all of them together find nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from essaim.foundations.primitives.joint_secrecy import Told, Units, holds, protect_together, revealed, units_of
from essaim.foundations.primitives.secrecy import SHARE_MAX, UNITS_MIN, Cell, Sum, protect

FIRST, SECOND, THIRD = 1, 2, 4
BOTH = FIRST | SECOND


def _units(*parts: int, start: int = 0) -> Units:
    return units_of({f"unit {start + number}": part for number, part in enumerate(parts)})


def _told(cells: Mapping[str, Mapping[int, Units]], sums: Sequence[Sum[str]] = (), publications: int = 2) -> Told[str]:
    return Told(cells, sums, publications, lambda key, one: False)


def test_two_rules_that_differ_by_one_unit_are_not_both_given() -> None:
    told = _told({"town": {BOTH: _units(5, 5, 5, 5), SECOND: _units(7, start=9)}})

    assert revealed(told, [set(), {"town"}]) == {}
    assert protect_together(told, [set(), set()]) == [set(), {"town"}]


def test_two_rules_that_differ_by_enough_are_both_given() -> None:
    told = _told({"town": {BOTH: _units(5, 5, 5, 5), SECOND: _units(7, 6, 5, start=9)}})

    assert protect_together(told, [set(), set()]) == [set(), set()]


def test_two_rules_that_count_the_same_are_both_given_or_both_withheld() -> None:
    told = _told({"town": {BOTH: _units(5, 5, 5)}, "village": {BOTH: _units(5, 5, 5)}})

    assert protect_together(told, [{"village"}, set()]) == [{"village"}, {"village"}]

    # What the less used one withheld to protect another is told by the first one: something else would have to be withheld.
    assert protect_together(told, [set(), {"village"}]) == [set(), set()]


def test_a_difference_with_one_dominant_unit_is_not_told() -> None:
    told = _told({"town": {BOTH: _units(5, 5, 5, 5), FIRST: _units(100, 1, 1, start=9)}})

    assert protect_together(told, [set(), set()]) == [set(), {"town"}]


def test_three_publications_are_compared_at_once() -> None:
    # The second and the third make the first but for one unit: no two of them tell it.
    cells = {FIRST | SECOND: _units(5, 5, 5), FIRST | THIRD: _units(4, 4, 4, start=5), FIRST: _units(9, start=9)}
    told = _told({"town": cells}, publications=3)

    assert protect_together(told, [set(), set(), set()]) == [set(), set(), {"town"}]


def test_what_two_rules_tell_apart_in_one_part_is_not_found_by_the_others() -> None:
    same = {BOTH: _units(5, 5, 5, 5)}
    unlike = {**same, SECOND: _units(7, start=9)}
    more = {**same, SECOND: _units(7, 7, 7, start=9)}
    told = _told(
        {"all": {BOTH: _units(*[5] * 12), SECOND: _units(*[7] * 4, start=20)}, "a": same, "b": unlike, "c": more},
        [Sum("all", ("a", "b", "c"))],
    )

    withheld = protect_together(told, [set(), set()])

    # Beside b, c is withheld too: a would hide nothing, since both rules count the same there.
    assert withheld == [set(), {"b", "c"}]


def test_one_unit_that_stands_in_two_kinds_is_one() -> None:
    assert not holds([units_of({"x": 5, "y": 5}), units_of({"x": 1})])
    assert holds([units_of({"x": 5, "y": 5}), units_of({"z": 5})])


def test_what_is_fixed_is_left_as_it_is() -> None:
    cells = {"town": {BOTH: _units(5, 5, 5, 5), SECOND: _units(7, start=9)}}
    told = Told(cells, (), 2, lambda key, one: one == 1)

    assert protect_together(told, [set(), set()]) == [{"town"}, set()]


# Attack: areas by families, read by three rules; a unit stands in one area and one family, and the rules that count it.
PLACES = ("a", "b", "c")
FAMILIES = ("f", "g")
Cross = tuple[str, str]
Drawn = tuple[str, str, int, int]
UNITS = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(FAMILIES), st.integers(1, 7), st.integers(0, 30)), max_size=30
)


def _crossings(place: str, family: str) -> list[Cross]:
    return [(place, family), (place, ""), ("", family), ("", "")]


SUMS = [
    *(Sum((place, ""), tuple((place, family) for family in FAMILIES)) for place in (*PLACES, "")),
    *(Sum(("", family), tuple((place, family) for place in PLACES)) for family in (*FAMILIES, "")),
]


@settings(max_examples=200, deadline=None, phases=[Phase.generate])
@given(UNITS)
def test_no_attack_on_several_publications_finds_anything(drawn: list[Drawn]) -> None:
    parts: dict[Cross, dict[int, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for number, (place, family, kind, jobs) in enumerate(drawn):
        for crossing in _crossings(place, family):
            parts[crossing][kind][f"unit {number}"] = jobs
    cells = {key: {kind: units_of(found) for kind, found in kinds.items()} for key, kinds in parts.items()}
    told = Told(cells, SUMS, 3, lambda key, one: False)
    alone = [set(protect(_of_one(parts, one), SUMS)) for one in range(3)]

    withheld = protect_together(told, alone)

    published = [(key, one) for key in cells for one in range(3) if key not in withheld[one]]
    rows = [_counted(drawn, key, one) for key, one in published]
    hidden = [_counted(drawn, key, one) for key in cells for one in range(3) if key in withheld[one]]
    _attack(drawn, [row for row in rows if any(row)], [row for row in hidden if any(row)])


def _of_one(parts: Mapping[Cross, Mapping[int, Mapping[str, float]]], one: int) -> dict[Cross, Cell]:
    cells = {}
    for key, kinds in parts.items():
        jobs = [part for kind, found in kinds.items() if kind >> one & 1 for part in found.values()]
        if jobs:
            cells[key] = Cell(len(jobs), sum(jobs), max(jobs))
    return cells


def _counted(drawn: list[Drawn], key: Cross, one: int) -> list[Fraction]:
    return [Fraction(kind >> one & 1 and key in _crossings(place, family)) for place, family, kind, _jobs in drawn]


def _attack(drawn: list[Drawn], rows: list[list[Fraction]], hidden: list[list[Fraction]]) -> None:
    """Solve for every unit at once: no withheld figure is known, nor what two publications tell apart of one crossing."""
    reduced = _echelon(rows)
    for row in hidden:
        assert not _is_known(row, reduced), "a withheld figure can be worked out"
    kinds = sorted({kind for _place, _family, kind, _jobs in drawn})
    for key in product((*PLACES, ""), (*FAMILIES, "")):
        inside = [kind for kind in kinds if any(drawn[n][2] == kind for n in _inside(drawn, key))]
        for size in range(1, len(inside) + 1):
            for chosen in combinations(inside, size):
                units = [n for n in _inside(drawn, key) if drawn[n][2] in chosen]
                jobs = [drawn[n][3] for n in units]
                if len(units) < UNITS_MIN:
                    assert not _told_on(drawn, rows, key, chosen), "a difference tells of too few"
                elif max(jobs) > SHARE_MAX * sum(jobs):
                    largest = drawn[units[jobs.index(max(jobs))]][2]
                    others = [kind for kind in chosen if kind != largest]
                    known = _told_on(drawn, rows, key, chosen)
                    assert known == _told_on(drawn, rows, key, others), "a difference tells of one that dominates"


def _told_on(drawn: list[Drawn], rows: list[list[Fraction]], key: Cross, kinds: Collection[int]) -> int:
    """Count the independent combinations of what is published that rest on some kinds of units of one crossing alone."""
    free = [[Fraction(n in _inside(drawn, key) and drawn[n][2] == kind) for n in range(len(drawn))] for kind in kinds]
    return _rank(rows) + len(free) - _rank([*rows, *free])


def _inside(drawn: list[Drawn], key: Cross) -> Collection[int]:
    return [n for n, (place, family, _kind, _jobs) in enumerate(drawn) if key in _crossings(place, family)]


def _echelon(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    done: list[list[Fraction]] = []
    for given_row in rows:
        row = _less(given_row, done)
        if any(row):
            done.append(row)
    return done


def _less(row: list[Fraction], done: list[list[Fraction]]) -> list[Fraction]:
    row = list(row)
    for other in done:
        pivot = next(n for n, value in enumerate(other) if value)
        if row[pivot]:
            times = row[pivot] / other[pivot]
            row = [value - times * by for value, by in zip(row, other, strict=True)]
    return row


def _rank(rows: list[list[Fraction]]) -> int:
    return len(_echelon(rows))


def _is_known(row: list[Fraction], reduced: list[list[Fraction]]) -> bool:
    return not any(_less(row, reduced))
