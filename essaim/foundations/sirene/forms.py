"""Input of the room's pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.foundations.ui.fields import day_input

from .models import PerimeterActivity, PerimeterCategory


class ReasonForm(forms.Form):
    """Why a snapshot is accepted, set aside or taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class EditionForm(forms.Form):
    """The next edition of the perimeter."""

    name = forms.CharField(label=_("Name"), max_length=200)
    source = forms.CharField(
        label=_("Source"), max_length=500, help_text=_("Who says so: a note of INSEE, an act, a letter of the CRESS.")
    )


class CategoryForm(forms.ModelForm):
    """The place of a legal category."""

    class Meta:
        model = PerimeterCategory
        fields = ("code", "label", "family", "confidence", "in_insee", "in_statutory", "source")


class ActivityForm(forms.ModelForm):
    """Activities outside the field."""

    class Meta:
        model = PerimeterActivity
        fields = ("nomenclature", "code_from", "code_to", "label", "confidence", "source")


class InForceForm(forms.Form):
    """The day an edition starts."""

    starts_on = forms.DateField(label=_("In force from"), widget=day_input())
