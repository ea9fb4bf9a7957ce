"""What the team writes of a consultation and its calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.events.models import Event
from essaim.ecosystem.events.queries import events_for_choice
from essaim.foundations.ui.forms import DayForm, EditForm, RowForm
from essaim.steering.action_plan.models import Plan, Source
from essaim.steering.consultations.models import Consultation, DeclaredParticipation, Phase, SourceStatement


def offer_sources(form: forms.BaseForm, *names: str) -> None:
    """Offer our own sources, by title."""
    for name in names:
        form.fields[name].queryset = Source.objects.own().order_by("title", "pk")  # type: ignore[attr-defined]


def _offer_plans(form: forms.BaseForm) -> None:
    form.fields["plan"].queryset = Plan.objects.own().order_by("-starts_on", "pk")  # type: ignore[attr-defined]


CONSULTATION_FIELDS = ["title", "summary", "question", "plan", "source", "moderation_rules", "moderation_days"]
PHASE_FIELDS = [
    "title",
    "kind",
    "starts_on",
    "ends_on",
    "takes_contributions",
    "audiences",
    "opening_rules",
    "planned",
    "source",
    "outcome",
    "outcome_source",
]


class ConsultationForm(RowForm):
    """A new consultation, as a draft."""

    class Meta:
        model = Consultation
        fields = ["slug", *CONSULTATION_FIELDS]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our plans and sources."""
        super().__init__(*args, **options)
        _offer_plans(self)
        offer_sources(self, "source")


class ConsultationEditForm(EditForm):
    """What is written of a consultation; its short name stays, since addresses hold it."""

    class Meta:
        model = Consultation
        fields = CONSULTATION_FIELDS

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our plans and sources."""
        super().__init__(*args, **options)
        _offer_plans(self)
        offer_sources(self, "source")


class PhaseForm(RowForm):
    """A step of the calendar."""

    class Meta:
        model = Phase
        fields = ["number", *PHASE_FIELDS]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our sources."""
        super().__init__(*args, **options)
        offer_sources(self, "source", "outcome_source")


class PhaseEditForm(EditForm):
    """What is written of a step; its number stays, since links hold it."""

    class Meta:
        model = Phase
        fields = PHASE_FIELDS

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our sources."""
        super().__init__(*args, **options)
        offer_sources(self, "source", "outcome_source")


class StatementForm(RowForm):
    """What a source says, in its words."""

    class Meta:
        model = SourceStatement
        fields = ["topic", "wording", "note", "source"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our sources."""
        super().__init__(*args, **options)
        offer_sources(self, "source")


class DeclaredForm(RowForm):
    """A number of participants that a source declares."""

    class Meta:
        model = DeclaredParticipation
        fields = ["about", "wording", "count", "is_about", "source"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our sources."""
        super().__init__(*args, **options)
        offer_sources(self, "source")


class CloseForm(DayForm):
    """The day a consultation closes, and what was said in it."""

    summary = forms.CharField(
        label=_("Closing summary"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Public. The figures below are counted; say here what they do not: who came, what stood out."),
    )


class PublishForm(DayForm):
    """The day answers are published, and whether those missing are listed."""

    lists_missing = forms.BooleanField(
        label=_("Publish although some answers are missing: they are listed as missing"), required=False
    )

    def __init__(self, *args: Any, today: date, has_missing: bool, **options: Any) -> None:
        """Ask about missing answers only when there are some."""
        super().__init__(*args, today=today, **options)
        if not has_missing:
            del self.fields["lists_missing"]


class MeetingForm(forms.Form):
    """Which gathering is held in a step of the calendar."""

    event = forms.ModelChoiceField(label=_("Gathering"), queryset=Event.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the gatherings."""
        super().__init__(*args, **options)
        self.fields["event"].queryset = events_for_choice()  # type: ignore[attr-defined]
