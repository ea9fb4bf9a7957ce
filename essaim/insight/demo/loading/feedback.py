"""Writes invented questions of residents, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material
from essaim.steering.action_plan import services
from essaim.steering.action_plan.models import Feedback

from .stage import Stage


def write_feedback(stage: Stage) -> None:
    """Write the questions of fiction/feedback in the order of the file."""
    for entry in material.read("fiction/feedback")["feedback"]:
        feedback = services.receive_feedback(
            plan=stage.plan(entry["plan"]),
            action=stage.action(entry["plan"], entry["action"]) if "action" in entry else None,
            text=entry["text"],
            email=entry.get("email", ""),
            now=stage.moment(entry["day"]),
        )
        _follow(stage, feedback, entry)


def _follow(stage: Stage, feedback: Feedback, entry: Mapping[str, Any]) -> None:
    if assigned := entry.get("assigned"):
        assignee = stage.person(assigned["who"])
        with acting(assignee):
            feedback = services.assign_feedback(
                feedback=feedback, actor=assignee, assignee=assignee, now=stage.moment(assigned["day"])
            )
    for key, end in (("answered", services.answer_feedback), ("set_aside", services.set_feedback_aside)):
        if ended := entry.get(key):
            author = stage.person(ended["who"])
            with acting(author):
                end(feedback=feedback, actor=author, answer=ended["text"], now=stage.moment(ended["day"]))
