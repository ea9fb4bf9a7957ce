"""Agreements, amendments and clauses."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.delivery.funding.models import Clause, Grant
from essaim.foundations.ui.forms import RowForm, day_field
from essaim.steering.action_plan.forms.budget import EurosField


class AmendmentForm(forms.Form):
    """What an amendment changes."""

    purpose = forms.CharField(label=gettext_lazy("What it changes, and why"), max_length=300)
    amount_cents = EurosField(label=gettext_lazy("Amount of the grant once it is signed, in euros"))
    last_on = day_field(label=gettext_lazy("Last day of the grant once it is signed"))

    def __init__(self, *args: Any, grant: Grant, **options: Any) -> None:
        """Start from what the grant is."""
        super().__init__(*args, **options)
        self.fields["amount_cents"].initial = grant.amount_cents
        self.fields["last_on"].initial = grant.last_on


class ClauseForm(RowForm):
    """A clause."""

    class Meta:
        model = Clause
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}


class SignatureForm(forms.Form):
    """The day, who signed, and the file."""

    signed_on = day_field(label=gettext_lazy("Signed on"))
    signatories = forms.CharField(
        label=gettext_lazy("Signed by"),
        max_length=300,
        help_text=gettext_lazy("In what quality: the president of the authority, the president of the association"),
    )
    file = forms.FileField(label=pgettext_lazy("of an agreement", "Signed file"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Propose today."""
        super().__init__(*args, **options)
        self.fields["signed_on"].initial = today
