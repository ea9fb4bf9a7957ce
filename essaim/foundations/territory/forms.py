"""Input that names places, for the forms of every room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.primitives.identifiers import is_commune_code
from essaim.foundations.primitives.texts import sort_key

from .queries import commune_names, communes


class CommuneField(forms.CharField):
    """A commune by its INSEE code, or by its name when it is one of the authority's; the page shows names while typing."""

    names: dict[str, str]

    def __init__(self, **options: Any) -> None:
        """Offer the names of communes while typing."""
        widget = forms.TextInput(attrs={"list": "communes", "autocomplete": "off"})
        help_text = gettext_lazy("The name of a commune of the authority, or an INSEE code such as 59350.")
        super().__init__(**{"help_text": help_text, **options, "max_length": 100, "required": False, "widget": widget})
        self.names = {}

    def offer(self, *, today: date, known: str = "") -> list[str]:
        """
        Take the names of the authority's communes on a day, and return them for the page.

        :param known: the code that is written already, shown by its name even when it is no longer of the authority
        """
        self.names = {commune.code: commune.name for commune in communes(today=today)}
        offered = list(self.names.values())
        if known and known not in self.names:
            self.names |= commune_names([known])
        return offered

    def prepare_value(self, value: Any) -> Any:
        """Show the name of a commune that is known by its code."""
        return self.names.get(value, value)

    def clean(self, value: Any) -> str:
        """
        Return the code.

        :raises ValidationError: if this is neither a code nor the name of a commune of the authority
        """
        text = str(super().clean(value))
        if not text or is_commune_code(text.upper()):
            return text.upper()
        for code, name in self.names.items():
            if _plain(name) == _plain(text):
                return code
        raise forms.ValidationError(
            _("This is no commune of the authority: write the INSEE code of a commune elsewhere.")
        )


def _plain(text: str) -> str:
    return sort_key(text).split("\t")[0]
