"""What comes next, said in words on the page of a body and of a session, to who runs it and to who sits there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from essaim.foundations.primitives.decisions import ALLOW
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.writing import Door
from essaim.steering.committees import permissions, queries, services
from essaim.steering.committees.draft import minutes_content, serialized
from essaim.steering.committees.models import AgendaPoint, Body, Session
from essaim.steering.committees.queries import ShownQuorum, ShownVote
from essaim.steering.committees.states import AmendmentState, PointKind, PointState, SessionState, VoteMode, VoteState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser

Points = Sequence[tuple[AgendaPoint, ShownVote | None]]
DONE, NOW, LATER = "done", "now", "later"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of something's life: done, now or later."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Guide:
    """What comes next: in a sentence, why or how, by which buttons; steps are those of the whole way."""

    title: str
    text: str = ""
    doors: tuple[Door, ...] = ()
    steps: tuple[Step, ...] = ()


def version_of_guides(guides: Sequence[Guide]) -> str:
    """Return what tells two states of the same guides apart."""
    return hashlib.sha256(repr(guides).encode()).hexdigest()[:12]


def other_doors(guides: Sequence[Guide], doors: Iterable[Door]) -> list[Door]:
    """Return the doors that no guide shows, none of them in front: what comes next is said by the guides."""
    shown = {door.url for guide in guides for door in guide.doors}
    looks = {"primary": "outline"} if guides else {}
    return [replace(door, look=looks.get(door.look, door.look)) for door in doors if door.url not in shown]


def _door(label: str, name: str, argument: object, look: str = "primary") -> Door:
    return Door(label, reverse(f"committees:{name}", args=[argument]), ALLOW, look)


def link_door(label: str, url: str, look: str = "primary") -> Door:
    return Door(label, url, ALLOW, look)


def body_guide(person: Person, body: Body) -> Guide | None:
    """Lead the team from an empty body to its next session; nothing is said to others."""
    if not permissions.can_run_bodies(person):
        return None
    today = timezone.localdate()
    seats = queries.composition(body, today).seats
    is_held = any(seat.titular for seat in seats)
    has_rules = queries.rules_on(body, today) is not None
    coming = queries.next_session(body, today=today)
    flags = (bool(seats), is_held, has_rules, coming is not None)
    labels = (
        _("Colleges and seats"),
        _("Members"),
        pgettext("of a body", "Rules"),
        pgettext("of a body", "Session"),
    )
    first = flags.index(False) if False in flags else len(flags)
    steps = tuple(
        Step(label, DONE if flag else NOW if place == first else LATER)
        for place, (label, flag) in enumerate(zip(labels, flags, strict=True))
    )
    return Guide(*_body_words(body, flags, coming), steps=steps)


def _body_words(
    body: Body, flags: tuple[bool, bool, bool, bool], coming: Session | None
) -> tuple[str, str, tuple[Door, ...]]:
    match flags:
        case (False, *_rest):
            return (
                _("Add the colleges of the body"),
                _("A college gathers those who sit for the same kind of members. A body without colleges has one."),
                (_door(_("Add a college"), "college_add", body.slug),),
            )
        case (_, False, *_rest):
            return (
                _("Say who holds the seats"),
                _(
                    "Below, “Say who holds it” beside each seat. Who has an account proposes points and votes on a phone."
                ),
                (link_door(_("To the seats"), "#composition"),),
            )
        case (_, _, False, _):
            return (
                _("Write the rules of the body"),
                _("Notice, quorum, proxies, ways of voting: no session can be convened before they are known."),
                (_door(_("Write the rules"), "rules_set", body.slug),),
            )
    if coming is None:
        return (
            _("Plan a session"),
            _("Its day and place first, then its agenda; the members are convened after that."),
            (_door(_("Plan a session"), "session_plan", body.slug),),
        )
    return (
        _("The next session is on %(day)s") % {"day": day_in_words(coming.day)},
        _("Its page says what comes next."),
        (link_door(_("Open its page"), coming.get_absolute_url()),),
    )


WAY = (SessionState.PLANNED, SessionState.CONVENED, SessionState.OPEN, SessionState.CLOSED, SessionState.CIRCULATED)


def _session_steps(session: Session, points: Points) -> tuple[Step, ...]:
    labels = (
        pgettext("of a session", "Agenda"),
        _("Convocation"),
        pgettext("step of a session", "Sitting"),
        pgettext("of a session", "Minutes"),
        _("Approval"),
    )
    if session.state == SessionState.CANCELLED or session.is_known_from_document_only:
        return ()
    # Once convened, what comes is the sitting itself; once approved, nothing is left.
    place = {
        SessionState.PLANNED: 1 if points else 0,
        SessionState.CONVENED: 2,
        SessionState.OPEN: 2,
        SessionState.CLOSED: 3,
        SessionState.CIRCULATED: 4,
        SessionState.APPROVED: 5,
    }[SessionState(session.state)]
    return tuple(
        Step(label, DONE if index < place else NOW if index == place else LATER) for index, label in enumerate(labels)
    )


def session_guide(
    person: Person, session: Session, *, points: Points, quorum: Iterable[ShownQuorum]
) -> tuple[Guide, ...]:
    """Say what comes next in a session: to the team what is theirs to do, to a member what is theirs; to others nothing."""
    guides = []
    if permissions.can_run_bodies(person) and not session.is_known_from_document_only:
        words = OFFICE[SessionState(session.state)](session, points, list(quorum))
        guides.append(Guide(*words, steps=_session_steps(session, points)))
    if permissions.is_member(person, session.body, session.day) and not session.is_known_from_document_only:
        guide = _member_guide(person, session, points)
        if guide is not None:
            guides.append(guide)
    return tuple(guides)


def office_guide(session: Session, agenda: Sequence[AgendaPoint]) -> Guide:
    """Say what is the team's to do with a session and its minutes, on the page of the minutes."""
    votes = queries.shown_votes(agenda)
    lines = queries.shown_quorum(session, queries.quorum_of(session, queries.assembly_of(session)))
    points = [(point, votes.get(point.pk)) for point in agenda]
    title, text, doors = OFFICE[SessionState(session.state)](session, points, list(lines))
    here = session.get_minutes_url()
    back = link_door(_("Back to the session"), session.get_absolute_url(), "outline")
    return Guide(title, text, (*(door for door in doors if door.url != here), back))


