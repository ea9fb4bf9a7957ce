"""A file of subsidies that another body published."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from essaim.delivery.funding.models import check_siret


class AidFileForm(forms.Form):
    """A published file, where it was taken, and who gave where it does not say."""

    file = forms.FileField(
        label=gettext_lazy("Published file"),
        help_text=gettext_lazy("CSV, XLSX or ODS, at most 5 MB and 20 000 rows; the first sheet is read."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
    )
    source = forms.CharField(
        label=gettext_lazy("Where it was taken, and when"),
        max_length=200,
        help_text=gettext_lazy("Such as the address of the data set, with the day. Kept with each aid."),
    )
    giver = forms.CharField(
        label=gettext_lazy("Given by"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only read in rows that do not say who gave."),
    )
    giver_siret = forms.CharField(
        label=gettext_lazy("Its SIRET"), max_length=14, required=False, validators=[check_siret]
    )

    def clean(self) -> dict[str, object]:
        """Ask for the name of who has a SIRET."""
        cleaned = super().clean() or {}
        if cleaned.get("giver_siret") and not cleaned.get("giver"):
            self.add_error("giver", gettext_lazy("Name who has this SIRET."))
        return cleaned
