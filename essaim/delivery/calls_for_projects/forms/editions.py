"""Calls and editions, as the team writes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.delivery.calls_for_projects.models import Call, Edition
from essaim.delivery.calls_for_projects.models.calls import SLUG_LENGTH_MAX
from essaim.delivery.calls_for_projects.models.editions import CODE_LENGTH_MAX
from essaim.foundations.ui.forms import AddressField, DayReasonForm, EditForm, RowForm, day_field
from essaim.steering.action_plan.models import Act, Action, Source
from essaim.steering.action_plan.queries import plans_visible_to

CALL_FIELDS = ["name", "purpose", "audience", "support", "contact", "contact_url"]
EDITION_FIELDS = [
    "title",
    "summary",
    "starts_on",
    "ends_on",
    "dates_certainty",
    "dates_note",
    "founding_act",
    "pass_mark",
    "source",
    "source_note",
]


class CallForm(RowForm):
    """A new call."""

    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=SLUG_LENGTH_MAX,
        help_text=gettext_lazy("Used in the address and by machines, such as entreprendre-autrement"),
    )
    field_order = ["name", "slug", *CALL_FIELDS[1:]]

    class Meta:
        model = Call
        fields = CALL_FIELDS
        field_classes = {"contact_url": AddressField}


class CallEditForm(EditForm):
    """What is said of a call, and why it changes."""

    class Meta:
        model = Call
        fields = CALL_FIELDS
        field_classes = {"contact_url": AddressField}


class EditionFields(forms.ModelForm):
    """What the forms of an edition share: the acts and sources of the authority."""

    class Meta:
        model = Edition
        fields = EDITION_FIELDS

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer acts, the latest first, and sources."""
        super().__init__(*args, **options)
        self.fields["founding_act"].queryset = Act.objects.own().latest_first()  # type: ignore[attr-defined]
        self.fields["source"].queryset = Source.objects.own().order_by("title", "pk")  # type: ignore[attr-defined]


class EditionForm(EditionFields, RowForm):
    """A new draft."""

    code = forms.SlugField(
        label=pgettext_lazy("of an edition", "Code"),
        max_length=CODE_LENGTH_MAX,
        help_text=gettext_lazy("Used in the address and by machines, such as 2024 or 2015-2020"),
    )
    field_order = ["title", "code", *EDITION_FIELDS[1:]]

    class Meta(EditionFields.Meta):
        pass


class EditionEditForm(EditionFields, EditForm):
    """What is written of a draft, and why it changes."""

    class Meta(EditionFields.Meta):
        pass


class DraftFromForm(forms.Form):
    """The name of a draft made from another edition."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    code = forms.SlugField(
        label=pgettext_lazy("of an edition", "Code"),
        max_length=CODE_LENGTH_MAX,
        help_text=gettext_lazy("Used in the address and by machines, such as 2024 or 2015-2020"),
    )


class StartForm(forms.Form):
    """The day from which a draft is in force."""

    starts_on = day_field(
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy("What is filed on that day or later is judged by this edition."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Kept in the public history, beside the change."),
    )

    def __init__(self, *args: Any, today: date, starts_on: date | None = None, **options: Any) -> None:
        """Propose the day that the draft has, or today."""
        super().__init__(*args, **options)
        self.fields["starts_on"].initial = starts_on or today


class CloseForm(DayReasonForm):
    """The day from which nothing is filed under an edition, and why."""


class ActionLinkForm(forms.Form):
    """An action of a plan that an edition carries out."""

    action = forms.ModelChoiceField(label=gettext_lazy("Action"), queryset=Action.objects.none())

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        """Offer the actions of the authority's own plans, by plan and number."""
        super().__init__(*args, **options)
        rows = Action.objects.filter(plan__in=plans_visible_to(person)).select_related("plan", "axis")
        field = self.fields["action"]
        field.queryset = rows.order_by("-plan__starts_on", "number")  # type: ignore[attr-defined]
        field.label_from_instance = _action_in_words  # type: ignore[attr-defined]


def _action_in_words(action: Action) -> str:
    return f"{action.plan.slug} – {action}"
