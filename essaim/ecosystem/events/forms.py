"""Input of the room's pages."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from essaim.ecosystem.organizations.choosing import StructureField, search_structure
from essaim.foundations.territory.forms import CommuneField
from essaim.foundations.ui.folding import Folding
from essaim.foundations.ui.forms import EditForm, RowForm
from essaim.foundations.ui.traps import TrapForm

from .models import COMMENT_LENGTH_MAX, SLUG_LENGTH_MAX, DeclaredParticipation, Event, Lead, Speaker
from .queries import free_slug
from .states import LEAD_MOVES, EventKind, EventState, Satisfaction

# What every gathering says first, then delays, parts, and what only sources make necessary.
FIELDS = [
    "title",
    "kind",
    "starts_on",
    "starts_time",
    "ends_time",
    "last_on",
    "venue",
    "commune_code",
    "summary",
    "capacity",
    "registration_opens_at",
    "registration_closes_at",
    "offer_hours",
    "keep_days",
    "parent",
    "track",
    "position",
    "source",
    "source_note",
    "date_words",
    "is_day_known",
]

# What is filled in beforehand, or known of the parts of a whole and from documents only.
SELDOM = tuple(FIELDS[FIELDS.index("registration_opens_at") :])
OF_A_PART = ("parent", "track", "position")


class EventFields(Folding, forms.ModelForm):
    """What the forms of a gathering share: a commune by its name, whether people register, the gatherings that hold parts."""

    folded = SELDOM
    folded_title = gettext_lazy("Days of registration, delays, place in a programme, sources: already filled in")

    commune_code = CommuneField(label=gettext_lazy("Commune"))
    registers = forms.BooleanField(
        label=gettext_lazy("People register on this site"),
        required=False,
        help_text=gettext_lazy(
            "Without an account, from now until it starts unless you give other days below. When all seats are taken, a "
            "waiting list opens."
        ),
    )

    class Meta:
        model = Event
        fields = FIELDS
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 5}),
            "source_note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Name the communes of the authority, and offer the gatherings that can hold parts."""
        super().__init__(*args, **options)
        self.order_fields([*FIELDS[: FIELDS.index("registration_opens_at")], "registers"])
        self.fields["registers"].initial = self.instance.takes_registrations if self.instance.pk else True
        self.today = today
        field = self.fields["commune_code"]
        assert isinstance(field, CommuneField)
        self.offered = field.offer(today=today, known=self.instance.commune_code)
        wholes = Event.objects.whole().exclude(state=EventState.CANCELLED).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = wholes.order_by("-starts_on", "title", "pk")  # type: ignore[attr-defined]
        if self.initial.get("parent"):
            self.folded = tuple(name for name in self.folded if name not in OF_A_PART)

    @property
    def is_unfolded(self) -> bool:
        """Unfold what is filled in beforehand only when something in it is wrong."""
        return self.has_folded_errors

    def clean(self) -> dict[str, Any]:
        """Give registration the days that were not written: from now until the gathering starts."""
        cleaned = super().clean() or self.cleaned_data
        opens_at, closes_at = cleaned.get("registration_opens_at"), cleaned.get("registration_closes_at")
        if not cleaned.get("registers"):
            if self.instance.takes_registrations:
                cleaned |= {"registration_opens_at": None, "registration_closes_at": None}
            return cleaned
        starts_on = cleaned.get("starts_on")
        if starts_on is None or self.errors or (starts_on < self.today and not (opens_at or closes_at)):
            return cleaned
        # The last minute of its first day when its hour is not known.
        start = timezone.make_aware(datetime.combine(starts_on, cleaned.get("starts_time") or time(23, 59)))
        now = timezone.now().replace(second=0, microsecond=0)
        if now < start or opens_at or closes_at:
            cleaned["registration_opens_at"] = opens_at or min(now, closes_at or now)
            cleaned["registration_closes_at"] = closes_at or start
        return cleaned


class EventForm(EventFields, RowForm):
    """A new gathering."""

    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=SLUG_LENGTH_MAX,
        required=False,
        help_text=gettext_lazy("Used in the address; made from the title and the year when it is left empty."),
    )

    class Meta(EventFields.Meta):
        pass

    folded = ("slug", *SELDOM)

    def clean(self) -> dict[str, Any]:
        """Make a free short name from the title and the year when none was written."""
        cleaned = super().clean() or self.cleaned_data
        title, starts_on = cleaned.get("title"), cleaned.get("starts_on")
        if not cleaned.get("slug") and title and starts_on:
            year = str(starts_on.year)
            cleaned["slug"] = free_slug(title if year in title else f"{title}-{year}")
        return cleaned


class EventEditForm(EventFields, EditForm):
    """What is written of a gathering, and why it changes."""

    class Meta(EventFields.Meta):
        pass


