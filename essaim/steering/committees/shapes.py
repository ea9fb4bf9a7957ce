"""The room's objects as plain values for the read API: what is public, never a person."""

from __future__ import annotations

from .models import Body, Opinion, Session
from .queries import ShownComposition
from .states import SessionState

Shape = dict[str, object]


def body(row: Body) -> Shape:
    """Describe a body."""
    return {
        "slug": row.slug,
        "name": row.name,
        "description": row.description or None,
        "source": row.source or None,
        "url": row.get_absolute_url(),
    }


def body_detail(row: Body, shown: ShownComposition) -> Shape:
    """Describe a body with its seats on a day."""
    seats = []
    for seat in shown.seats:
        structure = seat.titular.organization if seat.titular else None
        seats.append(
            {
                "college": seat.seat.college.name,
                "number": seat.seat.number,
                "label": seat.seat.label or None,
                "status": seat.status.value,
                "structure": structure.name if structure else None,
                "structure_key": structure.key if structure else None,
            }
        )
    return {**body(row), "on": shown.day, "seats": seats}


def opinion(row: Opinion) -> Shape:
    """Describe an opinion."""
    return {
        "point": row.point.title,
        "sense": row.sense,
        "wording": row.wording or None,
        "url": row.get_absolute_url(),
    }


def session(row: Session) -> Shape:
    """Describe a session, with its opinions once it is over."""
    is_approved = row.state == SessionState.APPROVED
    points = row.points.all() if row.is_held else ()
    opinions: list[Opinion] = [point.opinion for point in points if hasattr(point, "opinion")]
    return {
        "id": row.pk,
        "day": row.day,
        "state": row.state,
        "title": row.title or None,
        "first_planned": row.first_planned or None,
        "source": row.source or None,
        "url": row.get_absolute_url(),
        "minutes_url": row.get_minutes_url() if is_approved else None,
        "minutes_sha256": row.minutes.sha256 if is_approved else None,
        "opinions": [opinion(found) for found in opinions],
    }
