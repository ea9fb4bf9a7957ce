"""Input of the room's pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.ecosystem.organizations.choosing import search_structure
from essaim.foundations.accounts.queries import active_people
from essaim.foundations.ui.fields import hour_input
from essaim.foundations.ui.forms import AddressField, EditForm, LastDayField, RowForm, day_field
from essaim.steering.action_plan.models import Act, Action
from essaim.steering.action_plan.states import PlanState

from .models import AgendaPoint, Body, BodyRules, College, Mandate, OpinionRequest, Seat, Session
from .states import Choice, PointKind, RequestState, Threshold, VoteMode

QUORUM_PREFIX = "college_"


class BodyForm(RowForm):
    """A new body."""

    class Meta:
        model = Body
        fields = ["name", "slug", "description", "source"]


class BodyEditForm(EditForm):
    """What is written of a body, and why it changes."""

    class Meta:
        model = Body
        fields = ["name", "description", "source"]


class RulesForm(RowForm):
    """The rules of a body from a day on, with a quorum for each college."""

    class Meta:
        model = BodyRules
        fields = [
            "starts_on",
            "source",
            "sessions_per_year",
            "notice_days",
            "accepts_short_notice",
            "quorum",
            "proxies_max",
            "proxies_within_college",
            "proxies_count_for_quorum",
            "waives_quorum_at_second",
            "second_notice_days",
            "allows_secret",
            "allows_written",
        ]

    def __init__(self, *args: Any, colleges: Sequence[College], **options: Any) -> None:
        """Ask for the quorum of each college."""
        super().__init__(*args, **options)
        self.colleges = colleges
        for college in colleges:
            self.fields[f"{QUORUM_PREFIX}{college.pk}"] = forms.ChoiceField(
                label=_("Quorum of the college “%s”") % college.name, choices=Threshold.choices, initial=Threshold.NONE
            )

    def college_quorums(self) -> dict[College, str]:
        """Return the threshold chosen for each college."""
        return {college: self.cleaned_data[f"{QUORUM_PREFIX}{college.pk}"] for college in self.colleges}


class CollegeForm(RowForm):
    """A college, with its first seats."""

    seat_count = forms.IntegerField(label=gettext_lazy("Number of seats"), min_value=1, max_value=100, initial=1)

    class Meta:
        model = College
        fields = ["name", "starts_on", "source"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Propose today."""
        super().__init__(*args, **options)
        self.fields["starts_on"].required = True
        self.fields["starts_on"].initial = today


