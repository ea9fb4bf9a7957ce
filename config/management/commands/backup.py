"""essaim backup: the database and the documents in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config import backups


class Command(BaseCommand):
    """Writes a backup that essaim restore reads."""

    help = "Write the database and the documents in one file, with a list of all it holds."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("--output", "-o", type=Path, required=True, metavar="FILE", help="a new file")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Write the file.

        :raises CommandError: if there is one of that name, or if pg_dump cannot do its part
        """
        output: Path = options["output"]
        if output.exists():
            message = f"{output} exists already: a backup never replaces another."
            raise CommandError(message)
        try:
            contents = backups.make_backup(output, now=timezone.now())
        except (backups.ProgramMissing, backups.ProgramFailed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{output}: {sum(contents.rows.values())} rows of {len(contents.rows)} tables, "
            f"{len(contents.documents)} documents. It holds personal data: keep it as you keep the database."
        )
