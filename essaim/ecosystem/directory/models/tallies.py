"""How many lines each choice of the directory would show: kept by the database at each change, counted by nobody who reads."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

# What is counted whatever the choice: all lines, and those with a point on the map.
ALL, PLACED = "all", "placed"

# Lines that moved, each with its sign, as counts that move. Lines that are alike are counted together first: a night that makes
# every line again moves nothing. A value that is not known is no choice. No choice counts those of its own filter, which it frees.
_MOVING = """
WITH moved AS (
    SELECT commune_code, kind, section, status_kinds, longitude IS NOT NULL AS has_point, sum(sign) AS lines
    FROM ({lines}) AS lines GROUP BY 1, 2, 3, 4, 5 HAVING sum(sign) <> 0
), told AS (
    SELECT moved.lines, given.facet AS given, given.value, shown.facet, shown.value AS name
    FROM moved
    CROSS JOIN LATERAL (
        SELECT * FROM (VALUES ('', ''), ('commune', commune_code), ('kind', kind), ('section', section)) AS one (facet, value)
        WHERE facet = '' OR value <> ''
        UNION ALL SELECT DISTINCT 'status', unnest(status_kinds)
    ) AS given
    CROSS JOIN LATERAL (
        SELECT * FROM (VALUES ('commune', commune_code), ('kind', kind), ('section', section)) AS one (facet, value)
        WHERE value <> ''
        UNION ALL SELECT DISTINCT 'status', unnest(status_kinds)
        UNION ALL SELECT 'all', ''
        UNION ALL SELECT 'placed', '' WHERE has_point
    ) AS shown
    WHERE given.facet <> shown.facet
)
"""
_SUMS = "SELECT given, value, facet, name, sum(lines)::integer FROM told GROUP BY 1, 2, 3, 4 HAVING sum(lines) <> 0"
_KEEP = (
    f"{_MOVING} INSERT INTO directory_tally (given, value, facet, name, count) {_SUMS} ORDER BY 1, 2, 3, 4 "
    "ON CONFLICT (given, value, facet, name) DO UPDATE SET count = directory_tally.count + EXCLUDED.count;"
)
_LINES = "SELECT commune_code, kind, section, status_kinds, longitude, {} AS sign FROM {}"
_NEW, _OLD = _LINES.format(1, "new_lines"), _LINES.format(-1, "old_lines")
# Every count as a look at all lines finds it.
COUNTED = f"{_MOVING} {_SUMS}".format(lines=_LINES.format(1, "directory_listing"))


def _kept(name: str, operation: pgtrigger.Operation, lines: str, **referencing: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(**referencing),
        func=f"{_KEEP.format(lines=lines)} RETURN NULL;",
    )


# One for each kind of change: a table of what changed is told to triggers of one kind only.
TRIGGERS = [
    _kept("tally_insertions", pgtrigger.Insert, _NEW, new="new_lines"),
    _kept("tally_deletions", pgtrigger.Delete, _OLD, old="old_lines"),
    _kept("tally_changes", pgtrigger.Update, f"{_NEW} UNION ALL {_OLD}", new="new_lines", old="old_lines"),
]


class Tally(models.Model):
    """
    Among the lines that one filter keeps (given and its value; both empty: all lines), how many a choice would show.

    facet: the filter the choice belongs to (name is its value), or ALL, or PLACED. Triggers on the lines keep it, raw SQL
    included; `essaim directory check` compares it with a count. Searches of words, around a place or by two filters count lines.
    """

    given = models.CharField(max_length=10, blank=True)
    value = models.CharField(max_length=20, blank=True)
    facet = models.CharField(max_length=10)
    name = models.CharField(max_length=20, blank=True)
    count = models.IntegerField()

    class Meta:
        verbose_name = _("count of the directory")
        verbose_name_plural = _("counts of the directory")
        ordering = ["given", "value", "facet", "name"]
        constraints = [models.UniqueConstraint(fields=["given", "value", "facet", "name"], name="tally_is_kept_once")]

    def __str__(self) -> str:
        """Show what is counted."""
        return f"{self.given} {self.value} {self.facet} {self.name}: {self.count}"
