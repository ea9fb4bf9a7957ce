"""Who answers for an action, who takes part in it, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.events.models import Event
from essaim.ecosystem.events.queries import events_for_choice
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.queries import active_people
from essaim.foundations.territory.queries import ShownCommune, commune_names
from essaim.foundations.ui.forms import day_field
from essaim.steering.action_plan.states import PersonRole, StakeholderKind


class PersonForm(forms.Form):
    """A person's part in an action."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    role = forms.ChoiceField(
        label=_("Role in the action"),
        choices=PersonRole.choices,
        help_text=_("A new pilot takes over from the one before: there is one pilot at a time."),
    )
    starts_on = day_field(label=_("From"))
    pilot_seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the people who can sign in."""
        super().__init__(*args, **options)
        self.fields["person"].queryset = active_people()  # type: ignore[attr-defined]


class SuccessorForm(forms.Form):
    """Who takes over."""

    successor = forms.ModelChoiceField(label=_("Who takes over"), queryset=User.objects.none())

    def __init__(self, *args: Any, leaver: User, **options: Any) -> None:
        """Offer everybody else who can sign in."""
        super().__init__(*args, **options)
        self.fields["successor"].queryset = active_people().exclude(pk=leaver.pk)  # type: ignore[attr-defined]


class StakeholderForm(forms.Form):
    """A department, partner or operator of an action."""

    kind = forms.ChoiceField(label=_("Kind"), choices=StakeholderKind.choices)
    name = forms.CharField(label=_("Name"), max_length=200)


class GatheringForm(forms.Form):
    """Which gathering is tied to an action."""

    event = forms.ModelChoiceField(label=_("Gathering"), queryset=Event.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the gatherings."""
        super().__init__(*args, **options)
        self.fields["event"].queryset = events_for_choice()  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Box:
    """A commune to tick."""

    code: str
    name: str
    is_ticked: bool


class CommunesForm(forms.Form):
    """The communes where an action takes place, a list of boxes a territoire."""

    communes = forms.MultipleChoiceField(label=_("Communes"), required=False, choices=())

    def __init__(self, *args: Any, offered: Sequence[ShownCommune], known: Sequence[str], **options: Any) -> None:
        """
        Offer the communes of the authority, in groups by territoire; those without one come last.

        :param known: codes already there, kept on offer even when they left the authority since
        """
        super().__init__(*args, **options)
        self._known = known
        groups: dict[str, list[tuple[str, str]]] = {}
        for commune in sorted(offered, key=lambda commune: commune.territoire_code or "~"):
            title = commune.territoire_name or str(_("Communes"))
            groups.setdefault(title, []).append((commune.code, commune.name))
        names = commune_names(gone) if (gone := set(known) - {commune.code for commune in offered}) else {}
        if gone:
            title = str(_("Communes outside the authority today"))
            groups[title] = [(code, names.get(code, code)) for code in sorted(gone)]
        self._groups = groups
        self.fields["communes"].choices = list(groups.items())  # type: ignore[attr-defined]

    def groups(self) -> list[tuple[str, list[Box]]]:
        """Return the boxes by territoire, ticked as they were sent, or as they are when nothing was sent."""
        ticked = set(self.data.getlist("communes")) if self.is_bound else set(self._known)  # type: ignore[attr-defined]
        return [
            (title, [Box(code, name, code in ticked) for code, name in boxes]) for title, boxes in self._groups.items()
        ]
