"""Links between plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from essaim.steering.action_plan.models import Action, Axis, Plan, PlanItem, Source
from essaim.steering.action_plan.states import Certainty, LineageKind

End = Axis | Action | PlanItem
MODELS: dict[str, type[Axis] | type[Action] | type[PlanItem]] = {"axis": Axis, "action": Action, "item": PlanItem}


def end_key(end: End) -> str:
    """Name an end in a form: "action:17"."""
    name = next(name for name, model in MODELS.items() if isinstance(end, model))
    return f"{name}:{end.pk}"


def end_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """List all that a link can join, a group a plan, oldest plan first: axes, then actions, then items."""
    plans = Plan.objects.own().order_by("starts_on", "pk").prefetch_related("axes", "actions", "items")
    return [
        (
            plan.slug,
            [
                *((end_key(axis), pgettext("end of a link", "Axis %s") % _cut(axis)) for axis in plan.axes.all()),
                *((end_key(row), pgettext("end of a link", "Action %s") % _cut(row)) for row in plan.actions.all()),
                *((end_key(item), _cut(item)) for item in plan.items.all()),
            ],
        )
        for plan in plans
    ]


def _cut(end: End) -> str:
    text = str(end)
    return text if len(text) <= 110 else f"{text[:107]}…"


class LinkForm(forms.Form):
    """How something of a plan relates to something of a later one."""

    kind = forms.ChoiceField(label=_("Kind of link"), choices=LineageKind.choices)
    origin = forms.ChoiceField(label=_("From (earlier plan)"), required=False)
    target = forms.ChoiceField(label=_("To (later plan)"), required=False)
    reason = forms.CharField(
        label=_("Why it ends"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only for what ends: it goes to nothing."),
    )
    certainty = forms.ChoiceField(label=_("Certainty"), choices=Certainty.choices, initial=Certainty.TO_CONFIRM)
    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer all that our own plans hold on both sides."""
        super().__init__(*args, **options)
        choices = end_choices()
        self.fields["origin"].choices = [("", _("Nothing: it is new")), *choices]  # type: ignore[attr-defined]
        self.fields["target"].choices = [("", _("Nothing: it ends")), *choices]  # type: ignore[attr-defined]
        self.fields["source"].queryset = Source.objects.own().order_by("title", "pk")  # type: ignore[attr-defined]

    def clean_origin(self) -> End | None:
        """Find what the link comes from."""
        return _end(self.cleaned_data["origin"])

    def clean_target(self) -> End | None:
        """Find what the link leads to."""
        return _end(self.cleaned_data["target"])

    def clean(self) -> dict[str, Any]:
        """Ask for the ends that the kind needs, and for no other."""
        cleaned = super().clean() or {}
        kind, origin, target = cleaned.get("kind"), cleaned.get("origin"), cleaned.get("target")
        if "origin" in cleaned and (kind == LineageKind.NEW) == (origin is not None):
            self.add_error("origin", _("Only what is new comes from nothing."))
        if "target" in cleaned and (kind == LineageKind.ENDS) == (target is not None):
            self.add_error("target", _("Only what ends goes to nothing."))
        if kind == LineageKind.ENDS and not cleaned.get("reason"):
            self.add_error("reason", _("Say why it ends."))
        return cleaned


def _end(key: str) -> End | None:
    if not key:
        return None
    name, _colon, pk = key.partition(":")
    return MODELS[name].objects.select_related("plan").get(pk=pk)