class ClosingForm(forms.Form):
    """The report of a gathering that took place, and what follows."""

    report = forms.CharField(
        label=pgettext_lazy("of a gathering", "Report"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "What was said, by whom it was said in public; paragraphs are separated by an empty line."
        ),
    )
    outcome = forms.CharField(
        label=gettext_lazy("Decisions and follow-up"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What was decided, and who does what next"),
    )


class ReportForm(EditForm):
    """The report of a closed gathering, corrected."""

    class Meta:
        model = Event
        fields = ["report", "outcome"]


class RegistrationForm(TrapForm):
    """Somebody who registers, without an account."""

    salt = "events.register"
    field_order = ["name", "email", "organization_name", "website", "opened"]

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("A link to confirm is sent there. Never shown, and erased when it has served."),
    )
    organization_name = forms.CharField(
        label=gettext_lazy("Your structure, if you come for one"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("How many structures came is published; never who came."),
    )


class OrganizationChoiceForm(forms.Form):
    """The record of a structure that somebody wrote by hand."""

    organization = StructureField(
        label=pgettext_lazy("legal person", "Structure"),
        required=False,
        help_text=gettext_lazy("Leave empty if it has no record here."),
    )


class AttendanceForm(OrganizationChoiceForm):
    """People who came for a structure, or for none."""

    organization_name = forms.CharField(
        label=gettext_lazy("Or its name, if it has no record here"), max_length=200, required=False
    )
    people_count = forms.IntegerField(label=gettext_lazy("People"), min_value=1, max_value=10_000, initial=1)


class CodeForm(forms.Form):
    """A code, typed or read by a telephone."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=gettext_lazy("Six letters and digits, with or without spaces."),
    )


class SpeakerForm(RowForm):
    """Somebody who speaks."""

    class Meta:
        model = Speaker
        fields = ["name", "role", "organization", "subject"]
        help_texts = {"name": gettext_lazy("Announced in public, with their agreement.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the records in use."""
        super().__init__(*args, **options)
        search_structure(self, "organization")


class DeclaredForm(RowForm):
    """What a source says of who came."""

    class Meta:
        model = DeclaredParticipation
        fields = ["number", "is_approximate", "unit", "quote", "source", "caveat"]


class MoveForm(forms.Form):
    """What a registrant does by their link: confirm, take a seat, or withdraw."""

    CONFIRM, WITHDRAW = "confirm", "withdraw"
    move = forms.ChoiceField(choices=[(CONFIRM, CONFIRM), (WITHDRAW, WITHDRAW)])


class ConfirmForm(forms.Form):
    """Nothing to write: the button is the answer."""


class RatingForm(TrapForm):
    """What somebody who came thought of a gathering."""

    salt = "events.rating"
    field_order = ["overall", "usefulness", "has_met", "comment", "website", "opened"]

    overall = forms.TypedChoiceField(
        label=gettext_lazy("Are you satisfied with this gathering?"),
        choices=list(reversed(Satisfaction.choices)),
        coerce=int,
        widget=forms.RadioSelect,
    )
    usefulness = forms.TypedChoiceField(
        label=gettext_lazy("Was it useful to your activity?"),
        choices=list(reversed(Satisfaction.choices)),
        coerce=int,
        widget=forms.RadioSelect,
    )
    has_met = forms.BooleanField(label=gettext_lazy("I met somebody there to work with"), required=False)
    comment = forms.CharField(
        label=gettext_lazy("What should be kept, what should change?"),
        required=False,
        max_length=COMMENT_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Read by the authority's team only. Name nobody, yourself included."),
    )


class LeadForm(RowForm):
    """Two structures put in touch."""

    class Meta:
        model = Lead
        fields = ["organization", "organization_name", "other", "other_name", "about", "next_step"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the records in use."""
        super().__init__(*args, **options)
        search_structure(self, "organization", "other")


class LeadMoveForm(forms.Form):
    """How a contact goes."""

    LABELS = {
        "contact": gettext_lazy("They are in touch"),
        "conclude": gettext_lazy("It is concluded"),
        "drop": gettext_lazy("It has no sequel"),
    }

    move = forms.ChoiceField(label=gettext_lazy("How does it go?"), widget=forms.RadioSelect)
    next_step = forms.CharField(
        label=gettext_lazy("Next step"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("If they are in touch: who does what, and when"),
    )
    outcome = forms.CharField(
        label=pgettext_lazy("of a contact", "What came of it"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("If it is concluded or has no sequel"),
    )

    def __init__(self, *args: Any, lead: Lead, **options: Any) -> None:
        """Offer the moves of its state."""
        super().__init__(*args, **options)
        names = LEAD_MOVES.names_from(lead.state)
        self.fields["move"].choices = [(name, self.LABELS[name]) for name in names]  # type: ignore[attr-defined]


class AgendaForm(forms.Form):
    """An agenda of another site, as a file."""

    file = forms.FileField(
        label=gettext_lazy("Agenda"),
        help_text=gettext_lazy(
            "The JSON export of an agenda of OpenAgenda, or the exchange of another Essaim: at most 500 events."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What these gatherings are"),
        choices=EventKind,
        initial=EventKind.MEETING,
        required=False,
        help_text=gettext_lazy("For those whose keywords do not say it"),
    )


class AgendaApplyForm(forms.Form):
    """What was seen of an agenda, and whether new gatherings are announced at once."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    is_announced = forms.BooleanField(
        label=gettext_lazy("Announce the new gatherings at once"),
        required=False,
        help_text=gettext_lazy("Otherwise they are drafts, which the team alone reads and announces one by one."),
    )


class CodesForm(forms.Form):
    """Codes ticked on a paper list."""

    codes = forms.CharField(
        label=gettext_lazy("Codes seen"),
        widget=forms.Textarea(attrs={"rows": 10, "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=gettext_lazy("One a line, at most 500; those counted already count once."),
    )

    def clean_codes(self) -> list[str]:
        """Return the codes, each once."""
        found = list(
            dict.fromkeys(line.strip()[:20] for line in self.cleaned_data["codes"].splitlines() if line.strip())
        )
        if len(found) > 500:
            raise forms.ValidationError(gettext("There are more than 500 codes: send them in several times."))
        return found
