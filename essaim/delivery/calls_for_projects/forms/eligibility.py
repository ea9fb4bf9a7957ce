"""The eligibility test, asked of anybody; and the facts of an example file, asked of the team."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from essaim.delivery.calls_for_projects import rules
from essaim.delivery.calls_for_projects.facts import CENTS_MAX
from essaim.delivery.calls_for_projects.models import ExampleFile
from essaim.delivery.calls_for_projects.states import AidType, EsusStatus, SiaeKind
from essaim.foundations.primitives.legal_categories import is_legal_category
from essaim.foundations.territory.forms import CommuneField
from essaim.foundations.ui.forms import EditForm, RowForm, day_field
from essaim.steering.action_plan.forms.budget import EurosField

NOT_SAID = ("", pgettext_lazy("answer to the test", "I do not know"))
# One legal category stands for each form that people tell apart; the evaluator only reads the family it belongs to.
LEGAL_FORMS = (
    ("9220", gettext_lazy("Association")),
    ("5460", gettext_lazy("Cooperative (SCOP, SCIC, CAE and others)")),
    ("8210", gettext_lazy("Mutual society")),
    ("9300", gettext_lazy("Foundation")),
    ("5710", gettext_lazy("Commercial company (SAS, SARL, SA and others)")),
    ("1000", gettext_lazy("Individual entrepreneur")),
    ("7210", gettext_lazy("Commune")),
)
FLAGS = (
    ("personal_services", gettext_lazy("The activity is services to individuals at home")),
    ("in_difficulty", gettext_lazy("The structure is in economic or financial difficulty")),
    (
        "non_financial",
        gettext_lazy(
            "You also need other help than money: premises, partners, communication, access to public purchasing"
        ),
    ),
)


class AmountField(EurosField):
    """An amount that may be left out; its clean value is in cents, or None."""

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        """
        Read the amount.

        :raises ValidationError: if it is not one, is below zero, or too large
        """
        cents = super().clean(value)
        if not str(value or "").strip():
            return None
        if not 0 <= cents <= CENTS_MAX:
            raise forms.ValidationError(gettext("Write an amount of zero or more."))
        return cents


class GatheredForm(forms.ModelForm):
    """A form that gathers several fields of its own into one field of the row, named in gathered."""

    gathered: str

    def _update_errors(self, errors: forms.ValidationError) -> None:
        """Say at the top what the row refuses of the gathered field, unless a field of the form says it already."""
        refused = errors.error_dict.pop(self.gathered, None)
        if errors.error_dict:
            super()._update_errors(errors)  # type: ignore[misc]
        if refused and not self.errors:
            self.add_error(None, refused)


class FactFields(forms.Form):
    """The facts that rules read, as people give them."""

    aid_type = forms.ChoiceField(
        label=gettext_lazy("What do you ask for?"), choices=[NOT_SAID, *AidType.choices], required=False
    )
    created_on = day_field(
        label=gettext_lazy("When was the structure created?"),
        required=False,
        help_text=gettext_lazy("If it is not created yet, the day you plan; leave empty if you do not know."),
    )
    esus = forms.ChoiceField(
        label=gettext_lazy("Does it hold the ESUS accreditation (company of social utility)?"),
        choices=[NOT_SAID, *EsusStatus.choices],
        required=False,
        help_text=gettext_lazy("It matters for commercial companies only."),
    )
    activity_commune = CommuneField(label=gettext_lazy("In which commune does the activity take place?"))
    siae_kind = forms.ChoiceField(
        label=gettext_lazy("Is it a structure of insertion or of the adapted sector?"),
        choices=[("", pgettext_lazy("answer to the test", "No")), *SiaeKind.choices],
        required=False,
    )
    flags = forms.MultipleChoiceField(
        label=gettext_lazy("Which of these are true?"),
        choices=FLAGS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    budget_cents = AmountField(label=gettext_lazy("Provisional budget of the project, in euros"), required=False)
    requested_cents = AmountField(label=gettext_lazy("Amount you ask for, in euros"), required=False)

    def name_communes(self, today: date) -> None:
        """Let people name the communes of the authority."""
        field = self.fields["activity_commune"]
        assert isinstance(field, CommuneField)
        field.offer(today=today)

    @property
    def commune_names(self) -> Collection[str]:
        """The names to offer while typing."""
        field = self.fields.get("activity_commune")
        return list(field.names.values()) if isinstance(field, CommuneField) else ()

    def fact_values(self) -> dict[str, object]:
        """Return what was said, by the names of facts, as JSON would hold it; what was not said is left out."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in rules.FACT_NAMES if cleaned.get(name) not in (None, "")}
        values |= dict.fromkeys(cleaned.get("flags", ()), True)
        if isinstance(values.get("created_on"), date):
            values["created_on"] = values["created_on"].isoformat()
        return values


