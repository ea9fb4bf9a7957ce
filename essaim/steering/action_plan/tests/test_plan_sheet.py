"""What a file would change is told row by row, and its errors with their mend."""

from __future__ import annotations

import pytest
from django.utils import translation

from essaim.foundations.ui.sheets import Line, MissingColumns, Outcome, Sheet
from essaim.steering.action_plan.plan_sheet import ActionValues, PlanDiff, compare

HEADER = ("Action number", "Action title", "Axis number", "Axis title", "Communes (INSEE codes)")
CURRENT = {
    1: ActionValues("Repérer", 1, "Texte", "", ("59350",)),
    2: ActionValues("Financer", 2),
}
AXES = {1: "Repérage", 2: "Financement"}


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def _compare(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> PlanDiff:
    lines = tuple(Line(number, row) for number, row in enumerate(rows, start=2))
    return compare(
        Sheet(header, lines), current=CURRENT, axes=AXES, is_known_commune=lambda code: code.startswith("59")
    )


def test_each_row_has_its_outcome() -> None:
    diff = _compare(
        ("1", "Repérer", "1", "", "59350"),
        ("2", "Financer mieux", "1", "", ""),
        ("3", "Loger", "2", "", "59512 59350"),
    )

    assert [row.outcome for row in diff.rows] == [Outcome.UNCHANGED, Outcome.CHANGED, Outcome.NEW]
    assert [field.label for field in diff.rows[1].fields] == ["Action title", "Axis number"]
    assert diff.rows[2].values == ActionValues("Loger", 2, "", "", ("59350", "59512"))


def test_column_not_in_the_file_leaves_its_values_alone() -> None:
    diff = _compare(("1", "Repérer", "1"), header=HEADER[:3])

    assert diff.rows[0].outcome == Outcome.UNCHANGED
    assert diff.rows[0].values == CURRENT[1]


def test_empty_cell_empties_its_value() -> None:
    diff = _compare(("1", "Repérer", "1", "", ""))

    assert diff.rows[0].values is not None
    assert diff.rows[0].values.communes == ()


def test_action_not_in_the_file_is_named_and_left_alone() -> None:
    assert _compare(("1", "Repérer", "1", "", "59350")).untouched_numbers == (2,)


def test_unknown_axis_with_a_title_is_created_once() -> None:
    diff = _compare(("3", "Loger", "3", "Locaux", ""), ("4", "Ouvrir", "3", "", ""))

    assert diff.new_axes == ((3, "Locaux"),)
    assert not diff.has_errors


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("un", "Titre", "1", "", ""), "Action number"),
        (("", "Titre", "1", "", ""), "Action number"),
        (("1", "", "1", "", ""), "Action title"),
        (("1", "Titre", "9", "", ""), "Axis number"),
        (("1", "Titre", "1", "", "75056"), "Communes (INSEE codes)"),
        (("1", "Titre", "1", "", "Lille"), "Communes (INSEE codes)"),
        (("1", "x" * 32_001, "1", "", ""), "Action title"),
    ],
)
def test_error_names_row_column_and_mend(row: tuple[str, ...], column: str) -> None:
    found = _compare(row).rows[0]

    assert (found.outcome, found.line_number, found.values) == (Outcome.ERROR, 2, None)
    assert [error.column for error in found.errors] == [column]
    assert all(error.problem and error.mend for error in found.errors)


def test_action_twice_in_the_file_is_an_error_on_the_second_row() -> None:
    diff = _compare(("1", "Repérer", "1", "", ""), ("1", "Autre", "1", "", ""))

    assert diff.rows[1].outcome == Outcome.ERROR
    assert "2" in diff.rows[1].errors[0].problem


def test_missing_columns_are_named() -> None:
    with pytest.raises(MissingColumns) as refused:
        _compare(("1", "Titre"), header=("Action number", "Intitulé inconnu"))

    assert refused.value.names == ("Action title", "Axis number")


def test_fingerprint_changes_with_what_would_be_written() -> None:
    once = _compare(("3", "Loger", "2", "", ""))
    again = _compare(("3", "Loger", "2", "", ""))
    other = _compare(("3", "Loger mieux", "2", "", ""))

    assert once.fingerprint == again.fingerprint
    assert once.fingerprint != other.fingerprint


def test_values_survive_storage() -> None:
    assert ActionValues.from_json(CURRENT[1].as_json()) == CURRENT[1]
