"""Plans, their axes and actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.ui.forms import DayForm, EditForm, RowForm
from essaim.steering.action_plan.models import Act, Action, Axis, Plan, Source
from essaim.steering.action_plan.states import ActState


def _offer_sources(form: RowForm) -> None:
    form.fields["source"].queryset = Source.objects.own().order_by("title", "pk")  # type: ignore[attr-defined]


class PlanForm(RowForm):
    """A new plan, as a draft."""

    class Meta:
        model = Plan
        fields = ["slug", "name", "summary", "starts_on", "ends_on", "source"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our own sources."""
        super().__init__(*args, **options)
        _offer_sources(self)


class PlanEditForm(EditForm):
    """What is written of a plan; its short name stays, since addresses hold it."""

    class Meta:
        model = Plan
        fields = ["name", "summary", "starts_on", "ends_on", "source"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our own sources."""
        super().__init__(*args, **options)
        _offer_sources(self)


class AdoptForm(forms.Form):
    """The act that adopts a plan."""

    act = forms.ModelChoiceField(
        label=_("Act that adopts the plan"),
        queryset=Act.objects.none(),
        help_text=_("Only acts already voted are offered."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the acts that were voted and still apply."""
        super().__init__(*args, **options)
        acts = Act.objects.own().filter(state__in=[ActState.VOTED, ActState.ENFORCEABLE])
        self.fields["act"].queryset = acts.latest_first()  # type: ignore[attr-defined]


class StartForm(forms.Form):
    """That it is meant to put a plan in force."""

    is_meant = forms.BooleanField(label=_("I understand that it cannot go back to a plan only adopted."))


class CloseForm(DayForm):
    """The day a plan is closed, and that it is meant."""

    is_meant = forms.BooleanField(label=_("I understand that a closed plan is never opened again."))


class AxisForm(RowForm):
    """A new axis of a plan."""

    class Meta:
        model = Axis
        fields = ["number", "title", "intent", "source"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our own sources."""
        super().__init__(*args, **options)
        _offer_sources(self)

    def clean_number(self) -> int:
        """Refuse a number that another axis of the plan has."""
        number: int = self.cleaned_data["number"]
        if self.instance.plan.axes.filter(number=number).exists():
            raise forms.ValidationError(_("This plan already has an axis of that number."))
        return number


class AxisEditForm(EditForm):
    """What is written of an axis."""

    class Meta:
        model = Axis
        fields = ["title", "intent", "source"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our own sources."""
        super().__init__(*args, **options)
        _offer_sources(self)


class ActionForm(RowForm):
    """A new action of a plan, or a part of another."""

    class Meta:
        model = Action
        fields = ["axis", "parent", "number", "title", "description", "plain_summary", "source"]
        help_texts = {
            "parent": _("Only for a part of another action."),
            "title": _("Word for word as the source has it."),
            "plain_summary": _("For residents: what it is, in two sentences."),
        }
        widgets = {"title": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the axes of the plan, its actions that are not parts themselves, and our own sources."""
        super().__init__(*args, **options)
        plan = self.instance.plan
        self.fields["axis"].queryset = plan.axes.order_by("number")  # type: ignore[attr-defined]
        parents = plan.actions.filter(parent__isnull=True).order_by("number")
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        _offer_sources(self)

    def clean_number(self) -> int:
        """Refuse a number that another action of the plan has."""
        number: int = self.cleaned_data["number"]
        if self.instance.plan.actions.filter(number=number).exists():
            raise forms.ValidationError(_("This plan already has an action of that number."))
        return number


class ActionTextForm(EditForm):
    """The texts of an action."""

    class Meta:
        model = Action
        fields = ["title", "description", "plain_summary"]
        widgets = {"title": forms.Textarea(attrs={"rows": 3})}


class MoveActionForm(forms.Form):
    """The axis an action moves to."""

    axis = forms.ModelChoiceField(label=_("New axis"), queryset=Axis.objects.none())
    reason = forms.CharField(label=_("Reason of the change"), max_length=300)

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        """Offer the axes of the same plan."""
        super().__init__(*args, **options)
        self.fields["axis"].queryset = plan.axes.order_by("number")  # type: ignore[attr-defined]


class FinishForm(DayForm):
    """The day an action is done, and what to remember of it."""

    reason = forms.CharField(
        label=pgettext_lazy("end of an action", "What was achieved"), max_length=300, required=False
    )


def next_number(numbers: list[int]) -> int:
    """Return the number after the highest."""
    return max(numbers, default=0) + 1
