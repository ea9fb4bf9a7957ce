"""
What the room's operations are called when they are told to residents: one phrase per verb of the trail.

The journal of the audit trail names the operations of any room by a kind and a noun; a phrase reads better in a list of news.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

# Every verb the services record; the tests compare this list with them.
WORDS: dict[str, str | Promise] = {
    "act.annexed": pgettext_lazy("operation", "Document annexed to an act"),
    "act.certified": pgettext_lazy("operation", "Act certified enforceable"),
    "act.created": pgettext_lazy("operation", "Act written"),
    "act.repealed": pgettext_lazy("operation", "Act repealed"),
    "act.updated": pgettext_lazy("operation", "Act corrected"),
    "act.voted": pgettext_lazy("operation", "Act voted"),
    "action.changed_in_bulk": pgettext_lazy("operation", "Action changed with others at once"),
    "action.communes_set": pgettext_lazy("operation", "Communes of an action changed"),
    "action.created": pgettext_lazy("operation", "Action written"),
    "action.dropped": pgettext_lazy("operation", "Action dropped"),
    "action.finished": pgettext_lazy("operation", "Action finished"),
    "action.moved": pgettext_lazy("operation", "Action moved to another axis"),
    "action.opened": pgettext_lazy("operation", "Action opened"),
    "action.put_back": pgettext_lazy("operation", "Action put back as it was"),
    "action.removed": pgettext_lazy("operation", "Imported action removed"),
    "action.reopened": pgettext_lazy("operation", "Action reopened"),
    "action.updated": pgettext_lazy("operation", "Texts of an action changed"),
    "annex.removed": pgettext_lazy("operation", "Document no longer annexed to an act"),
    "axis.created": pgettext_lazy("operation", "Axis written"),
    "axis.removed": pgettext_lazy("operation", "Imported axis removed"),
    "axis.updated": pgettext_lazy("operation", "Texts of an axis changed"),
    "budget.corrected": pgettext_lazy("operation", "Budget line corrected"),
    "budget.written": pgettext_lazy("operation", "Budget line written"),
    "change.applied": pgettext_lazy("operation", "Changes of many actions applied"),
    "change.prepared": pgettext_lazy("operation", "Changes of many actions prepared"),
    "change.undone": pgettext_lazy("operation", "Changes of many actions undone"),
    "crossing.stated": pgettext_lazy("operation", "Policy crossed"),
    "crossing.withdrawn": pgettext_lazy("operation", "Policy no longer crossed"),
    "dependency.added": pgettext_lazy("operation", "Dependency between milestones added"),
    "dependency.removed": pgettext_lazy("operation", "Dependency between milestones removed"),
    "feed.opened": pgettext_lazy("operation", "Calendar feed opened"),
    "feed.revoked": pgettext_lazy("operation", "Calendar feed closed"),
    "feedback.answered": pgettext_lazy("operation", "Question answered"),
    "feedback.assigned": pgettext_lazy("operation", "Question taken in hand"),
    "feedback.received": pgettext_lazy("operation", "Question received"),
    "feedback.set_aside": pgettext_lazy("operation", "Question set aside"),
    "figure.corrected": pgettext_lazy("operation", "Declared figure corrected"),
    "figure.declared": pgettext_lazy("operation", "Declared figure added"),
    "item.added": pgettext_lazy("operation", "Item of a plan added"),
    "item.updated": pgettext_lazy("operation", "Item of a plan changed"),
    "lineage.confirmed": pgettext_lazy("operation", "Link between plans confirmed"),
    "lineage.stated": pgettext_lazy("operation", "Link between plans stated"),
    "lineage.withdrawn": pgettext_lazy("operation", "Link between plans withdrawn"),
    "milestone.added": pgettext_lazy("operation", "Milestone added"),
    "milestone.moved": pgettext_lazy("operation", "Milestone moved"),
    "milestone.reached": pgettext_lazy("operation", "Milestone done"),
    "milestone.removed": pgettext_lazy("operation", "Milestone removed"),
    "milestone.renamed": pgettext_lazy("operation", "Milestone renamed"),
    "milestone.reopened": pgettext_lazy("operation", "Milestone taken back"),
    "note.written": pgettext_lazy("operation", "Note written"),
    "part.ended": pgettext_lazy("operation", "Part in an action ended"),
    "part.given": pgettext_lazy("operation", "Part in an action given"),
    "part.transferred": pgettext_lazy("operation", "Part in an action transferred"),
    "plan.adopted": pgettext_lazy("operation", "Plan adopted"),
    "plan.closed": pgettext_lazy("operation", "Plan closed"),
    "plan.created": pgettext_lazy("operation", "Plan written"),
    "gathering.tied": pgettext_lazy("operation", "Gathering tied to an action"),
    "gathering.untied": pgettext_lazy("operation", "Gathering taken off an action"),
    "plan.duplicated": pgettext_lazy("operation", "Plan copied from another"),
    "plan.import_restored": pgettext_lazy("operation", "Plan of another authority shown again"),
    "plan.import_withdrawn": pgettext_lazy("operation", "Plan of another authority withdrawn"),
    "plan.imported": pgettext_lazy("operation", "Plan of another authority brought in"),
    "plan.started": pgettext_lazy("operation", "Plan started"),
    "plan.updated": pgettext_lazy("operation", "Plan corrected"),
    "policy.named": pgettext_lazy("operation", "Policy named"),
    "source.cited": pgettext_lazy("operation", "Source cited"),
    "source.updated": pgettext_lazy("operation", "Source corrected"),
    "stakeholder.named": pgettext_lazy("operation", "Stakeholder named"),
    "stakeholder.removed": pgettext_lazy("operation", "Stakeholder removed"),
    "statement.added": pgettext_lazy("operation", "Wording of a source added"),
    "statement.updated": pgettext_lazy("operation", "Wording of a source corrected"),
    "status.overridden": pgettext_lazy("operation", "Status put by hand"),
    "status.restored": pgettext_lazy("operation", "Status put by hand ended"),
    "task.added": pgettext_lazy("operation", "Task added"),
    "task.cancelled": pgettext_lazy("operation", "Task cancelled"),
    "task.done": pgettext_lazy("operation", "Task done"),
    "task.to_do": pgettext_lazy("operation", "Task reopened"),
    "task.transferred": pgettext_lazy("operation", "Task handed to somebody else"),
    "task.updated": pgettext_lazy("operation", "Task changed"),
}

# What residents may be told of; the rest (tasks, notes, questions not answered yet) stays inside.
PUBLIC_VERBS = frozenset(WORDS) - {
    "change.prepared",
    "dependency.added",
    "dependency.removed",
    "feed.opened",
    "feed.revoked",
    "feedback.assigned",
    "feedback.received",
    "note.written",
    "plan.import_restored",
    "plan.import_withdrawn",
    "plan.imported",
    "task.added",
    "task.cancelled",
    "task.done",
    "task.to_do",
    "task.transferred",
    "task.updated",
}


def in_words(verb: str) -> str:
    """Say an operation in words; a verb of a later version that has none yet is shown as it is."""
    return str(WORDS.get(verb, verb))
