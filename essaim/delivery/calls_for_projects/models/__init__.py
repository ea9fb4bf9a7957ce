"""Tables of the room, by subject."""

from __future__ import annotations

from .applications import Application, ApplicationCommune, FormVersion
from .calls import Call
from .editions import Edition, EditionAction
from .examples import ExampleFile
from .parts import Criterion, Instalment, Parameter, Question, RequiredPiece, Rule

__all__ = [
    "Application",
    "ApplicationCommune",
    "Call",
    "Criterion",
    "Edition",
    "EditionAction",
    "ExampleFile",
    "FormVersion",
    "Instalment",
    "Parameter",
    "Question",
    "RequiredPiece",
    "Rule",
]
