"""Tables of the room, by subject."""

from __future__ import annotations

from .applications import Application, ApplicationCommune, FormVersion
from .appraising import AppraisalNote, Check, CommuneOpinion, MissingRequest, PartnerOpinion
from .calls import Call
from .carrying import ApplicationPiece, Commitment, Confirmation, CoWriter, FieldWriting
from .editions import Edition, EditionAction
from .examples import ExampleFile
from .parts import Criterion, Instalment, Parameter, Question, RequiredPiece, Rule
from .posts import AcceptedPost
from .selection import Allowance, DecisionLetter, Interest, MemberTie, Score, SelectionFile, SelectionSession

__all__ = [
    "AcceptedPost",
    "Allowance",
    "Application",
    "ApplicationCommune",
    "ApplicationPiece",
    "AppraisalNote",
    "Call",
    "Check",
    "CoWriter",
    "Commitment",
    "CommuneOpinion",
    "Confirmation",
    "Criterion",
    "DecisionLetter",
    "Edition",
    "EditionAction",
    "ExampleFile",
    "FieldWriting",
    "FormVersion",
    "Instalment",
    "Interest",
    "MemberTie",
    "MissingRequest",
    "Parameter",
    "PartnerOpinion",
    "Question",
    "RequiredPiece",
    "Rule",
    "Score",
    "SelectionFile",
    "SelectionSession",
]