Words = tuple[str, str, tuple[Door, ...]]


def _proposals(session: Session) -> Words | None:
    waiting = list(session.points.filter(state=PointState.PROPOSED).order_by("pk"))
    if not waiting:
        return None
    title = ngettext("Answer %(count)s proposal of a member", "Answer %(count)s proposals of members", len(waiting))
    return (
        title % {"count": len(waiting)},
        _("“%(title)s”: put it on the agenda, or say why not. The member is told.") % {"title": waiting[0].title},
        (_door(_("Answer the proposal"), "point_answer", waiting[0].pk),),
    )


def _planned(session: Session, points: Points, quorum: list[ShownQuorum]) -> Words:
    rules = queries.rules_on(session.body, session.day)
    add = _door(_("Add a point"), "point_add", session.pk, "outline")
    if rules is None:
        return (
            _("Write the rules of the body first"),
            _("Without rules for that day, nobody knows the notice nor the quorum."),
            (_door(_("Write the rules"), "rules_set", session.body.slug),),
        )
    if not queries.mandates_on(session.body, session.day).exists():
        return (
            _("Say who holds the seats first"),
            _("Nobody sits on that day: there is nobody to convene."),
            (link_door(_("To the seats"), session.body.get_absolute_url()),),
        )
    if (found := _proposals(session)) is not None:
        return found
    if not points and not queries.minutes_to_approve(session.body, before=session.day).exists():
        return (
            _("Add the first point of the agenda"),
            _("An information, a discussion, or an opinion to give. Members propose points too, until the opening."),
            (_door(_("Add a point"), "point_add", session.pk),),
        )
    left = services.clear_days(timezone.localdate(), session.day)
    asked = services.notice_of(session, rules)
    convene = _door(_("Convene the members"), "session_convene", session.pk)
    others = () if session.second_of_id else (add,)
    if left >= asked:
        text = _("The rules ask for %(asked)s clear days of notice; %(left)s are left.") % {
            "asked": asked,
            "left": left,
        }
        return _("Convene the members when the agenda is complete"), text, (convene, *others)
    words = {"asked": asked, "left": max(left, 0)}
    if rules.accepts_short_notice:
        text = _(
            "The rules ask for %(asked)s clear days of notice and only %(left)s are left: say why, or change the day."
        )
    else:
        text = _("The rules ask for %(asked)s clear days of notice and only %(left)s are left: change the day.")
    change = _door(_("Change the day or the place"), "session_edit", session.pk, "outline")
    if rules.accepts_short_notice:
        return _("Convene the members when the agenda is complete"), text % words, (convene, change, *others)
    return _("The notice is too short"), text % words, (change, *others)


