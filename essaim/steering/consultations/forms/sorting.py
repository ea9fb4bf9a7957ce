"""Themes, issues, answers, proposals and groups, as the team writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from essaim.ecosystem.organizations.choosing import search_structure
from essaim.foundations.ui.folding import Folding
from essaim.foundations.ui.forms import EditForm, RowForm, day_field
from essaim.foundations.ui.versions import version_of
from essaim.steering.action_plan.models import Action, Axis, Plan, PlanItem, Source
from essaim.steering.action_plan.states import PlanState
from essaim.steering.consultations import queries
from essaim.steering.consultations.models import (
    Answer,
    Consultation,
    GroupMember,
    Issue,
    Proposal,
    Theme,
    WorkingGroup,
)
from essaim.steering.consultations.services.answers import FIELDS, TAKEN, Target
from essaim.steering.consultations.states import IssueKind

from .contributions import ThemeField
from .cycle import offer_sources

TARGET_MODELS: dict[str, type[Plan] | type[Axis] | type[Action] | type[PlanItem]] = {
    "plan": Plan,
    "axis": Axis,
    "action": Action,
    "item": PlanItem,
}
TARGET_COUNT = 3


class ThemeForm(Folding, RowForm):
    """A new theme."""

    folded = ("number", "code", "other_wording", "note", "source")
    folded_title = gettext_lazy("Its number and code, a note, a source")

    class Meta:
        model = Theme
        fields = ["title", "number", "code", "other_wording", "note", "source"]

    def __init__(self, *args: Any, consultation: Consultation, **options: Any) -> None:
        """Offer our sources, the next number and a code made of it."""
        super().__init__(*args, **options)
        offer_sources(self, "source")
        numbers = consultation.themes.values_list("number", flat=True)
        self.fields["number"].initial = number = max(numbers, default=0) + 1
        self.fields["code"].initial = f"T{number}"
        self.fields["title"].widget.attrs["rows"] = 2

    @property
    def is_unfolded(self) -> bool:
        """Unfold what is filled in beforehand only when something in it is wrong."""
        return self.has_folded_errors


class ThemeEditForm(EditForm):
    """What is written of a theme; its code stays, since addresses hold it."""

    class Meta:
        model = Theme
        fields = ["title", "other_wording", "note", "source"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our sources."""
        super().__init__(*args, **options)
        offer_sources(self, "source")


ISSUE_FIELDS = ["kind", "theme", "wording", "note", "source", "place"]


class IssueForm(Folding, RowForm):
    """A new issue; its code is made from its theme when none is given."""

    folded = ("code", "note", "source", "place")
    folded_title = gettext_lazy("Its code, a note, its place in a source")

    class Meta:
        model = Issue
        fields = [*ISSUE_FIELDS, "code"]
        field_classes = {"theme": ThemeField}

    def __init__(self, *args: Any, consultation: Consultation, **options: Any) -> None:
        """Offer the themes of the consultation and our sources."""
        super().__init__(*args, **options)
        self._consultation = consultation
        self.fields["theme"].queryset = consultation.themes.order_by("number")  # type: ignore[attr-defined]
        self.fields["code"].required = False
        self.fields["code"].help_text = gettext_lazy("Used in addresses: c1-a1. Left empty, it is made from the theme.")
        offer_sources(self, "source")

    def clean(self) -> dict[str, Any]:
        """Make a code when none is given."""
        cleaned = super().clean() or {}
        if not cleaned.get("code") and "code" not in self.errors and cleaned.get("kind"):
            cleaned["code"] = queries.next_issue_code(self._consultation, cleaned.get("theme"), cleaned["kind"])
            # Else the row would keep the empty code it was given before.
            self.instance.code = cleaned["code"]
        return cleaned


