"""essaim accounts: the first administrator and the list."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind

from .factories import AUTHORITY, UserFactory, person_with

pytestmark = pytest.mark.django_db


def _run(*words: str) -> str:
    out = io.StringIO()
    call_command("accounts", *words, stdout=out)
    return out.getvalue()


def test_first_administrator_is_made_and_told_what_to_do() -> None:
    said = _run("create-administrator", "ada@example.org", "Ada", "Exemple", "--siren", AUTHORITY)

    assert User.objects.get().full_name == "Ada Exemple"
    assert "invite a second administrator" in said


def test_second_one_is_refused() -> None:
    person_with(RoleKind.ADMINISTRATOR)

    with pytest.raises(CommandError, match="administrator already"):
        _run("create-administrator", "eve@example.org", "Eve", "--siren", AUTHORITY)


@pytest.mark.parametrize(("email", "siren"), [("ada@example.org", "123456789"), ("not an address", AUTHORITY)])
def test_wrong_words_are_explained_and_nothing_is_written(email: str, siren: str) -> None:
    with pytest.raises(CommandError):
        _run("create-administrator", email, "Ada", "--siren", siren)

    assert not User.objects.exists()


def test_list_shows_who_is_here_and_everybody_if_asked() -> None:
    person_with(RoleKind.OFFICER, person__email="here@example.org")
    UserFactory(email="gone@example.org", gone=True)

    assert "here@example.org" in _run("list")
    assert f"officer:{AUTHORITY}" in _run("list")
    assert "gone@example.org" not in _run("list")
    assert "gone@example.org" in _run("list", "--all")
