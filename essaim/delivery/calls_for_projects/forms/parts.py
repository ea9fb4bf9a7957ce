"""Parts of a draft: the fields of a rule come from its kind, lists are written one item a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from essaim.delivery.calls_for_projects import rules
from essaim.delivery.calls_for_projects.models import (
    Criterion,
    Instalment,
    Parameter,
    Question,
    RequiredPiece,
    Rule,
)
from essaim.delivery.calls_for_projects.rules.eligibility import AtBound, Companies, CountedFrom, Pending, Without
from essaim.delivery.calls_for_projects.rules.specs import (
    Cents,
    Choice,
    Choices,
    Codes,
    Day,
    Permille,
    Spec,
    Truth,
    Whole,
)
from essaim.delivery.calls_for_projects.states import AidType, Certainty, PaymentCondition, SiaeKind
from essaim.delivery.calls_for_projects.wording import COUNTED_FROM, FAMILIES
from essaim.foundations.primitives.legal_categories import LegalFamily
from essaim.foundations.ui.forms import EditForm, RowForm, day_field
from essaim.steering.action_plan.models import Source

from .eligibility import AmountField, GatheredForm

SHARED = ["certainty", "source", "source_note", "position"]
LABELS: Mapping[str, Any] = {
    "offered": gettext_lazy("Types of aid offered"),
    "first_on": gettext_lazy("First day to file"),
    "last_on": gettext_lazy("Last day to file, included"),
    "before_creation": gettext_lazy("Before the structure exists"),
    "families": gettext_lazy("Families admitted"),
    "companies": gettext_lazy("Commercial companies"),
    "codes": gettext_lazy("Other legal categories admitted, or their first digits"),
    "aid_types": gettext_lazy("Types of aid it is about"),
    "without": gettext_lazy("Without the ESUS accreditation"),
    "pending": gettext_lazy("While it is applied for"),
    "under_years": gettext_lazy("Under, in years"),
    "over_years": gettext_lazy("Over, in years"),
    "at_bound": gettext_lazy("On the very day of the bound"),
    "counted_from": gettext_lazy("Age is counted from"),
    "refused": pgettext_lazy("by a rule", "Refused"),
    "discussed": pgettext_lazy("by a rule", "To be discussed"),
    "examined": gettext_lazy("Requests for help other than money are examined"),
    "cents": gettext_lazy("Ceiling, in euros"),
    "permille": gettext_lazy("Share of the budget, in percent"),
}
WORDS: Mapping[type[StrEnum], Mapping[Any, Any]] = {
    rules.AidType: {rules.AidType(value): label for value, label in AidType.choices},
    rules.SiaeKind: {rules.SiaeKind(value): label for value, label in SiaeKind.choices},
    LegalFamily: FAMILIES,
    Companies: {
        Companies.REFUSED: pgettext_lazy("companies", "are refused"),
        Companies.WITH_ESUS: pgettext_lazy("companies", "are admitted with ESUS"),
        Companies.BY_ESUS_RULE: pgettext_lazy("companies", "are admitted as the rules on ESUS say"),
    },
    Without: {
        Without.REFUSED: pgettext_lazy("answer of a rule", "refused"),
        Without.DISCUSSED: pgettext_lazy("answer of a rule", "to be discussed"),
    },
    Pending: {
        Pending.ADMITTED: pgettext_lazy("answer of a rule", "admitted"),
        Pending.DISCUSSED: pgettext_lazy("answer of a rule", "to be discussed"),
        Pending.REFUSED: pgettext_lazy("answer of a rule", "refused"),
    },
    AtBound: {
        AtBound.UNKNOWN: pgettext_lazy("age at the bound", "not known"),
        AtBound.INCLUDED: pgettext_lazy("age at the bound", "admitted"),
        AtBound.EXCLUDED: pgettext_lazy("age at the bound", "refused"),
    },
    CountedFrom: {word: COUNTED_FROM[word.value] for word in CountedFrom},
}


class PercentField(forms.DecimalField):
    """A share in percent with one decimal at most; its clean value is in thousandths."""

    def __init__(self, **options: Any) -> None:
        """Bound it."""
        super().__init__(
            **{"min_value": Decimal("0.1"), "max_value": Decimal(100), "decimal_places": 1, "localize": True, **options}
        )

    def clean(self, value: Any) -> Any:
        """Return thousandths."""
        percent = super().clean(value)
        return None if percent is None else int(percent * 10)

    def prepare_value(self, value: Any) -> Any:
        """Show thousandths as percent."""
        return super().prepare_value(Decimal(value) / 10 if isinstance(value, int) else value)


class LinesField(forms.CharField):
    """Texts, one a line."""

    def __init__(self, **options: Any) -> None:
        """Give it lines."""
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": 4}), "required": False, **options})

    def clean(self, value: Any) -> Any:
        """Return the lines that are not empty."""
        return [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Show one a line."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


class CodesField(LinesField):
    """Legal categories or their first digits, one a line."""


class ScaleField(LinesField):
    """An anchored scale: one mark a line, “0 = nothing is shown”."""

    def clean(self, value: Any) -> Any:
        """
        Return the steps.

        :raises ValidationError: naming the line that is none
        """
        steps = []
        for number, line in enumerate(super().clean(value), start=1):
            found = re.fullmatch(r"(\d{1,4})\s*[=:]\s*(.+)", line)
            if found is None:
                message = gettext("Line %(number)s is not of the form “2 = words”: %(line)s")
                raise ValidationError(message % {"number": number, "line": line[:60]})
            steps.append({"mark": int(found[1]), "wording": found[2]})
        return steps

    def prepare_value(self, value: Any) -> Any:
        """Show one mark a line."""
        if isinstance(value, list):
            return "\n".join(f"{step['mark']} = {step['wording']}" for step in value)
        return value


def _several(choices: Any, label: Any, *, is_required: bool = False) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=is_required, widget=forms.CheckboxSelectMultiple
    )


def field_of(name: str, spec: Spec) -> forms.Field:
    """Build the field of a parameter of a rule from what it may hold."""
    label = LABELS[name]
    if isinstance(spec, Choice):
        return forms.ChoiceField(label=label, choices=list(WORDS[spec.words].items()), required=spec.is_required)
    if isinstance(spec, Choices):
        return _several([(str(word), said) for word, said in WORDS[spec.words].items()], label)
    if isinstance(spec, Cents):
        return AmountField(label=label, required=spec.is_required)
    if isinstance(spec, Permille):
        return PercentField(label=label, required=spec.is_required)
    if isinstance(spec, Whole):
        return forms.IntegerField(label=label, min_value=spec.least, max_value=spec.most, required=spec.is_required)
    if isinstance(spec, Truth):
        return forms.BooleanField(label=label, required=False)
    if isinstance(spec, Day):
        return day_field(label=label, required=spec.is_required)
    assert isinstance(spec, Codes)
    return CodesField(label=label, help_text=gettext_lazy("One a line, such as 7210 or 72"))


class PartFields(forms.ModelForm):
    """What the forms of every part share."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the sources of the authority."""
        super().__init__(*args, **options)
        self.fields["source"].queryset = Source.objects.own().order_by("title", "pk")  # type: ignore[attr-defined]
        self.fields["position"].required = False
        self.fields["position"].help_text = gettext_lazy("Its order; leave 0 to put it last")

    def clean_position(self) -> int:
        """Take nothing for the last place."""
        return self.cleaned_data["position"] or 0


