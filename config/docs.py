"""Writes the parts of docs/ that are read from the code: python -m config.docs write|check."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from config.env import ROOT

NOTE = "<!-- Written by `python -m config.docs write` from the code: change the code, not this page. -->"


def pages() -> dict[Path, str]:
    """Return the generated pages, from their path to their text."""
    return {ROOT / "docs" / "rooms.md": rooms_page(), ROOT / "docs" / "roles.md": roles_page()}


def rooms_page() -> str:
    """Describe each room: its purpose, its models and states, and what it hangs in menus and pages."""
    from django.apps import apps
    from django.utils.translation import override

    from config.settings.rooms import ROOMS
    from essaim.foundations.ui import navigation, panels

    lines = ["# Rooms", "", NOTE, "", "From the ground up. A room uses those before it, never one after it.", ""]
    with override("en"):
        for room in ("essaim.foundations.primitives", *ROOMS):
            name = room.split(".")[-1]
            lines += [f"## {name}", "", f"`{room}`. {import_module(room).__doc__ or ''}".strip(), ""]
            if room not in ROOMS:
                continue
            config = apps.get_app_config(name)
            models = [
                model
                for model in config.get_models()
                if not hasattr(model, "pgh_tracked_model") and not model._meta.auto_created
            ]
            lines += [f"- `{model.__name__}`: {_first_line(model.__doc__)}" for model in models]
            lines += [""] if models else []
            tables = list(_transition_tables(room))
            for table_name, table in tables:
                lines += [f"Moves of `{table_name}`:", "", "```mermaid", table, "```", ""]
            for line in (*_signals(room), *_commands(room)):
                lines.append(line)
            if lines[-1]:
                lines.append("")
        lines += ["## What rooms hang in the frame and on each other's pages", ""]
        lines += ["| menu | entry | leads to |", "|---|---|---|"]
        for entry in sorted(navigation.all_entries(), key=lambda entry: (entry.section, entry.order)):
            lines.append(f"| {entry.section} | {entry.label} | `{entry.url_name}` |")
        lines += ["", "| place | panel | from |", "|---|---|---|"]
        for panel in sorted(panels.all_panels(), key=lambda panel: (panel.place, panel.order)):
            lines.append(f"| `{panel.place}` | {panel.title} | `{panel.url_name}` |")
    return "\n".join(lines).rstrip() + "\n"


def _first_line(doc: str | None) -> str:
    return (doc or "").strip().split("\n")[0]


def _transition_tables(room: str) -> Iterator[tuple[str, str]]:
    from importlib.util import find_spec

    from essaim.foundations.primitives.transitions import TransitionTable

    if find_spec(f"{room}.states") is None:
        return
    for name, value in vars(import_module(f"{room}.states")).items():
        if isinstance(value, TransitionTable):
            yield name, value.mermaid()


def _signals(room: str) -> Iterator[str]:
    """Read the signals a room declares, with the comment beside each."""
    path = ROOT / room.replace(".", "/") / "signals.py"
    if not path.exists():
        return
    source = path.read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            comment = source.splitlines()[node.lineno - 1].partition("#")[2].strip()
            yield f"- signal `{node.targets[0].id}`{': ' + comment if comment else ''}"


def _commands(room: str) -> Iterator[str]:
    folder = ROOT / room.replace(".", "/") / "management" / "commands"
    for path in sorted(folder.glob("[a-z]*.py")):
        module = import_module(f"{room}.management.commands.{path.stem}")
        yield f"- command `essaim {path.stem}`: {_first_line(module.Command.help)}"


def roles_page() -> str:
    """List every URL with who may open it, room by room."""
    from django.utils.translation import override

    from config.access import access_by_room, routes
    from essaim.foundations.accounts.states import ROLE_DESCRIPTIONS, SCOPE_OF_ROLE, RoleKind
    from essaim.foundations.ui.access import PUBLIC, SIGNED_IN

    patterns = {route.name: f"/{route.pattern}" for route in reversed(routes())}
    kinds = list(RoleKind)
    lines = ["# Who may open what", "", NOTE, ""]
    lines += [
        "A person holds roles, each from one day until another, for one scope. The page or the service then decides on the",
        "thing itself; the note says on what. `tests/architecture/test_access.py` opens every address as every role.",
        "",
    ]
    with override("en"):
        lines += ["| role | held for | what it is for |", "|---|---|---|"]
        lines += [
            f"| {kind.label} (`{kind}`) | {SCOPE_OF_ROLE[kind].label} | {ROLE_DESCRIPTIONS[kind]} |" for kind in kinds
        ]
        heads = " | ".join(str(kind.label) for kind in kinds)
        for room, table in access_by_room().items():
            lines += ["", f"## {room}", "", f"| address | methods | anybody | signed in | {heads} | note |"]
            lines.append("|---" * (5 + len(kinds)) + "|")
            for name, access in table.items():
                anybody = "●" if access.who == PUBLIC else ""
                signed_in = "●" if access.who in {PUBLIC, SIGNED_IN} else ""
                marks = ["●" if signed_in or kind in access.roles else "" for kind in kinds]
                address = patterns.get(name, "").replace("|", "\\|")
                cells = [f"`{address}`", ", ".join(access.methods), anybody, signed_in, *marks, access.note]
                lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def stale() -> list[str]:
    """Name the generated pages that no longer say what the code says."""
    return [
        str(path.relative_to(ROOT))
        for path, text in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    """Write or check; check answers 1 when a page is out of date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    import django

    django.setup()
    action = sys.argv[1] if len(sys.argv) == 2 else ""
    if action == "write":
        for path, text in pages().items():
            path.write_text(text, encoding="utf-8")
    elif action == "check":
        found = stale()
        print("\n".join(f"{path} is out of date: python -m config.docs write" for path in found) or "Up to date.")  # noqa: T201
        return 1 if found else 0
    else:
        print(__doc__)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
