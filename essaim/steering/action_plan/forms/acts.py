"""Acts: what they are, their vote, their annexes."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.foundations.ui.forms import AddressField, EditForm, RowForm, day_field
from essaim.steering.action_plan.models import Act, Annex, Source
from essaim.steering.action_plan.services import act_fields
from essaim.steering.action_plan.states import DatePrecision

# Year of the mandate's session, C for the council or B for its bureau, serial (shown as a warning: other bodies differ).
USUAL_NUMBER = re.compile(r"^\d{2} [CB] \d{4}$")


def is_unusual_number(number: str) -> bool:
    """Tell whether the number of an act has not the form the authority gives its own: a warning, never a refusal."""
    return bool(number) and USUAL_NUMBER.match(number) is None


class ActForm(RowForm):
    """A new act, as a draft."""

    class Meta:
        model = Act
        fields = ["key", "number", "kind", "title", "body", "domain", "summary", "replaces", "source"]
        help_texts = {
            "key": _("Names the act in addresses: small letters, figures and hyphens. It does not change afterwards."),
            "body": _("The assembly that votes, or the person it delegated to."),
            "replaces": _("The act that this one takes over from, if there is one."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our own acts and sources."""
        super().__init__(*args, **options)
        _offer_own(self)


class ActEditForm(EditForm):
    """What is written of an act; its vote too, once it took place."""

    class Meta:
        model = Act
        fields = [
            "number",
            "kind",
            "title",
            "body",
            "domain",
            "summary",
            "voted_on",
            "voted_precision",
            "vote",
            "votes_for",
            "votes_against",
            "abstentions",
            "replaces",
            "source",
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Leave out what cannot be corrected in the state the act is in."""
        super().__init__(*args, **options)
        for name in [name for name in self.own_fields if name not in act_fields(self.instance)]:
            del self.fields[name]
            self.own_fields.remove(name)
        self.fields["version"].initial = self.version_now()
        _offer_own(self)


def _offer_own(form: RowForm) -> None:
    form.fields["source"].queryset = Source.objects.own().order_by("title", "pk")  # type: ignore[attr-defined]
    acts = Act.objects.own().exclude(pk=form.instance.pk).in_time()
    form.fields["replaces"].queryset = acts  # type: ignore[attr-defined]


class VoteForm(forms.Form):
    """The vote of an act, as exactly as it is known."""

    voted_on = day_field(
        label=_("Voted on"), required=False, help_text=_("First day of the month or year when only that is known")
    )
    precision = forms.ChoiceField(label=_("Precision of this date"), choices=DatePrecision.choices)
    vote = forms.CharField(
        label=_("Result of the vote, in words"), max_length=200, required=False, help_text=_("Such as: unanimously")
    )
    votes_for = forms.IntegerField(label=_("Votes for"), min_value=0, required=False)
    votes_against = forms.IntegerField(label=_("Votes against"), min_value=0, required=False)
    abstentions = forms.IntegerField(label=_("Abstentions"), min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a precision without its date."""
        cleaned = super().clean() or {}
        if not cleaned.get("voted_on") and cleaned.get("precision") not in {None, DatePrecision.UNKNOWN}:
            self.add_error("voted_on", _("Give the date of the vote, or say that it is unknown."))
        return cleaned


class AnnexForm(RowForm):
    """A document annexed to an act."""

    class Meta:
        model = Annex
        fields = ["title", "note", "url"]
        field_classes = {"url": AddressField}
        help_texts = {"url": _("Where everybody can read it. Its file can be added on the page of the act.")}
