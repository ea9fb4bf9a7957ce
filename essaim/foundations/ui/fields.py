"""Widgets that several rooms' forms and filters share."""

from __future__ import annotations

from typing import Any

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


class FoldedChoices(forms.CheckboxSelectMultiple):
    """
    Several choices as boxes to tick, folded under one word that says which are ticked: a list of them stays as low as one field.

    It unfolds without scripts. What is ticked is sent with the form, not at each tick.
    """

    template_name = "ui/forms/folded_choices.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what is ticked, in words."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        ticked = [option["label"] for _group, options, _place in groups for option in options if option["selected"]]
        return {**context, "ticked": ticked}
