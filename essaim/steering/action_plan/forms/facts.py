"""Facts and their sources: sources, statements, items, policies crossed, declared figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.foundations.ui.forms import AddressField, EditForm, RowForm
from essaim.steering.action_plan.models import (
    Action,
    DeclaredFigure,
    Plan,
    PlanItem,
    Policy,
    PolicyCrossing,
    Source,
    Statement,
)


def offer_sources(form: forms.BaseForm) -> None:
    """Offer our own sources, by title."""
    form.fields["source"].queryset = Source.objects.own().order_by("title", "pk")  # type: ignore[attr-defined]


class SourceForm(RowForm):
    """A new source."""

    class Meta:
        model = Source
        fields = ["key", "title", "issuer", "dated", "weight", "url", "note"]
        field_classes = {"url": AddressField}
        help_texts = {
            "key": _("Names the source in addresses and files: small letters, figures and hyphens."),
            "dated": _("As the document says it, such as: February 2015."),
        }


class SourceEditForm(EditForm):
    """What is written of a source."""

    class Meta:
        model = Source
        fields = ["title", "issuer", "dated", "weight", "url", "note"]
        field_classes = {"url": AddressField}


class StatementForm(RowForm):
    """What a source says on one topic."""

    class Meta:
        model = Statement
        fields = ["topic", "wording", "note", "source"]
        help_texts = {
            "topic": _("Such as: title of the axis. Statements of the same topic are shown side by side."),
            "wording": _("Word for word, without quotation marks."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our own sources."""
        super().__init__(*args, **options)
        offer_sources(self)


class StatementEditForm(EditForm):
    """How a source was quoted."""

    class Meta(StatementForm.Meta):
        pass

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our own sources."""
        super().__init__(*args, **options)
        offer_sources(self)


class ItemForm(RowForm):
    """A principle, a stake, a content or a result of a plan."""

    class Meta:
        model = PlanItem
        fields = ["kind", "code", "axis", "text", "source"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the axes of the plan and our own sources."""
        super().__init__(*args, **options)
        self.fields["axis"].queryset = self.instance.plan.axes.order_by("number")  # type: ignore[attr-defined]
        offer_sources(self)

    def clean_code(self) -> str:
        """Refuse a number that another item of the plan has."""
        code: str = self.cleaned_data["code"]
        if self.instance.plan.items.filter(code=code).exists():
            raise forms.ValidationError(_("This plan already has an item of that number."))
        return code


class ItemEditForm(EditForm):
    """What is written of an item."""

    class Meta:
        model = PlanItem
        fields = ["axis", "text", "source"]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the axes of the plan and our own sources."""
        super().__init__(*args, **options)
        self.fields["axis"].queryset = self.instance.plan.axes.order_by("number")  # type: ignore[attr-defined]
        offer_sources(self)


class PolicyForm(RowForm):
    """Another policy of the authority."""

    class Meta:
        model = Policy
        fields = ["name", "slug"]
        help_texts = {"slug": _("Used in addresses: small letters, figures and hyphens.")}


class CrossingForm(forms.Form):
    """A policy that a plan, or one of its actions, crosses."""

    policy = forms.ModelChoiceField(label=_("Policy"), queryset=Policy.objects.order_by("name"))
    action = forms.ModelChoiceField(
        label=_("Action that crosses it"),
        queryset=Action.objects.none(),
        required=False,
        empty_label=_("The whole plan"),
    )
    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none())

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        """Offer the actions of the plan and our own sources."""
        super().__init__(*args, **options)
        self._plan = plan
        self.fields["action"].queryset = plan.actions.order_by("number")  # type: ignore[attr-defined]
        offer_sources(self)

    def clean(self) -> dict[str, Any]:
        """Refuse what is stated already."""
        cleaned = super().clean() or {}
        policy, action = cleaned.get("policy"), cleaned.get("action")
        if policy and PolicyCrossing.objects.filter(plan=self._plan, policy=policy, action=action).exists():
            self.add_error("policy", _("This crossing is stated already."))
        return cleaned


class FigureForm(RowForm):
    """A figure that a source declares, with all it takes to read it."""

    class Meta:
        model = DeclaredFigure
        fields = [
            "key",
            "label",
            "wording",
            "value",
            "is_approximate",
            "unit",
            "period",
            "published",
            "perimeter",
            "denominator",
            "caveat",
            "status",
            "plan",
            "source",
        ]
        help_texts = {
            "key": _("Names the figure in addresses: small letters, figures and hyphens."),
            "wording": _("Word for word, such as: about 52 000 employees."),
            "unit": _("Such as: employees, € a year, %."),
            "denominator": _("For a share: of what."),
            "caveat": _("What a reader must know before using it."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our own plans and sources."""
        super().__init__(*args, **options)
        self.fields["plan"].queryset = Plan.objects.own().order_by("-starts_on")  # type: ignore[attr-defined]
        offer_sources(self)


class FigureEditForm(EditForm):
    """How a figure was copied from its source."""

    class Meta:
        model = DeclaredFigure
        fields = [name for name in FigureForm.Meta.fields if name not in {"key", "plan"}]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer our own sources."""
        super().__init__(*args, **options)
        offer_sources(self)
