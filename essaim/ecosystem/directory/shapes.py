"""The lines of the directory as plain values for the read API: what is public, never a person, never an address of mail."""

from __future__ import annotations

from .models import Listing, Offer

Shape = dict[str, object]


def listing(row: Listing) -> Shape:
    """Describe a line; what is not known is null. is_exact: whether its point is that of its address, or of its commune."""
    return {
        "key": row.key,
        "name": row.name,
        "acronym": row.acronym or None,
        "kind": row.kind,
        "siren": row.siren or None,
        "rna": row.rna or None,
        "statuses": list(row.status_kinds),
        "activity_code": row.activity_code or None,
        "section": row.section or None,
        "summary": row.summary or None,
        "website": row.website or None,
        "phone": row.phone or None,
        "address": row.address or None,
        "commune_code": row.commune_code or None,
        "commune_name": row.commune_name or None,
        "longitude": row.longitude,
        "latitude": row.latitude,
        "is_exact": row.is_exact,
        "completeness": row.completeness,
        "confirmed_on": row.confirmed_on,
        "url": row.get_absolute_url(),
    }


def offer(row: Offer) -> Shape:
    """Describe an offer that stands; communes is empty where it serves the whole territory."""
    return {
        "id": row.pk,
        "organization": row.organization.key,
        "organization_name": row.organization.name,
        "title": row.title,
        "description": row.description or None,
        "is_everywhere": row.is_everywhere,
        "communes": list(row.areas),
        "capacity": row.capacity or None,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "url": row.get_absolute_url(),
    }
