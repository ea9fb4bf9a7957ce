"""Who may do what to the policy's objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.primitives.actors import Actor, SystemActor
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from .models import PersonInAction
from .states import ACT_MOVES, ACTION_MOVES, PLAN_MOVES, ActState, PersonRole, PlanState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    from .models import Act, Action, BudgetLine, Plan

    Person = User | AnonymousUser


def can_read_plan(person: Person, plan: Plan) -> Decision:
    """Tell whether a person may read a plan: everybody, unless it is a draft or comes from elsewhere."""
    if is_staff_member(person) or not (plan.state == PlanState.DRAFT or plan.is_foreign):
        return ALLOW
    if plan.is_foreign:
        return deny(_("This plan comes from another authority: only the authority's team reads it here."))
    return deny(_("This plan is a draft: only the authority's team reads it."))


def can_read_names(person: Person) -> Decision:
    """
    Tell whether a person reads the names of those who answer for actions: people who signed in.

    Everybody else reads job titles: it is the office that answers to the public, and an agent's name on a public page
    outlives the duty. The names of elected officials are public, as their office is.

    Source: GDPR, article 5(1)(c) (data minimisation).
    """
    return ALLOW if person.is_authenticated else deny(_("Names are shown to people who signed in."))


def can_ask_about(plan: Plan) -> Decision:
    """Tell whether anybody may ask a question on a plan: those the public reads, since the answer is public."""
    if plan.is_foreign:
        return deny(_("This plan comes from another authority: ask that authority."))
    if plan.state == PlanState.DRAFT:
        return deny(_("This plan is a draft: questions open once it is adopted."))
    return ALLOW


def can_read_act(person: Person, act: Act) -> Decision:
    """Tell whether a person may read an act: everybody, unless it is a draft or came with a plan from elsewhere."""
    if is_staff_member(person) or not (act.state == ActState.DRAFT or act.origin_siren):
        return ALLOW
    return deny(_("This act is not public: only the authority's team reads it."))


def can_write_policy(person: Person) -> Decision:
    """Tell whether a person may write acts, plans, axes, actions, lineage, sources and figures."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team writes the policy."))


def can_change_plan(person: Person, plan: Plan) -> Decision:
    """Tell whether a person may change what a plan holds: the team, while it is our own and not closed."""
    if plan.is_foreign:
        return deny(_("This plan comes from another authority: it is only read here."))
    if plan.state == PlanState.CLOSED:
        return deny(_("The plan is closed: it is kept as it was."))
    return can_write_policy(person)


def can_document_plan(person: Person, plan: Plan) -> Decision:
    """Tell whether a person may add what the sources say of a plan: the team, of our own plans, even closed ones."""
    if plan.is_foreign:
        return can_change_plan(person, plan)
    return can_write_policy(person)


def can_duplicate_plan(person: Person, plan: Plan) -> Decision:
    """Tell whether a person may start a draft from a plan: the team, from any plan it may read."""
    return can_read_plan(person, plan) and can_write_policy(person)


def can_exchange_plans(actor: Actor | Person) -> Decision:
    """Tell whether somebody may bring in the plan of another authority, hide it or show it again: the team, or a command."""
    if isinstance(actor, SystemActor) or is_staff_member(actor):  # type: ignore[arg-type]
        return ALLOW
    return deny(_("Only the authority's team brings in plans from elsewhere."))


def can_move_act(person: Person, act: Act, move: str) -> Decision:
    """Tell whether a person may vote, certify or repeal an act."""
    decision = can_write_policy(person)
    if decision and move not in ACT_MOVES.names_from(act.state):
        return deny(_("An act in the state “%s” does not allow it.") % act.get_state_display())
    return decision


def can_move_plan(person: Person, plan: Plan, move: str) -> Decision:
    """Tell whether a person may adopt, start or close a plan."""
    decision = can_change_plan(person, plan)
    if decision and move not in PLAN_MOVES.names_from(plan.state):
        return deny(_("A plan in the state “%s” does not allow it.") % plan.get_state_display())
    return decision


def can_edit_action(person: Person, action: Action) -> Decision:
    """Tell whether a person may change an action's texts or place: the team, while its plan is not closed."""
    return can_change_plan(person, action.plan)


def can_move_action(person: Person, action: Action, move: str) -> Decision:
    """Tell whether a person may open, finish, drop or reopen an action."""
    decision = can_edit_action(person, action)
    if decision and move not in ACTION_MOVES.names_from(action.state):
        return deny(_("An action in the state “%s” does not allow it.") % action.get_state_display())
    return decision


def can_correct_line(person: Person, line: BudgetLine) -> Decision:
    """Tell whether a person may correct a budget line: the team, the line first written rather than its corrections."""
    if line.corrects_id is not None:
        return deny(_("This line is itself a correction: correct the line it names, its corrections count."))
    return can_edit_action(person, line.action)


def can_steer_action(person: Person, action: Action) -> Decision:
    """Tell whether a person may write milestones, tasks, notes and status: the team, its pilot and its deputies."""
    if action.plan.state == PlanState.CLOSED or action.plan.is_foreign:
        return can_change_plan(person, action.plan)
    if is_staff_member(person):
        return ALLOW
    is_named = (
        person.is_authenticated
        and PersonInAction.objects.filter(
            action=action, person_id=person.pk, role__in=[PersonRole.PILOT, PersonRole.DEPUTY], ends_on__isnull=True
        ).exists()
    )
    return ALLOW if is_named else deny(_("Only the team, the pilot and the deputies steer this action."))


def can_read_office(person: Person) -> Decision:
    """Tell whether a person may read what is not public: tasks, notes, the queue of questions."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("This page is for the authority's team."))


def can_answer_feedback(person: Person) -> Decision:
    """Tell whether a person may assign, answer or set aside residents' questions."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team answers residents."))


def can_open_feed(person: Person, owner: User) -> Decision:
    """Tell whether a person may open or close a calendar feed: only their own."""
    if person.is_authenticated and person.pk == owner.pk:
        return ALLOW
    return deny(_("Everybody opens and closes their own calendar feed."))
