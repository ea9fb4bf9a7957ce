"""Tables of the room: structures, who speaks for them, sheets of them."""

from __future__ import annotations

from .imports import UNDO_PERIOD, SheetImport, SheetImportRow
from .records import (
    KEY_LENGTH_MAX,
    Organization,
    OrganizationQuerySet,
    Representation,
    RepresentationQuerySet,
    check_rna,
    check_siren,
    keys_of,
)

__all__ = [
    "KEY_LENGTH_MAX",
    "UNDO_PERIOD",
    "Organization",
    "OrganizationQuerySet",
    "Representation",
    "RepresentationQuerySet",
    "SheetImport",
    "SheetImportRow",
    "check_rna",
    "check_siren",
    "keys_of",
]
