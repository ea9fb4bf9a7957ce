"""How an action goes: milestones, dependencies, tasks, notes, status put by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts.queries import active_people
from essaim.foundations.ui.forms import EditForm, LastDayField, RowForm, day_field
from essaim.steering.action_plan.models import Milestone, Task
from essaim.steering.action_plan.states import ActionStatus, PlanState


class MilestoneForm(forms.Form):
    """A new milestone."""

    title = forms.CharField(label=_("Milestone"), max_length=300)
    due_on = day_field(label=_("Due on"))


class MilestoneEditForm(EditForm):
    """A milestone in other words."""

    class Meta:
        model = Milestone
        fields = ["title"]


class MilestoneMoveForm(forms.Form):
    """Another day for a milestone."""

    due_on = day_field(label=_("New day"))
    reason = forms.CharField(label=_("Reason"), max_length=300)


class NeedForm(forms.Form):
    """Another milestone that one waits for."""

    needs = forms.ModelChoiceField(label=_("Waits for"), queryset=Milestone.objects.none())

    def __init__(self, *args: Any, milestone: Milestone, **options: Any) -> None:
        """Offer the other milestones of the same plan, and those not yet done of the other plans still alive."""
        super().__init__(*args, **options)
        same_plan = Q(action__plan_id=milestone.action.plan_id)
        alive = Q(done_on__isnull=True, action__plan__origin_siren="") & ~Q(action__plan__state=PlanState.CLOSED)
        rows = Milestone.objects.filter(same_plan | alive).exclude(pk=milestone.pk)
        rows = rows.exclude(awaited_by__milestone=milestone)
        field: forms.ModelChoiceField[Milestone] = self.fields["needs"]  # type: ignore[assignment]
        field.queryset = rows.select_related("action__plan").order_by(
            "action__plan__starts_on", "action__number", "due_on", "pk"
        )
        field.label_from_instance = _with_place  # type: ignore[method-assign, assignment]


def _with_place(milestone: Milestone) -> str:
    return f"{milestone.action.plan.slug} / {milestone.action.number} – {milestone.title}"


class TaskForm(RowForm):
    """A new task."""

    class Meta:
        model = Task
        fields = ["title", "due_on", "assignee"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the people who can sign in."""
        super().__init__(*args, **options)
        self.fields["assignee"].queryset = active_people()  # type: ignore[attr-defined]


class TaskEditForm(EditForm):
    """What a task says, its day, and who has it."""

    class Meta(TaskForm.Meta):
        pass

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the people who can sign in."""
        super().__init__(*args, **options)
        self.fields["assignee"].queryset = active_people()  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A new note."""

    text = forms.CharField(label=_("Note for the team"), widget=forms.Textarea(attrs={"rows": 3}))


class OverrideForm(forms.Form):
    """A status put over the derived one."""

    status = forms.ChoiceField(label=_("Status"), choices=ActionStatus.choices)
    reason = forms.CharField(label=_("Why the derived status is not right"), max_length=1000)
    ends_on = LastDayField()
