"""The rows behind the figures on bodies: sessions and what they wait for, votes to cast, decisions and what became of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.accounts.requests import person_of
from essaim.insight.dashboard import tables
from essaim.insight.dashboard.filters import RowChoice
from essaim.insight.dashboard.queries.weeks import end_of_week
from essaim.steering.action_plan.states import TaskState
from essaim.steering.committees import queries as bodies

from .rows import list_rows


def session_rows(request: HttpRequest) -> HttpResponse:
    """List the sessions that wait for something: all of them to the team, to members those where they sit."""
    person, today = person_of(request), timezone.localdate()
    rows = bodies.waiting_sessions(person, today=today, until=end_of_week(today))
    choices = [
        RowChoice("q", _("Search"), lambda row, value: value.lower() in f"{row.body_name} {row.title}".lower()),
        RowChoice(
            "what",
            pgettext("of a session", "what it waits for"),
            lambda row, value: value in row.waits_for,
            [
                (bodies.COMING, _("its day")),
                (bodies.TO_CONVENE, _("its convocation, due this week or late")),
                (bodies.TO_APPROVE, _("the approval of its minutes")),
            ],
        ),
        RowChoice("who", _("where I sit"), lambda row, _value: row.is_mine, [("me", _("where I sit"))]),
    ]
    return list_rows(
        request,
        tables.SessionRowTable,
        rows if is_staff_member(person) else [row for row in rows if row.is_mine],
        choices,
        file_name="seances-en-attente",
        title=_("Sessions to come, and minutes to approve"),
        lead=_("The nearest first. Each leads to its page, which says what comes next."),
    )


def vote_rows(request: HttpRequest) -> HttpResponse:
    """List the open votes in which one has a ballot left to cast."""
    return list_rows(
        request,
        tables.VoteRowTable,
        bodies.votes_to_cast(person_of(request)),
        [RowChoice("q", _("Search"), lambda row, value: value.lower() in row.question.lower())],
        file_name="votes",
        title=_("Votes to cast"),
        lead=_("One's own, secret or written; those by show of hands are held in the room."),
    )


def decision_rows(request: HttpRequest) -> HttpResponse:
    """List what sessions decided and what became of it: all of it to the team, to members that of their bodies."""
    person, today = person_of(request), timezone.localdate()
    is_team = is_staff_member(person)
    rows: list[Any] = bodies.all_decisions() if is_team else bodies.decisions_of_bodies(person, today=today)
    mine = {row.pk for row in bodies.decisions_of_bodies(person, today=today)}
    choices = [
        RowChoice("q", _("Search"), lambda row, value: value.lower() in row.wording.lower()),
        RowChoice("state", _("state"), lambda row, value: row.task.state == value, TaskState.choices),
        RowChoice(
            "due",
            _("due on"),
            lambda row, _value: bodies.is_pending(row) and row.task.due_on < today,
            [("late", _("late"))],
        ),
        RowChoice("who", _("where I sit"), lambda row, _value: row.pk in mine, [("me", _("where I sit"))]),
    ]
    return list_rows(
        request,
        tables.DecisionRowTable,
        rows,
        choices,
        file_name="decisions-des-seances",
        title=_("What sessions decided, and what became of it"),
        lead=_("Each decision is a task of an action."),
    )
