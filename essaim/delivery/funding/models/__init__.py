"""Tables of the room."""

from __future__ import annotations

from .agreements import Agreement, Clause
from .aids import AidLine, AlarmResolution, LimitRule, Undertaking, UndertakingMember
from .envelopes import Envelope, EnvelopeVote
from .grants import OBJECT_LENGTH_MAX, Grant, GrantQuerySet, GrantShare, check_siret
from .payments import Certification, Condition, Delegation, Instalment, Payment

__all__ = [
    "OBJECT_LENGTH_MAX",
    "Agreement",
    "AidLine",
    "AlarmResolution",
    "Certification",
    "Clause",
    "Condition",
    "Delegation",
    "Envelope",
    "EnvelopeVote",
    "Grant",
    "GrantQuerySet",
    "GrantShare",
    "Instalment",
    "LimitRule",
    "Payment",
    "Undertaking",
    "UndertakingMember",
    "check_siret",
]
