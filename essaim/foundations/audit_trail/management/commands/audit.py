"""essaim audit verify, essaim audit digest."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from essaim.foundations.audit_trail.verification import verify


class Command(BaseCommand):
    """Checks that nothing in the trail, the history or the tracked rows was altered behind the application."""

    help = "Verify the audit trail: the hash chain, every row it seals, and the live rows."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the one action and its option."""
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("verify", help="verify the chain; exit status 1 if anything was altered")
        check.add_argument(
            "--expect", default="", metavar="HASH", help="a last hash kept from an earlier run; detects a cut end"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Print the result.

        :raises CommandError: if anything was altered, with every place
        """
        result = verify(expected_hash=options["expect"])
        for flaw in result.flaws:
            self.stderr.write(f"{flaw.place}: {flaw.meaning}")
        if not result.holds:
            message = f"The audit trail does not hold: {len(result.flaws)} flaw(s) in {result.links} links."
            raise CommandError(message)
        self.stdout.write(f"The audit trail holds: {result.links} links. Keep this hash elsewhere: {result.last_hash}")
