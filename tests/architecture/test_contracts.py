"""The direction of imports is enforced: a planted violation is caught, and the contracts name the rooms there are."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from config.env import ROOT
from config.settings.rooms import ROOMS

PLANTED = {
    "a floor reaches up": ("essaim/foundations/territory/planted.py", "from essaim.steering.action_plan import apps"),
    "a room reaches up": ("essaim/foundations/ui/planted.py", "from essaim.foundations.accounts import models"),
    "hidden in a function": (
        "essaim/foundations/audit_trail/planted.py",
        "def late() -> None:\n    from essaim.foundations.accounts import models",
    ),
    "hidden under type checking": (
        "essaim/foundations/accounts/planted.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from essaim.insight.dashboard import apps",
    ),
    "neighbours that must not know each other": (
        "essaim/foundations/territory/planted.py",
        "from essaim.foundations.accounts import models",
    ),
    "primitives know Django": ("essaim/foundations/primitives/planted.py", "import django.db"),
    "a room knows the configuration": ("essaim/insight/website/planted.py", "from config import env"),
    "models know services": (
        "essaim/foundations/audit_trail/models.py",
        "from essaim.foundations.audit_trail import services",
    ),
    "an unplaced room": ("essaim/foundations/unplaced/__init__.py", '"""Nowhere."""'),
}


@pytest.fixture(scope="module")
def copy_of_the_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    ignored = shutil.ignore_patterns("__pycache__", "static", "templates", "locale", "migrations", "data", "tests")
    for package in ("essaim", "config"):
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    # With -c the working folder comes first, so that the copy is read and not the installed house.
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=None))"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def test_house_keeps_its_contracts(copy_of_the_house: Path) -> None:
    result = _lint(copy_of_the_house)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("path", "line"), PLANTED.values(), ids=PLANTED.keys())
def test_planted_violation_is_caught(copy_of_the_house: Path, path: str, line: str) -> None:
    target = copy_of_the_house / path
    before = target.read_text() if target.exists() else None
    target.parent.mkdir(exist_ok=True)
    target.write_text((before or "") + "\n" + line + "\n")
    try:
        result = _lint(copy_of_the_house)
    finally:
        if before is None:
            target.unlink()
            if not any(target.parent.iterdir()):
                target.parent.rmdir()
        else:
            target.write_text(before)

    assert result.returncode != 0
    assert "BROKEN" in result.stdout or "not allowed" in result.stdout or "Missing" in result.stdout, result.stdout


def test_contracts_and_settings_name_the_same_rooms() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    placed = {
        f"{contract['containers'][0]}.{room.strip()}"
        for contract in contracts
        if contract["id"].startswith("rooms-of-")
        for layer in contract["layers"]
        for room in layer.split("|")
    }

    assert placed - {"essaim.foundations.primitives"} == set(ROOMS)
    assert not any("ignore_imports" in contract for contract in contracts)
