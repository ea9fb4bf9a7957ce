"""The forms in which an application is written, one a step; nothing is compulsory until it is filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.calls_for_projects.queries import PieceWanted
from essaim.delivery.calls_for_projects.schema import EXPENSES, INCOME, Field
from essaim.delivery.calls_for_projects.states import (
    AidType,
    AnswerKind,
    CerExemption,
    EsusStatus,
    NonFinancialRequest,
    SiaeKind,
)
from essaim.foundations.documents.kinds import ACCEPT
from essaim.foundations.primitives.identifiers import is_rna, is_siren, is_siret
from essaim.foundations.territory.forms import CommuneField
from essaim.foundations.ui.forms import day_field
from essaim.foundations.ui.traps import TrapForm

from .eligibility import LEGAL_FORMS, NOT_SAID, AmountField

NEEDED = gettext_lazy("Necessary to file.")
POST_KINDS = (
    ("created", pgettext_lazy("post", "Created")),
    ("consolidated", pgettext_lazy("post", "Consolidated")),
    ("maintained", pgettext_lazy("post", "Maintained")),
)
PARTNER_STATES = (
    ("agreed", pgettext_lazy("partner", "Agreed")),
    ("contacted", pgettext_lazy("partner", "Contacted")),
)
BLANK_LINES = 3


class StepForm(forms.Form):
    """What every step has: its clean values, those that do not hold left out, ready for the service."""

    def collected(self) -> dict[str, Any]:
        """Return the keyword arguments of save_draft() for what can be read."""
        return dict(self.cleaned_data)


def read_number(text: str) -> tuple[str, str]:
    """
    Read a SIRET, a SIREN or an RNA number, as (siren, rna).

    :raises ValidationError: if it is none of them
    """
    number = "".join(text.split()).upper()
    if is_siret(number):
        return number[:9], ""
    if is_siren(number):
        return number, ""
    if is_rna(number):
        return "", number
    raise ValidationError(
        gettext("This is neither a SIRET (14 digits), nor a SIREN (9 digits), nor an RNA number (W and 9 characters).")
    )


class NumberForm(forms.Form):
    """The number by which the record of a structure is looked up."""

    number = forms.CharField(
        label=gettext_lazy("SIRET, SIREN or RNA number"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("If the structure is known here, its record fills the page; otherwise fill it by hand."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_number(self) -> tuple[str, str]:
        """
        Read the number.

        :raises ValidationError: if it is none
        """
        return read_number(str(self.cleaned_data["number"]))


class StructureForm(StepForm):
    """Who carries the project; what the eligibility test was told is there already."""

    applicant_name = forms.CharField(
        label=gettext_lazy("Name of the structure"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Necessary to file. If it is not created yet, the name it will have."),
    )
    legal_category = forms.ChoiceField(
        label=gettext_lazy("Legal form"), choices=[NOT_SAID, *LEGAL_FORMS], required=False
    )
    created_on = day_field(
        label=gettext_lazy("Day of creation"),
        required=False,
        help_text=gettext_lazy("If it is not created yet, the day you plan."),
    )
    esus = forms.ChoiceField(
        label=gettext_lazy("ESUS accreditation"),
        choices=[NOT_SAID, *EsusStatus.choices],
        required=False,
        help_text=gettext_lazy("It matters for commercial companies only."),
    )
    siae_kind = forms.ChoiceField(
        label=gettext_lazy("Structure of insertion or of the adapted sector"),
        choices=[("", pgettext_lazy("answer to the test", "No")), *SiaeKind.choices],
        required=False,
    )
    personal_services = forms.BooleanField(
        label=gettext_lazy("The activity is services to individuals at home"), required=False
    )
    in_difficulty = forms.BooleanField(
        label=gettext_lazy("The structure is in economic or financial difficulty"), required=False
    )
    signatory_name = forms.CharField(
        label=gettext_lazy("Legal representative: first name and name"), max_length=120, required=False
    )
    signatory_quality = forms.CharField(
        label=gettext_lazy("In what quality"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Such as: president, manager."),
    )
    signatory_email = forms.EmailField(
        label=gettext_lazy("E-mail address of the legal representative"),
        required=False,
        help_text=gettext_lazy("Read by the team alone; it serves to ask for their confirmation."),
    )

    FACTS = ("legal_category", "created_on", "esus", "siae_kind", "personal_services", "in_difficulty")
    OWN = ("applicant_name", "signatory_name", "signatory_quality", "signatory_email")

    def __init__(self, *args: Any, application: Application, **options: Any) -> None:
        """Show what is written."""
        super().__init__(*args, **options)
        self._facts = application.facts
        category = str(application.facts.get("legal_category") or "")
        if category and category not in dict(LEGAL_FORMS):
            choices = [NOT_SAID, (category, gettext("Category %(code)s") % {"code": category}), *LEGAL_FORMS]
            self.fields["legal_category"].choices = choices  # type: ignore[attr-defined]
        for name in self.OWN:
            self.fields[name].initial = getattr(application, name)
        for name in self.FACTS:
            self.fields[name].initial = application.facts.get(name)

    def collected(self) -> dict[str, Any]:
        """Gather the facts in one field."""
        cleaned = self.cleaned_data
        facts = dict(self._facts)
        for name in self.FACTS:
            if name not in cleaned:
                continue
            value = cleaned[name]
            facts.pop(name, None)
            if value not in (None, "", False):
                facts[name] = value.isoformat() if isinstance(value, date) else value
        return {**{name: cleaned[name] for name in self.OWN if name in cleaned}, "facts": facts}


class CommunesField(forms.CharField):
    """Communes, one a line, by their names or INSEE codes; the first is the main one. Clean value: their codes."""

    def __init__(self, **options: Any) -> None:
        """Give room for a few lines."""
        super().__init__(**{"required": False, "widget": forms.Textarea(attrs={"rows": 3}), **options})
        self.reader = CommuneField()

    def clean(self, value: Any) -> list[str]:
        """
        Read each line.

        :raises ValidationError: naming the line that is no commune
        """
        found = []
        for line in str(super().clean(value)).splitlines():
            text = line.strip(" ,;-")
            if not text:
                continue
            try:
                found.append(self.reader.clean(text))
            except ValidationError:
                message = gettext("“%(text)s” is no commune of the authority: write its INSEE code if it is elsewhere.")
                raise ValidationError(message % {"text": text}) from None
        return list(dict.fromkeys(found))


class ProjectForm(StepForm):
    """What the project is, and where."""

    title = forms.CharField(
        label=gettext_lazy("Title of the project"), max_length=200, required=False, help_text=NEEDED
    )
    summary = forms.CharField(
        label=gettext_lazy("The project in a few words"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("For those who read it first: the commune, the committee. 1 500 characters at most."),
    )
    aid_type = forms.ChoiceField(label=gettext_lazy("Type of aid"), required=False)
    communes = CommunesField(
        label=gettext_lazy("Communes where it takes place, one a line"),
        help_text=gettext_lazy("Necessary to file. The main one first: it tells the territory."),
    )

    def __init__(
        self, *args: Any, application: Application, offered: Sequence[str], today: date, **options: Any
    ) -> None:
        """Show what is written, and offer the aids of the edition."""
        super().__init__(*args, **options)
        choices = [choice for choice in AidType.choices if not offered or choice[0] in {*offered, application.aid_type}]
        self.fields["aid_type"].choices = [NOT_SAID, *choices]  # type: ignore[attr-defined]
        for name in ("title", "summary", "aid_type"):
            self.fields[name].initial = getattr(application, name)
        field = self.fields["communes"]
        assert isinstance(field, CommunesField)
        self.commune_names = field.reader.offer(today=today)
        field.initial = "\n".join(row.name or row.code for row in application.communes.all())


class RequestForm(StepForm):
    """Money, help other than money, or both."""

    requested_cents = AmountField(
        label=gettext_lazy("Amount you ask for, in euros"),
        required=False,
        help_text=gettext_lazy("Leave empty if you ask for no money."),
    )
    non_financial = forms.MultipleChoiceField(
        label=gettext_lazy("Help other than money"),
        choices=NonFinancialRequest.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    non_financial_note = forms.CharField(
        label=gettext_lazy("What you need, and why"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, application: Application, **options: Any) -> None:
        """Show what is written."""
        super().__init__(*args, **options)
        for name in self.fields:
            self.fields[name].initial = getattr(application, name)


class QuestionsForm(StepForm):
    """The questions of one section of the form."""

    def __init__(self, *args: Any, asked: Iterable[Field], answers: Mapping[str, Any], **options: Any) -> None:
        """Build a field a question; what is necessary is judged when the application is filed."""
        super().__init__(*args, **options)
        self.asked = {field.code: field for field in asked}
        for code, field in self.asked.items():
            built = _question_field(field)
            if code in answers:
                built.initial = _shown_value(field, answers[code]["value"])
            self.fields[code] = built

    def collected(self) -> dict[str, Any]:
        """Return the answers as they are kept."""
        return {
            "answers": {
                code: _kept_value(field, self.cleaned_data[code])
                for code, field in self.asked.items()
                if code in self.cleaned_data
            }
        }


YES, NO = "yes", "no"


def _question_field(field: Field) -> forms.Field:
    options: dict[str, Any] = {"label": field.title, "required": False}
    help_text = " ".join(str(text) for text in (field.help, NEEDED if field.is_required else "") if text)
    options["help_text"] = help_text
    choices = [(choice, choice) for choice in field.choices]
    match field.kind:
        case AnswerKind.TEXT:
            return forms.CharField(
                max_length=field.length_max or 10_000, widget=forms.Textarea(attrs={"rows": 6}), **options
            )
        case AnswerKind.CHOICE:
            return forms.ChoiceField(choices=[NOT_SAID, *choices], **options)
        case AnswerKind.CHOICES:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **options)
        case AnswerKind.NUMBER:
            return forms.DecimalField(max_digits=14, decimal_places=2, **options)
        case AnswerKind.AMOUNT:
            return AmountField(**options)
        case AnswerKind.DAY:
            return day_field(**options)
        case AnswerKind.YES_NO:
            yes_no = [NOT_SAID, (YES, gettext("yes").capitalize()), (NO, gettext("no").capitalize())]
            return forms.ChoiceField(choices=yes_no, **options)
    return forms.CharField(max_length=field.length_max or 300, **options)


def _shown_value(field: Field, value: Any) -> Any:
    if field.kind == AnswerKind.YES_NO:
        return YES if value else NO
    return value


def _kept_value(field: Field, value: Any) -> Any:
    if value in (None, ""):
        return None
    match field.kind:
        case AnswerKind.YES_NO:
            return value == YES
        case AnswerKind.NUMBER:
            return int(value) if value == int(value) else float(value)
        case AnswerKind.DAY:
            return value.isoformat()
    return value


class LineForm(forms.Form):
    """A line of a table; an empty one is left out, and one half filled says what it lacks."""

    needed: tuple[str, ...] = ()

    def is_blank(self) -> bool:
        """Tell whether nothing was written in it."""
        cleaned = getattr(self, "cleaned_data", {})
        return not self.errors and all(value in (None, "") for value in cleaned.values())

    def clean(self) -> dict[str, Any]:
        """Say what a line that is begun lacks."""
        cleaned = super().clean() or self.cleaned_data
        if any(value not in (None, "") for value in cleaned.values()):
            for name in self.needed:
                if name not in self.errors and cleaned.get(name) in (None, ""):
                    self.add_error(name, gettext("Fill this too, or empty the line."))
        return cleaned

    def line(self) -> dict[str, Any]:
        """Return the line as it is kept: what is empty is left out."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


