"""Pages where milestones and tasks are changed: other words, another day with what it would delay, what they wait for."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, write
from essaim.steering.action_plan import permissions, queries, services
from essaim.steering.action_plan.forms import MilestoneEditForm, MilestoneMoveForm, NeedForm, TaskEditForm
from essaim.steering.action_plan.models import Dependency, Milestone, Task

from .pages import steering_crumbs, steering_url


def _milestone_of(request: HttpRequest, pk: int) -> Milestone:
    """Find a milestone of an action the person may steer."""
    milestone = get_object_or_404(Milestone.objects.select_related("action__plan", "action__axis"), pk=pk)
    require(permissions.can_steer_action(request.user, milestone.action))
    return milestone


def _milestone_url(milestone: Milestone) -> str:
    return reverse("action_plan:milestone", args=[milestone.pk])


def _page(milestone: Milestone, title: str, submit: str, *, warning: str = "", to_steering: bool = False) -> Page:
    return Page(
        title=title,
        submit=submit,
        back=steering_url(milestone.action) if to_steering else _milestone_url(milestone),
        crumbs=(*steering_crumbs(milestone.action), (milestone.title, _milestone_url(milestone))),
        lead=milestone.title,
        warning=warning,
    )


def _milestone_page(
    request: HttpRequest, milestone: Milestone, bound: Mapping[str, object], status: int = 200
) -> HttpResponse:
    context = {
        "milestone": milestone,
        "action": milestone.action,
        "crumbs": steering_crumbs(milestone.action),
        "needs": milestone.waits_for.select_related("needs__action__plan").order_by("needs__due_on", "pk"),
        "awaited_by": milestone.awaited_by.select_related("milestone__action__plan").order_by(
            "milestone__due_on", "pk"
        ),
        "today": timezone.localdate(),
        "move_form": MilestoneMoveForm(prefix="move", initial={"due_on": milestone.due_on}),
        "need_form": NeedForm(prefix="need", milestone=milestone),
        **bound,
    }
    return render(request, "action_plan/milestone.html", context, status=status)


def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a milestone to those who steer it: its day, what it waits for, what waits for it."""
    return _milestone_page(request, _milestone_of(request, pk), {})


def milestone_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a milestone in other words."""
    found, actor = _milestone_of(request, pk), person_of(request)
    form = MilestoneEditForm(request.POST or None, instance=found)
    return write(
        request,
        _page(found, _("Rename a milestone"), _("Save")),
        form,
        lambda: services.rename_milestone(milestone=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The milestone is renamed."),
    )


def milestone_postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """
    Give a milestone another day, in two steps: first what it would delay, then, confirmed, the change.

    Sent without confirmation, the form comes back with the milestones and actions that would become late.
    """
    found, actor = _milestone_of(request, pk), person_of(request)
    form = MilestoneMoveForm(request.POST or None, prefix="move", initial={"due_on": found.due_on})
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return _milestone_page(request, found, {"move_form": form}, status)
    due_on = form.cleaned_data["due_on"]
    if "confirmed" not in request.POST:
        context = {
            "milestone": found,
            "crumbs": (*steering_crumbs(found.action), (found.title, _milestone_url(found))),
            "back": _milestone_url(found),
            "form": form,
            "due_on": due_on,
            "delayed": queries.delayed_by_moving(found, due_on=due_on, today=timezone.localdate()),
        }
        return render(request, "action_plan/milestone_postpone.html", context)
    services.move_milestone(
        milestone=found, actor=actor, due_on=due_on, reason=form.cleaned_data["reason"], now=timezone.now()
    )
    messages.success(request, _("The milestone has another day; its history keeps the former one."))
    return redirect(steering_url(found.action))


def milestone_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a milestone."""
    found, actor = _milestone_of(request, pk), person_of(request)
    warning = _("What it waited for and what waited for it are untied. The history keeps all of it.")
    form = ReasonForm(request.POST or None)

    def save() -> None:
        services.remove_milestone(milestone=found, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now())

    return write(
        request,
        _page(found, _("Take back a milestone"), _("Take it back"), warning=warning, to_steering=True),
        form,
        save,
        said=_("The milestone is taken back."),
    )


@require_POST
def need_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a milestone wait for another."""
    found, actor = _milestone_of(request, pk), person_of(request)
    form = NeedForm(request.POST, prefix="need", milestone=found)
    if form.is_valid():
        try:
            services.add_dependency(milestone=found, needs=form.cleaned_data["needs"], actor=actor, now=timezone.now())
        except services.DependencyCircle:
            form.add_error("needs", _("That milestone already waits for this one, directly or through others."))
        else:
            messages.success(request, _("The dependency is written."))
            return redirect(_milestone_url(found))
    return _milestone_page(request, found, {"need_form": form}, 422)


@require_POST
def need_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a milestone no longer wait for another."""
    dependency = get_object_or_404(Dependency.objects.select_related("milestone__action__plan"), pk=pk)
    services.remove_dependency(dependency=dependency, actor=person_of(request), now=timezone.now())
    messages.success(request, _("The dependency is taken back."))
    return redirect(_milestone_url(dependency.milestone))


@require_POST
def milestone_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Say that a milestone is done today, or take it back."""
    found = get_object_or_404(Milestone.objects.select_related("action__plan"), pk=pk)
    now = timezone.now()
    done_on = timezone.localdate(now) if move == "reach" else None
    services.reach_milestone(milestone=found, actor=person_of(request), done_on=done_on, now=now)
    messages.success(request, _("The milestone is up to date."))
    return redirect(steering_url(found.action))


@require_POST
def task_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Finish, cancel or reopen a task."""
    task = get_object_or_404(Task.objects.select_related("action__plan"), pk=pk)
    services.move_task(task=task, actor=person_of(request), move=move, now=timezone.now())
    messages.success(request, _("The task is up to date."))
    return redirect(steering_url(task.action))


def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a task says, its day, or who has it."""
    actor = person_of(request)
    task = get_object_or_404(Task.objects.select_related("action__plan", "action__axis", "assignee"), pk=pk)
    require(permissions.can_steer_action(actor, task.action))
    page = Page(
        title=_("Change a task"),
        submit=_("Save"),
        back=steering_url(task.action),
        crumbs=steering_crumbs(task.action),
        lead=task.title,
    )
    form = TaskEditForm(request.POST or None, instance=task)
    return write(
        request,
        page,
        form,
        lambda: services.update_task(task=task, actor=actor, now=timezone.now(), **form.told()),
        said=_("The task is changed."),
    )
