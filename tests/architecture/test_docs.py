"""What is written about the house is what the house is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.env import ROOT

PAGES = [path for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")] if path.name != "LICENSE"]


def test_generated_pages_say_what_the_code_says() -> None:
    # In a process of its own: the rooms hang their entries when they start, and the demonstration's only in its settings.
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.demo"}

    done = subprocess.run(
        [sys.executable, "-m", "config.docs", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_of_the_documentation_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)|<img[^>]+src=\"([^\"]+)\"", path.read_text())
    local = [
        target
        for pair in targets
        for target in pair
        if target and "://" not in target and not target.startswith("mailto:")
    ]

    assert [target for target in local if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_named_by_the_documentation_exist(path: Path) -> None:
    named = re.findall(r"`((?:config|docs|essaim|script|tests|bench)/[\w./-]+)`", path.read_text())

    assert [name for name in named if not (ROOT / name.rstrip("/")).exists()] == []


def test_every_decision_is_numbered_and_says_why() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert [path.name[:4] for path in decisions] == [f"{number:04d}" for number in range(1, len(decisions) + 1)]
    assert all("**Decision.**" in path.read_text() for path in decisions)


def test_both_readmes_give_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        return re.findall(r"^    (script/.+?|essaim .+?)(?:\s{2,}.*)?$", (ROOT / name).read_text(), re.MULTILINE)

    assert commands("README.md") == commands("README.fr.md")
    assert commands("README.md")[:2] == ["script/demo", "script/test"]
