"""What the minutes of a session say, from what was written during it: the same content to read, to print and to lock."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils import timezone

from . import queries
from .models import AgendaPoint, Attendance, Mandate, Seat, Session
from .queries import ShownVote, TallyLine
from .states import MandateQuality, SessionState

VERSION = 1


def minutes_content(session: Session) -> dict[str, Any]:
    """
    Return the minutes as plain values: days and moments as ISO texts, kinds as codes, seats and structures by name.

    People are not named: minutes are kept for ever and read by everybody; who sat for whom on a day is in the mandates.
    """
    mandates = {row.pk: row for row in queries.mandates_on(session.body, session.day)}
    points = queries.agenda_of(session)
    votes = queries.shown_votes(points)
    attendances = list(session.attendances.order_by("arrived_at", "pk"))
    came = {row.seat_id for row in attendances}
    return {
        "version": VERSION,
        "body": session.body.name,
        "title": session.title,
        "day": session.day.isoformat(),
        "starts_at": session.starts_at.strftime("%H:%M") if session.starts_at else "",
        "venue": session.venue,
        "opened_at": _moment(session.opened_at),
        "closed_at": _moment(session.closed_at),
        "short_notice_reason": session.short_notice_reason,
        **_second(session),
        "attendance": [_attended(row, mandates) for row in attendances if row.mandate_id in mandates],
        "absent": [
            _seat(row) for row in mandates.values() if row.quality == MandateQuality.TITULAR and row.seat_id not in came
        ],
        "proxies": [
            {"giver": _seat_name(row.giver, mandates), "holder": _seat_name(row.holder, mandates)}
            for row in session.proxies.filter(ended_at__isnull=True).select_related("giver__college", "holder__college")
        ],
        "follow_up": session.follow_up or follow_up(session),
        "points": [_point(point, votes.get(point.pk), mandates) for point in points],
    }


def follow_up(session: Session) -> list[dict[str, str]]:
    """Return what has become of earlier decisions at this moment, the most urgent first."""
    return [
        {
            "wording": row.wording,
            "day": row.point.session.day.isoformat(),
            "due_on": row.task.due_on.isoformat(),
            "state": row.task.state,
        }
        for row in queries.earlier_decisions(session)
    ]


def serialized(content: dict[str, Any]) -> str:
    """Return minutes as the text that is locked: keys sorted, so that the same content has the same digest."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def _second(session: Session) -> dict[str, str]:
    """Say of which session this one is the second convocation, or when its own is; nothing for the others."""
    found = {}
    if session.second_of is not None:
        found["second_of"] = session.second_of.day.isoformat()
    second = Session.objects.filter(second_of=session).exclude(state=SessionState.CANCELLED).first()
    if second is not None:
        found["second_on"] = second.day.isoformat()
    return found


def _moment(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else ""


def _seat(mandate: Mandate) -> dict[str, str]:
    return {
        "college": mandate.seat.college.name,
        "seat": str(mandate.seat),
        "structure": mandate.organization.name if mandate.organization else "",
    }


def _attended(row: Attendance, mandates: dict[int, Mandate]) -> dict[str, str]:
    mandate = mandates[row.mandate_id]
    return {
        **_seat(mandate),
        "quality": mandate.quality,
        "arrived_at": _moment(row.arrived_at),
        "left_at": _moment(row.left_at),
    }


def _seat_name(seat: Seat, mandates: dict[int, Mandate]) -> str:
    for mandate in mandates.values():
        if mandate.seat_id == seat.pk and mandate.organization:
            return f"{seat} ({mandate.organization.name})"
    return str(seat)


def _point(point: AgendaPoint, shown: ShownVote | None, mandates: dict[int, Mandate]) -> dict[str, Any]:
    opinion = getattr(point, "opinion", None)
    return {
        "position": point.position,
        "title": point.title,
        "kind": point.kind,
        "details": point.details,
        "discussion": point.discussion,
        "withdrawals": [
            {"seat": _seat_name(row.seat, mandates), "reason": row.reason}
            for row in point.withdrawals.select_related("seat__college").order_by("declared_at", "pk")
        ],
        "vote": _vote(shown) if shown else None,
        "opinion": {"sense": opinion.sense, "wording": opinion.wording} if opinion else None,
        "decisions": [
            {"wording": row.wording, "action": str(row.action), "due_on": row.task.due_on.isoformat()}
            for row in point.decisions.select_related("action", "task").order_by("decided_at", "pk")
        ],
    }


def _vote(shown: ShownVote) -> dict[str, Any]:
    return {
        "question": shown.vote.question,
        "mode": shown.vote.mode,
        "outcome": shown.outcome.value if shown.outcome else "",
        "lines": [{"college": line.name, **_counts(line)} for line in shown.lines],
        "total": _counts(shown.total),
        "quorum": shown.vote.quorum,
    }


def _counts(line: TallyLine) -> dict[str, int]:
    return {"for": line.favour, "against": line.against, "abstention": line.abstentions}
