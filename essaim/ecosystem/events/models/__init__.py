"""Gatherings, who speaks there, who registers, who came, what they thought of it and whom they met; agendas brought in."""

from __future__ import annotations

from .agendas import IDENTITY_LENGTH_MAX, AgendaImport, AgendaImportRow, EventOrigin
from .follow_up import COMMENT_LENGTH_MAX, Lead, LeadQuerySet, Rating
from .gatherings import (
    SLUG_LENGTH_MAX,
    Attendance,
    DeclaredParticipation,
    Event,
    EventQuerySet,
    Proceedings,
    Registration,
    RegistrationQuerySet,
    Speaker,
)

__all__ = [
    "COMMENT_LENGTH_MAX",
    "IDENTITY_LENGTH_MAX",
    "SLUG_LENGTH_MAX",
    "AgendaImport",
    "AgendaImportRow",
    "Attendance",
    "DeclaredParticipation",
    "Event",
    "EventOrigin",
    "EventQuerySet",
    "Lead",
    "LeadQuerySet",
    "Proceedings",
    "Rating",
    "Registration",
    "RegistrationQuerySet",
    "Speaker",
]
