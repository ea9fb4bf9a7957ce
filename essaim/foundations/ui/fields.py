"""Widgets that several rooms' forms and filters share."""

from __future__ import annotations

from django import forms


def day_input() -> forms.DateInput:
    """
    Build the browser's own field for a day.

    Such a field only shows a value written year, month, day: in another language's order it would come back empty.
    """
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def hour_input() -> forms.TimeInput:
    """Build the browser's own field for an hour."""
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def moment_input() -> forms.DateTimeInput:
    """Build the browser's own field for a moment, which only shows a value written year first."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
