"""Closing days, financial reports, repayments, and how open data names the authority."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.delivery.funding.models import ClosingDay, Grant, Report
from essaim.ecosystem.organizations.queries import organizations_for_choice
from essaim.foundations.ui.forms import day_field
from essaim.steering.action_plan.forms.budget import EurosField

from .grants import SiretField


class BeneficiaryForm(forms.Form):
    """One of those who share a grant."""

    organization = forms.ModelChoiceField(
        label=pgettext_lazy("legal person", "Structure"), queryset=organizations_for_choice().none()
    )

    def __init__(self, *args: Any, grant: Grant, **options: Any) -> None:
        """Offer those who share the grant; the only one is chosen already."""
        super().__init__(*args, **options)
        keys = list(grant.shares.order_by("pk").values_list("organization_id", flat=True))
        field = self.fields["organization"]
        field.queryset = organizations_for_choice().filter(pk__in=keys)  # type: ignore[attr-defined]
        if len(keys) == 1:
            field.initial = keys[0]


class ExpectForm(BeneficiaryForm):
    """The day on which a structure closes its year; 31 December is only proposed."""

    day = forms.IntegerField(label=gettext_lazy("Day on which it closes its financial year"), min_value=1, max_value=31)
    month = forms.IntegerField(
        label=gettext_lazy("Month, in figures"),
        min_value=1,
        max_value=12,
        help_text=gettext_lazy("31 and 12 are only proposed: ask the structure for its own"),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=300, help_text=gettext_lazy("Who said it, or which document")
    )

    def __init__(self, *args: Any, grant: Grant, **options: Any) -> None:
        """Start from the day that is known."""
        super().__init__(*args, grant=grant, **options)
        keys = grant.shares.order_by("pk").values("organization")
        known = ClosingDay.objects.filter(organization__in=keys).first()
        self.fields["day"].initial = known.day if known else 31
        self.fields["month"].initial = known.month if known else 12
        self.fields["source"].initial = known.source if known else ""

    def clean(self) -> dict[str, Any]:
        """Refuse a day that no year has."""
        cleaned = super().clean() or {}
        day, month = cleaned.get("day"), cleaned.get("month")
        if day and month:
            try:
                date(2024, month, day)
            except ValueError:
                self.add_error("day", _("This month has no such day."))
        return cleaned


class ReceiveForm(forms.Form):
    """What a report says; prefilled from the grant."""

    received_on = day_field(label=gettext_lazy("Received on"))
    foreseen_cents = EurosField(
        label=gettext_lazy("Budget of the project as foreseen, in euros"),
        help_text=gettext_lazy("Proposed: the amount of the grant; write the whole budget that was presented"),
    )
    spent_cents = EurosField(label=gettext_lazy("Spent, in euros"))
    account = forms.CharField(
        label=gettext_lazy("What was done"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, today: date, report: Report, **options: Any) -> None:
        """Start from today and from the grant."""
        super().__init__(*args, **options)
        self.fields["received_on"].initial = today
        self.fields["foreseen_cents"].initial = report.foreseen_cents or report.grant.amount_cents

    def clean_foreseen_cents(self) -> int:
        """Ask for a budget above zero."""
        cents: int = self.cleaned_data["foreseen_cents"]
        if cents <= 0:
            raise forms.ValidationError(_("Give an amount above zero."))
        return cents

    def clean_spent_cents(self) -> int:
        """Ask for zero or more."""
        cents: int = self.cleaned_data["spent_cents"]
        if cents < 0:
            raise forms.ValidationError(_("Give an amount of zero or more."))
        return cents


class BreachForm(BeneficiaryForm):
    """The day of a breach of the republican commitment."""

    breach_on = day_field(label=gettext_lazy("Day of the breach"))
    ordered_on = day_field(label=gettext_lazy("Asked on"))

    def __init__(self, *args: Any, grant: Grant, today: date, **options: Any) -> None:
        """Propose today."""
        super().__init__(*args, grant=grant, **options)
        self.fields["ordered_on"].initial = today


class PublisherForm(forms.Form):
    """How open data names the authority."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    siret = SiretField(required=True, help_text=gettext_lazy("Fourteen digits"))
