"""The room's objects as plain values for the read API: what is public, never a registrant."""

from __future__ import annotations

from . import queries
from .models import DeclaredParticipation, Event, Proceedings, Speaker
from .states import EventState

Shape = dict[str, object]


def event(row: Event) -> Shape:
    """Describe a gathering; what is not known is null."""
    return {
        "slug": row.slug,
        "title": row.title,
        "kind": row.kind,
        "state": row.state,
        "parent": row.parent.slug if row.parent else None,
        "track": row.track or None,
        "starts_on": row.starts_on,
        "last_on": row.end_day,
        "is_day_known": row.is_day_known,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "date_words": row.date_words or None,
        "venue": row.venue or None,
        "commune_code": row.commune_code or None,
        "capacity": row.capacity,
        "registration_opens_at": row.registration_opens_at,
        "registration_closes_at": row.registration_closes_at,
        "source": row.source or None,
        "url": row.get_absolute_url(),
    }


def speaker(row: Speaker) -> Shape:
    """Describe somebody announced."""
    return {
        "name": row.name,
        "role": row.role or None,
        "organization": row.organization.key if row.organization else None,
        "subject": row.subject or None,
    }


def declared(row: DeclaredParticipation) -> Shape:
    """Quote a source."""
    return {
        "number": row.number,
        "is_approximate": row.is_approximate,
        "unit": row.unit,
        "quote": row.quote,
        "source": row.source,
        "caveat": row.caveat or None,
    }


def counted(row: Event) -> Shape | None:
    """Count who came to a gathering that took place."""
    if row.state not in {EventState.HELD, EventState.CLOSED}:
        return None
    found = queries.attendance_of(row)
    return {
        "people": found.people,
        "organizations": found.organizations,
        "unsaid": found.unsaid,
        "by_organization": [
            {"organization": came.key or None, "name": came.name, "people": came.people}
            for came in found.by_organization
        ],
    }


def ratings(row: Event) -> Shape | None:
    """Tell what those who came thought, once enough answered."""
    found = queries.ratings_of(row)
    if not found.is_shown:
        return None
    return {
        "answers": found.count,
        "overall": round(found.overall or 0, 2),
        "usefulness": round(found.usefulness or 0, 2),
        "met": found.met,
    }


def event_detail(row: Event) -> Shape:
    """Describe a gathering with its programme, who came, and its report once it is closed."""
    is_closed = row.state == EventState.CLOSED
    proceedings = Proceedings.objects.filter(event=row).select_related("event").first()
    return {
        **event(row),
        "summary": row.summary or None,
        "source_note": row.source_note or None,
        "cancel_reason": row.cancel_reason or None,
        "report": (row.report or None) if is_closed else None,
        "outcome": (row.outcome or None) if is_closed else None,
        "speakers": [
            speaker(found) for found in row.speakers.select_related("organization").order_by("position", "pk")
        ],
        "parts": list(row.parts.public().order_by(*queries.PROGRAMME).values_list("slug", flat=True)),
        "counted": counted(row),
        "ratings": ratings(row),
        "leads": queries.leads_of(row).noted,
        "declared": [declared(found) for found in row.declared.order_by("pk")],
        "proceedings_url": proceedings.get_absolute_url() if proceedings else None,
    }
