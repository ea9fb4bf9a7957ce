"""What people do to the records of structures, by use case."""

from __future__ import annotations

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
    "SimilarRecords",
    "end_representation",
    "merge_organizations",
    "name_representative",
    "normalized",
    "register_organization",
    "transfer_representation",
    "update_organization",
]
