"""Forms of the room, by use case."""

from __future__ import annotations

from .contributions import AppealForm, ContributionForm, EntryForm, HideForm, SheetForm, TrackingForm
from .cycle import (
    CloseForm,
    ConsultationEditForm,
    ConsultationForm,
    DeclaredForm,
    MeetingForm,
    PhaseEditForm,
    PhaseForm,
    PublishForm,
    StatementForm,
)
from .questionnaires import QuestionForm, QuestionnaireForm, ReplyForm
from .sorting import (
    AnswerForm,
    GroupEditForm,
    GroupForm,
    GroupingForm,
    IssueEditForm,
    IssueForm,
    MemberForm,
    OutputForm,
    ProposalEditForm,
    ProposalForm,
    RetainForm,
    SortForm,
    ThemeEditForm,
    ThemeForm,
)
from .texts import AmendmentForm, DecisionForm, InvitationForm, InvitedAmendmentForm, TextForm

__all__ = [
    "AmendmentForm",
    "AnswerForm",
    "AppealForm",
    "CloseForm",
    "ConsultationEditForm",
    "ConsultationForm",
    "ContributionForm",
    "DecisionForm",
    "DeclaredForm",
    "EntryForm",
    "GroupEditForm",
    "GroupForm",
    "GroupingForm",
    "HideForm",
    "InvitationForm",
    "InvitedAmendmentForm",
    "IssueEditForm",
    "IssueForm",
    "MeetingForm",
    "MemberForm",
    "OutputForm",
    "PhaseEditForm",
    "PhaseForm",
    "ProposalEditForm",
    "ProposalForm",
    "PublishForm",
    "QuestionForm",
    "QuestionnaireForm",
    "ReplyForm",
    "RetainForm",
    "SheetForm",
    "SortForm",
    "StatementForm",
    "TextForm",
    "ThemeEditForm",
    "ThemeForm",
    "TrackingForm",
]
