"""Stakes in cooperatives, their movements and what is said of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.delivery.funding.equity_rules import MovementKind
from essaim.delivery.funding.models import (
    EquityMovement,
    EquityStake,
    GeneralMeeting,
    PublicShare,
    StakeRepresentative,
    StakeValuation,
)
from essaim.delivery.funding.queries.equity import representatives_for_choice
from essaim.delivery.funding.services.equity import STAKE_EDITABLE
from essaim.ecosystem.organizations.queries import organizations_for_choice
from essaim.foundations.ui.forms import EditForm, RowForm, day_field
from essaim.steering.action_plan.forms.budget import EurosField
from essaim.steering.action_plan.models import Act, Action

from .grants import ActField, ActionChoice, actions_for_choice


def acts_for_choice() -> Any:
    """Return the acts that were voted, the latest first."""
    return Act.objects.public().latest_first()


class OptionalEurosField(EurosField):
    """An amount that may not be known: nothing typed gives None, and never zero."""

    def __init__(self, **options: Any) -> None:
        """Ask for nothing."""
        super().__init__(**{"required": False, **options})

    def clean(self, value: Any) -> Any:
        """Tell nothing from zero."""
        return None if not str(value or "").strip() else super().clean(value)


class _ActForm(forms.Form):
    """What is done by an act."""

    act = ActField(label=gettext_lazy("Act"))

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the acts that were voted."""
        super().__init__(*args, **options)
        self.fields["act"].queryset = acts_for_choice()  # type: ignore[attr-defined]


class _StakeFields(forms.ModelForm):
    """What the forms of a stake share."""

    act = ActField(label=gettext_lazy("Act that founds it"))
    action = ActionChoice(label=gettext_lazy("Action"), queryset=Action.objects.none(), required=False)

    class Meta:
        model = EquityStake
        fields = list(STAKE_EDITABLE)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer acts and actions."""
        super().__init__(*args, **options)
        self.fields["act"].queryset = acts_for_choice()  # type: ignore[attr-defined]
        self.fields["action"].queryset = actions_for_choice()  # type: ignore[attr-defined]


class StakeForm(_StakeFields, RowForm):
    """A new stake, and the cooperative."""

    class Meta(_StakeFields.Meta):
        fields = ["organization", *STAKE_EDITABLE]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the records in use."""
        super().__init__(*args, **options)
        self.fields["organization"].queryset = organizations_for_choice()  # type: ignore[attr-defined]


class StakeEditForm(_StakeFields, EditForm):
    """What is said of a stake."""


class MovementForm(RowForm):
    """A movement of the book."""

    act = ActField(label=gettext_lazy("Act"))
    shares = forms.IntegerField(label=gettext_lazy("Number of shares"), min_value=1)
    par_cents = EurosField(label=gettext_lazy("Par value of a share, in euros"))
    cents = OptionalEurosField(
        label=gettext_lazy("Amount, in euros"),
        help_text=gettext_lazy(
            "Paid up, reimbursed or price of the transfer; left empty: the shares at their par value"
        ),
    )
    acknowledgement = forms.CharField(
        label=gettext_lazy("If what all public authorities hold together is not known"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Say that it is not known, and what was done to know it: kept with the movement"),
    )

    class Meta:
        model = EquityMovement
        fields = [
            "kind",
            "day",
            "shares",
            "par_cents",
            "cents",
            "act",
            "counterparty",
            "is_counterparty_public",
            "acknowledgement",
        ]

    def __init__(self, *args: Any, today: date, first: bool, **options: Any) -> None:
        """Offer the acts and today; the first movement is a subscription."""
        super().__init__(*args, **options)
        self.fields["act"].queryset = acts_for_choice()  # type: ignore[attr-defined]
        self.fields["day"].initial = today
        if first:
            self.fields["kind"].choices = [(MovementKind.SUBSCRIPTION.value, MovementKind.SUBSCRIPTION.label)]  # type: ignore[attr-defined]
            for name in ("cents", "counterparty", "is_counterparty_public"):
                del self.fields[name]


class TakeBackMovementForm(_ActForm):
    """By which act and why a row is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class EndStakeForm(_ActForm):
    """By which act, when and why a stake ends."""

    ended_on = day_field(label=gettext_lazy("Day"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Propose today."""
        super().__init__(*args, **options)
        self.fields["ended_on"].initial = today


class PublicShareForm(RowForm):
    """The capital of a cooperative, and what public authorities hold of it."""

    capital_cents = OptionalEurosField(
        label=gettext_lazy("Capital of the cooperative, in euros"),
        help_text=gettext_lazy("Left empty when it is not known"),
    )
    public_cents = OptionalEurosField(
        label=gettext_lazy("Held by all public authorities together, in euros"),
        help_text=gettext_lazy("The authority's own shares included; left empty when it is not known"),
    )

    class Meta:
        model = PublicShare
        fields = ["day", "capital_cents", "public_cents", "source"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Propose today."""
        super().__init__(*args, **options)
        self.fields["day"].initial = today


class RepresentativeForm(RowForm):
    """Somebody who represents the authority in general meetings."""

    act = ActField(label=gettext_lazy("Act that appoints them"))

    class Meta:
        model = StakeRepresentative
        fields = ["person", "act", "starts_on"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Offer elected officials, the team and acts, from today on."""
        super().__init__(*args, **options)
        self.fields["person"].queryset = representatives_for_choice(today=today)  # type: ignore[attr-defined]
        self.fields["act"].queryset = acts_for_choice()  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today


class MeetingForm(RowForm):
    """A general meeting of the calendar."""

    class Meta:
        model = GeneralMeeting
        fields = ["kind", "day", "agenda"]


class MeetingAccountForm(forms.Form):
    """Who attended a general meeting for the authority, and how they voted."""

    attended = forms.CharField(
        label=gettext_lazy("Who attended for the authority"),
        max_length=300,
        help_text=gettext_lazy("Names and duties, or that nobody did, and to whom a proxy was given"),
    )
    votes = forms.CharField(
        label=gettext_lazy("How the authority voted"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Resolution by resolution"),
    )


class ValuationForm(RowForm):
    """What a stake is worth."""

    cents = EurosField(label=pgettext_lazy("of a stake", "Value, in euros"))
    act = ActField(label=gettext_lazy("Act"), required=False, help_text=gettext_lazy("Compulsory for a loss of value"))

    class Meta:
        model = StakeValuation
        fields = ["day", "cents", "method", "note", "source", "act"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Offer the acts, and today."""
        super().__init__(*args, **options)
        self.fields["act"].queryset = acts_for_choice()  # type: ignore[attr-defined]
        self.fields["day"].initial = today
