"""Tables of the room, by subject."""

from __future__ import annotations

from .communes import Commune, FormerCommune
from .epci import Authority, Epci, EpciIdentifier, EpciMembership, MembershipCount
from .loads import Load
from .outlines import Outline
from .zonings import Zone, ZoneMember, Zoning

__all__ = [
    "Authority",
    "Commune",
    "Epci",
    "EpciIdentifier",
    "EpciMembership",
    "FormerCommune",
    "Load",
    "MembershipCount",
    "Outline",
    "Zone",
    "ZoneMember",
    "Zoning",
]
