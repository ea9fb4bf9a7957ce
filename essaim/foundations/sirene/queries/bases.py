"""Which snapshots can be asked, and what figures of one rest on."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from essaim.foundations.sirene import register
from essaim.foundations.sirene.models import BracketMeans, Snapshot
from essaim.foundations.sirene.rows import Basis, ShownSnapshot
from essaim.foundations.sirene.states import Denominator, Layer, PerimeterState, Rule
from essaim.foundations.territory.queries import authority, territoires

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The list without which a layer cannot be told.
LIST_OF = {Layer.ESUS: "esus", Layer.SIAE: "siae"}


class NoSnapshot(Exception):
    """What was asked is not loaded here; the text says what is missing, for people."""


def layers_told(lists: Collection[str]) -> list[Layer]:
    """List the layers that can be told with the lists that were loaded."""
    return [layer for layer in Layer if LIST_OF.get(layer, "") in {"", *lists}]


def snapshots() -> list[ShownSnapshot]:
    """List the snapshots in service, newest month first."""
    return [
        ShownSnapshot(
            pk=row.pk,
            vintage=row.vintage,
            perimeter=row.perimeter.number,
            is_generated=row.is_generated,
            has_history=row.has_history,
            establishments=row.ess_count,
            lists=tuple(sorted(row.lists)),
        )
        for row in Snapshot.objects.ready().select_related("perimeter")
    ]


def to_reclassify(*, vintage: date | None = None) -> list[Snapshot]:
    """List, one a month, the snapshots in service of months not read with the edition in force yet; newest month first."""
    rows = Snapshot.objects.ready().select_related("perimeter")
    if vintage is not None:
        rows = rows.filter(vintage=vintage)
    done = {row.vintage for row in rows if row.perimeter.state == PerimeterState.IN_FORCE}
    newest: dict[date, Snapshot] = {}
    for row in rows:
        if row.vintage not in done:
            newest.setdefault(row.vintage, row)
    return list(newest.values())


def basis(
    scope: Rule | Layer = Rule.INSEE,
    *,
    denominator: Denominator = Denominator.TOTAL,
    vintage: date | None = None,
    perimeter: int | None = None,
) -> Basis:
    """
    Say what figures rest on: by default the newest month in service, with its newest perimeter.

    :param vintage: first day of a month
    :param perimeter: number of an edition
    :raises NoSnapshot: if that month, perimeter or layer was not loaded
    """
    rows = Snapshot.objects.ready().select_related("perimeter")
    if vintage is not None:
        rows = rows.filter(vintage=vintage)
    if perimeter is not None:
        rows = rows.filter(perimeter__number=perimeter)
    row = rows.first()
    if row is None:
        raise NoSnapshot(_missing(vintage, perimeter))
    needed = LIST_OF.get(scope) if isinstance(scope, Layer) else None
    if needed and needed not in row.lists:
        raise NoSnapshot(_("The list this layer is told by was not loaded: %(layer)s.") % {"layer": scope.label})
    means = BracketMeans.objects.in_force(date.max).first()
    if means is None:
        raise NoSnapshot(_("The means of brackets are not set: load the register with essaim sirene load."))
    return Basis(
        scope=scope,
        vintage=row.vintage,
        perimeter=row.perimeter.number,
        perimeter_name=row.perimeter.name,
        denominator=denominator,
        means=means.number,
        means_name=means.name,
        headcount_year=row.headcount_year,
        is_generated=row.is_generated,
        has_history=row.has_history,
        lists=tuple(sorted(row.lists)),
        snapshot=row.pk,
        file=row.file,
    )


def _missing(vintage: date | None, perimeter: int | None) -> str:
    if vintage is not None:
        return _("The register of %(month)s is not loaded here.") % {"month": date_format(vintage, "F Y")}
    if perimeter is not None:
        return _("No snapshot was made with edition %(number)s of the perimeter.") % {"number": perimeter}
    return _("The business register is not loaded yet: essaim sirene load does it.")


@contextlib.contextmanager
def opened(basis: Basis) -> Iterator[DuckDBPyConnection]:
    """
    Open the snapshot of a basis, for reading only, with what the reads look at already chosen.

    :raises NoSnapshot: if its file is not there any more
    """
    means = BracketMeans.objects.get(number=basis.means).values
    try:
        with register.snapshot(basis.file) as connection:
            look_at(connection, basis.scope)
            connection.execute(f"SET VARIABLE denominator = '{basis.denominator.value}'")
            connection.execute(f"SET VARIABLE vintage = DATE '{basis.vintage.isoformat()}'")
            register.run(connection, "read/opened", codes=list(means), means=[float(mean) for mean in means.values()])
            _put_territoires(connection, basis.vintage)
            yield connection
    except register.SnapshotUnreadable as error:
        raise NoSnapshot(unreadable(basis.file)) from error


def look_at(register: DuckDBPyConnection, scope: Rule | Layer) -> None:
    """Choose the rule or the layer that the reads look at."""
    register.execute(f"SET VARIABLE scope = '{scope.value}'")


def unreadable(file: str) -> str:
    """Say that the file of a snapshot is not there any more."""
    return _("The file of this snapshot cannot be read: %(file)s.") % {"file": file}


def _put_territoires(connection: DuckDBPyConnection, day: date) -> None:
    """Write the territoires of the authority, as they were in the month of the snapshot, where the reads find them."""
    connection.execute(
        "CREATE TEMP TABLE territoire (code VARCHAR, name VARCHAR, epci VARCHAR, population INTEGER, communes VARCHAR[])"
    )
    served = authority(today=day)
    if served is None or not served.siren:
        return
    rows = [
        (f"{served.siren}-{zone.code}", zone.name, served.siren, zone.population, sorted(zone.commune_codes))
        for zone in territoires(today=day)
    ]
    if rows:
        connection.executemany("INSERT INTO territoire VALUES (?, ?, ?, ?, ?)", rows)
