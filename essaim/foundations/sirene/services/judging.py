"""Judges statistical secrecy once, when a snapshot is made, and keeps the verdicts in its file: any page then reads them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

from essaim.foundations.sirene import register
from essaim.foundations.sirene.queries import bases, judging
from essaim.foundations.sirene.rows import Judged
from essaim.foundations.sirene.states import Denominator, Rule
from essaim.foundations.territory.queries import territoires_on

Judging = Callable[[str, int, int], None]
# Verdicts are written so many at a time: a row by itself takes DuckDB longer than the verdict.
BATCH = 500


def keep_verdicts(
    path: Path, *, vintage: date, lists: Collection[str], scratch: Path, progress: Judging | None = None
) -> int:
    """
    Judge the whole country by each rule and layer that can be told, and write the verdicts into a file that was just made.

    :param lists: names of the lists that were loaded
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
            for start in range(0, len(rows), BATCH):
                columns = zip(*rows[start : start + BATCH], strict=True)
                made.execute(register.sql("load/keep"), [list(column) for column in columns])
        made.execute("DROP TABLE temp.judgement")
        made.execute("ALTER TABLE kept_judgement RENAME TO judgement")
        made.execute("CHECKPOINT")
    return count