class ParameterOfRule(GatheredForm):
    """The fields that a kind of rule asks for, beside those of every rule."""

    gathered = "parameters"
    kind: str

    def add_fields(self: Any, given: Mapping[str, Any]) -> None:
        """Add the fields of the kind, with what they hold; none is asked of a rule whose text is unknown."""
        for name, spec in rules.KINDS[self.kind].FIELDS.items():
            field = field_of(name, spec)
            field.required = False
            value = given.get(name)
            field.initial = _day(value) if isinstance(spec, Day) else value
            self.fields[f"p_{name}"] = field

    def clean(self: Any) -> dict[str, Any]:
        """Gather the parameters, and put what the evaluator refuses beside its field."""
        cleaned = super().clean() or self.cleaned_data
        parameters = {}
        for name, spec in rules.KINDS[self.kind].FIELDS.items():
            value = cleaned.get(f"p_{name}")
            if value not in (None, "", []) and not (isinstance(spec, Truth) and not value and not spec.is_required):
                parameters[name] = value.isoformat() if isinstance(spec, Day) else value
        is_lenient = cleaned.get("certainty") == Certainty.UNKNOWN
        try:
            rules.read_rule(self.kind, parameters, is_lenient=is_lenient)
        except rules.RuleUnreadable as error:
            self.add_error(f"p_{error.name}", PROBLEMS[error.why])
        self.instance.parameters = cleaned["parameters"] = parameters
        return cleaned


