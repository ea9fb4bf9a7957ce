"""
The register of triggers, made quick: every process that starts fills it.

django-pgtrigger reads all triggers again, twice, for each one it takes, to see that no name is taken: with six hundred of them, a
third of the time a command needs to start, growing as the square of the number of models. Here what is taken is kept as it comes.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pgtrigger import Trigger
from pgtrigger.registry import _Registry, _registry


class _QuickRegistry(_Registry):
    """The library's register, with its two indexes kept instead of made anew at each question."""

    @cached_property
    def pg_function_names(self) -> set[str]:
        """The names of functions of the triggers it holds."""
        return {trigger.get_pgid(model) for model, trigger in self.data.values()}

    @cached_property
    def by_db_table(self) -> dict[tuple[str, str | None], Trigger]:
        """The triggers it holds, by table and name."""
        return {(model._meta.db_table, trigger.name): trigger for model, trigger in self.data.values()}

    def __setitem__(self, key: str, value: tuple[Any, Trigger]) -> None:
        """
        Take a trigger.

        :raises KeyError: if its name or that of its function is taken
        """
        super().__setitem__(key, value)
        model, trigger = value
        self.by_db_table[model._meta.db_table, trigger.name] = trigger
        self.pg_function_names.add(trigger.get_pgid(model))

    def __delitem__(self, key: str) -> None:
        """Leave a trigger out; the indexes are made anew when they are next asked for."""
        super().__delitem__(key)
        for index in ("by_db_table", "pg_function_names"):
            self.__dict__.pop(index, None)


def quicken() -> None:
    """Make the one register of the process quick; what it holds stays."""
    _registry.__class__ = _QuickRegistry
