"""What a reader of a history sees of a value, and what a program gets."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation

from essaim.foundations.audit_trail import queries


@pytest.mark.parametrize(
    ("value", "in_french", "in_english", "for_programs"),
    [
        (True, "oui", "yes", "true"),
        (False, "non", "no", "false"),
        (date(2026, 3, 5), "5 mars 2026", "5 March 2026", "2026-03-05"),
        (
            datetime(2026, 3, 5, 9, 7, tzinfo=UTC),
            "5 mars 2026 à 10:07",
            "5 March 2026 at 10:07",
            "2026-03-05T09:07:00+00:00",
        ),
        (Decimal("1.5"), "1,5", "1.5", "1.5"),
        (2022, "2022", "2022", "2022"),
        (["59350", "59512"], "59350, 59512", "59350, 59512", '["59350", "59512"]'),
        (None, "", "", ""),
        ("", "", "", ""),
    ],
)
def test_value_is_written_for_its_reader(value: object, in_french: str, in_english: str, for_programs: str) -> None:
    with translation.override("fr"):
        assert queries._in_words(value) == in_french
    with translation.override("en"):
        assert queries._in_words(value) == in_english
    assert queries._for_programs(value) == for_programs


@pytest.mark.django_db
def test_history_says_yes_days_and_labels_in_words() -> None:
    person = get_user_model().objects.create_user("reader@example.org", "Camille Exemple")
    person.is_active, person.left_at = False, datetime(2026, 3, 5, 9, 7, tzinfo=UTC)
    person.language = "en"
    person.save()

    with translation.override("fr"):
        shown = {field.field: (field.before, field.after) for field in queries.changes_of(person)[-1].fields}
    given = {
        field.field: (field.before, field.after)
        for field in queries.changes_of(person, is_for_programs=True)[-1].fields
    }

    assert shown["is_active"] == ("oui", "non")
    assert shown["left_at"] == ("", "5 mars 2026 à 10:07")
    assert shown["language"] == ("Français", "English")
    assert given["is_active"] == ("true", "false")
