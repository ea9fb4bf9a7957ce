"""Which snapshots can be asked, and what figures of one rest on."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from essaim.foundations.sirene import register
from essaim.foundations.sirene.models import BracketMeans, Snapshot
from essaim.foundations.sirene.reference import regions
from essaim.foundations.sirene.rows import Basis, ShownSnapshot
from essaim.foundations.sirene.states import Denominator, Layer, PerimeterState, Rule
from essaim.foundations.territory.queries import ShownZone, territoires_on

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
    means: int | None = None,
) -> Basis:
    """
    Say what figures rest on: by default the newest month in service, with its newest perimeter, and the means in force.

    :param vintage: first day of a month
    :param perimeter: number of an edition
    :param means: number of a set of means of brackets; one that does not say anything of such files is left for that in force
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
    return _basis(row, scope, denominator, list(BracketMeans.objects.in_force(date.max)), means)


def months_alike(basis: Basis, *, limit: int) -> tuple[list[Basis], int]:
    """
    Say what the same figures rest on in each month in service, oldest first, whatever their number: two queries.

    Months are alike when read with one edition of the perimeter from the same kind of files, real or invented.

    :param limit: how many of the newest are told
    :returns: the months alike, and how many months are left out: of another edition or kind, or without the list that is needed
    """
    rows = list(Snapshot.objects.ready().select_related("perimeter"))
    sets = list(BracketMeans.objects.in_force(date.max))
    alike = [row for row in rows if (row.perimeter.number, row.is_generated) == (basis.perimeter, basis.is_generated)]
    left_out = len({row.vintage for row in rows} - {row.vintage for row in alike})
    found = list[Basis]()
    for row in reversed(alike[:limit]):
        try:
            found.append(_basis(row, basis.scope, basis.denominator, sets, basis.means))
        except NoSnapshot:
            left_out += 1
    return found, left_out


def _basis(
    row: Snapshot, scope: Rule | Layer, denominator: Denominator, sets: Sequence[BracketMeans], number: int | None
) -> Basis:
    """Say what figures of one snapshot rest on."""
    needed = LIST_OF.get(scope) if isinstance(scope, Layer) else None
    if needed and needed not in row.lists:
        raise NoSnapshot(_("The list this layer is told by was not loaded: %(layer)s.") % {"layer": scope.label})
    fitting = [found for found in sets if found.target is None or found.is_generated == row.is_generated]
    means = next((found for found in fitting if found.number == number), fitting[0] if fitting else None)
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


@dataclass(frozen=True, slots=True)
class Settings:
    """What opening snapshots needs of the database: means by their number, territoires of the authority by month."""

    means: Mapping[int, Mapping[str, float]]
    territoires: Mapping[date, tuple[str, tuple[ShownZone, ...]]]


def settings_of(bases: Sequence[Basis]) -> Settings:
    """Read once what opening several snapshots needs: as many queries as for one."""
    numbers = {basis.means for basis in bases}
    means = dict(BracketMeans.objects.filter(number__in=numbers).values_list("number", "values"))
    return Settings(means, territoires_on({basis.vintage for basis in bases}))


@contextlib.contextmanager
def opened(basis: Basis, settings: Settings | None = None) -> Iterator[DuckDBPyConnection]:
    """
    Open the snapshot of a basis, for reading only, with what the reads look at already chosen.

    :param settings: what settings_of() read for it and others, where several are opened one after the other
    :raises NoSnapshot: if its file is not there any more
    """
    settings = settings or settings_of([basis])
    means, zones = settings.means[basis.means], settings.territoires[basis.vintage]

    def prepared(connection: DuckDBPyConnection) -> None:
        prepare(connection, basis.vintage, means, basis.denominator, zones)

    key = (basis.vintage, basis.denominator, tuple(means.items()), zones[0], tuple(zones[1]))
    try:
        with register.kept_snapshot(basis.file, key, prepared) as connection:
            look_at(connection, basis.scope)
            yield connection
    except register.SnapshotUnreadable as error:
        raise NoSnapshot(unreadable(basis.file)) from error


def prepare(
    connection: DuckDBPyConnection,
    vintage: date,
    means: Mapping[str, float],
    denominator: Denominator,
    territoires: tuple[str, Sequence[ShownZone]],
) -> None:
    """
    Set out what every read looks at, in a snapshot that was just opened or just made.

    :param territoires: SIREN of the authority and its territoires in that month
    """
    connection.execute(f"SET VARIABLE denominator = '{denominator.value}'")
    connection.execute(f"SET VARIABLE vintage = DATE '{vintage.isoformat()}'")
    register.run(
        connection,
        "read/opened",
        codes=list(means),
        means=[float(mean) for mean in means.values()],
        regions=[f"R{code}" for code, _name, _departments in regions()],
        names=[name for _code, name, _departments in regions()],
        departments=[list(departments) for _code, _name, departments in regions()],
    )
    _put_territoires(connection, *territoires)
    held = "SELECT 1 FROM duckdb_tables() WHERE table_name = 'judgement'"
    if not connection.execute(held).fetchall():
        # Being made, or made before verdicts were kept: each is then judged when it is first asked for.
        register.run(connection, "read/unjudged")


def look_at(register: DuckDBPyConnection, scope: Rule | Layer) -> None:
    """Choose the rule or the layer that the reads look at."""
    register.execute(f"SET VARIABLE scope = '{scope.value}'")


def unreadable(file: str) -> str:
    """Say that the file of a snapshot is not there any more."""
    return _("The file of this snapshot cannot be read: %(file)s.") % {"file": file}


def _put_territoires(connection: DuckDBPyConnection, siren: str, zones: Sequence[ShownZone]) -> None:
    """Write the territoires of the authority, as they were in the month of the snapshot, where the reads find them."""
    connection.execute(
        "CREATE TEMP TABLE territoire (code VARCHAR, name VARCHAR, epci VARCHAR, population INTEGER, communes VARCHAR[])"
    )
    rows = [(f"{siren}-{zone.code}", zone.name, siren, zone.population, sorted(zone.commune_codes)) for zone in zones]
    if siren and rows:
        connection.executemany("INSERT INTO territoire VALUES (?, ?, ?, ?, ?)", rows)
