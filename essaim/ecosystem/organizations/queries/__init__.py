"""Reads of structures and of who speaks for them, by use case."""

from __future__ import annotations

from .imports import UndoRow, diff_of, sheets_shown, undo_rows
from .merging import MergePreview, fields_taken_by_merge, merge_preview
from .records import (
    PROPOSED_COUNT_MAX,
    NearDuplicate,
    close_records,
    communes_named,
    found_organizations,
    keys_leading_to,
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
    grants_for,
    organizations_of,
    representations_data,
    representations_of,
    representatives_of,
    spoken_for_choices,
)

__all__ = [
    "PROPOSED_COUNT_MAX",
    "MergePreview",
    "NearDuplicate",
    "ShownRepresentative",
    "UndoRow",
    "close_records",
    "communes_named",
    "diff_of",
    "fields_taken_by_merge",
    "found_organizations",
    "grants_for",
    "keys_leading_to",
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
    "spoken_for_choices",
    "undo_rows",
]
