"""Widgets that several rooms' forms and filters share."""

from __future__ import annotations

from django import forms


def day_input() -> forms.DateInput:
    """
    Build the browser's own field for a day.

    Such a field only shows a value written year, month, day: in another language's order it would come back empty.
    """
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
