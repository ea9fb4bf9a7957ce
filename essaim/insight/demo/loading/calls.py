"""Writes the calls for projects that the sources name, and an invented one, through the services of calls_for_projects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.utils import timezone

from essaim.delivery.calls_for_projects import services
from essaim.delivery.calls_for_projects.models import (
    Call,
    Criterion,
    Edition,
    ExampleFile,
    Instalment,
    Parameter,
    Question,
    RequiredPiece,
    Rule,
)
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material
from essaim.steering.action_plan.models import Action

from .stage import Stage

INVENTED = "Invention de la démonstration"
TEXTS = ("purpose", "audience", "support", "contact", "contact_url")
PARTS: Mapping[str, type[models.Model]] = {
    "rule": Rule,
    "parameter": Parameter,
    "piece": RequiredPiece,
    "question": Question,
    "criterion": Criterion,
    "instalment": Instalment,
}
Entry = Mapping[str, Any]


def write_named(stage: Stage) -> None:
    """Write the calls of policy/calls, each edition in force on its days, with what sources know of it."""
    actor, now = stage.administrator, stage.entered_at
    with acting(actor):
        for entry in material.read("policy/calls")["call"]:
            call = _write_call(entry, actor, now)
            for edition in entry["edition"]:
                _write_named_edition(stage, call, edition, actor, now)


def _write_call(entry: Entry, actor: User, now: datetime) -> Call:
    values = {name: entry[name] for name in TEXTS if name in entry}
    return services.create_call(actor=actor, now=now, slug=entry["slug"], name=entry["name"], **values)


def _write_named_edition(stage: Stage, call: Call, entry: Entry, actor: User, now: datetime) -> None:
    values = {name: entry[name] for name in ("title", "summary", "dates_certainty", "dates_note") if name in entry}
    edition = services.create_edition(
        call=call,
        actor=actor,
        now=now,
        code=entry["code"],
        starts_on=entry["starts_on"],
        ends_on=entry.get("ends_on"),
        founding_act=stage.act(entry["act"]) if "act" in entry else None,
        source=stage.source(entry["source"]),
        **values,
    )
    _write_parts(stage, edition, entry, actor, now)
    started = max(now, _morning_of(entry["starts_on"]))
    edition = services.start_edition(edition=edition, actor=actor, now=started, starts_on=entry["starts_on"])
    if "ends_on" in entry:
        ended = max(now, _morning_of(entry["ends_on"]))
        services.close_edition(edition=edition, actor=actor, now=ended, ends_on=entry["ends_on"])


def _morning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def _write_parts(
    stage: Stage, edition: Edition, entry: Entry, actor: User, now: datetime, *, source_note: str = ""
) -> None:
    """Write every part of an edition, and tie it to the actions that it carries out."""
    for name, model in PARTS.items():
        for part in entry.get(name, ()):
            values = {"source_note": source_note, **part}
            if "source" in values:
                values["source"] = stage.source(values["source"])
            services.add_part(edition=edition, model=model, actor=actor, now=now, **values)
    for reference in entry.get("actions", ()):
        action = stage.part_of_plan(reference)
        assert isinstance(action, Action)
        services.link_action(edition=edition, actor=actor, now=now, action=action)


def write_invented(stage: Stage) -> None:
    """Write the call of fiction/calls: an edition in force where nothing is unknown, and a draft with its bench."""
    for entry in material.read("fiction/calls")["call"]:
        actor = stage.person(entry["by"])
        with acting(actor):
            call = _write_call(entry, actor, stage.moment(entry["edition"][0]["written"]))
            for edition in entry["edition"]:
                _write_invented_edition(stage, call, edition, actor)
            for draft in entry["draft"]:
                _write_draft(stage, call, draft, actor)


def _write_invented_edition(stage: Stage, call: Call, entry: Entry, actor: User) -> None:
    now = stage.moment(entry["written"])
    edition = services.create_edition(
        call=call,
        actor=actor,
        now=now,
        code=entry["code"],
        title=entry["title"],
        summary=entry["summary"],
        pass_mark=entry["pass_mark"],
        source_note=INVENTED,
    )
    _write_parts(stage, edition, entry, actor, now, source_note=INVENTED)
    services.start_edition(
        edition=edition, actor=actor, now=stage.moment(entry["started"]), starts_on=stage.day(entry["started"])
    )


def _write_draft(stage: Stage, call: Call, entry: Entry, actor: User) -> None:
    now = stage.moment(entry["written"])
    source = Edition.objects.select_related("call").get(call=call, code=entry["from"])
    draft = services.draft_from(edition=source, actor=actor, now=now, code=entry["code"], title=entry["title"])
    for change in entry["change"]:
        rule = Rule.objects.select_related("edition__call").get(edition=draft, code=change["code"])
        values = {name: change[name] for name in ("reason", "wording", "parameters")}
        services.update_part(part=rule, actor=actor, now=now, **values)
    for example in entry["example"]:
        services.add_part(edition=draft, model=ExampleFile, actor=actor, now=now, **example)
