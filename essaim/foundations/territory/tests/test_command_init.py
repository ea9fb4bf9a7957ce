"""essaim init, as whoever installs Essaim runs it."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from essaim.foundations.territory.models import Authority, Commune, Epci

pytestmark = pytest.mark.django_db
NANTES, SMALL = "244400404", "200050532"


def test_lille_comes_with_those_it_is_compared_with() -> None:
    call_command("init")

    assert Authority.objects.get().epci.short_name == "MEL"
    assert Epci.objects.count() == 4
    assert Commune.objects.count() == 95 + 24 + 58 + 33


def test_another_authority_comes_alone_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("init", siren=SMALL)

    said = capsys.readouterr().out
    assert f"CC de Petite-Terre ({SMALL})" in said
    assert Commune.objects.count() == 2


def test_nothing_is_overwritten_silently(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("init", siren=SMALL)

    with pytest.raises(CommandError, match=r"CC de Petite-Terre.*--replace"):
        call_command("init", siren=NANTES)

    assert Authority.objects.get().epci.name == "CC de Petite-Terre"
    assert Commune.objects.count() == 2
    call_command("init", siren="244 400 404", replace=True, compare=[])
    assert Authority.objects.get().epci.name == "Nantes Métropole"
    assert Commune.objects.count() == 2 + 24


def test_wrong_siren_is_refused_with_what_to_do() -> None:
    with pytest.raises(CommandError, match="123456782"):
        call_command("init", siren="123456782")

    assert not Authority.objects.exists()
