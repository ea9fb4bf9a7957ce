"""Pages everybody reads: the plans and their actions."""

from __future__ import annotations

from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.territory.queries import commune_names
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Door
from essaim.steering.action_plan import permissions, queries, tables
from essaim.steering.action_plan.models import Action, Dependency, PersonInAction, Plan
from essaim.steering.action_plan.services import ANSWER_DAYS_DEFAULT
from essaim.steering.action_plan.states import STATUS_LOOK, ActionStatus, ItemKind, PersonRole, PlanState
from essaim.steering.action_plan.status_rule import RULE

from .finding import action_of, plan_of
from .pages import plan_crumbs, steering_url

ROLE_ORDER = [PersonRole.PILOT, PersonRole.DEPUTY, PersonRole.ELECTED_REFERENT]


@login_not_required
def plan_list(request: HttpRequest) -> HttpResponse:
    """Show the plans, from the latest to the first."""
    plans = queries.plans_visible_to(request.user).prefetch_related("axes", "actions")
    doors = []
    if can_write := permissions.can_write_policy(request.user):
        doors.append(Door(_("Write a new plan"), reverse("action_plan:plan_create"), can_write))
    return render(request, "action_plan/plan_list.html", {"plans": plans, "doors": doors})


@login_not_required
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a plan axis by axis, action by action, with its sources; ?statut= keeps the actions of one status."""
    found, today = plan_of(request, slug), timezone.localdate()
    axes = queries.shown_axes(found, today=today)
    counts = Counter(shown.status.value for axis in axes for shown in axis.actions)
    wanted = request.GET.get("statut", "")
    items = [item for item in found.items.select_related("source").order_by("pk") if item.axis_id is None]
    context = {
        "plan": found,
        "axes": axes,
        "statuses": [(status, counts[status], STATUS_LOOK[status]) for status in ActionStatus if counts[status]],
        "wanted": ActionStatus(wanted) if wanted in ActionStatus.values else None,
        "action_count": sum(counts.values()),
        "principles": [item for item in items if item.kind == ItemKind.PRINCIPLE],
        "contents": [item for item in items if item.kind == ItemKind.CONTENT],
        "stakes": [item for item in items if item.kind == ItemKind.STAKE],
        "results": [item for item in items if item.kind == ItemKind.RESULT],
        "topics": queries.topics(found.statements.select_related("source")),
        "crossings": found.crossings.filter(action__isnull=True).select_related("policy", "source"),
        "figures": found.figures.select_related("source"),
        "budget": queries.plan_budget(found).totals,
        "has_ended": found.state != PlanState.CLOSED and found.has_ended(today),
        "shows_status": found.state in {PlanState.IN_FORCE, PlanState.ADOPTED},
        "can_write": permissions.can_change_plan(request.user, found),
        "can_ask": permissions.can_ask_about(found),
        "shows_names": permissions.can_read_names(request.user),
        "doors": _plan_doors(request, found),
    }
    return render(request, "action_plan/plan.html", context)


def _plan_doors(request: HttpRequest, plan: Plan) -> list[Door]:
    """List what the team does with a plan; what its state forbids is greyed, with the reason; one from elsewhere has none."""
    person = request.user
    if plan.is_foreign or not permissions.can_write_policy(person):
        return []
    change, document = permissions.can_change_plan(person, plan), permissions.can_document_plan(person, plan)
    moves = [
        ("adopt", _("Record its adoption"), "action_plan:plan_adopt"),
        ("start", _("Put it in force"), "action_plan:plan_start"),
        ("close", _("Close it"), "action_plan:plan_close"),
    ]
    return [
        Door(_("Add an action"), reverse("action_plan:action_create", args=[plan.slug]), change, "primary"),
        Door(_("Add an axis"), reverse("action_plan:axis_create", args=[plan.slug]), change),
        Door(_("Add a principle, a stake or a result"), reverse("action_plan:item_create", args=[plan.slug]), document),
        Door(_("Quote a source"), reverse("action_plan:statement_create", args=["plan", plan.pk]), document),
        Door(_("State policies crossed"), reverse("action_plan:crossing_list", args=[plan.slug]), document),
        Door(_("Change its texts"), reverse("action_plan:plan_edit", args=[plan.slug]), change),
        *(
            Door(label, reverse(name, args=[plan.slug]), permissions.can_move_plan(person, plan, move))
            for move, label, name in moves
        ),
    ]


@login_not_required
def action(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show an action: what it is, who answers for it, how it goes and by which rule, where it comes from."""
    found = action_of(request, slug, number)
    today = timezone.localdate()
    shown = queries.shown_actions(Action.objects.filter(pk=found.pk), today=today)[0]
    people = PersonInAction.objects.filter(action=found, ends_on__isnull=True).select_related("person")
    codes = [row.commune_code for row in found.communes.all()]
    names = commune_names(codes)
    links = queries.readable_links(found.plan, request.user)
    waits = Dependency.objects.filter(needs__action__plan__in=queries.readable_plans(request.user))
    context = {
        "action": found,
        "plan": found.plan,
        "crumbs": plan_crumbs(found.plan),
        "shown": shown,
        "people": sorted(people, key=lambda part: ROLE_ORDER.index(PersonRole(part.role))),
        "stakeholders": found.stakeholders.all(),
        "milestones": found.milestones.prefetch_related(
            Prefetch("waits_for", queryset=waits.select_related("needs__action__plan"))
        ),
        "parts": found.parts.select_related("plan").order_by("number"),
        "communes": sorted(
            ((code, names.get(code, "")) for code in codes), key=lambda commune: commune[1] or commune[0]
        ),
        "crossings": found.crossings.select_related("policy", "source"),
        "topics": queries.topics(found.statements.select_related("source")),
        "figures": found.figures.select_related("source"),
        "ancestors": links.filter(to_action=found),
        "heirs": links.filter(from_action=found),
        "budget": queries.budget_totals(found.budget_lines.all()),
        "since_adoption": queries.since_adoption(found),
        "rule": RULE,
        "today": today,
        "answer_days": ANSWER_DAYS_DEFAULT,
        "can_ask": permissions.can_ask_about(found.plan),
        "shows_names": permissions.can_read_names(request.user),
        "gatherings": queries.gatherings_of(found, request.user),
        "can_tie": permissions.can_steer_action(request.user, found),
        "doors": _action_doors(request, found),
    }
    return render(request, "action_plan/action.html", context)


