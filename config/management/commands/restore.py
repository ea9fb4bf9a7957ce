"""essaim restore: a backup, into an empty place, compared with what was saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import backups


class Command(BaseCommand):
    """Reads what essaim backup wrote."""

    help = "Restore a backup into an empty database, and check every row count and every document."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, help="what essaim backup wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Restore and compare.

        :raises CommandError: if the file is not whole, the place is taken, or what was restored differs
        """
        if not options["file"].is_file():
            message = f"There is no file {options['file']}."
            raise CommandError(message)
        refusals = (
            backups.BackupUnreadable,
            backups.PlaceTaken,
            backups.ProgramMissing,
            backups.ProgramFailed,
            backups.RestoreUnlike,
        )
        try:
            contents = backups.restore_backup(options["file"])
        except refusals as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Restored as saved on {contents.made_at:%Y-%m-%d %H:%M} UTC: {sum(contents.rows.values())} rows, "
            f"{len(contents.documents)} documents. Now run: essaim migrate, then: essaim audit verify"
        )
