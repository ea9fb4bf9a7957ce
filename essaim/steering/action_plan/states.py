"""States and kinds of the policy's objects, and the moves between them, as data."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable


class SourceWeight(TextChoices):
    """What a source is worth: a legal act weighs more than a party's account of itself."""

    LEGAL_ACT = "legal_act", _("Legal act")
    OFFICIAL = "official", _("Official document")
    SECONDARY = "secondary", _("Second-hand summary")
    PARTY = "party", _("A party's own account")
    PUBLIC_PAGE = "public_page", _("Public page")
    EDITORIAL = "editorial", _("Written by Essaim")


class ActKind(TextChoices):
    """Kinds of acts."""

    FRAMEWORK_DELIBERATION = "framework_deliberation", _("Framework deliberation")
    DELIBERATION = "deliberation", _("Deliberation")
    DECISION = "decision", _("Decision")


class DatePrecision(TextChoices):
    """How exactly a date is known."""

    DAY = "day", pgettext_lazy("precision of a date", "Day")
    MONTH = "month", pgettext_lazy("precision of a date", "Month")
    YEAR = "year", pgettext_lazy("precision of a date", "Year")
    UNKNOWN = "unknown", pgettext_lazy("precision of a date", "Unknown")


class ActState(TextChoices):
    """Life of an act."""

    DRAFT = "draft", pgettext_lazy("state of an act", "Draft")
    VOTED = "voted", pgettext_lazy("state of an act", "Voted")
    ENFORCEABLE = "enforceable", pgettext_lazy("state of an act", "Enforceable")
    REPEALED = "repealed", pgettext_lazy("state of an act", "Repealed")


ACT_MOVES = TransitionTable(
    Move("vote", (ActState.DRAFT,), ActState.VOTED),
    Move("certify", (ActState.VOTED,), ActState.ENFORCEABLE),
    Move("repeal", (ActState.VOTED, ActState.ENFORCEABLE), ActState.REPEALED),
)


class PlanState(TextChoices):
    """Life of a plan."""

    DRAFT = "draft", pgettext_lazy("state of a plan", "Draft")
    ADOPTED = "adopted", pgettext_lazy("state of a plan", "Adopted")
    IN_FORCE = "in_force", pgettext_lazy("state of a plan", "In force")
    CLOSED = "closed", pgettext_lazy("state of a plan", "Closed")


PLAN_MOVES = TransitionTable(
    Move("adopt", (PlanState.DRAFT,), PlanState.ADOPTED),
    Move("start", (PlanState.ADOPTED,), PlanState.IN_FORCE),
    Move("close", (PlanState.IN_FORCE,), PlanState.CLOSED),
)


class ActionState(TextChoices):
    """Life of an action; how well it goes is its status, which is derived."""

    PROPOSED = "proposed", pgettext_lazy("state of an action", "Proposed")
    OPEN = "open", pgettext_lazy("state of an action", "Open")
    DONE = "done", pgettext_lazy("state of an action", "Done")
    DROPPED = "dropped", pgettext_lazy("state of an action", "Dropped")


ACTION_MOVES = TransitionTable(
    Move("open", (ActionState.PROPOSED,), ActionState.OPEN),
    Move("finish", (ActionState.OPEN,), ActionState.DONE),
    Move("drop", (ActionState.PROPOSED, ActionState.OPEN), ActionState.DROPPED),
    Move("reopen", (ActionState.DONE, ActionState.DROPPED), ActionState.OPEN),
)


class ItemKind(TextChoices):
    """What a plan holds beside its axes and actions."""

    PRINCIPLE = "principle", _("Principle")
    STAKE = "stake", _("Stake")
    CONTENT = "content", _("Content of an axis")
    RESULT = "result", _("Reported result")


class LineageKind(TextChoices):
    """How something of a plan relates to the plan before."""

    CONTINUES = "continues", pgettext_lazy("lineage", "Continues")
    MERGES = "merges", pgettext_lazy("lineage", "Merges")
    SPLITS = "splits", pgettext_lazy("lineage", "Splits")
    NEW = "new", pgettext_lazy("lineage", "New")
    ENDS = "ends", pgettext_lazy("lineage", "Ends")


class Certainty(TextChoices):
    """Whether a link was confirmed by the authority."""

    CONFIRMED = "confirmed", _("Confirmed")
    TO_CONFIRM = "to_confirm", _("To confirm")


