"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from essaim.foundations.ui.access import PUBLIC, SIGNED_IN, Access
from essaim.steering.action_plan.models import Act, Action

from . import links, queries
from .models import Amendment, Attendance, College, Mandate, OpinionRequest, Seat, Session
from .states import SessionState

Sample = Callable[[], Mapping[str, object]]
TEAM = "officer|administrator"
# Who sits on the committee of the demonstration: what counts is their mandate.
SITTING = "body_member|commune_referent|elected_official|organization_member"
READERS = f"{TEAM}|evaluator|{SITTING}"
CONCERNED = f"{TEAM}|{SITTING}"
BOTH = ("GET", "POST")
POST = ("POST",)
COMMITTEE = {"slug": "comite-metropolitain-ess"}
NAMES = "Names are shown to the team, to evaluators and to the members."
MEMBERS = "Members by their mandate on the day of the session, whatever their role."
IN_TIME = "Leads back when its time has passed."


def _session(*states: str) -> Sample:
    def find() -> Mapping[str, object]:
        rows = Session.objects.filter(body__slug=COMMITTEE["slug"])
        row = (rows.filter(state__in=states) if states else rows).order_by("-day", "-pk").first()
        return {"pk": row.pk if row else 0}

    return find


def _college() -> Mapping[str, object]:
    row = College.objects.order_by("pk").first()
    return {"college_id": row.pk if row else 0}


def _seat() -> Mapping[str, object]:
    row = Seat.objects.order_by("pk").first()
    return {"seat_id": row.pk if row else 0}


def _mandate() -> Mapping[str, object]:
    row = Mandate.objects.order_by("pk").first()
    return {"mandate_id": row.pk if row else 0}


def _unnamed_mandate() -> Mapping[str, object]:
    row = Mandate.objects.filter(person=None).order_by("pk").first()
    return {"mandate_id": row.pk if row else 0}


def _arrival() -> Mapping[str, object]:
    return {**_session()(), **_mandate()}


def _attendance() -> Mapping[str, object]:
    row = Attendance.objects.order_by("pk").first()
    return {"attendance_id": row.pk if row else 0}


def _amendment() -> Mapping[str, object]:
    row = Amendment.objects.order_by("pk").first()
    return {"pk": row.pk if row else 0}


def _request() -> Mapping[str, object]:
    row = OpinionRequest.objects.order_by("pk").first()
    return {"pk": row.pk if row else 0}


def _point() -> Mapping[str, object]:
    """Find a point of the session to come, so that members of today sit there."""
    row = Session.objects.filter(body__slug=COMMITTEE["slug"], state=SessionState.CONVENED).order_by("-day").first()
    point = row.points.order_by("pk").first() if row else None
    return {"pk": point.pk if point else 0}


def _action() -> Mapping[str, object]:
    row = Action.objects.order_by("pk").first()
    return {"pk": row.pk if row else 0}


def _act() -> Mapping[str, object]:
    row = Act.objects.order_by("pk").first()
    return {"pk": row.pk if row else 0}


APPROVED = _session(SessionState.APPROVED)
CONVENED = _session(SessionState.CONVENED)

READING: dict[str, Access] = {
    "committees:body_list": Access(PUBLIC),
    "committees:body": Access(PUBLIC, arguments=COMMITTEE, note=NAMES),
    "committees:composition": Access(PUBLIC, arguments=COMMITTEE, note=NAMES),
    "committees:body_history": Access(PUBLIC, arguments=COMMITTEE),
    "committees:session_list": Access(PUBLIC),
    "committees:session": Access(
        PUBLIC, sample=APPROVED, note="The work of a session is for its members and the team."
    ),
    "committees:minutes": Access(PUBLIC, sample=APPROVED, note="Before they are approved: the members and the team."),
    "committees:opinion_list": Access(PUBLIC),
    "committees:action_panel": Access(PUBLIC, sample=_action),
    "committees:act_panel": Access(PUBLIC, sample=_act),
    "api-1:bodies": Access(PUBLIC),
    "api-1:body": Access(PUBLIC, arguments=COMMITTEE),
    "api-1:sessions": Access(PUBLIC, arguments=COMMITTEE),
}


def _seat_link() -> Mapping[str, object]:
    """Find the link of a member without an account in the session to come."""
    session = Session.objects.filter(body__slug=COMMITTEE["slug"], state=SessionState.CONVENED).order_by("-day").first()
    mandate = queries.members_to_write_to(session)[0] if session and queries.members_to_write_to(session) else None
    return {"token": links.token_of(mandate, session) if session and mandate else "none"}


LINK = "Who holds the personal link of a member without an account, mailed to them."

