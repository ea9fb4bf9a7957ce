"""Input of the room's pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.states import OrganizationKind, RepresentationRole
from essaim.foundations.primitives.identifiers import is_commune_code
from essaim.foundations.territory.forms import CommuneField
from essaim.foundations.territory.queries import communes
from essaim.foundations.ui.forms import AddressField, EditForm, RowForm
from essaim.foundations.ui.sheets import heading_key
from essaim.foundations.ui.traps import TrapForm

from .models import (
    MESSAGE_LENGTH_MAX,
    SUMMARY_LENGTH_MAX,
    TEXT_LENGTH_MAX,
    Addition,
    Card,
    Certificate,
    Offer,
    SuggestedChange,
)
from .states import ChangedField


class CardForm(EditForm):
    """What a structure says of itself."""

    class Meta:
        model = Card
        fields = ["summary", "phone", "takes_messages"]
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


def _how_known() -> forms.CharField:
    """Give the field in which somebody says where they know it from."""
    return forms.CharField(
        label=_("How you know it"),
        max_length=TEXT_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A page, a document, or that you work there. Read by the team only."),
    )


def _where_told() -> forms.EmailField:
    """Give the field of the address to which the answer goes."""
    return forms.EmailField(
        label=_("Your e-mail address, if you want to be told"),
        required=False,
        help_text=_("It gets one mail with the answer, and is erased with it."),
    )


class SuggestionForm(TrapForm):
    """What of a structure should be corrected: each field as it is now, to be changed where it is wrong."""

    salt = "directory.suggestion"

    name = forms.CharField(label=ChangedField.NAME.label, max_length=200)
    acronym = forms.CharField(label=ChangedField.ACRONYM.label, max_length=40, required=False)
    commune_code = CommuneField(label=ChangedField.COMMUNE.label)
    activity_code = forms.CharField(
        label=ChangedField.ACTIVITY.label, max_length=6, required=False, help_text=_("Such as 94.99Z")
    )
    site = AddressField(label=ChangedField.WEBSITE.label, max_length=200, required=False)
    summary = forms.CharField(
        label=ChangedField.SUMMARY.label,
        max_length=SUMMARY_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    phone = forms.CharField(label=ChangedField.PHONE.label, max_length=30, required=False)
    note = _how_known()
    email = _where_told()

    def __init__(self, *args: Any, now: datetime, current: Mapping[str, str], **options: Any) -> None:
        """Begin with what is written now."""
        initial = {"site" if name == "website" else name: value for name, value in current.items()}
        super().__init__(*args, now=now, initial=initial, **options)
        field = self.fields["commune_code"]
        assert isinstance(field, CommuneField)
        self.offered = field.offer(today=timezone.localdate(now), known=current["commune_code"])

    def values(self) -> dict[str, str]:
        """Return what each field should be; "website" is the name of the trap, so the site has another here."""
        return {
            field.value: self.cleaned_data["site" if field == ChangedField.WEBSITE else field.value]
            for field in ChangedField
        }


class AdditionForm(TrapForm):
    """A structure that is missing: what who proposes it knows of it."""

    salt = "directory.addition"

    name = forms.CharField(label=ChangedField.NAME.label, max_length=200)
    acronym = forms.CharField(label=ChangedField.ACRONYM.label, max_length=40, required=False)
    commune_code = CommuneField(label=ChangedField.COMMUNE.label)
    siren = forms.CharField(label=_("SIREN"), max_length=14, required=False, help_text=_("Nine digits, if you know it"))
    rna = forms.CharField(
        label=_("RNA number"), max_length=14, required=False, help_text=_("That of an association, if you know it")
    )
    site = AddressField(label=ChangedField.WEBSITE.label, max_length=200, required=False)
    summary = forms.CharField(
        label=ChangedField.SUMMARY.label,
        max_length=SUMMARY_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a few sentences, without names of people"),
    )
    note = _how_known()
    email = _where_told()
    is_other = forms.BooleanField(label=_("It is none of these structures"), required=False)

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        """Offer the names of communes; ask whether it is another only once close ones were found."""
        super().__init__(*args, now=now, **options)
        field = self.fields["commune_code"]
        assert isinstance(field, CommuneField)
        field.required = True
        self.offered = field.offer(today=timezone.localdate(now))
        if not self.data.get("asks_other"):
            self.fields["is_other"].widget = forms.HiddenInput()

    def ask_whether_other(self) -> None:
        """Show the box that says that it is none of those found."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["asks_other"] = "1"
        self.data = data
        self.fields["is_other"].widget = forms.CheckboxInput()

    def values(self) -> dict[str, str]:
        """Return what is proposed; "website" is the name of the trap, so the site has another here."""
        names = ("name", "acronym", "commune_code", "siren", "rna", "summary")
        return {name: self.cleaned_data[name] for name in names} | {"website": self.cleaned_data["site"]}


class AddForm(forms.Form):
    """The record of a structure that somebody proposed, as the team corrects it before it is written."""

    name = forms.CharField(label=ChangedField.NAME.label, max_length=200)
    acronym = forms.CharField(label=ChangedField.ACRONYM.label, max_length=40, required=False)
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=OrganizationKind.choices,
        help_text=_("The public finds structures of the ESS: those of another kind need an ESS status too."),
    )
    legal_category = forms.CharField(label=_("Legal category"), max_length=4, required=False)
    commune_code = CommuneField(label=ChangedField.COMMUNE.label)
    siren = forms.CharField(label=_("SIREN"), max_length=14, required=False)
    rna = forms.CharField(label=_("RNA number"), max_length=14, required=False)
    website = AddressField(label=ChangedField.WEBSITE.label, max_length=200, required=False)
    summary = forms.CharField(
        label=ChangedField.SUMMARY.label,
        max_length=SUMMARY_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, addition: Addition, today: date, **options: Any) -> None:
        """Begin with what was proposed."""
        super().__init__(*args, **options)
        self.initial = {name: getattr(addition, name) for name in self.base_fields if hasattr(addition, name)}
        field = self.fields["commune_code"]
        assert isinstance(field, CommuneField)
        self.offered = field.offer(today=today, known=addition.commune_code)


