"""Folding and ordering French text without a database collation."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "ʼ": "'"})


def fold(text: str) -> str:
    """Return a text in small letters, without accents or ligatures, with single spaces: "Mons-en-Barœul" as typed."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(kept.casefold().split())


def search_words(text: str) -> list[str]:
    """Return the words of a text as names are searched: without accents, capitals or marks."""
    return sort_key(text).split("\t")[0].split()


def sort_key(text: str) -> str:
    """
    Return a stored key that orders French names: letters and digits first, accents only to separate equals.

    Apostrophes and hyphens count as spaces: "L'Abergement" stands with the L, "Saint-André" beside "Saint Jean".
    """
    folded = re.sub(r"[^0-9a-z]+", " ", fold(text)).strip()
    return f"{folded}\t{text.casefold()}"
