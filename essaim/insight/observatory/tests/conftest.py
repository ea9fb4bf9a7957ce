"""An invented register of two months, loaded once: each test finds its files where they were made, and its rows anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.generator import generate
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.services import first_edition, load_snapshot
from essaim.foundations.sirene.states import PlaceKind
from essaim.foundations.territory import services as territory

NOW = datetime(2026, 8, 3, 9, tzinfo=UTC)
COMMAND = SystemActor("essaim sirene load")
MONTHS = (date(2026, 7, 1), date(2026, 8, 1))
LILLE, NANTES = "200093201", "244400404"


@dataclass(frozen=True, slots=True)
class Made:
    """Where the snapshots are, and their rows."""

    folder: Path
    rows: tuple[dict[str, Any], ...]


@pytest.fixture(scope="session")
def _made(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("register")
    loaded = []
    with (
        django_db_blocker.unblock(),
        override_settings(ESSAIM_SIRENE_FOLDER=str(folder / "snapshots"), ESSAIM_SIRENE_THREADS=1),
        transaction.atomic(),
    ):
        for number, month in enumerate(MONTHS):
            files = folder / f"{month:%Y-%m}"
            generate(files, establishments=12_000 + 60 * number, vintage=month, epci=(LILLE, NANTES))
            loaded.append(load_snapshot(folder=files, vintage=month, actor=COMMAND, now=NOW))
        rows = [
            {field.attname: getattr(row, field.attname) for field in Snapshot._meta.concrete_fields} for row in loaded
        ]
        transaction.set_rollback(True)
    return Made(folder / "snapshots", tuple(rows))


def withheld_commune() -> str:
    """Return the code of a commune of the Métropole that has employers, and whose jobs are withheld."""
    basis = sirene.basis()
    with sirene.opened(basis) as opened:
        communes = sirene.places(opened, PlaceKind.COMMUNE, within=LILLE, limit=200)
        return next(
            place.code
            for place in communes
            if (shown := sirene.indicators(opened, basis, place)).withheld and shown.employers
        )


@pytest.fixture
def register(db: None, _made: Made) -> Iterator[None]:
    """Two months of an invented register of Lille and Nantes, in service, and Lille as the authority."""
    edition = first_edition(actor=COMMAND, now=NOW)
    for row in _made.rows:
        Snapshot.objects.create(**{**row, "id": None, "perimeter_id": edition.pk})
    territory.load_reference(actor=COMMAND, now=NOW, sirens=[LILLE, NANTES])
    territory.set_authority(siren=LILLE, actor=COMMAND, now=NOW)
    with override_settings(ESSAIM_SIRENE_FOLDER=str(_made.folder), ESSAIM_SIRENE_THREADS=1):
        yield
