"""What hangs on the pages of actions and acts: opinions and decisions."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.steering.action_plan.states import TaskState
from essaim.steering.committees import queries
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
    context = {
        "opinions": list(queries.opinions_on(kind, pk)),
        "decisions": list(queries.decisions_on(pk)) if with_decisions else [],
        "opinion_looks": OPINION_LOOK,
        "task_looks": {TaskState.TO_DO: "warn", TaskState.DONE: "good", TaskState.CANCELLED: ""},
    }
    return render(request, "committees/partials/_opinions_panel.html", context)
