"""The room's objects as plain values for the read API: what everybody may read of posts."""

from __future__ import annotations

from .models import Post
from .queries import Total

Shape = dict[str, object]


def post(row: Post) -> Shape:
    """Describe a post without what could point to whoever holds it."""
    return {
        "id": row.pk,
        "organization": row.organization.key,
        "commune_code": row.commune_code or None,
        "starts_on_year": row.starts_on.year,
        "full_time_share": str(row.full_time_share),
        "effect": row.effect,
        "channel": row.channel,
        "through": row.through.key if row.through else None,
        "status": row.status,
        "action": f"{row.action.plan.slug}-{row.action.number}" if row.action else None,
    }


def total(row: Total) -> Shape:
    """Describe one of the separate totals."""
    return {
        "status": row.status.value,
        "effect": row.effect.value,
        "channel": row.channel.value,
        "axis": row.axis or None,
        "axis_label": row.axis_label or None,
        "headcount": row.headcount,
        "etp": str(row.etp),
        "present_headcount": row.present,
        "present_etp": str(row.present_etp),
    }
