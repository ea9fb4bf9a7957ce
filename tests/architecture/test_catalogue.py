"""The French catalogue is complete."""

from __future__ import annotations

from config import messages


def test_every_text_has_its_french_and_only_one() -> None:
    assert messages.complaints() == []


def test_texts_are_extracted_from_modules_and_templates() -> None:
    found = {message.singular for room in messages.rooms() for message in messages.messages_of(room)}

    assert "Officer" in found
    assert "Not allowed" in found
