"""Writes an invented selection body, its sessions that are over and one to come, through the services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from essaim.delivery.calls_for_projects.models import Application, Call, Criterion, SelectionFile, SelectionSession
from essaim.delivery.calls_for_projects.queries import selection as queries
from essaim.delivery.calls_for_projects.services import decisions, letters, withdraw_application
from essaim.delivery.calls_for_projects.services import selection as services
from essaim.ecosystem.organizations.queries import organization_of
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material
from essaim.steering.committees import services as committees
from essaim.steering.committees.models import Body, Mandate, Session

from . import applications
from .stage import Stage

Entry = Mapping[str, Any]


def write_earlier(stage: Stage) -> None:
    """
    Write the body of fiction/selection, and the sessions it held for earlier editions, one after the other.

    Nothing of it where a demonstration loaded before this part was there has its body already: its sessions would have to
    come before those it holds.
    """
    found = material.read("fiction/selection")
    actor = stage.person(found["by"])
    if Body.objects.filter(slug=found["body"]["slug"]).exists():
        return
    with acting(actor):
        body = _write_body(stage, found, actor)
    years = set()
    for entry in found["earlier"]:
        # A session takes all that waits: what comes later is written after it.
        if entry["day"].year not in years:
            applications.write_earlier(stage, year=entry["day"].year)
            years.add(entry["day"].year)
        with acting(actor):
            if "cancelled" in entry:
                _cancel(stage, _plan(stage, body, entry, actor), entry["cancelled"], actor)
            else:
                _hold(stage, body, entry, actor)


def write_selections(stage: Stage) -> None:
    """Write the session that is over and the one to come of the body of fiction/selection."""
    found = material.read("fiction/selection")
    actor = stage.person(found["by"])
    with acting(actor):
        body = Body.objects.get(slug=found["body"]["slug"])
        _hold(stage, body, found["past"], actor)
        for entry in found["tie"]:
            _declare(stage, body, entry)
        _prepare(stage, body, found["coming"], actor)


def _declare(stage: Stage, body: Body, entry: Entry) -> None:
    """Write the interest that a member declares in a structure."""
    member = stage.person(entry["who"])
    with acting(member):
        services.declare_tie(
            mandate=Mandate.objects.get(person=member, seat__college__body=body),
            organization=organization_of(entry["organization"]),
            actor=member,
            now=stage.moment(entry["day"]),
            kind=entry["kind"],
            note=entry["note"],
        )


def _write_body(stage: Stage, found: Entry, actor: User) -> Body:
    entry = found["body"]
    now, since = _moment(stage, entry["since"]), _day(stage, entry["since"])
    values = {name: entry[name] for name in ("slug", "name", "description", "source")}
    body = committees.create_body(actor=actor, now=now, **values)
    college = committees.add_college(body=body, actor=actor, now=now, name=entry["college"], source=entry["source"])
    committees.set_rules(
        body=body,
        actor=actor,
        now=now,
        starts_on=since,
        notice_days=5,
        quorum="half",
        source=entry["source"],
        college_quorums={},
    )
    seats = committees.add_seats(college=college, actor=actor, now=now, count=len(found["member"]), starts_on=since)
    for seat, row in zip(seats, found["member"], strict=True):
        committees.name_member(
            seat=seat,
            actor=actor,
            now=now,
            starts_on=since,
            person=stage.person(row["who"]) if "who" in row else None,
            person_name=row.get("name", ""),
            email=material.address_of(row["email"]) if "email" in row else "",
            organization=organization_of(row["organization"]) if "organization" in row else None,
        )
    return body


def _plan(stage: Stage, body: Body, entry: Entry, actor: User) -> SelectionSession:
    session = committees.plan_session(
        body=body,
        actor=actor,
        now=_moment(stage, entry["planned"]),
        day=_day(stage, entry["day"]),
        starts_at=time(14),
        title="Sélection (fictive)",
        venue="Salle imaginaire",
    )
    call, taken = Call.objects.get(slug=entry["call"]), _moment(stage, entry["taken"])
    selection = services.prepare_selection(call=call, session=session, actor=actor, now=taken)
    year, act = session.day.year, stage.act(entry["act"])
    amounts = {"": entry["allowance_cents"]}
    if "development_cents" in entry:
        amounts["development"] = entry["development_cents"]
    for aid_type, cents in amounts.items():
        services.add_allowance(
            selection=selection, actor=actor, now=taken, year=year, aid_type=aid_type, amount_cents=cents, act=act
        )
    if "convened" in entry:
        session = Session.objects.select_related("body").get(pk=session.pk)
        committees.convene_session(session=session, actor=actor, now=_moment(stage, entry["convened"]))
    return selection


def _cancel(stage: Stage, selection: SelectionSession, entry: Entry, actor: User) -> None:
    """Cancel a selection with its session: its files wait for the next one."""
    now, reason = _moment(stage, entry["on"]), entry["reason"]
    selection = services.cancel_selection(selection=selection, actor=actor, now=now, reason=reason)
    session = Session.objects.select_related("body").get(pk=selection.session_id)
    committees.cancel_session(session=session, actor=actor, now=now, reason=reason)


def _prepare(stage: Stage, body: Body, entry: Entry, actor: User) -> None:
    _plan(stage, body, entry, actor)


def _day(stage: Stage, said: int | date) -> date:
    """Read a day: a date, or its distance to the day of loading."""
    return said if isinstance(said, date) else stage.day(said)


def _moment(stage: Stage, said: int | date) -> datetime:
    return _at(said, -240) if isinstance(said, date) else stage.moment(said)


def _at(day: date, minutes: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(14))) + timedelta(minutes=minutes)


def _hold(stage: Stage, body: Body, entry: Entry, actor: User) -> None:
    """Hold the session that is over: open, mark, decide, freeze, close, circulate, tell."""
    selection = _plan(stage, body, entry, actor)
    day = _day(stage, entry["day"])
    for row in entry.get("withdrawn", ()):
        author, found = stage.person(row["by"]), Application.objects.get(title=row["title"])
        with acting(author):
            withdraw_application(
                application=found, actor=author, now=_moment(stage, row["on"]), reason="Motif fictif : plus de vent."
            )
    session = Session.objects.select_related("body").get(pk=selection.session_id)
    session = committees.open_session(session=session, actor=actor, now=_at(day, 0))
    mandates = {row.person_id: row for row in Mandate.objects.filter(seat__college__body=body).select_related("seat")}
    for key in entry["present"]:
        mandate = mandates[stage.person(key).pk]
        committees.record_arrival(session=session, mandate=mandate, actor=actor, now=_at(day, 1))
    for row in entry["decision"]:
        _decide(stage, selection, row, mandates, actor, day)
    decisions.freeze_selection(selection=selection, actor=actor, now=_at(day, 110))
    committees.close_session(session=session, actor=actor, now=_at(day, 120))
    committees.circulate_minutes(session=session, actor=actor, now=_moment(stage, entry["notified"]))
    letters.notify_selection(selection=selection, actor=actor, now=_moment(stage, entry["notified"]))


def _decide(
    stage: Stage,
    selection: SelectionSession,
    row: Entry,
    mandates: Mapping[int | None, Mandate],
    actor: User,
    day: date,
) -> None:
    file: SelectionFile = queries.file_rows(selection).get(application__title=row["title"])
    criteria = list(Criterion.objects.filter(edition=file.application.edition_id).order_by("position", "pk"))
    for key, marks in row.get("marks", {}).items():
        member = stage.person(key)
        with acting(member):
            services.score_file(
                file=file,
                seat=mandates[member.pk].seat,
                actor=member,
                now=_at(day, 30),
                marks={criterion.pk: mark for criterion, mark in zip(criteria, marks, strict=False)},
            )
    values = {
        name: row[name]
        for name in ("outcome", "nature", "granted_cents", "cited", "reason", "next_help")
        if name in row
    }
    decisions.decide_file(file=file, actor=actor, now=_at(day, 90), year=day.year, **values)
