"""Writes the gatherings that the sources name, and invented ones, through the services of events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from essaim.ecosystem.events import services
from essaim.ecosystem.events.models import Event, Registration
from essaim.ecosystem.events.queries import event_of
from essaim.ecosystem.organizations.queries import organization_of
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material

from .stage import Stage

INVENTED = "Rendez-vous inventé pour la démonstration"
TEXTS = ("track", "position", "summary", "date_words", "is_day_known", "source_note", "venue", "capacity")


def write_named(stage: Stage) -> None:
    """Write the gatherings of policy/events, announced, held and closed, with what sources tell of them."""
    actor, now = stage.administrator, stage.entered_at
    entries = material.read("policy/events")["event"]
    with acting(actor):
        for entry in entries:
            event = services.create_event(
                actor=actor,
                now=now,
                source=stage.source(entry["source"]).title,
                **_what(entry),
                **{name: entry[name] for name in ("starts_on", "last_on") if name in entry},
            )
            _write_speakers(event, entry, actor, now)
            for declared in entry.get("declared", ()):
                source = stage.source(declared["source"]).title
                services.declare_participation(event=event, actor=actor, now=now, **{**declared, "source": source})
        for entry in entries:
            if "parent" not in entry:
                services.publish_event(event=event_of(entry["slug"]), actor=actor, now=now)
                services.hold_event(event=event_of(entry["slug"]), actor=actor, now=now)
        for entry in entries:
            _close(event_of(entry["slug"]), entry, actor, now)
        services.assemble_proceedings(event=event_of("assises-2015-10-07"), actor=actor, now=now)


def _what(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a gathering is, when and where it is left out."""
    values = {name: entry[name] for name in ("slug", "title", "kind", *TEXTS) if name in entry}
    return {**values, "parent": event_of(entry["parent"]) if "parent" in entry else None}


def _write_speakers(event: Event, entry: Mapping[str, Any], actor: User, now: datetime) -> None:
    for speaker in entry.get("speaker", ()):
        organization = organization_of(speaker["organization"]) if "organization" in speaker else None
        values = {**speaker, "organization": organization}
        services.add_speaker(event=event, actor=actor, now=now, **values)


def _close(event: Event, entry: Mapping[str, Any], actor: User, now: datetime) -> None:
    services.close_event(
        event=event, actor=actor, now=now, report=entry.get("report", ""), outcome=entry.get("outcome", "")
    )


def write_invented(stage: Stage) -> None:
    """Write those of fiction/events: to come and open, past and counted, in draft, cancelled."""
    entries = material.read("fiction/events")["event"]
    for entry in entries:
        actor = stage.person(entry["by"])
        with acting(actor):
            event = services.create_event(
                actor=actor, now=stage.moment(entry["written"]), source=INVENTED, **_what(entry), **_when(stage, entry)
            )
            _write_speakers(event, entry, actor, stage.moment(entry["written"]))
    for entry in entries:
        if "announced" in entry:
            actor = stage.person(entry["by"])
            with acting(actor):
                now = stage.moment(entry["announced"])
                services.publish_event(event=event_of(entry["slug"]), actor=actor, now=now)
    for entry in entries:
        _register(stage, entry)
        _follow(stage, entry, stage.person(entry["by"]))


def _when(stage: Stage, entry: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "starts_on": stage.day(entry["starts"]),
        "commune_code": entry.get("commune", ""),
        **{name: entry[name] for name in ("starts_time", "ends_time") if name in entry},
    }
    for name, key, hour in (("registration_opens_at", "opens", 8), ("registration_closes_at", "closes", 20)):
        if key in entry:
            values[name] = timezone.make_aware(datetime.combine(stage.day(entry[key]), time(hour)))
    return values


def _register(stage: Stage, entry: Mapping[str, Any]) -> None:
    """Have invented people register and confirm, then withdraw those who do."""
    event = event_of(entry["slug"])
    for row in entry.get("registration", ()):
        registration = services.register(
            event=event,
            name=row["name"],
            email=material.address_of(row["email"]),
            organization_name=row.get("structure", ""),
            now=stage.moment(row["day"]),
        )
        if not row.get("is_unconfirmed"):
            services.confirm_registration(registration=registration, now=stage.moment(row["day"]))
    for row in entry.get("registration", ()):
        if "end" in row:
            services.cancel_registration(registration=_registration(event, row), now=stage.moment(row["end"]))


def _registration(event: Event, row: Mapping[str, Any]) -> Registration:
    return Registration.objects.active().get(event=event, email=material.address_of(row["email"]))


def _follow(stage: Stage, entry: Mapping[str, Any], actor: User) -> None:
    """Count who came, close with the report, or cancel."""
    event = event_of(entry["slug"])
    with acting(actor):
        if "held" in entry:
            now = stage.moment(entry["held"])
            services.hold_event(event=event, actor=actor, now=now)
            for row in entry.get("registration", ()):
                if row.get("came"):
                    code = _registration(event, row).code
                    services.check_in(event=event, code=code, actor=actor, now=stage.moment(entry["starts"]))
            for row in entry.get("counted", ()):
                services.record_attendance(
                    event=event,
                    actor=actor,
                    now=now,
                    people_count=row["people"],
                    organization=organization_of(row["organization"]) if "organization" in row else None,
                    organization_name=row.get("name", ""),
                )
            for row in entry.get("lead", ()):
                _write_lead(event, row, actor, now)
        if "closed" in entry:
            _close(event, entry, actor, stage.moment(entry["closed"]))
        if "cancelled" in entry:
            services.cancel_event(
                event=event, actor=actor, now=stage.moment(entry["cancelled"]), reason=entry["reason"]
            )
    for row in entry.get("rating", ()):
        given = {name: row[name] for name in ("overall", "usefulness", "has_met", "comment") if name in row}
        services.rate_event(event=event, now=stage.moment(row["day"]), **given)


def _write_lead(event: Event, row: Mapping[str, Any], actor: User, now: datetime) -> None:
    """Note two invented structures put in touch, and how it goes."""
    lead = services.note_lead(
        event=event,
        actor=actor,
        now=now,
        about=row["about"],
        organization=organization_of(row["organization"]),
        other=organization_of(row["other"]) if "other" in row else None,
        other_name=row.get("other_name", ""),
        next_step="" if "move" in row else row.get("next_step", ""),
    )
    if "move" in row:
        services.follow_lead(
            lead=lead,
            actor=actor,
            now=now,
            move=row["move"],
            next_step=row.get("next_step", ""),
            outcome=row.get("outcome", ""),
        )
