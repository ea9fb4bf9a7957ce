"""The homes: each role lands on its own; a person of several roles finds tabs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.delivery.calls_for_projects.queries import awaited_opinions_of
from essaim.ecosystem.organizations.queries import organizations_of
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.decisions import require
from essaim.foundations.territory.queries import commune_names
from essaim.insight.dashboard import homes, permissions
from essaim.insight.dashboard.queries import commune_view, elected, officer, others
from essaim.insight.dashboard.queries.heard import CLOSING_DAYS, sessions_in_calendar
from essaim.insight.dashboard.queries.plan_state import PlanState, plan_asked
from essaim.insight.dashboard.queries.sitting import sitting_of
from essaim.steering.action_plan import services
from essaim.steering.action_plan.permissions import can_read_names
from essaim.steering.action_plan.queries import plans_visible_to, task_to_finish, validated_items
from essaim.steering.consultations.queries import consultations_visible_to


def home(request: HttpRequest) -> HttpResponse:
    """Lead a person to the home of their first role; without a role, say what they can do."""
    found = _homes(person_of(request))
    if found:
        return redirect(found[0].url)
    return render(request, "dashboard/no_role.html")


def _homes(person: User) -> tuple[homes.Home, ...]:
    codes = [role.scope_code for role in person.held_roles if role.kind == RoleKind.COMMUNE_REFERENT]
    return homes.homes_of(person.held_roles, commune_names=commune_names(codes) if codes else {})


def _frame(request: HttpRequest) -> dict[str, Any]:
    """What every home shows around its matter: the tabs of the person, if they have several."""
    tabs = _homes(request.user) if isinstance(request.user, User) else ()
    return {"tabs": tabs if len(tabs) > 1 else (), "here": request.path}


def _plan_page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    plans = plans_visible_to(request.user)
    return render(request, template, {**_frame(request), "plans": plans, **context})


def officer_home(request: HttpRequest) -> HttpResponse:
    """Answer in ten seconds: what is late, what needs me this week, where the money is, which communes are absent."""
    person = person_of(request)
    require(permissions.can_open_office_cockpit(person))
    now = timezone.now()
    today = timezone.localdate(now)
    plan = plan_asked(person, request.GET.get("plan", ""), today=today)
    if plan is None:
        return _without_plan(request)
    cockpit = officer.officer_cockpit(person, plan, today=today, now=now)
    return _plan_page(
        request, "dashboard/officer.html", plan=plan, cockpit=cockpit, today=today, closing_days=CLOSING_DAYS
    )


def _without_plan(request: HttpRequest) -> HttpResponse:
    """Answer 404 to the name of a plan that is none, and a page that explains when there is no plan at all."""
    if request.GET.get("plan"):
        raise Http404
    return render(request, "dashboard/no_plan.html", _frame(request))


def elected_home(request: HttpRequest) -> HttpResponse:
    """Show the plan to an elected official on one page, made for a phone."""
    person = person_of(request)
    require(permissions.can_open_home_of(person, RoleKind.ELECTED_OFFICIAL))
    today = timezone.localdate()
    plan = plan_asked(person, request.GET.get("plan", ""), today=today)
    if plan is None:
        return _without_plan(request)
    page = elected.elected_page(person, plan, today=today)
    sitting = sitting_of(person, today=today)
    return _plan_page(request, "dashboard/elected.html", plan=plan, page=page, today=today, sitting=sitting)


@login_not_required
def commune_home(request: HttpRequest, code: str) -> HttpResponse:
    """Show the plan seen from a commune: everybody may read it, its referent lands on it."""
    today = timezone.localdate()
    plan = plan_asked(request.user, request.GET.get("plan", ""), today=today)
    if plan is None:
        return _without_plan(request)
    shows_names = bool(can_read_names(request.user))
    view = commune_view.commune_view(code, plan, today=today, shows_names=shows_names)
    if view is None:
        raise Http404
    is_referent = isinstance(request.user, User) and any(
        role.kind == RoleKind.COMMUNE_REFERENT and role.scope_code == code for role in request.user.held_roles
    )
    sitting = sitting_of(person_of(request), today=today) if is_referent else None
    opinions = tuple(awaited_opinions_of(person_of(request))) if is_referent else ()
    return _plan_page(
        request,
        "dashboard/commune.html",
        plan=plan,
        view=view,
        today=today,
        is_referent=is_referent,
        sitting=sitting,
        opinions=opinions,
    )


@login_not_required
def commune_panel(request: HttpRequest, code: str) -> HttpResponse:
    """Show the actions of the plan in force that take place in a commune, for the page of the commune."""
    today = timezone.localdate()
    plan = plan_asked(request.user, "", today=today)
    view = (
        commune_view.commune_view(code, plan, today=today, shows_names=bool(can_read_names(request.user)))
        if plan is not None
        else None
    )
    template = "dashboard/partials/_commune_panel.html"
    if not request.headers.get("HX-Request"):
        template = "dashboard/commune_panel.html"
    return render(request, template, {"plan": plan, "view": view})


@login_not_required
def consultation_panel(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the sessions of bodies in the calendar of a consultation, for the page of the consultation."""
    found = get_object_or_404(consultations_visible_to(request.user), slug=slug)
    template = "dashboard/partials/_consultation_panel.html"
    if not request.headers.get("HX-Request"):
        template = "dashboard/consultation_panel.html"
    return render(request, template, {"consultation": found, "sessions": sessions_in_calendar(found)})


def body_home(request: HttpRequest) -> HttpResponse:
    """Give a member of a body what they may read today."""
    return _other_home(request, RoleKind.BODY_MEMBER, "dashboard/body.html")


def organization_home(request: HttpRequest) -> HttpResponse:
    """Give a member of an organization what they may read and do today."""
    return _other_home(request, RoleKind.ORGANIZATION_MEMBER, "dashboard/organization.html")


def support_home(request: HttpRequest) -> HttpResponse:
    """Give support what it needs to help somebody."""
    return _other_home(request, RoleKind.SUPPORT, "dashboard/support.html")


def evaluator_home(request: HttpRequest) -> HttpResponse:
    """Give an evaluator the evidence there is: what the statuses rest on, what is put by hand, what sources contradict."""
    return _other_home(request, RoleKind.EVALUATOR, "dashboard/evaluator.html")


def _other_home(request: HttpRequest, kind: RoleKind, template: str) -> HttpResponse:
    person = person_of(request)
    require(permissions.can_open_home_of(person, kind))
    today = timezone.localdate()
    plan = plan_asked(person, request.GET.get("plan", ""), today=today)
    if plan is None:
        return _without_plan(request)
    state = PlanState(plan, today=today, shows_names=True)
    context: dict[str, object] = {"plan": plan, "state": state, "today": today}
    if kind in {RoleKind.BODY_MEMBER, RoleKind.ORGANIZATION_MEMBER}:
        context["sitting"] = sitting_of(person, today=today)
    if kind == RoleKind.EVALUATOR:
        context["evidence"] = others.evidence_of(state)
    elif kind == RoleKind.BODY_MEMBER:
        context["items"] = validated_items()
    elif kind == RoleKind.ORGANIZATION_MEMBER:
        context["organizations"] = organizations_of(person, today=today)
    return _plan_page(request, template, **context)


@require_POST
def task_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Say from the cockpit that a task is done, and come back to it."""
    task = task_to_finish(pk)
    if task is None:
        raise Http404
    services.move_task(task=task, actor=person_of(request), move="finish", now=timezone.now())
    messages.success(request, _("Done: %s") % task.title)
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(target)
    return redirect("dashboard:home")
