"""What is chosen on the pages, and what the team writes, as clean values."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from essaim.foundations.sirene.queries import layers_told
from essaim.foundations.sirene.rows import ShownSnapshot
from essaim.foundations.sirene.states import FAMILY_LABELS, By, Denominator, Rule
from essaim.foundations.ui.forms import EditForm, RowForm
from essaim.steering.action_plan.models import DeclaredFigure

from .models import ReferenceFigure
from .queries import Near, calibratable
from .selection import Selection, edition_of, scope_of, whole_number
from .states import Measure, Series

Choices = list[tuple[str, Any]]
ALL = pgettext_lazy("filter of the observatory", "All")


class SelectionForm(forms.Form):
    """
    The filters of the observatory, as the address has them.

    A value that is not one of them is said beside its field, and left as if it had not been given: an old address still opens.
    """

    territory = forms.ChoiceField(label=gettext_lazy("Territory"), required=False)
    rule = forms.ChoiceField(label=pgettext_lazy("filter of the observatory", "Rule or layer"), required=False)
    vintage = forms.ChoiceField(label=pgettext_lazy("basis of a figure", "Vintage"), required=False)
    denominator = forms.ChoiceField(
        label=pgettext_lazy("basis of a figure", "Denominator"), choices=Denominator.choices, required=False
    )
    family = forms.ChoiceField(label=gettext_lazy("Family"), required=False)
    section = forms.ChoiceField(label=gettext_lazy("Activity"), required=False)
    bracket = forms.ChoiceField(label=gettext_lazy("Size"), required=False)

    def __init__(self, data: Any, *, snapshots: Sequence[ShownSnapshot], near: Near, **options: Any) -> None:
        """Propose what there is."""
        super().__init__(data, **options)
        self.problems: dict[str, str] = {}
        self._offer("territory", _territories(near))
        official = (pgettext("filter of the observatory", "Official rules"), Rule.choices)
        told = [(layer.value, layer.label) for layer in layers_told(self._lists(snapshots))]
        layers = (pgettext("filter of the observatory", "Layers, one at a time"), told)
        self._offer("rule", [official, layers])
        self._offer("vintage", _editions(snapshots))
        self._offer("family", [("", ALL), *((key.value, label) for key, label in FAMILY_LABELS.items())])
        self._offer("section", [("", ALL)])
        self._offer("bracket", [("", ALL)])

    def _lists(self, snapshots: Sequence[ShownSnapshot]) -> tuple[str, ...]:
        """Return the lists of the snapshot that answers: the newest of the month and edition that are chosen."""
        month: date | None = None
        edition: int | None = None
        with contextlib.suppress(ValueError):
            month, edition = edition_of(self.data.get("vintage", ""))
        for row in snapshots:
            if month in {None, row.vintage} and edition in {None, row.perimeter}:
                return row.lists
        return ()

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def places(self) -> Choices:
        """The territories proposed, by groups."""
        return list(self.fields["territory"].choices)  # type: ignore[attr-defined]

    def propose(
        self, *, place: tuple[str, str], sections: Iterable[tuple[str, str]], brackets: Iterable[tuple[str, str]]
    ) -> None:
        """Propose what the place has, and the place itself when it is not near."""
        if place[0] not in {code for _group, choices in self.places for code, _name in choices}:
            self._offer("territory", [(_("Shown now"), [place]), *self.places])
        for name, choices in (("section", list(sections)), ("bracket", list(brackets))):
            chosen = self.data.get(name, "")
            if chosen and chosen not in dict(choices):
                choices.append((chosen, chosen))
            self._offer(name, [("", ALL), *choices])
        if self.data.get("territory") != place[0]:
            # Before any choice the authority is shown, and a code may have been written otherwise.
            data = MultiValueDict(self.data)
            data["territory"] = place[0]
            self.data = data

    def selection(self) -> Selection:
        """Return what is chosen; what could not be read is as if it had not been given."""
        data: MultiValueDict[str, str] = self.data if isinstance(self.data, MultiValueDict) else MultiValueDict()
        read = _Reader(data, self)
        vintage, perimeter = read.one("vintage", edition_of, (None, None))
        return Selection(
            territory=read.text("territory"),
            scope=read.one("rule", scope_of, Rule.INSEE),
            vintage=vintage,
            perimeter=perimeter,
            means=read.one("means", whole_number, None),
            denominator=read.one("denominator", Denominator, Denominator.TOTAL),
            family=read.among("family", {key.value for key in FAMILY_LABELS}),
            section=read.text("section"),
            bracket=read.text("bracket"),
            by=read.one("by", By, By.FAMILY),
            measure=read.one("measure", Measure, Measure.EMPLOYERS),
            series=read.one("series", Series, Series.INDEX),
            cohort=read.one("cohort", whole_number, None),
            compared=tuple(code for code in data.getlist("with") if _is_code(code)),
        )


def _is_code(text: str) -> bool:
    return 0 < len(text) <= 20 and all(character.isalnum() or character == "-" for character in text)


class _Reader:
    """Reads values one by one, and says of each that cannot be read which one it is."""

    def __init__(self, data: MultiValueDict[str, str], form: SelectionForm) -> None:
        self.data = data
        self.problems = form.problems

    def text(self, name: str) -> str:
        value = self.data.get(name, "") or ""
        if value and not _is_code(value):
            return self._refused(name, value)
        return value

    def among(self, name: str, known: Collection[str]) -> str:
        value = self.data.get(name, "") or ""
        return value if not value or value in known else self._refused(name, value)

    def one(self, name: str, reads: Any, default: Any) -> Any:
        value = self.data.get(name, "") or ""
        if not value:
            return default
        try:
            return reads(value)
        except ValueError:
            self._refused(name, value)
            return default

    def _refused(self, name: str, value: str) -> str:
        self.problems[name] = _("“%(value)s” is not one of the choices: it is left out.") % {"value": value[:40]}
        return ""


def _territories(near: Near) -> Choices:
    groups = [
        (_("The authority"), near.authority),
        (_("Its territories"), near.territoires),
        (_("Other authorities"), near.others),
        (_("Its communes"), near.communes),
        (_("Larger"), (("FR", "France"),)),
    ]
    return [(name, list(choices)) for name, choices in groups if choices]


def _editions(snapshots: Sequence[ShownSnapshot]) -> Choices:
    several = {row.vintage for row in snapshots if sum(other.vintage == row.vintage for other in snapshots) > 1}
    found: Choices = [("", _("The latest"))]
    for row in snapshots:
        month = date_format(row.vintage, "F Y")
        if row.vintage in several:
            label = _("%(month)s, perimeter %(number)s") % {"month": month, "number": row.perimeter}
            found.append((f"{row.vintage:%Y-%m}.{row.perimeter}", label))
        else:
            found.append((f"{row.vintage:%Y-%m}", month))
    return found


READING = [
    "measure",
    "place_code",
    "place_name",
    "year",
    "year_last",
    "year_is_approximate",
    "method",
    "field",
    "base",
    "note",
]


class ReadingForm(RowForm):
    """How a declared figure that is not read yet is read."""

    class Meta:
        model = ReferenceFigure
        fields = ["figure", *READING]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Propose the figures that are not read yet."""
        super().__init__(*args, **options)
        read = ReferenceFigure.objects.values("figure")
        rows = DeclaredFigure.objects.public().exclude(pk__in=read).order_by("label", "pk")
        self.fields["figure"].queryset = rows  # type: ignore[attr-defined]


class ReadingEditForm(EditForm):
    """The same for one that is read already, with the reason of the change."""

    class Meta:
        model = ReferenceFigure
        fields = READING


class CalibrationForm(forms.Form):
    """The published total that means of brackets are brought to, and the rule by which its territory is counted."""

    figure = forms.ModelChoiceField(
        label=gettext_lazy("Published total of employees"), queryset=ReferenceFigure.objects.none()
    )
    rule = forms.ChoiceField(label=gettext_lazy("Counted by"), choices=Rule.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Propose the totals that sources publish."""
        super().__init__(*args, **options)
        self.fields["figure"].queryset = calibratable()  # type: ignore[attr-defined]


class MeasuresForm(forms.Form):
    """What measures an action."""

    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Measures of the observatory"),
        choices=Measure.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Their values are shown on the page of the action, with what they rest on."),
    )
