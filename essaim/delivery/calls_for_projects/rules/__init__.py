"""
The rules of an edition and their evaluator, without Django: facts in; verdict, limits and reasons out.

A rule is data: its kind, its parameters, and how sure it is. Nothing here reads a clock, a database or a language; reasons
are keys with values, which wording.py says in words.
"""

from __future__ import annotations

from .facts import FACT_NAMES, AidType, Certainty, Esus, Facts, Place, SiaeKind, Standing
from .kinds import KINDS, Kind, RuleUnreadable, read_rule
from .results import Outcome, Reason, Result
from .verdict import Change, Judged, Judgement, Limits, RuleData, Verdict, changes_that_help, facts_read, judge

__all__ = [
    "FACT_NAMES",
    "KINDS",
    "AidType",
    "Certainty",
    "Change",
    "Esus",
    "Facts",
    "Judged",
    "Judgement",
    "Kind",
    "Limits",
    "Outcome",
    "Place",
    "Reason",
    "Result",
    "RuleData",
    "RuleUnreadable",
    "SiaeKind",
    "Standing",
    "Verdict",
    "changes_that_help",
    "facts_read",
    "judge",
    "read_rule",
]
