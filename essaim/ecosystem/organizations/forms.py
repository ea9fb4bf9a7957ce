"""Input of the room's pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.foundations.accounts.models import LANGUAGES, User
from essaim.foundations.accounts.queries import active_people
from essaim.foundations.territory.forms import CommuneField
from essaim.foundations.ui.forms import AddressField, EditForm, RowForm, day_field

from .models import EssStatus, Establishment, Organization, RegisterFinding
from .services import ANSWERS, ESTABLISHMENT_FIELDS
from .states import Answer, FindingKind, RepresentationRole

FIELDS = [
    "name",
    "acronym",
    "kind",
    "siren",
    "rna",
    "legal_category",
    "activity_code",
    "commune_code",
    "created_on",
    "ceased_on",
    "website",
    "source",
]


class NumberField(forms.CharField):
    """A SIREN or RNA number, typed with or without spaces, in capitals or not."""

    def __init__(self, **options: Any) -> None:
        """Leave room for the spaces."""
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(**{**options, "max_length": 24, "required": False, "widget": widget})

    def to_python(self, value: Any) -> str:
        """Take the spaces away."""
        return "".join(str(super().to_python(value)).split()).upper()


class ActivityField(NumberField):
    """An activity code, typed with or without its point."""

    def to_python(self, value: Any) -> str:
        """Put the point where it stands."""
        plain = super().to_python(value).replace(".", "")
        return f"{plain[:2]}.{plain[2:]}" if plain else ""


class OrganizationFields(forms.ModelForm):
    """What the forms of a record share: tolerant numbers, and a commune by its name."""

    siren = NumberField(label=_("SIREN"), help_text=gettext_lazy("Nine digits, if it has one"))
    rna = NumberField(
        label=gettext_lazy("RNA number"),
        help_text=gettext_lazy("That of an association: W and nine characters, if it is known"),
    )
    activity_code = ActivityField(
        label=gettext_lazy("Activity code"),
        help_text=gettext_lazy("That of its main activity (APE), such as 94.99Z; empty if it is not known"),
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


STATUS_FIELDS = [
    "kind",
    "cause",
    "cause_note",
    "starts_on",
    "ends_on",
    "requested_on",
    "is_to_confirm",
    "source",
    "read_on",
]


class StatusForm(RowForm):
    """A status of a structure, held or asked for, with what says it and where it was read."""

    is_pending = forms.BooleanField(
        label=gettext_lazy("It is asked for, and not answered yet"),
        required=False,
        help_text=gettext_lazy("Then only the day it was asked for is written."),
    )

    class Meta:
        model = EssStatus
        fields = STATUS_FIELDS

    field_order = ["kind", "is_pending", *STATUS_FIELDS[1:]]

    def clean(self) -> dict[str, Any]:
        """Ask for the day of what is asked for."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_pending") and not cleaned.get("requested_on"):
            self.add_error("requested_on", _("Write the day it was asked for."))
        return cleaned


class GrantForm(forms.Form):
    """From when a status that was asked for is held."""

    starts_on = day_field(label=gettext_lazy("Held from"))
    ends_on = day_field(
        label=gettext_lazy("Until (excluded)"),
        required=False,
        help_text=gettext_lazy(
            "Left empty, an ESUS approval ends after five years, two for a company under three years old."
        ),
    )
    reason = forms.CharField(label=gettext_lazy("The order or document that says it"), max_length=300)


class StatusConfirmForm(EditForm):
    """What was found of a status since."""

    class Meta:
        model = EssStatus
        fields = ["cause", "cause_note", "source", "read_on", "is_to_confirm"]


class EstablishmentFields(forms.ModelForm):
    """What the forms of an establishment share."""

    siret = NumberField(label=_("SIRET"), help_text=gettext_lazy("Fourteen digits, if it has one"))
    activity_code = ActivityField(label=gettext_lazy("Activity code"))
    commune_code = CommuneField(label=gettext_lazy("Commune"))

    class Meta:
        model = Establishment
        fields = list(ESTABLISHMENT_FIELDS)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Name the communes of the authority on a day, and the one that the establishment already has."""
        super().__init__(*args, **options)
        field = self.fields["commune_code"]
        assert isinstance(field, CommuneField)
        field.required = True
        self.offered = field.offer(today=today, known=self.instance.commune_code)


class EstablishmentForm(EstablishmentFields, RowForm):
    """A new establishment."""

    class Meta(EstablishmentFields.Meta):
        pass


class EstablishmentEditForm(EstablishmentFields, EditForm):
    """What is written of an establishment, and why it changes."""

    class Meta(EstablishmentFields.Meta):
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


class AnswerForm(forms.Form):
    """What is made of each thing that the register says of a unit."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is set aside"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed as soon as one is: it is not proposed again while the register says the same."),
    )

    def __init__(self, *args: Any, rows: Sequence[RegisterFinding], **options: Any) -> None:
        """Ask about each difference that waits."""
        super().__init__(*args, **options)
        self.answers: dict[int, str] = {}
        self._names = {row.pk: f"difference_{row.pk}" for row in rows}
        for row in rows:
            choices = [("", pgettext_lazy("answer to the register", "Later"))]
            choices += [(answer.value, answer.label) for answer in ANSWERS[FindingKind(row.kind)]]
            self.fields[self._names[row.pk]] = forms.ChoiceField(
                label=row.get_kind_display() if row.kind == FindingKind.EXIT else row.get_field_display(),
                choices=choices,
                required=False,
            )
        self.order_fields([*self._names.values(), "reason"])

    def clean(self) -> dict[str, Any]:
        """Ask for a reason when one is set aside, and for at least one answer."""
        cleaned = super().clean() or self.cleaned_data
        self.answers = {pk: cleaned[name] for pk, name in self._names.items() if cleaned.get(name)}
        if Answer.SET_ASIDE in self.answers.values() and not str(cleaned.get("reason", "")).strip():
            self.add_error("reason", _("Say why it is set aside: it will not be proposed again."))
        if not self.answers:
            raise forms.ValidationError(_("Answer at least one of them."))
        return cleaned


class BulkForm(forms.Form):
    """One answer to everything shown."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, sets_aside: bool, **options: Any) -> None:
        """Ask for a reason where all is set aside."""
        super().__init__(*args, **options)
        self.fields["reason"].required = sets_aside