MEMBERSHIP: dict[str, Access] = {
    "committees:own_sessions": Access(SIGNED_IN),
    "committees:session_pack": Access(READERS, sample=CONVENED, note=MEMBERS),
    "committees:quorum": Access(READERS, sample=CONVENED, note=MEMBERS),
    "committees:session_next": Access(READERS, sample=CONVENED, note=MEMBERS),
    "committees:point_propose": Access(SITTING, sample=CONVENED, methods=BOTH, note=MEMBERS),
    "committees:sign_in": Access(SITTING, sample=CONVENED, methods=BOTH, note=IN_TIME),
    "committees:proxy_give": Access(CONCERNED, sample=CONVENED, methods=BOTH, note=MEMBERS),
    "committees:proxy_end": Access(SIGNED_IN, methods=POST, note="One's own; the team, any."),
    "committees:withdrawal_declare": Access(CONCERNED, sample=_point, methods=BOTH, note=MEMBERS),
    "committees:point_withdraw": Access(CONCERNED, sample=_point, methods=POST, note="One's own; the team, any."),
    "committees:ballot": Access(
        SIGNED_IN, methods=BOTH, note="Those who sit there; leads back when its time has passed."
    ),
    "committees:correction_ask": Access(SITTING, sample=CONVENED, methods=BOTH, note=IN_TIME),
}

SEATS: dict[str, Access] = {
    "committees:seat": Access(PUBLIC, sample=_seat_link, note=LINK),
    "committees:seat_pack": Access(PUBLIC, sample=_seat_link, note=LINK),
    "committees:seat_sign_in": Access(PUBLIC, sample=_seat_link, methods=BOTH, note=f"{LINK} {IN_TIME}"),
    "committees:seat_ballot": Access(PUBLIC, methods=BOTH, note=f"{LINK} {IN_TIME}"),
    "committees:seat_minutes": Access(PUBLIC, sample=_seat_link, note=f"{LINK} {IN_TIME}"),
    "committees:seat_correction": Access(PUBLIC, sample=_seat_link, methods=BOTH, note=f"{LINK} {IN_TIME}"),
    "committees:seat_propose": Access(PUBLIC, sample=_seat_link, methods=BOTH, note=f"{LINK} {IN_TIME}"),
    "committees:seat_point_withdraw": Access(PUBLIC, methods=("POST",), note=f"{LINK} {IN_TIME}"),
    "committees:seat_proxy": Access(PUBLIC, sample=_seat_link, methods=BOTH, note=f"{LINK} {IN_TIME}"),
    "committees:seat_proxy_end": Access(PUBLIC, methods=("POST",), note=f"{LINK} {IN_TIME}"),
}

OFFICE: dict[str, Access] = {
    "committees:body_create": Access(TEAM, methods=BOTH),
    **{
        f"committees:{name}": Access(TEAM, arguments=COMMITTEE, methods=BOTH)
        for name in ("body_edit", "rules_set", "college_add", "session_plan", "session_record")
    },
    "committees:seats_add": Access(TEAM, sample=_college, methods=BOTH),
    "committees:member_name": Access(TEAM, sample=_seat, methods=BOTH),
    "committees:seat_end": Access(TEAM, sample=_seat, methods=BOTH),
    "committees:mandate_address": Access(TEAM, sample=_unnamed_mandate, methods=BOTH),
    "committees:mandate_edit": Access(TEAM, sample=_mandate, methods=BOTH),
    "committees:mandate_end": Access(TEAM, sample=_mandate, methods=BOTH),
    **{
        f"committees:{name}": Access(TEAM, sample=CONVENED, methods=BOTH, note=IN_TIME)
        for name in (
            "session_edit",
            "session_convene",
            "session_open",
            "session_close",
            "session_second",
            "session_cancel",
            "minutes_circulate",
            "point_add",
        )
    },
    **{
        f"committees:{name}": Access(TEAM, sample=_point, methods=BOTH, note=IN_TIME)
        for name in ("point_edit", "point_answer", "vote_open", "opinion_give", "discussion", "decide")
    },
    "committees:point_up": Access(TEAM, sample=_point, methods=POST),
    "committees:point_down": Access(TEAM, sample=_point, methods=POST),
    "committees:attendance": Access(TEAM, sample=CONVENED, note=IN_TIME),
    "committees:arrival": Access(TEAM, sample=_arrival, methods=POST),
    "committees:departure": Access(TEAM, sample=_attendance, methods=POST),
    "committees:vote_close": Access(TEAM, methods=BOTH, note=IN_TIME),
    "committees:vote_abandon": Access(TEAM, methods=BOTH, note=IN_TIME),
    "committees:correction_answer": Access(TEAM, sample=_amendment, methods=BOTH, note=IN_TIME),
    "committees:decision_list": Access(TEAM),
    "committees:request_list": Access(TEAM),
    "committees:request_ask": Access(TEAM, methods=BOTH),
    "committees:request_withdraw": Access(TEAM, sample=_request, methods=BOTH, note=IN_TIME),
}

ACCESS: dict[str, Access] = {**READING, **MEMBERSHIP, **SEATS, **OFFICE}
