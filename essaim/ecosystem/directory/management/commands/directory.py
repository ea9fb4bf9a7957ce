"""essaim directory refresh, ask, erase: does alone what is done every night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from essaim.ecosystem.directory.nightly import JOBS
from essaim.ecosystem.directory.services import refresh_listings

ALONE = {job.name.split()[-1]: job for job in JOBS}


class Command(BaseCommand):
    """Does alone what is done every night."""

    help = "Make the lines of the public directory again, ask structures to confirm their card, erase claimants."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser("refresh", help="make every line again; safe at any moment, and twice")
        actions.add_parser("ask", help="mail to structures the yearly link that confirms their card")
        actions.add_parser("erase", help="erase names and addresses of demands answered a month ago")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of them; saying how far it is where it is long."""
        if options["action"] != "refresh":
            self.stdout.write(f"{ALONE[options['action']].run(timezone.now())}.")
            return

        def tell(done: int, total: int) -> None:
            self.stderr.write(f"{done} of {total}")

        count = refresh_listings(today=timezone.localdate(), progress=tell)
        self.stdout.write(f"{count} lines of the directory made again.")
