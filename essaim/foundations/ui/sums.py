"""Counts and sums of other rows: beside each row of a list, or several at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, F, Func, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet[Any]) -> Coalesce:
    """Count the rows of a subquery, which names the row of the list by OuterRef."""
    return _whole(rows, "COUNT", "pk")


def sum_of(rows: QuerySet[Any], field: str) -> Coalesce:
    """Add up a field of the rows of a subquery, which names the row of the list by OuterRef; zero when there is none."""
    return _whole(rows, "SUM", field)


def counts(*several: QuerySet[Any]) -> tuple[int, ...]:
    """Count the rows of several queries, in their order, by asking the database once."""
    parts: list[str] = []
    arguments: list[Any] = []
    for rows in several:
        try:
            sql, found = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 - as the ORM writes it, its values apart
        arguments += found
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), arguments)
        return tuple(cursor.fetchone())


def _whole(rows: QuerySet[Any], function: str, field: str) -> Coalesce:
    # Not Django's aggregates, which group the rows: a single group, set up for each row of the list, takes longer than the rest.
    found = Func(F(field), function=function, output_field=BigIntegerField())
    subquery = Subquery(rows.order_by().annotate(found=found).values("found"))
    return Coalesce(subquery, Value(0), output_field=BigIntegerField())
