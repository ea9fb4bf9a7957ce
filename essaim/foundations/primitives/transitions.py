"""State machines as data: a table of moves that can be printed and tested over all pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


class IllegalMove(Exception):
    """A move was asked from a state it does not start from: a double click, or a page gone stale."""

    def __init__(self, move: str, state: str) -> None:
        """Keep the move and the state it was asked from."""
        super().__init__(f"The move {move!r} does not start from {state!r}.")
        self.move = move
        self.state = state


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: its name, the states it starts from, the state it leads to."""

    name: str
    sources: tuple[str, ...]
    target: str


class TransitionTable:
    """
    The moves of one kind of object.

    :raises ValueError: at once, if two moves have one name, since only one could ever be found
    """

    def __init__(self, *moves: Move) -> None:
        """Index the moves by name."""
        self._moves = {move.name: move for move in moves}
        if len(self._moves) != len(moves):
            message = "Two moves of one table have the same name."
            raise ValueError(message)

    def __iter__(self) -> Iterator[Move]:
        """Go through the moves in the order they were written."""
        return iter(self._moves.values())

    def target(self, move: str, state: str) -> str:
        """
        Return the state a move leads to.

        :raises IllegalMove: if the table has no such move from this state
        """
        found = self._moves.get(move)
        if found is None or state not in found.sources:
            raise IllegalMove(move, state)
        return found.target

    def names_from(self, state: str) -> tuple[str, ...]:
        """List the moves possible from a state, in the order of the table."""
        return tuple(move.name for move in self if state in move.sources)

    def mermaid(self) -> str:
        """Draw the table as a Mermaid state diagram, one arrow per source."""
        arrows = [f"    {source} --> {move.target}: {move.name}" for move in self for source in move.sources]
        return "\n".join(["stateDiagram-v2", *arrows])
