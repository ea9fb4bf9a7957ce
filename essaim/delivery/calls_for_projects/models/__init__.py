"""Tables of the room, by subject."""

from __future__ import annotations

from .calls import Call
from .editions import Edition, EditionAction
from .examples import ExampleFile
from .parts import Criterion, Instalment, Parameter, Question, RequiredPiece, Rule

__all__ = [
    "Call",
    "Criterion",
    "Edition",
    "EditionAction",
    "ExampleFile",
    "Instalment",
    "Parameter",
    "Question",
    "RequiredPiece",
    "Rule",
]
