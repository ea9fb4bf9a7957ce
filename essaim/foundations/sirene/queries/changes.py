"""What changed between two months: who entered the ESS of a territory, who left it, and what is said otherwise of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.sirene import register as files
from essaim.foundations.sirene.files import quoted
from essaim.foundations.sirene.rows import Basis, Change, Changes, Place

from .bases import NoSnapshot, unreadable
from .figures import asked_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def changes(register: DuckDBPyConnection, after: Basis, before: Basis, place: Place, *, limit: int = 1000) -> Changes:
    """
    Compare a month with an earlier one for one rule or layer; a change of edition or of rule is no change of the ESS.

    :param register: opened for after
    :param limit: how many rows are given; the counts are of all
    :raises NoSnapshot: if the two do not rest on the same rule and edition, or the file of one is not there any more
    """
    if (after.scope, after.perimeter, after.is_generated) != (before.scope, before.perimeter, before.is_generated):
        raise NoSnapshot(_("These two months do not rest on the same rule and perimeter: they are not compared."))
    path = files.folder() / before.file
    if not path.exists():
        raise NoSnapshot(unreadable(before.file))
    register.execute(f"ATTACH {quoted(path)} AS before (READ_ONLY)")
    try:
        query = files.sql("read/changes")
        counted = register.execute(
            f"SELECT kind, count(*) FROM ({query}) GROUP BY kind",  # noqa: S608 (a query of ours)
            asked_of(place),
        ).fetchall()
        rows = register.execute(f"{query} LIMIT {limit:d}", asked_of(place)).fetchall()
    finally:
        register.execute("DETACH before")
    counts = dict(counted)
    return Changes(
        place=place,
        before=before,
        after=after,
        entered=counts.get("entered", 0),
        left=counts.get("left", 0),
        changed=counts.get("changed", 0),
        rows=tuple(Change(siret, name, commune, kind, tuple(found)) for siret, name, commune, kind, found in rows),
    )
