"""Closing days, financial reports, repayments, and how open data names the authority."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.delivery.calls_for_projects.services.carrying import COMMITMENT_TEXT
from essaim.delivery.calls_for_projects.states import CerExemption
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


class ContractForm(BeneficiaryForm):
    """The republican commitment of who receives a grant: signed, or deemed met."""

    exemption = forms.ChoiceField(
        label=gettext_lazy("Is the structure exempted from signing?"),
        choices=[("", gettext_lazy("No: it signed the commitment")), *CerExemption.choices],
        required=False,
    )
    text_version = forms.CharField(
        label=gettext_lazy("Version of the text"), max_length=100, required=False, initial=COMMITMENT_TEXT
    )
    signed_on = day_field(label=gettext_lazy("Signed on"), required=False)
    signatory_quality = forms.CharField(label=gettext_lazy("Quality of who signed"), max_length=80, required=False)
    reason = forms.CharField(
        label=gettext_lazy("What shows the exemption"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Such as the approval, with its day"),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        help_text=gettext_lazy("The document or the application it was read in"),
    )

    def __init__(self, *args: Any, grant: Grant, **options: Any) -> None:
        """Start from what is recorded of the only structure."""
        super().__init__(*args, grant=grant, **options)
        known = grant.contracts.order_by("pk").first()
        if known is not None and grant.shares.count() == 1:
            for name in ("exemption", "text_version", "signed_on", "signatory_quality", "reason", "source"):
                self.fields[name].initial = getattr(known, name)

    def clean(self) -> dict[str, Any]:
        """Ask for what a signature or an exemption needs, and keep nothing of the other."""
        cleaned = super().clean() or {}
        needed = ("reason",) if cleaned.get("exemption") else ("text_version", "signed_on", "signatory_quality")
        for name in needed:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, gettext_lazy("This is needed."))
        if cleaned.get("exemption"):
            cleaned |= {"signed_on": None, "signatory_quality": ""}
        else:
            cleaned["reason"] = ""
        return cleaned


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
