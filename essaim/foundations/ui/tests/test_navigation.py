"""Menus and panels take what rooms add, in order, once, for who may see it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from essaim.foundations.ui import navigation, panels


@pytest.fixture(autouse=True)
def _empty_menus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", [])
    monkeypatch.setattr(panels, "_panels", [])


def _request(rf: RequestFactory, path: str = "/"):
    request = rf.get(path)
    request.user = AnonymousUser()
    return request


def test_entries_come_in_their_order_and_once(rf: RequestFactory) -> None:
    late, early = (
        navigation.Entry("main", "Late", "ui:kit", 20),
        navigation.Entry("main", "Early", "ui:kit", 10),
    )
    for entry in (late, early, late):
        navigation.add(entry)

    assert [entry.label for entry in navigation.entries("main", _request(rf))] == ["Early", "Late"]
    assert navigation.entries("footer", _request(rf)) == []


def test_entry_is_shown_to_whom_it_says(rf: RequestFactory) -> None:
    navigation.add(navigation.Entry("main", "Open", "ui:kit", shown_to=lambda person: True))
    navigation.add(navigation.Entry("main", "Closed", "ui:kit", shown_to=lambda person: person.is_authenticated))

    assert [entry.label for entry in navigation.entries("main", _request(rf))] == ["Open"]


def test_entry_knows_where_the_reader_is(rf: RequestFactory) -> None:
    navigation.add(navigation.Entry("main", "Kit", "ui:kit"))

    assert [entry.is_current for entry in navigation.entries("main", _request(rf, "/kit/"))] == [True]
    assert [entry.is_current for entry in navigation.entries("main", _request(rf, "/elsewhere/"))] == [False]


def test_groups_hold_what_the_reader_may_see(rf: RequestFactory) -> None:
    navigation.add(navigation.Entry("actors", "Closed", "ui:kit", shown_to=lambda person: False))
    navigation.add(navigation.Entry("policy", "Kit", "ui:kit"))

    (group,) = navigation.groups(_request(rf, "/kit/"))

    assert group.label == str(navigation.GROUPS["policy"])
    assert [entry.label for entry in group.entries] == ["Kit"]
    assert group.is_current
    assert not navigation.groups(_request(rf, "/elsewhere/"))[0].is_current


def test_unknown_section_is_refused() -> None:
    with pytest.raises(ValueError, match="attic"):
        navigation.add(navigation.Entry("attic", "x", "ui:kit"))


def test_count_of_an_entry_is_asked_when_it_is_drawn(rf: RequestFactory) -> None:
    asked = []
    navigation.add(navigation.Entry("main", "Messages", "ui:kit", badge=lambda person: asked.append(person) or 3))

    (entry,) = navigation.entries("main", _request(rf))

    assert asked == []
    assert (entry.count, entry.count) == (3, 3)
    assert len(asked) == 1


def test_panel_is_shown_to_those_who_may_see_it() -> None:
    for panel in (
        panels.Panel("c", "ui:kit", "all"),
        panels.Panel("c", "ui:kit", "team", shown_to=lambda person: person == "officer"),
    ):
        panels.hang(panel)

    assert [panel.title for panel in panels.panels_at("c", "officer")] == ["all", "team"]
    assert [panel.title for panel in panels.panels_at("c", "resident")] == ["all"]
    assert [panel.title for panel in panels.panels_at("c")] == ["all", "team"]


def test_panels_hang_at_their_place_in_order() -> None:
    for panel in (
        panels.Panel("a", "ui:kit", "2", 20),
        panels.Panel("a", "ui:kit", "1", 10),
        panels.Panel("b", "ui:kit", "3"),
    ):
        panels.hang(panel)
        panels.hang(panel)

    assert [panel.title for panel in panels.panels_at("a")] == ["1", "2"]
    assert len(panels.all_panels()) == 3
