"""A seat is a duty: when its holder leaves, somebody else takes it, or the mandate is ended first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.accounts.handover import Duty, Handover, register
from essaim.foundations.accounts.models import User

from . import queries, services
from .models import Mandate


def mandates_held(person: User) -> Sequence[Duty]:
    """List the seats a person holds today or soon will."""
    return [
        Duty(
            key=str(row.pk),
            label=_("%(quality)s of %(body)s")
            % {"quality": row.get_quality_display(), "body": row.seat.college.body.name},
            url=row.seat.college.body.get_absolute_url(),
        )
        for row in queries.mandates_of(person, today=timezone.localdate())
    ]


def transfer(*, key: str, person: User, successor: User, actor: User, now: datetime, reason: str) -> None:
    """Hand one of them over."""
    row = Mandate.objects.select_related("seat__college__body", "organization").get(pk=key, person=person)
    services.transfer_mandate(mandate=row, successor=successor, actor=actor, now=now, reason=reason)


def register_duties() -> None:
    """Register the seats people hold; called when the room starts."""
    register(
        Handover(
            kind="committees.mandate",
            label=gettext_lazy("Seats held"),
            duties_of=mandates_held,
            transfer=transfer,
        )
    )
