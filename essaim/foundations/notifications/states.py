"""Life of a mail and of a reminder, as data."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable

# After so many refusals of the mail server a mail is given up; the message stays on the page.
ATTEMPTS_MAX = 10
# How long messages are kept, in days.
KEPT_DAYS = 365


class MailState(TextChoices):
    """Whether a message also leaves by mail."""

    NOT_WANTED = "not_wanted", pgettext_lazy("mail", "Not wanted")
    WAITING = "waiting", pgettext_lazy("mail", "Waiting")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    GIVEN_UP = "given_up", pgettext_lazy("mail", "Given up")


MAIL_MOVES = TransitionTable(
    Move("send", (MailState.WAITING,), MailState.SENT),
    Move("give_up", (MailState.WAITING,), MailState.GIVEN_UP),
)


class ReminderState(TextChoices):
    """Whether a reminder still comes; an exhausted one is silent while its cause lasts, and never starts again."""

    PENDING = "pending", pgettext_lazy("reminder", "Pending")
    EXHAUSTED = "exhausted", pgettext_lazy("reminder", "Said as often as allowed")
    STOPPED = "stopped", pgettext_lazy("reminder", "Stopped")


class StopCause(TextChoices):
    """Why a reminder stopped."""

    CAUSE_GONE = "cause_gone", pgettext_lazy("reminder", "What it was about is done, moved or closed")
    ACCOUNT_CLOSED = "account_closed", pgettext_lazy("reminder", "The account is closed")


REMINDER_MOVES = TransitionTable(
    Move("exhaust", (ReminderState.PENDING,), ReminderState.EXHAUSTED),
    Move("stop", (ReminderState.PENDING, ReminderState.EXHAUSTED), ReminderState.STOPPED),
)
