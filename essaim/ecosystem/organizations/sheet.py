"""A sheet of structures, one row each: its columns, and what a file would change, row by row. Pure: values in, diff out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from essaim.foundations.primitives.identifiers import is_commune_code
from essaim.foundations.ui import sheets
from essaim.foundations.ui.sheets import LANGUAGES, CellError, FieldDiff, Line, Outcome, Sheet, heading_key

from .models import Organization
from .states import OrganizationKind

# Which column is which, in the words of the list and of its files.
COLUMNS: dict[str, Promise] = {
    "name": gettext_lazy("name"),
    "acronym": gettext_lazy("acronym"),
    "kind": pgettext_lazy("of a structure", "kind"),
    "commune_code": gettext_lazy("commune"),
    "siren": gettext_lazy("SIREN"),
    "rna": gettext_lazy("RNA number"),
    "website": gettext_lazy("website"),
    "source": gettext_lazy("source"),
    "key": gettext_lazy("key"),
    "legal_category": gettext_lazy("legal category"),
    "activity_code": gettext_lazy("activity code"),
}


@dataclass(frozen=True, slots=True)
class RowDiff:
    """
    What one row of the file would do.

    record: the record it changes, None when it registers a new one.
    values: the fields it writes, as they are kept; close: records of a close name, for a new one only.
    """

    line_number: int
    outcome: Outcome
    name: str
    record: Organization | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[FieldDiff, ...] = ()
    errors: tuple[CellError, ...] = ()
    close: tuple[Organization, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetDiff:
    """What a file would do, row by row."""

    rows: tuple[RowDiff, ...]

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
        """A digest of what would be written: it changes when the records or the file do."""
        content = [[row.line_number, row.record.pk if row.record else 0, dict(row.values)] for row in self.changes]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def places_of_columns(header: Sequence[str]) -> dict[str, int]:
    """
    Find the columns of a file by their headings, in French or in English.

    :raises MissingColumns: if there is none for the name
    """
    return sheets.places_of_columns(header, COLUMNS, required=["name"])


class Reader:
    """Reads the rows of a sheet against the records in use."""

    def __init__(self, records: Iterable[Organization], communes: Mapping[str, str]) -> None:
        """
        Index the records by what a row may name them with.

        :param communes: INSEE code to name, those of the authority
        """
        self._names = communes
        self._communes = {heading_key(name): code for code, name in communes.items()}
        self._by: dict[str, dict[str, Organization]] = {"key": {}, "siren": {}, "rna": {}}
        self._by_name: dict[str, list[Organization]] = {}
        for record in records:
            for name, index in self._by.items():
                if value := getattr(record, name):
                    index[value] = record
            self._by_name.setdefault(heading_key(record.name), []).append(record)

    def read(self, sheet: Sheet) -> SheetDiff:
        """
        Say what each row would do; two rows about the same structure are an error of the second.

        :raises MissingColumns: if there is no column for the name
        """
        places = places_of_columns(sheet.header)
        seen: dict[tuple[str, str], int] = {}
        rows = []
        for line in sheet.lines:
            row = self._row(line, places)
            for mark in _marks(row):
                first = seen.setdefault(mark, line.number)
                if first != line.number and row.outcome != Outcome.ERROR:
                    problem = _("Row %(number)s is about the same structure.") % {"number": first}
                    row = _failed(row, CellError(str(COLUMNS["name"]), problem, _("Keep one of the two rows.")))
            rows.append(row)
        return SheetDiff(tuple(rows))

    def _row(self, line: Line, places: Mapping[str, int]) -> RowDiff:
        errors: list[CellError] = []
        cells = {name: " ".join(line.cells[place].split()) for name, place in places.items()}
        values = self._values(cells, errors)
        record = self._record(cells.get("key", ""), values, errors)
        if record is None and not values.get("name"):
            errors.append(CellError(str(COLUMNS["name"]), _("The name is missing.")))
        name = values.get("name") or (record.name if record else "")
        changed = {key: value for key, value in values.items() if record is None or getattr(record, key) != value}
        errors += _field_errors(record, changed, {error.column for error in errors})
        if errors:
            return RowDiff(line.number, Outcome.ERROR, name, record, errors=tuple(errors))
        outcome = Outcome.NEW if record is None else Outcome.CHANGED if changed else Outcome.UNCHANGED
        return RowDiff(line.number, outcome, name, record, changed, self._fields(record, changed))

    def _values(self, cells: Mapping[str, str], errors: list[CellError]) -> dict[str, str]:
        """Return what the row says, an empty cell saying nothing."""
        values = {name: text for name, text in cells.items() if text and name != "key"}
        for name in ("siren", "rna"):
            if name in values:
                values[name] = values[name].replace(" ", "").upper()
        if "kind" in values:
            values["kind"] = _kind_of(values["kind"])
            if not values["kind"]:
                mend = _("Write one of the kinds of the list of structures.")
                errors.append(CellError(str(COLUMNS["kind"]), _("This kind is not known."), mend))
                del values["kind"]
        if commune := values.get("commune_code", ""):
            is_code = is_commune_code(commune.upper())
            values["commune_code"] = commune.upper() if is_code else self._communes.get(heading_key(commune), "")
            if not values["commune_code"]:
                mend = _("Write the INSEE code of a commune elsewhere.")
                errors.append(
                    CellError(str(COLUMNS["commune_code"]), _("No commune of the authority has this name."), mend)
                )
                del values["commune_code"]
        return values

    def _record(self, key: str, values: Mapping[str, str], errors: list[CellError]) -> Organization | None:
        """Find the record a row is about: by its key, a number, or its exact name when no number says otherwise."""
        if key and key not in self._by["key"]:
            errors.append(CellError(str(COLUMNS["key"]), _("No record in use has this key.")))
            return None
        found = {
            name: record
            for name in ("key", "siren", "rna")
            if (record := self._by[name].get(key if name == "key" else values.get(name, "")))
        }
        if len({record.pk for record in found.values()}) > 1:
            names = ", ".join(f"{COLUMNS[name]} – {record.name}" for name, record in found.items())
            mend = _("Merge these records first, or mend the row.")
            problem = _("It names several records: %(names)s.") % {"names": names}
            errors.append(CellError(str(COLUMNS["name"]), problem, mend))
        for record in found.values():
            return record
        same = self._by_name.get(heading_key(values.get("name", "")), [])
        same = [record for record in same if not _contradicts(record, values)]
        return same[0] if len(same) == 1 else None

    def _fields(self, record: Organization | None, changed: Mapping[str, str]) -> tuple[FieldDiff, ...]:
        """Show what changes: kinds and communes by their names."""
        return tuple(
            FieldDiff(
                str(COLUMNS[name]),
                self._shown(name, str(getattr(record, name)) if record else ""),
                self._shown(name, changed[name]),
            )
            for name in COLUMNS
            if name in changed
        )

    def _shown(self, name: str, text: str) -> str:
        if name == "kind" and text:
            return str(OrganizationKind(text).label)
        return self._names.get(text, text) if name == "commune_code" else text


def _contradicts(record: Organization, values: Mapping[str, str]) -> bool:
    """Tell whether a row bears another number than a record of the same name: it is then another structure."""
    return any(
        values.get(name) and getattr(record, name) and values[name] != getattr(record, name)
        for name in ("siren", "rna")
    )


def _marks(row: RowDiff) -> list[tuple[str, str]]:
    """Return what a structure is told by in a file: its record, its numbers, its name when it has none."""
    if row.record is not None:
        return [("record", str(row.record.pk))]
    numbers = [(name, row.values[name]) for name in ("siren", "rna") if name in row.values]
    return numbers or [("name", heading_key(row.name))]


def _failed(row: RowDiff, error: CellError) -> RowDiff:
    return RowDiff(row.line_number, Outcome.ERROR, row.name, row.record, errors=(*row.errors, error))


def _kind_of(text: str) -> str:
    """Return a kind by its value or its label in any language, or an empty text."""
    if text in OrganizationKind.values:
        return text
    for language in LANGUAGES:
        with override(language):
            for kind in OrganizationKind:
                if heading_key(str(kind.label)) == heading_key(text):
                    return kind.value
    return ""


def _field_errors(record: Organization | None, changed: Mapping[str, str], known: Iterable[str]) -> list[CellError]:
    """Check each value against its field, such as the key of a SIREN or the length of a name."""
    fields = {name for name in COLUMNS if name != "key"}
    others = {column.name for column in Organization._meta.concrete_fields} - fields
    try:
        Organization(**changed).clean_fields(exclude=others | (fields - changed.keys()))
    except ValidationError as error:
        return [
            CellError(str(COLUMNS[name]), " ".join(messages))
            for name, messages in error.message_dict.items()
            if str(COLUMNS[name]) not in known
        ]
    return []
