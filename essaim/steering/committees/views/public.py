"""Pages that everybody reads: bodies, who sits on them by structure, sessions, approved minutes, opinions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.guides import other_doors, version_of_guides
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Door
from essaim.steering.action_plan.states import TaskState
from essaim.steering.committees import permissions, queries, tables
from essaim.steering.committees.draft import follow_up, minutes_content
from essaim.steering.committees.models import AgendaPoint, Mandate, Minutes, Session
from essaim.steering.committees.states import (
    OPINION_LOOK,
    SEAT_LOOK,
    SESSION_LOOK,
    Choice,
    MandateQuality,
    OpinionSense,
    Outcome,
    PointKind,
    SessionState,
    VoteMode,
)

from .doors import Rights, ShownPoint, body_doors, point_doors, point_moves, session_doors
from .finding import bodies_crumb, body_crumbs, body_of, session_crumbs, session_of
from .guide import Points, Work, body_guide, office_guide, session_guide, shown_quorum, with_votes, work_of


@login_not_required
def body_list(request: HttpRequest) -> HttpResponse:
    """List the bodies."""
    decision = permissions.can_run_bodies(request.user)
    doors = [Door(_("Set up a body"), reverse("committees:body_create"), decision, "primary")] if decision else []
    return list_page(
        request,
        template="committees/body_list.html",
        table_class=tables.BodyTable,
        filterset_class=tables.BodyFilter,
        rows=queries.body_rows(today=timezone.localdate()),
        file_name="instances",
        context={"doors": doors, "is_team": bool(decision)},
    )


def asked_day(request: HttpRequest, default: date) -> date:
    """Read the day of ?le=, or take another."""
    try:
        return parse_date(request.GET.get("le", "")) or default
    except ValueError:
        return default


@login_not_required
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a body, who sits on it on a day, its sessions and opinions."""
    found, today = body_of(slug), timezone.localdate()
    day = asked_day(request, today)
    guide = body_guide(request.user, found)
    context = {
        "crumbs": (bodies_crumb(),),
        "body": found,
        "day": day,
        "is_today": day == today,
        "composition": queries.composition(found, day),
        "seat_looks": SEAT_LOOK,
        "shows_names": permissions.can_read_members(request.user, found, today),
        "rules": queries.rules_on(found, day),
        "year": next(iter(queries.years_of_bodies(today=today, bodies=[found])), None),
        "sessions": queries.session_rows().filter(body=found)[:8],
        "session_looks": SESSION_LOOK,
        "opinions": queries.public_opinions().filter(point__session__body=found)[:8],
        "opinion_looks": OPINION_LOOK,
        "doors": other_doors([guide] if guide else [], body_doors(request.user, found)),
        "guide": guide,
        "is_team": is_staff_member(request.user),
    }
    return render(request, "committees/body.html", context)


@login_not_required
def composition(request: HttpRequest, slug: str) -> HttpResponse:
    """List the seats of a body on a day, with its file; names are for the team and the members."""
    found, today = body_of(slug), timezone.localdate()
    day = asked_day(request, today)
    shows_names = permissions.can_read_members(request.user, found, today)
    rows = [
        {
            "seat__college__name": row.seat.college.name,
            "seat": row.seat,
            "status__label": row.status.label,
            "titular__organization": row.titular.organization if row.titular else None,
            "titular__who": row.titular.who if row.titular else None,
            "substitute__who": row.substitute.who if row.substitute else None,
            "titular__starts_on": row.titular.starts_on if row.titular else None,
            "titular__ends_on": row.titular.ends_on if row.titular else None,
        }
        for row in queries.composition(found, day).seats
    ]
    return list_page(
        request,
        template="committees/composition.html",
        table_class=tables.CompositionTable,
        rows=rows,
        file_name=f"composition-{found.slug}-{day:%Y-%m-%d}",
        context={"body": found, "day": day, "crumbs": body_crumbs(found)},
        exclude=() if shows_names else ("titular", "substitute"),
    )


