"""Moves are possible only where the table says."""

from __future__ import annotations

import pytest

from essaim.foundations.primitives.transitions import IllegalMove, Move, TransitionTable

TABLE = TransitionTable(Move("open", ("draft", "closed"), "open"), Move("close", ("open",), "closed"))


def test_listed_move_leads_to_its_target() -> None:
    assert TABLE.target("open", "closed") == "open"


@pytest.mark.parametrize(("move", "state"), [("close", "draft"), ("open", "open"), ("burn", "open")])
def test_unlisted_move_is_refused(move: str, state: str) -> None:
    with pytest.raises(IllegalMove):
        TABLE.target(move, state)


def test_moves_from_a_state_keep_the_order_of_the_table() -> None:
    assert TABLE.names_from("draft") == ("open",)
    assert TABLE.names_from("elsewhere") == ()


def test_two_moves_of_one_name_are_refused_at_once() -> None:
    with pytest.raises(ValueError, match="same name"):
        TransitionTable(Move("open", ("a",), "b"), Move("open", ("b",), "c"))


def test_diagram_has_one_arrow_per_source() -> None:
    assert TABLE.mermaid().count("-->") == 3
