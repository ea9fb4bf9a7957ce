"""essaim consultations mails | erase."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from essaim.foundations.primitives.jobs import JobFailed
from essaim.steering.consultations.nightly import JOBS

NIGHTLY = {job.name.split()[-1]: job for job in JOBS}


class Command(BaseCommand):
    """Does alone what is done every night."""

    help = "Tell authors of contributions what could not leave at once, erase the addresses that have served."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser(
            "mails", help="send the mails that wait: many answers published at once, a server that was down"
        )
        actions.add_parser("erase", help="erase the addresses that are no longer to be kept")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Do one of them.

        :raises CommandError: if mails could not leave
        """
        try:
            said = NIGHTLY[options["action"]].run(timezone.now())
        except JobFailed as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(f"{said}.")