class RecognizeForm(forms.Form):
    """Which structure it is already."""

    organization = forms.CharField(
        label=_("Key, SIREN or RNA number of the record"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "records"}),
    )

    def clean_organization(self) -> Organization:
        """Find the record in use."""
        text = "".join(self.cleaned_data["organization"].split())
        rows = Organization.objects.current()
        found = rows.filter(Q(key=text.lower()) | Q(siren=text) | Q(rna=text.upper())).exclude(key="").first()
        if not text or found is None:
            raise forms.ValidationError(gettext("No record has this key or number."))
        return found


class ContactForm(TrapForm):
    """A message to a structure."""

    salt = "directory.contact"

    full_name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("It gets a link to follow before the message leaves; the structure answers you there."),
    )
    message = forms.CharField(
        label=_("Your message"), max_length=MESSAGE_LENGTH_MAX, widget=forms.Textarea(attrs={"rows": 6})
    )


class DecisionForm(forms.Form):
    """What is made of each proposed change."""

    reason = forms.CharField(
        label=_("Why some are not taken"),
        max_length=300,
        required=False,
        help_text=_("Needed as soon as one is not; whoever proposed it reads it."),
    )

    def __init__(self, *args: Any, changes: Iterable[SuggestedChange], **options: Any) -> None:
        """Ask about each change that waits."""
        super().__init__(*args, **options)
        self.moves: dict[int, str] = {}
        self._names = {row.pk: f"change_{row.pk}" for row in changes}
        for pk, name in self._names.items():
            self.fields[name] = forms.ChoiceField(
                choices=[("", _("Later")), ("accept", _("Accept")), ("refuse", _("Do not take it"))], required=False
            )
            self.fields[name].label = str(next(row for row in changes if row.pk == pk).get_field_display())
        self.order_fields([*self._names.values(), "reason"])

    def clean(self) -> dict[str, Any]:
        """Ask for a reason when one is not taken, and for at least one answer."""
        cleaned = super().clean() or self.cleaned_data
        self.moves = {pk: cleaned[name] for pk, name in self._names.items() if cleaned.get(name)}
        if "refuse" in self.moves.values() and not cleaned.get("reason"):
            self.add_error("reason", _("Say why it is not taken: whoever proposed it is told."))
        if not self.moves:
            raise forms.ValidationError(_("Answer at least one of them."))
        return cleaned


class ClaimForm(TrapForm):
    """Somebody says that they speak for a structure."""

    salt = "directory.claim"

    full_name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("Your e-mail address"))
    quality = forms.ChoiceField(label=_("In what quality"), choices=RepresentationRole.choices)
    message = forms.CharField(
        label=_("What shows it"),
        max_length=TEXT_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A page that names you, a document the team may ask for. Read by the team only."),
    )


class AreasField(forms.CharField):
    """Communes by their names or INSEE codes, separated by commas."""

    names: dict[str, str]

    def __init__(self, **options: Any) -> None:
        """Take several lines."""
        super().__init__(**{**options, "required": False, "widget": forms.Textarea(attrs={"rows": 2})})
        self.names = {}

    def prepare_value(self, value: Any) -> Any:
        """Show names."""
        return ", ".join(self.names.get(str(code), str(code)) for code in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """
        Return the codes.

        :raises ValidationError: naming what is no commune of the authority
        """
        by_name = {heading_key(name): code for code, name in self.names.items()}
        codes: list[str] = []
        unknown: list[str] = []
        for part in str(super().clean(value)).split(","):
            text = " ".join(part.split())
            if not text:
                continue
            code = text.upper() if is_commune_code(text.upper()) else by_name.get(heading_key(text), "")
            (codes if code else unknown).append(code or text)
        if unknown:
            raise forms.ValidationError(
                gettext("No commune of the authority has this name: %(names)s. Write an INSEE code for one elsewhere."),
                params={"names": ", ".join(unknown)},
            )
        return sorted(set(codes))


class OfferFields(forms.ModelForm):
    """What the forms of an offer share."""

    areas = AreasField(
        label=_("communes served"),
        help_text=_("Names or INSEE codes separated by commas; empty for the whole territory."),
    )

    class Meta:
        model = Offer
        fields = ["title", "description", "is_everywhere", "areas", "capacity", "starts_on", "ends_on"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Name the communes of the authority on a day."""
        super().__init__(*args, **options)
        field = self.fields["areas"]
        assert isinstance(field, AreasField)
        field.names = {commune.code: commune.name for commune in communes(today=today)}


class OfferForm(OfferFields, RowForm):
    """A new offer."""

    class Meta(OfferFields.Meta):
        pass


class OfferEditForm(OfferFields, EditForm):
    """An offer, and what changes in it; nobody has to say why."""

    class Meta(OfferFields.Meta):
        pass

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for no reason: the offer is the structure's own."""
        super().__init__(*args, **options)
        self.fields["reason"].required = False


class CertificateForm(RowForm):
    """A certificate, who gave it, and until when."""

    class Meta:
        model = Certificate
        fields = ["name", "issuer", "number", "starts_on", "ends_on"]


class OwnReasonForm(forms.Form):
    """Why a structure leaves the directory: it does not have to say."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Nobody has to give one; kept in the history.")
    )
