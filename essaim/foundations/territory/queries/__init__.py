"""Reads of the room: for other rooms as frozen rows, for its own pages and API as querysets."""

from __future__ import annotations

from .authority import (
    Membership,
    ShownAuthority,
    ShownCommune,
    ShownZone,
    authority,
    authority_epci,
    centres_of,
    commune_name,
    commune_names,
    communes,
    communes_named,
    member_communes,
    membership_of,
    territoires,
    with_commune_name,
)
from .outlines import OutlinesShown, outlines_shown
from .pages import (
    Populations,
    commune_history,
    commune_rows,
    commune_zones,
    found_communes,
    of_territoire,
    populations,
    territoire_zoning,
    zonings_shown,
)

__all__ = [
    "Membership",
    "OutlinesShown",
    "Populations",
    "ShownAuthority",
    "ShownCommune",
    "ShownZone",
    "authority",
    "authority_epci",
    "centres_of",
    "commune_history",
    "commune_name",
    "commune_names",
    "commune_rows",
    "commune_zones",
    "communes",
    "communes_named",
    "found_communes",
    "member_communes",
    "membership_of",
    "of_territoire",
    "outlines_shown",
    "populations",
    "territoire_zoning",
    "territoires",
    "with_commune_name",
    "zonings_shown",
]
