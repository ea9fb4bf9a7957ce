"""What of the policy has documents: acts (their annexes), plans and actions, with who may read and attach them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, TypeVar

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.documents.subjects import Subject, register
from essaim.foundations.primitives.decisions import Decision, deny
from essaim.foundations.primitives.identifiers import row_numbers

from . import permissions
from .models import Act, Action, PersonInAction, Plan
from .states import PersonRole

if TYPE_CHECKING:
    from essaim.foundations.documents.subjects import Person

Thing = TypeVar("Thing", Act, Action, Plan)


def _find(model: type[Thing], object_id: str, *related: str) -> Thing | None:
    return model.objects.select_related(*related).filter(pk__in=row_numbers([object_id])).first()


def _gone() -> Decision:
    return deny(_("What this document is attached to does not exist."))


def _all_for_the_team(person: Person) -> Collection[str] | None:
    """Let the team read the private documents of everything of a kind."""
    return None if is_staff_member(person) else ()


def _can_read_act(person: Person, object_id: str) -> Decision:
    """Let everybody read what is attached to a public act."""
    act = _find(Act, object_id)
    return permissions.can_read_act(person, act) if act else _gone()


def _can_write_act(person: Person, object_id: str) -> Decision:
    return permissions.can_write_policy(person) if _find(Act, object_id) else _gone()


def _act_url(object_id: str) -> str:
    return Act.objects.get(pk=object_id).get_absolute_url()


def _act_names(object_ids: Collection[str]) -> Mapping[str, str]:
    return {str(act.pk): str(act) for act in Act.objects.filter(pk__in=object_ids)}


def _can_read_plan(person: Person, object_id: str) -> Decision:
    plan = _find(Plan, object_id)
    return permissions.can_read_plan(person, plan) if plan else _gone()


def _can_write_plan(person: Person, object_id: str) -> Decision:
    """Let the team attach to a closed plan too: a document found later does not change what the plan was."""
    plan = _find(Plan, object_id)
    if plan is None:
        return _gone()
    return permissions.can_change_plan(person, plan) if plan.is_foreign else permissions.can_write_policy(person)


def _plan_url(object_id: str) -> str:
    return Plan.objects.get(pk=object_id).get_absolute_url()


def _plan_names(object_ids: Collection[str]) -> Mapping[str, str]:
    return {str(plan.pk): plan.name for plan in Plan.objects.filter(pk__in=object_ids)}


def _can_read_action(person: Person, object_id: str) -> Decision:
    action = _find(Action, object_id, "plan")
    return permissions.can_read_plan(person, action.plan) if action else _gone()


def _can_write_action(person: Person, object_id: str) -> Decision:
    action = _find(Action, object_id, "plan")
    return permissions.can_steer_action(person, action) if action else _gone()


def _steered_actions(person: Person) -> Collection[str] | None:
    """Let the team read the private documents of every action, and pilots and deputies those of theirs."""
    if is_staff_member(person):
        return None
    parts = PersonInAction.objects.filter(
        person_id=person.pk, role__in=[PersonRole.PILOT, PersonRole.DEPUTY], ends_on__isnull=True
    )
    return {str(pk) for pk in parts.values_list("action_id", flat=True)}


def _action_url(object_id: str) -> str:
    return Action.objects.select_related("plan").get(pk=object_id).get_absolute_url()


def _action_names(object_ids: Collection[str]) -> Mapping[str, str]:
    actions = Action.objects.filter(pk__in=object_ids).select_related("plan")
    return {
        str(action.pk): f"{action.plan.slug} – {action.number}. {Truncator(action.title).chars(70)}"
        for action in actions
    }


def register_subjects() -> None:
    """Register the three kinds of things; called when the room starts."""
    register(
        Subject(
            kind="action_plan.act",
            label=pgettext_lazy("of the policy", "Act"),
            can_read=_can_read_act,
            can_write=_can_write_act,
            url=_act_url,
            private_ids=_all_for_the_team,
            names=_act_names,
        )
    )
    register(
        Subject(
            kind="action_plan.plan",
            label=gettext_lazy("Plan"),
            can_read=_can_read_plan,
            can_write=_can_write_plan,
            url=_plan_url,
            private_ids=_all_for_the_team,
            names=_plan_names,
        )
    )
    register(
        Subject(
            kind="action_plan.action",
            label=pgettext_lazy("of a plan", "Action"),
            can_read=_can_read_action,
            can_write=_can_write_action,
            url=_action_url,
            private_ids=_steered_actions,
            names=_action_names,
        )
    )
