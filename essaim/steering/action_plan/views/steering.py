"""The page where an action is steered: milestones, tasks, notes, people, stakeholders, status put by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, add_errors, write
from essaim.steering.action_plan import permissions, queries, services
from essaim.steering.action_plan.forms import (
    MilestoneForm,
    NoteForm,
    OverrideForm,
    PersonForm,
    StakeholderForm,
    TaskForm,
)
from essaim.steering.action_plan.models import Action, StatusOverride
from essaim.steering.action_plan.status_rule import RULE

from .finding import action_of
from .pages import action_crumbs, steering_crumbs, steering_url

Values = Mapping[str, Any]


def steering(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show everything the team writes on an action, with its forms."""
    action = action_of(request, slug, number)
    require(permissions.can_steer_action(request.user, action))
    return _page(request, action, {})


def _page(request: HttpRequest, action: Action, bound: Mapping[str, forms.BaseForm], status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "action": action,
        "plan": action.plan,
        "crumbs": action_crumbs(action),
        "shown": queries.shown_actions(Action.objects.filter(pk=action.pk), today=today)[0],
        "rule": RULE,
        "milestones": action.milestones.prefetch_related("waits_for__needs"),
        "tasks": action.tasks.select_related("assignee"),
        "notes": action.notes.select_related("author"),
        "people": action.people.select_related("person"),
        "stakeholders": action.stakeholders.all(),
        "overrides": action.overrides.select_related("author"),
        "today": today,
        "milestone_form": MilestoneForm(prefix="milestone"),
        "task_form": TaskForm(prefix="task"),
        "note_form": NoteForm(prefix="note"),
        "override_form": OverrideForm(prefix="override"),
        "person_form": PersonForm(
            prefix="person", initial={"starts_on": today, "pilot_seen": services.pilot_seen(action)}
        ),
        "stakeholder_form": StakeholderForm(prefix="stakeholder"),
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
    save: Callable[[Action, Values], object],
    said: str,
) -> HttpResponse:
    """Write one row from one of the page's forms, or show the page again with the errors of that form."""
    action = action_of(request, slug, number)
    require(permissions.can_steer_action(request.user, action))
    form = form_class(request.POST, prefix=prefix)
    if form.is_valid():
        try:
            save(action, form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except services.PilotChanged as change:
            # The form comes back with who is the pilot now: sent again, it takes over from them.
            form.add_error("role", _pilot_changed(change))
            form.data = {**form.data.dict(), f"{prefix}-pilot_seen": services.pilot_seen(action)}  # type: ignore[attr-defined]
            return _page(request, action, {f"{prefix}_form": form}, status=409)
        else:
            messages.success(request, said)
            return redirect("action_plan:steering", slug, number)
    return _page(request, action, {f"{prefix}_form": form}, status=422)


def _pilot_changed(change: services.PilotChanged) -> str:
    if change.part is None:
        return _("The pilot left meanwhile. Send again to name this one.")
    words = _("Somebody named %(name)s meanwhile. Send again only if this one must take over.")
    return words % {"name": change.part.person}


@require_POST
def milestone_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Add a milestone."""
    actor = person_of(request)

    def save(action: Action, values: Values) -> object:
        return services.add_milestone(action=action, actor=actor, now=timezone.now(), **values)

    return _add(request, slug, number, "milestone", MilestoneForm, save, _("The milestone is added."))


@require_POST
def task_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Add a task."""
    actor = person_of(request)

    def save(action: Action, values: Values) -> object:
        return services.add_task(action=action, actor=actor, now=timezone.now(), **values)

    return _add(request, slug, number, "task", TaskForm, save, _("The task is added."))


@require_POST
def note_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write a note."""
    actor = person_of(request)

    def save(action: Action, values: Values) -> object:
        return services.write_note(action=action, actor=actor, now=timezone.now(), **values)

    return _add(request, slug, number, "note", NoteForm, save, _("The note is written."))


@require_POST
def status_override(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Put a status over the derived one."""
    actor = person_of(request)

    def save(action: Action, values: Values) -> object:
        now = timezone.now()
        today = timezone.localdate(now)
        return services.override_status(action=action, actor=actor, starts_on=today, now=now, **values)

    return _add(request, slug, number, "override", OverrideForm, save, _("Both statuses are shown from now on."))


def override_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a status put by hand, from today."""
    actor = person_of(request)
    rows = StatusOverride.objects.select_related("action__plan", "action__axis")
    override = get_object_or_404(rows, pk=pk)
    require(permissions.can_steer_action(actor, override.action))
    page = Page(
        title=_("Lift a status put by hand"),
        submit=_("Lift it today"),
        back=steering_url(override.action),
        crumbs=steering_crumbs(override.action),
        lead=str(override),
        warning=_("From today the status is again the one that the rule derives."),
    )
    form = ReasonForm(request.POST or None)

    def save() -> None:
        now = timezone.now()
        services.end_override(
            override=override,
            actor=actor,
            ends_on=timezone.localdate(now),
            reason=form.cleaned_data["reason"],
            now=now,
        )

    return write(request, page, form, save, said=_("The derived status counts again."))


@require_POST
def person_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give somebody a part in the action."""
    actor = person_of(request)

    def save(action: Action, values: Values) -> object:
        return services.name_person(action=action, actor=actor, now=timezone.now(), **values)

    return _add(request, slug, number, "person", PersonForm, save, _("The part is given."))


@require_POST
def stakeholder_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Name a department, partner or operator of the action."""
    actor = person_of(request)

    def save(action: Action, values: Values) -> object:
        return services.name_stakeholder(action=action, actor=actor, now=timezone.now(), **values)

    return _add(request, slug, number, "stakeholder", StakeholderForm, save, _("They are named in the action."))
