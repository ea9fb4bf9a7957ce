"""Writes the bodies that documents name and their sessions, then an invented committee of today, through the services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from essaim.ecosystem.organizations.queries import organization_of
from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material
from essaim.steering.action_plan.services import move_task
from essaim.steering.committees import queries, services
from essaim.steering.committees.models import AgendaPoint, Body, College, OpinionRequest, Seat, Session
from essaim.steering.committees.states import Choice, MandateQuality, PointKind, VoteMode

from .stage import Stage

MINUTES_QUESTION = "Approuvez-vous ce compte rendu ?"


def write_named(stage: Stage) -> None:
    """Write the bodies of policy/committees, with the sessions that documents tell of."""
    actor = stage.administrator
    with acting(actor):
        for entry in material.read("policy/committees")["body"]:
            titles = [stage.source(key).title for key in entry["sources"]]
            body = services.create_body(
                actor=actor,
                now=stage.entered_at,
                slug=entry["slug"],
                name=entry["name"],
                description=entry["description"],
                source=" ; ".join([*titles, *([entry["other_source"]] if "other_source" in entry else [])]),
            )
            for name in entry.get("colleges", ()):
                services.add_college(
                    body=body,
                    actor=actor,
                    now=stage.entered_at,
                    name=name,
                    source=stage.source(entry["college_source"]).title,
                )
            for session in entry.get("session", ()):
                _write_past(stage, body, session)


def _write_past(stage: Stage, body: Body, entry: Mapping[str, Any]) -> None:
    keys = [entry[name] for name in ("source", "planned_source") if name in entry]
    services.record_past_session(
        body=body,
        actor=stage.administrator,
        now=stage.entered_at,
        day=entry["day"],
        title=entry["title"],
        source=" ; ".join(stage.source(key).title for key in keys),
        first_planned=entry.get("first_planned", ""),
        points=[
            services.PastPoint(row["title"], row["details"].strip(), stage.act(row["act"]) if "act" in row else None)
            for row in entry["point"]
        ],
    )


def write_invented(stage: Stage) -> None:
    """Write the committee of fiction/committees: rules, members, requests, then its sessions in the order of time."""
    found = material.read("fiction/committees")
    body = Body.objects.get(slug=found["body"])
    colleges = dict(enumerate(body.colleges.order_by("position"), start=1))
    _write_rules(stage, body, colleges, found["rules"])
    for entry in found["college"]:
        _write_members(stage, colleges[entry["rank"]], entry)
    requests = {entry["key"]: _ask(stage, body, entry) for entry in found["request"]}
    for entry in found["session"]:
        _write_session(stage, body, entry, requests)


def _write_rules(stage: Stage, body: Body, colleges: Mapping[int, College], entry: Mapping[str, Any]) -> None:
    values = {name: value for name, value in entry.items() if name not in {"day", "by", "colleges"}}
    actor = stage.person(entry["by"])
    with acting(actor):
        services.set_rules(
            body=body,
            actor=actor,
            now=stage.moment(entry["day"]),
            starts_on=stage.day(entry["day"]),
            college_quorums={colleges[int(rank)]: threshold for rank, threshold in entry["colleges"].items()},
            **values,
        )


def _write_members(stage: Stage, college: College, entry: Mapping[str, Any]) -> None:
    actor = stage.administrator
    since = stage.day(-800)
    with acting(actor):
        seats = services.add_seats(
            college=college, actor=actor, now=stage.moment(-800), count=entry["seats"], starts_on=since
        )
        for row in entry.get("member", ()):
            services.name_member(
                seat=seats[row["seat"] - 1],
                actor=actor,
                now=stage.moment(-800),
                starts_on=since,
                ends_on=stage.day(row["until"]) if "until" in row else None,
                quality=row.get("quality", MandateQuality.TITULAR),
                person=stage.person(row["who"]) if "who" in row else None,
                person_name=row.get("name", ""),
                email=row.get("email", ""),
                organization=organization_of(row["organization"]) if "organization" in row else None,
                gender=row.get("gender", ""),
            )


def _ask(stage: Stage, body: Body, entry: Mapping[str, Any]) -> OpinionRequest:
    actor = stage.person(entry["by"])
    about: dict[str, Any] = {}
    if "about" in entry:
        slug, number = entry["about"].split()
        action = stage.action(slug, int(number))
        about = {
            "subject_kind": "action_plan.action",
            "subject_id": action.pk,
            "subject_url": action.get_absolute_url(),
        }
    with acting(actor):
        return services.ask_opinion(
            body=body,
            actor=actor,
            now=stage.moment(entry["day"]),
            title=entry["title"],
            question=entry["question"],
            due_on=stage.day(entry["due"]),
            **about,
        )


def _write_session(stage: Stage, body: Body, entry: Mapping[str, Any], requests: Mapping[str, OpinionRequest]) -> None:
    actor = stage.person(entry["by"])
    with acting(actor):
        session = services.plan_session(
            body=body,
            actor=actor,
            now=stage.moment(entry["planned"]),
            day=stage.day(entry["day"]),
            starts_at=time.fromisoformat(entry["hour"]),
            title=entry["title"],
            venue=entry["venue"],
        )
        points = [_add_point(stage, session, row, requests, entry) for row in entry.get("point", ())]
        _write_proposals(stage, session, entry)
        session = services.convene_session(session=session, actor=actor, now=stage.moment(entry["convened"]))
        if entry.get("closed"):
            _hold(stage, session, entry, points)
    for row in entry.get("later", ()):
        member = stage.person(row["who"])
        with acting(member):
            services.propose_point(
                session=session,
                actor=member,
                now=stage.moment(-1),
                title=row["title"],
                details=row["details"],
            )


def _add_point(
    stage: Stage,
    session: Session,
    row: Mapping[str, Any],
    requests: Mapping[str, OpinionRequest],
    entry: Mapping[str, Any],
) -> AgendaPoint:
    return services.add_point(
        session=session,
        actor=stage.person(entry["by"]),
        now=stage.moment(entry["planned"]),
        title=row["title"],
        kind=row["kind"],
        details=row.get("details", ""),
        action=_action(stage, row["action"]) if "action" in row else None,
        request=requests[row["request"]] if "request" in row else None,
    )


def _action(stage: Stage, reference: str) -> Any:
    slug, number = reference.split()
    return stage.action(slug, int(number))


def _write_proposals(stage: Stage, session: Session, entry: Mapping[str, Any]) -> None:
    for row in entry.get("proposal", ()):
        now = stage.moment(row["day"])
        point = services.propose_point(
            session=session, actor=stage.person(row["who"]), now=now, title=row["title"], details=row["details"]
        )
        services.accept_point(point=point, actor=stage.person(entry["by"]), now=now, answer=row["answer"])


def _seat(session: Session, reference: str) -> Seat:
    rank, number = (int(part) for part in reference.split("."))
    college = session.body.colleges.order_by("position")[rank - 1]
    return Seat.objects.select_related("college").get(college=college, number=number)


def _at(stage: Stage, entry: Mapping[str, Any], minutes: int) -> datetime:
    """Return a moment of a session, so many minutes after its hour."""
    start = datetime.combine(stage.day(entry["day"]), time.fromisoformat(entry["hour"]))
    return timezone.make_aware(start) + timedelta(minutes=minutes)


def _hold(stage: Stage, session: Session, entry: Mapping[str, Any], points: list[AgendaPoint]) -> None:
    """Open a session, seat its members, deal with its points, close it and circulate its minutes."""
    actor = stage.person(entry["by"])
    session = services.open_session(session=session, actor=actor, now=_at(stage, entry, 0))
    titulars = {
        row.seat_id: row
        for row in queries.mandates_on(session.body, session.day)
        if row.quality == MandateQuality.TITULAR
    }
    for giver, holder in entry.get("proxies", ()):
        services.give_proxy(
            session=session,
            giver=_seat(session, giver),
            holder=_seat(session, holder),
            actor=actor,
            now=_at(stage, entry, 1),
        )
    for reference in entry["present"]:
        seat = _seat(session, reference)
        services.record_arrival(session=session, mandate=titulars[seat.pk], actor=actor, now=_at(stage, entry, 2))
    for point in queries.agenda_of(session):
        if point.kind == PointKind.MINUTES:
            _vote_by_hands(stage, point, entry, MINUTES_QUESTION, entry["minutes_hands"])
    for point, row in zip(points, entry["point"], strict=True):
        _deal_with(stage, point, row, entry)
    services.close_session(session=session, actor=actor, now=_at(stage, entry, 150))
    session = services.circulate_minutes(session=session, actor=actor, now=_at(stage, entry, 60 * 24 * 7))
    for row in entry.get("correction", ()):
        member = stage.person(row["who"])
        with acting(member):
            services.ask_correction(
                session=session, actor=member, now=_at(stage, entry, 60 * 24 * row["after"]), text=row["text"]
            )


def _vote_by_hands(
    stage: Stage, point: AgendaPoint, entry: Mapping[str, Any], question: str, hands: Mapping[str, list[int]]
) -> None:
    actor = stage.person(entry["by"])
    colleges = list(point.session.body.colleges.order_by("position"))
    vote = services.open_vote(point=point, actor=actor, now=_at(stage, entry, 40), question=question)
    counts = {
        colleges[int(rank) - 1].pk: dict(zip(Choice.values, numbers, strict=True)) for rank, numbers in hands.items()
    }
    services.close_vote(vote=vote, actor=actor, now=_at(stage, entry, 45), hands=counts)


def _deal_with(stage: Stage, point: AgendaPoint, row: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    actor = stage.person(entry["by"])
    now = _at(stage, entry, 60)
    for reference, reason in row.get("withdrawn", ()):
        seat = _seat(point.session, reference)
        services.declare_withdrawal(point=point, seat=seat, actor=actor, now=now, reason=reason)
    if "hands" in row:
        _vote_by_hands(stage, point, entry, row["question"], row["hands"])
    if "ballots" in row:
        _vote_in_secret(stage, point, row, now)
    if "opinion" in row:
        services.give_opinion(point=point, actor=actor, now=now, reservations=row["opinion"])
    if "discussion" in row:
        services.write_discussion(point=point, actor=actor, now=now, discussion=row["discussion"])
    for decision in row.get("decision", ()):
        taken = services.decide(
            point=point,
            actor=actor,
            now=now,
            wording=decision["wording"],
            action=_action(stage, decision["action"]),
            due_on=stage.day(decision["due"]),
            assignee=stage.person(decision["who"]),
        )
        if "done" in decision:
            move_task(task=taken.task, actor=actor, move="finish", now=stage.moment(decision["done"]))


def _vote_in_secret(stage: Stage, point: AgendaPoint, row: Mapping[str, Any], now: datetime) -> None:
    actor = point.proposed_by
    assert actor is not None
    vote = services.open_vote(point=point, actor=actor, now=now, question=row["question"], mode=VoteMode.SECRET)
    for key, choice in row["ballots"].items():
        member = stage.person(key)
        for seat in queries.ballots_of(queries.Voter(person=member), vote).values():
            services.cast_ballot(vote=vote, seat=seat, choice=choice, actor=member, now=now)
    services.close_vote(vote=vote, actor=actor, now=now)
