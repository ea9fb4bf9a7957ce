"""What people write without account, and what the team enters, reads and imports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations.choosing import search_structure
from essaim.foundations.ui.forms import day_field
from essaim.steering.action_plan.models import Action, Axis
from essaim.steering.action_plan.permissions import can_read_plan
from essaim.steering.consultations.models import TEXT_LENGTH_MAX, Consultation, Contribution, TextVersion, Theme
from essaim.steering.consultations.states import Channel, HidingCause

if TYPE_CHECKING:
    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser

# A person takes longer than this to write; a robot does not. In seconds.
WRITING_SECONDS_MIN = 3
WRITING_SECONDS_MAX = 24 * 3600
SALT = "contribution"


class ThemeField(forms.ModelChoiceField):
    """A theme of a consultation, by its title."""

    def __init__(self, queryset: QuerySet[Theme] | None = None, **options: Any) -> None:
        """Start with no theme: each form offers those of its consultation."""
        super().__init__(queryset=Theme.objects.none() if queryset is None else queryset, **options)

    def label_from_instance(self, obj: Any) -> str:
        """Show the title, on one line."""
        return " / ".join(obj.title.splitlines())

    def offer(self, themes: Sequence[Theme], consultation: Consultation) -> None:
        """Offer the themes of a consultation, read once for all the fields of a page."""
        self.queryset = consultation.themes.order_by("number")
        choices = [(theme.pk, self.label_from_instance(theme)) for theme in themes]
        self.choices = choices if self.empty_label is None else [("", self.empty_label), *choices]


def part_choices(consultation: Consultation, person: Person) -> list[tuple[str, str]]:
    """List the axes and actions of the plan a consultation prepares, for who may read it: "action:17"."""
    plan = consultation.plan
    if plan is None or not can_read_plan(person, plan):
        return []
    axes = [(f"axis:{row.pk}", pgettext("part of a plan", "Axis %s") % row) for row in plan.axes.order_by("number")]
    rows = plan.actions.order_by("number")
    return [*axes, *((f"action:{row.pk}", pgettext("part of a plan", "Action %s") % row) for row in rows)]


def part_of(key: str) -> Axis | Action | None:
    """Find the part of a plan that a choice names."""
    name, _colon, pk = key.partition(":")
    model: type[Axis] | type[Action] = Axis if name == "axis" else Action
    return model.objects.get(pk=pk) if pk else None


class ContributionForm(forms.Form):
    """What anybody writes; a trap field and a signed moment keep robots away without asking people anything."""

    text = forms.CharField(
        label=gettext_lazy("Your contribution"),
        max_length=TEXT_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Public once it is read. Write nothing that tells who somebody else is."),
    )
    passage = forms.CharField(
        label=gettext_lazy("Passage it is about"),
        max_length=TEXT_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Copied word for word from the text."),
    )
    part = forms.ChoiceField(label=gettext_lazy("Part of the plan it is about"), required=False)
    theme = ThemeField(label=gettext_lazy("Theme, if you see one"), required=False)
    organization_name = forms.CharField(
        label=gettext_lazy("Your structure, if you speak for one"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Public"),
    )
    author_name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Optional. Read by the authority's team alone, unless you tick the box below."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    shows_name = forms.BooleanField(label=gettext_lazy("Show my name with my contribution"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, to be told of the answer"),
        required=False,
        help_text=gettext_lazy(
            "Optional. Never shown to anybody, the team included. You get a link at once, and the answer when it is "
            "there; the address is then erased, or as soon as you ask."
        ),
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        consultation: Consultation,
        now: datetime,
        version: TextVersion | None = None,
        **options: Any,
    ) -> None:
        """
        Offer the themes and the parts of the plan, and sign the moment the form is shown.

        :param version: the text that a passage is quoted from, if the contribution is about one
        """
        super().__init__(*args, **options)
        self._now, self._version = now, version
        parts = part_choices(consultation, AnonymousUser())
        self.fields["part"].choices = [("", gettext("None, or the whole")), *parts]  # type: ignore[attr-defined]
        del self.fields["part" if version is not None or not parts else "passage"]
        if version is None:
            self.fields.pop("passage", None)
        else:
            self.order_fields(["passage", "text"])
        themes = Theme.objects.filter(consultation=consultation).order_by("number")
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]
        if not themes:
            del self.fields["theme"]
        self.fields["opened"].initial = signing.dumps(now.timestamp(), salt=SALT)
        self.fields["website"].is_trap = True  # type: ignore[attr-defined]

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
        if not WRITING_SECONDS_MIN <= elapsed <= WRITING_SECONDS_MAX:
            raise forms.ValidationError(_("Please take a moment to read your message again, then send it."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the clean values, ready for the service."""
        names = ("text", "theme", "organization_name", "author_name", "shows_name", "email")
        about = self._version or part_of(self.cleaned_data.get("part", ""))
        passage = self.cleaned_data.get("passage", "")
        return {
            **{name: self.cleaned_data[name] for name in names if name in self.fields},
            **({"about": about, "passage": passage} if about is not None else {}),
        }


