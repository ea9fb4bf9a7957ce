"""What people do to the records of structures, by use case."""

from __future__ import annotations

from .imports import (
    NothingToDo,
    NothingUndone,
    RecordsChangedSince,
    RowsInError,
    UndoExpired,
    apply_import,
    prepare_import,
    undo_import,
)
from .merging import merge_organizations
from .records import (
    EDITABLE,
    AlreadyRegistered,
    SimilarRecords,
    normalized,
    register_organization,
    update_organization,
)
from .representation import end_representation, name_representative, transfer_representation

__all__ = [
    "EDITABLE",
    "AlreadyRegistered",
    "NothingToDo",
    "NothingUndone",
    "RecordsChangedSince",
    "RowsInError",
    "SimilarRecords",
    "UndoExpired",
    "apply_import",
    "end_representation",
    "merge_organizations",
    "name_representative",
    "normalized",
    "prepare_import",
    "register_organization",
    "transfer_representation",
    "undo_import",
    "update_organization",
]
