"""essaim audit verify, essaim audit digest."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from essaim.foundations.audit_trail.digests import DayNotOver, digest_lines
from essaim.foundations.audit_trail.verification import verify


class Command(BaseCommand):
    """Checks that nothing in the trail, the history or the tracked rows was altered behind the application."""

    help = "Verify the audit trail, or write the digest of a day for others to verify."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two actions and their options."""
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("verify", help="verify the chain; exit status 1 if anything was altered")
        check.add_argument(
            "--expect", default="", metavar="HASH", help="a last hash kept from an earlier run; detects a cut end"
        )
        digest = actions.add_parser(
            "digest", help="write the links sealed in one day (UTC), to be checked elsewhere by script/verify-digest"
        )
        digest.add_argument("--day", type=_day, default=None, metavar="YYYY-MM-DD", help="the day (yesterday)")
        digest.add_argument(
            "--output", "-o", type=Path, default=None, metavar="FILE", help="a new file (standard output)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Do the one asked for.

        :raises CommandError: if anything was altered, with every place; or if the digest cannot be written
        """
        if options["action"] == "digest":
            self._write_digest(options["day"], options["output"])
        else:
            self._verify(options["expect"])

    def _verify(self, expected_hash: str) -> None:
        result = verify(expected_hash=expected_hash)
        for flaw in result.flaws:
            self.stderr.write(f"{flaw.place}: {flaw.meaning}")
        if not result.holds:
            message = f"The audit trail does not hold: {len(result.flaws)} flaw(s) in {result.links} links."
            raise CommandError(message)
        self.stdout.write(f"The audit trail holds: {result.links} links. Keep this hash elsewhere: {result.last_hash}")

    def _write_digest(self, day: date | None, output: Path | None) -> None:
        now = timezone.now()
        day = day or now.astimezone(UTC).date() - timedelta(days=1)
        try:
            lines = digest_lines(day, now=now)
            head = next(lines)
        except DayNotOver as error:
            message = f"{error} is not over (UTC): its digest can be written from the next day on."
            raise CommandError(message) from error
        if output is None:
            for line in (head, *lines):
                self.stdout.write(line)
            return
        try:
            with output.open("x", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in (head, *lines))
        except FileExistsError as error:
            message = f"{output} exists already: a digest never replaces another."
            raise CommandError(message) from error
        self.stdout.write(f"{output}: {head}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is not a day: write it 2026-03-02."
        raise ArgumentTypeError(message) from error
