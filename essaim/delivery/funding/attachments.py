"""What the room holds of other rooms' things: documents of grants, shares of structures, signatures of people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.delivery.employment.aids import AidKind, NamedAid
from essaim.delivery.employment.aids import register as register_aid_kind
from essaim.ecosystem.organizations.holdings import Holding
from essaim.ecosystem.organizations.holdings import register as register_holding
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.handover import Duty, Handover
from essaim.foundations.accounts.handover import register as register_handover
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.audit_trail.services import record, write_fields
from essaim.foundations.documents.subjects import Subject
from essaim.foundations.documents.subjects import register as register_subject
from essaim.foundations.primitives.decisions import Decision, deny
from essaim.foundations.primitives.identifiers import row_numbers

from . import permissions, queries, services
from .models import (
    AidLine,
    ClosingDay,
    Delegation,
    Grant,
    GrantShare,
    Report,
    RepublicanContract,
    UndertakingMember,
)
from .states import ReportState

if TYPE_CHECKING:
    from essaim.foundations.documents.subjects import Person


def _find(object_id: str) -> Grant | None:
    return Grant.objects.filter(pk__in=row_numbers([object_id])).first()


def _gone() -> Decision:
    return deny(_("What this document is attached to does not exist."))


def _can_read(person: Person, object_id: str) -> Decision:
    grant = _find(object_id)
    return permissions.can_read_grant(person, grant) if grant else _gone()


def _can_write(person: Person, object_id: str) -> Decision:
    return permissions.can_write_grants(person) if _find(object_id) else _gone()


def _url(object_id: str) -> str:
    return reverse("funding:grant", args=[object_id])


def _names(object_ids: Collection[str]) -> Mapping[str, str]:
    return {str(grant.pk): str(grant) for grant in Grant.objects.filter(pk__in=row_numbers(object_ids))}


def _private_ids(person: Person) -> Collection[str] | None:
    return None if is_staff_member(person) else ()


def _shares(organization: Organization) -> QuerySet[GrantShare]:
    return GrantShare.objects.filter(organization=organization).order_by("pk")


def _count_shares(organization: Organization) -> int:
    return _shares(organization).count()


def _move_shares(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Move what it receives; a grant that both records share gives the whole to the one that is kept."""
    for row in _shares(duplicate).select_for_update(of=("self",)):
        other = GrantShare.objects.filter(grant=row.grant_id, organization=kept).first()
        if other is None:
            write_fields(row, "grant_share.moved", {"organization": kept}, actor=actor, now=now, reason=reason)
            continue
        cents = other.cents + row.cents
        row.delete()
        write_fields(other, "grant_share.moved", {"cents": cents}, actor=actor, now=now, reason=reason)


def _contracts(organization: Organization) -> QuerySet[RepublicanContract]:
    return RepublicanContract.objects.filter(organization=organization).order_by("pk")


def _count_contracts(organization: Organization) -> int:
    return _contracts(organization).count()


def _move_contracts(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Move its republican commitments; where both records signed for one grant, that of the one that is kept stays."""
    for row in _contracts(duplicate).select_for_update(of=("self",)):
        if not RepublicanContract.objects.filter(grant=row.grant_id, organization=kept).exists():
            write_fields(row, "republican_contract.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _aids(organization: Organization) -> QuerySet[AidLine]:
    return AidLine.objects.filter(organization=organization).order_by("pk")


def _count_aids(organization: Organization) -> int:
    return _aids(organization).count()


def _move_aids(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    for row in _aids(duplicate).select_for_update(of=("self",)):
        write_fields(row, "aid_line.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _links(organization: Organization) -> QuerySet[UndertakingMember]:
    return UndertakingMember.objects.filter(organization=organization).order_by("pk")


def _count_links(organization: Organization) -> int:
    return _links(organization).count()


def _move_links(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    for row in _links(duplicate).select_for_update(of=("self",)):
        write_fields(row, "undertaking_member.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _owed(organization: Organization) -> QuerySet[Report]:
    return Report.objects.filter(organization=organization).order_by("pk")


def _count_reports(organization: Organization) -> int:
    return _owed(organization).count()


def _move_reports(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Move the reports; one that both records owed for one year and nobody received is owed once."""
    for row in _owed(duplicate).select_for_update(of=("self",)):
        twins = Report.objects.filter(grant=row.grant_id, organization=kept, closes_on=row.closes_on)
        if row.state == ReportState.EXPECTED and twins.exists():
            record("report.merged", actor=actor, target=row, at=now, reason=reason)
            row.delete()
        else:
            write_fields(row, "report.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _count_closing_days(organization: Organization) -> int:
    return ClosingDay.objects.filter(organization=organization).count()


def _move_closing_days(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Move the closing day; that of the record that is kept wins."""
    for row in ClosingDay.objects.select_for_update(of=("self",)).filter(organization=duplicate):
        if ClosingDay.objects.filter(organization=kept).exists():
            record("closing_day.merged", actor=actor, target=row, at=now, reason=reason)
            row.delete()
        else:
            write_fields(row, "closing_day.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _held(person: User) -> QuerySet[Delegation]:
    return Delegation.objects.filter(person=person, ends_on__isnull=True).order_by("duty", "pk")


def _duties(person: User) -> Sequence[Duty]:
    url = reverse("funding:delegation_list")
    return [Duty(str(row.pk), str(row.get_duty_display()), url) for row in _held(person)]


def _transfer(*, key: str, person: User, successor: User, actor: User, now: datetime, reason: str) -> None:
    services.transfer_delegation(
        delegation=_held(person).get(pk=key), successor=successor, actor=actor, now=now, reason=reason
    )


def _named_grants(person: Any, keys: Collection[str]) -> Mapping[str, NamedAid]:
    rows = queries.grants_visible_to(person).filter(pk__in=row_numbers(keys))
    return {str(row.pk): NamedAid(str(row), row.get_absolute_url()) for row in rows}


def _grant_choices(person: Any) -> Collection[tuple[str, str]]:
    rows = queries.grants_visible_to(person).given().order_by("-reference")
    return [(str(row.pk), str(row)[:120]) for row in rows]


def register_attachments() -> None:
    """Tell the rooms below; called when the room starts."""
    register_subject(
        Subject(
            "funding.grant",
            pgettext_lazy("of money", "grants"),
            _can_read,
            _can_write,
            _url,
            private_ids=_private_ids,
            names=_names,
        )
    )
    register_holding(Holding("funding.share", gettext_lazy("Grants it receives"), _count_shares, _move_shares))
    contracts = gettext_lazy("Republican commitments of its grants")
    register_holding(Holding("funding.contract", contracts, _count_contracts, _move_contracts))
    register_holding(Holding("funding.aid", gettext_lazy("Other aids counted for ceilings"), _count_aids, _move_aids))
    register_holding(Holding("funding.report", gettext_lazy("Financial reports"), _count_reports, _move_reports))
    label = gettext_lazy("Closing days of financial years")
    register_holding(Holding("funding.closing_day", label, _count_closing_days, _move_closing_days))
    register_holding(Holding("funding.link", gettext_lazy("Links to a single undertaking"), _count_links, _move_links))
    register_aid_kind(AidKind("grant", pgettext_lazy("of money", "Grant"), _named_grants, _grant_choices))
    register_handover(Handover("funding.delegation", gettext_lazy("Delegations of signature"), _duties, _transfer))
