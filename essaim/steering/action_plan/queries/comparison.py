"""Two plans side by side, whoever they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from essaim.foundations.primitives.money import format_euros
from essaim.foundations.primitives.texts import sort_key
from essaim.foundations.ui.dates import day_in_words
from essaim.steering.action_plan.models import ActionCommune, BudgetLine, Milestone, Plan, PolicyCrossing

from .budget import budget_totals
from .plans import ShownAxis, shown_axes


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two plans, with its axes and their actions."""

    plan: Plan
    authority: str
    axes: tuple[ShownAxis, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Two plans, what is told of both in the same words, and the policies they cross.

    facts: name, then the value of each plan. Nothing is added up over the two: they count different territories.
    """

    sides: tuple[Side, Side]
    facts: tuple[tuple[str, str, str], ...]
    policies_of_both: tuple[str, ...]
    policies_of_first: tuple[str, ...]
    policies_of_second: tuple[str, ...]


def side_by_side(first: Plan, second: Plan, *, today: date) -> Comparison:
    """Return two plans side by side, in a number of queries that does not grow with them."""
    sides = _side(first, today), _side(second, today)
    told = [_facts(side) for side in sides]
    policies = [_policies(plan) for plan in (first, second)]
    return Comparison(
        sides,
        tuple((name, told[0][name], told[1][name]) for name in told[0]),
        _sorted(policies[0] & policies[1]),
        _sorted(policies[0] - policies[1]),
        _sorted(policies[1] - policies[0]),
    )


def _side(plan: Plan, today: date) -> Side:
    return Side(plan, plan.origin_name or _("Our authority"), tuple(shown_axes(plan, today=today)))


def _facts(side: Side) -> dict[str, str]:
    plan = side.plan
    milestones = Milestone.objects.filter(action__plan=plan).aggregate(
        total=Count("pk"), done=Count("pk", filter=Q(done_on__isnull=False))
    )
    communes = ActionCommune.objects.filter(action__plan=plan).aggregate(total=Count("commune_code", distinct=True))
    lines = BudgetLine.objects.filter(action__plan=plan)
    totals = budget_totals(lines)
    language = (get_language() or "fr")[:2]
    actions = [shown.action for axis in side.axes for shown in axis.actions]
    return {
        pgettext("of a plan", "Authority"): side.authority,
        _("Period"): _("%(start)s to %(end)s")
        % {
            "start": day_in_words(plan.starts_on, "j F Y"),
            "end": day_in_words(plan.ends_on - timedelta(days=1), "j F Y"),
        },
        _("State"): plan.get_state_display(),
        pgettext("parts of a plan", "Axes"): str(len(side.axes)),
        _("Actions"): str(len(actions)),
        _("Milestones done"): _("%(done)s of %(total)s") % milestones,
        _("Communes named in an action"): str(communes["total"]),
        _("Amounts planned"): format_euros(totals.planned_cents, language=language),
        _("Amounts voted"): format_euros(totals.voted_cents, language=language),
    }


def _policies(plan: Plan) -> set[str]:
    return set(PolicyCrossing.objects.filter(plan=plan).order_by().values_list("policy__name", flat=True).distinct())


def _sorted(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=sort_key))