class IssueEditForm(EditForm):
    """What is written of an issue; its code stays, since addresses hold it."""

    class Meta:
        model = Issue
        fields = ISSUE_FIELDS
        field_classes = {"theme": ThemeField}

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the themes of its consultation and our sources."""
        super().__init__(*args, **options)
        self.fields["theme"].queryset = self.instance.consultation.themes.order_by("number")  # type: ignore[attr-defined]
        offer_sources(self, "source")


class SortForm(forms.Form):
    """The theme that contributions are sorted into."""

    theme = ThemeField(label=gettext_lazy("Theme"))

    def __init__(self, *args: Any, consultation: Consultation, themes: Sequence[Theme], **options: Any) -> None:
        """Offer the themes of the consultation; without any, there is nothing to sort into."""
        super().__init__(*args, **{"auto_id": "sort_%s", **options})
        _theme_of(self).offer(themes, consultation)
        self.has_themes = bool(themes)


def _theme_of(form: forms.Form) -> ThemeField:
    field = form.fields["theme"]
    assert isinstance(field, ThemeField)
    return field


class GroupingForm(forms.Form):
    """Which issue the ticked contributions belong to: one that is there, or a new one."""

    numbers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Contributions"), coerce=int, error_messages={"required": gettext_lazy("Tick at least one.")}
    )
    issue = forms.ModelChoiceField(
        label=gettext_lazy("Put them in this issue"),
        queryset=Issue.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("A new one, written below"),
    )
    wording = forms.CharField(
        label=gettext_lazy("Wording of the new issue"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of the new issue"), choices=IssueKind.choices, initial=IssueKind.NEW, required=False
    )
    theme = ThemeField(label=gettext_lazy("Theme of the new issue"), required=False)

    def __init__(
        self, *args: Any, consultation: Consultation, themes: Sequence[Theme], numbers: list[int], **options: Any
    ) -> None:
        """Offer the contributions shown, the issues and the themes."""
        super().__init__(*args, **options)
        self.fields["numbers"].choices = [(number, str(number)) for number in numbers]  # type: ignore[attr-defined]
        issue = self.fields["issue"]
        assert isinstance(issue, forms.ModelChoiceField)
        issue.queryset = rows = consultation.issues.order_by("theme__number", "kind", "pk")
        # As the field itself does, but without the texts that a list of choices does not show, nor a cursor to walk it.
        found = rows.only("consultation", "code", "wording")
        issue.choices = [("", issue.empty_label), *((row.code, issue.label_from_instance(row)) for row in found)]
        _theme_of(self).offer(themes, consultation)

    def clean(self) -> dict[str, Any]:
        """Ask for an issue or for the wording of a new one."""
        cleaned = super().clean() or {}
        if not cleaned.get("issue") and not str(cleaned.get("wording", "")).strip() and "issue" not in self.errors:
            self.add_error("wording", _("Choose an issue, or write the wording of a new one."))
        return cleaned


def target_key(thing: Target) -> str:
    """Name a target in a form: "action:17"."""
    name = next(name for name, model in TARGET_MODELS.items() if isinstance(thing, model))
    return f"{name}:{thing.pk}"


def target_choices(consultation: Consultation) -> list[tuple[str, list[tuple[str, str]]]]:
    """List all that an answer can lead to, a group a plan: the plan prepared first, then the others, latest first."""
    plans = list(Plan.objects.own().order_by("-starts_on", "pk").prefetch_related("axes", "actions", "items"))
    plans.sort(key=lambda plan: plan.pk != consultation.plan_id)
    return [
        (
            plan.slug,
            [
                (target_key(plan), pgettext("target of an answer", "The whole plan")),
                *((target_key(row), pgettext("target of an answer", "Axis %s") % _cut(row)) for row in plan.axes.all()),
                *(
                    (target_key(row), pgettext("target of an answer", "Action %s") % _cut(row))
                    for row in plan.actions.all()
                ),
                *((target_key(row), _cut(row)) for row in plan.items.all()),
            ],
        )
        for plan in plans
    ]


def _cut(thing: Target) -> str:
    text = str(thing)
    return text if len(text) <= 110 else f"{text[:107]}…"


class AnswerForm(Folding, RowForm):
    """What becomes of an issue or a contribution, why, and where it goes."""

    folded = ("decided_on", "source", "certainty")
    folded_title = gettext_lazy("The day, the source and how sure it is")

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Answer
        fields = ["verdict", "reason", "decided_on", "source", "certainty"]

    def __init__(self, *args: Any, consultation: Consultation, **options: Any) -> None:
        """Offer the parts of our plans, with those of the answer that is there."""
        super().__init__(*args, **options)
        offer_sources(self, "source")
        choices = [("", pgettext("target of an answer", "Nowhere, or no other")), *target_choices(consultation)]
        there = [target_key(row.thing) for row in self.instance.targets.all()] if self.instance.pk else []
        for place in range(1, max(TARGET_COUNT, len(there)) + 1):
            label = _("Where it goes") if place == 1 else _("And also")
            self.fields[f"target_{place}"] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=False,
                initial=there[place - 1] if place <= len(there) else "",
            )
        if self.instance.pk:
            self.fields["version"].initial = version_of(self.instance, FIELDS)

    def targets(self) -> list[Target]:
        """Return the parts of plans that were chosen."""
        keys = [value for name, value in self.cleaned_data.items() if name.startswith("target_") and value]
        return [_find(key) for key in dict.fromkeys(keys)]

    def clean(self) -> dict[str, Any]:
        """Ask where what is accepted goes."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") in TAKEN and not any(cleaned.get(f"target_{n}") for n in range(1, 9)):
            self.add_error("target_1", _("Say where it goes: a plan, an axis, an action or an item."))
        return cleaned


