"""Keeps robots away from forms open to everybody, without asking people anything: a trap field and a signed moment."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# A person takes longer than this to fill a form; a robot does not. In seconds.
WRITING_SECONDS_MIN = 3
WRITING_SECONDS_MAX = 24 * 3600


class TrapForm(forms.Form):
    """A form that anybody sends; salt names its kind, so that the moment of one form is no good for another."""

    salt = ""

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
        self.fields["opened"].initial = signing.dumps(now.timestamp(), salt=self.salt)
        self.fields["website"].is_trap = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Refuse what a robot sends."""
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("This message looks automatic. Leave the hidden field empty."))
        try:
            opened = float(signing.loads(str(cleaned.get("opened", "")), salt=self.salt))
        except (signing.BadSignature, ValueError):
            raise forms.ValidationError(_("This form has expired. Send it again: your text is kept.")) from None
        elapsed = self._now.timestamp() - opened
        if not WRITING_SECONDS_MIN <= elapsed <= WRITING_SECONDS_MAX:
            raise forms.ValidationError(_("Please take a moment to read your message again, then send it."))
        return cleaned

    def sign_again(self) -> None:
        """Give a stale or too quick form a fresh moment; what was written in it is kept."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["opened"] = str(self.fields["opened"].initial)
        self.data = data
