"""essaim sirene fetch, load, figures, reclassify, generate."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.sirene import exports, queries, services
from essaim.foundations.sirene.adapters.open_data import SITE, FetchRefused
from essaim.foundations.sirene.files import FolderRefused
from essaim.foundations.sirene.generator import NATIONAL_ESTABLISHMENTS, generate
from essaim.foundations.sirene.states import SnapshotState


class Command(BaseCommand):
    """Works on the files of the national business register."""

    help = "Fetch and load months of the business register, or generate files like its own."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions and their options."""
        actions = parser.add_subparsers(dest="action", required=True)
        fetch = actions.add_parser(
            "fetch", help="bring the files published this month into a folder, to be loaded then"
        )
        fetch.add_argument(
            "folder", type=Path, metavar="FOLDER", help="a folder of the month, such as 2026-08, is made in it"
        )
        fetch.add_argument("--site", default=SITE, metavar="ADDRESS", help="the open data site; default: %(default)s")
        fetch.add_argument(
            "--without-history", action="store_true", help="leave out the history: nothing over the years is then told"
        )
        load = actions.add_parser(
            "load", help="make a snapshot of the ESS from the files of a folder, without a network"
        )
        load.add_argument(
            "folder", type=Path, metavar="FOLDER", help="holds the Parquet files of a month, or their CSV archives"
        )
        load.add_argument(
            "--vintage", type=_month, help="month of the files, such as 2026-08; default: what the folder says"
        )
        _figure_options(load, "--figures", "then write the indicators of every EPCI into this folder")
        figures = actions.add_parser(
            "figures", help="write the indicators of every EPCI from the newest month in service"
        )
        _figure_options(figures, "figures", "folder the files are written into")
        figures.add_argument("--vintage", type=_month, help="month, such as 2026-08; default: the newest in service")
        again = actions.add_parser("reclassify", help="read every month in service again with the perimeter in force")
        again.add_argument("--vintage", type=_month, help="only this month")
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
        """
        Do what was asked.

        :raises CommandError: if it was refused, with what is wrong and how to mend it
        """
        try:
            getattr(self, f"_{options['action']}")(options)
        except (FetchRefused, FolderRefused, services.LoadRefused, queries.NoSnapshot) as refusal:
            raise CommandError(str(refusal)) from refusal
        except queries.UnknownPlace as unknown:
            raise CommandError(
                _("No territory of the register has the code %(code)s.") % {"code": unknown}
            ) from unknown

    def _fetch(self, options: dict[str, Any]) -> None:
        vintage = services.fetch_month(
            folder=options["folder"],
            site=options["site"],
            with_history=not options["without_history"],
            actor=SystemActor("essaim sirene fetch"),
            progress=self._fetched,
        )
        folder = options["folder"] / f"{vintage:%Y-%m}"
        self.stdout.write(_("Fetched into %(folder)s. Then: essaim sirene load %(folder)s") % {"folder": folder})

    def _fetched(self, name: str, held: int, size: int) -> None:
        share = f"{held * 100 // size:>3} %" if size else ""
        self.stderr.write(f"\r{name:<44} {held / 1_000_000:>8.0f} MB {share}", ending="\n" if held == size else "")

    def _load(self, options: dict[str, Any]) -> None:
        loaded = services.load_snapshot(
            folder=options["folder"],
            vintage=options["vintage"],
            actor=SystemActor("essaim sirene load"),
            now=timezone.now(),
            progress=lambda step, count, what: self.stderr.write(f"{step} / {count}  {what}"),
            told=lambda name: self.stderr.write(_("Reading %(file)s") % {"file": name}),
            judging=lambda scope, number, count: self.stderr.write(
                _("Statistical secrecy %(number)s / %(count)s  %(scope)s")
                % {"scope": scope, "number": number, "count": count}
            ),
        )
        for done in loaded.checks:
            self.stdout.write(f"{done['weight']:<8} {done['name']:<36} {done['found']}")
        said = {"month": f"{loaded.vintage:%Y-%m}", "count": loaded.ess_count, "seconds": f"{loaded.seconds:.0f}"}
        self.stdout.write(_("%(month)s: %(count)s establishments kept, in %(seconds)s seconds.") % said)
        if loaded.state == SnapshotState.HELD:
            self.stdout.write(_("It waits: an administrator must accept it before it serves."))
        elif options["figures"]:
            self._figures(options | {"vintage": loaded.vintage})

    def _figures(self, options: dict[str, Any]) -> None:
        for path in exports.write_figures(
            options["figures"],
            options["extract"],
            vintage=options["vintage"],
            progress=lambda step, count, what: self.stderr.write(f"{step} / {count}  {what}"),
        ):
            self.stdout.write(_("Written: %(file)s") % {"file": path})

    def _reclassify(self, options: dict[str, Any]) -> None:
        for snapshot in queries.to_reclassify(vintage=options["vintage"]):
            made = services.reclassify(
                snapshot=snapshot, actor=SystemActor("essaim sirene reclassify"), now=timezone.now()
            )
            said = {"month": f"{made.vintage:%Y-%m}", "number": made.perimeter.number, "count": made.ess_count}
            self.stdout.write(_("%(month)s: read with edition %(number)s, %(count)s establishments kept.") % said)

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


def _figure_options(parser: CommandParser, name: str, told: str) -> None:
    parser.add_argument(name, type=Path, metavar="FOLDER", help=told)
    parser.add_argument(
        "--extract", action="append", default=[], metavar="CODE",
        help="beside them, the establishments of this territory: SIREN of an EPCI, code of a commune; may be repeated",
    )  # fmt: skip


def _month(text: str) -> date:
    """Read a month such as 2026-08 as its first day."""
    return date.fromisoformat(f"{text}-01")
