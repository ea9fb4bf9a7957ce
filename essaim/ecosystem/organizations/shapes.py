"""The room's objects as plain values for the read API: what is public, never a person."""

from __future__ import annotations

from datetime import date

from .models import EssStatus, Organization
from .queries import ShownEstablishment, establishments_of, statuses_of

Shape = dict[str, object]


def organization(row: Organization) -> Shape:
    """Describe a record; a number or a commune that is not known is null."""
    return {
        "key": row.key,
        "name": row.name,
        "acronym": row.acronym or None,
        "kind": row.kind,
        "siren": row.siren or None,
        "rna": row.rna or None,
        "legal_category": row.legal_category or None,
        "activity_code": row.activity_code or None,
        "created_on": row.created_on,
        "ceased_on": row.ceased_on,
        "commune_code": row.commune_code or None,
        "website": row.website or None,
        "source": row.source or None,
        "url": row.get_absolute_url(),
    }


def status(row: EssStatus, *, today: date) -> Shape:
    """Describe a status that is or was held, with what says it."""
    return {
        "kind": row.kind,
        "is_in_force": row.is_in_force(today),
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "cause": row.cause,
        "cause_note": row.cause_note or None,
        "is_to_confirm": row.is_to_confirm,
        "source": row.source,
        "read_on": row.read_on,
    }


def establishment(place: ShownEstablishment) -> Shape:
    """Describe an establishment; its address and point are null where the register does not give them to the public."""
    row = place.row
    return {
        "siret": row.siret or None,
        "name": row.name or None,
        "is_seat": row.is_seat,
        "is_open": place.is_open,
        "address": place.address or None,
        "commune_code": row.commune_code,
        "activity_code": row.activity_code or None,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "longitude": None if row.is_partial else row.longitude,
        "latitude": None if row.is_partial else row.latitude,
    }


def organization_detail(row: Organization, *, today: date) -> Shape:
    """Describe a record with its statuses, its establishments, and the records merged into it by key and name."""
    merged = row.merged_records.order_by("sort_key", "pk")
    return {
        **organization(row),
        "statuses": [status(shown.row, today=today) for shown in statuses_of(row, today=today)],
        "establishments": [establishment(place) for place in establishments_of(row, today=today)],
        "merged": [{"key": found.key, "name": found.name} for found in merged],
    }