class SeatsForm(forms.Form):
    """More seats in a college."""

    count = forms.IntegerField(label=gettext_lazy("Number of seats"), min_value=1, max_value=100, initial=1)
    starts_on = day_field(label=gettext_lazy("From"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Propose today."""
        super().__init__(*args, **options)
        self.fields["starts_on"].initial = today


class MemberForm(RowForm):
    """Who holds a seat, for whom, for how long."""

    ends_on = LastDayField(
        required=False, help_text=gettext_lazy("That day included; leave empty when the mandate has no end yet")
    )

    class Meta:
        model = Mandate
        fields = ["quality", "person", "person_name", "email", "organization", "gender", "starts_on", "ends_on"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Offer people with an account and structures in use, and propose today."""
        super().__init__(*args, **options)
        self.fields["person"].queryset = active_people()  # type: ignore[attr-defined]
        search_structure(self, "organization")
        self.fields["starts_on"].initial = today


class MemberEditForm(EditForm):
    """What was written of a member by mistake; an account has its own name."""

    class Meta:
        model = Mandate
        fields = ["person_name", "organization", "gender"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer structures in use."""
        super().__init__(*args, **options)
        search_structure(self, "organization")
        if self.instance.person is not None:
            del self.fields["person_name"]
            self.own_fields.remove("person_name")
            self.fields["version"].initial = self.version_now()


class AddressForm(forms.Form):
    """Where a member without an account is written to."""

    email = forms.EmailField(
        label=gettext_lazy("Address"),
        required=False,
        help_text=gettext_lazy("Left empty, it is erased. Links sent to another address no longer work."),
    )


class SecondSessionForm(forms.Form):
    """The day a body sits whatever its number, its quorum missed once."""

    day = day_field(label=gettext_lazy("Day of the second session"))
    starts_at = forms.TimeField(label=gettext_lazy("Hour"), required=False, widget=hour_input())
    venue = forms.CharField(label=gettext_lazy("Venue"), max_length=300, required=False)


class EndForm(forms.Form):
    """The day something no longer holds, and why."""

    ends_on = LastDayField()
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Propose today."""
        super().__init__(*args, **options)
        self.fields["ends_on"].initial = today + timedelta(days=1)


class SessionForm(RowForm):
    """A session to come."""

    class Meta:
        model = Session
        fields = ["day", "starts_at", "title", "venue", "remote_url"]
        field_classes = {"remote_url": AddressField}


class SessionEditForm(EditForm):
    """The day and place of a session, and why they change."""

    class Meta(SessionForm.Meta):
        pass


class PastSessionForm(RowForm):
    """A session that a document says was held."""

    class Meta:
        model = Session
        fields = ["day", "title", "first_planned", "source"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for the document."""
        super().__init__(*args, **options)
        self.fields["source"].required = True


class ConveneForm(forms.Form):
    """The convocation, and why its notice is short if it is."""

    short_notice_reason = forms.CharField(
        label=gettext_lazy("Reason of the short notice"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Fewer clear days are left than the rules ask: the members read why."),
    )

    def __init__(self, *args: Any, is_short: bool, has_way_out: bool, **options: Any) -> None:
        """Ask for the reason only when the notice is short and the rules accept it."""
        super().__init__(*args, **options)
        if not (is_short and has_way_out):
            self.fields["short_notice_reason"].widget = forms.HiddenInput()


class PointFields(forms.ModelForm):
    """What the forms of a point share: actions of the plans, acts, and no choice of minutes by hand."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer what a point can be about."""
        super().__init__(*args, **options)
        kinds = [(value, label) for value, label in PointKind.choices if value != PointKind.MINUTES]
        self.fields["kind"] = forms.ChoiceField(label=pgettext_lazy("of a point", "kind"), choices=kinds)
        if "action" in self.fields:
            self.fields["action"].queryset = actions_for_choice()  # type: ignore[attr-defined]
            self.fields["act"].queryset = Act.objects.filter(origin_siren="").order_by("-voted_on", "pk")  # type: ignore[attr-defined]


def actions_for_choice() -> Any:
    """Return the actions of our own plans that are not closed."""
    rows = Action.objects.filter(plan__origin_siren="").exclude(plan__state=PlanState.CLOSED)
    return rows.select_related("plan").order_by("-plan__starts_on", "number", "pk")


class PointForm(PointFields, RowForm):
    """A point of the office."""

    request = forms.ModelChoiceField(
        label=gettext_lazy("Request for an opinion it answers"), queryset=OpinionRequest.objects.none(), required=False
    )

    class Meta:
        model = AgendaPoint
        fields = ["title", "kind", "details", "action", "act"]

    def __init__(self, *args: Any, body: Body, **options: Any) -> None:
        """Offer the requests that wait."""
        super().__init__(*args, **options)
        waiting = body.requests.filter(state=RequestState.ASKED).order_by("asked_on", "pk")
        self.fields["request"].queryset = waiting  # type: ignore[attr-defined]


class PointEditForm(PointFields, EditForm):
    """A point in other words, and why."""

    class Meta:
        model = AgendaPoint
        fields = ["title", "kind", "details", "action", "act"]


class ProposalForm(PointFields, RowForm):
    """A point that a member proposes, with a file if there is one."""

    file = forms.FileField(label=gettext_lazy("File to attach"), required=False)

    class Meta:
        model = AgendaPoint
        fields = ["title", "kind", "details"]


ACCEPT, REFUSE = "accept", "refuse"


class AnswerForm(forms.Form):
    """What is answered to a proposal: yes, or no and why."""

    verdict = forms.ChoiceField(
        label=pgettext_lazy("to a proposal", "Answer"),
        choices=[
            (ACCEPT, pgettext_lazy("answer to a proposal", "Accept")),
            (REFUSE, pgettext_lazy("answer to a proposal", "Refuse")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("What is answered"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed to refuse: the member reads it."),
    )

    @property
    def is_accepted(self) -> bool:
        """Whether it is accepted."""
        return bool(self.cleaned_data["verdict"] == ACCEPT)


class CodeForm(forms.Form):
    """The code shown in the room."""

    code = forms.CharField(
        label=gettext_lazy("Code shown in the room"),
        max_length=12,
        help_text=gettext_lazy("Six digits"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class SeatChoice(forms.ModelChoiceField):
    """A seat, named by its number and who holds it."""

    names: dict[int, str]

    def label_from_instance(self, obj: Any) -> str:
        """Name who holds it."""
        return self.names.get(obj.pk, str(obj))


class ProxyForm(forms.Form):
    """Who gives a proxy to whom."""

    giver = SeatChoice(label=gettext_lazy("Given by"), queryset=Seat.objects.none())
    holder = SeatChoice(label=gettext_lazy("Given to"), queryset=Seat.objects.none())

    def __init__(self, *args: Any, givers: dict[int, str], holders: dict[int, str], **options: Any) -> None:
        """Offer the seats that may give and those that may hold."""
        super().__init__(*args, **options)
        for name, seats in (("giver", givers), ("holder", holders)):
            field = self.fields[name]
            assert isinstance(field, SeatChoice)
            field.names = seats
            field.queryset = _seats(seats)
        if len(givers) == 1:
            self.fields["giver"].initial = next(iter(givers))


class HolderForm(forms.Form):
    """Whom one gives one's own proxy to."""

    holder = SeatChoice(label=gettext_lazy("Given to"), queryset=Seat.objects.none())

    def __init__(self, *args: Any, holders: dict[int, str], **options: Any) -> None:
        """Offer the seats that may hold it."""
        super().__init__(*args, **options)
        field = self.fields["holder"]
        assert isinstance(field, SeatChoice)
        field.names = holders
        field.queryset = _seats(holders)


def _seats(names: Iterable[int]) -> Any:
    return Seat.objects.filter(pk__in=list(names)).select_related("college").order_by("college__position", "number")


class WithdrawalForm(forms.Form):
    """Which seat keeps out of a point, and why."""

    seat = SeatChoice(label=pgettext_lazy("committee", "Seat"), queryset=Seat.objects.none())
    reason = forms.CharField(
        label=gettext_lazy("Interest declared"),
        max_length=300,
        help_text=gettext_lazy("Written in the minutes: say which structure, no more."),
    )

    def __init__(self, *args: Any, seats: dict[int, str], **options: Any) -> None:
        """Offer the seats that the person may speak for."""
        super().__init__(*args, **options)
        field = self.fields["seat"]
        assert isinstance(field, SeatChoice)
        field.names = seats
        field.queryset = _seats(seats)
        if len(seats) == 1:
            field.initial = next(iter(seats))


class VoteForm(forms.Form):
    """What is put to the vote, and how."""

    question = forms.CharField(
        label=gettext_lazy("Question put to the vote"),
        max_length=500,
        help_text=gettext_lazy("To be answered by for, against or abstention."),
    )
    mode = forms.ChoiceField(label=gettext_lazy("Way of voting"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, modes: Sequence[str], question: str, **options: Any) -> None:
        """Offer the ways that the rules allow."""
        super().__init__(*args, **options)
        field = self.fields["mode"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(mode, str(VoteMode(mode).label)) for mode in modes]
        field.initial = VoteMode.HANDS
        self.fields["question"].initial = question


class HandsForm(forms.Form):
    """How many hands went up in each college."""

    def __init__(self, *args: Any, colleges: Sequence[tuple[int, str, int]], **options: Any) -> None:
        """
        Ask for three numbers a college.

        :param colleges: id, name and number of voters
        """
        super().__init__(*args, **options)
        self.colleges = colleges
        for pk, name, voters in colleges:
            for choice in Choice:
                self.fields[f"c{pk}_{choice.value}"] = forms.IntegerField(
                    label=_("%(college)s (voters: %(voters)s) – %(choice)s")
                    % {"college": name, "voters": voters, "choice": choice.label},
                    min_value=0,
                    max_value=voters,
                    initial=0,
                )

    def counts(self) -> dict[int, dict[str, int]]:
        """Return what each college said."""
        return {
            pk: {choice: int(self.cleaned_data[f"c{pk}_{choice}"]) for choice in Choice.values}
            for pk, _name, _voters in self.colleges
        }


class BallotForm(forms.Form):
    """A ballot."""

    seat = SeatChoice(label=gettext_lazy("Vote for the seat"), queryset=Seat.objects.none())
    choice = forms.ChoiceField(
        label=pgettext_lazy("of a voter", "Vote"), choices=Choice.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, seats: dict[int, str], **options: Any) -> None:
        """Offer the seats that the person votes for and that have not voted."""
        super().__init__(*args, **options)
        field = self.fields["seat"]
        assert isinstance(field, SeatChoice)
        field.names = seats
        field.queryset = _seats(seats)
        field.initial = next(iter(seats), None)


class OpinionForm(forms.Form):
    """The reservations of an opinion, if there are some."""

    reservations = forms.CharField(
        label=gettext_lazy("Reservations or wording"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("A favourable opinion with a text here is favourable with reservations."),
    )


class DiscussionForm(forms.Form):
    """What was said on a point."""

    discussion = forms.CharField(
        label=gettext_lazy("What was said"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Minutes are public once approved: name structures and seats, not people."),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)


class DecisionForm(forms.Form):
    """What is decided, for which action, by when, and who sees to it."""

    wording = forms.CharField(label=gettext_lazy("What is decided"), max_length=300)
    action = forms.ModelChoiceField(label=gettext_lazy("Action it is a task of"), queryset=Action.objects.none())
    due_on = day_field(label=gettext_lazy("To be done by"))
    assignee = forms.ModelChoiceField(
        label=gettext_lazy("Who sees to it"), queryset=active_people().none(), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer actions and people."""
        super().__init__(*args, **options)
        self.fields["action"].queryset = actions_for_choice()  # type: ignore[attr-defined]
        self.fields["assignee"].queryset = active_people()  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """A correction asked of the minutes."""

    point = forms.ModelChoiceField(
        label=gettext_lazy("Point it is about"), queryset=AgendaPoint.objects.none(), required=False
    )
    text = forms.CharField(label=gettext_lazy("Correction asked"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, points: Any, **options: Any) -> None:
        """Offer the points of the session."""
        super().__init__(*args, **options)
        self.fields["point"].queryset = points  # type: ignore[attr-defined]


class RequestForm(RowForm):
    """A request for an opinion asked by hand, with the action it is about."""

    action = forms.ModelChoiceField(
        label=gettext_lazy("Action it is about"), queryset=Action.objects.none(), required=False
    )

    class Meta:
        model = OpinionRequest
        fields = ["body", "title", "question", "due_on"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the actions."""
        super().__init__(*args, **options)
        self.fields["action"].queryset = actions_for_choice()  # type: ignore[attr-defined]
