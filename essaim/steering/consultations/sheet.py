"""Reads a sheet of contributions row by row, and says what is wrong with each before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.sheets import LANGUAGES, Sheet, places_of_columns

from .models import TEXT_LENGTH_MAX
from .states import Channel

COLUMNS: Mapping[str, str | Promise] = {
    "text": gettext_lazy("text"),
    "theme": gettext_lazy("theme"),
    "channel": gettext_lazy("how it came"),
    "origin": gettext_lazy("where it was gathered"),
    "organization_name": gettext_lazy("structure, as written"),
    "author_name": gettext_lazy("name"),
    "received_on": gettext_lazy("day"),
}


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as it would be written: its number in the file, its values as plain texts, what is wrong with it."""

    line_number: int
    values: Mapping[str, str]
    errors: tuple[str, ...]

    @property
    def received(self) -> date | None:
        """The day it was received, if the file gives one that can be read."""
        day = self.values.get("received_on")
        return date.fromisoformat(day) if day else None


def read_rows(
    sheet: Sheet, *, themes: Mapping[str, str], channel: str, origin: str, today: date
) -> tuple[ReadRow, ...]:
    """
    Read every row of a sheet.

    :param themes: the code of each theme by what may name it, folded: its code, its title
    :param channel: how a row came that does not say
    :param origin: where a row was gathered that does not say
    :raises MissingColumns: if no column holds the texts
    """
    places = places_of_columns(sheet.header, COLUMNS, required=["text"])
    rows = []
    for line in sheet.lines:
        cells = {name: line.cells[place].strip() for name, place in places.items()}
        rows.append(_read(line.number, cells, themes=themes, channel=channel, origin=origin, today=today))
    return tuple(rows)


def _read(
    number: int, cells: Mapping[str, str], *, themes: Mapping[str, str], channel: str, origin: str, today: date
) -> ReadRow:
    errors = []
    values = {
        "text": cells["text"],
        "theme": "",
        "channel": channel,
        "origin": cells.get("origin") or origin,
        "organization_name": cells.get("organization_name", "")[:200],
        "author_name": cells.get("author_name", "")[:120],
        "received_on": today.isoformat(),
    }
    if not values["text"]:
        errors.append(_("The text is empty."))
    elif len(values["text"]) > TEXT_LENGTH_MAX:
        errors.append(_("The text is over %(count)s characters.") % {"count": TEXT_LENGTH_MAX})
    if len(values["origin"]) > 300:
        errors.append(_("Where it was gathered is over 300 characters."))
    if named := cells.get("theme"):
        values["theme"] = themes.get(fold(named), "")
        if not values["theme"]:
            errors.append(_("No theme is called “%s”.") % named)
    if said := cells.get("channel"):
        channels = _channels()
        values["channel"] = channels.get(fold(said), "")
        if not values["channel"]:
            errors.append(_("No way to contribute is called “%s”.") % said)
    if day := cells.get("received_on"):
        read = _day(day)
        if read is None:
            errors.append(_("“%s” is no day: write it 2026-03-01.") % day)
        elif read > today:
            errors.append(_("“%s” is still to come.") % day)
        else:
            values["received_on"] = read.isoformat()
    return ReadRow(number, values, tuple(errors))


def _channels() -> dict[str, str]:
    """Return what each way to contribute may be called in a sheet, in French or in English."""
    offered = [channel for channel in Channel if channel != Channel.ONLINE]
    known = {channel.value: channel.value for channel in offered}
    for language in LANGUAGES:
        with translation.override(language):
            known |= {fold(str(channel.label)): channel.value for channel in offered}
    return known


def _day(text: str) -> date | None:
    """Read 2026-03-01 or 01/03/2026."""
    parts = text.split("/")
    if len(parts) == 3:
        text = "-".join(reversed(parts))
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def as_values(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the values of a row that came back from the preview, as texts."""
    return {name: str(row.get(name, "")) for name in COLUMNS}
