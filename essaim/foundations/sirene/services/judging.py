"""Judges statistical secrecy once, when a snapshot is made, and keeps the verdicts in its file: any page then reads them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from essaim.foundations.sirene import register
from essaim.foundations.sirene.files import quoted
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.queries import bases, joining, judging
from essaim.foundations.sirene.rows import Judged
from essaim.foundations.sirene.states import Denominator, Layer, Rule
from essaim.foundations.territory.queries import territoires_on

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Judging = Callable[[str, int, int], None]
# Verdicts are written so many at a time: a row by itself takes DuckDB longer than the verdict.
BATCH = 500


def published_before(*, vintage: date, perimeter: int, headcount_year: int | None, is_generated: bool) -> list[Path]:
    """
    List the files in service that tell the same brackets: other months, or other editions of the perimeter.

    Brackets of another year tell other numbers of employees, which nothing subtracts. None unless the site asks for it
    (ESSAIM_SIRENE_MONTHS_TOGETHER): small territories often change by one or two employers a month.
    """
    if not settings.ESSAIM_SIRENE_MONTHS_TOGETHER:
        return []
    rows = Snapshot.objects.ready().filter(headcount_year=headcount_year, is_generated=is_generated)
    others = rows.exclude(vintage=vintage, perimeter__number=perimeter).order_by("vintage", "pk")
    return [register.folder() / row.file for row in others if (register.folder() / row.file).exists()]


def keep_verdicts(
    path: Path,
    *,
    vintage: date,
    lists: Collection[str],
    scratch: Path,
    before: Sequence[Path] = (),
    progress: Judging | None = None,
) -> int:
    """
    Judge the whole country by each rule and layer that can be told, and write the verdicts into a file that was just made.

    :param lists: names of the lists that were loaded
    :param before: what published_before() lists: what they give is given already, and counts in what may be given
    :param progress: told the rule or layer, its number and how many there are
    :returns: how many parts were judged
    """
    scopes = [*Rule, *bases.layers_told(lists)]
    count = 0
    with register.workshop(path, scratch=scratch) as made:
        # Verdicts rest neither on means nor on a denominator.
        bases.prepare(made, vintage, {}, Denominator.TOTAL, territoires_on({vintage})[vintage])
        register.run(made, "load/judgement")
        for number, scope in enumerate(scopes, start=1):
            if progress:
                progress(str(scope.label), number, len(scopes))
            bases.look_at(made, scope)
            rows = [
                (scope.value, *part, withheld) for part, withheld in judging.judgements(made, Judged(path.name, scope))
            ]
            count += len(rows)
            _keep(made, rows)
        _join(made, scopes, before)
        made.execute("DROP TABLE temp.judgement")
        made.execute("ALTER TABLE kept_judgement RENAME TO judgement")
        made.execute("CHECKPOINT")
    return count


def _join(made: DuckDBPyConnection, scopes: Collection[Rule | Layer], before: Sequence[Path]) -> None:
    """Judge all rules and layers together, with the months published before, and keep that instead."""
    names = list[str]()
    for path in before[-joining.MONTHS_MAX :]:
        name = f"month_{len(names)}"
        made.execute(f"ATTACH {quoted(path)} AS {name} (READ_ONLY)")
        held = "SELECT 1 FROM duckdb_tables() WHERE table_name = 'judgement' AND database_name = $name"
        if made.execute(held, {"name": name}).fetchall():
            names.append(name)
        else:
            # Made before verdicts were kept: what it gives is not known here.
            made.execute(f"DETACH {name}")
    listed = joining.publications(made, scopes, table="kept_judgement", before=names)
    straddling = judging.straddling(made)
    rows = [
        (scope.value, *part, withheld) for scope, part, withheld in joining.judged_together(made, listed, straddling)
    ]
    for start in range(0, len(rows), BATCH):
        columns = zip(*(row[:4] for row in rows[start : start + BATCH]), strict=True)
        made.execute(register.sql("load/forget"), [list(column) for column in columns])
    _keep(made, rows)
    made.execute("DROP VIEW counted")
    for name in names:
        made.execute(f"DETACH {name}")


def _keep(made: DuckDBPyConnection, rows: Sequence[tuple[str, ...]]) -> None:
    for start in range(0, len(rows), BATCH):
        columns = zip(*rows[start : start + BATCH], strict=True)
        made.execute(register.sql("load/keep"), [list(column) for column in columns])
