"""A PostgreSQL server of this checkout, for machines that have none: started, watched, adopted or refused."""

from __future__ import annotations

from config.embedded_postgres.client import Lease, ServerDidNotStart, ensure_running
from config.embedded_postgres.layout import FolderForeign, FolderUnreachable, MajorMismatch
from config.embedded_postgres.urls import connection_settings, parse_database_url

__all__ = [
    "FolderForeign",
    "FolderUnreachable",
    "Lease",
    "MajorMismatch",
    "ServerDidNotStart",
    "connection_settings",
    "ensure_running",
    "parse_database_url",
]
