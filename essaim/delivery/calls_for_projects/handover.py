"""What somebody carries or appraises is a duty: when they leave, somebody else takes it over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.accounts.handover import Duty, Handover, register
from essaim.foundations.accounts.models import User

from . import services
from .models import Application
from .models.applications import ApplicationQuerySet
from .states import ENDED


def carried_by(person: User) -> Sequence[Duty]:
    """List the applications that a person carries and that are not over."""
    return [_duty(row) for row in _open().filter(author=person)]


def appraised_by(person: User) -> Sequence[Duty]:
    """List the applications that a person appraises and that are not over."""
    return [_duty(row) for row in _open().filter(officer=person)]


def _open() -> ApplicationQuerySet:
    return Application.objects.exclude(state__in=ENDED).order_by("pk")


def _duty(row: Application) -> Duty:
    label = _("%(reference)s: %(title)s") % {"reference": row.reference, "title": row.label}
    return Duty(key=str(row.pk), label=label, url=row.get_absolute_url())


def transfer_carried(*, key: str, person: User, successor: User, actor: User, now: datetime, reason: str) -> None:
    """Hand an application over to somebody who carries it on."""
    row = Application.objects.get(pk=key, author=person)
    services.hand_over(application=row, successor=successor, actor=actor, now=now, reason=reason)


def transfer_appraised(*, key: str, person: User, successor: User, actor: User, now: datetime, reason: str) -> None:
    """Hand an application over to another officer."""
    row = Application.objects.get(pk=key, officer=person)
    services.assign_officer(application=row, officer=successor, actor=actor, now=now)


def register_duties() -> None:
    """Register what people carry and appraise; called when the room starts."""
    register(
        Handover(
            kind="calls_for_projects.carried",
            label=gettext_lazy("Applications carried"),
            duties_of=carried_by,
            transfer=transfer_carried,
        )
    )
    register(
        Handover(
            kind="calls_for_projects.appraised",
            label=gettext_lazy("Applications appraised"),
            duties_of=appraised_by,
            transfer=transfer_appraised,
        )
    )
