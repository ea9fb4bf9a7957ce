"""No list makes and reads a template for each of its cells, as the library's columns of days do."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import django_tables2 as tables

from config.settings.rooms import ROOMS
from essaim.foundations.ui.lists import Table


def _kinds(kind: type[Table]) -> Iterator[type[Table]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


def test_days_are_columns_of_the_house() -> None:
    for room in ROOMS:
        name = f"{room.split('.apps.')[0]}.tables"
        if find_spec(name):
            import_module(name)

    kinds = [kind for kind in _kinds(Table) if ".tests." not in kind.__module__]
    found = [
        f"{kind.__name__}.{name}"
        for kind in kinds
        for name, column in kind.base_columns.items()
        if isinstance(column, tables.DateColumn | tables.DateTimeColumn | tables.TimeColumn)
    ]

    assert len(kinds) > 40
    assert found == [], "use ui.lists.DateColumn"
