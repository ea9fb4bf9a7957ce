"""Kinds and states of gatherings and of registrations, and the moves between them, as data."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable


class EventKind(TextChoices):
    """What a gathering is; the last three are held within another one."""

    MEETING = "meeting", pgettext_lazy("kind of gathering", "Meeting")
    CONSULTATION_MEETING = "consultation_meeting", pgettext_lazy("kind of gathering", "Consultation meeting")
    RESTITUTION = "restitution", pgettext_lazy("kind of gathering", "Restitution")
    ASSISES = "assises", pgettext_lazy("kind of gathering", "Assises")
    FORUM = "forum", pgettext_lazy("kind of gathering", "Forum")
    VISIT = "visit", pgettext_lazy("kind of gathering", "Visit")
    ROUND_TABLE = "round_table", pgettext_lazy("kind of gathering", "Round table")
    LECTURE = "lecture", pgettext_lazy("kind of gathering", "Lecture")
    WORKSHOP = "workshop", pgettext_lazy("kind of gathering", "Workshop")


class EventState(TextChoices):
    """Life of a gathering: written, announced, held, then closed with its report; or cancelled."""

    DRAFT = "draft", pgettext_lazy("state of a gathering", "Draft")
    PUBLISHED = "published", pgettext_lazy("state of a gathering", "Announced")
    HELD = "held", pgettext_lazy("state of a gathering", "Held")
    CLOSED = "closed", pgettext_lazy("state of a gathering", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("state of a gathering", "Cancelled")


EVENT_MOVES = TransitionTable(
    Move("publish", (EventState.DRAFT,), EventState.PUBLISHED),
    Move("hold", (EventState.PUBLISHED,), EventState.HELD),
    Move("close", (EventState.HELD,), EventState.CLOSED),
    Move("cancel", (EventState.DRAFT, EventState.PUBLISHED), EventState.CANCELLED),
)


class RegistrationState(TextChoices):
    """Life of a registration: a seat, or a place on the waiting list, to which a seat is offered in its turn."""

    REGISTERED = "registered", pgettext_lazy("state of a registration", "Registered")
    WAITING = "waiting", pgettext_lazy("state of a registration", "On the waiting list")
    OFFERED = "offered", pgettext_lazy("state of a registration", "Seat offered")
    CANCELLED = "cancelled", pgettext_lazy("state of a registration", "Cancelled")


REGISTRATION_MOVES = TransitionTable(
    Move("offer", (RegistrationState.WAITING,), RegistrationState.OFFERED),
    Move("accept", (RegistrationState.OFFERED,), RegistrationState.REGISTERED),
    Move(
        "cancel",
        (RegistrationState.REGISTERED, RegistrationState.WAITING, RegistrationState.OFFERED),
        RegistrationState.CANCELLED,
    ),
)

# States that take one of the seats.
SEATED = (RegistrationState.REGISTERED, RegistrationState.OFFERED)


class CancellationCause(TextChoices):
    """Why a registration ended."""

    WITHDRAWN = "withdrawn", pgettext_lazy("end of a registration", "Withdrawn by the person")
    BY_TEAM = "by_team", pgettext_lazy("end of a registration", "Cancelled by the team")
    NOT_CONFIRMED = "not_confirmed", pgettext_lazy("end of a registration", "Not confirmed in time")
    OFFER_LAPSED = "offer_lapsed", pgettext_lazy("end of a registration", "Offered seat not taken in time")
    EVENT_CANCELLED = "event_cancelled", pgettext_lazy("end of a registration", "Gathering cancelled")


class MailKind(TextChoices):
    """What a registrant is still to be told; one thing at a time, the latest."""

    CONFIRM = "confirm", pgettext_lazy("mail to a registrant", "Please confirm")
    SEAT = "seat", pgettext_lazy("mail to a registrant", "Seat confirmed")
    WAITING = "waiting", pgettext_lazy("mail to a registrant", "On the waiting list")
    OFFER = "offer", pgettext_lazy("mail to a registrant", "A seat is offered")
    CHANGED = "changed", pgettext_lazy("mail to a registrant", "Day, hour or place changed")
    REMINDER = "reminder", pgettext_lazy("mail to a registrant", "Reminder")
    RATING = "rating", pgettext_lazy("mail to a registrant", "Asked what they thought of it")
    EVENT_CANCELLED = "event_cancelled", pgettext_lazy("mail to a registrant", "Gathering cancelled")


class AttendanceWay(TextChoices):
    """How presence was counted."""

    BY_CODE = "by_code", pgettext_lazy("how presence was counted", "Checked in by code")
    ENTERED = "entered", pgettext_lazy("how presence was counted", "Entered by the team")


class Satisfaction(IntegerChoices):
    """How far somebody agrees, from not at all to wholly."""

    NOT_AT_ALL = 1, pgettext_lazy("how satisfied", "Not at all")
    RATHER_NOT = 2, pgettext_lazy("how satisfied", "Rather not")
    SO_SO = 3, pgettext_lazy("how satisfied", "So-so")
    RATHER = 4, pgettext_lazy("how satisfied", "Rather yes")
    WHOLLY = 5, pgettext_lazy("how satisfied", "Wholly")


class LeadState(TextChoices):
    """Life of a contact made at a gathering: noted, in touch, then concluded or without sequel."""

    NOTED = "noted", pgettext_lazy("state of a contact", "Noted")
    IN_TOUCH = "in_touch", pgettext_lazy("state of a contact", "In touch")
    CONCLUDED = "concluded", pgettext_lazy("state of a contact", "Concluded")
    DROPPED = "dropped", pgettext_lazy("state of a contact", "Without sequel")


LEAD_MOVES = TransitionTable(
    # Again while they are in touch: the next step changes.
    Move("contact", (LeadState.NOTED, LeadState.IN_TOUCH), LeadState.IN_TOUCH),
    Move("conclude", (LeadState.NOTED, LeadState.IN_TOUCH), LeadState.CONCLUDED),
    Move("drop", (LeadState.NOTED, LeadState.IN_TOUCH), LeadState.DROPPED),
)
# States in which nobody follows a contact any more.
ENDED_LEADS = (LeadState.CONCLUDED, LeadState.DROPPED)


class AgendaImportState(TextChoices):
    """Life of an agenda brought in: read and looked at, applied, then taken back if need be."""

    PREPARED = "prepared", pgettext_lazy("agenda brought in", "To confirm")
    APPLIED = "applied", pgettext_lazy("agenda brought in", "Applied")
    UNDONE = "undone", pgettext_lazy("agenda brought in", "Taken back")


AGENDA_IMPORT_MOVES = TransitionTable(
    Move("apply", (AgendaImportState.PREPARED,), AgendaImportState.APPLIED),
    Move("undo", (AgendaImportState.APPLIED,), AgendaImportState.UNDONE),
)
