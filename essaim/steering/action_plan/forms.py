"""Input of the room's pages."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.accounts.models import User

from .models import Action, Axis, Plan
from .states import ActionStatus, PersonRole

# A person takes longer than this to write a question; a robot does not. In seconds.
WRITING_SECONDS_MIN = 3
WRITING_SECONDS_MAX = 24 * 3600


def _day(**options: object) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)  # type: ignore[arg-type]


class FeedbackForm(forms.Form):
    """A resident's question; a trap field and a signed moment keep robots away without asking people anything."""

    text = forms.CharField(
        label=gettext_lazy("Your question or remark"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, to be told of the answer"),
        required=False,
        help_text=gettext_lazy("Optional. Never shown, and erased once the answer is sent."),
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, now: datetime, **options: object) -> None:
        """Sign the moment the form is shown."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._now = now
        self.fields["opened"].initial = signing.dumps(now.timestamp(), salt="feedback")
        self.fields["website"].is_trap = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Refuse what a robot sends."""
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("This message looks automatic. Leave the hidden field empty."))
        try:
            opened = float(signing.loads(str(cleaned.get("opened", "")), salt="feedback"))
        except (signing.BadSignature, ValueError):
            raise forms.ValidationError(_("This form has expired. Send it again: your text is kept.")) from None
        elapsed = self._now.timestamp() - opened
        if not WRITING_SECONDS_MIN <= elapsed <= WRITING_SECONDS_MAX:
            raise forms.ValidationError(_("Please take a moment to read your message again, then send it."))
        return cleaned


class TrackingForm(forms.Form):
    """Finds a question by its number."""

    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=20, help_text="ESS-XXXXXXXX")


class AnswerForm(forms.Form):
    """The public answer to a question."""

    answer = forms.CharField(
        label=gettext_lazy("Public answer"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6})
    )


class MilestoneForm(forms.Form):
    """A new milestone, or another day for one."""

    title = forms.CharField(label=gettext_lazy("Milestone"), max_length=300)
    due_on = _day(label=gettext_lazy("Due on"))


class TaskForm(forms.Form):
    """A new task."""

    title = forms.CharField(label=gettext_lazy("Task"), max_length=300)
    due_on = _day(label=gettext_lazy("Due on"))
    assignee = forms.ModelChoiceField(label=gettext_lazy("Assigned to"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: object, **options: object) -> None:
        """Offer the people who can sign in."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["assignee"].queryset = User.objects.filter(is_active=True).order_by("full_name")  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A new note."""

    text = forms.CharField(label=gettext_lazy("Note for the team"), widget=forms.Textarea(attrs={"rows": 3}))


class OverrideForm(forms.Form):
    """A status put over the derived one."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=ActionStatus.choices)
    reason = forms.CharField(label=gettext_lazy("Why the derived status is not right"), max_length=1000)
    ends_on = _day(label=gettext_lazy("Until (excluded)"))


class PersonForm(forms.Form):
    """A person's part in an action."""

    person = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=User.objects.none())
    role = forms.ChoiceField(label=gettext_lazy("Role in the action"), choices=PersonRole.choices)
    starts_on = _day(label=gettext_lazy("From"), initial=date.today)

    def __init__(self, *args: object, **options: object) -> None:
        """Offer the people who can sign in."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["person"].queryset = User.objects.filter(is_active=True).order_by("full_name")  # type: ignore[attr-defined]


class ActionTextForm(forms.ModelForm):  # type: ignore[type-arg]
    """The texts of an action."""

    reason = forms.CharField(label=gettext_lazy("Reason of the change"), max_length=300)

    class Meta:
        model = Action
        fields = ["title", "description", "plain_summary"]
        widgets = {"title": forms.Textarea(attrs={"rows": 3}), "plain_summary": forms.Textarea(attrs={"rows": 4})}


class MoveActionForm(forms.Form):
    """The axis an action moves to."""

    axis = forms.ModelChoiceField(label=gettext_lazy("New axis"), queryset=Axis.objects.none())
    reason = forms.CharField(label=gettext_lazy("Reason of the change"), max_length=300)

    def __init__(self, *args: object, plan: Plan, **options: object) -> None:
        """Offer the axes of the same plan."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["axis"].queryset = plan.axes.all()  # type: ignore[attr-defined]
