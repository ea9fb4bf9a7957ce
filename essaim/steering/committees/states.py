"""States and kinds of bodies, sessions, points, votes and requests, and the moves between states, as data."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable


class SessionState(TextChoices):
    """Life of a session."""

    PLANNED = "planned", pgettext_lazy("state of a session", "Planned")
    CONVENED = "convened", pgettext_lazy("state of a session", "Convened")
    OPEN = "open", pgettext_lazy("state of a session", "Open")
    CLOSED = "closed", pgettext_lazy("state of a session", "Closed")
    CIRCULATED = "minutes_circulated", pgettext_lazy("state of a session", "Minutes circulated")
    APPROVED = "minutes_approved", pgettext_lazy("state of a session", "Minutes approved")
    CANCELLED = "cancelled", pgettext_lazy("state of a session", "Cancelled")


SESSION_MOVES = TransitionTable(
    # Convened again when its day or its agenda changes much: the notice is checked anew.
    Move("convene", (SessionState.PLANNED, SessionState.CONVENED), SessionState.CONVENED),
    Move("open", (SessionState.CONVENED,), SessionState.OPEN),
    Move("close", (SessionState.OPEN,), SessionState.CLOSED),
    # Circulated again once amendments were taken in.
    Move("circulate", (SessionState.CLOSED, SessionState.CIRCULATED), SessionState.CIRCULATED),
    Move("approve", (SessionState.CIRCULATED,), SessionState.APPROVED),
    Move("cancel", (SessionState.PLANNED, SessionState.CONVENED), SessionState.CANCELLED),
)

SESSION_LOOK = {
    SessionState.PLANNED: "",
    SessionState.CONVENED: "info",
    SessionState.OPEN: "warn",
    SessionState.CLOSED: "",
    SessionState.CIRCULATED: "info",
    SessionState.APPROVED: "good",
    SessionState.CANCELLED: "bad",
}

# Prepared or under way: it may still be held.
TO_COME = (SessionState.PLANNED, SessionState.CONVENED, SessionState.OPEN)
HELD = (SessionState.CLOSED, SessionState.CIRCULATED, SessionState.APPROVED)


class PointKind(TextChoices):
    """What a session does with a point of its agenda."""

    INFORMATION = "information", pgettext_lazy("point of an agenda", "Information")
    DISCUSSION = "discussion", pgettext_lazy("point of an agenda", "Discussion")
    OPINION = "opinion", pgettext_lazy("point of an agenda", "Opinion")
    MINUTES = "minutes", pgettext_lazy("point of an agenda", "Approval of minutes")


class PointState(TextChoices):
    """Life of a point."""

    PROPOSED = "proposed", pgettext_lazy("state of a point", "Proposed")
    ACCEPTED = "accepted", pgettext_lazy("state of a point", "On the agenda")
    REFUSED = "refused", pgettext_lazy("state of a point", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a point", "Withdrawn")


POINT_MOVES = TransitionTable(
    Move("accept", (PointState.PROPOSED, PointState.REFUSED), PointState.ACCEPTED),
    Move("refuse", (PointState.PROPOSED,), PointState.REFUSED),
    Move("withdraw", (PointState.PROPOSED, PointState.ACCEPTED), PointState.WITHDRAWN),
)

POINT_LOOK = {
    PointState.PROPOSED: "warn",
    PointState.ACCEPTED: "good",
    PointState.REFUSED: "bad",
    PointState.WITHDRAWN: "",
}


class VoteMode(TextChoices):
    """How a vote is held."""

    HANDS = "hands", _("Show of hands")
    SECRET = "secret", _("Secret ballot")
    WRITTEN = "written", _("Written consultation")


class VoteState(TextChoices):
    """Life of a vote."""

    OPEN = "open", pgettext_lazy("state of a vote", "Open")
    CLOSED = "closed", pgettext_lazy("state of a vote", "Closed")
    ABANDONED = "abandoned", pgettext_lazy("state of a vote", "Abandoned")


VOTE_MOVES = TransitionTable(
    Move("close", (VoteState.OPEN,), VoteState.CLOSED),
    Move("abandon", (VoteState.OPEN,), VoteState.ABANDONED),
)


class Choice(TextChoices):
    """What a ballot says."""

    FOR = "for", pgettext_lazy("ballot", "For")
    AGAINST = "against", pgettext_lazy("ballot", "Against")
    ABSTENTION = "abstention", pgettext_lazy("ballot", "Abstention")


class Outcome(TextChoices):
    """What a closed vote comes to."""

    ADOPTED = "adopted", pgettext_lazy("outcome of a vote", "Adopted")
    REJECTED = "rejected", pgettext_lazy("outcome of a vote", "Rejected")
    DIVIDED = "divided", pgettext_lazy("outcome of a vote", "Divided: as many for as against")


class OpinionSense(TextChoices):
    """Which way an opinion goes."""

    FAVOURABLE = "favourable", _("Favourable")
    RESERVED = "reserved", _("Favourable with reservations")
    UNFAVOURABLE = "unfavourable", _("Unfavourable")
    DIVIDED = "divided", pgettext_lazy("opinion", "Divided")


OPINION_LOOK = {
    OpinionSense.FAVOURABLE: "good",
    OpinionSense.RESERVED: "warn",
    OpinionSense.UNFAVOURABLE: "bad",
    OpinionSense.DIVIDED: "",
}


class RequestState(TextChoices):
    """Life of a request for an opinion."""

    ASKED = "asked", pgettext_lazy("state of a request", "Asked")
    ON_AGENDA = "on_agenda", pgettext_lazy("state of a request", "On an agenda")
    ANSWERED = "answered", pgettext_lazy("state of a request", "Answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a request", "Withdrawn")


REQUEST_MOVES = TransitionTable(
    Move("place", (RequestState.ASKED,), RequestState.ON_AGENDA),
    Move("put_back", (RequestState.ON_AGENDA,), RequestState.ASKED),
    Move("answer", (RequestState.ON_AGENDA,), RequestState.ANSWERED),
    Move("withdraw", (RequestState.ASKED,), RequestState.WITHDRAWN),
)


class AmendmentState(TextChoices):
    """Life of a correction asked of circulated minutes."""

    PROPOSED = "proposed", pgettext_lazy("state of a correction of minutes", "Proposed")
    ACCEPTED = "accepted", pgettext_lazy("state of a correction of minutes", "Accepted")
    REFUSED = "refused", pgettext_lazy("state of a correction of minutes", "Refused")


AMENDMENT_MOVES = TransitionTable(
    Move("accept", (AmendmentState.PROPOSED,), AmendmentState.ACCEPTED),
    Move("refuse", (AmendmentState.PROPOSED,), AmendmentState.REFUSED),
)


class Threshold(TextChoices):
    """How many of the members in office must be there."""

    NONE = "none", pgettext_lazy("quorum", "No quorum")
    THIRD = "third", pgettext_lazy("quorum", "A third at least")
    HALF = "half", pgettext_lazy("quorum", "Half at least")
    MAJORITY = "majority", pgettext_lazy("quorum", "More than half")
    TWO_THIRDS = "two_thirds", pgettext_lazy("quorum", "Two thirds at least")


class MandateQuality(TextChoices):
    """In what quality somebody holds a seat."""

    TITULAR = "titular", pgettext_lazy("mandate", "Titular")
    SUBSTITUTE = "substitute", pgettext_lazy("mandate", "Substitute")


class Gender(TextChoices):
    """As the person declared it, for the balance of a body; nothing else is made of it."""

    NOT_DECLARED = "", pgettext_lazy("gender", "Not declared")
    WOMAN = "woman", pgettext_lazy("gender", "Woman")
    MAN = "man", pgettext_lazy("gender", "Man")
    OTHER = "other", pgettext_lazy("gender", "Other")


class SeatStatus(TextChoices):
    """What a seat is on a day; derived, never stored."""

    HELD = "held", pgettext_lazy("seat", "Held")
    EXPIRED = "expired", pgettext_lazy("seat", "Mandate expired")
    VACANT = "vacant", pgettext_lazy("seat", "Vacant")


SEAT_LOOK = {SeatStatus.HELD: "good", SeatStatus.EXPIRED: "bad", SeatStatus.VACANT: "warn"}
