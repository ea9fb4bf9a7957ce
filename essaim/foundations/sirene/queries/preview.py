"""What enters and what leaves the ESS when one edition of the perimeter follows another, counted in the newest snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from essaim.foundations.sirene import making, register
from essaim.foundations.sirene.models import PerimeterEdition, Snapshot
from essaim.foundations.sirene.states import Rule

from .bases import NoSnapshot, unreadable


@dataclass(frozen=True, slots=True)
class Moved:
    """Establishments of one legal category that enter or leave; activity: the excluded one that is the reason, if one is."""

    legal_category: str
    label: str
    activity: str
    enters: bool
    establishments: int
    units: int
    employers: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What moves in INSEE's field, counted in a snapshot; not_kept: categories that count now and that it does not hold."""

    vintage: date
    is_generated: bool
    moved: tuple[Moved, ...]
    not_kept: tuple[str, ...]

    @property
    def entering(self) -> int:
        """How many establishments enter."""
        return sum(row.establishments for row in self.moved if row.enters)

    @property
    def leaving(self) -> int:
        """How many establishments leave."""
        return sum(row.establishments for row in self.moved if not row.enters)


def tables_of(edition: PerimeterEdition) -> making.Perimeter:
    """Read the tables of an edition as the reads and the making of snapshots need them."""
    return making.Perimeter(
        number=edition.number,
        categories=list(edition.categories.values_list("code", "family", "confidence", "in_insee", "in_statutory")),
        activities=list(edition.activities.values_list("nomenclature", "code_from", "code_to")),
    )


def preview(edition: PerimeterEdition) -> Preview | None:
    """
    Compare a draft with the edition in force; None where no snapshot or no edition is there to count in.

    :raises NoSnapshot: if the file of the newest snapshot is not there any more
    """
    snapshot = Snapshot.objects.ready().first()
    in_force = PerimeterEdition.objects.in_force().first()
    if snapshot is None or in_force is None:
        return None
    before, after = tables_of(in_force), tables_of(edition)
    labels = dict(edition.categories.values_list("code", "label"))
    try:
        with register.snapshot(snapshot.file) as connection:
            for prefix, tables in (("now_", before), ("next_", after)):
                making.put_perimeter(connection, tables, prefix=prefix)
                register.run(connection, f"read/{prefix}excluded")
            rows = connection.execute(register.sql("read/moved"), {"rule": Rule.INSEE.value}).fetchall()
    except register.SnapshotUnreadable as error:
        raise NoSnapshot(unreadable(snapshot.file)) from error
    moved = tuple(Moved(row[0], labels.get(row[0], ""), *row[1:]) for row in rows)
    return Preview(snapshot.vintage, snapshot.is_generated, moved, _not_kept(before, after))


def _not_kept(before: making.Perimeter, after: making.Perimeter) -> tuple[str, ...]:
    """List categories whose undeclared units the snapshot left out when it was made: only the next load counts them all."""
    kept = {code for code, _family, confidence, *_in in before.categories if confidence != "C"}
    return tuple(sorted(code for code, _f, _c, in_insee, _s in after.categories if in_insee and code not in kept))
