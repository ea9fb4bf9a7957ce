"""How the read API writes territories."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Commune, Epci, FormerCommune, Zoning


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def commune(row: Commune) -> dict[str, object]:
    """Write a commune read with its memberships, zones and former communes; population_list is the list it comes from."""
    return {
        "kind": "commune",
        "code": row.code,
        "name": row.name,
        "siren": row.siren or None,
        "population": row.population,
        "population_list": row.population_vintage or None,
        "postcodes": row.postcodes.split(),
        "longitude": row.longitude,
        "latitude": row.latitude,
        "epci": [
            {
                "name": membership.epci.name,
                "sirens": [identifier.siren for identifier in membership.epci.identifiers.all()],
                "starts_on": _day(membership.starts_on),
                "start_is_known": membership.start_is_known,
                "ends_on": _day(membership.ends_on),
                "source": membership.source,
            }
            for membership in row.memberships.all()
        ],
        "zones": [
            {"zoning": member.zone.zoning.slug, "code": member.zone.code, "name": member.zone.name}
            for member in row.zones.all()
        ],
        "former": [
            {"code": former.code, "name": former.name or None, "kind": former.kind, "since_year": former.since_year}
            for former in row.former.all()
        ],
    }


def former(rows: list[FormerCommune]) -> dict[str, object]:
    """Write a code that now leads to one commune or to several."""
    return {
        "kind": rows[0].kind,
        "code": rows[0].code,
        "name": rows[0].name or None,
        "now": [row.commune.code for row in rows],
    }


def epci(row: Epci, member_codes: list[str]) -> dict[str, object]:
    """Write an EPCI with its dated SIREN, its numbers of communes over time and its members of the day."""
    return {
        "kind": row.kind,
        "name": row.name,
        "short_name": row.short_name or None,
        "population_municipal": row.population,
        "population_total": row.population_total,
        "population_list": row.population_vintage or None,
        "identifiers": [
            {
                "siren": identifier.siren,
                "starts_on": _day(identifier.starts_on),
                "ends_on": _day(identifier.ends_on),
                "certainty": identifier.certainty,
                "source": identifier.source,
            }
            for identifier in row.identifiers.all()
        ],
        "commune_counts": [
            {
                "communes": count.commune_count,
                "starts_on": _day(count.starts_on),
                "ends_on": _day(count.ends_on),
                "note": count.note,
                "source": count.source,
            }
            for count in row.counts.all()
        ],
        "communes": member_codes,
    }


def zoning(row: Zoning) -> dict[str, object]:
    """Write a zoning with its zones; communes is null where the composition is not made of whole communes, or unknown."""
    has_members = row.composition == "communes"
    return {
        "slug": row.slug,
        "kind": row.kind,
        "name": row.name,
        "epci": row.epci.name,
        "starts_on": _day(row.starts_on),
        "ends_on": _day(row.ends_on),
        "certainty": row.certainty,
        "composition": row.composition,
        "zone_count": row.zone_count,
        "source": row.source,
        "note": row.note,
        "zones": [
            {
                "code": zone.code,
                "name": zone.name,
                "communes": [member.commune.code for member in zone.members.all()] if has_members else None,
            }
            for zone in row.zones.all()
        ],
    }


def feature(row: Commune, geometry: object) -> dict[str, object]:
    """Write a commune as a GeoJSON feature: its outline if one is loaded, else its centre, else no geometry."""
    if geometry is None and row.longitude is not None:
        geometry = {"type": "Point", "coordinates": [row.longitude, row.latitude]}
    return {
        "type": "Feature",
        "id": row.code,
        "properties": {
            "code": row.code,
            "name": row.name,
            "population": row.population,
            "population_list": row.population_vintage or None,
        },
        "geometry": geometry,
    }