class FigureStatus(TextChoices):
    """Who stands behind a declared figure."""

    DECLARED = "declared", pgettext_lazy("figure", "Declared")
    PUBLISHED = "published", pgettext_lazy("figure", "Published")


class PersonRole(TextChoices):
    """What a person is to an action."""

    PILOT = "pilot", _("Pilot")
    DEPUTY = "deputy", _("Deputy")
    ELECTED_REFERENT = "elected_referent", _("Elected referent")


class StakeholderKind(TextChoices):
    """What a body is to an action."""

    SERVICE = "service", _("Department of the authority")
    PARTNER = "partner", _("Partner")
    OPERATOR = "operator", _("Operator")


class TaskState(TextChoices):
    """Life of a task."""

    TO_DO = "to_do", pgettext_lazy("task", "To do")
    DONE = "done", pgettext_lazy("task", "Done")
    CANCELLED = "cancelled", pgettext_lazy("task", "Cancelled")


TASK_MOVES = TransitionTable(
    Move("finish", (TaskState.TO_DO,), TaskState.DONE),
    Move("cancel", (TaskState.TO_DO,), TaskState.CANCELLED),
    Move("reopen", (TaskState.DONE, TaskState.CANCELLED), TaskState.TO_DO),
)


class ActionStatus(TextChoices):
    """How an action goes, as derived by the written rule (status_rule.py) or put by hand over it."""

    NO_DATA = "no_data", pgettext_lazy("status of an action", "No data")
    NOT_STARTED = "not_started", pgettext_lazy("status of an action", "Not started")
    ON_TRACK = "on_track", pgettext_lazy("status of an action", "On track")
    AT_RISK = "at_risk", pgettext_lazy("status of an action", "At risk")
    LATE = "late", pgettext_lazy("status of an action", "Late")
    DONE = "done", pgettext_lazy("status of an action", "Done")


STATUS_LOOK = {
    ActionStatus.NO_DATA: "",
    ActionStatus.NOT_STARTED: "info",
    ActionStatus.ON_TRACK: "good",
    ActionStatus.AT_RISK: "warn",
    ActionStatus.LATE: "bad",
    ActionStatus.DONE: "good",
}


class MilestoneOutlook(TextChoices):
    """What is to be expected of a milestone on a day; derived, never stored."""

    DONE = "done", pgettext_lazy("milestone", "Done")
    LATE = "late", pgettext_lazy("milestone", "Late")
    THREATENED = "threatened", pgettext_lazy("milestone", "Threatened")
    TO_COME = "to_come", pgettext_lazy("milestone", "To come")


OUTLOOK_LOOK = {
    MilestoneOutlook.DONE: "good",
    MilestoneOutlook.LATE: "bad",
    MilestoneOutlook.THREATENED: "warn",
    MilestoneOutlook.TO_COME: "",
}


class BudgetSection(TextChoices):
    """The two sections of a French local budget."""

    OPERATING = "operating", _("Operating")
    INVESTMENT = "investment", _("Investment")


class FeedbackState(TextChoices):
    """Life of a resident's question or remark."""

    RECEIVED = "received", pgettext_lazy("feedback", "Received")
    ASSIGNED = "assigned", pgettext_lazy("feedback", "Being answered")
    ANSWERED = "answered", pgettext_lazy("feedback", "Answered")
    SET_ASIDE = "set_aside", pgettext_lazy("feedback", "Set aside")


FEEDBACK_MOVES = TransitionTable(
    Move("assign", (FeedbackState.RECEIVED, FeedbackState.ASSIGNED), FeedbackState.ASSIGNED),
    Move("answer", (FeedbackState.RECEIVED, FeedbackState.ASSIGNED), FeedbackState.ANSWERED),
    Move("set_aside", (FeedbackState.RECEIVED, FeedbackState.ASSIGNED), FeedbackState.SET_ASIDE),
)


class BulkKind(TextChoices):
    """How many actions are changed at once."""

    IMPORT = "import", _("Spreadsheet import")
    EDIT = "edit", _("Bulk edit")


class BulkState(TextChoices):
    """Life of a change of many actions."""

    PREPARED = "prepared", pgettext_lazy("bulk change", "To be confirmed")
    APPLIED = "applied", pgettext_lazy("bulk change", "Applied")
    UNDONE = "undone", pgettext_lazy("bulk change", "Undone")


BULK_MOVES = TransitionTable(
    Move("apply", (BulkState.PREPARED,), BulkState.APPLIED),
    Move("undo", (BulkState.APPLIED,), BulkState.UNDONE),
)
