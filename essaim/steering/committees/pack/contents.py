"""What the pack of a session says: convocation, agenda, follow-up, each point with its files, who sits."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from essaim.foundations.documents import store
from essaim.foundations.documents.kinds import KINDS
from essaim.foundations.documents.models import Document
from essaim.foundations.documents.queries import ShownDocument, shown_documents
from essaim.foundations.ui.dates import day_in_words
from essaim.steering.action_plan.states import TaskState
from essaim.steering.committees import queries
from essaim.steering.committees.attachments import KIND
from essaim.steering.committees.draft import follow_up
from essaim.steering.committees.models import AgendaPoint, Session
from essaim.steering.committees.states import OpinionSense

from . import ATTACHED_BYTES_MAX, Attached

Absolute = Callable[[str], str]


def pack_contents(session: Session, *, author: str, absolute: Absolute) -> tuple[dict[str, object], list[Attached]]:
    """
    Return what the pack says, in the language in force, and the files that travel in it.

    :param author: the authority's name
    :param absolute: makes an address of the site whole
    """
    files: list[Attached] = []
    points = [_point(point, files, absolute) for point in queries.agenda_of(session)]
    composition = queries.composition(session.body, session.day)
    hour = session.starts_at.strftime("%H:%M") if session.starts_at else ""
    practical = [day_in_words(session.day, "l j F Y"), hour, session.venue]
    contents: dict[str, object] = {
        "language": (get_language() or "fr")[:2],
        "title": session.body.name,
        "subtitle": session.title or _("Session of %(day)s") % {"day": day_in_words(session.day)},
        "author": author,
        "year": session.day.year,
        "month": session.day.month,
        "day": session.day.day,
        "practical": ", ".join(text for text in practical if text),
        "remote": session.remote_url,
        "short_notice": _("Convened at short notice: %(reason)s") % {"reason": session.short_notice_reason}
        if session.short_notice_reason
        else "",
        "points": points,
        "follow_up": [
            {
                "wording": row["wording"],
                "due_on": day_in_words(date.fromisoformat(row["due_on"])),
                "state": str(TaskState(row["state"]).label),
            }
            for row in session.follow_up or follow_up(session)
        ],
        "colleges": [
            {
                "name": college.college.name,
                "rows": [
                    [
                        str(seat.seat),
                        seat.titular.organization.name if seat.titular and seat.titular.organization else "–",
                        str(seat.status.label),
                    ]
                    for seat in college.seats
                ],
            }
            for college in composition.colleges
        ],
        "words": _words(),
    }
    return contents, files


def _point(point: AgendaPoint, files: list[Attached], absolute: Absolute) -> dict[str, object]:
    documents = shown_documents(KIND, str(point.pk), with_private=True)
    if point.carried_from_id:
        documents = [*shown_documents(KIND, str(point.carried_from_id), with_private=True), *documents]
    return {
        "number": str(point.position),
        "title": point.title,
        "kind": point.get_kind_display(),
        "details": point.details,
        "question": point.request.question if point.request else "",
        "files": [_file(document, files, absolute) for document in documents],
        "minutes": _minutes(point.approves) if point.approves else [],
    }


def _file(document: ShownDocument, files: list[Attached], absolute: Absolute) -> dict[str, str]:
    """Attach a file while there is room, and say where it is."""
    taken = sum(len(file.content) for file in files)
    is_attached = taken + document.size_bytes <= ATTACHED_BYTES_MAX
    if is_attached:
        version = Document.objects.get(pk=document.pk).current
        with store.open_file(version.storage_key) as content:
            name = f"{len(files) + 1:02d}-{version.file_name}"
            files.append(Attached(name, KINDS[version.kind].content_type, document.title, content.read()))
    note = _("attached to this PDF") if is_attached else _("to be read on the site")
    return {"title": document.title, "url": absolute(document.file_url), "note": note}


def _minutes(session: Session) -> list[dict[str, object]]:
    """Return the minutes to approve as they were circulated, point by point."""
    if not session.circulated_content:
        return []
    content: dict[str, Any] = json.loads(session.circulated_content)
    return [
        {"title": f"{point['position']}. {point['title']}", "text": point["discussion"], "facts": _facts(point)}
        for point in content["points"]
    ]


def _facts(point: dict[str, Any]) -> list[str]:
    facts = []
    if vote := point["vote"]:
        facts.append(
            _("Vote: %(favour)s for, %(against)s against, %(abstention)s abstentions")
            % {
                "favour": vote["total"]["for"],
                "against": vote["total"]["against"],
                "abstention": vote["total"]["abstention"],
            }
        )
    if opinion := point["opinion"]:
        facts.append(_("Opinion: %(sense)s") % {"sense": OpinionSense(opinion["sense"]).label})
    facts += [row["wording"] for row in point["decisions"]]
    return facts


def _words() -> dict[str, str]:
    return {
        "agenda": pgettext("of a session", "Agenda"),
        "number": pgettext("of a point of an agenda", "No."),
        "point": pgettext("of an agenda", "Point"),
        "kind": pgettext("of a point", "Kind"),
        "follow_up": _("What became of earlier decisions"),
        "decision": pgettext("of a session", "Decision"),
        "due_on": pgettext("of a decision", "Due on"),
        "state": pgettext("of a decision", "State"),
        "question": _("Question asked of the body"),
        "files": _("Files of this point"),
        "members": _("Who sits"),
        "seat": pgettext("committee", "Seat"),
        "structure": pgettext("legal person", "Structure"),
        "no_seat": _("No seat on that day."),
    }
