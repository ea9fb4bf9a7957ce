"""Amounts, typed in euros and kept in cents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.primitives.money import AmountUnreadable, format_euros, parse_euros
from essaim.steering.action_plan.models import Act, BudgetLine
from essaim.steering.action_plan.states import BudgetSection


class EurosField(forms.CharField):
    """An amount in euros as people type it, in the French or English way; its clean value is in cents."""

    def __init__(self, **options: Any) -> None:
        """Ask phones for figures."""
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_length": 30, "widget": widget, **options})

    def clean(self, value: Any) -> int:
        """
        Read the amount.

        :raises ValidationError: if it is not one
        """
        text = super().clean(value)
        if not text:
            return 0
        try:
            return parse_euros(text)
        except AmountUnreadable:
            message = _("Write an amount in euros with at most two decimals, such as 12 500,50.")
            raise forms.ValidationError(message) from None

    def prepare_value(self, value: Any) -> Any:
        """Show cents as euros."""
        return format_euros(value).removesuffix("\u00a0€") if isinstance(value, int) else value


def _acts() -> Any:
    return Act.objects.public().latest_first()


class BudgetLineForm(forms.Form):
    """An amount planned or voted for an action, a year, a section and a funder."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    section = forms.ChoiceField(label=gettext_lazy("Section"), choices=BudgetSection.choices)
    funder = forms.CharField(label=gettext_lazy("Funder"), max_length=120)
    planned_cents = EurosField(label=gettext_lazy("Amount planned, in euros"), required=False)
    voted_cents = EurosField(label=gettext_lazy("Amount voted, in euros"), required=False)
    act = forms.ModelChoiceField(
        label=gettext_lazy("Act that votes it"),
        queryset=Act.objects.none(),
        required=False,
        help_text=gettext_lazy("A voted amount without an act in force is flagged on the budget's page."),
    )
    reason = forms.CharField(label=gettext_lazy("Note, or reason of a negative amount"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the acts that were voted."""
        super().__init__(*args, **options)
        self.fields["act"].queryset = _acts()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for an amount, and for the reason of a negative one."""
        cleaned = super().clean() or {}
        planned, voted = cleaned.get("planned_cents"), cleaned.get("voted_cents")
        if planned == 0 and voted == 0:
            self.add_error("planned_cents", _("Give an amount planned or voted."))
        if min(planned or 0, voted or 0) < 0 and not cleaned.get("reason"):
            self.add_error("reason", _("A negative amount corrects an earlier line: say why."))
        return cleaned


class CorrectionForm(forms.Form):
    """The right amounts of a line: the difference becomes a new line."""

    planned_cents = EurosField(label=gettext_lazy("Right amount planned, in euros"))
    voted_cents = EurosField(label=gettext_lazy("Right amount voted, in euros"))
    reason = forms.CharField(label=gettext_lazy("Why the line is corrected"), max_length=300)

    def __init__(self, *args: Any, line: BudgetLine, **options: Any) -> None:
        """Start from what the line comes to, its corrections included."""
        super().__init__(*args, **options)
        made = [line, *line.corrections.all()]
        self.fields["planned_cents"].initial = sum(row.planned_cents for row in made)
        self.fields["voted_cents"].initial = sum(row.voted_cents for row in made)
