"""essaim organizations duplicates: looks for records that may be one structure."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from essaim.ecosystem.organizations.nightly import JOBS


class Command(BaseCommand):
    """Does alone what is done every night."""

    help = "Look for records that may be one structure, and propose them to the team."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser("duplicates", help="look for records that may be one; safe to run twice")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        self.stdout.write(f"{JOBS[0].run(timezone.now())}.")
