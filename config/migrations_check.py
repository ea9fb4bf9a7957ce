"""Tells whether the models and their migrations agree; run by script/test, needs a database only to start Django."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.core.management import execute_from_command_line

from config.embedded_postgres import ensure_running


def main() -> None:
    """Run makemigrations --check on a short-lived server unless DATABASE_URL names one."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    if os.environ.get("DATABASE_URL"):
        execute_from_command_line(["essaim", "makemigrations", "--check", "--dry-run"])
        return
    with tempfile.TemporaryDirectory(prefix="essaim-check-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        lease = ensure_running(Path(folder) / "postgres", is_durable=False)
        os.environ["DATABASE_URL"] = lease.url
        try:
            execute_from_command_line(["essaim", "makemigrations", "--check", "--dry-run"])
        finally:
            from django.db import connection

            from config.pytest_postgres import supervisor_gone

            connection.close()
            lease.release()
            supervisor_gone(lease)


if __name__ == "__main__":
    main()
