"""Changes many actions of the practice plan at once: one change waits, one is applied, one was undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material
from essaim.steering.action_plan import queries, services
from essaim.steering.action_plan.bulk_edit import BulkEdit

from .progress import HEAD_OF_PROJECT
from .stage import Stage


def write_bulk_changes(stage: Stage) -> None:
    """Prepare the changes of fiction/exercise, and take each as far as it says."""
    actor = stage.person(HEAD_OF_PROJECT)
    fiction = material.read("fiction/exercise")
    for entry in fiction["change"]:
        with acting(actor, reason=entry["reason"]):
            _change(stage, fiction["plan"]["slug"], entry, actor)


def _change(stage: Stage, slug: str, entry: Mapping[str, Any], actor: User) -> None:
    numbers = tuple(entry["numbers"])
    now = stage.moment(entry["day"])
    change = services.prepare_edit(
        plan=stage.plan(slug),
        actor=actor,
        edit=BulkEdit(numbers, plain_summary=entry["plain_summary"]),
        reason=entry["reason"],
        now=now,
    )
    if entry["until"] in {"applied", "undone"}:
        fingerprint = queries.diff_of(change, today=stage.today).fingerprint
        change = services.apply_change(change=change, actor=actor, fingerprint=fingerprint, now=now)
    if entry["until"] == "undone":
        services.undo_change(change=change, actor=actor, now=now, reason=entry["reason"])
