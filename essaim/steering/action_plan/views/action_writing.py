"""Pages where the team writes actions: adds, rewrites, moves, opens, ends and opens them again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import DayForm, DayReasonForm, ReasonForm
from essaim.foundations.ui.writing import Page, refused, write
from essaim.steering.action_plan import permissions, services
from essaim.steering.action_plan.forms import ActionForm, ActionTextForm, FinishForm, MoveActionForm, next_number
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.states import PersonRole

from .finding import action_of, plan_of
from .pages import action_crumbs, plan_crumbs, steering_url


def action_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an action to a plan, or a part to one of its actions (?partie=, ?axe= prefill the form)."""
    actor, plan = person_of(request), plan_of(request, slug)
    require(permissions.can_document_plan(actor, plan))
    parent = plan.actions.filter(number=_whole(request.GET.get("partie", ""))).first()
    axis = parent.axis if parent else plan.axes.filter(number=_whole(request.GET.get("axe", ""))).first()
    form = ActionForm(
        request.POST or None,
        instance=Action(plan=plan),
        initial={
            "axis": axis.pk if axis else None,
            "parent": parent.pk if parent else None,
            "number": next_number(list(plan.actions.values_list("number", flat=True))),
            "source": plan.source_id,
        },
    )
    page = Page(
        title=_("Add an action"),
        submit=_("Add"),
        back=plan.get_absolute_url(),
        crumbs=plan_crumbs(plan),
        lead=plan.name,
        refusals={
            services.ParentOutOfPlace: _("A part of an action cannot have parts itself, nor belong to another plan.")
        },
    )
    return write(
        request,
        page,
        form,
        lambda: services.add_action(actor=actor, now=timezone.now(), **form.values()),
        said=_("The action is added, as proposed. Name its pilot, then open it."),
        onward=lambda action: action.get_absolute_url(),
    )


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else -1


def action_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change the texts of an action, with the reason; or move it to another axis, by the form below."""
    actor, action = person_of(request), action_of(request, slug, number)
    require(permissions.can_edit_action(actor, action))
    form = ActionTextForm(request.POST or None, instance=action)
    return write(
        request,
        _edit_page(action),
        form,
        lambda: services.update_action(action=action, actor=actor, now=timezone.now(), **form.told()),
        said=_("The action is changed; its history keeps what it was."),
        template="action_plan/action_edit.html",
        context={"action": action, "plan": action.plan, "move_form": MoveActionForm(plan=action.plan, prefix="move")},
    )


def _edit_page(action: Action) -> Page:
    return Page(
        title=_("Change an action"),
        submit=_("Save"),
        back=action.get_absolute_url(),
        crumbs=action_crumbs(action),
        lead=str(action),
    )


@require_POST
def action_move(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Move an action to another axis of its plan."""
    actor, action = person_of(request), action_of(request, slug, number)
    require(permissions.can_edit_action(actor, action))
    form = MoveActionForm(request.POST, plan=action.plan, prefix="move")
    context = {
        "page": _edit_page(action),
        "form": ActionTextForm(instance=action),
        "move_form": form,
        "action": action,
        "plan": action.plan,
        "is_conflict": False,
        "differences": (),
        "upload": False,
    }
    if not form.is_valid():
        return render(request, "action_plan/action_edit.html", context, status=422)
    return write(
        request,
        _edit_page(action),
        form,
        lambda: services.move_action(action=action, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The action has moved; its address and its history are the same."),
    )


def action_open(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Open an action, which must have a pilot."""
    actor, action = person_of(request), action_of(request, slug, number)
    require(permissions.can_edit_action(actor, action))
    if request.method == "GET" and not (decision := permissions.can_move_action(actor, action, "open")):
        return refused(request, decision, action.get_absolute_url())
    form = DayForm(request.POST or None, today=timezone.localdate(), label=_("Opened on"))
    return write(
        request,
        _move_page(action, _("Open an action"), _("Open it")),
        form,
        lambda: services.open_action(
            action=action, actor=actor, opened_on=form.cleaned_data["day"], now=timezone.now()
        ),
        said=_("The action is open."),
        template="action_plan/action_open.html",
        context={"steering_url": f"{steering_url(action)}#personnes", "has_pilot": _has_pilot(action)},
    )


def _has_pilot(action: Action) -> bool:
    return action.people.filter(role=PersonRole.PILOT, ends_on__isnull=True).exists()


def _move_page(action: Action, title: str, submit: str, *, warning: str = "") -> Page:
    return Page(
        title=title,
        submit=submit,
        back=action.get_absolute_url(),
        crumbs=action_crumbs(action),
        lead=str(action),
        warning=warning,
        refusals={services.PilotMissing: _("Nobody pilots this action: name its pilot first.")},
    )


def action_finish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Close an action as done."""
    actor, action = person_of(request), action_of(request, slug, number)
    require(permissions.can_edit_action(actor, action))
    if request.method == "GET" and not (decision := permissions.can_move_action(actor, action, "finish")):
        return refused(request, decision, action.get_absolute_url())
    form = FinishForm(request.POST or None, today=timezone.localdate(), label=_("Done on"))
    return write(
        request,
        _move_page(action, _("Close an action as done"), _("Close it as done")),
        form,
        lambda: services.finish_action(
            action=action,
            actor=actor,
            ended_on=form.cleaned_data["day"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        ),
        said=_("The action is done."),
    )


def action_drop(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Drop an action, saying why."""
    actor, action = person_of(request), action_of(request, slug, number)
    require(permissions.can_edit_action(actor, action))
    if request.method == "GET" and not (decision := permissions.can_move_action(actor, action, "drop")):
        return refused(request, decision, action.get_absolute_url())
    form = DayReasonForm(request.POST or None, today=timezone.localdate(), label=_("Dropped on"))
    warning = _("Everybody will read that the action is dropped, and why. It can be opened again while its plan lives.")
    return write(
        request,
        _move_page(action, _("Drop an action"), _("Drop it"), warning=warning),
        form,
        lambda: services.drop_action(
            action=action,
            actor=actor,
            ended_on=form.cleaned_data["day"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        ),
        said=_("The action is dropped, and its page says why."),
    )


def action_reopen(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Open an ended action again."""
    actor, action = person_of(request), action_of(request, slug, number)
    require(permissions.can_edit_action(actor, action))
    if request.method == "GET" and not (decision := permissions.can_move_action(actor, action, "reopen")):
        return refused(request, decision, action.get_absolute_url())
    form = ReasonForm(request.POST or None)
    return write(
        request,
        _move_page(action, _("Open an action again"), _("Open it again")),
        form,
        lambda: services.reopen_action(
            action=action, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now()
        ),
        said=_("The action is open again."),
        template="action_plan/action_open.html",
        context={"steering_url": f"{steering_url(action)}#personnes", "has_pilot": _has_pilot(action)},
    )
