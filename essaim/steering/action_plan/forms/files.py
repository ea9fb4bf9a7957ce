"""Input of the pages of files: sheets, bundles, edits of many actions, drafts."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.queries import active_people
from essaim.foundations.ui.forms import day_field
from essaim.steering.action_plan.bulk_edit import BulkEdit, Pilot
from essaim.steering.action_plan.models import Action, Axis, Plan, Source
from essaim.steering.action_plan.plan_sheet import COMMUNE_CODE


class SheetForm(forms.Form):
    """A spreadsheet, and where what is new in it comes from."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("XLSX, ODS or CSV, at most 5 MB and 2,000 rows; the first sheet is read."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Source of new axes and actions"),
        queryset=Source.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("Every item of a plan names the document it comes from."),
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        """Offer our own sources, that of the plan first."""
        super().__init__(*args, **options)
        field: Any = self.fields["source"]
        field.queryset = Source.objects.own().order_by("title")
        field.initial = plan.source_id


class BundleForm(forms.Form):
    """The plan of another authority."""

    file = forms.FileField(
        label=gettext_lazy("File of a plan"),
        help_text=gettext_lazy("A JSON file given out by another instance of Essaim, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Short name here"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Used in addresses, such as nantes-2022; the file's own if left empty."),
    )


class DuplicateForm(forms.Form):
    """The draft that takes up a plan."""

    slug = forms.SlugField(
        label=gettext_lazy("Short name"), max_length=40, help_text=gettext_lazy("Used in addresses: 2027-2032")
    )
    name = forms.CharField(label=gettext_lazy("Name of the plan"), max_length=300)
    starts_on = day_field(label=gettext_lazy("First day"))
    ends_on = day_field(label=gettext_lazy("Day after the last"))
    links_actions = forms.BooleanField(
        label=gettext_lazy("State that each action continues the one it is copied from, to be confirmed"),
        required=False,
    )


class BulkEditForm(forms.Form):
    """What to change in the actions chosen; what is left empty is left alone."""

    numbers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Actions to change"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    axis = forms.ModelChoiceField(
        label=gettext_lazy("Move to the axis"),
        queryset=Axis.objects.none(),
        required=False,
        empty_label=gettext_lazy("Leave as it is"),
    )
    communes_added = forms.CharField(
        label=gettext_lazy("Add these communes"),
        required=False,
        help_text=gettext_lazy("INSEE codes of five characters, separated by spaces."),
    )
    communes_removed = forms.CharField(
        label=gettext_lazy("Remove these communes"),
        required=False,
        help_text=gettext_lazy("INSEE codes of five characters, separated by spaces."),
    )
    description = forms.CharField(
        label=gettext_lazy("New description"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Takes the place of the description of each action chosen."),
    )
    plain_summary = forms.CharField(
        label=gettext_lazy("New text in plain words"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Takes the place of the text of each action chosen."),
    )
    pilot = forms.ModelChoiceField(
        label=gettext_lazy("New pilot"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Leave as it is"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason of the change"),
        max_length=300,
        help_text=gettext_lazy("Kept in the history of each action."),
    )

    def __init__(self, *args: Any, plan: Plan, communes: frozenset[str], **options: Any) -> None:
        """Offer the plan's actions and axes, and the people who can sign in; communes are the codes accepted."""
        super().__init__(*args, **options)
        self._communes = communes
        actions = Action.objects.filter(plan=plan).order_by("number")
        numbers: Any = self.fields["numbers"]
        numbers.choices = [(action.number, str(action)) for action in actions]
        axis: Any = self.fields["axis"]
        axis.queryset = plan.axes.all()
        pilot: Any = self.fields["pilot"]
        pilot.queryset = active_people()

    def _codes(self, name: str) -> tuple[str, ...]:
        codes = [code for code in re.split(r"[\s,;]+", self.cleaned_data[name].upper()) if code]
        unknown = [
            code
            for code in codes
            if not COMMUNE_CODE.fullmatch(code) or (self._communes and code not in self._communes)
        ]
        if unknown:
            raise forms.ValidationError(_("Unknown codes: %(codes)s.") % {"codes": ", ".join(unknown)[:200]})
        return tuple(sorted(set(codes)))

    def clean_communes_added(self) -> tuple[str, ...]:
        """Read the codes to add."""
        return self._codes("communes_added")

    def clean_communes_removed(self) -> tuple[str, ...]:
        """Read the codes to remove."""
        return self._codes("communes_removed")

    def edit(self) -> BulkEdit:
        """Return what was asked."""
        values = self.cleaned_data
        pilot: User | None = values["pilot"]
        return BulkEdit(
            numbers=tuple(sorted(values["numbers"])),
            axis_number=values["axis"].number if values["axis"] else None,
            communes_added=values["communes_added"],
            communes_removed=values["communes_removed"],
            description=values["description"] or None,
            plain_summary=values["plain_summary"] or None,
            pilot=Pilot(pilot.pk, pilot.full_name) if pilot else None,
        )


class PlanChoice(forms.ModelChoiceField):
    """A choice of plans that tells apart those of the same name."""

    def label_from_instance(self, obj: Plan) -> str:
        """Show the short name, the name and, for a plan that came from elsewhere, its authority."""
        origin = f" ({obj.origin_name})" if obj.is_foreign else ""
        return f"{obj.slug} · {obj.name}{origin}"


class CompareForm(forms.Form):
    """Two plans to put side by side."""

    a = PlanChoice(label=gettext_lazy("First plan"), queryset=Plan.objects.none(), to_field_name="slug")
    b = PlanChoice(label=gettext_lazy("Second plan"), queryset=Plan.objects.none(), to_field_name="slug")
