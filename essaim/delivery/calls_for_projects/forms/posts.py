"""Input of the page that accepts a proposed post."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.calls_for_projects.queries.posts import ProposedPost
from essaim.delivery.employment.forms import post_in_a_line
from essaim.delivery.employment.models import Post
from essaim.delivery.employment.states import Contract
from essaim.foundations.territory.forms import CommuneField
from essaim.foundations.ui.forms import day_field

# What a new post needs; a known one needs none of it.
NEEDED = ("label", "contract", "full_time_share", "starts_on", "day", "evidence", "baseline_on", "baseline_headcount")


class AcceptForm(forms.Form):
    """A post of the structure that is known already, or all that a new one is declared by."""

    known = forms.ModelChoiceField(
        label=_("Which post is it?"),
        queryset=Post.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Those of the structure that count already. Only a new one needs what follows."),
    )
    label = forms.CharField(
        label=_("label of the post"),
        max_length=200,
        required=False,
        help_text=_("What is done there; never who does it."),
    )
    contract = forms.ChoiceField(label=_("contract"), choices=[("", "—"), *Contract.choices], required=False)
    full_time_share = forms.DecimalField(
        label=_("share of a full time (%)"), max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False
    )
    commune_code = CommuneField(label=_("commune of work"))
    starts_on = day_field(label=_("first day"), required=False)
    baseline_on = day_field(label=_("Day of the baseline"), required=False, help_text=_("A day before the support"))
    baseline_headcount = forms.IntegerField(
        label=_("People in the structure on that day"), min_value=0, max_value=1_000_000, required=False
    )
    day = day_field(label=_("Declared on"), required=False)
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=300,
        required=False,
        help_text=_("The document that tells it: contract, pay slip, report…"),
    )

    def __init__(
        self,
        *args: Any,
        proposed: ProposedPost,
        application: Application,
        known: QuerySet[Post],
        today: date,
        **options: Any,
    ) -> None:
        """Write what the application says beforehand, and offer the posts of its structure."""
        super().__init__(*args, **options)
        first = application.communes.first()
        field = self.fields["commune_code"]
        assert isinstance(field, CommuneField)
        self.offered = field.offer(today=today, known=first.code if first else "")
        self.today = today
        self.initial = {
            "label": proposed.title,
            "full_time_share": proposed.full_time_share,
            "commune_code": first.code if first else "",
            "day": today,
            "evidence": gettext("Application %(reference)s, table of posts") % {"reference": application.reference},
            **self.initial,
        }
        which = self.fields["known"]
        which.queryset = known  # type: ignore[attr-defined]
        which.empty_label = gettext("A new post, written below")  # type: ignore[attr-defined]
        which.label_from_instance = post_in_a_line  # type: ignore[attr-defined]
        if not known.exists():
            del self.fields["known"]

    def clean(self) -> dict[str, Any]:
        """Ask for all that a new post is declared by, unless it is one that is known."""
        given: dict[str, Any] = super().clean() or {}
        given.setdefault("known", None)
        if given["known"] is None:
            for name in NEEDED:
                if name not in self.errors and given.get(name) in (None, ""):
                    self.add_error(name, gettext("A new post needs it."))
            if (day := given.get("day")) and day > self.today:
                self.add_error("day", gettext("This day has not come yet."))
        return given

    def new_values(self) -> dict[str, Any]:
        """Return what a new post is written with."""
        return {name: self.cleaned_data[name] for name in (*NEEDED, "commune_code")}
