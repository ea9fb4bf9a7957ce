"""The French catalogue is complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import messages


def test_every_text_has_its_french_and_only_one() -> None:
    assert messages.complaints() == []


def test_texts_are_extracted_from_modules_and_templates() -> None:
    found = {message.singular for room in messages.rooms() for message in messages.messages_of(room)}

    assert "Officer" in found
    assert "Not allowed" in found


def test_catalogue_that_lost_its_header_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    room = next(room for room in messages.rooms() if messages.catalogue_path(room).exists())
    spoiled = tmp_path / "django.po"
    spoiled.write_text(messages.catalogue_path(room).read_text().removeprefix(messages.HEADER))
    monkeypatch.setattr(messages, "rooms", lambda: [room])
    assert messages.complaints() == []
    monkeypatch.setattr(messages, "catalogue_path", lambda _room: spoiled)

    assert [complaint for complaint in messages.complaints() if "does not begin as it must" in complaint] != []
