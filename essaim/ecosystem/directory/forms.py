"""Input of the room's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.foundations.ui.forms import EditForm

from .models import Card


class CardForm(EditForm):
    """What a structure says of itself."""

    class Meta:
        model = Card
        fields = ["summary", "phone"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for no reason: the card is the structure's own."""
        super().__init__(*args, **options)
        self.fields["reason"].required = False


class KnownAddressForm(forms.Form):
    """An address of the structure itself, and where it is public."""

    known_address = forms.EmailField(
        label=_("Address of the structure"),
        required=False,
        help_text=_("One of the structure's own, not a person's; never shown. Left empty, it is forgotten."),
    )
    known_address_source = forms.CharField(label=_("Where it is public"), max_length=300, required=False)


class OwnReasonForm(forms.Form):
    """Why a structure leaves the directory: it does not have to say."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Nobody has to give one; kept in the history.")
    )
