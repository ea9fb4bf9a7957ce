"""Codes that people copy or say: their length, their alphabet, chance."""

from __future__ import annotations

from essaim.foundations.primitives.codes import spoken_code


def test_code_is_as_long_as_asked_and_of_nothing_taken_for_something_else() -> None:
    drawn = "".join(spoken_code(10) for _turn in range(200))

    assert len(drawn) == 2000
    assert drawn.isascii()
    assert drawn.isalnum()
    assert drawn == drawn.upper()
    assert not set(drawn) & set("01ILO")


def test_two_codes_differ() -> None:
    assert spoken_code(10) != spoken_code(10)
