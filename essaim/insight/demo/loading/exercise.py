"""Writes a draft act and a draft plan to practise on, which the team alone sees: neither exists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material
from essaim.steering.action_plan import services
from essaim.steering.action_plan.models import Source

from .progress import HEAD_OF_PROJECT
from .stage import Stage

# Days before loading at which what is for practice is said to have been written.
EXERCISE_AGE = 15


def write_exercise(stage: Stage) -> None:
    """Write what is in fiction/exercise, under a source that says that nothing of it exists."""
    entry = material.read("fiction/exercise")
    actor = stage.person(HEAD_OF_PROJECT)
    with acting(actor):
        # Cited with the others, long ago: what is for practice is no news of the policy.
        source = services.cite_source(actor=actor, now=stage.entered_at, **entry["source"])
        for act in entry["act"]:
            services.create_act(actor=actor, now=stage.moment(-EXERCISE_AGE), source=source, **act)
        _write_plan(stage, entry["plan"], source, actor)


def _write_plan(stage: Stage, entry: Mapping[str, Any], source: Source, actor: User) -> None:
    starts_on = date(stage.today.year + 1, 1, 1)
    plan = services.create_plan(
        actor=actor,
        now=stage.moment(-EXERCISE_AGE),
        source=source,
        starts_on=starts_on,
        ends_on=starts_on.replace(year=starts_on.year + entry["years"]),
        **{name: entry[name] for name in ("slug", "name", "summary")},
    )
    number = 0
    for part in entry["axis"]:
        axis = services.add_axis(
            plan=plan,
            actor=actor,
            now=stage.moment(-EXERCISE_AGE),
            number=part["number"],
            title=part["title"],
            source=source,
        )
        for title in part["actions"]:
            number += 1
            services.add_action(
                axis=axis, actor=actor, now=stage.moment(-EXERCISE_AGE), number=number, title=title, source=source
            )
