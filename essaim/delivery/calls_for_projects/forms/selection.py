"""Input of the pages of the selection."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.delivery.calls_for_projects.models import (
    Allowance,
    Call,
    Criterion,
    MemberTie,
    Score,
    SelectionFile,
    SelectionSession,
)
from essaim.delivery.calls_for_projects.queries import selection as queries
from essaim.delivery.calls_for_projects.states import (
    DECLARED_TIES,
    MOVE_OF_OUTCOME,
    AidType,
    FileOutcome,
    GrantNature,
    InterestKind,
)
from essaim.ecosystem.organizations.queries import organizations_for_choice
from essaim.foundations.accounts.models import User
from essaim.foundations.territory.models import Zone
from essaim.foundations.territory.queries import authority_epci, territoire_zoning
from essaim.foundations.ui.forms import RowForm
from essaim.steering.action_plan.models import Act
from essaim.steering.action_plan.queries import acts_visible_to
from essaim.steering.committees.models import Mandate, Seat, Session
from essaim.steering.committees.queries import mandates_on
from essaim.steering.committees.states import SessionState

from .eligibility import AmountField


class SelectionForm(forms.Form):
    """Which call is selected from, and at which session of a body."""

    call = forms.ModelChoiceField(label=pgettext_lazy("for projects", "Call"), queryset=Call.objects.none())
    session = forms.ModelChoiceField(
        label=_("Session of the selection body"),
        queryset=Session.objects.none(),
        help_text=_("Planned on the page of the body: convocation, presence, quorum and minutes are there."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the calls where files wait, and the sessions to come that serve for no selection."""
        super().__init__(*args, **options)
        self.fields["call"].queryset = queries.calls_waiting()  # type: ignore[attr-defined]
        taken = SelectionSession.objects.values("session")
        sessions = Session.objects.filter(state__in=[SessionState.PLANNED, SessionState.CONVENED]).exclude(pk__in=taken)
        self.fields["session"].queryset = sessions.select_related("body").order_by("day", "pk")  # type: ignore[attr-defined]


class AllowanceForm(forms.Form):
    """The money a selection may grant, by which act."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    amount = AmountField(label=_("Amount"))
    act = forms.ModelChoiceField(label=_("Act that votes it"), queryset=Act.objects.none())
    aid_type = forms.ChoiceField(label=_("Only for this type of aid"), required=False)
    territory = forms.ModelChoiceField(label=_("Only for this territory"), queryset=Zone.objects.none(), required=False)

    def __init__(self, *args: Any, person: User, today: date, **options: Any) -> None:
        """Offer acts and territories."""
        super().__init__(*args, **options)
        self.fields["year"].initial = today.year
        self.fields["aid_type"].choices = [("", gettext("All")), *AidType.choices]  # type: ignore[attr-defined]
        self.fields["act"].queryset = acts_visible_to(person).order_by("-voted_on", "key")  # type: ignore[attr-defined]
        epci = authority_epci()
        zoning = territoire_zoning(epci, today=today) if epci else None
        zones = Zone.objects.filter(zoning=zoning) if zoning else Zone.objects.none()
        self.fields["territory"].queryset = zones.order_by("code")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what a service takes."""
        found = {name: self.cleaned_data[name] for name in ("year", "act", "aid_type", "territory")}
        return {**found, "amount_cents": self.cleaned_data["amount"]}


