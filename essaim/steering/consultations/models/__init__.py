"""Tables of the room, by use case."""

from __future__ import annotations

from .contributions import TEXT_LENGTH_MAX, Contribution, ContributionQuerySet, Theme
from .cycle import Consultation, ConsultationQuerySet, DeclaredParticipation, Phase, SourceStatement
from .groups import GroupMember, GroupOutput, GroupTheme, WorkingGroup
from .issues import Answer, AnswerTarget, Grouping, Issue, Proposal, ProposalIssue

__all__ = [
    "TEXT_LENGTH_MAX",
    "Answer",
    "AnswerTarget",
    "Consultation",
    "ConsultationQuerySet",
    "Contribution",
    "ContributionQuerySet",
    "DeclaredParticipation",
    "GroupMember",
    "GroupOutput",
    "GroupTheme",
    "Grouping",
    "Issue",
    "Phase",
    "Proposal",
    "ProposalIssue",
    "SourceStatement",
    "Theme",
    "WorkingGroup",
]
