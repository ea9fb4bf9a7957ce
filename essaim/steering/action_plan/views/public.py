"""Pages everybody reads: plans, actions, acts, lineage, declared figures."""

from __future__ import annotations

from datetime import date, datetime, time

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from essaim.foundations.audit_trail.queries import changes_of
from essaim.foundations.ui.lists import list_page
from essaim.steering.action_plan import drawing, permissions, queries, tables
from essaim.steering.action_plan.models import Act, Action, DeclaredFigure, PersonInAction, Plan, Source
from essaim.steering.action_plan.states import ItemKind, PlanState
from essaim.steering.action_plan.status_rule import RULE


def plan_of(request: HttpRequest, slug: str) -> Plan:
    """Find a plan the person of the request may read, or answer 404."""
    return get_object_or_404(queries.readable_plans(request.user), slug=slug)


def action_of(request: HttpRequest, slug: str, number: int) -> Action:
    """Find an action of a plan the person of the request may read, or answer 404."""
    actions = Action.objects.select_related("plan__founding_act", "axis", "source")
    return get_object_or_404(actions, plan=plan_of(request, slug), number=number)


@login_not_required
def plan_list(request: HttpRequest) -> HttpResponse:
    """Show the plans, from the latest to the first."""
    plans = queries.plans_visible_to(request.user).prefetch_related("axes", "actions")
    return render(request, "action_plan/plan_list.html", {"plans": plans})


@login_not_required
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a plan axis by axis, action by action, with its sources."""
    found = plan_of(request, slug)
    today = timezone.localdate()
    axes = queries.shown_axes(found, today=today)
    items = [item for item in found.items.select_related("source").order_by("pk") if item.axis_id is None]
    context = {
        "plan": found,
        "axes": axes,
        "principles": [item for item in items if item.kind == ItemKind.PRINCIPLE],
        "stakes": [item for item in items if item.kind == ItemKind.STAKE],
        "results": [item for item in items if item.kind == ItemKind.RESULT],
        "statements": found.statements.select_related("source"),
        "crossings": found.crossings.filter(action__isnull=True).select_related("policy", "source"),
        "figures": found.figures.select_related("source"),
        "shows_status": found.state in {PlanState.IN_FORCE, PlanState.ADOPTED},
        "can_write": permissions.can_write_policy(request.user),
        "can_change": permissions.can_change_plan(request.user, found),
    }
    return render(request, "action_plan/plan.html", context)


@login_not_required
def action(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show an action: what it is, who answers for it, how it goes and by which rule, where it comes from."""
    found = action_of(request, slug, number)
    today = timezone.localdate()
    shown = queries.shown_actions(Action.objects.filter(pk=found.pk), today=today)[0]
    people = PersonInAction.objects.filter(action=found, ends_on__isnull=True).select_related("person")
    steering = permissions.can_steer_action(request.user, found)
    context = {
        "action": found,
        "plan": found.plan,
        "shown": shown,
        "people": sorted(people, key=lambda part: ["pilot", "deputy", "elected_referent"].index(part.role)),
        "stakeholders": found.stakeholders.all(),
        "milestones": found.milestones.all(),
        "communes": [row.commune_code for row in found.communes.all()],
        "crossings": found.crossings.select_related("policy", "source"),
        "statements": found.statements.select_related("source"),
        "figures": found.figures.select_related("source"),
        "ancestors": found.ancestors.select_related(
            "from_axis__plan", "from_action__plan", "from_item__plan", "source"
        ),
        "heirs": found.heirs.select_related("to_axis__plan", "to_action__plan", "to_item__plan", "source"),
        "budget": queries.budget_totals(found.budget_lines.all()),
        "rule": RULE,
        "today": today,
        "can_steer": steering,
        "can_edit": permissions.can_edit_action(request.user, found),
    }
    return render(request, "action_plan/action.html", context)


@login_not_required
def action_history(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what changed in an action between two days, field by field; the public sees roles, the team names."""
    found = action_of(request, slug, number)
    since, until = _day(request, "du"), _day(request, "au")
    changes = changes_of(
        found, since=_midnight(since), until=_midnight(date.fromordinal(until.toordinal() + 1)) if until else None
    )
    context = {
        "action": found,
        "plan": found.plan,
        "changes": list(reversed(changes)),
        "since": since,
        "until": until,
        "shows_names": bool(permissions.can_read_office(request.user)),
    }
    return render(request, "action_plan/action_history.html", context)


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


@login_not_required
def act_list(request: HttpRequest) -> HttpResponse:
    """List the acts."""
    return list_page(
        request,
        template="action_plan/act_list.html",
        table_class=tables.ActTable,
        filterset_class=tables.ActFilter,
        rows=Act.objects.own().select_related("source"),
        file_name="actes",
    )


@login_not_required
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Show an act: its dates as exactly as they are known, what each source says, what it founded."""
    found = get_object_or_404(Act.objects.select_related("source", "replaces"), key=key)
    context = {
        "act": found,
        "statements": found.statements.select_related("source"),
        "annexes": found.annexes.all(),
        "plans": queries.plans_visible_to(request.user).filter(founding_act=found),
        "replaced_by": Act.objects.filter(replaces=found),
    }
    return render(request, "action_plan/act.html", context)


@login_not_required
def lineage(request: HttpRequest) -> HttpResponse:
    """Show how each plan follows the one before, as a drawing and as a table."""
    links = list(queries.lineage_links())
    plans = list(Plan.objects.public().order_by("starts_on"))
    return render(
        request, "action_plan/lineage.html", {"links": links, "plans": plans, "svg": drawing.draw(plans, links)}
    )


@login_not_required
def figure_list(request: HttpRequest) -> HttpResponse:
    """List the declared figures, each with its source and caution; they are never added up."""
    return list_page(
        request,
        template="action_plan/figure_list.html",
        table_class=tables.FigureTable,
        filterset_class=tables.FigureFilter,
        rows=DeclaredFigure.objects.own().select_related("source", "plan", "action"),
        file_name="chiffres-declares",
    )


@login_not_required
def source_list(request: HttpRequest) -> HttpResponse:
    """List the sources and their weight."""
    sources = Source.objects.own()
    return render(request, "action_plan/source_list.html", {"sources": sources})


@login_not_required
def action_list(request: HttpRequest) -> HttpResponse:
    """List the actions of every plan, with search, filters and export."""
    visible = queries.plans_visible_to(request.user)
    pilots = PersonInAction.objects.filter(role="pilot", ends_on__isnull=True).select_related("person")
    rows = (
        Action.objects.filter(plan__in=visible)
        .select_related("plan", "axis", "source")
        .prefetch_related(Prefetch("people", queryset=pilots, to_attr="current_pilots"))
    )
    return list_page(
        request,
        template="action_plan/action_list.html",
        table_class=tables.ActionTable,
        filterset_class=tables.ActionFilter,
        rows=rows,
        file_name="actions",
    )
