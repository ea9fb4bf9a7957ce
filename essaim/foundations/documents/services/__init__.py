"""Writes of the room, by use case."""

from __future__ import annotations

from .deposit import AlreadyKept, deposit_document, replace_file, update_document
from .elimination import record_agreement
from .retention import PurgeReport, purge_documents, restore_document, withdraw_document

__all__ = [
    "AlreadyKept",
    "PurgeReport",
    "deposit_document",
    "purge_documents",
    "record_agreement",
    "replace_file",
    "restore_document",
    "update_document",
    "withdraw_document",
]
