"""Compares two texts word by word. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

WORDS = re.compile(r"\s+|[^\s\w]|\w+")


class Piece(Enum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words with one fate; the runs that are not REMOVED make the new text, those not ADDED the old one."""

    kind: Piece
    text: str

    @property
    def is_added(self) -> bool:
        """Tell whether only the new text has it."""
        return self.kind is Piece.ADDED

    @property
    def is_removed(self) -> bool:
        """Tell whether only the old text has it."""
        return self.kind is Piece.REMOVED


def compare(old: str, new: str) -> tuple[Part, ...]:
    """Return the parts that lead from an old text to a new one, in reading order; what is removed comes before what replaces it."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    parts = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part(Piece.SAME, "".join(before[i1:i2])))
            continue
        if i2 > i1:
            parts.append(Part(Piece.REMOVED, "".join(before[i1:i2])))
        if j2 > j1:
            parts.append(Part(Piece.ADDED, "".join(after[j1:j2])))
    return tuple(parts)
