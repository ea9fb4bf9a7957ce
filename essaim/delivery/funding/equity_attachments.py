"""What the register of stakes holds of other rooms' things, and what it tells them: documents, structures, duties, the thread."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.ecosystem.organizations.holdings import Holding
from essaim.ecosystem.organizations.holdings import register as register_holding
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.handover import Duty, Handover
from essaim.foundations.accounts.handover import register as register_handover
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields
from essaim.foundations.documents.subjects import Subject
from essaim.foundations.documents.subjects import register as register_subject
from essaim.foundations.primitives.decisions import Decision, deny
from essaim.foundations.primitives.identifiers import row_numbers
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.panels import Panel, hang
from essaim.foundations.ui.thread import Bead, Kind, Strand, add_kind, add_strand

from . import permissions
from .models import EquityMovement, EquityStake, GeneralMeeting, StakeRepresentative
from .services import equity as services

if TYPE_CHECKING:
    from essaim.foundations.documents.subjects import Person


def _meeting(object_id: str) -> GeneralMeeting | None:
    return GeneralMeeting.objects.filter(pk__in=row_numbers([object_id])).first()


def _gone() -> Decision:
    return deny(_("What this document is attached to does not exist."))


def _can_read(person: Person, object_id: str) -> Decision:
    return permissions.can_read_stakes(person) if _meeting(object_id) else _gone()


def _can_write(person: Person, object_id: str) -> Decision:
    return permissions.can_write_stakes(person) if _meeting(object_id) else _gone()


def _url(object_id: str) -> str:
    return reverse("funding:stake_meeting", args=[object_id])


def _names(object_ids: Collection[str]) -> Mapping[str, str]:
    rows = GeneralMeeting.objects.filter(pk__in=row_numbers(object_ids)).select_related("stake__organization")
    return {str(row.pk): str(row) for row in rows}


def _private_ids(person: Person) -> Collection[str] | None:
    return None if permissions.can_read_stakes(person) else ()


def _stakes(organization: Organization) -> QuerySet[EquityStake]:
    return EquityStake.objects.filter(organization=organization).order_by("pk")


def _count_stakes(organization: Organization) -> int:
    return _stakes(organization).count()


def _move_stakes(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Move the stakes; two open ones are refused, since their books cannot become one."""
    for row in _stakes(duplicate).select_for_update(of=("self",)):
        write_fields(row, "stake.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _represented(person: User) -> QuerySet[StakeRepresentative]:
    rows = StakeRepresentative.objects.filter(person=person, ends_on__isnull=True)
    return rows.select_related("stake__organization", "act").order_by("pk")


def _duties(person: User) -> Sequence[Duty]:
    return [Duty(str(row.pk), str(row.stake), row.get_absolute_url()) for row in _represented(person)]


def _transfer(*, key: str, person: User, successor: User, actor: User, now: datetime, reason: str) -> None:
    """End the representation today; the successor's starts, under the same act until another names them."""
    row, today = _represented(person).get(pk=key), timezone.localdate(now)
    services.end_representative(representative=row, actor=actor, now=now, ends_on=today, reason=reason)
    services.appoint_representative(
        stake=row.stake, actor=actor, now=now, person=successor, act=row.act, starts_on=today
    )


def _beads(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    if not permissions.can_read_stakes(person):
        return
    rows = EquityStake.objects.filter(pk__in=row_numbers(keys)).select_related("organization", "act")
    for row in rows.order_by("pk"):
        yield Bead(
            "stake",
            str(row.pk),
            str(row),
            row.get_absolute_url(),
            str(row.get_state_display()),
            when=day_in_words(row.ended_on) if row.ended_on else "",
            dated=row.act.voted_on,
            source=str(row.act),
        )


def register_equity() -> None:
    """Tell the rooms below; called when the room starts."""
    register_subject(
        Subject(
            "funding.meeting",
            pgettext_lazy("of cooperatives", "general meetings"),
            _can_read,
            _can_write,
            _url,
            private_ids=_private_ids,
            names=_names,
        )
    )
    register_holding(
        Holding("funding.stake", gettext_lazy("Stakes of the authority in it"), _count_stakes, _move_stakes)
    )
    register_handover(
        Handover("funding.representative", gettext_lazy("General meetings of cooperatives"), _duties, _transfer)
    )
    add_kind(Kind("stake", pgettext_lazy("thread", "stakes in cooperatives"), 76, _beads))
    add_strand(Strand("act", "stake", EquityStake.objects.all, "act__key", "pk"))
    add_strand(Strand("act", "stake", EquityMovement.objects.all, "act__key", "stake_id"))
    add_strand(Strand("action", "stake", EquityStake.objects.all, "action_id", "pk"))
    title = pgettext_lazy("panel", "Stake of the authority")
    hang(Panel("organizations.organization", "funding:organization_stakes", title, 45))
    hang(Panel("action_plan.action", "funding:action_stakes", pgettext_lazy("panel", "Stakes in cooperatives"), 45))
