"""What a plan still lacks: a fate for its actions, a pilot, a source that is not ourselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from essaim.steering.action_plan.models import PersonInAction, Plan
from essaim.steering.action_plan.states import ActionState, PersonRole, PlanState, SourceWeight

from .plans import actions_without_fate


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing missing: where, what, and whether it is a fault today or only to be settled before the plan closes."""

    place: str
    meaning: str
    is_fault: bool


def lacks_of(plan: Plan, *, today: date) -> Iterator[Lack]:
    """Yield what a plan lacks on a day, in four queries."""
    is_over = plan.state == PlanState.CLOSED or plan.ends_on <= today
    for action in actions_without_fate(plan).order_by("number"):
        yield Lack(
            _("Action %(number)s") % {"number": action.number},
            _("it neither ended nor is continued by a later plan"),
            is_fault=is_over,
        )
    pilots = PersonInAction.objects.filter(action=OuterRef("pk"), role=PersonRole.PILOT, ends_on__isnull=True)
    if not plan.is_foreign:
        for action in plan.actions.filter(~Exists(pilots), state=ActionState.OPEN).order_by("number"):
            yield Lack(
                _("Action %(number)s") % {"number": action.number}, _("it is open and has no pilot"), is_fault=True
            )
    ours = {"source__weight": SourceWeight.EDITORIAL}
    no_source = _("no document of the authority is named as its source")
    for axis in plan.axes.filter(**ours):
        yield Lack(_("Axis %(number)s") % {"number": axis.number}, no_source, is_fault=True)
    for action in plan.actions.filter(**ours).order_by("number"):
        yield Lack(_("Action %(number)s") % {"number": action.number}, no_source, is_fault=True)
    for item in plan.items.filter(**ours).order_by("code"):
        yield Lack(_("Item %(code)s") % {"code": item.code}, no_source, is_fault=True)
