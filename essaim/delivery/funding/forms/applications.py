"""What a decision of the selection does not say of the grant it leads to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.funding import queries
from essaim.delivery.funding.models import Envelope
from essaim.delivery.funding.states import Regime
from essaim.foundations.ui.forms import day_field
from essaim.steering.action_plan.models import Action

from .grants import ActionChoice, SiretField, actions_for_choice


class FromApplicationForm(forms.Form):
    """The action, the period, the envelope and the regime of a grant; the rest comes from the decision."""

    action = ActionChoice(label=gettext_lazy("Action"), queryset=Action.objects.none())
    siret = SiretField()
    starts_on = day_field(label=pgettext_lazy("of a grant", "First day"))
    last_on = day_field(label=pgettext_lazy("of a grant", "Last day"))
    envelope = forms.ModelChoiceField(
        label=pgettext_lazy("of money", "Envelope"), queryset=Envelope.objects.none(), required=False
    )
    regime = forms.ChoiceField(label=pgettext_lazy("of a grant", "Regime of aid"), choices=Regime.choices)

    def __init__(self, *args: Any, application: Application, **options: Any) -> None:
        """Start from what is known: the envelope its decision was drawn on, the first action of its edition, its SIRET."""
        super().__init__(*args, **options)
        self.fields["action"].queryset = actions_for_choice()  # type: ignore[attr-defined]
        self.fields["envelope"].queryset = queries.envelopes_for_choice()  # type: ignore[attr-defined]
        carried = application.edition.actions.order_by("pk").values_list("action", flat=True).first()
        drawn = queries.envelope_of_decision(application)
        self.fields["envelope"].initial = drawn
        self.fields["action"].initial = drawn.action_id if drawn else carried
        self.fields["siret"].initial = application.facts.get("siret", "")
