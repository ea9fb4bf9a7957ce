"""Snapshots of the room’s tests: their own folder, and the stock written by hand, loaded once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.sirene import register, services
from essaim.foundations.sirene.models import Snapshot

from . import small_stock

NOW = datetime(2026, 8, 3, 9, tzinfo=UTC)
COMMAND = SystemActor("essaim sirene load")


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.ESSAIM_SIRENE_FOLDER = str(tmp_path / "snapshots")
    settings.ESSAIM_SIRENE_THREADS = 1
    register.close_kept()


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    return small_stock.write(tmp_path / "stock-2026-08")


@pytest.fixture(scope="session")
def _first_load() -> dict[str, Any]:
    """What the first test that needed it loaded: the others are given a copy, a load being read from files each time."""
    return {}


@pytest.fixture
def snapshot(db: None, stock: Path, _first_load: dict[str, Any]) -> Snapshot:
    """The stock written by hand, loaded."""
    if not _first_load:
        loaded = services.load_snapshot(folder=stock, actor=COMMAND, now=NOW)
        content = (register.folder() / loaded.file).read_bytes()
        values = {field.attname: getattr(loaded, field.attname) for field in Snapshot._meta.concrete_fields}
        _first_load |= {"content": content, "values": values}
        return loaded
    edition = services.first_edition(actor=COMMAND, now=NOW)
    values = _first_load["values"] | {"id": None, "perimeter_id": edition.pk}
    (register.folder() / values["file"]).write_bytes(_first_load["content"])
    return Snapshot.objects.create(**values)