def _convened(session: Session, points: Points, quorum: list[ShownQuorum]) -> Words:
    if (found := _proposals(session)) is not None:
        return found
    if timezone.localdate() < session.day:
        pack = _door(_("All documents as one PDF"), "session_pack", session.pk, "outline")
        add = () if session.second_of_id else (_door(_("Add a point"), "point_add", session.pk, "outline"),)
        return (
            _("Wait for %(day)s") % {"day": day_in_words(session.day)},
            _(
                "The members are convened. Until then they read the documents, propose points and give proxies; "
                "that day, this page opens the session."
            ),
            (pack, *add),
        )
    return (
        _("Open the session"),
        _("When the members are there: opening it shows the code by which they sign in, and the attendance sheet."),
        (_door(_("Open the session"), "session_open", session.pk),),
    )


def _open(session: Session, points: Points, quorum: list[ShownQuorum]) -> Words:
    sheet = _door(_("Attendance sheet"), "attendance", session.pk)
    running = [(point, vote) for point, vote in points if vote and vote.vote.state == VoteState.OPEN]
    if running:
        return _running_vote(*running[0])
    if not session.attendances.exists():
        return (
            _("Mark who is there"),
            _("Members sign in with the code on their phone, or you press “Present” beside their name."),
            (sheet,),
        )
    if not all(row.line.is_reached for row in quorum):
        return _without_quorum(session, sheet)
    for point, vote in points:
        found = _next_on(point, vote)
        if found is not None:
            return found
    silent = [point for point, _vote in points if not point.discussion and point.kind != PointKind.MINUTES]
    if silent:
        return (
            _("Write what was said: %(point)s") % {"point": silent[0].title},
            _("A few lines for the minutes; they can be completed after the session."),
            (
                _door(_("Write what was said"), "discussion", silent[0].pk),
                _door(_("Close the session"), "session_close", session.pk, "outline"),
            ),
        )
    return (
        _("Close the session"),
        _("Every point was dealt with. The minutes can be completed afterwards; no vote can."),
        (
            _door(_("Close the session"), "session_close", session.pk),
            _door(_("Attendance sheet"), "attendance", session.pk, "outline"),
        ),
    )


def _running_vote(point: AgendaPoint, vote: ShownVote) -> Words:
    close = _door(_("Close the vote"), "vote_close", vote.vote.pk)
    if vote.vote.mode == VoteMode.HANDS:
        return _("Count the hands"), vote.vote.question, (close,)
    count = ngettext("%(count)s has voted.", "%(count)s have voted.", vote.voted_count) % {"count": vote.voted_count}
    return (
        _("A vote is open: %(question)s") % {"question": vote.vote.question},
        _("%(count)s The members vote on their phone; close it when everybody has.") % {"count": count},
        (close, link_door(_("See again who has voted"), point.get_absolute_url(), "outline")),
    )


def _without_quorum(session: Session, sheet: Door) -> Words:
    rules = queries.rules_on(session.body, session.day)
    if rules is not None and rules.waives_quorum_at_second and session.second_of_id is None:
        return (
            _("The quorum is not reached"),
            _("Mark those who arrive; if it stays so, convene a second time: no quorum is required then."),
            (sheet, _door(_("Convene a second time"), "session_second", session.pk, "outline")),
        )
    return (
        _("The quorum is not reached"),
        _("Nothing can be voted. Mark those who arrive, or close the session without a vote."),
        (sheet, _door(_("Close the session"), "session_close", session.pk, "outline")),
    )


