"""Filters over rows that are computed and not stored, in the shape the list pages expect of a filterset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from essaim.foundations.primitives.texts import fold


@dataclass(frozen=True, slots=True)
class RowChoice:
    """
    One filter: its name in the address, its label, its choices, and which rows a value keeps.

    value: what it is when the address says nothing; choices None: a free text.
    """

    name: str
    label: str | Promise
    keeps: Callable[[Any, str], bool]
    choices: Sequence[tuple[str, object]] | None = None
    value: str = ""
    is_required: bool = False


def containing(*names: str) -> Callable[[Any, str], bool]:
    """Build the usual search: keep a row when one of these attributes holds the text, deaf to accents and capitals."""
    return lambda row, value: any(fold(value) in fold(str(getattr(row, name))) for name in names)


def everything(_row: object, _value: str) -> bool:
    """Keep every row: for a choice that the page has already used to find its rows."""
    return True


class _RowFilter:
    """A bound form and the rows it keeps; a value that is no choice is said to be wrong, and filters nothing."""

    choices: tuple[RowChoice, ...] = ()

    def __init__(self, data: QueryDict | None, *, queryset: Iterable[Any], request: object) -> None:
        """Bind the form to the address."""
        values = {choice.name: choice.value for choice in self.choices}
        for name in values:
            if data is not None and name in data:
                values[name] = str(data[name])
        self.form = forms.Form(values)
        for choice in self.choices:
            self.form.fields[choice.name] = _field(choice)
        self._rows = queryset
        self._request = request

    @property
    def qs(self) -> list[Any]:
        """The rows kept."""
        self.form.is_valid()
        kept = [
            (choice, value) for choice in self.choices if (value := self.form.cleaned_data.get(choice.name, "").strip())
        ]
        return [row for row in self._rows if all(choice.keeps(row, value) for choice, value in kept)]


def _field(choice: RowChoice) -> forms.Field:
    if choice.choices is None:
        return forms.CharField(label=str(choice.label), required=False, max_length=200)
    blank = [] if choice.is_required else [("", _("All"))]
    return forms.ChoiceField(label=str(choice.label), required=False, choices=[*blank, *choice.choices])


def row_filter(*choices: RowChoice) -> type[_RowFilter]:
    """Build the filter of a list from its choices, in the order they are shown."""
    return type("RowFilter", (_RowFilter,), {"choices": choices})