def _accounts(classes: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "–"), *((code, f"{code} {label}") for code, label in classes)]


class ExpenseLine(LineForm):
    """An expense of the budget."""

    needed = ("account", "cents")
    account = forms.ChoiceField(label=gettext_lazy("Account"), choices=_accounts(EXPENSES), required=False)
    label = forms.CharField(label=pgettext_lazy("line of a budget", "What"), max_length=120, required=False)
    cents = AmountField(label=gettext_lazy("Amount, in euros"), required=False)


class IncomeLine(ExpenseLine):
    """An income of the budget."""

    account = forms.ChoiceField(label=gettext_lazy("Account"), choices=_accounts(INCOME), required=False)


class PostLine(LineForm):
    """A post of the project."""

    needed = ("title", "kind", "etp")
    title = forms.CharField(label=gettext_lazy("Post"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=pgettext_lazy("post", "Created, consolidated or maintained"),
        choices=[("", "–"), *POST_KINDS],
        required=False,
    )
    headcount = forms.IntegerField(label=gettext_lazy("People"), min_value=0, max_value=1000, required=False)
    etp = forms.DecimalField(
        label=gettext_lazy("Full-time equivalents"),
        min_value=0,
        max_value=1000,
        max_digits=7,
        decimal_places=2,
        required=False,
    )

    def line(self) -> dict[str, Any]:
        """Keep the equivalents as a number."""
        return {name: float(value) if name == "etp" else value for name, value in super().line().items()}


class PartnerLine(LineForm):
    """A partner of the project."""

    needed = ("name", "state")
    name = forms.CharField(label=pgettext_lazy("of a partner", "Name"), max_length=200, required=False)
    siret = forms.CharField(label=gettext_lazy("SIRET, if known"), max_length=20, required=False)
    part = forms.CharField(label=gettext_lazy("What it brings"), max_length=300, required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("of a partner", "State"), choices=[("", "–"), *PARTNER_STATES], required=False
    )

    def clean_siret(self) -> str:
        """
        Read a SIRET, spaces left out.

        :raises ValidationError: if it has not fourteen digits with a right key
        """
        number = "".join(str(self.cleaned_data["siret"]).split())
        if number and not is_siret(number):
            raise ValidationError(gettext("A SIRET has fourteen digits: please read it again."))
        return number


class Lines(forms.BaseFormSet):
    """The lines of a table, with a few blank ones at the end."""

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines that hold something and can be read."""
        return [form.line() for form in self.forms if form.is_valid() and not form.is_blank()]


def lines_of(
    form_class: type[LineForm],
    prefix: str,
    kept: Sequence[Mapping[str, Any]],
    data: Any = None,
    blank: int = BLANK_LINES,
) -> Any:
    """Build a table of lines: those that are kept, then blank ones."""
    formset = forms.formset_factory(form_class, formset=Lines, extra=blank, max_num=60, absolute_max=80)
    return formset(data, prefix=prefix, initial=list(kept))


class PiecesForm(StepForm):
    """The pieces that the edition asks of an application: a file, its date, or why it is not there yet."""

    def __init__(self, *args: Any, wanted: Sequence[PieceWanted], **options: Any) -> None:
        """Build the fields of each piece."""
        super().__init__(*args, **options)
        self.wanted = {f"p{row.required.pk}": row for row in wanted}
        for name, row in self.wanted.items():
            self.fields[f"{name}-file"] = forms.FileField(
                label=gettext("File"),
                required=False,
                allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": ACCEPT}),
            )
            if row.required.valid_months:
                self.fields[f"{name}-date"] = day_field(
                    label=gettext("Date written on the document"),
                    required=False,
                    initial=row.given.dated_on if row.given else None,
                    help_text=gettext("Valid %(count)s months.") % {"count": row.required.valid_months},
                )
            if row.reusable and not (row.given and row.given.document_id):
                self.fields[f"{name}-reuse"] = forms.BooleanField(
                    label=gettext("Use the document given with %(reference)s")
                    % {"reference": row.reusable.application.reference},
                    required=False,
                )
            self.fields[f"{name}-absence"] = forms.CharField(
                label=gettext("If you do not have it yet: why, and when it will be there"),
                max_length=300,
                required=False,
                initial=row.given.absence_reason if row.given else "",
            )

    def fields_of(self, name: str) -> list[forms.BoundField]:
        """List the fields of one piece, for the page."""
        return [self[field] for field in self.fields if field.startswith(f"{name}-")]


class CommitmentForm(StepForm):
    """The republican commitment: who signs it, or on which ground it is deemed met."""

    exemption = forms.ChoiceField(
        label=gettext_lazy("Is the structure exempted from signing?"),
        choices=[("", gettext_lazy("No: it signs the commitment")), *CerExemption.choices],
        required=False,
    )
    signatory_name = forms.CharField(
        label=gettext_lazy("Signed by: first name and name"), max_length=120, required=False
    )
    signatory_quality = forms.CharField(label=gettext_lazy("In what quality"), max_length=80, required=False)
    agreed = forms.BooleanField(
        label=gettext_lazy("The structure subscribes to the republican commitment and tells its members of it"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the agreement of who signs."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("exemption") and not cleaned.get("agreed"):
            self.add_error("agreed", gettext("Tick this to sign, or say on which ground the structure is exempted."))
        return cleaned


class ConfirmForm(forms.Form):
    """The legal representative, who is here."""

    name = forms.CharField(label=gettext_lazy("First name and name"), max_length=120)
    quality = forms.CharField(label=gettext_lazy("In what quality"), max_length=80)
    agreed = forms.BooleanField(
        label=gettext_lazy("I am the legal representative of the structure, and I confirm what is written here")
    )


class AskConfirmationForm(forms.Form):
    """The legal representative, who is written to."""

    name = forms.CharField(label=gettext_lazy("First name and name"), max_length=120)
    quality = forms.CharField(label=gettext_lazy("In what quality"), max_length=80)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))


class CoWriterForm(forms.Form):
    """Somebody who is invited to write too."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("A link is sent there. Nobody shares a password: each signs in with their own account."),
    )

    def clean_email(self) -> str:
        """Read the address."""
        email = str(self.cleaned_data["email"])
        validate_email(email)
        return email


class OpenAccountForm(TrapForm):
    """Who opens an account to write an application."""

    salt = "calls_for_projects.open_account"

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), help_text=gettext_lazy("A link is sent there to open the account.")
    )


class OwnNameForm(forms.Form):
    """The name under which somebody opens their account."""

    full_name = forms.CharField(
        label=gettext_lazy("First name and name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