def _find(key: str) -> Target:
    name, _colon, pk = key.partition(":")
    return TARGET_MODELS[name].objects.get(pk=pk)


class _IssuesField(forms.ModelMultipleChoiceField):
    """Issues of a consultation, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple


class ProposalForm(RowForm):
    """A proposal and the issues it takes up."""

    issues = _IssuesField(label=gettext_lazy("Issues it takes up"), queryset=Issue.objects.none(), required=False)

    class Meta:
        model = Proposal
        fields = ["title", "text", "group"]

    def __init__(self, *args: Any, consultation: Consultation, **options: Any) -> None:
        """Offer the groups and issues of the consultation."""
        super().__init__(*args, **options)
        _offer_issues(self, consultation)


class ProposalEditForm(EditForm):
    """What is written of a proposal, and the issues it takes up."""

    issues = _IssuesField(label=gettext_lazy("Issues it takes up"), queryset=Issue.objects.none(), required=False)

    class Meta:
        model = Proposal
        fields = ["title", "text", "group"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the groups and issues of its consultation."""
        super().__init__(*args, **options)
        _offer_issues(self, self.instance.consultation)
        self.fields["issues"].initial = list(self.instance.taken_up.values_list("issue_id", flat=True))


def _offer_issues(form: forms.BaseForm, consultation: Consultation) -> None:
    form.fields["issues"].queryset = consultation.issues.order_by("theme__number", "kind", "pk")  # type: ignore[attr-defined]
    form.fields["group"].queryset = consultation.groups.order_by("number")  # type: ignore[attr-defined]


class RetainForm(forms.Form):
    """The axis of a plan in preparation where a proposal becomes an action."""

    axis = forms.ModelChoiceField(
        label=gettext_lazy("Axis of the plan in preparation"),
        queryset=Axis.objects.none(),
        help_text=gettext_lazy("Only plans still in preparation are offered."),
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Source of the action"),
        queryset=Source.objects.none(),
        help_text=gettext_lazy("The document that tells what this consultation gave."),
    )

    def __init__(self, *args: Any, consultation: Consultation, **options: Any) -> None:
        """Offer the axes of our draft plans, that of the consultation first."""
        super().__init__(*args, **options)
        axes = Axis.objects.filter(plan__state=PlanState.DRAFT, plan__origin_siren="").select_related("plan")
        self.fields["axis"].queryset = axes.order_by("plan", "number")  # type: ignore[attr-defined]
        offer_sources(self, "source")
        self.fields["source"].initial = consultation.source_id

    @property
    def has_axes(self) -> bool:
        """Tell whether a plan in preparation has an axis to offer."""
        return bool(self.fields["axis"].queryset.exists())  # type: ignore[attr-defined]


class _ThemesField(forms.ModelMultipleChoiceField):
    """Themes of a consultation, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple


class GroupForm(RowForm):
    """A working group, its mandate and its themes."""

    themes = _ThemesField(label=gettext_lazy("Its themes"), queryset=Theme.objects.none(), required=False)

    class Meta:
        model = WorkingGroup
        fields = ["number", "title", "mandate", "note", "source"]

    def __init__(self, *args: Any, consultation: Consultation, **options: Any) -> None:
        """Offer the themes of the consultation and our sources."""
        super().__init__(*args, **options)
        offer_sources(self, "source")
        self.fields["themes"].queryset = consultation.themes.order_by("number")  # type: ignore[attr-defined]


class GroupEditForm(EditForm):
    """What is written of a group, and its themes; its number stays, since addresses hold it."""

    themes = _ThemesField(label=gettext_lazy("Its themes"), queryset=Theme.objects.none(), required=False)

    class Meta:
        model = WorkingGroup
        fields = ["title", "mandate", "note", "source"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the themes of its consultation and our sources."""
        super().__init__(*args, **options)
        offer_sources(self, "source")
        self.fields["themes"].queryset = self.instance.consultation.themes.order_by("number")  # type: ignore[attr-defined]
        self.fields["themes"].initial = list(self.instance.group_themes.values_list("theme_id", flat=True))


class MemberForm(RowForm):
    """Who takes part in a group, from which day."""

    class Meta:
        model = GroupMember
        fields = ["organization", "label", "role", "starts_on"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the structures."""
        super().__init__(*args, **options)
        search_structure(self, "organization")


class OutputForm(forms.Form):
    """What a group hands over."""

    given_on = day_field(label=gettext_lazy("Handed over on"))
    text = forms.CharField(
        label=gettext_lazy("What the group hands over"), widget=forms.Textarea(attrs={"rows": 6}), max_length=10000
    )
