"""Invites invented people, has one leave, and runs the reminders of the day."""

from __future__ import annotations

from django.conf import settings

from essaim.foundations.accounts import services
from essaim.foundations.audit_trail.services import acting
from essaim.foundations.notifications.services import remind
from essaim.insight.demo import material

from .people import SIREN
from .stage import Stage


def write_comings(stage: Stage) -> None:
    """Write the invitations, withdrawn or waiting, and close the account of whoever left."""
    fiction = material.read("fiction/people")
    actor = stage.administrator
    with acting(actor):
        for entry in fiction["invitation"]:
            now = stage.moment(entry["day"])
            invitation = services.invite_person(
                email=material.address_of(entry["key"]),
                full_name=entry["full_name"],
                job_title=entry["job_title"],
                kind=entry["kind"],
                scope_code=SIREN,
                actor=actor,
                now=now,
                site_url=settings.ESSAIM_URL,
            )
            if "withdrawn" in entry:
                services.withdraw_invitation(
                    invitation=invitation, actor=actor, now=stage.moment(entry["withdrawn"]), reason=entry["reason"]
                )
        for entry in fiction["person"]:
            if left := entry.get("left"):
                services.deactivate_person(
                    person=stage.person(entry["key"]), actor=actor, now=stage.moment(left["day"]), reason=left["reason"]
                )


def run_reminders(stage: Stage) -> None:
    """Remind whoever must be, as every night does, so that pages and mails have something to show."""
    remind(now=stage.now)
