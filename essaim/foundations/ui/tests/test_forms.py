"""Fields that forms of every room share."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms

from essaim.foundations.ui.forms import LastDayField, LastDayForm
from essaim.foundations.ui.lists import LastDayColumn
from essaim.foundations.ui.templatetags.ui import last_day


class Period(forms.Form):
    ends_on = LastDayField(required=False)


def test_last_day_is_written_and_shown_as_people_say_it() -> None:
    written = Period({"ends_on": "2026-12-30"})
    shown = Period(initial={"ends_on": date(2026, 12, 31)})

    assert written.is_valid()
    assert written.cleaned_data["ends_on"] == date(2026, 12, 31)
    assert shown["ends_on"].value() == date(2026, 12, 30)
    assert 'value="2026-12-30"' in str(shown["ends_on"])
    assert 'type="date"' in str(shown["ends_on"])


def test_last_day_comes_back_as_it_was_written_when_something_else_is_wrong() -> None:
    assert Period({"ends_on": "2026-12-30"})["ends_on"].value() == "2026-12-30"


@pytest.mark.parametrize(("written", "is_valid"), [("", True), ("demain", False), ("9999-12-31", False)])
def test_no_last_day_is_none_and_a_wrong_one_is_refused(written: str, is_valid: bool) -> None:
    form = Period({"ends_on": written})

    assert form.is_valid() is is_valid
    assert form.cleaned_data.get("ends_on") is None


def test_last_day_is_proposed_and_given_as_the_day_after() -> None:
    today = date(2026, 3, 10)

    assert 'value="2026-03-10"' in str(LastDayForm(today=today)["ends_on"])
    form = LastDayForm({"ends_on": "2026-03-31"}, today=today)

    assert form.is_valid()
    assert form.cleaned_data["ends_on"] == date(2026, 4, 1)


def test_list_and_page_show_the_last_day_of_a_period() -> None:
    column = LastDayColumn(format="j F Y")

    assert column.value(date(2026, 4, 1)) == "2026-03-31"
    assert last_day(date(2026, 4, 1)) == date(2026, 3, 31)
    assert last_day(None) is None