class TrackingForm(forms.Form):
    """Finds a contribution by the number its author was given."""

    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=20, help_text="CTR-XXXXXXXXXX")


class AppealForm(forms.Form):
    """Why an author asks for a second reading."""

    appeal = forms.CharField(
        label=gettext_lazy("Why your text should be shown"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class EntryForm(forms.ModelForm):
    """What was said on paper, at a table or in a meeting."""

    received_on = day_field(label=gettext_lazy("Day it was said or written"))
    part = forms.ChoiceField(label=gettext_lazy("Part of the plan it is about"), required=False)

    class Meta:
        model = Contribution
        fields = [
            "text",
            "channel",
            "origin",
            "theme",
            "organization",
            "organization_name",
            "author_name",
            "shows_name",
        ]
        field_classes = {"theme": ThemeField}

    def __init__(self, *args: Any, consultation: Consultation, person: Person, **options: Any) -> None:
        """Offer the themes, the parts of the plan, the structures, and every channel but online."""
        super().__init__(*args, **options)
        parts = part_choices(consultation, person)
        self.fields["part"].choices = [("", gettext("None, or the whole")), *parts]  # type: ignore[attr-defined]
        if not parts:
            del self.fields["part"]
        self.fields["theme"].queryset = Theme.objects.filter(consultation=consultation).order_by("number")  # type: ignore[attr-defined]
        search_structure(self, "organization")
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in Channel.choices if value != Channel.ONLINE
        ]
        self.fields["channel"].initial = Channel.PAPER
        self.fields["origin"].required = True

    def values(self) -> dict[str, Any]:
        """Return the clean values of the row's own fields, ready for the service."""
        about = part_of(self.cleaned_data.get("part", ""))
        own = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return {**own, "about": about} if about is not None else own


class HideForm(forms.Form):
    """Which rule a text breaks, and how."""

    cause = forms.ChoiceField(label=gettext_lazy("Rule it breaks"), choices=HidingCause.choices)
    reason = forms.CharField(
        label=gettext_lazy("Reason, as its author will read it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SheetForm(forms.Form):
    """A spreadsheet of contributions, and where they were gathered."""

    file = forms.FileField(label=gettext_lazy("Spreadsheet (XLSX, ODS or CSV)"))
    channel = forms.ChoiceField(
        label=gettext_lazy("How they came, where a row does not say"),
        choices=[(value, label) for value, label in Channel.choices if value != Channel.ONLINE],
    )
    origin = forms.CharField(
        label=gettext_lazy("Where they were gathered, where a row does not say"),
        max_length=300,
        help_text=gettext_lazy("The register, the table or the letter: what somebody who doubts would ask to see"),
    )
