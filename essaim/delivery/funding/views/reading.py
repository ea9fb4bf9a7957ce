"""Pages that are read: grants, agreements, envelopes, payments, delegations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.delivery.funding import permissions, queries, tables
from essaim.delivery.funding.agreement_text import agreement_pdf as printed
from essaim.delivery.funding.models import Grant
from essaim.delivery.funding.states import AGREEMENT_MOVES, GRANT_MOVES, Instrument
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Door

from .finding import agreement_for, envelopes_crumb, grant_crumbs, grant_for, grants_crumb


@login_not_required
def grant_list(request: HttpRequest) -> HttpResponse:
    """List grants: everybody reads those that were given, the office all of them."""
    is_office = bool(permissions.can_read_money(request.user))
    is_team = bool(permissions.can_write_grants(request.user))
    doors = (
        [
            Door(
                _("Prepare a grant"),
                reverse("funding:grant_create"),
                permissions.can_write_grants(request.user),
                "primary",
            )
        ]
        if is_team
        else []
    )
    return list_page(
        request,
        template="funding/grant_list.html",
        table_class=tables.GrantTable,
        filterset_class=tables.GrantFilter,
        rows=queries.grant_rows(request.user),
        file_name="subventions",
        context={"is_office": is_office, "doors": doors},
        exclude=() if is_office else tables.OFFICE_COLUMNS,
    )


@login_not_required
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a grant: what open data says of it to everybody, instalments and agreements to those who may."""
    person, today = request.user, timezone.localdate()
    found: Any = queries.grant_with_all(person, pk)
    if found is None:
        raise Http404
    duties = queries.duties_of(person, on=today) if is_staff_member(person) else frozenset()
    reads_payments = bool(permissions.can_read_payments(person, found))
    rows = queries.instalment_rows(found, today=today) if reads_payments else ()
    is_team = is_staff_member(person)
    context = {
        "grant": found,
        "crumbs": (grants_crumb(),),
        "shares": found.shares.all(),
        "money": queries.GrantMoney(found.given_cents, found.committed_cents, found.paid_cents),
        "contracts": queries.contract_rows(found, found.shares.all()) if reads_payments else (),
        "can_record": is_team and bool(permissions.can_record_contract(person, found)),
        "planned_cents": sum(row.instalment.cents for row in rows),
        "rows": _shown_rows(request, found, rows, duties),
        "agreements": found.agreements.all() if reads_payments else (),
        "reads_payments": reads_payments,
        "is_office": bool(permissions.can_read_money(person)),
        "alarms": queries.alarms_of(found, on=today) if is_team and not found.is_given else (),
        "resolutions": found.resolutions.select_related("organization", "resolved_by") if is_team else (),
        "reports": queries.report_rows().filter(grant=found) if reads_payments else (),
        "overdue": queries.overdue_of_grant(found, today=today) if reads_payments and found.is_given else (),
        "repayments": queries.repayments_of(found) if reads_payments else (),
        "today": today,
        "is_team": is_team,
        "can_update": is_team and bool(permissions.can_update_grant(person, found)),
        "can_plan": permissions.can_plan_instalments(person, found),
        "can_meet": is_team and bool(permissions.can_meet_conditions(person, found)),
        "can_correct": is_team and bool(permissions.can_correct_payment(person, on=today, duties=duties)),
        "doors": _doors(request, found, duties) if is_team else [],
    }
    return render(request, "funding/grant.html", context)


def _shown_rows(
    request: HttpRequest, found: Grant, rows: Sequence[queries.InstalmentRow], duties: Collection[str]
) -> list[dict[str, object]]:
    """Tell of each instalment what this person may do; what they sign is read once for all."""
    person, today = request.user, timezone.localdate()
    if not (rows and is_staff_member(person)):
        return [{"row": row} for row in rows]
    certify = permissions.can_certify(person, found, on=today, duties=duties)
    return [
        {
            "row": row,
            "can_certify": certify,
            "can_order": permissions.can_order(person, found, row, on=today, duties=duties),
        }
        for row in rows
    ]


def _doors(request: HttpRequest, found: Grant, duties: Collection[str]) -> list[Door]:
    """List what the team may do now with a grant."""
    person = request.user
    write = permissions.can_write_grants(person)

    def door(label: str, name: str, look: str = "outline") -> Door:
        return Door(label, reverse(f"funding:{name}", args=[found.pk]), write, look)

    moves = GRANT_MOVES.names_from(found.state)
    doors = []
    if "grant" in moves:
        doors.append(door(_("Give this grant"), "grant_give", "primary"))
        doors.append(door(_("Correct it"), "grant_edit"))
        doors.append(door(_("Add a beneficiary"), "share_add"))
        doors.append(door(_("Give it up"), "grant_abandon"))
    if "close" in moves:
        if found.instrument == Instrument.AGREEMENT:
            label = pgettext("of an agreement", "Write an amendment") if found.is_bound else _("Write the agreement")
            decision = permissions.can_draft_agreement(person, found)
            doors.append(Door(label, reverse("funding:agreement_create", args=[found.pk]), decision, "primary"))
        doors.append(door(_("Note the commitment number"), "grant_commit"))
        doors.append(door(_("Expect the financial reports"), "report_expect"))
        doors.append(door(_("Settle it"), "grant_close"))
        doors.append(door(_("Stop it"), "grant_stop"))
    if found.is_bound:
        can_order = permissions.can_correct_payment(person, on=timezone.localdate(), duties=duties)
        url = reverse("funding:breach", args=[found.pk])
        doors.append(Door(_("Take back after a breach"), url, can_order, "quiet"))
    return doors


