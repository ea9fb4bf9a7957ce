"""Two people on one form: what was read is compared with what is there before anything is written over it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class ChangedMeanwhile(Exception):
    """Somebody changed a row between the moment its form was opened and the moment it was sent; row is as it is now."""

    def __init__(self, row: models.Model) -> None:
        """Keep the row as it is now."""
        super().__init__(str(row))
        self.row = row


def version_of(row: models.Model, fields: Iterable[str]) -> str:
    """Return a digest of some fields of a row, to be given back when they are written: it tells whether they changed."""
    values = [
        (name, getattr(row, field.attname))
        for name in sorted(fields)
        if isinstance(field := row._meta.get_field(name), models.Field)
    ]
    return hashlib.sha256(json.dumps(values, cls=DjangoJSONEncoder).encode()).hexdigest()[:20]


def refuse_stale(row: models.Model, fields: Iterable[str], version: str) -> None:
    """
    Refuse to write over what somebody else wrote.

    :param row: locked, read after the lock
    :param version: what version_of() gave when the fields were read; empty when the caller read nothing first
    :raises ChangedMeanwhile: if these fields are no longer the same
    """
    if version and version != version_of(row, fields):
        raise ChangedMeanwhile(row)


def refuse_other_fields(values: Collection[str], editable: Collection[str]) -> None:
    """
    Refuse fields that a service does not change.

    :raises ValueError: naming them
    """
    if unknown := set(values) - set(editable):
        message = f"These fields are not changed here: {sorted(unknown)}"
        raise ValueError(message)
