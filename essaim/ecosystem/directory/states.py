"""The life of a card, as a table."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable


class CardState(TextChoices):
    """Whether the public sees a card."""

    SHOWN = "shown", pgettext_lazy("card of a structure", "Shown")
    HIDDEN = "hidden", pgettext_lazy("card of a structure", "Taken out of the directory")


CARD_MOVES = TransitionTable(
    Move("hide", (CardState.SHOWN,), CardState.HIDDEN),
    Move("show", (CardState.HIDDEN,), CardState.SHOWN),
)


class SuggestionState(TextChoices):
    """Whether every change that somebody proposed was answered."""

    OPEN = "open", pgettext_lazy("suggestion", "To be looked at")
    SETTLED = "settled", pgettext_lazy("suggestion", "Answered")


SUGGESTION_MOVES = TransitionTable(Move("settle", (SuggestionState.OPEN,), SuggestionState.SETTLED))


class ChangeState(TextChoices):
    """What became of one proposed change."""

    WAITING = "waiting", pgettext_lazy("proposed change", "To be looked at")
    ACCEPTED = "accepted", pgettext_lazy("proposed change", "Accepted")
    REFUSED = "refused", pgettext_lazy("proposed change", "Not taken")


CHANGE_MOVES = TransitionTable(
    Move("accept", (ChangeState.WAITING,), ChangeState.ACCEPTED),
    Move("refuse", (ChangeState.WAITING,), ChangeState.REFUSED),
)


class ChangedField(TextChoices):
    """What of a structure anybody may propose to correct: facts of its record, and what its card says."""

    NAME = "name", pgettext_lazy("field of a structure", "Name")
    ACRONYM = "acronym", pgettext_lazy("field of a structure", "Acronym")
    WEBSITE = "website", pgettext_lazy("field of a structure", "Website")
    COMMUNE = "commune_code", pgettext_lazy("field of a structure", "Commune")
    ACTIVITY = "activity_code", pgettext_lazy("field of a structure", "Activity code")
    SUMMARY = "summary", pgettext_lazy("field of a structure", "What it does")
    PHONE = "phone", pgettext_lazy("field of a structure", "Telephone")


class ClaimState(TextChoices):
    """Life of what somebody says: I speak for this structure."""

    RECEIVED = "received", pgettext_lazy("claim", "Received")
    PROVED = "proved", pgettext_lazy("claim", "Proved by the address of the structure")
    ACCEPTED = "accepted", pgettext_lazy("claim", "Accepted")
    REFUSED = "refused", pgettext_lazy("claim", "Refused")


CLAIM_MOVES = TransitionTable(
    Move("prove", (ClaimState.RECEIVED,), ClaimState.PROVED),
    Move("accept", (ClaimState.RECEIVED, ClaimState.PROVED), ClaimState.ACCEPTED),
    Move("refuse", (ClaimState.RECEIVED, ClaimState.PROVED), ClaimState.REFUSED),
)
OPEN_CLAIMS = (ClaimState.RECEIVED, ClaimState.PROVED)


class OfferState(TextChoices):
    """Whether an offer stands."""

    OFFERED = "offered", pgettext_lazy("offer of a structure", "Offered")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer of a structure", "Withdrawn")


OFFER_MOVES = TransitionTable(
    Move("withdraw", (OfferState.OFFERED,), OfferState.WITHDRAWN),
    Move("offer_again", (OfferState.WITHDRAWN,), OfferState.OFFERED),
)


class AdditionState(TextChoices):
    """What became of a structure that somebody says is missing."""

    OPEN = "open", pgettext_lazy("missing structure", "To be looked at")
    ADDED = "added", pgettext_lazy("missing structure", "Added")
    KNOWN = "known", pgettext_lazy("missing structure", "Known already")
    REFUSED = "refused", pgettext_lazy("missing structure", "Not taken")


ADDITION_MOVES = TransitionTable(
    Move("add", (AdditionState.OPEN,), AdditionState.ADDED),
    Move("recognize", (AdditionState.OPEN,), AdditionState.KNOWN),
    Move("refuse", (AdditionState.OPEN,), AdditionState.REFUSED),
)


class ContactState(TextChoices):
    """Life of a message to a structure."""

    WRITTEN = "written", pgettext_lazy("message to a structure", "Waits for its author's link")
    RELAYED = "relayed", pgettext_lazy("message to a structure", "Relayed")
    BLOCKED = "blocked", pgettext_lazy("message to a structure", "Relayed, then its author blocked")


CONTACT_MOVES = TransitionTable(
    Move("relay", (ContactState.WRITTEN,), ContactState.RELAYED),
    Move("block", (ContactState.RELAYED,), ContactState.BLOCKED),
)
