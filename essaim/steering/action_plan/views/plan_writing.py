"""Pages where the team writes plans and their axes, adopts, starts and closes them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.writing import Page, refused, write
from essaim.steering.action_plan import permissions, queries, services
from essaim.steering.action_plan.forms import (
    AdoptForm,
    AxisEditForm,
    AxisForm,
    CloseForm,
    PlanEditForm,
    PlanForm,
    StartForm,
    next_number,
)
from essaim.steering.action_plan.models import Axis, Plan

from .finding import plan_of
from .pages import plan_crumbs, plans_crumb


def plan_create(request: HttpRequest) -> HttpResponse:
    """Write a new plan, as a draft."""
    actor = person_of(request)
    require(permissions.can_write_policy(actor))
    form = PlanForm(request.POST or None)
    crumb = plans_crumb()
    page = Page(
        title=_("Write a new plan"),
        submit=_("Save the draft"),
        back=crumb[1],
        crumbs=(crumb,),
        lead=_("A draft is read by the team only. It becomes public once an act adopts it."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.create_plan(actor=actor, now=timezone.now(), **form.values()),
        said=_("The plan is written, as a draft. Now add its axes and actions."),
        onward=lambda plan: plan.get_absolute_url(),
    )


def plan_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is written of a plan, saying why."""
    actor, plan = person_of(request), plan_of(request, slug)
    require(permissions.can_change_plan(actor, plan))
    page = _page(plan, _("Change the texts of a plan"), _("Save"))
    form = PlanEditForm(request.POST or None, instance=plan)
    return write(
        request,
        page,
        form,
        lambda: services.update_plan(plan=plan, actor=actor, now=timezone.now(), **form.told()),
        said=_("The plan is changed; its history keeps what it was."),
    )


def _page(plan: Plan, title: str, submit: str, *, warning: str = "") -> Page:
    return Page(
        title=title,
        submit=submit,
        back=plan.get_absolute_url(),
        crumbs=plan_crumbs(plan),
        lead=plan.name,
        warning=warning,
    )


def plan_adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """Record that an act adopted a plan."""
    actor, plan = person_of(request), plan_of(request, slug)
    require(permissions.can_write_policy(actor))
    if request.method == "GET" and not (decision := permissions.can_move_plan(actor, plan, "adopt")):
        return refused(request, decision, plan.get_absolute_url())
    page = _page(
        plan,
        _("Record the adoption of a plan"),
        _("Record the adoption"),
        warning=_("This cannot be undone: the plan becomes public, and its texts of today are kept as those adopted."),
    )
    form = AdoptForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.adopt_plan(plan=plan, actor=actor, act=form.cleaned_data["act"], now=timezone.now()),
        said=_("The plan is adopted, and public."),
    )


def plan_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Put an adopted plan in force."""
    actor, plan = person_of(request), plan_of(request, slug)
    require(permissions.can_write_policy(actor))
    if request.method == "GET" and not (decision := permissions.can_move_plan(actor, plan, "start")):
        return refused(request, decision, plan.get_absolute_url())
    page = _page(
        plan,
        _("Put a plan in force"),
        _("Put it in force"),
        warning=_("This cannot be undone: afterwards a plan in force can only be closed."),
    )
    form = StartForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.start_plan(plan=plan, actor=actor, now=timezone.now()),
        said=_("The plan is in force."),
    )


def plan_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a plan, once each of its actions has a fate; those that have none are listed, with how to give them one."""
    actor, plan = person_of(request), plan_of(request, slug)
    require(permissions.can_write_policy(actor))
    if request.method == "GET" and not (decision := permissions.can_move_plan(actor, plan, "close")):
        return refused(request, decision, plan.get_absolute_url())
    page = Page(
        title=_("Close a plan"),
        submit=_("Close it for good"),
        back=plan.get_absolute_url(),
        crumbs=plan_crumbs(plan),
        lead=plan.name,
        warning=_("This cannot be undone: a closed plan is kept as it was, and is never opened again."),
        refusals={
            services.FateMissing: _("Some actions have no fate yet: give each of them one, then close the plan.")
        },
    )
    form = CloseForm(request.POST or None, today=timezone.localdate(), label=_("Closed on"))
    return write(
        request,
        page,
        form,
        lambda: services.close_plan(plan=plan, actor=actor, closed_on=form.cleaned_data["day"], now=timezone.now()),
        said=_("The plan is closed."),
        template="action_plan/plan_close.html",
        context={
            "plan": plan,
            "without_fate": list(queries.actions_without_fate(plan).select_related("plan", "axis").order_by("number")),
            "link_url": reverse("action_plan:link_create"),
        },
    )


def axis_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an axis to a plan."""
    actor, plan = person_of(request), plan_of(request, slug)
    require(permissions.can_document_plan(actor, plan))
    numbers = list(plan.axes.values_list("number", flat=True))
    form = AxisForm(
        request.POST or None,
        instance=Axis(plan=plan),
        initial={"number": next_number(numbers), "source": plan.source_id},
    )
    return write(
        request,
        _page(plan, _("Add an axis"), _("Add")),
        form,
        lambda: services.add_axis(plan=plan, actor=actor, now=timezone.now(), **form.values()),
        said=_("The axis is added."),
        onward=lambda axis: axis.get_absolute_url(),
    )


def axis_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change what is written of an axis, saying why."""
    actor, plan = person_of(request), plan_of(request, slug)
    axis = get_object_or_404(Axis.objects.select_related("plan"), plan=plan, number=number)
    require(permissions.can_change_plan(actor, plan))
    page = Page(
        title=_("Change an axis"),
        submit=_("Save"),
        back=axis.get_absolute_url(),
        crumbs=plan_crumbs(plan),
        lead=str(axis),
    )
    form = AxisEditForm(request.POST or None, instance=axis)
    return write(
        request,
        page,
        form,
        lambda: services.update_axis(axis=axis, actor=actor, now=timezone.now(), **form.told()),
        said=_("The axis is changed; its history keeps what it was."),
    )
