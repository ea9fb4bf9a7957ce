"""Pages everybody reads on acts: the list, the chain in time, one act with what it founded and voted."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Door
from essaim.steering.action_plan import permissions, queries, tables
from essaim.steering.action_plan.forms import is_unusual_number
from essaim.steering.action_plan.models import Act

from .finding import act_of
from .pages import acts_crumb


@login_not_required
def act_list(request: HttpRequest) -> HttpResponse:
    """List the acts."""
    doors = []
    if can_write := permissions.can_write_policy(request.user):
        doors.append(Door(_("Write a new act"), reverse("action_plan:act_create"), can_write))
    return list_page(
        request,
        template="action_plan/act_list.html",
        table_class=tables.ActTable,
        filterset_class=tables.ActFilter,
        rows=queries.acts_visible_to(request.user),
        file_name="actes",
        context={"doors": doors},
    )


@login_not_required
def act_timeline(request: HttpRequest) -> HttpResponse:
    """Show the chain of acts in time, each with the plans it founded and what it voted."""
    context = {"chain": queries.act_chain(request.user), "crumbs": (acts_crumb(),)}
    return render(request, "action_plan/act_timeline.html", context)


@login_not_required
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Show an act: its dates as exactly as they are known, what each source says, what it founded and voted."""
    found = act_of(request, key)
    voted = queries.voted_by_act(found, request.user)
    context = {
        "act": found,
        "crumbs": (acts_crumb(),),
        "topics": queries.topics(found.statements.select_related("source")),
        "annexes": found.annexes.all(),
        "plans": queries.plans_visible_to(request.user).filter(founding_act=found),
        "replaced_by": queries.readable_acts(request.user).filter(replaces=found),
        "voted": voted,
        "voted_total": sum(row.totals.voted_cents for row in voted),
        "is_written_by_the_person": bool(permissions.can_write_policy(request.user)),
        "is_unusual_number": is_unusual_number(found.number),
        "doors": _doors(request, found),
    }
    return render(request, "action_plan/act.html", context)


def _doors(request: HttpRequest, act: Act) -> list[Door]:
    person = request.user
    can_write = permissions.can_write_policy(person)
    if not can_write:
        return []
    moves = [
        ("vote", _("Record its vote"), "action_plan:act_vote"),
        ("certify", _("Record that it is enforceable"), "action_plan:act_certify"),
        ("repeal", _("Record its repeal"), "action_plan:act_repeal"),
    ]
    return [
        Door(_("Correct what is written"), reverse("action_plan:act_edit", args=[act.key]), can_write, "primary"),
        *(
            Door(label, reverse(name, args=[act.key]), permissions.can_move_act(person, act, move))
            for move, label, name in moves
        ),
        Door(_("Add an annex"), reverse("action_plan:annex_create", args=[act.key]), can_write),
        Door(_("Quote a source"), reverse("action_plan:statement_create", args=["act", act.pk]), can_write),
    ]
