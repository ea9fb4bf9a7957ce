"""The command essaim: Django's commands and ours, grouped by room, with the database started when one is needed."""

from __future__ import annotations

import os
import sys
from collections import defaultdict

# Commands that read no row: they must work before there is a database.
WITHOUT_DATABASE = frozenset({"help", "version", "collectstatic", "findstatic", "check", "messages", "diffsettings"})
EVERYDAY = ("migrate", "shell", "dbshell", "check")


def main(arguments: list[str] | None = None) -> None:
    """
    Run one command.

    Settings: DJANGO_SETTINGS_MODULE if set; else production when ESSAIM_ENV=production, else the demo's.
    Database: DATABASE_URL if set; else the embedded server of this checkout, kept for as long as the command runs.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    kind = "production" if os.environ.get("ESSAIM_ENV") == "production" else "demo"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"config.settings.{kind}")
    if not words or (words[0] in {"-h", "--help", "help"} and len(words) == 1):
        _start_django()
        print(overview())  # noqa: T201
        return
    asks_for_help = bool({"-h", "--help"} & set(words))
    if not os.environ.get("DATABASE_URL") and words[0] not in WITHOUT_DATABASE and not asks_for_help:
        _hold_embedded_server()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["essaim", *words])


def _start_django() -> None:
    import django

    django.setup()


def _hold_embedded_server() -> None:
    from config import embedded_postgres
    from config.env import var_folder

    refusals = (
        embedded_postgres.FolderForeign,
        embedded_postgres.FolderUnreachable,
        embedded_postgres.MajorMismatch,
        embedded_postgres.ServerDidNotStart,
    )
    try:
        embedded_postgres.ensure_running(var_folder() / "postgres")
    except refusals as refusal:
        sys.exit(str(refusal))


def overview() -> str:
    """Return the help page: every command of ours with one line, room by room, then Django's everyday ones."""
    from django.apps import apps
    from django.core.management import get_commands, load_command_class
    from django.utils.translation import override

    by_room: dict[str, list[tuple[str, str]]] = defaultdict(list)
    # Commands speak English, whatever the language of the pages.
    with override("en"):
        for name, place in get_commands().items():
            module = place if isinstance(place, str) else place.__module__
            if module.startswith(("essaim.", "config")) or name in EVERYDAY:
                config = next((config for config in apps.get_app_configs() if config.name == module), None)
                room = str(config.verbose_name) if config and not module.startswith("django") else "Django"
                command = load_command_class(module, name) if isinstance(place, str) else place
                by_room[room].append((name, str(command.help).strip().split("\n")[0]))
    lines = ["essaim COMMAND [...]   (essaim COMMAND --help tells its options)", ""]
    for room in sorted(by_room, key=lambda room: (room == "Django", room != "Essaim", room)):
        lines.append(room)
        lines += [f"  {name:<16} {text}" for name, text in sorted(by_room[room])]
        lines.append("")
    lines.append("Every other command of Django works too: essaim help --commands lists them.")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
