"""Reads of the room, by use case."""

from __future__ import annotations

from .figures import (
    Coverage,
    ModerationDelay,
    Participation,
    PhaseCount,
    ThemeCount,
    VerdictCount,
    coverage,
    grouped_count,
    moderation_delay,
    participation,
    phase_counts,
    theme_counts,
    verdict_counts,
)
from .likeness import CloseContribution, CloseIssue, close_contributions, close_issues, close_to_issue
from .reading import (
    consultation_rows,
    consultations_visible_to,
    contribution_rows,
    contributions_visible_to,
    issue_rows,
    proposal_rows,
    with_fate,
)
from .thread import Asked, ShownAnswer, ShownTarget, answer_of, asked_for, fate_of, proposals_of_action, shown_answers

__all__ = [
    "Asked",
    "CloseContribution",
    "CloseIssue",
    "Coverage",
    "ModerationDelay",
    "Participation",
    "PhaseCount",
    "ShownAnswer",
    "ShownTarget",
    "ThemeCount",
    "VerdictCount",
    "answer_of",
    "asked_for",
    "close_contributions",
    "close_issues",
    "close_to_issue",
    "consultation_rows",
    "consultations_visible_to",
    "contribution_rows",
    "contributions_visible_to",
    "coverage",
    "fate_of",
    "grouped_count",
    "issue_rows",
    "moderation_delay",
    "participation",
    "phase_counts",
    "proposal_rows",
    "proposals_of_action",
    "shown_answers",
    "theme_counts",
    "verdict_counts",
    "with_fate",
]
