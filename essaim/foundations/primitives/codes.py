"""Codes that people copy from a page, or say to one another."""

from __future__ import annotations

import secrets

# Without letters and digits that are taken for one another when read aloud.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def spoken_code(length: int) -> str:
    """Draw a code that nobody can guess, of capital letters and digits that are not taken for one another."""
    return "".join(secrets.choice(ALPHABET) for _place in range(length))
