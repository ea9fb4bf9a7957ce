"""essaim directory refresh, ask, erase: does alone what is done every night; check: compares the kept counts with the lines."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from essaim.ecosystem.directory.nightly import JOBS
from essaim.ecosystem.directory.queries import wrong_counts
from essaim.ecosystem.directory.services import count_again, refresh_listings

ALONE = {job.name.split()[-1]: job for job in JOBS}


class Command(BaseCommand):
    """Does alone what is done every night."""

    help = (
        "Make the lines of the public directory again, check their counts, ask structures to confirm, erase claimants."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser("refresh", help="make every line and count again; safe at any moment, and twice")
        actions.add_parser("check", help="compare the counts that are kept with the lines; fails where one differs")
        actions.add_parser("ask", help="mail to structures the yearly link that confirms their card")
        actions.add_parser("erase", help="erase names and addresses of demands answered a month ago")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of them; saying how far it is where it is long."""
        if options["action"] == "check":
            self._check()
            return
        if options["action"] != "refresh":
            self.stdout.write(f"{ALONE[options['action']].run(timezone.now())}.")
            return

        def tell(done: int, total: int) -> None:
            self.stderr.write(f"{done} of {total}")

        count = refresh_listings(today=timezone.localdate(), progress=tell)
        wrong = count_again()
        self.stdout.write(f"{count} lines of the directory made again{f', {wrong} counts mended' if wrong else ''}.")

    def _check(self) -> None:
        wrong = wrong_counts()
        if wrong:
            told = "\n".join(f"{name}: {kept} kept, {right} counted" for name, kept, right in wrong[:20])
            message = f"{len(wrong)} counts are not those of the lines; `essaim directory refresh` mends them.\n{told}"
            raise CommandError(message)
        self.stdout.write("The counts of the directory are those of its lines.")
