"""Tables of the room: structures, their statuses and establishments, who speaks for them, sheets of them."""

from __future__ import annotations

from .duplicates import MERGER_UNDO_PERIOD, CandidatePair, Merger
from .establishments import Establishment, EstablishmentQuerySet, check_siret
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
from .register import (
    DECISION_UNDO_PERIOD,
    FindingQuerySet,
    RegisterComparison,
    RegisterDecision,
    RegisterFinding,
)
from .statuses import EssStatus, EssStatusQuerySet

__all__ = [
    "DECISION_UNDO_PERIOD",
    "KEY_LENGTH_MAX",
    "MERGER_UNDO_PERIOD",
    "UNDO_PERIOD",
    "CandidatePair",
    "EssStatus",
    "EssStatusQuerySet",
    "Establishment",
    "EstablishmentQuerySet",
    "FindingQuerySet",
    "Merger",
    "Organization",
    "OrganizationQuerySet",
    "RegisterComparison",
    "RegisterDecision",
    "RegisterFinding",
    "Representation",
    "RepresentationQuerySet",
    "SheetImport",
    "SheetImportRow",
    "check_rna",
    "check_siren",
    "check_siret",
    "keys_of",
]
