"""essaim territory import, essaim territory outlines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.territory import queries, services
from essaim.foundations.territory.adapters.lists import files_in, read_lists
from essaim.foundations.territory.adapters.outlines import SERVICE
from essaim.foundations.territory.adapters.refusals import FileRefused


class Command(BaseCommand):
    """Loads territories: lists of communes and EPCI, outlines."""

    help = "Load lists of communes and EPCI (import), or outlines for maps (outlines)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two actions and their options."""
        actions = parser.add_subparsers(dest="action", required=True)
        lists = actions.add_parser("import", help="load lists of communes and EPCI from CSV, or all those shipped")
        lists.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="CSV files or folders, such as communes_2027.csv epci_2027.csv; none: the whole of France of 2026",
        )
        lists.add_argument("--year", type=int, help="year of the lists, when their names do not say it")
        lists.add_argument("--source", default="", help="who published them")
        outlines = actions.add_parser("outlines", help="load outlines from a GeoJSON file or address")
        outlines.add_argument(
            "address",
            nargs="?",
            default="",
            metavar="URL-OR-FILE",
            help="GeoJSON in WGS 84 with a property “code”; none: the State's geographic service, for the authority",
        )
        outlines.add_argument("--source", default="", help="producer to name under maps, such as IGN")
        outlines.add_argument("--vintage", default="", help="year of the outlines")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Run one of the two, all or nothing.

        :raises CommandError: with every error of the files, their lines, and how to mend them
        """
        try:
            if options["action"] == "import":
                self._import(options)
            else:
                self._outlines(options)
        except (FileRefused, services.NoOutlineUsed) as refusal:
            raise CommandError(_("Nothing was loaded.") + f"\n{refusal}") from refusal

    def _import(self, options: dict[str, Any]) -> None:
        actor, now = SystemActor("essaim territory import"), timezone.now()
        if options["paths"]:
            paths = files_in(options["paths"])
            lists = read_lists(paths, year=options["year"])
            source = options["source"] or ", ".join(lists.names)
            result = services.load_lists(lists=lists, actor=actor, source=source, now=now, progress=self._progress)
        else:
            result = services.load_reference(actor=actor, now=now, progress=self._progress)
        if result.changed_nothing:
            self.stdout.write(_("Everything was already there."))
            return
        self.stdout.write(
            _("Communes: %(created)s added, %(updated)s changed.")
            % {"created": result.communes_created, "updated": result.communes_updated}
        )
        self.stdout.write(
            _("EPCI: %(created)s added, %(updated)s changed.")
            % {"created": result.epci_created, "updated": result.epci_updated}
        )
        self.stdout.write(
            _("Members: %(joined)s joined, %(left)s left.")
            % {"joined": result.members_joined, "left": result.members_left}
        )

    def _progress(self, what: str, done: int, total: int) -> None:
        self.stderr.write(f"{what} {done} / {total}")

    def _outlines(self, options: dict[str, Any]) -> None:
        address, source = options["address"], options["source"]
        if not address:
            served = queries.authority(today=timezone.localdate())
            if served is None:
                raise CommandError(_("Set up the authority first: essaim init --siren N."))
            address, source = SERVICE.format(siren=served.siren), source or "IGN, geo.api.gouv.fr"
        self.stderr.write(_("Reading %(address)s") % {"address": address})
        loaded = services.load_outlines(
            address=address,
            actor=SystemActor("essaim territory outlines"),
            now=timezone.now(),
            source=source,
            vintage=options["vintage"],
        )
        self.stdout.write(_("%(count)s outlines loaded.") % {"count": loaded.kept})
        if loaded.left_out:
            self.stdout.write(
                _("%(count)s were left out: their places are not loaded here.") % {"count": loaded.left_out}
            )
        if loaded.centres:
            self.stdout.write(_("%(count)s communes got the centre of their outline.") % {"count": loaded.centres})
