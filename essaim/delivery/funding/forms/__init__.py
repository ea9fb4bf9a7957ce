"""Input of the room."""

from __future__ import annotations

from .agreements import AmendmentForm, ClauseForm, SignatureForm
from .aid_files import AidFileForm
from .aids import AidCorrectionForm, AidForm, LimitForm, LinkForm, ResolutionForm
from .applications import FromApplicationForm
from .finance import FinanceFileForm
from .follow_up import BreachForm, ContractForm, ExpectForm, PublisherForm, ReceiveForm
from .grants import (
    CommitmentForm,
    DrawForm,
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
    "AidFileForm",
    "AidForm",
    "AmendmentForm",
    "BreachForm",
    "CertifyForm",
    "ClauseForm",
    "CommitmentForm",
    "ConditionForm",
    "ContractForm",
    "CorrectPaymentForm",
    "DelegationForm",
    "DrawForm",
    "EnvelopeForm",
    "ExpectForm",
    "FinanceFileForm",
    "FromApplicationForm",
    "GiveForm",
    "GrantEditForm",
    "GrantForm",
    "InstalmentForm",
    "LimitForm",
    "LinkForm",
    "MeetForm",
    "OrderForm",
    "PublisherForm",
    "ReceiveForm",
    "ResolutionForm",
    "ShareForm",
    "SignatureForm",
    "TakeBackForm",
    "VoteForm",
]
