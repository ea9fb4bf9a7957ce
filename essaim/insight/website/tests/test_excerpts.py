"""The part of a text where what was searched stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from essaim.insight.website.excerpts import LENGTH_MAX, excerpt


def _marked(text: str, *words: str) -> list[str]:
    return [piece.text for piece in excerpt(text, words) if piece.is_match]


def test_words_are_marked_whatever_their_accents_and_number() -> None:
    assert _marked("Les économies solidaires et la Coopérative", "economie", "cooperatives") == [
        "économies",
        "Coopérative",
    ]


def test_short_text_is_given_whole() -> None:
    assert "".join(piece.text for piece in excerpt("Une monnaie", ["monnaie"])) == "Une monnaie"


def test_long_text_is_cut_around_the_first_match() -> None:
    text = "mot " * 200 + "monnaie " + "suite " * 200

    shown = "".join(piece.text for piece in excerpt(text, ["monnaie"]))

    assert shown.startswith("… ")
    assert shown.endswith("…")
    assert "monnaie" in shown
    assert len(shown) <= LENGTH_MAX + 4


@given(st.text(max_size=600), st.lists(st.text(alphabet="abcdefghij0123", max_size=8), max_size=4))
def test_pieces_put_together_are_a_part_of_the_text(text: str, words: list[str]) -> None:
    shown = "".join(piece.text for piece in excerpt(text, words))

    assert shown.removeprefix("… ").removesuffix("…") in text or shown in text
