"""
The sealed urn of a secret vote: counters only, encrypted anew at each ballot.

No ballot is kept as a row, so that there is no order, moment or transaction to match with who voted; and what an older
version of the row would show is encrypted under a key that is not in the database.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .states import Choice

NONCE_LENGTH = 12
# Counters have a fixed width: the length of what is sealed says nothing.
WIDTH = 6

Counts = dict[int, dict[str, int]]


def _cipher(secret: str, salt: bytes) -> AESGCM:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=b"essaim.committees.urn").derive(
        secret.encode()
    )
    return AESGCM(derived)


def _seal(counts: Counts, *, secret: str, salt: bytes) -> bytes:
    plain = {str(group): {name: f"{number:0{WIDTH}d}" for name, number in row.items()} for group, row in counts.items()}
    nonce = os.urandom(NONCE_LENGTH)
    return nonce + _cipher(secret, salt).encrypt(nonce, json.dumps(plain, sort_keys=True).encode(), None)


def empty_urn(groups: Iterable[int], *, secret: str, salt: bytes) -> bytes:
    """Return a sealed urn without any ballot, one counter a group and choice."""
    return _seal(
        {group: {str(choice): 0 for choice in Choice} for group in sorted(set(groups))}, secret=secret, salt=salt
    )


def opened(sealed: bytes, *, secret: str, salt: bytes) -> Counts:
    """
    Return the counters of an urn.

    :raises cryptography.exceptions.InvalidTag: if it was sealed with another secret, or altered
    """
    plain = _cipher(secret, salt).decrypt(bytes(sealed[:NONCE_LENGTH]), bytes(sealed[NONCE_LENGTH:]), None)
    rows: Mapping[str, Mapping[str, str]] = json.loads(plain)
    return {int(group): {name: int(number) for name, number in row.items()} for group, row in rows.items()}


def with_ballot(sealed: bytes, *, group: int, choice: str, secret: str, salt: bytes) -> bytes:
    """Return the urn with one more ballot in it, sealed anew: nothing of it is as before."""
    counts = opened(sealed, secret=secret, salt=salt)
    counts[group][choice] += 1
    return _seal(counts, secret=secret, salt=salt)
