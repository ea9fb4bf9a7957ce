"""essaim sirene generate."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from essaim.foundations.sirene.generator import NATIONAL_ESTABLISHMENTS, generate


class Command(BaseCommand):
    """Works on the files of the national business register."""

    help = "Generate files like those of the business register."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions and their options."""
        actions = parser.add_subparsers(dest="action", required=True)
        made = actions.add_parser(
            "generate", help="write generated files, in which nobody is real, for a try or a bench"
        )
        made.add_argument("folder", type=Path, metavar="FOLDER")
        made.add_argument(
            "--establishments", type=int, default=100_000, help=f"how many; {NATIONAL_ESTABLISHMENTS} as the real file"
        )
        made.add_argument(
            "--vintage", type=_month, help="month they pretend to be of, such as 2026-08; default: this month"
        )
        made.add_argument("--seed", type=int, default=1, help="another seed gives another stock")
        made.add_argument(
            "--epci", action="append", default=[], metavar="SIREN", help="only communes of this EPCI; may be repeated"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        getattr(self, f"_{options['action']}")(options)

    def _generate(self, options: dict[str, Any]) -> None:
        if options["establishments"] < 1:
            raise CommandError("Ask for one establishment at least.")
        made = generate(
            options["folder"],
            establishments=options["establishments"],
            vintage=options["vintage"] or timezone.localdate().replace(day=1),
            seed=options["seed"],
            epci=options["epci"],
            progress=self.stderr.write,
        )
        for name, count in made.rows.items():
            self.stdout.write(f"{count:>12} rows  {name}")


def _month(text: str) -> date:
    """Read a month such as 2026-08 as its first day."""
    return date.fromisoformat(f"{text}-01")
