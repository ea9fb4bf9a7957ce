"""Tables of the room, by use case."""

from __future__ import annotations

from .acts import Act, Annex
from .budget import BudgetLine
from .bulk import BulkChange, BulkChangeRow
from .calendar import CalendarFeed
from .exchange import PartTitle, PlanImport
from .feedback import Feedback
from .figures import DeclaredFigure
from .lineage import Lineage
from .plans import Action, Axis, Plan, PlanItem, Policy, PolicyCrossing
from .progress import Dependency, Milestone, Note, StatusOverride, Task
from .roles import ActionCommune, ActionGathering, PersonInAction, Stakeholder
from .sources import Source
from .statements import Statement

__all__ = [
    "Act",
    "Action",
    "ActionCommune",
    "ActionGathering",
    "Annex",
    "Axis",
    "BudgetLine",
    "BulkChange",
    "BulkChangeRow",
    "CalendarFeed",
    "DeclaredFigure",
    "Dependency",
    "Feedback",
    "Lineage",
    "Milestone",
    "Note",
    "PartTitle",
    "PersonInAction",
    "Plan",
    "PlanImport",
    "PlanItem",
    "Policy",
    "PolicyCrossing",
    "Source",
    "Stakeholder",
    "Statement",
    "StatusOverride",
    "Task",
]
