"""Keeps in a text only what the fonts of the report can draw: the standard refuses a document with a missing letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

# Inclusive ranges drawn by our fonts or by those of the engine: Latin, Greek, Cyrillic, punctuation, currencies, arrows.
# Measured on the fonts that are shipped; a test draws every one of them.
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x377),
    (0x384, 0x38A),
    (0x38E, 0x3A1),
    (0x3A3, 0x4FF),
    (0x1E00, 0x1EFF),
    (0x2000, 0x200A),
    (0x2010, 0x2027),
    (0x202F, 0x2040),
    (0x2070, 0x2071),
    (0x2074, 0x208E),
    (0x20A0, 0x20C0),
    (0x2100, 0x211E),
    (0x2122, 0x2122),
    (0x2190, 0x22FF),
    (0x25A0, 0x25FF),
)
STAND_IN = "\N{WHITE SQUARE}"


def printable(value: object) -> object:
    """Return values with every text made printable; letters that no font has become squares, line ends stay."""
    if isinstance(value, str):
        return _printable_text(value)
    if isinstance(value, Mapping):
        return {name: inner if name == "svg" else printable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [printable(inner) for inner in value]
    return value


def _printable_text(text: str) -> str:
    kept = []
    for character in unicodedata.normalize("NFC", text):
        code = ord(character)
        if character == "\n" or any(low <= code <= high for low, high in RANGES):
            kept.append(character)
        elif unicodedata.category(character)[0] not in {"C", "M"}:
            # Control marks, selectors and loose accents are left out: they show nothing by themselves.
            kept.append(STAND_IN)
        elif character == "\t":
            kept.append(" ")
    return "".join(kept)
