"""Envelopes and grants."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.delivery.calls_for_projects.models import Allowance
from essaim.delivery.funding import queries
from essaim.delivery.funding.models import Envelope, Grant, check_siret
from essaim.delivery.funding.services import GRANT_EDITABLE
from essaim.ecosystem.organizations.queries import organizations_for_choice
from essaim.foundations.ui.forms import EditForm, RowForm, day_field
from essaim.steering.action_plan.forms.budget import EurosField
from essaim.steering.action_plan.models import Act, Action, BudgetLine


def actions_for_choice() -> Any:
    """Return the actions of the authority's own plans, the latest plan first."""
    rows = Action.objects.filter(plan__origin_siren="").select_related("plan")
    return rows.order_by("-plan__starts_on", "number", "pk")


class ActionChoice(forms.ModelChoiceField):
    """An action, by its plan and number."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the plan, the number and the title."""
        return f"{obj.plan.slug} / {obj.number} {obj.title}"


class ActField(forms.ModelChoiceField):
    """An act that was voted, the latest first."""

    def __init__(self, **options: Any) -> None:
        """Offer the public acts."""
        super().__init__(**{"queryset": Act.objects.none(), **options})


def _acts() -> Any:
    return Act.objects.public().latest_first()


class EnvelopeForm(RowForm):
    """An envelope and its first amount."""

    action = ActionChoice(label=gettext_lazy("Action"), queryset=Action.objects.none())
    cents = EurosField(label=gettext_lazy("Amount voted, in euros"))
    act = ActField(label=gettext_lazy("Act that votes it"), required=False)

    class Meta:
        model = Envelope
        fields = ["name", "year", "action", "section", "budget_line"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer actions, acts and lines of budget."""
        super().__init__(*args, **options)
        self.fields["action"].queryset = actions_for_choice()  # type: ignore[attr-defined]
        self.fields["act"].queryset = _acts()  # type: ignore[attr-defined]
        lines = BudgetLine.objects.filter(corrects__isnull=True).select_related("action__plan")
        self.fields["budget_line"].queryset = lines.order_by("-year", "pk")  # type: ignore[attr-defined]

    def whole(self) -> dict[str, Any]:
        """Return all values, ready for the service."""
        return {**self.values(), "cents": self.cleaned_data["cents"], "act": self.cleaned_data["act"]}


class DrawForm(forms.Form):
    """The envelope that an allowance of a selection is drawn on."""

    envelope = forms.ModelChoiceField(label=pgettext_lazy("of money", "Envelope"), queryset=Envelope.objects.none())

    def __init__(self, *args: Any, allowance: Allowance, **options: Any) -> None:
        """Offer the envelopes of its year."""
        super().__init__(*args, **options)
        rows = queries.envelopes_for_choice().filter(year=allowance.year)
        self.fields["envelope"].queryset = rows  # type: ignore[attr-defined]


class VoteForm(forms.Form):
    """An amount more or less for an envelope."""

    cents = EurosField(
        label=gettext_lazy("Amount voted, in euros"), help_text=gettext_lazy("Negative to take some away, saying why")
    )
    act = ActField(label=gettext_lazy("Act that votes it"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the acts."""
        super().__init__(*args, **options)
        self.fields["act"].queryset = _acts()  # type: ignore[attr-defined]


class _GrantFields(forms.ModelForm):
    """What the forms of a grant share: amounts in euros, an action by its plan."""

    action = ActionChoice(label=gettext_lazy("Action"), queryset=Action.objects.none())
    amount_cents = EurosField(label=gettext_lazy("Amount, in euros"))
    in_kind_cents = EurosField(
        label=gettext_lazy("Of which in kind, valued in euros"),
        required=False,
        help_text=gettext_lazy("Premises, equipment, services: valued by the act that grants them"),
    )

    class Meta:
        model = Grant
        fields = list(GRANT_EDITABLE)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer actions, envelopes and editions."""
        super().__init__(*args, **options)
        self.fields["action"].queryset = actions_for_choice()  # type: ignore[attr-defined]
        self.fields["envelope"].queryset = queries.envelopes_for_choice()  # type: ignore[attr-defined]
        self.fields["edition"].queryset = queries.editions_for_choice()  # type: ignore[attr-defined]


class SiretField(forms.CharField):
    """A SIRET, typed with or without spaces."""

    def __init__(self, **options: Any) -> None:
        """Check its key."""
        defaults = {
            "label": gettext_lazy("SIRET"),
            "max_length": 20,
            "required": False,
            "help_text": gettext_lazy("Fourteen digits; only an association known by its RNA number may have none"),
        }
        super().__init__(**{**defaults, **options})

    def clean(self, value: Any) -> str:
        """
        Leave out spaces.

        :raises ValidationError: if it is no SIRET
        """
        text = "".join(super().clean(value).split())
        if text:
            check_siret(text)
        return text


class GrantForm(_GrantFields, RowForm):
    """A new grant and the structure that receives it."""

    organization = forms.ModelChoiceField(
        label=pgettext_lazy("of a grant", "Beneficiary"), queryset=organizations_for_choice().none()
    )
    siret = SiretField()
    field_order = ["organization", "siret"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the records in use."""
        super().__init__(*args, **options)
        self.fields["organization"].queryset = organizations_for_choice()  # type: ignore[attr-defined]

    def whole(self) -> dict[str, Any]:
        """Return all values, ready for the service."""
        own = {name: self.cleaned_data[name] for name in ("organization", "siret")}
        return {**self.values(), **own}


class GrantEditForm(_GrantFields, EditForm):
    """A grant that is not given yet."""


class ShareForm(forms.Form):
    """Another structure, with its part."""

    organization = forms.ModelChoiceField(
        label=pgettext_lazy("legal person", "Structure"), queryset=organizations_for_choice().none()
    )
    siret = SiretField()
    cents = EurosField(
        label=gettext_lazy("Its share, in euros"), help_text=gettext_lazy("Taken from the share of the first one")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the records in use."""
        super().__init__(*args, **options)
        self.fields["organization"].queryset = organizations_for_choice()  # type: ignore[attr-defined]


class GiveForm(forms.Form):
    """The act that grants, and its day."""

    act = ActField(label=gettext_lazy("Act that grants it"))
    granted_on = day_field(label=gettext_lazy("Day of the act"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Offer the acts, and today."""
        super().__init__(*args, **options)
        self.fields["act"].queryset = _acts()  # type: ignore[attr-defined]
        self.fields["granted_on"].initial = today


class CommitmentForm(forms.Form):
    """Under which number the finance system committed it."""

    number = forms.CharField(label=gettext_lazy("Commitment number"), max_length=40, required=False)
