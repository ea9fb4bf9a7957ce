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