class EligibilityForm(FactFields):
    """The test: nine questions at most, none of them compulsory; those that the edition does not read are not asked."""

    legal_category = forms.ChoiceField(
        label=gettext_lazy("What is the legal form of the structure?"),
        choices=[NOT_SAID, *LEGAL_FORMS],
        required=False,
    )
    field_order = [
        "legal_category",
        "created_on",
        "aid_type",
        "esus",
        "activity_commune",
        "siae_kind",
        "flags",
        "budget_cents",
        "requested_cents",
    ]

    def __init__(
        self, *args: Any, read: Collection[str], offered: Collection[str], today: date, **options: Any
    ) -> None:
        """
        Keep the questions that some rule of the edition reads.

        :param read: the names of the facts that the rules read
        :param offered: the types of aid that the edition offers, first in the choice
        """
        super().__init__(*args, **options)
        self.name_communes(today)
        flags = [choice for choice in FLAGS if choice[0] in read]
        self.fields["flags"].choices = flags  # type: ignore[attr-defined]
        for name in list(self.fields):
            if name not in read and not (name == "flags" and flags):
                del self.fields[name]
        if offered and "aid_type" in self.fields:
            first = [choice for choice in AidType.choices if choice[0] in offered]
            others = [choice for choice in AidType.choices if choice[0] not in offered]
            self.fields["aid_type"].choices = [NOT_SAID, *first, *others]  # type: ignore[attr-defined]


class ExampleFields(FactFields, GatheredForm):
    """The facts of an example, with its day and its exact legal category."""

    gathered = "facts"

    as_of = day_field(label=gettext_lazy("Day of filing"))
    legal_category = forms.CharField(
        label=gettext_lazy("Legal category"),
        max_length=4,
        required=False,
        help_text=gettext_lazy("INSEE, level III: four digits such as 9220"),
    )

    def clean_legal_category(self) -> str:
        """
        Refuse what has not four digits.

        :raises ValidationError: if it has other characters
        """
        code = str(self.cleaned_data["legal_category"])
        if code and not is_legal_category(code):
            raise forms.ValidationError(gettext("A legal category has four digits, such as 9220."))
        return code

    def clean(self) -> dict[str, Any]:
        """Gather the facts once each can be read."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self.instance.facts = cleaned["facts"] = facts_of(self)
        return cleaned


EXAMPLE_ORDER = [
    "title",
    "as_of",
    "legal_category",
    "created_on",
    "aid_type",
    "esus",
    "activity_commune",
    "siae_kind",
    "flags",
    "budget_cents",
    "requested_cents",
    "expected",
    "note",
]


class ExampleForm(ExampleFields, RowForm):
    """A new example."""

    field_order = EXAMPLE_ORDER

    class Meta:
        model = ExampleFile
        fields = ["title", "expected", "note"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Name the communes, and propose today."""
        super().__init__(*args, **options)
        self.name_communes(today)
        self.fields["as_of"].initial = today

    def values(self) -> dict[str, Any]:
        """Return the values with the facts, ready for a service."""
        return {**super().values(), "facts": self.cleaned_data["facts"]}


class ExampleEditForm(ExampleFields, EditForm):
    """What is written of an example, and why it changes."""

    field_order = [*EXAMPLE_ORDER, "reason", "version"]

    class Meta:
        model = ExampleFile
        fields = ["title", "expected", "note"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Show the facts as they are."""
        super().__init__(*args, **options)
        self.name_communes(today)
        facts = self.instance.facts
        for name in (*EXAMPLE_ORDER[1:8], "budget_cents", "requested_cents"):
            self.fields[name].initial = facts.get(name)
        for name in ("as_of", "created_on"):
            self.fields[name].initial = date.fromisoformat(facts[name]) if facts.get(name) else None
        self.fields["flags"].initial = [name for name, _label in FLAGS if facts.get(name)]

    def values(self) -> dict[str, Any]:
        """Return the values with the facts, ready for a service."""
        return {**super().values(), "facts": self.cleaned_data["facts"]}


def facts_of(form: ExampleFields) -> dict[str, object]:
    """Return the facts of an example as JSON holds them."""
    return {**form.fact_values(), "as_of": form.cleaned_data["as_of"].isoformat()}
