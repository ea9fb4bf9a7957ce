"""What residents write, and what the team answers."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# A person takes longer than this to write a question; a robot does not. In seconds.
WRITING_SECONDS_MIN = 3
WRITING_SECONDS_MAX = 24 * 3600


class FeedbackForm(forms.Form):
    """A resident's question; a trap field and a signed moment keep robots away without asking people anything."""

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
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, now: datetime, **options: object) -> None:
        """Sign the moment the form is shown."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._now = now
        self.fields["opened"].initial = signing.dumps(now.timestamp(), salt="feedback")
        self.fields["website"].is_trap = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Refuse what a robot sends."""
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("This message looks automatic. Leave the hidden field empty."))
        try:
            opened = float(signing.loads(str(cleaned.get("opened", "")), salt="feedback"))
        except (signing.BadSignature, ValueError):
            raise forms.ValidationError(_("This form has expired. Send it again: your text is kept.")) from None
        elapsed = self._now.timestamp() - opened
        if not WRITING_SECONDS_MIN <= elapsed <= WRITING_SECONDS_MAX:
            raise forms.ValidationError(_("Please take a moment to read your message again, then send it."))
        return cleaned


class TrackingForm(forms.Form):
    """Finds a question by its number."""

    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=20, help_text="ESS-XXXXXXXX")


class AnswerForm(forms.Form):
    """The public answer to a question."""

    answer = forms.CharField(
        label=gettext_lazy("Public answer"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6})
    )
