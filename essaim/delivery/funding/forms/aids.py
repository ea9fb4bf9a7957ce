"""The aid register: aids of other bodies, single undertakings, limits, resolutions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from essaim.delivery.funding import queries
from essaim.delivery.funding.models import AidLine, LimitRule, Undertaking, UndertakingMember
from essaim.ecosystem.organizations.queries import organizations_for_choice
from essaim.foundations.ui.forms import RowForm
from essaim.steering.action_plan.forms.budget import EurosField


class AidForm(RowForm):
    """An aid of another body."""

    cents = EurosField(label=gettext_lazy("Gross amount, in euros"))

    class Meta:
        model = AidLine
        fields = ["giver", "cents", "granted_on", "regime", "origin", "source"]


class AidCorrectionForm(forms.Form):
    """Where it is read that an aid was written by mistake."""

    source = forms.CharField(label=gettext_lazy("Why it is taken away, and where that is read"), max_length=300)


class LinkForm(RowForm):
    """A structure that counts as one with others."""

    undertaking = forms.ModelChoiceField(
        label=gettext_lazy("Single undertaking"),
        queryset=Undertaking.objects.none(),
        required=False,
        help_text=gettext_lazy("Left empty to make a new one"),
    )
    name = forms.CharField(label=gettext_lazy("or name of a new one"), max_length=200, required=False)

    class Meta:
        model = UndertakingMember
        fields = ["organization", "starts_on", "ground"]

    field_order = ["undertaking", "name"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Offer undertakings and records, from today on."""
        super().__init__(*args, **options)
        self.fields["undertaking"].queryset = queries.undertakings_for_choice()  # type: ignore[attr-defined]
        self.fields["organization"].queryset = organizations_for_choice()  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today

    def whole(self) -> dict[str, Any]:
        """Return all values, ready for the service."""
        return {**self.values(), "undertaking": self.cleaned_data["undertaking"], "name": self.cleaned_data["name"]}

    def clean(self) -> dict[str, Any]:
        """Ask for one of both."""
        cleaned = super().clean() or {}
        if not cleaned.get("undertaking") and not cleaned.get("name"):
            self.add_error("name", gettext_lazy("Choose a single undertaking, or name a new one."))
        return cleaned


class LimitForm(RowForm):
    """A limit that the authority applies."""

    cents = EurosField(label=gettext_lazy("Amount, in euros"))

    class Meta:
        model = LimitRule
        fields = ["code", "cents", "starts_on", "ends_on", "source", "note"]


class ResolutionForm(forms.Form):
    """How an alarm is resolved."""

    reason = forms.CharField(
        label=gettext_lazy("How it is resolved"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Such as another regime, with its source. Kept with the grant, and in its history."),
    )
