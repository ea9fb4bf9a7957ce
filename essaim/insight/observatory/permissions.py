"""Who may write what is read beside the figures; the figures themselves are computed, and nobody writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny
from essaim.steering.action_plan.permissions import can_read_plan

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User
    from essaim.steering.action_plan.models import Action

    Person = User | AnonymousUser


def can_write_references(person: Person) -> Decision:
    """Tell whether a person may say how a published figure is read: the team."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team says how published figures are read."))


def can_measure_action(person: Person, action: Action) -> Decision:
    """Tell whether a person may choose what measures an action: the team, for a plan of the authority."""
    if not is_staff_member(person):
        return deny(_("Only the authority's team chooses what measures an action."))
    if action.plan.is_foreign:
        return deny(_("This plan comes from another authority: it is only read here."))
    return can_read_plan(person, action.plan)
