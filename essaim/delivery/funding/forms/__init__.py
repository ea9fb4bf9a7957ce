"""Input of the room."""

from __future__ import annotations

from .agreements import AmendmentForm, ClauseForm, SignatureForm
from .grants import (
    CommitmentForm,
    EnvelopeForm,
    GiveForm,
    GrantEditForm,
    GrantForm,
    ShareForm,
    VoteForm,
)
from .payments import (
    CertifyForm,
    ConditionForm,
    CorrectPaymentForm,
    DelegationForm,
    InstalmentForm,
    MeetForm,
    OrderForm,
    TakeBackForm,
)

__all__ = [
    "AmendmentForm",
    "CertifyForm",
    "ClauseForm",
    "CommitmentForm",
    "ConditionForm",
    "CorrectPaymentForm",
    "DelegationForm",
    "EnvelopeForm",
    "GiveForm",
    "GrantEditForm",
    "GrantForm",
    "InstalmentForm",
    "MeetForm",
    "OrderForm",
    "ShareForm",
    "SignatureForm",
    "TakeBackForm",
    "VoteForm",
]
