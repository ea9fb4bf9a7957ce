"""Sheets of structures: what one would do, what taking it back would do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations.holdings import all_holdings
from essaim.ecosystem.organizations.models import Organization, SheetImport, SheetImportRow
from essaim.ecosystem.organizations.sheet import Reader, SheetDiff
from essaim.foundations.accounts.models import Invitation, RoleGrant
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.documents.models import Document
from essaim.foundations.territory.queries import communes
from essaim.foundations.ui.sheets import Line, Outcome, Sheet

from .records import close_records, organizations_for_choice


def sheets_shown() -> QuerySet[SheetImport]:
    """Return the sheets brought in, the latest first, without what was read in them."""
    return SheetImport.objects.select_related("author").defer("content")


def diff_of(sheet_import: SheetImport, *, today: date) -> SheetDiff:
    """Say what a sheet would do to the records in use as they are now; a new one comes with those of a close name."""
    content = sheet_import.content
    lines = tuple(Line(number, tuple(cells)) for number, cells in content["lines"])
    sheet = Sheet(tuple(content["header"]), lines)
    names = {commune.code: commune.name for commune in communes(today=today)}
    diff = Reader(organizations_for_choice(), names).read(sheet)
    new = [row.name for row in diff.rows if row.outcome == Outcome.NEW]
    close = close_records(new) if new else {}
    return SheetDiff(
        tuple(
            replace(row, close=tuple(close.get(row.name, ()))) if row.outcome == Outcome.NEW else row
            for row in diff.rows
        )
    )


@dataclass(frozen=True, slots=True)
class UndoRow:
    """What taking back would do to one row: nothing if there is an obstacle, else remove it or put it back."""

    row: SheetImportRow
    record: Organization | None
    obstacle: str

    @property
    def is_removal(self) -> bool:
        """Tell whether the row registered the structure, which is then removed."""
        return self.row.before is None


def undo_rows(sheet_import: SheetImport) -> list[UndoRow]:
    """Say row by row what taking a sheet back would do now."""
    rows = list(sheet_import.rows.all())
    records = Organization.objects.in_bulk([row.organization_pk for row in rows])
    obstacles = removal_obstacles({row.organization_pk for row in rows if row.before is None}, records)
    found = []
    for row in rows:
        record = records.get(row.organization_pk)
        obstacle = _changed_since(row, record) or obstacles.get(row.organization_pk, "")
        found.append(UndoRow(row, record, obstacle))
    return found


def removal_obstacles(wanted: Collection[int], records: Mapping[int, Organization]) -> dict[int, str]:
    """Say what keeps each of some records from being removed; those that nothing holds are left out."""
    merged_into = set(
        Organization.objects.filter(merged_into__in=records).order_by().values_list("merged_into", flat=True)
    )
    keys = [record.key for record in records.values()]
    member = {"kind": RoleKind.ORGANIZATION_MEMBER, "scope_code__in": keys}
    spoken_for = {
        *RoleGrant.objects.filter(**member).order_by().values_list("scope_code", flat=True),
        *Invitation.objects.filter(**member).order_by().values_list("scope_code", flat=True),
    }
    documented = set(
        Document.objects.filter(subject_kind="organizations.organization", subject_id__in=[str(pk) for pk in records])
        .order_by()
        .values_list("subject_id", flat=True)
    )
    found = {}
    for pk in wanted:
        record = records.get(pk)
        if record is None:
            continue
        if record.key in spoken_for or record.pk in merged_into or str(record.pk) in documented:
            found[pk] = _("People, documents or another record depend on it.")
        elif any(holding.count(record) for holding in all_holdings()):
            found[pk] = _("Other pages name it.")
    return found


def removal_obstacle(record: Organization) -> str:
    """Say what keeps a record from being removed; empty if nothing does."""
    return removal_obstacles([record.pk], {record.pk: record}).get(record.pk, "")


def _changed_since(row: SheetImportRow, record: Organization | None) -> str:
    if record is None:
        return _("It is no longer there.")
    if record.merged_into_id is not None:
        return _("It was merged into another since.")
    if any(getattr(record, name) != value for name, value in row.after.items()):
        return _("It was changed again since.")
    return ""
