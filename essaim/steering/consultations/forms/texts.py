"""Texts put to discussion, and what is proposed to change in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.choosing import search_structure
from essaim.foundations.ui.forms import RowForm
from essaim.steering.consultations.models import Amendment, AmendmentInvitation, DiscussedText
from essaim.steering.consultations.models.texts import BODY_LENGTH_MAX


class TextForm(RowForm):
    """A text and its first version."""

    body = forms.CharField(label=_("Text"), max_length=BODY_LENGTH_MAX, widget=forms.Textarea(attrs={"rows": 20}))

    class Meta:
        model = DiscussedText
        fields = ["title"]


class AmendmentForm(RowForm):
    """A change to a passage, who proposes it, and why."""

    class Meta:
        model = Amendment
        fields = ["passage", "replacement", "grounds", "organization", "author_label"]
        help_texts = {
            "passage": _("Copied from the text below, enough of it to be found once."),
            "replacement": _("Leave it empty to take the passage out."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the structures."""
        super().__init__(*args, **options)
        search_structure(self, "organization")


class InvitedAmendmentForm(RowForm):
    """A change to a passage, and why; who proposes it is known by their invitation."""

    class Meta:
        model = Amendment
        fields = ["passage", "replacement", "grounds"]
        help_texts = AmendmentForm.Meta.help_texts


class InvitationForm(RowForm):
    """Who is invited to amend a text."""

    class Meta:
        model = AmendmentInvitation
        fields = ["organization", "author_label"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the structures."""
        super().__init__(*args, **options)
        search_structure(self, "organization")


class DecisionForm(forms.Form):
    """Why an amendment is adopted, refused or taken back."""

    reason = forms.CharField(
        label=_("Reason of the decision"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Published with the amendment."),
    )
