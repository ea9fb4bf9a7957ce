"""Input of the room's pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.foundations.accounts.models import LANGUAGES, User
from essaim.foundations.accounts.queries import active_people
from essaim.foundations.territory.forms import CommuneField
from essaim.foundations.ui.forms import AddressField, EditForm, RowForm, day_field

from .models import Organization
from .states import RepresentationRole

FIELDS = ["name", "acronym", "kind", "siren", "rna", "commune_code", "website", "source"]


class NumberField(forms.CharField):
    """A SIREN or RNA number, typed with or without spaces, in capitals or not."""

    def __init__(self, **options: Any) -> None:
        """Leave room for the spaces."""
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(**{**options, "max_length": 20, "required": False, "widget": widget})

    def to_python(self, value: Any) -> str:
        """Take the spaces away."""
        return "".join(str(super().to_python(value)).split()).upper()


class OrganizationFields(forms.ModelForm):
    """What the forms of a record share: tolerant numbers, and a commune by its name."""

    siren = NumberField(label=_("SIREN"), help_text=gettext_lazy("Nine digits, if it has one"))
    rna = NumberField(
        label=gettext_lazy("RNA number"),
        help_text=gettext_lazy("That of an association: W and nine characters, if it is known"),
    )
    commune_code = CommuneField(label=gettext_lazy("Commune of its seat"))

    class Meta:
        model = Organization
        fields = FIELDS
        field_classes = {"website": AddressField}
        help_texts = {"name": gettext_lazy("In full. The record is public: name a structure, never a person.")}

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Name the communes of the authority on a day, and the one that the record already has."""
        super().__init__(*args, **options)
        field = self.fields["commune_code"]
        assert isinstance(field, CommuneField)
        self.offered = field.offer(today=today, known=self.instance.commune_code)


class OrganizationForm(OrganizationFields, RowForm):
    """A new record."""

    is_distinct = forms.BooleanField(
        label=gettext_lazy("It is another structure than those named above"), required=False, widget=forms.HiddenInput
    )

    class Meta(OrganizationFields.Meta):
        pass

    def ask_whether_distinct(self) -> None:
        """Show the box to tick, once records of a close name were found."""
        self.fields["is_distinct"].widget = forms.CheckboxInput()


class OrganizationEditForm(OrganizationFields, EditForm):
    """What is written of a structure, and why it changes."""

    class Meta(OrganizationFields.Meta):
        pass


class RepresentativeForm(forms.Form):
    """Somebody who has an account, and in what quality they speak for a structure."""

    person = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=User.objects.none())
    role = forms.ChoiceField(
        label=pgettext_lazy("of a representative", "Quality"),
        choices=RepresentationRole.choices,
        initial=RepresentationRole.DELEGATE,
    )
    starts_on = day_field(label=gettext_lazy("From"))
    ends_on = day_field(
        label=gettext_lazy("Until (excluded)"),
        required=False,
        help_text=gettext_lazy("Leave empty if no end is known."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Offer the people who can sign in, and propose today."""
        super().__init__(*args, **options)
        self.fields["person"].queryset = active_people()  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today


class InvitationForm(forms.Form):
    """Somebody who has no account yet: they get a link by mail, and speak for the structure once they accepted."""

    full_name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    job_title = forms.CharField(label=gettext_lazy("Job title"), max_length=200, required=False)
    role_ends_on = day_field(
        label=gettext_lazy("Until (excluded)"),
        required=False,
        help_text=gettext_lazy("Leave empty if no end is known."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"), choices=LANGUAGES)


class EndForm(forms.Form):
    """The day somebody no longer speaks for a structure."""

    ends_on = day_field(
        label=gettext_lazy("Ends on (excluded)"),
        help_text=gettext_lazy("The first day they no longer speak for it; the day it starts calls it off."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Propose today."""
        super().__init__(*args, **options)
        self.fields["ends_on"].initial = today


class SheetForm(forms.Form):
    """A spreadsheet of structures."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("XLSX, ODS or CSV, at most 5 MB and 500 rows; the first sheet is read."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )
