"""essaim --help reads well: every command of ours, one line each, in English, room by room."""

from __future__ import annotations

import re

from django.core.management import get_commands
from django.utils.translation import override

from config.cli import overview


def _lines() -> list[str]:
    with override("fr"):
        return overview().splitlines()


def test_every_command_of_the_house_has_its_line() -> None:
    named = {line.split()[0] for line in _lines() if line.startswith("  ")}
    ours = {name for name, place in get_commands().items() if str(place).startswith(("essaim.", "config"))}

    assert ours <= named
    assert {"serve", "backup", "restore", "nightly", "demo", "audit", "init"} <= ours


def test_groups_are_in_english_and_ours_come_first() -> None:
    groups = [line for line in _lines()[2:] if line and not line.startswith((" ", "Every other"))]

    assert groups[0] == "Essaim"
    assert groups[-1] == "Django"
    assert "Accounts" in groups
    assert all(group.isascii() for group in groups)


def test_each_line_says_what_the_command_does_in_one_sentence() -> None:
    ours = set(get_commands())
    for line in _lines():
        if line.startswith("  ") and (match := re.match(r"  (\S+)\s+(.*)", line)) and match[1] in ours:
            assert match[2], match[1]
            assert match[2].endswith((".", ")")), line
