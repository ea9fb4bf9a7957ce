"""What a person represents is a duty: when they leave, somebody else speaks for the structure, or it is ended first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.accounts.handover import Duty, Handover, register
from essaim.foundations.accounts.models import User

from . import queries, services
from .models import Representation


def representations_of(person: User) -> Sequence[Duty]:
    """List the structures a person speaks for today or soon will."""
    return [
        Duty(
            key=str(row.pk),
            label=_("%(quality)s of %(organization)s")
            % {"quality": row.get_role_display(), "organization": row.organization.name},
            url=row.organization.get_absolute_url(),
        )
        for row in queries.representations_of(person, today=timezone.localdate())
    ]


def transfer_representation(
    *, key: str, person: User, successor: User, actor: User, now: datetime, reason: str
) -> None:
    """Hand one of them over."""
    row = Representation.objects.select_related("organization", "grant").get(pk=key, person=person)
    services.transfer_representation(representation=row, successor=successor, actor=actor, now=now, reason=reason)


def register_duties() -> None:
    """Register what people represent; called when the room starts."""
    register(
        Handover(
            kind="organizations.representation",
            label=gettext_lazy("Structures spoken for"),
            duties_of=representations_of,
            transfer=transfer_representation,
        )
    )
