"""essaim calls close."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from essaim.delivery.calls_for_projects.nightly import JOBS

NIGHTLY = {job.name.split()[-1]: job for job in JOBS}


class Command(BaseCommand):
    """Does alone what is done every night for calls for projects."""

    help = "Close the editions of calls for projects whose last day is past."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser("close", help="close the editions whose last day is past; safe to do twice")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        self.stdout.write(f"{NIGHTLY[options['action']].run(timezone.now())}.")
