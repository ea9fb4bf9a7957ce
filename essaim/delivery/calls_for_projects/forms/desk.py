"""The forms of the team about an application, and those of communes and partners who give their opinion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from essaim.delivery.calls_for_projects.models import AppraisalNote, Check
from essaim.delivery.calls_for_projects.models.appraising import DAYS_FOR_OPINIONS, DAYS_TO_MEND
from essaim.delivery.calls_for_projects.states import OpinionSense
from essaim.ecosystem.organizations.queries import organizations_for_choice
from essaim.foundations.accounts.models import User
from essaim.foundations.ui.forms import RowForm, day_field

from .eligibility import AmountField

RIGHT, WRONG = "right", "wrong"
MARKS = (
    ("", pgettext_lazy("mark", "not marked")),
    (RIGHT, pgettext_lazy("mark", "right")),
    (WRONG, pgettext_lazy("mark", "to be mended")),
)


@dataclass(frozen=True, slots=True)
class Markable:
    """An answer or a piece to mark: kind, code, its words, and what was given."""

    kind: str
    code: str
    label: str
    text: str
    url: str = ""


class MarksForm(forms.Form):
    """A mark on each answer and each piece of an application."""

    def __init__(
        self, *args: Any, things: Sequence[Markable], marks: Mapping[tuple[str, str], Check], **options: Any
    ) -> None:
        """Build two fields a thing."""
        super().__init__(*args, **options)
        self.fields["rest"] = forms.BooleanField(label=gettext("What is not marked is right"), required=False)
        self.things = {f"{thing.kind}-{thing.code}": thing for thing in things}
        for name, thing in self.things.items():
            before = marks.get((thing.kind, thing.code))
            mark = "" if before is None else RIGHT if before.is_right else WRONG
            self.fields[f"{name}-mark"] = forms.ChoiceField(
                label=gettext("Mark"), choices=MARKS, required=False, initial=mark
            )
            self.fields[f"{name}-note"] = forms.CharField(
                label=gettext("What to mend"),
                required=False,
                max_length=500,
                initial=before.note if before else "",
            )

    def clean(self) -> dict[str, Any]:
        """Ask what is to be mended."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.things:
            if cleaned.get(f"{name}-mark") == WRONG and not cleaned.get(f"{name}-note"):
                self.add_error(f"{name}-note", gettext("Say what to mend: who applied will read it."))
        return cleaned

    def rows(self) -> Iterable[tuple[Markable, Any, Any]]:
        """Give each thing with its two fields."""
        return [(thing, self[f"{name}-mark"], self[f"{name}-note"]) for name, thing in self.things.items()]

    def marks(self) -> list[tuple[str, str, str, bool, str]]:
        """Return the marks that were given, as the service takes them."""
        cleaned = self.cleaned_data
        unmarked = RIGHT if cleaned["rest"] else ""
        return [
            (thing.kind, thing.code, thing.label, mark == RIGHT, cleaned[f"{name}-note"])
            for name, thing in self.things.items()
            if (mark := cleaned[f"{name}-mark"] or unmarked)
        ]


class MissingForm(forms.Form):
    """By when, and what is said besides the list."""

    due_on = day_field(label=gettext_lazy("To be given by"))
    message = forms.CharField(
        label=gettext_lazy("Message"), required=False, max_length=1500, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Propose a month."""
        super().__init__(*args, **options)
        self.fields["due_on"].initial = today + DAYS_TO_MEND


class AssignForm(forms.Form):
    """Who appraises an application."""

    officer = forms.ModelChoiceField(label=gettext_lazy("Officer who appraises it"), queryset=User.objects.none())

    def __init__(self, *args: Any, team: Any, **options: Any) -> None:
        """Offer the team."""
        super().__init__(*args, **options)
        self.fields["officer"].queryset = team  # type: ignore[attr-defined]
        self.fields["officer"].label_from_instance = lambda person: person.full_name  # type: ignore[attr-defined]


class RecordForm(forms.Form):
    """The record that an application is about."""

    organization = forms.ModelChoiceField(
        label=gettext_lazy("Record of the structure"), queryset=organizations_for_choice()
    )


class DueForm(forms.Form):
    """By when opinions are expected."""

    due_on = day_field(label=gettext_lazy("Expected by"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Propose three weeks."""
        super().__init__(*args, **options)
        self.fields["due_on"].initial = today + DAYS_FOR_OPINIONS


class PartnerForm(DueForm):
    """A partner or an expert, and what they are asked."""

    partner = forms.CharField(label=gettext_lazy("Structure or service"), max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), help_text=gettext_lazy("A link to answer is sent there.")
    )
    question = forms.CharField(
        label=gettext_lazy("Question"), max_length=1500, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ["partner", "email", "question", "due_on"]


class OpinionForm(forms.Form):
    """What a commune or a partner thinks of a project."""

    sense = forms.ChoiceField(
        label=gettext_lazy("Your opinion"), choices=OpinionSense.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Your reasons, reservations or advice"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class NoteForm(RowForm):
    """The note of appraisal."""

    proposed_cents = AmountField(label=gettext_lazy("Amount proposed, in euros"), required=False)

    class Meta:
        model = AppraisalNote
        fields = ["strengths", "concerns", "proposal", "proposed_cents"]
