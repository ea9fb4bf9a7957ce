"""Counts and sums of other rows, beside each row of a list."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, F, Func, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet[Any]) -> Coalesce:
    """Count the rows of a subquery, which names the row of the list by OuterRef."""
    return _whole(rows, "COUNT", "pk")


def sum_of(rows: QuerySet[Any], field: str) -> Coalesce:
    """Add up a field of the rows of a subquery, which names the row of the list by OuterRef; zero when there is none."""
    return _whole(rows, "SUM", field)


def _whole(rows: QuerySet[Any], function: str, field: str) -> Coalesce:
    # Not Django's aggregates, which group the rows: a single group, set up for each row of the list, takes longer than the rest.
    found = Func(F(field), function=function, output_field=BigIntegerField())
    subquery = Subquery(rows.order_by().annotate(found=found).values("found"))
    return Coalesce(subquery, Value(0), output_field=BigIntegerField())