class AllowanceEditForm(forms.Form):
    """Another amount for an allowance, and why."""

    amount = AmountField(label=_("Amount"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, allowance: Allowance, **options: Any) -> None:
        """Show the amount as it is."""
        super().__init__(*args, **{"initial": {"amount": allowance.amount_cents}, **options})


class ScoreForm(forms.Form):
    """The marks of a seat on a file, each anchored by words."""

    comment = forms.CharField(label=_("Comment"), max_length=500, required=False)

    def __init__(self, *args: Any, criteria: list[Criterion], marks: dict[int, Score], **options: Any) -> None:
        """Ask for a mark on each criterion."""
        super().__init__(*args, **options)
        self.criteria = criteria
        for row in criteria:
            score = marks.get(row.pk)
            self.fields[f"c{row.pk}"] = forms.TypedChoiceField(
                label=gettext("%(title)s (weight %(weight)s)") % {"title": row.title, "weight": row.weight},
                help_text=row.help_text,
                choices=[(step["mark"], f"{step['mark']} – {step['wording']}") for step in row.scale],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                initial=score.mark if score else None,
            )
        self.fields["comment"].initial = next((row.comment for row in marks.values() if row.comment), "")
        self.order_fields([*(f"c{row.pk}" for row in criteria), "comment"])

    def marks(self) -> dict[int, int | None]:
        """Return the marks by criterion."""
        return {row.pk: self.cleaned_data[f"c{row.pk}"] for row in self.criteria}


class DecisionForm(forms.Form):
    """What the session decides on a file."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[(outcome.value, outcome.label) for outcome in MOVE_OF_OUTCOME],
        widget=forms.RadioSelect,
    )
    nature = forms.ChoiceField(
        label=_("What is granted"),
        choices=[("", "—"), *GrantNature.choices],
        required=False,
        help_text=_("If it is granted"),
    )
    granted = AmountField(label=_("Amount of the subsidy"), required=False)
    year = forms.IntegerField(label=_("Year of the money"), min_value=2000, max_value=2100, required=False)
    cited = forms.MultipleChoiceField(
        label=_("Criteria the decision rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Cited in the letter; one at least for a refusal or a deferral."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Written for who applied: it is in the letter as it stands."),
    )
    next_help = forms.CharField(
        label=_("Help available next"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One line for each: a contact, an accompaniment, another call. In the letter too."),
    )

    def __init__(self, *args: Any, file: SelectionFile, year: int, **options: Any) -> None:
        """Offer the criteria of the edition; show what is written already, or the most that can be given."""
        note = queries.note_of(file.application)
        proposed = file.at_most_cents
        if note is not None and note.proposed_cents is not None:
            proposed = min(note.proposed_cents, proposed) if proposed is not None else note.proposed_cents
        initial = {
            "outcome": file.outcome or FileOutcome.GRANTED,
            "nature": file.nature or GrantNature.SUBSIDY,
            "granted": file.granted_cents or proposed,
            "year": file.year or year,
            "cited": [row["code"] for row in file.cited],
            "reason": file.reason,
            "next_help": file.next_help,
        }
        super().__init__(*args, **{"initial": initial, **options})
        self.fields["cited"].choices = [  # type: ignore[attr-defined]
            (code, f"{code} – {title}") for code, title in queries.citable(file.application)
        ]

    def values(self) -> dict[str, Any]:
        """Return what a service takes."""
        found = {
            name: self.cleaned_data[name] for name in ("outcome", "nature", "year", "cited", "reason", "next_help")
        }
        return {**found, "granted_cents": self.cleaned_data["granted"]}


class OwnInterestForm(forms.Form):
    """What the minutes say of why one keeps out of a file."""

    kind = forms.ChoiceField(label=_("Interest"), choices=[(kind.value, kind.label) for kind in reversed(InterestKind)])
    reason = forms.CharField(
        label=_("What the minutes say of it"), max_length=300, help_text=_("Without naming anybody")
    )


class InterestForm(OwnInterestForm):
    """A seat that keeps out of a file, and what the minutes say of why."""

    seat = forms.ModelChoiceField(label=_("Seat"), queryset=Seat.objects.none(), empty_label=None)
    field_order = ("seat", "kind", "reason")

    def __init__(self, *args: Any, seats: list[int], **options: Any) -> None:
        """Offer the seats that the person may speak for."""
        super().__init__(*args, **options)
        rows = Seat.objects.filter(pk__in=seats).select_related("college").order_by("college__position", "number")
        self.fields["seat"].queryset = rows  # type: ignore[attr-defined]


class TieForm(RowForm):
    """An interest that a member declares in a structure."""

    class Meta:
        model = MemberTie
        fields = ["mandate", "organization", "kind", "note"]

    def __init__(self, *args: Any, selection: SelectionSession, **options: Any) -> None:
        """Offer the members of the day, structures, and what is declared."""
        super().__init__(*args, **options)
        session = selection.session
        mandates = self.fields["mandate"]
        mandates.queryset = mandates_on(session.body, session.day)  # type: ignore[attr-defined]
        mandates.label_from_instance = _member  # type: ignore[attr-defined]
        self.fields["organization"].queryset = organizations_for_choice()  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in DECLARED_TIES]  # type: ignore[attr-defined]


def _member(mandate: Mandate) -> str:
    return f"{mandate.who} – {mandate.seat}"
