"""What a plan adopted, beside what it says now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from essaim.steering.action_plan.models import Action, Plan
from essaim.steering.action_plan.states import PlanState
from essaim.steering.action_plan.text_diff import Part, compare

TEXTS = ("title", "description", "plain_summary")


@dataclass(frozen=True, slots=True)
class TextSince:
    """One text of an action as it was adopted and as it is, with the parts that differ."""

    label: str
    adopted: str
    current: str
    parts: tuple[Part, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether nothing changed."""
        return self.adopted == self.current


@dataclass(frozen=True, slots=True)
class SinceAdoption:
    """
    The texts of an action since its plan was adopted.

    adopted_at: the moment its plan was recorded as adopted; None for a plan that is not.
    is_later: the action was written after that moment: its first text stands for the adopted one.
    """

    adopted_at: datetime | None
    is_later: bool
    texts: tuple[TextSince, ...]

    @property
    def has_changed(self) -> bool:
        """Tell whether any text differs."""
        return any(not text.is_same for text in self.texts)


def since_adoption(action: Action) -> SinceAdoption:
    """Compare the texts of an action with those its plan adopted, in two queries."""
    plan_events: Any = Plan.pgh_event_model.objects.filter(pgh_obj_id=action.plan_id)  # type: ignore[attr-defined]
    adoption = plan_events.exclude(state=PlanState.DRAFT).order_by("pgh_id").first()
    events = list(
        Action.pgh_event_model.objects.filter(pgh_obj_id=action.pk).order_by("pgh_id")  # type: ignore[attr-defined]
    )
    adopted_at = adoption.pgh_created_at if adoption else None
    before = [event for event in events if adopted_at is not None and event.pgh_created_at <= adopted_at]
    version = before[-1] if before else events[0]
    texts = []
    for name in TEXTS:
        old, new = getattr(version, name), getattr(action, name)
        if old or new:
            label = str(Action._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            texts.append(TextSince(label, old, new, compare(old, new)))
    return SinceAdoption(adopted_at, adopted_at is not None and not before, tuple(texts))
