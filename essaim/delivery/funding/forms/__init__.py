"""Input of the room."""

from __future__ import annotations

from .agreements import AmendmentForm, ClauseForm, SignatureForm
from .aids import AidCorrectionForm, AidForm, LimitForm, LinkForm, ResolutionForm
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
    "AidCorrectionForm",
    "AidForm",
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
    "LimitForm",
    "LinkForm",
    "MeetForm",
    "OrderForm",
    "ResolutionForm",
    "ShareForm",
    "SignatureForm",
    "TakeBackForm",
    "VoteForm",
]
