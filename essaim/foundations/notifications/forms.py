"""Input of the room's pages."""

from __future__ import annotations

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from .kinds import Kind


class PreferencesForm(forms.Form):
    """Which kinds of messages also come by mail."""

    kinds = forms.MultipleChoiceField(
        label=_("By mail"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )

    def __init__(self, *args: object, preferences: list[tuple[Kind, bool]], **options: object) -> None:
        """List every kind, with what the person wants now."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        field = self.fields["kinds"]
        field.choices = [  # type: ignore[attr-defined]
            (kind.key, format_html("<strong>{}</strong>. {}", kind.label, kind.description))
            for kind, _wanted in preferences
        ]
        field.initial = [kind.key for kind, is_wanted in preferences if is_wanted]
