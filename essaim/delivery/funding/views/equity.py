"""Pages of the register of stakes that are read by the office; panels on structures and actions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.funding import permissions, tables_equity
from essaim.delivery.funding.equity_rules import CEILINGS, MEETING_MOVES, OPEN_STAKES, STAKE_MOVES, StakeState
from essaim.delivery.funding.models import (
    EquityStake,
)
from essaim.delivery.funding.queries import equity as queries
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.primitives.decisions import ALLOW, deny, require
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Door
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.queries import readable_plans

from .equity_finding import day_asked, meeting_for, stake_crumbs, stake_for
from .finding import grants_crumb


def stake_list(request: HttpRequest) -> HttpResponse:
    """List the stakes, with what each comes to on a day, and the general meetings to come."""
    require(permissions.can_read_stakes(request.user))
    today, on = timezone.localdate(), day_asked(request, "on")
    can_write = permissions.can_write_stakes(request.user)
    create = Door(_("Prepare a stake"), reverse("funding:stake_create"), can_write, "primary")
    context = {
        "crumbs": (grants_crumb(),),
        "doors": [create] if can_write else [],
        "on": on,
        "total_cents": queries.register_held_cents(on=on),
        "meetings": queries.meetings_to_come(today=today)[:10],
        "late": queries.meetings_without_account(today=today)[:10],
    }
    return list_page(
        request,
        template="funding/stake_list.html",
        table_class=tables_equity.StakeTable,
        filterset_class=tables_equity.StakeFilter,
        rows=queries.stake_rows(on=on, today=today),
        file_name="participations",
        context=context,
    )


def stake(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a stake: its book, what it comes to on a day, and what is said of it with its sources."""
    found = stake_for(request, pk)
    on, figure = day_asked(request, "le"), request.GET.get("chiffre", "")
    book, statements = queries.book_of(found), queries.public_shares_of(found)
    kinds = queries.ROWS_OF_FIGURES.get(figure)
    taken_back = {row.corrects_id for row in book if row.corrects_id}
    shown = [row for row in book if row.day <= on and (kinds is None or row.kind in kinds)]
    valuations = list(queries.valuations_of(found))
    is_team = is_staff_member(request.user)
    context = {
        "stake": found,
        "crumbs": stake_crumbs(),
        "on": on,
        "is_today": on == timezone.localdate(),
        "figures": queries.figures(book, on=on),
        "figure": figure if kinds else "",
        "book": [(row, row.pk in taken_back) for row in shown],
        "position": queries.public_position(book, statements, on=on),
        "ceilings": CEILINGS,
        "statements": statements,
        "valuation": next((row for row in valuations if row.day <= on), None),
        "valuations": valuations,
        "representatives": queries.representatives_of(found),
        "meetings": queries.meetings_of(found),
        "is_team": is_team,
        "is_open": found.state in OPEN_STAKES,
        "doors": _doors(request, found) if is_team else [],
    }
    return render(request, "funding/stake.html", context)


def _doors(request: HttpRequest, found: EquityStake) -> list[Door]:
    """List what the team may do now with a stake."""
    can_write = permissions.can_write_stakes(request.user)

    def door(label: str, name: str, look: str = "outline") -> Door:
        return Door(label, reverse(f"funding:{name}", args=[found.pk]), can_write, look)

    moves, doors = STAKE_MOVES.names_from(found.state), []
    if found.state in OPEN_STAKES:
        label = _("Subscribe shares") if "subscribe" in moves else _("Write a movement")
        doors.append(door(label, "movement_add", "primary"))
        doors.append(door(_("Say what public authorities hold"), "public_share_add"))
        doors.append(door(_("Name a representative"), "representative_add"))
        doors.append(door(_("Write a general meeting"), "meeting_add"))
        doors.append(door(_("Correct what is said of it"), "stake_edit"))
    if found.state in (StakeState.HELD, StakeState.ENDED):
        doors.append(door(_("Value it"), "valuation_add"))
    if "end" in moves:
        doors.append(door(_("End it"), "stake_end"))
    if "abandon" in moves:
        doors.append(door(_("Give it up"), "stake_abandon"))
    return doors


def stake_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changed in what is said of a stake."""
    found = stake_for(request, pk)
    return history_page(
        request, found, title=str(found), crumbs=stake_crumbs(found), shows_names=is_staff_member(request.user)
    )


def stake_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a general meeting: who attended, how they voted, its documents."""
    found = meeting_for(request, pk)
    can_write = permissions.can_write_stakes(request.user)
    moves = MEETING_MOVES.names_from(found.state) if can_write else ()
    doors = []
    if "hold" in moves:
        to_come = found.day > timezone.localdate()
        decision = deny(_("It has not taken place yet.")) if to_come else ALLOW
        url = reverse("funding:meeting_hold", args=[found.pk])
        doors.append(Door(_("Say who attended and how they voted"), url, decision, "primary"))
        url = reverse("funding:meeting_cancel", args=[found.pk])
        doors.append(Door(_("Say that it is cancelled"), url, ALLOW))
    on_day = [
        row
        for row in queries.representatives_of(found.stake)
        if row.starts_on <= found.day and (row.ends_on is None or found.day < row.ends_on)
    ]
    context = {"meeting": found, "crumbs": stake_crumbs(found.stake), "doors": doors, "representatives": on_day}
    return render(request, "funding/stake_meeting.html", context)


def _panel(request: HttpRequest, thing: object, rows: Any, *, door: str = "") -> HttpResponse:
    """Show the stakes tied to a thing: their figures to the office, that they are to everybody."""
    is_office = bool(permissions.can_read_stakes(request.user))
    on = timezone.localdate()
    found = list(rows if is_office else queries.public_stakes(rows))
    amounts = {}
    if is_office and found:
        keys = [row.pk for row in found]
        amounts = {row.pk: row for row in queries.stake_rows(on=on, today=on).filter(pk__in=keys)}
    context = {
        "thing": thing,
        "rows": [(row, amounts.get(row.pk)) for row in found],
        "is_office": is_office,
        "create_url": door,
    }
    template = "partials/_stakes.html" if request.headers.get("HX-Request") else "stake_panel.html"
    return render(request, f"funding/{template}", context)


@login_not_required
def organization_stakes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on a structure's page the stakes of the authority in it."""
    found = get_object_or_404(Organization, pk=pk)
    door = ""
    if permissions.can_write_stakes(request.user) and found.merged_into_id is None:
        door = f"{reverse('funding:stake_create')}?structure={found.key}"
    return _panel(request, found, queries.stakes_of_organization(found), door=door)


@login_not_required
def action_stakes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on an action's page the stakes that serve it."""
    rows = Action.objects.select_related("plan").filter(plan__in=readable_plans(request.user))
    found = get_object_or_404(rows, pk=pk)
    return _panel(request, found, queries.stakes_of_action(found))
