"""What the team writes of a consultation and its calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.events.models import Event
from essaim.ecosystem.events.queries import events_for_choice
from essaim.foundations.ui.folding import Folding
from essaim.foundations.ui.forms import DayForm, EditForm, LastDayField, RowForm
from essaim.steering.action_plan.models import Plan, Source
from essaim.steering.consultations.models import Consultation, DeclaredParticipation, Phase, SourceStatement
from essaim.steering.consultations.states import PhaseKind


def offer_sources(form: forms.BaseForm, *names: str) -> None:
    """Offer our own sources, by title."""
    for name in names:
        form.fields[name].queryset = Source.objects.own().order_by("title", "pk")  # type: ignore[attr-defined]


def _offer_plans(form: forms.BaseForm) -> None:
    form.fields["plan"].queryset = Plan.objects.own().order_by("-starts_on", "pk")  # type: ignore[attr-defined]


CONSULTATION_FIELDS = ["title", "summary", "question", "plan", "source", "moderation_rules", "moderation_days"]
SLUG_LENGTH_MAX = 40
# What is folded in the form of a step: what is known afterwards, or from a document.
SELDOM = ("planned", "source", "outcome", "outcome_source")
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


def usual_rules() -> str:
    """Return rules of moderation to start from: one sentence a cause for which a text may be hidden."""
    return gettext(
        "Hidden are: insult and discrimination; personal data of somebody else; advertising; a text sent several times; "
        "what is empty or cannot be read; what the law forbids. Disagreement never is. The author reads the reason with "
        "the tracking number, and may ask for a second reading."
    )


# What somebody who never prepared one needs to be told.
CONSULTATION_HELP = {
    "summary": _("In a few sentences, for anybody: who is asked, about what, until when, what the answers will serve"),
    "plan": _("The plan whose actions will answer what is said; leave empty if there is none yet"),
}


class ConsultationForm(Folding, RowForm):
    """A new consultation, as a draft; its short name is made from its title when none is given."""

    folded = ("slug", "source", "moderation_rules", "moderation_days")
    folded_title = _("Address, source and rules of moderation: already filled in")

    class Meta:
        model = Consultation
        fields = [*CONSULTATION_FIELDS, "slug"]
        help_texts = CONSULTATION_HELP

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our plans and sources, and the usual rules."""
        super().__init__(*args, **options)
        _offer_plans(self)
        offer_sources(self, "source")
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Used in addresses: 2015. Left empty, it is made from the title.")
        self.fields["moderation_rules"].initial = usual_rules()

    @property
    def is_unfolded(self) -> bool:
        """Unfold what is filled in beforehand only when something in it is wrong."""
        return self.has_folded_errors

    def clean_slug(self) -> str:
        """Make a short name from the title, that no other consultation has."""
        given = str(self.cleaned_data["slug"])
        if given:
            return given
        start = slugify(str(self.cleaned_data.get("title", "")))[:SLUG_LENGTH_MAX].strip("-") or "concertation"
        taken = set(
            Consultation.objects.filter(slug__startswith=start[: SLUG_LENGTH_MAX - 4]).values_list("slug", flat=True)
        )
        slug, number = start, 2
        while slug in taken:
            slug, number = f"{start[: SLUG_LENGTH_MAX - 4]}-{number}", number + 1
        return slug


class ConsultationEditForm(EditForm):
    """What is written of a consultation; its short name stays, since addresses hold it."""

    class Meta:
        model = Consultation
        fields = CONSULTATION_FIELDS
        help_texts = CONSULTATION_HELP

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our plans and sources."""
        super().__init__(*args, **options)
        _offer_plans(self)
        offer_sources(self, "source")


class PhaseForm(Folding, RowForm):
    """A step of the calendar."""

    folded = ("number", *SELDOM)
    folded_title = _("Its number, what a document planned, what happened")

    ends_on = LastDayField(required=False)

    class Meta:
        model = Phase
        fields = [*PHASE_FIELDS, "number"]

    def __init__(self, *args: Any, consultation: Consultation, **options: Any) -> None:
        """Offer our sources, the next number, and first of all a step where people write online."""
        super().__init__(*args, **options)
        offer_sources(self, "source", "outcome_source")
        phases = consultation.phases
        self.fields["number"].initial = phases.count() + 1
        if not phases.filter(takes_contributions=True).exists():
            self.fields["title"].initial = gettext("Contributions online")
            self.fields["kind"].initial = PhaseKind.CONTRIBUTIONS
            self.fields["takes_contributions"].initial = True

    @property
    def is_unfolded(self) -> bool:
        """Unfold what is filled in beforehand only when something in it is wrong."""
        return self.has_folded_errors


class PhaseEditForm(Folding, EditForm):
    """What is written of a step; its number stays, since links hold it."""

    folded = ("planned", "source")
    folded_title = _("What a document planned")

    ends_on = LastDayField(required=False)

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
        help_text=_("Public. The figures are counted, and already written: add what they do not say, what stood out."),
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
        self.fields["event"].help_text = format_html(
            '{} <a href="{}">{}</a>',
            _("It is announced on its own page first, with its day, its place and its registrations."),
            reverse("events:event_create"),
            _("Announce a gathering"),
        )
