"""What people do to the records of structures, by use case."""

from __future__ import annotations

from .duplicates import CannotUndo, find_duplicates, look_again, tell_apart, undo_merger
from .establishments import (
    ESTABLISHMENT_FIELDS,
    EstablishmentClosed,
    add_establishment,
    close_establishment,
    update_establishment,
)
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
from .register import (
    ANSWERS,
    WrongAnswer,
    answer_findings,
    compare_with_register,
    undo_decision,
)
from .representation import end_representation, name_representative, transfer_representation
from .statuses import (
    StatusNotInForce,
    add_status,
    confirm_status,
    end_status,
    grant_status,
    refuse_status,
    withdraw_status,
)

__all__ = [
    "ANSWERS",
    "EDITABLE",
    "ESTABLISHMENT_FIELDS",
    "AlreadyRegistered",
    "CannotUndo",
    "EstablishmentClosed",
    "NothingToDo",
    "NothingUndone",
    "RecordsChangedSince",
    "RowsInError",
    "SimilarRecords",
    "StatusNotInForce",
    "UndoExpired",
    "WrongAnswer",
    "add_establishment",
    "add_status",
    "answer_findings",
    "apply_import",
    "close_establishment",
    "compare_with_register",
    "confirm_status",
    "end_representation",
    "end_status",
    "find_duplicates",
    "grant_status",
    "look_again",
    "merge_organizations",
    "name_representative",
    "normalized",
    "prepare_import",
    "refuse_status",
    "register_organization",
    "tell_apart",
    "transfer_representation",
    "undo_decision",
    "undo_import",
    "undo_merger",
    "update_establishment",
    "update_organization",
    "withdraw_status",
]
