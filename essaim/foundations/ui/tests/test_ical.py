"""Calendars that other programs read: moments, whole days, what is cancelled, done or only marked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar
from icalendar import Event as Written

from essaim.foundations.ui.ical import Entry, calendar_bytes

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)


def _written(starts: date, **values: Any) -> Written:
    entry = Entry("event-1", starts, "Réunion ; suite, et fin", "https://essaim.test/rendez-vous/r/", **values)
    content = calendar_bytes("Agenda", [entry], host="essaim.test", now=NOW, language="fr")
    (found,) = Calendar.from_ical(content).events
    return found


def test_moment_has_its_end_and_its_words() -> None:
    end = datetime(2026, 4, 1, 12, tzinfo=UTC)
    found = _written(datetime(2026, 4, 1, 10, tzinfo=UTC), ends=end, location="Mairie")

    assert (found["dtstart"].dt.hour, found["dtend"].dt) == (10, end)
    assert (str(found["summary"]), str(found["location"])) == ("Réunion ; suite, et fin", "Mairie")
    assert str(found["uid"]) == "event-1@essaim.test"
    assert "transp" not in found


@pytest.mark.parametrize(("last", "end"), [(None, date(2026, 4, 2)), (date(2026, 4, 3), date(2026, 4, 4))])
def test_whole_days_end_the_day_after(last: date | None, end: date) -> None:
    assert _written(date(2026, 4, 1), ends=last)["dtend"].dt == end


def test_hour_without_an_end_is_left_open() -> None:
    assert "dtend" not in _written(datetime(2026, 4, 1, 10, tzinfo=UTC))


def test_what_becomes_of_an_entry_is_said() -> None:
    found = _written(date(2026, 4, 1), is_marker=True, is_done=True, is_cancelled=True)

    assert (found["status"], found["transp"]) == ("CANCELLED", "TRANSPARENT")
    assert found["categories"].cats == ["DONE"]
