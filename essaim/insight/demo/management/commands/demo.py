"""essaim demo load, essaim demo wipe, essaim demo serve."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from essaim.insight.demo import services

FRESH = "script/demo --fresh (or essaim demo load --fresh) empties the demonstration, then loads it anew."


class Command(BaseCommand):
    """Loads, wipes and serves the demonstration: the real policy, with invented people and progress."""

    help = "Load, wipe or serve the demonstration: the real policy of Lille, invented people and progress."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the three actions and their options."""
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load", help="write what is not there yet; again, it writes nothing twice")
        load.add_argument(
            "--force", action="store_true", help="load even where the settings are not those of a demonstration"
        )
        load.add_argument(
            "--fresh", action="store_true", help="empty the demonstration first: all that was tried in it goes"
        )
        wipe = actions.add_parser("wipe", help="empty a database that the demonstration filled, and its files")
        wipe.add_argument("--yes", action="store_true", help="do it: everything in this database goes")
        serve = actions.add_parser("serve", help="migrate and load what is missing, then serve")
        serve.add_argument("--fresh", action="store_true", help="empty the demonstration first, as load does")
        serve.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        serve.add_argument("--port", default="8000", help="port to listen on (8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Do what was asked.

        :raises CommandError: if this database is not a demonstration's, or a confirmation is missing
        """
        action = {"load": self._load, "wipe": self._wipe, "serve": self._serve}[options["action"]]
        try:
            action(options)
        except services.NotADemonstration as refusal:
            raise CommandError(str(refusal)) from refusal
        except services.LoadedBefore as error:
            names = ", ".join(error.outdated)
            message = f"{error.part} cannot be written beside what was loaded from files that have changed since ({names}). {FRESH}"
            raise CommandError(message) from error

    def _load(self, options: dict[str, Any]) -> None:
        self._bring_in(force=options["force"], is_fresh=options["fresh"])

    def _bring_in(self, *, force: bool = False, is_fresh: bool = False) -> None:
        self._make_tables()
        if is_fresh and services.is_loaded():
            services.wipe_demo()
        result = services.load_demo(now=timezone.now(), say=self._say, force=force)
        if not result.written and not result.outdated:
            self.stdout.write("The demonstration is loaded.")
        if result.outdated:
            names = ", ".join(result.outdated)
            self.stderr.write(f"Loaded earlier from files that have changed since: {names}. {FRESH}")

    def _say(self, line: str) -> None:
        self.stdout.write(f"Demonstration: {line}")
        self.stdout.flush()

    def _wipe(self, options: dict[str, Any]) -> None:
        if not options["yes"]:
            message = "This empties every table of this database, history included. Say so: essaim demo wipe --yes"
            raise CommandError(message)
        count = services.wipe_demo()
        self.stdout.write(f"The demonstration is wiped: {count} tables emptied, files and mails removed.")

    def _make_tables(self) -> None:
        """Bring the tables up to date, in a demonstration only: those of another database are its keeper's to migrate."""
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        if not settings.ESSAIM_DEMO:
            message = "The tables of this database are not up to date. Bring them there first: essaim migrate"
            raise CommandError(message)
        self._say("making the tables ...")
        call_command("migrate", verbosity=0)

    def _serve(self, options: dict[str, Any]) -> None:
        self._bring_in(is_fresh=options["fresh"])
        call_command("serve", "--host", options["host"], "--port", options["port"])
