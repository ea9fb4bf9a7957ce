"""A plan as a sheet, one row an action: its columns, and what a file would change, row by row. Pure: values in, diff out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.ui import sheets
from essaim.foundations.ui.sheets import CELL_LENGTH_MAX, CellError, FieldDiff, Line, Outcome, Sheet

COMMUNE_CODE = re.compile(r"(\d{2}|2[AB])\d{3}")
NUMBER_MAX = 9999


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its key, its heading, whether a file must have it."""

    name: str
    label: Promise
    is_required: bool = False


COLUMNS = (
    Column("number", gettext_lazy("Action number"), is_required=True),
    Column("title", gettext_lazy("Action title"), is_required=True),
    Column("axis_number", gettext_lazy("Axis number"), is_required=True),
    Column("axis_title", gettext_lazy("Axis title")),
    Column("description", gettext_lazy("Description of the action")),
    Column("plain_summary", gettext_lazy("In plain words")),
    Column("communes", gettext_lazy("Communes (INSEE codes)")),
)
# What of an action the sheet can change; the number names the action, the axis title only serves to create an axis.
VALUE_NAMES = ("title", "axis_number", "description", "plain_summary", "communes")


@dataclass(frozen=True, slots=True)
class ActionValues:
    """What the sheet holds of an action; communes are INSEE codes in order."""

    title: str
    axis_number: int
    description: str = ""
    plain_summary: str = ""
    communes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return plain values, such as are stored."""
        return {**asdict(self), "communes": list(self.communes)}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> ActionValues:
        """Read back what as_json gave."""
        return cls(**{**stored, "communes": tuple(stored["communes"])})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class RowDiff:
    """What one row of the file would do; values is None when the row has errors."""

    line_number: int
    outcome: Outcome
    number: int | None
    title: str
    values: ActionValues | None
    fields: tuple[FieldDiff, ...] = ()
    errors: tuple[CellError, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """What a file would do to a plan: its rows, the axes it would create, the actions it leaves alone."""

    rows: tuple[RowDiff, ...]
    new_axes: tuple[tuple[int, str], ...]
    untouched_numbers: tuple[int, ...]

    def count(self, outcome: Outcome) -> int:
        """Count the rows of one outcome."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def changes(self) -> tuple[RowDiff, ...]:
        """The rows that would write something."""
        return tuple(row for row in self.rows if row.outcome in {Outcome.NEW, Outcome.CHANGED})

    @property
    def has_errors(self) -> bool:
        """Tell whether a row must be mended first."""
        return any(row.outcome == Outcome.ERROR for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """Name exactly these changes, so that what is applied is what was seen."""
        changes = [
            [row.number, row.outcome, row.values.as_json() if row.values else None, [asdict(f) for f in row.fields]]
            for row in self.changes
        ]
        content = json.dumps([changes, self.new_axes, self.has_errors], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()


def header() -> list[str]:
    """Return the headings of the sheet in the language of the page."""
    return [str(column.label) for column in COLUMNS]


def places_of_columns(found: Sequence[str]) -> dict[str, int]:
    """
    Tell where each known column is; headings are recognized in French and English, case and accents apart.

    :raises MissingColumns: if a required one is not there
    """
    labels = {column.name: column.label for column in COLUMNS}
    required = [column.name for column in COLUMNS if column.is_required]
    return sheets.places_of_columns(found, labels, required=required)


def compare(
    sheet: Sheet,
    *,
    current: Mapping[int, ActionValues],
    axes: Mapping[int, str],
    is_known_commune: Callable[[str], bool],
) -> PlanDiff:
    """
    Say what each row would do. A column that is not in the file leaves its values alone; an empty cell empties its value.

    :param current: the plan's actions by number
    :param axes: the plan's axes, number to title
    :raises MissingColumns: if a required column is not there
    """
    places = places_of_columns(sheet.header)
    reader = _Reader(places, current, axes, is_known_commune)
    rows = tuple(reader.read(line) for line in sheet.lines)
    written = {row.number for row in rows}
    return PlanDiff(
        rows,
        tuple(sorted(reader.new_axes.items())),
        tuple(sorted(number for number in current if number not in written)),
    )


def field_diffs(before: ActionValues | None, after: ActionValues) -> tuple[FieldDiff, ...]:
    """List what differs between two states of an action, in the order of the columns."""
    labels = {column.name: str(column.label) for column in COLUMNS}
    found = []
    for name in VALUE_NAMES:
        old = "" if before is None else _shown(getattr(before, name))
        new = _shown(getattr(after, name))
        if old != new:
            found.append(FieldDiff(labels[name], old, new))
    return tuple(found)


def row_of(number: int, values: ActionValues, axis_title: str) -> list[object]:
    """Return an action as a row of the sheet."""
    return [
        number,
        values.title,
        values.axis_number,
        axis_title,
        values.description,
        values.plain_summary,
        " ".join(values.communes),
    ]


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


class _Reader:
    """Reads the rows in order, remembering what earlier ones said."""

    def __init__(
        self,
        places: Mapping[str, int],
        current: Mapping[int, ActionValues],
        axes: Mapping[int, str],
        is_known_commune: Callable[[str], bool],
    ) -> None:
        self.places = places
        self.current = current
        self.axes = axes
        self.is_known_commune = is_known_commune
        self.new_axes: dict[int, str] = {}
        self.line_of_number: dict[int, int] = {}

    def read(self, line: Line) -> RowDiff:
        """Read one row: its values if it is right, else everything that is wrong with it."""
        errors: list[CellError] = []
        number = self._whole_number(line, "number", errors)
        axis_number = self._whole_number(line, "axis_number", errors)
        title = self._text(line, "title", errors)
        if number is not None:
            self._check_once(line, number, errors)
        before = self.current.get(number) if number is not None else None
        if not title:
            errors.append(CellError(self._label("title"), _("The cell is empty."), _("Write the title of the action.")))
        if axis_number is not None:
            self._check_axis(line, axis_number, errors)
        description = self._text(line, "description", errors, default=before.description if before else "")
        summary = self._text(line, "plain_summary", errors, default=before.plain_summary if before else "")
        communes = self._communes(line, errors, default=before.communes if before else ())
        if errors or number is None or axis_number is None:
            return RowDiff(line.number, Outcome.ERROR, number, title, None, (), tuple(errors))
        values = ActionValues(title, axis_number, description, summary, communes)
        fields = field_diffs(before, values)
        outcome = Outcome.NEW if before is None else Outcome.CHANGED if fields else Outcome.UNCHANGED
        return RowDiff(line.number, outcome, number, title, values, fields)

    def _cell(self, line: Line, name: str) -> str | None:
        place = self.places.get(name)
        return None if place is None else line.cells[place]

    def _label(self, name: str) -> str:
        return next(str(column.label) for column in COLUMNS if column.name == name)

    def _text(self, line: Line, name: str, errors: list[CellError], *, default: str = "") -> str:
        cell = self._cell(line, name)
        if cell is None:
            return default
        if len(cell) > CELL_LENGTH_MAX:
            errors.append(
                CellError(
                    self._label(name),
                    _("The text is over %(length)s characters.") % {"length": CELL_LENGTH_MAX},
                    _("Shorten it."),
                )
            )
        return cell

    def _whole_number(self, line: Line, name: str, errors: list[CellError]) -> int | None:
        cell = self._cell(line, name) or ""
        if cell.isascii() and cell.isdigit() and 1 <= int(cell) <= NUMBER_MAX:
            return int(cell)
        problem = _("The cell is empty.") if not cell else _("“%(cell)s” is not a whole number.") % {"cell": cell[:60]}
        mend = _("Write a whole number from 1 to %(most)s.") % {"most": NUMBER_MAX}
        errors.append(CellError(self._label(name), problem, mend))
        return None

    def _check_once(self, line: Line, number: int, errors: list[CellError]) -> None:
        first = self.line_of_number.setdefault(number, line.number)
        if first != line.number:
            errors.append(
                CellError(
                    self._label("number"),
                    _("Action %(number)s is already on row %(row)s.") % {"number": number, "row": first},
                    _("Keep one row for each action."),
                )
            )

    def _check_axis(self, line: Line, axis_number: int, errors: list[CellError]) -> None:
        axis_title = self._cell(line, "axis_title") or ""
        if axis_number in self.axes or axis_number in self.new_axes:
            return
        if axis_title:
            self.new_axes[axis_number] = axis_title[:400]
            return
        errors.append(
            CellError(
                self._label("axis_number"),
                _("This plan has no axis %(number)s.") % {"number": axis_number},
                _("Correct the number or, to create the axis, write its title in the column “%(column)s”.")
                % {"column": self._label("axis_title")},
            )
        )

    def _communes(self, line: Line, errors: list[CellError], *, default: tuple[str, ...]) -> tuple[str, ...]:
        cell = self._cell(line, "communes")
        if cell is None:
            return default
        codes = [code for code in re.split(r"[\s,;]+", cell.upper()) if code]
        # What the action has already stays right, even if the commune left the authority since.
        unknown = [
            code
            for code in codes
            if code not in default and not (COMMUNE_CODE.fullmatch(code) and self.is_known_commune(code))
        ]
        if unknown:
            errors.append(
                CellError(
                    self._label("communes"),
                    _("Unknown codes: %(codes)s.") % {"codes": ", ".join(unknown)[:200]},
                    _("Write INSEE codes of five characters, separated by spaces."),
                )
            )
        return tuple(sorted(set(codes)))
