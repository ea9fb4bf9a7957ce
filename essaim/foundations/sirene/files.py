"""The monthly files of the register: their names, the columns we read, and how each column is read."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

# A file of this name in a folder says that its files are generated; Parquet files say it too.
GENERATED_MARK = "GENERATED.txt"


class SourceFile(Enum):
    """A file of the register, by the name it is published under (data.gouv.fr, dataset of the base Sirene)."""

    UNITS = "StockUniteLegale"
    ESTABLISHMENTS = "StockEtablissement"
    UNIT_HISTORY = "StockUniteLegaleHistorique"
    ESTABLISHMENT_HISTORY = "StockEtablissementHistorique"

    @property
    def parquet(self) -> str:
        """Its name as a Parquet file."""
        return f"{self.value}_utf8.parquet"

    @property
    def zipped(self) -> str:
        """Its name as a compressed CSV file."""
        return f"{self.value}_utf8.zip"


def quoted(path: Path | str) -> str:
    """Write a path as a literal of SQL, where no parameter can stand (COPY ... TO)."""
    return "'" + str(path).replace("'", "''") + "'"
