"""essaim serve: the site on one address, by granian."""

from __future__ import annotations

import socket
from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from granian import Granian
from granian.constants import Interfaces

from config.static_files import collect_if_changed


class Command(BaseCommand):
    """Serves the site until it is stopped."""

    help = "Serve the site (http://127.0.0.1:8000 unless told otherwise)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare address, port and number of processes."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=_port, default=8000, help="port to listen on (8000)")
        parser.add_argument("--processes", type=int, default=2, help="number of processes (2)")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Check what must be ready, then serve.

        :raises CommandError: if the port is taken, or migrations wait
        """
        host, port = options["host"], options["port"]
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                message = f"Port {port} of {host} cannot be used ({error.strerror}). Choose another: --port {port + 1}"
                raise CommandError(message) from error
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            message = "The database is not up to date. Run: essaim migrate"
            raise CommandError(message)
        connection.close()
        collect_if_changed()
        self.stdout.write(f"Essaim: http://{host}:{port}/   (Ctrl+C stops it)")
        if settings.ESSAIM_DEMO:
            self.stdout.write("This is a demonstration: people and progress are invented, second factor eased.")
        self.stdout.flush()
        Granian(
            "config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=options["processes"],
            blocking_threads=4,
            log_enabled=True,
            websockets=False,
        ).serve()


def _port(text: str) -> int:
    if text.isdigit() and 0 < int(text) < 65_536:
        return int(text)
    message = f"{text!r} is not a port: give a number from 1 to 65535."
    raise ArgumentTypeError(message)
