"""Input of the room's pages, by use case."""

from __future__ import annotations

from .editions import (
    ActionLinkForm,
    CallEditForm,
    CallForm,
    CloseForm,
    DraftFromForm,
    EditionEditForm,
    EditionForm,
    StartForm,
)
from .eligibility import EligibilityForm, ExampleEditForm, ExampleForm
from .parts import PART_FORMS, rule_forms

__all__ = [
    "PART_FORMS",
    "ActionLinkForm",
    "CallEditForm",
    "CallForm",
    "CloseForm",
    "DraftFromForm",
    "EditionEditForm",
    "EditionForm",
    "EligibilityForm",
    "ExampleEditForm",
    "ExampleForm",
    "StartForm",
    "rule_forms",
]
