"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Mapping

from essaim.foundations.ui.access import PUBLIC, Access

from .links import rating_token_of, token_of
from .models import Attendance, Event, Lead, Proceedings, Registration, Speaker
from .states import EventState, RegistrationState

Sample = Mapping[str, object]
NONE = "none"


def _of(row: Event | None) -> Sample:
    return {"slug": row.slug if row else NONE}


def _announced() -> Sample:
    return _of(Event.objects.public().order_by("pk").first())


def _open() -> Sample:
    rows = Event.objects.filter(state=EventState.PUBLISHED, registration_opens_at__isnull=False)
    return _of(rows.order_by("-starts_on", "pk").first())


def _closed() -> Sample:
    return _of(Event.objects.filter(state=EventState.CLOSED, parent__isnull=True).order_by("pk").first())


def _held() -> Sample:
    return _of(Event.objects.filter(state=EventState.HELD).order_by("pk").first())


def _with_proceedings() -> Sample:
    found = Proceedings.objects.select_related("event").order_by("pk").first()
    return _of(found.event if found else None)


def _draft() -> Sample:
    return _of(Event.objects.filter(state=EventState.DRAFT).order_by("pk").first())


def _link() -> Sample:
    found = Registration.objects.active().order_by("pk").first()
    return {"token": token_of(found) if found else NONE}


def _rating_link() -> Sample:
    found = Event.objects.filter(state__in=[EventState.HELD, EventState.CLOSED]).order_by("-starts_on", "pk").first()
    return {"token": rating_token_of(found) if found else NONE}


def _lead() -> Sample:
    found = Lead.objects.order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _registrant() -> Sample:
    rows = Registration.objects.filter(event__state=EventState.PUBLISHED, state=RegistrationState.REGISTERED)
    found = rows.select_related("event").order_by("pk").first()
    return {"slug": found.event.slug, "pk": found.pk} if found else {"slug": NONE, "pk": 0}


def _speaker() -> Sample:
    found = Speaker.objects.select_related("event").order_by("pk").first()
    return {"slug": found.event.slug, "pk": found.pk} if found else {"slug": NONE, "pk": 0}


def _presence() -> Sample:
    found = Attendance.objects.select_related("event").order_by("pk").first()
    return {"slug": found.event.slug, "pk": found.pk} if found else {"slug": NONE, "pk": 0}


BOTH = ("GET", "POST")
TEAM = "officer|administrator"
LATE = "Leads back when its time has passed."

READING: dict[str, Access] = {
    "events:event_list": Access(PUBLIC, note="Drafts are shown to the team."),
    "events:agenda_calendar": Access(PUBLIC),
    "events:agenda_news": Access(PUBLIC),
    "events:agenda_exchange": Access(PUBLIC),
    "events:event": Access(PUBLIC, sample=_announced, note="A draft is shown to the team."),
    "events:event_calendar": Access(PUBLIC, sample=_announced),
    "events:proceedings": Access(PUBLIC, sample=_with_proceedings),
    "events:event_history": Access(PUBLIC, sample=_announced),
    "events:register": Access(PUBLIC, sample=_open, methods=BOTH, note=LATE),
    "events:rate": Access(PUBLIC, sample=_rating_link, methods=BOTH, note="Whoever holds the link of a gathering."),
    "events:registration": Access(PUBLIC, sample=_link, methods=BOTH, note="Whoever holds the link that was mailed."),
}

WRITING: dict[str, Access] = {
    "events:registration_list": Access(TEAM, sample=_open),
    "events:badges": Access(TEAM, sample=_open),
    "events:sign_in_sheet": Access(TEAM, sample=_open),
    "events:seat_offer": Access(TEAM, sample=_open, methods=("POST",)),
    "events:registration_cancel": Access(TEAM, sample=_registrant, methods=BOTH, note=LATE),
    "events:registration_organization": Access(TEAM, sample=_registrant, methods=BOTH),
    "events:agenda_list": Access(TEAM, methods=BOTH),
    "events:agenda_import": Access(TEAM),
    "events:agenda_apply": Access(TEAM, methods=("POST",)),
    "events:agenda_undo": Access(TEAM, methods=("POST",)),
    "events:event_create": Access(TEAM, methods=BOTH),
    "events:event_edit": Access(TEAM, sample=_announced, methods=BOTH, note=LATE),
    "events:event_publish": Access(TEAM, sample=_draft, methods=("POST",)),
    "events:event_hold": Access(TEAM, sample=_closed, methods=("POST",)),
    "events:event_cancel": Access(TEAM, sample=_open, methods=BOTH, note=LATE),
    "events:event_close": Access(TEAM, sample=_held, methods=BOTH, note=LATE),
    "events:report_edit": Access(TEAM, sample=_closed, methods=BOTH, note=LATE),
    "events:proceedings_assemble": Access(TEAM, sample=_with_proceedings, methods=("POST",)),
    "events:speaker_add": Access(TEAM, sample=_announced, methods=BOTH, note=LATE),
    "events:speaker_remove": Access(TEAM, sample=_speaker, methods=BOTH, note=LATE),
    "events:participation_declare": Access(TEAM, sample=_announced, methods=BOTH, note=LATE),
    "events:ratings": Access(TEAM, sample=_closed),
    "events:ratings_ask": Access(TEAM, sample=_held, methods=("POST",)),
    "events:lead_list": Access(TEAM),
    "events:lead_add": Access(TEAM, sample=_closed, methods=BOTH, note=LATE),
    "events:lead": Access(TEAM, sample=_lead, methods=BOTH, note=LATE),
    "events:check_in": Access(TEAM, sample=_closed, methods=BOTH, note=LATE),
    "events:door_send": Access(TEAM, sample=_closed, methods=("POST",), note="A telephone at the door, in JSON."),
    "events:door_shell": Access(TEAM, sample=_closed, note="What a telephone keeps of the page; it names nobody."),
    "events:door_worker": Access(TEAM, sample=_closed),
    "events:door_codes": Access(TEAM, sample=_closed, methods=BOTH, note=LATE),
    "events:attendance": Access(TEAM, sample=_closed, methods=BOTH, note=LATE),
    "events:attendance_remove": Access(TEAM, sample=_presence, methods=BOTH),
}

MACHINES: dict[str, Access] = {
    "api-1:events": Access(PUBLIC),
    "api-1:event": Access(PUBLIC, sample=_announced),
}

ACCESS: dict[str, Access] = {**READING, **WRITING, **MACHINES}
