"""The plan seen from a commune: what happens there, who answers for it, what its neighbours do that it does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from essaim.insight.dashboard.queries.communes import CommuneRow, commune_rows
from essaim.insight.dashboard.queries.plan_state import PlanState
from essaim.steering.action_plan.queries import ActionRow, MilestoneRow
from essaim.steering.action_plan.states import PersonRole

if TYPE_CHECKING:
    from essaim.steering.action_plan.models import Plan


@dataclass(frozen=True, slots=True)
class NeighbourAction:
    """An action that neighbours have and this commune has not, with their names."""

    action: ActionRow
    communes: tuple[CommuneRow, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """
    A pilot or an elected referent to turn to: a name, a job, and for which actions; never an address.

    For the public, the job title of an agent stands for the name.
    """

    name: str
    job_title: str
    role_label: str
    action_numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CommuneView:
    """All the page shows. unplaced: actions that name no commune, so that they concern the whole authority."""

    commune: CommuneRow
    state: PlanState
    actions: tuple[ActionRow, ...]
    unplaced: tuple[ActionRow, ...]
    milestones: tuple[MilestoneRow, ...]
    policies: tuple[str, ...]
    contacts: tuple[Contact, ...]
    neighbours: tuple[CommuneRow, ...]
    neighbour_actions: tuple[NeighbourAction, ...]


def commune_view(code: str, plan: Plan, *, today: date, shows_names: bool = False) -> CommuneView | None:
    """
    Put the page together for a commune of the authority; None if the code is none of them.

    :param shows_names: names agents; else their job titles stand for them
    """
    state = PlanState(plan, today=today, shows_names=shows_names)
    rows = commune_rows(state.actions, today=today)
    commune = next((row for row in rows if row.code == code), None)
    if commune is None:
        return None
    here = tuple(row for row in state.actions if code in row.commune_codes)
    keys = {row.pk for row in here}
    neighbours = tuple(
        row
        for row in rows
        if row.territoire_code and row.territoire_code == commune.territoire_code and row.code != code
    )
    return CommuneView(
        commune=commune,
        state=state,
        actions=here,
        unplaced=tuple(row for row in state.actions if not row.commune_codes),
        milestones=tuple(row for row in state.milestones if row.action_pk in keys and row.done_on is None),
        policies=tuple(sorted({policy for row in here for policy in row.policies})),
        contacts=_contacts(here),
        neighbours=neighbours,
        neighbour_actions=tuple(
            NeighbourAction(action, there)
            for action in state.actions
            if code not in action.commune_codes
            and (there := tuple(row for row in neighbours if row.code in action.commune_codes))
        ),
    )


def _contacts(actions: tuple[ActionRow, ...]) -> tuple[Contact, ...]:
    numbers: dict[tuple[str, str, str], list[int]] = {}
    for action in actions:
        for part in action.parts:
            if part.role == PersonRole.DEPUTY:
                continue
            numbers.setdefault((part.name, part.job_title, part.role_label), []).append(action.number)
    return tuple(Contact(*who, tuple(found)) for who, found in numbers.items())