def _next_on(point: AgendaPoint, vote: ShownVote | None) -> Words | None:
    """Say what is left to do on a point that calls for a vote."""
    words = {"point": point.title}
    if point.kind == PointKind.MINUTES and vote is None:
        return (
            _("Put to the vote: %(point)s") % words,
            _("If they are adopted, the minutes are locked at once."),
            (_door(_("Put to the vote"), "vote_open", point.pk),),
        )
    if point.kind == PointKind.OPINION and vote is None:
        return (
            _("Put to the vote: %(point)s") % words,
            _("An opinion is what a vote came to; those who have an interest keep out of the point first."),
            (_door(_("Put to the vote"), "vote_open", point.pk),),
        )
    if point.kind == PointKind.OPINION and getattr(point, "opinion", None) is None:
        return (
            _("Write the opinion: %(point)s") % words,
            _("The vote is closed and says which way it goes; add the reservations if there are some."),
            (_door(_("Write the opinion"), "opinion_give", point.pk),),
        )
    return None


def _closed(session: Session, points: Points, quorum: list[ShownQuorum]) -> Words:
    circulate = _door(_("Circulate the minutes"), "minutes_circulate", session.pk)
    read = link_door(_("Read the draft"), session.get_minutes_url(), "outline")
    silent = [point for point, _vote in points if not point.discussion and point.kind != PointKind.MINUTES]
    if silent:
        title = ngettext(
            "Complete the minutes: %(count)s point says nothing of what was said",
            "Complete the minutes: %(count)s points say nothing of what was said",
            len(silent),
        )
        return (
            title % {"count": len(silent)},
            _("The agenda, the attendance and the votes are in the draft already."),
            (
                _door(_("Write what was said"), "discussion", silent[0].pk),
                read,
                _door(_("Circulate the minutes"), "minutes_circulate", session.pk, "outline"),
            ),
        )
    return (
        _("Circulate the minutes"),
        _(
            "Read the draft again: once circulated, the members ask for corrections, and a following session approves them."
        ),
        (circulate, read),
    )


def _circulated(session: Session, points: Points, quorum: list[ShownQuorum]) -> Words:
    asked = list(session.amendments.filter(state=AmendmentState.PROPOSED).order_by("asked_at", "pk"))
    read = link_door(_("Read the minutes"), session.get_minutes_url(), "outline")
    if asked:
        title = ngettext("Answer %(count)s correction asked", "Answer %(count)s corrections asked", len(asked))
        return (
            title % {"count": len(asked)},
            asked[0].text,
            (_door(_("Answer the correction"), "correction_answer", asked[0].pk), read),
        )
    if serialized(minutes_content(session)) != session.circulated_content:
        return (
            _("Circulate the corrected minutes"),
            _("They were changed since: the next session approves what was circulated last."),
            (_door(_("Circulate the corrected minutes"), "minutes_circulate", session.pk), read),
        )
    accepted = session.amendments.filter(state=AmendmentState.ACCEPTED, asked_at__gt=session.circulated_at)
    unwritten = accepted.select_related("point").order_by("asked_at", "pk").first()
    if unwritten is not None:
        point = unwritten.point or (points[0][0] if points else None)
        doors = (_door(_("Write what was said"), "discussion", point.pk),) if point else ()
        return _("Write the correction that you accepted"), unwritten.text, (*doors, read)
    following = queries.next_session(session.body, today=timezone.localdate(), after=session)
    if following is None:
        return (
            _("Plan the session that approves these minutes"),
            _("They are put first on its agenda when its members are convened."),
            (_door(_("Plan a session"), "session_plan", session.body.slug), read),
        )
    return (
        _("The session of %(day)s approves these minutes") % {"day": day_in_words(following.day)},
        _("They are put first on its agenda when its members are convened."),
        (link_door(_("Open its page"), following.get_absolute_url()), read),
    )


def _approved(session: Session, points: Points, quorum: list[ShownQuorum]) -> Words:
    return (
        _("Nothing is left to do"),
        _("The minutes are approved, locked and public."),
        (
            link_door(_("Read the minutes"), session.get_minutes_url(), "outline"),
            link_door(
                _("What became of the decisions"),
                reverse("committees:decision_list") + f"?body={session.body.slug}",
                "outline",
            ),
        ),
    )


def _cancelled(session: Session, points: Points, quorum: list[ShownQuorum]) -> Words:
    return (
        _("Plan another session"),
        _("This one is cancelled; what waited for it is on no agenda."),
        (_door(_("Plan a session"), "session_plan", session.body.slug),),
    )


