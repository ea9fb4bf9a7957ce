"""Questionnaires as the team writes them, and as people answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.ui.forms import RowForm
from essaim.steering.consultations.models import Question, Questionnaire
from essaim.steering.consultations.states import QuestionKind

from . import contributions

SALT = "questionnaire"


class QuestionnaireForm(RowForm):
    """A new questionnaire."""

    class Meta:
        model = Questionnaire
        fields = ["title", "introduction", "is_anonymous"]


class QuestionForm(RowForm):
    """A question, its choices, and after which answer to an earlier one it is put."""

    condition = forms.ChoiceField(
        label=gettext_lazy("To whom it is put"),
        required=False,
        help_text=gettext_lazy("To everybody, or only to whoever gave an answer to an earlier question"),
    )

    class Meta:
        model = Question
        fields = ["wording", "kind", "choices", "is_required"]

    def __init__(self, *args: Any, questionnaire: Questionnaire, **options: Any) -> None:
        """Offer each answer to the earlier questions that have choices."""
        super().__init__(*args, **options)
        rows = questionnaire.questions.exclude(kind=QuestionKind.TEXT).order_by("number")
        if self.instance.pk:
            rows = rows.filter(number__lt=self.instance.number)
        self._earlier = {str(row.number): row for row in rows}
        offered: list[Any] = [("", _("To everybody"))]
        for number, row in self._earlier.items():
            answers = [
                (f"{number}-{place}", _("Only after “%(choice)s”") % {"choice": choice})
                for place, choice in enumerate(row.choice_list)
            ]
            offered.append((str(row), answers))
        field = self.fields["condition"]
        field.choices = offered  # type: ignore[attr-defined]
        if self.instance.pk and self.instance.depends_on is not None:
            earlier = self.instance.depends_on
            if self.instance.depends_on_choice in earlier.choice_list:
                place = earlier.choice_list.index(self.instance.depends_on_choice)
                field.initial = f"{earlier.number}-{place}"
        if not self._earlier:
            del self.fields["condition"]

    def values(self) -> dict[str, Any]:
        """Return the values, and the condition as the question and the answer it names."""
        number, _dash, place = str(self.cleaned_data.get("condition") or "").partition("-")
        earlier = self._earlier.get(number)
        choice = earlier.choice_list[int(place)] if earlier is not None else ""
        return {**super().values(), "depends_on": earlier, "depends_on_choice": choice}


class ReplyForm(forms.Form):
    """The questions of a questionnaire; a trap and a signed moment keep robots away, as for contributions."""

    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        questionnaire: Questionnaire,
        now: datetime,
        given: Mapping[int, Sequence[str]] | None = None,
        **options: Any,
    ) -> None:
        """
        Build a field a question; whether an answer is required is judged by the service, conditions being known there.

        :param given: the answers that are there already, by the number of the question
        """
        super().__init__(*args, **options)
        self._now = now
        self.fields["opened"].initial = signing.dumps(now.timestamp(), salt=SALT)
        self.fields["website"].is_trap = True  # type: ignore[attr-defined]
        self._questions = list(questionnaire.questions.select_related("depends_on").order_by("number"))
        for question in self._questions:
            field = self.fields[f"q{question.number}"] = _field(question)
            if given and (values := given.get(question.number)):
                field.initial = list(values) if question.kind == QuestionKind.SEVERAL else values[0]
        self.order_fields([f"q{question.number}" for question in self._questions])

    def clean(self) -> dict[str, Any]:
        """Refuse what a robot sends."""
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("This message looks automatic. Leave the hidden field empty."))
        try:
            opened = float(signing.loads(str(cleaned.get("opened", "")), salt=SALT))
        except (signing.BadSignature, ValueError):
            raise forms.ValidationError(_("This form has expired. Send it again: your text is kept.")) from None
        elapsed = self._now.timestamp() - opened
        if not contributions.WRITING_SECONDS_MIN <= elapsed <= contributions.WRITING_SECONDS_MAX:
            raise forms.ValidationError(_("Please take a moment to read your message again, then send it."))
        return cleaned

    def answers(self) -> dict[int, list[str]]:
        """Return the values given, by the number of the question."""
        found = {}
        for question in self._questions:
            value = self.cleaned_data.get(f"q{question.number}") or []
            found[question.number] = [value] if isinstance(value, str) else list(value)
        return found

    def complain(self, numbers: tuple[int, ...]) -> None:
        """Say beside each question that its answer is missing or is none of the choices."""
        for number in numbers:
            self.add_error(f"q{number}", _("Answer this question, with one of its choices if it has some."))


def _field(question: Question) -> forms.Field:
    help_text = ""
    if question.depends_on is not None:
        help_text = _("Only if you answered “%(choice)s” to question %(number)s.") % {
            "choice": question.depends_on_choice,
            "number": question.depends_on.number,
        }
    label = (
        str(question) if not question.is_required else _("%(question)s (an answer is asked)") % {"question": question}
    )
    options: dict[str, Any] = {"label": label, "required": False, "help_text": help_text}
    choices = [(choice, choice) for choice in question.choice_list]
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, **options)
    if question.kind == QuestionKind.SEVERAL:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **options)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)
