"""Writes invented stakes in invented cooperatives, through the services of funding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essaim.delivery.funding.models import EquityStake
from essaim.delivery.funding.services import equity as services
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.services import register_organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material

from .organizations import INVENTED
from .stage import Stage

Entry = Mapping[str, Any]
PLAN, ACT, WRITER = "2022-2026", "2022-feuille-de-route", "octave.invente"
SAID = ("competence", "reasons", "college", "seats", "exit_terms")


def write_equity(stage: Stage) -> None:
    """Write what is in fiction/equity: cooperatives, then stakes with all that became of them."""
    entry = material.read("fiction/equity")
    writer = stage.person(WRITER)
    with acting(writer):
        for row in entry["cooperative"]:
            register_organization(
                actor=writer,
                now=stage.moment(row["day"]),
                source=INVENTED,
                key=row["key"],
                name=row["name"],
                kind="cooperative",
                commune_code=row["commune"],
            )
        for row in entry["stake"]:
            _write_stake(stage, row, writer)


def _write_stake(stage: Stage, entry: Entry, writer: User) -> None:
    act = stage.act(ACT)
    stake = services.create_stake(
        actor=writer,
        now=stage.moment(entry["day"]),
        organization=Organization.objects.get(key=entry["organization"]),
        act=act,
        action=stage.action(PLAN, entry["action"]) if "action" in entry else None,
        **{name: entry[name] for name in SAID if name in entry},
    )
    _write_book(stage, stake, entry, writer)
    for row in entry.get("representatives", ()):
        _write_representative(stage, stake, row, writer)
    for row in entry.get("meetings", ()):
        _write_meeting(stage, stake, row, writer)
    for row in entry.get("valuations", ()):
        services.value_stake(
            stake=stake,
            actor=writer,
            now=stage.moment(row["day"]),
            day=stage.day(row["day"]),
            cents=row["cents"],
            method=row["method"],
            source=row["source"],
            act=act if row.get("act") else None,
            note=row.get("note", ""),
        )
    if end := entry.get("ended"):
        now, day = stage.moment(end["day"]), stage.day(end["day"])
        services.end_stake(stake=stake, actor=writer, now=now, act=act, ended_on=day, reason=end["reason"])


def _write_book(stage: Stage, stake: EquityStake, entry: Entry, writer: User) -> None:
    """Write statements and movements in the order of their days, as they were known."""
    act = stage.act(ACT)
    statements, movements = entry.get("public", ()), entry.get("movements", ())
    for row in sorted((*statements, *movements), key=lambda found: found["day"]):
        now, day = stage.moment(row["day"]), stage.day(row["day"])
        if "kind" not in row:
            services.state_public_share(
                stake=stake,
                actor=writer,
                now=now,
                day=day,
                source=row["source"],
                capital_cents=row.get("capital"),
                public_cents=row.get("public"),
            )
            continue
        written = services.write_movement(
            stake=stake,
            actor=writer,
            now=now,
            kind=row["kind"],
            shares=row["shares"],
            par_cents=row["par"],
            cents=row.get("cents"),
            day=day,
            act=act,
            counterparty=row.get("to", ""),
            acknowledgement=row.get("acknowledgement", ""),
        )
        if "wrong" in row:
            services.take_back_movement(movement=written, actor=writer, now=now, act=act, reason=row["wrong"])


def _write_representative(stage: Stage, stake: EquityStake, entry: Entry, writer: User) -> None:
    row = services.appoint_representative(
        stake=stake,
        actor=writer,
        now=stage.moment(entry["day"]),
        person=stage.person(entry["who"]),
        act=stage.act(ACT),
        starts_on=stage.day(entry["day"]),
    )
    if "until" in entry:
        now, day = stage.moment(entry["until"]), stage.day(entry["until"])
        services.end_representative(
            representative=row, actor=writer, now=now, ends_on=day, reason="Fin de mandat (fictive)"
        )


def _write_meeting(stage: Stage, stake: EquityStake, entry: Entry, writer: User) -> None:
    meeting = services.call_meeting(
        stake=stake,
        actor=writer,
        now=stage.moment(entry["called"]),
        day=stage.day(entry["day"]),
        kind=entry["kind"],
        agenda=entry.get("agenda", ""),
    )
    if "attended" in entry:
        services.hold_meeting(
            meeting=meeting,
            actor=writer,
            now=stage.moment(entry["day"]),
            attended=entry["attended"],
            votes=entry["votes"],
        )
    elif "cancelled" in entry:
        services.cancel_meeting(
            meeting=meeting, actor=writer, now=stage.moment(entry["cancelled"]), reason=entry["reason"]
        )
