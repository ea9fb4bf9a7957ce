"""What is done in the room: loading the register, putting snapshots in and out of service, changing the perimeter."""

from __future__ import annotations

from .loading import LoadRefused, load_snapshot
from .reference import first_edition

__all__ = ["LoadRefused", "first_edition", "load_snapshot"]
