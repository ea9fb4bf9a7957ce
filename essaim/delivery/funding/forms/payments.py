"""Instalments, conditions, services done, payments, delegations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.delivery.funding import queries
from essaim.delivery.funding.models import Condition, Delegation, Instalment
from essaim.foundations.ui.forms import RowForm, day_field
from essaim.steering.action_plan.forms.budget import EurosField


class InstalmentForm(RowForm):
    """An instalment."""

    cents = EurosField(label=gettext_lazy("Amount, in euros"))

    class Meta:
        model = Instalment
        fields = ["kind", "cents", "due_on"]


class ConditionForm(RowForm):
    """Something asked before an instalment is paid."""

    class Meta:
        model = Condition
        fields = ["kind", "wording", "day", "rate_percent"]


class MeetForm(forms.Form):
    """Since when a condition is met, and what shows it."""

    met_on = day_field(label=gettext_lazy("Met on"))
    evidence = forms.CharField(
        label=pgettext_lazy("of a condition", "Evidence"),
        max_length=300,
        help_text=gettext_lazy("Such as the document received, with its date"),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Propose today."""
        super().__init__(*args, **options)
        self.fields["met_on"].initial = today


class CertifyForm(forms.Form):
    """How much of an instalment is done, on what evidence."""

    cents = EurosField(
        label=gettext_lazy("Amount of the service done, in euros"),
        help_text=gettext_lazy("Less than the whole if less was done"),
    )
    note = forms.CharField(label=gettext_lazy("On what evidence"), max_length=300)

    def __init__(self, *args: Any, cents: int, **options: Any) -> None:
        """Propose all that is left."""
        super().__init__(*args, **options)
        self.fields["cents"].initial = cents


class TakeBackForm(forms.Form):
    """Why what was said is taken back."""

    note = forms.CharField(label=gettext_lazy("Why it is taken back"), max_length=300)


class OrderForm(forms.Form):
    """The day of a payment, and its number in the finance system."""

    paid_on = day_field(label=gettext_lazy("Paid on"))
    warrant_number = forms.CharField(
        label=gettext_lazy("Number of the payment order"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("As the finance system gives it, if it is known"),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Propose today."""
        super().__init__(*args, **options)
        self.fields["paid_on"].initial = today


class CorrectPaymentForm(forms.Form):
    """What is taken away of a payment, and why."""

    cents = EurosField(label=gettext_lazy("Amount taken away, in euros"))
    paid_on = day_field(label=gettext_lazy("Day of the correction"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, today: date, cents: int, **options: Any) -> None:
        """Propose today and the whole payment."""
        super().__init__(*args, **options)
        self.fields["paid_on"].initial = today
        self.fields["cents"].initial = cents


class DelegationForm(RowForm):
    """A signature delegated to somebody of the team."""

    class Meta:
        model = Delegation
        fields = ["person", "duty", "starts_on", "source"]
        labels = {"duty": pgettext_lazy("delegation", "what they sign")}

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Offer the team, from today on."""
        super().__init__(*args, **options)
        self.fields["person"].queryset = queries.people_for_choice(today=today)  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today
