"""Reads of structures and of who speaks for them, by use case."""

from __future__ import annotations

from .imports import UndoRow, diff_of, sheets_shown, undo_rows
from .merging import MergePreview, fields_taken_by_merge, merge_preview
from .records import (
    PROPOSED_COUNT_MAX,
    NearDuplicate,
    choices_by_key,
    close_records,
    commune_name,
    communes_named,
    found_organizations,
    key_in_use,
    names_by_key,
    near_duplicates,
    organization_of,
    organization_rows,
    organizations_for_choice,
    record_with,
    search,
)
from .representatives import (
    ShownRepresentative,
    organizations_of,
    representations_data,
    representations_of,
    representatives_of,
)

__all__ = [
    "PROPOSED_COUNT_MAX",
    "MergePreview",
    "NearDuplicate",
    "ShownRepresentative",
    "UndoRow",
    "choices_by_key",
    "close_records",
    "commune_name",
    "communes_named",
    "diff_of",
    "fields_taken_by_merge",
    "found_organizations",
    "key_in_use",
    "merge_preview",
    "names_by_key",
    "near_duplicates",
    "organization_of",
    "organization_rows",
    "organizations_for_choice",
    "organizations_of",
    "record_with",
    "representations_data",
    "representations_of",
    "representatives_of",
    "search",
    "sheets_shown",
    "undo_rows",
]
