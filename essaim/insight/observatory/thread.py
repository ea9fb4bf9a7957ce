"""The room's part of the thread: an action leads to the indicators that follow it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.ui.thread import Bead, Kind, Strand, add_kind, add_strand

from . import queries, words
from .models import ActionMeasure
from .selection import Selection
from .states import Measure


def register_thread() -> None:
    """Name what the room holds, and what it follows."""
    add_kind(Kind("indicator", gettext_lazy("indicators"), 80, _indicators))
    add_strand(Strand("action", "indicator", ActionMeasure.objects.all, "action_id", "measure"))


def _indicators(_person: Any, keys: Collection[str]) -> Iterable[Bead]:
    """Show each measure as it is today for the authority's territory; without a value where no register is loaded."""
    asked = [measure for measure in Measure if measure.value in keys]
    if not asked:
        return
    try:
        shown = queries.indicators_of(Selection(), today=timezone.localdate())
    except (sirene.NoSnapshot, sirene.UnknownPlace):
        shown = None
    for measure in asked:
        title = str(measure.label)
        if shown:
            told = {"measure": measure.label, "place": shown.place.name, "value": words.said(shown.indicators, measure)}
            title = _("%(measure)s, %(place)s: %(value)s") % told
        yield Bead(
            "indicator",
            measure.value,
            title,
            reverse("observatory:explorer") + Selection(measure=measure).query(),
            state=_("invented data") if shown and shown.basis.is_generated else "",
            when=words.vintage_of(shown.basis) if shown else "",
            dated=shown.basis.vintage if shown else None,
            source=words.basis_line(shown.basis) if shown else "",
        )
