"""
Picking a structure in a form: its name is typed, and resolved on the server.

Without scripts, what several structures may be called is answered with those to choose from; with them, names are proposed
while one types. Lists of hundreds of structures are neither sent nor scrolled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from essaim.foundations.primitives.texts import fold

from .models import Organization
from .queries import found_organizations, organizations_for_choice

OFFERED_MAX = 12
NAME_LENGTH_MAX = 250


def words_of(organization: Organization) -> str:
    """Name a structure so that it is told from all others: its name, then its key."""
    return f"{organization.name} ({organization.key})"


def proposed(rows: QuerySet[Organization], text: str) -> list[Organization]:
    """Return the first structures found as people write them; none for less than two letters."""
    return list(found_organizations(rows, text)[:OFFERED_MAX]) if len(text.strip()) > 1 else []  # type: ignore[arg-type]


class StructureWidget(forms.TextInput):
    """A name to type; under it, the structures it may be when it names no single one."""

    template_name = "organizations/widgets/structure.html"
    # Set by the field where they are not one.
    offered: tuple[Organization, ...] = ()

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        """Ask for names while one types."""
        super().__init__(
            {
                "autocomplete": "off",
                "maxlength": NAME_LENGTH_MAX,
                "hx-get": reverse_lazy("organizations:choices"),
                "hx-trigger": "input changed delay:250ms",
                "hx-target": "next datalist",
                **(attrs or {}),
            }
        )

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Take the structure chosen under the name, as long as the name is still the one it was offered for."""
        typed = data.get(name)
        chosen = data.get(f"{name}-chosen")
        return chosen if chosen and typed == data.get(f"{name}-asked") else typed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the structures offered."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["attrs"]["list"] = f"{widget['attrs'].get('id', name)}-list"
        return {**context, "offered": self.offered, "asked": widget["value"] or ""}

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Draw the field as any field of one line, then what it may be."""
        context = self.get_context(name, value, attrs)
        field = self._render("django/forms/widgets/text.html", context, renderer)  # type: ignore[attr-defined]
        written: SafeString = self._render(self.template_name, {**context, "field": field}, renderer)  # type: ignore[attr-defined]
        return written


class StructureField(forms.ModelChoiceField):
    """
    A structure in use, typed by its name, acronym, SIREN or RNA number.

    What is one alone is taken; what may be several, or is written otherwise, comes back with the structures to choose from.
    """

    widget = StructureWidget

    def __init__(self, **options: Any) -> None:
        """Offer the records in use, unless others are given."""
        super().__init__(**{"queryset": organizations_for_choice(), **options})

    def prepare_value(self, value: Any) -> Any:
        """Show a structure by its name and key; leave what was typed as it was typed."""
        if isinstance(value, Organization):
            return words_of(value)
        found = self._with_number(str(value)) if value else None
        return words_of(found) if found is not None else value

    def to_python(self, value: Any) -> Organization | None:
        """
        Find the structure.

        :raises ValidationError: if there is none, or several
        """
        text = str(value or "").strip()
        if not text:
            return None
        if (found := self._with_number(text) or self._with_key(text)) is not None:
            return found
        near = proposed(self.queryset, text)  # type: ignore[arg-type]
        same = [row for row in near if fold(text) in {fold(row.name), fold(row.acronym), row.siren, row.rna}]
        if len(same) == 1:
            return same[0]
        self.widget.offered = tuple(same or near)
        if not near:
            raise forms.ValidationError(
                _("No structure in use is called “%(name)s”. Look for another word of its name, or register it first.")
                % {"name": text},
                code="invalid_choice",
            )
        raise forms.ValidationError(_("Choose the structure below, or type more of its name."), code="invalid_choice")

    def _with_number(self, text: str) -> Organization | None:
        """Return the structure of a row number, as a choice sends it; a SIREN is longer."""
        return self.queryset.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 9 else None  # type: ignore[union-attr]

    def _with_key(self, text: str) -> Organization | None:
        """Return the structure whose key is typed, alone or after its name."""
        key = text.rpartition("(")[2].removesuffix(")").strip()
        return self.queryset.filter(key=key).first()  # type: ignore[union-attr]


def search_structure(form: forms.BaseForm, *names: str) -> None:
    """Let fields of a form that name a structure be typed, keeping what they are called and whether they must be filled."""
    for name in names:
        old = form.fields[name]
        form.fields[name] = StructureField(
            label=old.label, required=old.required, help_text=old.help_text, initial=old.initial
        )
