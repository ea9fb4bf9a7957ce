"""Tables of the room."""

from __future__ import annotations

from .agreements import Agreement, Clause
from .aid_files import AidFile
from .aids import AidLine, AlarmResolution, LimitRule, Undertaking, UndertakingMember
from .contracts import RepublicanContract
from .envelopes import Envelope, EnvelopeDraw, EnvelopeVote
from .equity import (
    EquityMovement,
    EquityStake,
    GeneralMeeting,
    PublicShare,
    StakeRepresentative,
    StakeValuation,
)
from .finance import FinanceFile, FinanceLine
from .follow_up import ClosingDay, RepaymentOrder, Report
from .grants import OBJECT_LENGTH_MAX, Grant, GrantQuerySet, GrantShare, check_siret
from .payments import Certification, Condition, Delegation, Instalment, Payment
from .publication import Publisher

__all__ = [
    "OBJECT_LENGTH_MAX",
    "Agreement",
    "AidFile",
    "AidLine",
    "AlarmResolution",
    "Certification",
    "Clause",
    "ClosingDay",
    "Condition",
    "Delegation",
    "Envelope",
    "EnvelopeDraw",
    "EnvelopeVote",
    "EquityMovement",
    "EquityStake",
    "FinanceFile",
    "FinanceLine",
    "GeneralMeeting",
    "Grant",
    "GrantQuerySet",
    "GrantShare",
    "Instalment",
    "LimitRule",
    "Payment",
    "PublicShare",
    "Publisher",
    "RepaymentOrder",
    "Report",
    "RepublicanContract",
    "StakeRepresentative",
    "StakeValuation",
    "Undertaking",
    "UndertakingMember",
    "check_siret",
]
