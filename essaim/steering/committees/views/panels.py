"""What hangs on the pages of actions and acts: opinions and decisions."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from essaim.steering.action_plan.states import TaskState
from essaim.steering.committees import permissions, queries
from essaim.steering.committees.states import OPINION_LOOK


@login_not_required
def action_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the opinions given on an action, and what sessions decided about it."""
    return _panel(request, "action_plan.action", pk, with_decisions=True)


@login_not_required
def act_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the opinions given on an act."""
    return _panel(request, "action_plan.act", pk, with_decisions=False)


def _panel(request: HttpRequest, kind: str, pk: int, *, with_decisions: bool) -> HttpResponse:
    # An action is a choice of the form; what else an opinion is asked about, other rooms ask by themselves.
    may_ask = with_decisions and permissions.can_ask_opinion(request.user)
    context = {
        "ask_url": f"{reverse('committees:request_ask')}?action={pk}" if may_ask else "",
        "opinions": list(queries.opinions_on(kind, pk)),
        "decisions": list(queries.decisions_on(pk)) if with_decisions else [],
        "opinion_looks": OPINION_LOOK,
        "task_looks": {TaskState.TO_DO: "warn", TaskState.DONE: "good", TaskState.CANCELLED: ""},
    }
    return render(request, "committees/partials/_opinions_panel.html", context)