@login_not_required
def body_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what changed in what is written of a body."""
    found = body_of(slug)
    return history_page(
        request, found, title=found.name, crumbs=body_crumbs(found), shows_names=is_staff_member(request.user)
    )


@login_not_required
def session_list(request: HttpRequest) -> HttpResponse:
    """List the sessions of every body."""
    return list_page(
        request,
        template="committees/session_list.html",
        table_class=tables.SessionTable,
        filterset_class=tables.SessionFilter,
        rows=queries.session_rows(),
        file_name="seances",
        context={"crumbs": (bodies_crumb(),)},
    )


@login_not_required
def opinion_list(request: HttpRequest) -> HttpResponse:
    """List the opinions given by sessions that are over."""
    return list_page(
        request,
        template="committees/opinion_list.html",
        table_class=tables.OpinionTable,
        filterset_class=tables.OpinionFilter,
        rows=queries.public_opinions(),
        file_name="avis",
        context={"crumbs": (bodies_crumb(),)},
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A code with what is read of it."""

    label: str
    look: str = ""


def words() -> dict[str, dict[str, Told]]:
    """Return what codes of minutes and follow-ups are read as, by kind of code."""
    task_look = {TaskState.TO_DO: "warn", TaskState.DONE: "good", TaskState.CANCELLED: ""}
    return {
        "tasks": {row.value: Told(str(row.label), task_look[row]) for row in TaskState},
        "kinds": {row.value: Told(str(row.label)) for row in PointKind},
        "modes": {row.value: Told(str(row.label)) for row in VoteMode},
        "outcomes": {row.value: Told(str(row.label)) for row in Outcome},
        "senses": {row.value: Told(str(row.label), OPINION_LOOK[row]) for row in OpinionSense},
        "qualities": {row.value: Told(str(row.label)) for row in MandateQuality},
        "choices": {row.value: Told(str(row.label)) for row in Choice},
    }


def dated(content: dict[str, Any]) -> dict[str, Any]:
    """Give back the days and moments of minutes, which are kept as texts."""
    points = [
        {
            **point,
            "decisions": [{**row, "due_on": date.fromisoformat(row["due_on"])} for row in point["decisions"]],
        }
        for point in content["points"]
    ]
    return {
        "second_on": "",
        "second_of": "",
        **content,
        "day": date.fromisoformat(content["day"]),
        "points": points,
        "follow_up": followed(content["follow_up"]),
        **{name: day_in_words(date.fromisoformat(content[name])) for name in SECOND if content.get(name)},
    }


# The days by which a session and its second convocation name each other in minutes.
SECOND = ("second_on", "second_of")


