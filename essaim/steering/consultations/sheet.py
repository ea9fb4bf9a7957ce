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
from essaim.foundations.ui.sheets import LANGUAGES, Sheet, heading_key, places_of_columns

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


# What columns are also called in the tables of meetings; without accents nor capitals, as headings are compared.
ALSO = {
    "contribution": "text",
    "proposition": "text",
    "structure": "organization_name",
    "organisation": "organization_name",
    "organization": "organization_name",
    "lieu": "origin",
    "place": "origin",
    "date": "received_on",
    "auteur": "author_name",
    "author": "author_name",
}


# How people shorten the ways to contribute.
SHORT_WAYS = {
    "papier": Channel.PAPER.value,
    "table": Channel.TABLE.value,
    "reunion": Channel.MEETING.value,
    "lettre": Channel.LETTER.value,
    "courrier": Channel.LETTER.value,
    "message": Channel.LETTER.value,
    "courriel": Channel.LETTER.value,
}


@dataclass(frozen=True, slots=True)
class Known:
    """
    What a sheet may name in a consultation, all by folded words.

    themes: the code of each theme by its code and title. organizations: the key of each record by its name and acronym,
    those that name one record only. texts: the number of each contribution that is there already, by its text.
    """

    themes: Mapping[str, str]
    organizations: Mapping[str, int]
    texts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """
    One row as it would be written: its number in the file, its values as plain texts, what is wrong with it.

    twin: the number of a contribution that says the same word for word, None if there is none.
    """

    line_number: int
    values: Mapping[str, str]
    errors: tuple[str, ...]
    twin: int | None = None

    @property
    def received(self) -> date | None:
        """The day it was received, if the file gives one that can be read."""
        day = self.values.get("received_on")
        return date.fromisoformat(day) if day else None

    @property
    def channel_label(self) -> str:
        """How it came, in words; empty when the file does not say it in words we know."""
        said = self.values["channel"]
        return str(Channel(said).label) if said else ""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The rows of a sheet, and the headings of its columns that were not read."""

    rows: tuple[ReadRow, ...]
    left_out: tuple[str, ...]


def read_rows(sheet: Sheet, *, known: Known, channel: str, origin: str, today: date) -> ReadSheet:
    """
    Read every row of a sheet.

    :param channel: how a row came that does not say
    :param origin: where a row was gathered that does not say
    :raises MissingColumns: if no column holds the texts
    """
    header = [ALSO.get(heading_key(heading), heading) for heading in sheet.header]
    places = places_of_columns(header, COLUMNS, required=["text"])
    read = set(places.values())
    left_out = tuple(heading for place, heading in enumerate(sheet.header) if heading.strip() and place not in read)
    rows = []
    for line in sheet.lines:
        cells = {name: line.cells[place].strip() for name, place in places.items()}
        rows.append(_read(line.number, cells, known=known, channel=channel, origin=origin, today=today))
    return ReadSheet(tuple(rows), left_out)


def _read(number: int, cells: Mapping[str, str], *, known: Known, channel: str, origin: str, today: date) -> ReadRow:
    errors = []
    structure = cells.get("organization_name", "")
    values = {
        "text": cells["text"],
        "theme": "",
        "channel": channel,
        "origin": cells.get("origin") or origin,
        "organization": str(known.organizations.get(fold(structure), "")) if structure else "",
        "organization_name": structure[:200],
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
        values["theme"] = known.themes.get(fold(named), "")
        if not values["theme"]:
            offered = ", ".join(sorted(set(known.themes.values())))
            errors.append(_("No theme is called “%(name)s”: %(offered)s.") % {"name": named, "offered": offered or "–"})
    if said := cells.get("channel"):
        channels = _channels()
        values["channel"] = channels.get(fold(said), "")
        if not values["channel"]:
            offered = ", ".join(str(way.label) for way in Channel if way != Channel.ONLINE)
            errors.append(
                _("No way to contribute is called “%(name)s”: %(offered)s.") % {"name": said, "offered": offered}
            )
    if day := cells.get("received_on"):
        read = _day(day)
        if read is None:
            errors.append(_("“%s” is no day: write it 2026-03-01.") % day)
        elif read > today:
            errors.append(_("“%s” is still to come.") % day)
        else:
            values["received_on"] = read.isoformat()
    return ReadRow(number, values, tuple(errors), known.texts.get(fold(values["text"])))


def _channels() -> dict[str, str]:
    """Return what each way to contribute may be called in a sheet, in French or in English."""
    offered = [channel for channel in Channel if channel != Channel.ONLINE]
    known = {channel.value: channel.value for channel in offered}
    for language in LANGUAGES:
        with translation.override(language):
            known |= {fold(str(channel.label)): channel.value for channel in offered}
    return {**SHORT_WAYS, **known}


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
    return {name: str(row.get(name, "")) for name in (*COLUMNS, "organization")}
