"""essaim documents purge, essaim documents verify."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from essaim.foundations.documents.services import purge_documents
from essaim.foundations.documents.verification import verify


class Command(BaseCommand):
    """Keeps the store of documents as the rows say."""

    help = "Purge the documents whose retention ended, or verify every file of the store."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two actions and their option."""
        actions = parser.add_subparsers(dest="action", required=True)
        purge = actions.add_parser(
            "purge", help="withdraw what is past its day, erase what was withdrawn 30 days ago if the archives agreed"
        )
        purge.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")
        actions.add_parser("verify", help="hash every file again; exit status 1 if one is altered, missing or unknown")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Do one of the two.

        :raises CommandError: if a file is not as its row says, or could not be removed
        """
        if options["action"] == "purge":
            self._purge(is_dry_run=options["dry_run"])
        else:
            self._verify()

    def _purge(self, *, is_dry_run: bool) -> None:
        report = purge_documents(now=timezone.now(), is_dry_run=is_dry_run)
        for number, title in report.withdrawn:
            self.stdout.write(f"withdrawn  {number}  {title}")
        for number, title in report.erased:
            self.stdout.write(f"erased     {number}  {title}")
        for number, title in report.waiting:
            self.stdout.write(f"waiting    {number}  {title}")
        start = "Would be: " if is_dry_run else ""
        self.stdout.write(
            f"{start}{len(report.withdrawn)} withdrawn, {len(report.erased)} erased, {report.removed_count} files removed, "
            f"{len(report.waiting)} waiting for the agreement of the archives."
        )
        if report.failed_count:
            message = f"{report.failed_count} files could not be removed; the next purge tries again."
            raise CommandError(message)

    def _verify(self) -> None:
        result = verify(now=timezone.now(), progress=self._progress)
        for flaw in result.flaws:
            self.stderr.write(f"{flaw.place}: {flaw.meaning}")
        if not result.holds:
            message = f"The store does not hold: {len(result.flaws)} flaw(s) in {result.files} files."
            raise CommandError(message)
        self.stdout.write(f"The store holds: {result.files} files, each as its row says.")

    def _progress(self, done: int, total: int) -> None:
        if done % 100 == 0:
            self.stdout.write(f"{done} of {total} files read")