@login_not_required
def grant_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changed in a grant; the public sees roles, the team sees names."""
    found = grant_for(request, pk)
    return history_page(
        request, found, title=str(found), crumbs=grant_crumbs(found), shows_names=is_staff_member(request.user)
    )


def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an agreement, clause by clause, ready to be printed."""
    found = agreement_for(request, pk)
    require(permissions.can_read_payments(request.user, found.grant))
    follow = permissions.can_follow_grant(request.user, found.grant)
    moves = AGREEMENT_MOVES.names_from(found.state) if is_staff_member(request.user) else ()
    labels = {
        "sign": (_("Keep it as signed"), "agreement_sign", "primary"),
        "abandon": (_("Give it up"), "agreement_abandon", "outline"),
    }
    doors = [
        Door(label, reverse(f"funding:{name}", args=[found.pk]), follow, look)
        for move, (label, name, look) in labels.items()
        if move in moves
    ]
    context = {
        "agreement": found,
        "grant": found.grant,
        "crumbs": grant_crumbs(found.grant),
        "clauses": queries.clauses_of(found),
        "can_write": bool(permissions.can_write_clauses(request.user, found)),
        "can_send": follow if "send" in moves else None,
        "can_take_back": follow if "take_back" in moves else None,
        "doors": doors,
    }
    return render(request, "funding/agreement.html", context)


def agreement_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the text as a PDF, clause by clause: as it was sent for signature, or as it is now."""
    found = agreement_for(request, pk)
    require(permissions.can_read_payments(request.user, found.grant))
    response = HttpResponse(printed(found, today=timezone.localdate()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="convention-{found.grant.reference}-{found.rank}.pdf"'
    return response


def envelope_list(request: HttpRequest) -> HttpResponse:
    """List the envelopes, with what is left of each."""
    require(permissions.can_read_money(request.user))
    can_write = permissions.can_write_grants(request.user)
    doors = [Door(_("Open an envelope"), reverse("funding:envelope_create"), can_write, "primary")] if can_write else []
    return list_page(
        request,
        template="funding/envelope_list.html",
        table_class=tables.EnvelopeTable,
        filterset_class=tables.EnvelopeFilter,
        rows=queries.envelope_rows(),
        file_name="enveloppes",
        context={"crumbs": (grants_crumb(),), "doors": doors},
    )


def envelope(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an envelope: its votes, what is given, committed, paid and left; its grants are a list away."""
    require(permissions.can_read_money(request.user))
    found = get_object_or_404(queries.envelope_rows([pk]), pk=pk)
    can_write = permissions.can_write_grants(request.user)
    vote = reverse("funding:envelope_vote", args=[found.pk])
    context = {
        "envelope": found,
        "crumbs": (grants_crumb(), envelopes_crumb()),
        "votes": found.votes.select_related("act").order_by("pk"),
        "draws": queries.draws_of(found),
        "is_team": bool(can_write),
        "doors": [Door(_("Write an amount voted"), vote, can_write, "primary")] if can_write else [],
    }
    return render(request, "funding/envelope.html", context)


def payment_list(request: HttpRequest) -> HttpResponse:
    """List the payments, corrections included."""
    require(permissions.can_read_money(request.user))
    return list_page(
        request,
        template="funding/payment_list.html",
        table_class=tables.PaymentTable,
        filterset_class=tables.PaymentFilter,
        rows=queries.payment_rows(),
        file_name="paiements",
        context={"crumbs": (grants_crumb(),)},
    )


def delegation_list(request: HttpRequest) -> HttpResponse:
    """List who signs what for the authority."""
    require(permissions.can_read_money(request.user))
    can_write = permissions.can_delegate(request.user)
    doors = (
        [Door(_("Delegate a signature"), reverse("funding:delegation_add"), can_write, "primary")]
        if is_staff_member(request.user)
        else []
    )
    return list_page(
        request,
        template="funding/delegation_list.html",
        table_class=tables.DelegationTable,
        filterset_class=tables.DelegationFilter,
        rows=queries.delegation_rows(),
        file_name="delegations-de-signature",
        context={"crumbs": (grants_crumb(),), "doors": doors},
        exclude=() if can_write else ("end",),
    )