def followed(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Give back the days of a follow-up."""
    return [{**row, "day": date.fromisoformat(row["day"]), "due_on": date.fromisoformat(row["due_on"])} for row in rows]


@login_not_required
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """
    Show a session: to its members and the team, all of its work; to everybody, its day and what is public of it.

    The agenda is public once the minutes are approved, or when a public document told of it.
    """
    found = session_of(pk)
    reads_work = permissions.can_read_work(request.user, found)
    is_public = found.state == SessionState.APPROVED or found.is_known_from_document_only
    # Whoever sits reads the work: what is read of it tells who does.
    work = work_of(found) if reads_work else None
    points = work.points if work else with_votes(queries.agenda_of(found)) if is_public else ()
    mine = work.hall.mandates_of(request.user) if work else []
    doors = session_doors(request.user, found, sits=bool(mine))
    context: dict[str, object] = {
        "crumbs": body_crumbs(found.body),
        "session": found,
        "look": SESSION_LOOK[SessionState(found.state)],
        "reads_work": reads_work,
        "points": [ShownPoint(*row) for row in points],
        "files": {},
        "with_files": [],
        "guides": (),
        "opinions": queries.public_opinions().filter(point__session=found),
        "opinion_looks": OPINION_LOOK,
        "words": words(),
        "can_read_minutes": permissions.can_read_minutes(request.user, found)
        if found.is_held and not found.is_known_from_document_only
        else False,
        "doors": doors,
        "is_team": is_staff_member(request.user),
    }
    if work:
        shown = _work(request, found, work, mine)
        guides = session_guide(request.user, found, work)
        context |= shown | {
            "guides": guides,
            "seen": version_of_guides(guides),
            "doors": other_doors(guides, doors),
            "points": _with_doors(points, context | shown),
            "with_files": _with_files([*(point for point, _vote in points), *work.proposals]),
        }
    return render(request, "committees/session.html", context)


def _with_doors(points: Points, work: dict[str, Any]) -> list[ShownPoint]:
    """Add to each point what the person may do with it."""
    to_come = work["session"].state in {SessionState.CONVENED, SessionState.OPEN}
    rights = Rights(
        holds=bool(work["can_hold"]),
        prepares=bool(work["can_prepare"]),
        writes_minutes=bool(work["can_write_minutes"]),
        keeps_out=to_come and (work["is_team"] or bool(work["my_seats"])),
    )
    return [
        ShownPoint(point, vote, point_doors(point, vote, rights), point_moves(point, vote, rights))
        for point, vote in points
    ]


def _with_files(points: Iterable[AgendaPoint]) -> list[int]:
    """List the points whose files a page shows: these, and those they were carried over from."""
    return [pk for point in points for pk in (point.pk, point.carried_from_id) if pk is not None]


def _work(request: HttpRequest, found: Session, work: Work, mine: list[Mandate]) -> dict[str, Any]:
    """Return what members and the team see besides."""
    person, my_seats = request.user, {row.seat_id for row in mine}
    proxies = work.hall.proxies if is_staff_member(person) else work.hall.proxies_of(my_seats)
    return {
        "follow_up": followed(found.follow_up if found.opened_at else follow_up(found)),
        "proposals": work.proposals,
        "places": queries.places_of(work.hall),
        "quorum": work.quorum,
        "my_seats": my_seats,
        "can_hold": permissions.can_hold_session(person, found),
        "can_prepare": permissions.can_prepare_session(person, found),
        "can_write_minutes": permissions.can_write_minutes(person, found),
        "my_proxies": proxies if found.state in {SessionState.CONVENED, SessionState.OPEN} else (),
    }


def quorum(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the quorum at this moment, for the page that asks for it again and again."""
    found = session_of(pk)
    require(permissions.can_read_work(request.user, found))
    context = {"session": found, "quorum": shown_quorum(found, queries.hall_of(found))}
    return render(request, "committees/partials/_quorum.html", context)


def session_next(request: HttpRequest, pk: int) -> HttpResponse:
    """
    Show what comes next, for the page that asks for it again and again while the session is open.

    Nothing is answered (204) while it is what the page shows, so that the focus stays where it is.
    """
    found = session_of(pk)
    require(permissions.can_read_work(request.user, found))
    guides = session_guide(request.user, found, work_of(found))
    seen = version_of_guides(guides)
    if request.GET.get("vu") == seen:
        return HttpResponse(status=204)
    return render(request, "committees/partials/_guides.html", {"session": found, "guides": guides, "seen": seen})


def minutes_context(found: Session) -> dict[str, object]:
    """Return what a page of minutes shows: the locked ones as approved, those before as they would be."""
    locked = Minutes.objects.filter(session=found).select_related("approved_in__session").first()
    now = minutes_content(found)
    if locked is not None:
        content = locked.read
    elif found.state == SessionState.CIRCULATED:
        content = json.loads(found.circulated_content)
    else:
        content = now
    return {
        "session": found,
        "content": dated(content),
        "words": words(),
        "locked": locked,
        "has_changed": locked is None and found.state == SessionState.CIRCULATED and content != now,
        "guide": None,
        "written_at": {},
        "amendments": [],
        "can_ask": False,
        "can_answer": False,
        "is_team": False,
    }


@login_not_required
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show minutes: locked ones as approved, those before as they would be, to who may read them."""
    found = session_of(pk)
    require(permissions.can_read_minutes(request.user, found))
    reads_work = permissions.can_read_work(request.user, found)
    writable = queries.agenda_of(found) if permissions.can_write_minutes(request.user, found) else []
    context = minutes_context(found) | {
        "crumbs": session_crumbs(found),
        "guide": office_guide(found) if writable else None,
        "written_at": {point.position: reverse("committees:discussion", args=[point.pk]) for point in writable},
        "amendments": queries.amendments_of(found) if reads_work else [],
        "can_ask": permissions.can_ask_correction(request.user, found),
        "can_answer": permissions.can_write_minutes(request.user, found),
        "is_team": is_staff_member(request.user),
    }
    return render(request, "committees/minutes.html", context)


def decision_list(request: HttpRequest) -> HttpResponse:
    """List the decisions of the sessions and what became of them, for the team."""
    require(permissions.can_run_bodies(request.user))
    return list_page(
        request,
        template="committees/decision_list.html",
        table_class=tables.DecisionTable,
        filterset_class=tables.DecisionFilter,
        rows=queries.decisions_rows(),
        file_name="decisions",
        context={"crumbs": (bodies_crumb(),)},
    )