OFFICE: dict[SessionState, Callable[[Session, Points, list[ShownQuorum]], Words]] = {
    SessionState.PLANNED: _planned,
    SessionState.CONVENED: _convened,
    SessionState.OPEN: _open,
    SessionState.CLOSED: _closed,
    SessionState.CIRCULATED: _circulated,
    SessionState.APPROVED: _approved,
    SessionState.CANCELLED: _cancelled,
}


def _member_guide(person: Person, session: Session, points: Points) -> Guide | None:
    may_propose = permissions.can_propose_point(person, session)
    propose = (_door(_("Propose a point"), "point_propose", session.pk, "outline"),) if may_propose else ()
    proxy = _door(_("Give a proxy"), "proxy_give", session.pk, "outline")
    pack = _door(_("All documents as one PDF"), "session_pack", session.pk, "outline")
    match session.state:
        case SessionState.PLANNED:
            return Guide(
                _("The agenda is being prepared"),
                _("You may propose a point until the session opens; you will be convened."),
                propose,
            )
        case SessionState.CONVENED:
            if given := _proxy_given(person, session):
                return Guide(given, _("It ends if you come after all; you may take it back below."), (*propose, pack))
            rules = queries.rules_on(session.body, session.day)
            others = (proxy,) if rules is not None and rules.proxies_max else ()
            text = (
                _("Come that day; if you cannot, give a proxy.") if others else _("Read the documents before you come.")
            )
            return Guide(
                _("You are convened on %(day)s") % {"day": day_in_words(session.day)}, text, (*propose, *others, pack)
            )
        case SessionState.OPEN:
            return _member_in_room(person, session, points)
        case SessionState.CLOSED:
            return Guide(_("The minutes are being written"), _("You will be told when they are there to read."))
        case SessionState.CIRCULATED:
            return Guide(
                _("Read the minutes"),
                _("Ask for corrections until a following session approves them."),
                (
                    link_door(_("Read the minutes"), session.get_minutes_url()),
                    _door(_("Ask for a correction"), "correction_ask", session.pk, "outline"),
                ),
            )
        case SessionState.APPROVED:
            return Guide(
                _("The minutes are approved"),
                "",
                (link_door(_("Read the minutes"), session.get_minutes_url(), "outline"),),
            )
    return None


def _proxy_given(person: Person, session: Session) -> str:
    """Say to whom somebody gave a proxy for a session; an empty text if they gave none."""
    if not person.is_authenticated:
        return ""
    own = [row.seat_id for row in queries.seats_of(person, session.body, session.day)]
    proxies = session.proxies.filter(ended_at__isnull=True, giver__in=own).select_related("holder__college")
    given = proxies.order_by("pk").first()
    return _("You gave a proxy to: %(seat)s") % {"seat": given.holder} if given else ""


def _member_in_room(person: Person, session: Session, points: Points) -> Guide:
    if not person.is_authenticated:
        return Guide("")
    own = {row.seat_id for row in queries.seats_of(person, session.body, session.day)}
    is_there = session.attendances.filter(left_at__isnull=True, seat__in=own, mandate__person=person).exists()
    for _point, shown in points:
        if shown is None or shown.vote.state != VoteState.OPEN or shown.vote.mode == VoteMode.HANDS:
            continue
        left = queries.ballots_left(queries.Voter(person=person), shown.vote)
        if left:
            return Guide(
                _("Vote now: %(question)s") % {"question": shown.vote.question},
                shown.vote.get_mode_display(),
                (_door(_("Vote now"), "ballot", shown.vote.pk),),
            )
    if not is_there:
        rules = queries.rules_on(session.body, session.day)
        given = _proxy_given(person, session)
        may_give = rules is not None and rules.proxies_max and not given
        others = (_door(_("Give a proxy"), "proxy_give", session.pk, "outline"),) if may_give else ()
        return Guide(
            given or _("Say that you are there"),
            _("Type the code shown in the room: it counts for the quorum, and you can vote."),
            (_door(_("Sign in with the code of the room"), "sign_in", session.pk), *others),
        )
    return Guide(_("You are marked as present"), _("When a vote opens, this page says so: open it again."))
