"""What residents write, and what the team answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from essaim.foundations.ui.traps import TrapForm


class FeedbackForm(TrapForm):
    """A resident's question."""

    salt = "feedback"
    field_order = ["text", "email", "website", "opened"]

    text = forms.CharField(
        label=gettext_lazy("Your question or remark"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, to be told of the answer"),
        required=False,
        help_text=gettext_lazy("Optional. Never shown, and erased once the answer is sent."),
    )


class TrackingForm(forms.Form):
    """Finds a question by its number."""

    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=20, help_text="ESS-XXXXXXXX")


class AnswerForm(forms.Form):
    """The public answer to a question."""

    answer = forms.CharField(
        label=gettext_lazy("Public answer"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6})
    )
