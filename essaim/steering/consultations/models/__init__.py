"""Tables of the room, by use case."""

from __future__ import annotations

from .contributions import TEXT_LENGTH_MAX, Contribution, ContributionQuerySet, Theme
from .cycle import Consultation, ConsultationQuerySet, DeclaredParticipation, Meeting, Phase, SourceStatement
from .groups import GroupMember, GroupOutput, GroupSession, GroupTheme, WorkingGroup
from .issues import Answer, AnswerTarget, Grouping, Issue, Proposal, ProposalIssue
from .questionnaires import Question, Questionnaire, Reply, ReplyValue
from .sheets import ContributionSheet, ContributionSheetRow
from .texts import Amendment, AmendmentInvitation, DiscussedText, TextVersion

__all__ = [
    "TEXT_LENGTH_MAX",
    "Amendment",
    "AmendmentInvitation",
    "Answer",
    "AnswerTarget",
    "Consultation",
    "ConsultationQuerySet",
    "Contribution",
    "ContributionQuerySet",
    "ContributionSheet",
    "ContributionSheetRow",
    "DeclaredParticipation",
    "DiscussedText",
    "GroupMember",
    "GroupOutput",
    "GroupSession",
    "GroupTheme",
    "Grouping",
    "Issue",
    "Meeting",
    "Phase",
    "Proposal",
    "ProposalIssue",
    "Question",
    "Questionnaire",
    "Reply",
    "ReplyValue",
    "SourceStatement",
    "TextVersion",
    "Theme",
    "WorkingGroup",
]
