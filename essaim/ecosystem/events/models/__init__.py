"""Gatherings, who speaks there, who registers, who came, what they thought of it and whom they met."""

from __future__ import annotations

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
    "SLUG_LENGTH_MAX",
    "Attendance",
    "DeclaredParticipation",
    "Event",
    "EventQuerySet",
    "Lead",
    "LeadQuerySet",
    "Proceedings",
    "Rating",
    "Registration",
    "RegistrationQuerySet",
    "Speaker",
]
