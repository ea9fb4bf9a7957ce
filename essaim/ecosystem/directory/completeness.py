"""How complete a card is, by what it is for: found, reached, understood. Pure: values in, a share and what is missing out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What is asked of a card, what each weighs, and what it is for; the heaviest missing ones are named first.
ASKED: Mapping[str, tuple[int, Promise]] = {
    "summary": (20, _("what it does, in a few sentences")),
    "activity_code": (15, _("its activity code")),
    "number": (15, _("its SIREN or RNA number")),
    "address": (15, _("the address of its seat")),
    "website": (10, _("its website")),
    "phone": (10, _("a telephone number")),
    "commune_code": (5, pgettext_lazy("missing in a card", "its commune")),
    "kind": (5, pgettext_lazy("missing in a card", "its legal form")),
    "statuses": (5, _("what makes it part of the ESS")),
}
NAMED_MAX = 3


@dataclass(frozen=True, slots=True)
class Completeness:
    """A share of 100, and the three most useful things that are missing, in words."""

    percent: int
    missing: tuple[str, ...]


def completeness_of(values: Mapping[str, object]) -> Completeness:
    """Weigh what a card says; ASKED names the values."""
    total = sum(weight for weight, _label in ASKED.values())
    held = sum(weight for name, (weight, _label) in ASKED.items() if values.get(name))
    missing = sorted((name for name in ASKED if not values.get(name)), key=lambda name: -ASKED[name][0])
    return Completeness(round(100 * held / total), tuple(str(ASKED[name][1]) for name in missing[:NAMED_MAX]))
