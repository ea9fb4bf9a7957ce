"""What is said of a post, and the life of what is known of it, as data. Source: rules J1 to J12 of the project's handbook."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable


class Contract(TextChoices):
    """By what contract a post is held; self-employed managers of a cooperative are paid without one."""

    PERMANENT = "permanent", pgettext_lazy("kind of contract", "Permanent contract")
    FIXED_TERM = "fixed_term", pgettext_lazy("kind of contract", "Fixed-term contract")
    INSERTION = "insertion", pgettext_lazy("kind of contract", "Fixed-term insertion contract")
    APPRENTICESHIP = "apprenticeship", pgettext_lazy("kind of contract", "Apprenticeship or training contract")
    TEMPORARY = "temporary", pgettext_lazy("kind of contract", "Temporary work")
    MANAGER = "manager", pgettext_lazy("kind of contract", "Paid manager without a contract")
    OTHER = "other", pgettext_lazy("kind of contract", "Other contract")


class Effect(TextChoices):
    """What support did to a post; one only. When a post is consolidated or maintained is to be confirmed, per edition."""

    CREATED = "created", pgettext_lazy("effect on a post", "Created")
    CONSOLIDATED = "consolidated", pgettext_lazy("effect on a post", "Consolidated")
    MAINTAINED = "maintained", pgettext_lazy("effect on a post", "Maintained")


class Channel(TextChoices):
    """How support reached a post: through the structure that holds it, or through a network that helped it."""

    DIRECT = "direct", pgettext_lazy("channel to a post", "Direct")
    INDIRECT = "indirect", pgettext_lazy("channel to a post", "Indirect")


class PostStatus(TextChoices):
    """How surely a post is known; withdrawn is what never came, or was written by mistake: it counts nowhere."""

    PLANNED = "planned", pgettext_lazy("status of a post", "Planned")
    DECLARED = "declared", pgettext_lazy("status of a post", "Declared")
    VERIFIED = "verified", pgettext_lazy("status of a post", "Verified")
    WITHDRAWN = "withdrawn", pgettext_lazy("status of a post", "Withdrawn")


POST_MOVES = TransitionTable(
    Move("declare", (PostStatus.PLANNED,), PostStatus.DECLARED),
    Move("verify", (PostStatus.DECLARED,), PostStatus.VERIFIED),
    # What was verified turns out to be only said.
    Move("contest", (PostStatus.VERIFIED,), PostStatus.DECLARED),
    Move("withdraw", (PostStatus.PLANNED, PostStatus.DECLARED, PostStatus.VERIFIED), PostStatus.WITHDRAWN),
)

# What counts, from the surest; three totals that are never added up (rule J6).
COUNTED = (PostStatus.VERIFIED, PostStatus.DECLARED, PostStatus.PLANNED)
# What rests on evidence.
PROVEN = (PostStatus.DECLARED, PostStatus.VERIFIED)
LOOKS = {PostStatus.PLANNED: "warn", PostStatus.DECLARED: "info", PostStatus.VERIFIED: "good"}


class FollowUpMonth(IntegerChoices):
    """How long after its first day a post is looked at again (rule J9)."""

    SIX = 6, _("after 6 months")
    TWELVE = 12, _("after 12 months")
    TWENTY_FOUR = 24, _("after 24 months")


class ToldBy(TextChoices):
    """What totals are told by."""

    WHOLE = "ensemble", _("All together")
    YEAR = "annee", _("By year of the first day")
    TERRITORY = "territoire", _("By territory")
    ACTION = "action", _("By action of the plan")