def _action_doors(request: HttpRequest, action: Action) -> list[Door]:
    """List what the team, the pilot and the deputies do with an action; one from elsewhere is only read."""
    if action.plan.is_foreign:
        return []
    person, place = request.user, [action.plan.slug, action.number]
    steer = permissions.can_steer_action(person, action)
    if not permissions.can_write_policy(person):
        return [Door(_("Steer this action"), steering_url(action), steer, "primary")] if steer else []
    edit = permissions.can_edit_action(person, action)
    document = permissions.can_document_plan(person, action.plan)
    moves = [
        ("open", _("Open it"), "action_plan:action_open"),
        ("finish", _("Close it as done"), "action_plan:action_finish"),
        ("drop", _("Drop it"), "action_plan:action_drop"),
        ("reopen", _("Open it again"), "action_plan:action_reopen"),
    ]
    return [
        Door(_("Steer this action"), steering_url(action), steer, "primary"),
        Door(_("Change its texts or its axis"), reverse("action_plan:action_edit", args=place), edit),
        Door(_("Say in which communes"), reverse("action_plan:action_communes", args=place), steer),
        Door(_("Write its budget"), reverse("action_plan:action_budget", args=place), edit),
        Door(_("Quote a source"), reverse("action_plan:statement_create", args=["action", action.pk]), document),
        Door(_("Link it to another plan"), f"{reverse('action_plan:link_create')}?objet=action:{action.pk}", document),
        *(
            Door(label, reverse(name, args=place), permissions.can_move_action(person, action, move))
            for move, label, name in moves
        ),
    ]


@login_not_required
def action_list(request: HttpRequest) -> HttpResponse:
    """List the actions of every plan, with search, filters and export."""
    visible = queries.plans_visible_to(request.user)
    pilots = PersonInAction.objects.filter(role=PersonRole.PILOT, ends_on__isnull=True).select_related("person")
    rows = (
        Action.objects.filter(plan__in=visible)
        # Many actions share few plans, axes and sources: each is made once, not once an action.
        .prefetch_related("plan", "axis", "source", Prefetch("people", queryset=pilots, to_attr="current_pilots"))
    )
    return list_page(
        request,
        template="action_plan/action_list.html",
        table_class=tables.ActionTable,
        filterset_class=tables.ActionFilter,
        rows=rows,
        file_name="actions",
    )
