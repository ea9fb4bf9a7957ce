"""A file of the finance system."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class FinanceFileForm(forms.Form):
    """A spreadsheet, one payment a row."""

    file = forms.FileField(
        label=gettext_lazy("File of the finance system"),
        help_text=gettext_lazy("XLSX, ODS or CSV, at most 5 MB and 2 000 rows; the first sheet is read."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )
