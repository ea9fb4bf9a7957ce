"""Queries written with the ORM whose SQL is built once: for what is asked so often that building costs more than running."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class NotInQuery(ValueError):
    """A parameter does not reach the database as it was given: the query cannot be compiled once for all its values."""


class CompiledQuery:
    """
    A query with named parameters, compiled the first time it is asked, then only run.

    Rows come as the driver gives them: JSON as text, none of the conversions of fields.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], **marks: object) -> None:
        """
        Keep how to build it.

        :param build: takes the parameters by name, and returns the query of their values
        :param marks: for each parameter, a value of its type that stands nowhere else in the query
        """
        self._build = build
        self._marks = marks
        self._sql = ""
        self._arguments: tuple[Any, ...] = ()

    def _compile(self) -> None:
        sql, found = self._build(**self._marks).query.sql_with_params()
        for name, mark in self._marks.items():
            if mark not in found:
                raise NotInQuery(name)
        self._sql, self._arguments = sql, tuple(found)

    def rows(self, **values: object) -> list[tuple[Any, ...]]:
        """
        Run it with the values of its parameters.

        :raises NotInQuery: if a parameter is changed on its way to the database
        """
        if not self._sql:
            self._compile()
        places: Mapping[object, Any] = {mark: values[name] for name, mark in self._marks.items()}
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [places.get(argument, argument) for argument in self._arguments])
            return cursor.fetchall()
