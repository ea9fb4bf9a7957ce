"""The plan seen on the map: which commune has which actions, and which has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.foundations.territory.queries import ShownCommune, communes
from essaim.foundations.ui import cartogram
from essaim.steering.action_plan.queries import ActionRow

# One action is already a colour of its own: absence is what the eye must find.
ABSENT_FILL = "#f3dfae"
PRESENT_FILLS = ("#8fc1b8", "#4a8f86", "#0d5c56")


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """A commune of the authority and the numbers of the plan's actions that name it."""

    code: str
    name: str
    population: int | None
    territoire_code: str
    territoire_name: str
    longitude: float | None
    latitude: float | None
    action_numbers: tuple[int, ...]

    @property
    def url(self) -> str:
        """The address of the plan seen from this commune."""
        return reverse("dashboard:commune", args=[self.code])

    @property
    def action_count(self) -> int:
        """How many actions name it."""
        return len(self.action_numbers)

    @property
    def is_absent(self) -> bool:
        """Tell whether no action names it."""
        return not self.action_numbers

    @property
    def actions_in_words(self) -> str:
        """The numbers of its actions, in one line."""
        return ", ".join(str(number) for number in self.action_numbers)


@dataclass(frozen=True, slots=True)
class TerritoireRow:
    """A territoire with its communes, apart those that no action names."""

    code: str
    name: str
    communes: tuple[CommuneRow, ...]

    @property
    def absent(self) -> tuple[CommuneRow, ...]:
        """Its communes that no action names."""
        return tuple(row for row in self.communes if row.is_absent)


def commune_rows(actions: Sequence[ActionRow], *, today: date) -> list[CommuneRow]:
    """Return every commune of the authority in French order, with the actions that name it."""
    return [_row(commune, actions) for commune in communes(today=today)]


def _row(commune: ShownCommune, actions: Sequence[ActionRow]) -> CommuneRow:
    return CommuneRow(
        code=commune.code,
        name=commune.name,
        population=commune.population,
        territoire_code=commune.territoire_code or "",
        territoire_name=commune.territoire_name or "",
        longitude=commune.longitude,
        latitude=commune.latitude,
        action_numbers=tuple(row.number for row in actions if commune.code in row.commune_codes),
    )


def by_territoire(rows: Sequence[CommuneRow]) -> list[TerritoireRow]:
    """Group communes by territoire, in the order of their codes; communes of none come last, under an empty name."""
    keys = sorted({(row.territoire_code == "", row.territoire_code, row.territoire_name) for row in rows})
    return [
        TerritoireRow(code, name, tuple(row for row in rows if row.territoire_code == code))
        for _is_last, code, name in keys
    ]


def cartogram_of(rows: Sequence[CommuneRow]) -> str:
    """Draw the communes as hexagons: pale when no action names them, darker as more do; nothing without coordinates."""
    places = [
        cartogram.Place(
            code=row.code,
            name=row.name,
            longitude=row.longitude,
            latitude=row.latitude,
            weight=float(row.population or 0),
            fill=_fill(row.action_count),
            note=_note(row.action_count),
            url=row.url,
        )
        for row in rows
        if row.longitude is not None and row.latitude is not None
    ]
    absent = sum(row.is_absent for row in rows)
    description = ngettext(
        "%(count)s commune that no action names is pale; the darker, the more actions.",
        "%(count)s communes that no action names are pale; the darker, the more actions.",
        absent,
    ) % {"count": absent}
    return cartogram.draw(places, title=_("Communes and the actions that name them"), description=description)


def _fill(count: int) -> str:
    return PRESENT_FILLS[min(count, len(PRESENT_FILLS)) - 1] if count else ABSENT_FILL


def _note(count: int) -> str:
    if not count:
        return _("no action")
    return ngettext("%(count)s action", "%(count)s actions", count) % {"count": count}
