"""Reads of the room."""

from __future__ import annotations

from collections.abc import Mapping

from .models import LoadedPart


def loaded_parts() -> Mapping[str, str]:
    """Return the digest of each part as it was loaded, by its name; empty where the demonstration is not loaded."""
    return dict(LoadedPart.objects.order_by("pk").values_list("name", "digest"))
