"""essaim makemigrations: Django's own, with fewer operations in each file."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.makemigrations import Command as DjangoCommand
from django.db.migrations import Migration

from essaim.foundations.audit_trail.operations import shortened


class Command(DjangoCommand):
    """Writes migrations whose first run takes seconds instead of a minute."""

    def write_migration_files(self, changes: dict[str, list[Migration]], *args: Any, **options: Any) -> None:
        """Shorten the operations, then write them as Django does."""
        for app_label, migrations in changes.items():
            for migration in migrations:
                setattr(migration, "operations", shortened(migration.operations, app_label))  # noqa: B010 - typed as a constant
        super().write_migration_files(changes, *args, **options)
