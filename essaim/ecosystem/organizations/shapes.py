"""The room's objects as plain values for the read API: what is public, never a person."""

from __future__ import annotations

from .models import Organization

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
        "commune_code": row.commune_code or None,
        "website": row.website or None,
        "source": row.source or None,
        "url": row.get_absolute_url(),
    }


def organization_detail(row: Organization) -> Shape:
    """Describe a record with those that were merged into it, by key and name."""
    merged = row.merged_records.order_by("sort_key", "pk")
    return {**organization(row), "merged": [{"key": found.key, "name": found.name} for found in merged]}