PROBLEMS: Mapping[str, str | Promise] = {
    "missing": gettext_lazy("Fill this in, or say that the rule is unknown."),
    "no_such_word": gettext_lazy("Choose among those offered."),
    "not_a_list": gettext_lazy("Choose among those offered."),
    "not_a_number": gettext_lazy("Write a whole number."),
    "out_of_bounds": gettext_lazy("This number is too small or too large."),
    "not_yes_or_no": gettext_lazy("Say yes or no."),
    "not_a_day": gettext_lazy("Write a day."),
    "not_a_code": gettext_lazy("A code has one to four digits."),
}


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


RULE_FIELDS = ["code", "wording", *SHARED]


def rule_forms(kind: str) -> tuple[type[RowForm], type[EditForm]]:
    """Build the form of a new rule of a kind, and that of one that is there."""

    class NewRule(ParameterOfRule, PartFields, RowForm):
        """A new rule."""

        class Meta:
            model = Rule
            fields = RULE_FIELDS

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.kind = kind
            self.add_fields({})
            self.order_fields(["code", "wording", *[name for name in self.fields if name.startswith("p_")]])

        def values(self) -> dict[str, Any]:
            """Return the values with kind and parameters, ready for a service."""
            return {**super().values(), "kind": kind, "parameters": self.cleaned_data["parameters"]}

    class EditedRule(ParameterOfRule, PartFields, EditForm):
        """A rule that is there, and why it changes."""

        class Meta:
            model = Rule
            fields = RULE_FIELDS

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.kind = kind
            self.add_fields(self.instance.parameters)
            self.order_fields(["code", "wording", *[name for name in self.fields if name.startswith("p_")]])

        def values(self) -> dict[str, Any]:
            """Return the values with the parameters, ready for a service."""
            return {**super().values(), "parameters": self.cleaned_data["parameters"]}

    return NewRule, EditedRule


class ParameterFields(PartFields):
    """What the edition says on a topic."""

    class Meta:
        model = Parameter
        fields = ["topic", "text", *SHARED]


class PieceFields(PartFields):
    """A required piece."""

    families = _several([(str(name), label) for name, label in FAMILIES.items()], gettext_lazy("Only for"))
    aid_types = _several(AidType.choices, gettext_lazy("Only for these types of aid"))

    class Meta:
        model = RequiredPiece
        fields = ["code", "title", "help_text", "is_required", "families", "aid_types", "valid_months", *SHARED]


class QuestionFields(PartFields):
    """A question."""

    choices = LinesField(label=gettext_lazy("Choices, one a line"))
    aid_types = _several(AidType.choices, gettext_lazy("Only for these types of aid"))

    class Meta:
        model = Question
        fields = [
            "code",
            "section",
            "wording",
            "help_text",
            "answer_kind",
            "choices",
            "is_required",
            "length_max",
            "aid_types",
            "shown_if_code",
            "shown_if_answer",
            *SHARED,
        ]


class CriterionFields(PartFields):
    """A criterion."""

    scale = ScaleField(
        label=gettext_lazy("Scale, one mark a line"),
        required=True,
        help_text=gettext_lazy("Each mark with the words that anchor it, such as “0 = nothing is shown”"),
    )

    class Meta:
        model = Criterion
        fields = ["code", "title", "help_text", "weight", "scale", *SHARED]


class InstalmentFields(PartFields):
    """An instalment."""

    share_permille = PercentField(
        label=gettext_lazy("Share of the aid, in percent"),
        required=False,
        help_text=gettext_lazy("Leave empty if it is not known"),
    )
    conditions = _several(PaymentCondition.choices, gettext_lazy("Conditions"))

    class Meta:
        model = Instalment
        fields = ["title", "share_permille", "conditions", "wording", *SHARED]


def _pair(fields: type[PartFields]) -> tuple[type[RowForm], type[EditForm]]:
    """Build from some fields the form of a new part, and that of one that is there."""
    name = fields.__name__.removesuffix("Fields")
    meta = type("Meta", (fields.Meta,), {})  # type: ignore[attr-defined]
    new = type(f"{name}Form", (fields, RowForm), {"Meta": meta, "__doc__": fields.__doc__, "__module__": __name__})
    edit = type(
        f"{name}EditForm", (fields, EditForm), {"Meta": meta, "__doc__": fields.__doc__, "__module__": __name__}
    )
    return new, edit


# From each kind of part to the form of a new one, and of one that is there; rules have theirs by kind.
PART_FORMS: Mapping[type[models.Model], tuple[type[RowForm], type[EditForm]]] = {
    Parameter: _pair(ParameterFields),
    RequiredPiece: _pair(PieceFields),
    Question: _pair(QuestionFields),
    Criterion: _pair(CriterionFields),
    Instalment: _pair(InstalmentFields),
}
