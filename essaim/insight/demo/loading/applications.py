"""Writes the invented applications of fiction/applications, through the services of calls_for_projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from essaim.delivery.calls_for_projects import services
from essaim.delivery.calls_for_projects.models import Application, Call
from essaim.ecosystem.organizations.queries import organization_of
from essaim.foundations.accounts import services as accounts
from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material

from .stage import Stage

Entry = Mapping[str, Any]
APPRAISER = "octave.invente"
MOVES: Mapping[str, Callable[..., Application]] = {
    "ask_for_missing": services.ask_for_missing,
    "declare_complete": services.declare_complete,
    "declare_inadmissible": services.declare_inadmissible,
    "mark_ready": services.mark_ready,
    "withdraw": services.withdraw_application,
}
WRITTEN = ("title", "summary", "aid_type", "requested_cents", "non_financial", "non_financial_note", "facts")


def write_applications(stage: Stage) -> None:
    """Write those who apply, then each application up to its state."""
    found = material.read("fiction/applications")
    with acting(stage.administrator):
        for entry in found["person"]:
            accounts.register_person(
                email=material.address_of(entry["key"]),
                full_name=entry["full_name"],
                job_title=entry["job_title"],
                actor=stage.administrator,
                now=stage.entered_at,
            )
    for entry in found["application"]:
        _write(stage, entry)


def _moment(stage: Stage, entry: Entry, name: str = "day") -> datetime:
    if "on" in entry:
        return timezone.make_aware(datetime.combine(entry["on"], time(10)))
    return stage.moment(entry[name])


def _write(stage: Stage, entry: Entry) -> None:
    author, now = stage.person(entry["by"]), _moment(stage, entry)
    with acting(author):
        application = services.start_draft(
            call=Call.objects.get(slug=entry["call"]),
            actor=author,
            now=now,
            organization=organization_of(entry["organization"]) if "organization" in entry else None,
        )
        values = {name: entry[name] for name in WRITTEN if name in entry}
        values["applicant_name"] = entry.get("name") or application.carrier
        application = services.save_draft(
            application=application,
            actor=author,
            now=now,
            communes=entry["communes"],
            answers=_answers(entry),
            **values,
        )
        if "filed" in entry or "on" in entry:
            filed = _moment(stage, entry, "filed")
            application = services.file_application(application=application, actor=author, now=filed)
    for step in entry.get("steps", ()):
        actor = author if step["move"] == "withdraw" else stage.person(APPRAISER)
        reason = {"reason": step["reason"]} if "reason" in step else {}
        with acting(actor):
            MOVES[step["move"]](application=application, actor=actor, now=_moment(stage, step), **reason)


def _answers(entry: Entry) -> dict[str, object]:
    answers: dict[str, object] = dict(entry.get("answers", {}))
    for side, name in (("expenses", "budget_expenses"), ("income", "budget_income")):
        if side in entry:
            answers[name] = [
                {"account": account, "label": label, "cents": cents} for account, label, cents in entry[side]
            ]
    if "posts" in entry:
        answers["posts"] = [
            {"title": title, "kind": kind, "headcount": count, "etp": etp} for title, kind, count, etp in entry["posts"]
        ]
    if "partners" in entry:
        answers["partners"] = [{"name": name, "part": part, "state": state} for name, part, state in entry["partners"]]
    return answers
