"""What is done in the room: loading the register, putting snapshots in and out of service, changing the perimeter."""

from __future__ import annotations

from .fetching import fetch_month
from .loading import LoadRefused, load_snapshot
from .means import calibrate_means, return_to_middles
from .perimeters import exclude_activity, include_activity, place_category, put_in_force, reclassify, write_edition
from .reference import first_edition
from .serving import accept_snapshot, set_snapshot_aside, take_snapshot_back

__all__ = [
    "LoadRefused",
    "accept_snapshot",
    "calibrate_means",
    "exclude_activity",
    "fetch_month",
    "first_edition",
    "include_activity",
    "load_snapshot",
    "place_category",
    "put_in_force",
    "reclassify",
    "return_to_middles",
    "set_snapshot_aside",
    "take_snapshot_back",
    "write_edition",
]
