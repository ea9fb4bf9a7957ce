"""Pages where the team steers an action: milestones, tasks, notes, people, status, texts."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import permissions, queries, services
from essaim.steering.action_plan.forms import (
    ActionTextForm,
    MilestoneForm,
    MoveActionForm,
    NoteForm,
    OverrideForm,
    PersonForm,
    TaskForm,
)
from essaim.steering.action_plan.models import Action, Milestone, Task

from .public import action_of


def steering(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show everything the team writes on an action, with its forms."""
    action = action_of(request, slug, number)
    require(permissions.can_steer_action(request.user, action))
    return _page(request, action, {})


def _page(request: HttpRequest, action: Action, bound: dict[str, forms.BaseForm], status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "action": action,
        "plan": action.plan,
        "shown": queries.shown_actions(Action.objects.filter(pk=action.pk), today=today)[0],
        "milestones": action.milestones.prefetch_related("waits_for__needs"),
        "tasks": action.tasks.select_related("assignee"),
        "notes": action.notes.select_related("author"),
        "people": action.people.select_related("person"),
        "today": today,
        "milestone_form": MilestoneForm(prefix="milestone"),
        "task_form": TaskForm(prefix="task"),
        "note_form": NoteForm(prefix="note"),
        "override_form": OverrideForm(prefix="override"),
        "person_form": PersonForm(prefix="person"),
        "can_edit": permissions.can_edit_action(request.user, action),
        **bound,
    }
    return render(request, "action_plan/steering.html", context, status=status)


def _add(
    request: HttpRequest,
    slug: str,
    number: int,
    prefix: str,
    form_class: type[forms.BaseForm],
    write: Callable[[Action, dict[str, object]], object],
    said: str,
) -> HttpResponse:
    action = action_of(request, slug, number)
    require(permissions.can_steer_action(request.user, action))
    form = form_class(request.POST, prefix=prefix)
    if form.is_valid():
        try:
            write(action, form.cleaned_data)
        except forms.ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, said)
            return redirect("action_plan:steering", slug, number)
    return _page(request, action, {f"{prefix}_form": form}, status=422)


@require_POST
def milestone_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Add a milestone."""

    def write(action: Action, values: dict[str, object]) -> object:
        return services.add_milestone(action=action, actor=request.user, now=timezone.now(), **values)

    return _add(request, slug, number, "milestone", MilestoneForm, write, _("The milestone is added."))


@require_POST
def task_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Add a task."""

    def write(action: Action, values: dict[str, object]) -> object:
        return services.add_task(action=action, actor=request.user, now=timezone.now(), **values)

    return _add(request, slug, number, "task", TaskForm, write, _("The task is added."))


@require_POST
def note_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write a note."""

    def write(action: Action, values: dict[str, object]) -> object:
        return services.write_note(action=action, actor=request.user, now=timezone.now(), **values)

    return _add(request, slug, number, "note", NoteForm, write, _("The note is written."))


@require_POST
def status_override(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Put a status over the derived one."""

    def write(action: Action, values: dict[str, object]) -> object:
        now = timezone.now()
        today = timezone.localdate(now)
        return services.override_status(action=action, actor=request.user, starts_on=today, now=now, **values)

    return _add(request, slug, number, "override", OverrideForm, write, _("Both statuses are shown from now on."))


@require_POST
def person_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give somebody a part in the action."""

    def write(action: Action, values: dict[str, object]) -> object:
        return services.name_person(action=action, actor=request.user, now=timezone.now(), **values)

    return _add(request, slug, number, "person", PersonForm, write, _("The part is given."))


@require_POST
def milestone_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Say that a milestone is done today, or take it back."""
    milestone = get_object_or_404(Milestone.objects.select_related("action__plan"), pk=pk)
    now = timezone.now()
    done_on = timezone.localdate(now) if move == "reach" else None
    services.reach_milestone(milestone=milestone, actor=request.user, done_on=done_on, now=now)
    messages.success(request, _("The milestone is up to date."))
    return redirect("action_plan:steering", milestone.action.plan.slug, milestone.action.number)


@require_POST
def task_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Finish, cancel or reopen a task."""
    task = get_object_or_404(Task.objects.select_related("action__plan"), pk=pk)
    services.move_task(task=task, actor=request.user, move=move, now=timezone.now())
    messages.success(request, _("The task is up to date."))
    return redirect("action_plan:steering", task.action.plan.slug, task.action.number)


def action_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change the texts of an action, with the reason."""
    action = action_of(request, slug, number)
    require(permissions.can_edit_action(request.user, action))
    form = ActionTextForm(request.POST or None, instance=action)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", "description", "plain_summary")}
        services.update_action(
            action=action, actor=request.user, reason=form.cleaned_data["reason"], now=timezone.now(), **values
        )
        messages.success(request, _("The action is changed; its history keeps what it was."))
        return redirect(action)
    move_form = MoveActionForm(plan=action.plan)
    return render(
        request,
        "action_plan/action_edit.html",
        {"action": action, "plan": action.plan, "form": form, "move_form": move_form},
        status=422 if form.is_bound else 200,
    )


@require_POST
def action_move(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Move an action to another axis of its plan."""
    action = action_of(request, slug, number)
    require(permissions.can_edit_action(request.user, action))
    form = MoveActionForm(request.POST, plan=action.plan)
    if form.is_valid():
        services.move_action(action=action, actor=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The action has moved; its address and its history are the same."))
        return redirect(action)
    context = {"action": action, "plan": action.plan, "form": ActionTextForm(instance=action), "move_form": form}
    return render(request, "action_plan/action_edit.html", context, status=422)
