"""essaim directory refresh: makes the lines of the directory again from records and cards."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from essaim.ecosystem.directory.services import refresh_listings


class Command(BaseCommand):
    """Does alone what is done every night."""

    help = "Make the lines of the public directory again, from records, statuses, establishments and cards."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser("refresh", help="make every line again; safe at any moment, and twice")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, saying how far it is."""

        def tell(done: int, total: int) -> None:
            self.stderr.write(f"{done} of {total}")

        count = refresh_listings(today=timezone.localdate(), progress=tell)
        self.stdout.write(f"{count} lines of the directory made again.")
