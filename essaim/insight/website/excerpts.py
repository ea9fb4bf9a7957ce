"""The part of a text where what was searched stands, cut into pieces that match and pieces that do not. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from essaim.foundations.primitives.texts import fold

LENGTH_MAX = 240
LEAD = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters, and whether they match."""

    text: str
    is_match: bool


def excerpt(text: str, words: Sequence[str], *, length_max: int = LENGTH_MAX) -> tuple[Piece, ...]:
    """
    Cut a text around its first match, at most length_max characters, with an ellipsis where something is left out.

    A word matches where a word of the text begins with it, or with its root: "solidaires" also marks "solidaire".

    :param words: folded, as words_of() gives them
    """
    marks = _marks(text, words)
    start = max(0, marks[0][0] - LEAD) if marks and marks[0][0] > length_max - LEAD else 0
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + length_max)
    if end < len(text):
        cut = text.rfind(" ", start, end)
        end = cut if cut > start else end
    pieces: list[Piece] = []
    place = start
    for begin, finish in marks:
        if begin < place or finish > end:
            continue
        if begin > place:
            pieces.append(Piece(text[place:begin], is_match=False))
        pieces.append(Piece(text[begin:finish], is_match=True))
        place = finish
    if place < end:
        pieces.append(Piece(text[place:end], is_match=False))
    if start:
        pieces.insert(0, Piece("… ", is_match=False))
    if end < len(text):
        pieces.append(Piece("…", is_match=False))
    return tuple(pieces)


def _marks(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Find the words of a text that match, as places in the text itself, in order."""
    roots = [_root(word) for word in words if len(word) > 1]
    found = []
    for match in re.finditer(r"\w+", text):
        folded = fold(match.group())
        if any(folded.startswith(root) for root in roots):
            found.append(match.span())
    return found


def _root(word: str) -> str:
    """Drop the mark of plural or feminine of a word, if something long enough is left."""
    return re.sub(r"(es|s|e|x)$", "", word) if len(word) > 4 else word
