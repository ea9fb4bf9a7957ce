"""Life of a document, as data."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable

# How long a withdrawn document can still be restored, in days.
RESTORE_DAYS = 30


class DocumentState(TextChoices):
    """Kept, then out of sight for a while, then its files are gone; the row stays, with its dates and hashes."""

    KEPT = "kept", pgettext_lazy("state of a document", "Kept")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a document", "Withdrawn")
    ERASED = "erased", pgettext_lazy("state of a document", "Erased")


DOCUMENT_MOVES = TransitionTable(
    Move("withdraw", (DocumentState.KEPT,), DocumentState.WITHDRAWN),
    Move("restore", (DocumentState.WITHDRAWN,), DocumentState.KEPT),
    Move("erase", (DocumentState.WITHDRAWN,), DocumentState.ERASED),
)

DOCUMENT_LOOK = {DocumentState.KEPT: "good", DocumentState.WITHDRAWN: "warn", DocumentState.ERASED: ""}
