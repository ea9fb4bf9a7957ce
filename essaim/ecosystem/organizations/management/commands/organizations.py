"""essaim organizations duplicates|register: what is proposed to the team about records, at once and in the terminal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from essaim.ecosystem.organizations.nightly import JOBS
from essaim.ecosystem.organizations.queries import findings_shown, shown_findings
from essaim.ecosystem.organizations.states import FindingKind

LISTED_MAX = 200


class Command(BaseCommand):
    """Does alone what is done every night."""

    help = "Look for records that may be one structure, or compare records with the national register."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser("duplicates", help="look for records that may be one; safe to run twice")
        register = actions.add_parser(
            "register",
            help="compare records with the newest month of the register; writes in no record, safe to run twice",
        )
        register.add_argument(
            "--list",
            choices=[kind.value for kind in FindingKind],
            help=f"list what waits of one kind, {LISTED_MAX} lines at most: SIREN, name, field, written here, in the register",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        jobs = {job.name.split()[-1]: job for job in JOBS}
        self.stdout.write(f"{jobs[options['action']].run(timezone.now())}.")
        if kind := options.get("list"):
            rows = findings_shown().waiting().filter(kind=kind).defer(None).order_by("name", "pk")
            for shown in shown_findings(rows[:LISTED_MAX]):
                row = shown.row
                cells = (row.siren, row.name, row.get_field_display(), shown.before, shown.proposed)
                self.stdout.write("\t".join(map(str, cells)))
            if (more := rows.count() - LISTED_MAX) > 0:
                self.stdout.write(f"… and {more} more: the page lists and exports them all.")
