"""Input of the room's pages."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.ui.fields import day_input

from .kinds import ACCEPT, endings_in_words
from .models import Document


def _limits() -> str:
    return _("Accepted: %(endings)s; at most %(limit)s. The content is checked, not only the name.") % {
        "endings": endings_in_words(),
        "limit": filesizeformat(settings.ESSAIM_DOCUMENT_BYTES_MAX),
    }


def _file_field() -> forms.FileField:
    return forms.FileField(
        label=gettext_lazy("File"),
        help_text=lazy(_limits, str)(),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        # An empty file is refused by the inspection, with a message that names it.
        allow_empty_file=True,
    )


def _day(label: object, help_text: object) -> forms.DateField:
    return forms.DateField(
        label=label,  # type: ignore[arg-type]
        help_text=help_text,  # type: ignore[arg-type]
        required=False,
        widget=day_input(),
    )


class AboutForm(forms.Form):
    """What is said of a document."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Empty: the name of the file. Name no private person: the title stays after the file is erased."
        ),
    )
    purpose = forms.CharField(
        label=gettext_lazy("Kept for"),
        max_length=200,
        help_text=gettext_lazy("What it is needed for, such as: follow-up of the action, proof of the vote."),
    )
    keep_until = _day(
        gettext_lazy("Kept until"),
        gettext_lazy("Optional. On that day it leaves the pages; it can be restored for 30 days, then it is erased."),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Public: everybody who reads the page may download it"), required=False
    )


class DepositForm(AboutForm):
    """A file and what is said of it."""

    field_order = ["upload"]
    upload = _file_field()


class ChangeForm(AboutForm):
    """The same, for a document that is there."""

    reason = forms.CharField(label=gettext_lazy("Reason of the change"), max_length=300, required=False)

    def __init__(self, *args: object, **options: object) -> None:
        """Ask for a title, since there is no file name to take it from."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["title"].required = True
        self.fields["title"].help_text = _("Name no private person: the title stays after the file is erased.")


class ReplaceForm(forms.Form):
    """A newer file."""

    upload = _file_field()
    note = forms.CharField(label=gettext_lazy("What changed"), max_length=300, required=False)


class WithdrawForm(forms.Form):
    """Why a document goes."""

    reason = forms.CharField(label=gettext_lazy("Reason of the withdrawal"), max_length=300)


class RestoreForm(forms.Form):
    """Until when a document is kept, once restored."""

    keep_until = _day(gettext_lazy("Kept until"), gettext_lazy("Empty: as long as what it is attached to."))


class AgreementForm(forms.Form):
    """What the departmental archives agreed to, and for which documents."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of the agreement"),
        max_length=200,
        help_text=gettext_lazy("Of the signed slip, or of the management table that covers these documents."),
    )
    agreed_on = forms.DateField(label=gettext_lazy("Agreed on"), widget=day_input())
    documents = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Documents it covers"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, waiting: Iterable[Document], **options: object) -> None:
        """Offer the documents that wait for an agreement."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["documents"].choices = [(row.pk, f"{row.pk}. {row.title}") for row in waiting]  # type: ignore[attr-defined]
