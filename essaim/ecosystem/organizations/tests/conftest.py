"""Two months of a small invented register with numbers of a right key, loaded once; each test finds their rows anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import transaction
from django.test import override_settings

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.sirene.files import SourceFile
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.services import first_edition, load_snapshot
from essaim.foundations.sirene.tests import small_stock
from essaim.foundations.territory import services as territory

NOW = datetime(2026, 8, 3, 9, tzinfo=UTC)
COMMAND = SystemActor("essaim sirene load")
JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
LILLE = "200093201"


def _with_key(digits: str) -> str:
    """Add the digit that makes a number right (Luhn)."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))]
    return digits + str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def siren(key: str) -> str:
    """Return the SIREN of a unit of the small stock here."""
    return _with_key(f"100000{key}")


def siret(key: str, nic: str = "0001") -> str:
    """Return the SIRET of an establishment of the small stock here."""
    return _with_key(siren(key) + nic)


@dataclass(frozen=True, slots=True)
class Made:
    """Where the snapshots are, and their rows."""

    folder: Path
    rows: tuple[dict[str, Any], ...]


def _stock(folder: Path, changes: tuple[str, ...] = ()) -> Path:
    """Write the stock with right numbers; changes are written in the tables e (establishments) and u (units)."""
    small_stock.write(folder)
    paths = {"e": folder / SourceFile.ESTABLISHMENTS.parquet, "u": folder / SourceFile.UNITS.parquet}
    with duckdb.connect() as base:
        for name, path in paths.items():
            base.execute(f"CREATE TABLE {name} AS FROM '{path}'")
            for key, *_others in small_stock.UNITS:
                old = small_stock.siren(key)
                if name == "e":
                    for nic in ("00010", "00028", "00036", "00044"):
                        new = siret(key, nic[:4])
                        base.execute(f"UPDATE e SET siret = '{new}' WHERE siret = '{old}{nic}'")
                base.execute(f"UPDATE {name} SET siren = '{siren(key)}' WHERE siren = '{old}'")
        for change in changes:
            base.execute(change)
        for name, path in paths.items():
            base.execute(f"COPY {name} TO '{path}' (FORMAT parquet)")
    for csv in folder.glob("*.csv"):
        text = csv.read_text(encoding="utf-8")
        for key, *_others in small_stock.UNITS:
            text = text.replace(small_stock.siret(key), siret(key)).replace(small_stock.siren(key), siren(key))
        csv.write_text(text, encoding="utf-8")
    return folder


# In August the association 01 has another name and street, the body 08 has closed, the SCOP 06 is in Lyon only.
CHANGES = (
    f"UPDATE u SET denominationUniteLegale = 'LES NOUVEAUX JARDINS' WHERE siren = '{siren('01')}'",
    f"UPDATE e SET libelleVoieEtablissement = 'NEUVE' WHERE siret = '{siret('01')}'",
    f"UPDATE e SET etatAdministratifEtablissement = 'F' WHERE siret IN ('{siret('08')}', '{siret('06')}')",
)


@pytest.fixture(scope="session")
def _register(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("register")
    loaded = []
    with (
        django_db_blocker.unblock(),
        override_settings(ESSAIM_SIRENE_FOLDER=str(folder / "snapshots"), ESSAIM_SIRENE_THREADS=1),
        transaction.atomic(),
    ):
        for month, changes in ((JULY, ()), (AUGUST, CHANGES)):
            files = _stock(folder / f"{month:%Y-%m}", changes)
            loaded.append(load_snapshot(folder=files, vintage=month, actor=COMMAND, now=NOW))
        rows = [
            {field.attname: getattr(row, field.attname) for field in Snapshot._meta.concrete_fields} for row in loaded
        ]
        transaction.set_rollback(True)
    return Made(folder / "snapshots", tuple(rows))


Serve = Callable[[date], Snapshot]


@pytest.fixture
def serve(db: None, _register: Made) -> Iterator[Serve]:
    """Put a month in service, for the Métropole de Lille."""
    territory.load_reference(actor=COMMAND, now=NOW, sirens=[LILLE])
    territory.set_authority(siren=LILLE, actor=COMMAND, now=NOW)
    edition = first_edition(actor=COMMAND, now=NOW)

    def put(month: date) -> Snapshot:
        (row,) = (row for row in _register.rows if row["vintage"] == month)
        return Snapshot.objects.create(**row | {"id": None, "perimeter_id": edition.pk, "state": "ready"})

    with override_settings(ESSAIM_SIRENE_FOLDER=str(_register.folder), ESSAIM_SIRENE_THREADS=1):
        yield put
