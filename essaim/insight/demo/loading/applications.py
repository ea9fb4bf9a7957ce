"""Writes the invented applications of fiction/applications, through the services of calls_for_projects."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from essaim.delivery.calls_for_projects import queries, services
from essaim.delivery.calls_for_projects.models import Application, Call, CommuneOpinion, PartnerOpinion
from essaim.ecosystem.organizations.queries import organization_of
from essaim.foundations.accounts import services as accounts
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.foundations.notifications.models import Letter
from essaim.foundations.primitives.actors import SystemActor
from essaim.insight.demo import material

from .stage import Stage

Entry = Mapping[str, Any]
APPRAISER = "octave.invente"
MOVES: Mapping[str, Callable[..., object]] = {
    "declare_complete": services.declare_complete,
    "declare_inadmissible": services.declare_inadmissible,
    "mark_ready": services.mark_ready,
    "withdraw": services.withdraw_application,
    "ask_communes": services.ask_communes,
}
WRITTEN = ("title", "summary", "aid_type", "requested_cents", "non_financial", "non_financial_note", "facts")
QUALITY = "Président·e (fictif)"


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


def write_earlier(stage: Stage, *, year: int) -> None:
    """Write the applications of an earlier year, that a session of it decided on."""
    for entry in material.read("fiction/applications")["earlier"]:
        if entry["on"].year == year:
            _write(stage, entry)


def write_late(stage: Stage) -> None:
    """Write the applications that became ready after the last session of the selection body."""
    for entry in material.read("fiction/applications")["late"]:
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
            signatory_name=author.full_name,
            signatory_quality=QUALITY,
            **values,
        )
        if "filed" in entry or "on" in entry:
            application = _file(application, author, _moment(stage, entry, "filed"), with_files="files" in entry)
    for step in entry.get("steps", ()):
        _take(stage, application, author, step)


def _file(application: Application, author: User, now: datetime, *, with_files: bool) -> Application:
    """Give the pieces, or say why not, sign, confirm and file."""
    today = timezone.localdate(now)
    for row in queries.pieces_wanted(application, person=None, today=today):
        if not row.required.is_required and not with_files:
            continue
        title = row.required.title
        services.give_piece(
            application=application,
            required=row.required,
            actor=author,
            now=now,
            content=io.BytesIO(f"{title} – pièce fictive de {application.carrier}.".encode()) if with_files else None,
            file_name=f"{row.required.code.lower()}.txt",
            dated_on=today - timedelta(days=40) if with_files else None,
            absence_reason="" if with_files else "Pièce fictive, promise pour bientôt.",
        )
    if queries.needs_commitment(application):
        services.sign_commitment(
            application=application,
            actor=author,
            now=now,
            signatory_name=author.full_name,
            signatory_quality=QUALITY,
        )
    services.confirm_application(application=application, actor=author, now=now, name=author.full_name, quality=QUALITY)
    return services.file_application(application=application, actor=author, now=now)


def _take(stage: Stage, application: Application, author: User, step: Entry) -> None:
    """Take one step after the filing, as the person who would."""
    now, name = _moment(stage, step), step["do"]
    actor = author if name == "withdraw" else stage.person(step.get("by", APPRAISER))
    if name == "silence":
        services.record_silences(actor=SystemActor("demo"), now=now)
        return
    with acting(actor):
        match name:
            case "assign":
                services.assign_officer(application=application, officer=actor, actor=actor, now=now)
            case "ask_for_missing":
                marks = [
                    ("piece", step["piece"], "Relevé d’identité bancaire", False, step["note"]),
                    ("field", step["field"], "À quel besoin le projet répond-il ?", False, step["field_note"]),
                ]
                services.mark(application=application, actor=actor, now=now, marks=marks)
                services.ask_for_missing(application=application, actor=actor, now=now, due_on=stage.day(12))
            case "opinion":
                row = CommuneOpinion.objects.get(application=application, commune_code=step["commune"])
                services.give_commune_opinion(opinion=row, actor=actor, now=now, sense=step["sense"], text=step["text"])
            case "ask_partner":
                services.ask_partner(
                    application=application,
                    actor=actor,
                    now=now,
                    partner=step["partner"],
                    email=material.address_of(step["key"]),
                    question=step["question"],
                )
            case "partner_opinion":
                # Their link is in the letter alone.
                asked = PartnerOpinion.objects.get(application=application, email=material.address_of(step["key"]))
                letter = Letter.objects.get(key=f"partner_opinion:{asked.pk}")
                token = letter.url.rstrip("/").rpartition("/")[2]
                services.give_partner_opinion(token=token, now=now, sense=step["sense"], text=step["text"])
            case "note":
                names = ("strengths", "concerns", "proposal", "proposed_cents")
                values = {key: step[key] for key in names if key in step}
                services.write_note(application=application, actor=actor, now=now, **values)
            case _:
                reason = {"reason": step["reason"]} if "reason" in step else {}
                MOVES[name](application=application, actor=actor, now=now, **reason)


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
