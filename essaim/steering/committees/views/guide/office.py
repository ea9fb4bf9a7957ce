"""What is the team's to do with a session, in each of its states."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.guides import link_door
from essaim.foundations.ui.writing import Door
from essaim.steering.committees import queries
from essaim.steering.committees.draft import minutes_content, serialized
from essaim.steering.committees.models import AgendaPoint, Session
from essaim.steering.committees.queries import ShownVote
from essaim.steering.committees.states import AmendmentState, PointKind, SessionState, VoteMode, VoteState

from .doors import Words, Work, to_page


def _proposals(work: Work) -> Words | None:
    waiting = work.to_answer
    if not waiting:
        return None
    title = ngettext("Answer %(count)s proposal of a member", "Answer %(count)s proposals of members", len(waiting))
    return (
        title % {"count": len(waiting)},
        _("“%(title)s”: put it on the agenda, or say why not. The member is told.") % {"title": waiting[0].title},
        (to_page(_("Answer the proposal"), "point_answer", waiting[0].pk),),
    )


def _planned(session: Session, work: Work) -> Words:
    rules = work.hall.rules
    add = to_page(_("Add a point"), "point_add", session.pk, "outline")
    if rules is None:
        return (
            _("Write the rules of the body first"),
            _("Without rules for that day, nobody knows the notice nor the quorum."),
            (to_page(_("Write the rules"), "rules_set", session.body.slug),),
        )
    if not work.hall.mandates:
        return (
            _("Say who holds the seats first"),
            _("Nobody sits on that day: there is nobody to convene."),
            (link_door(_("To the seats"), session.body.get_absolute_url()),),
        )
    if (found := _proposals(work)) is not None:
        return found
    if not work.points and not queries.minutes_to_approve(session.body, before=session.day).exists():
        return (
            _("Add the first point of the agenda"),
            _("An information, a discussion, or an opinion to give. Members propose points too, until the opening."),
            (to_page(_("Add a point"), "point_add", session.pk),),
        )
    left = queries.clear_days(timezone.localdate(), session.day)
    asked = queries.notice_of(session, rules)
    convene = to_page(_("Convene the members"), "session_convene", session.pk)
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
    change = to_page(_("Change the day or the place"), "session_edit", session.pk, "outline")
    if rules.accepts_short_notice:
        return _("Convene the members when the agenda is complete"), text % words, (convene, change, *others)
    return _("The notice is too short"), text % words, (change, *others)


def _convened(session: Session, work: Work) -> Words:
    if (found := _proposals(work)) is not None:
        return found
    if timezone.localdate() < session.day:
        pack = to_page(_("All documents as one PDF"), "session_pack", session.pk, "outline")
        add = () if session.second_of_id else (to_page(_("Add a point"), "point_add", session.pk, "outline"),)
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
        (to_page(_("Open the session"), "session_open", session.pk),),
    )


def _open(session: Session, work: Work) -> Words:
    sheet = to_page(_("Attendance sheet"), "attendance", session.pk)
    running = [(point, vote) for point, vote in work.points if vote and vote.vote.state == VoteState.OPEN]
    if running:
        return _running_vote(*running[0])
    if not work.hall.there:
        return (
            _("Mark who is there"),
            _("Members sign in with the code on their phone, or you press “Present” beside their name."),
            (sheet,),
        )
    if not all(row.line.is_reached for row in work.quorum):
        return _without_quorum(session, work, sheet)
    for point, vote in work.points:
        found = _next_on(point, vote)
        if found is not None:
            return found
    silent = [point for point, _vote in work.points if not point.discussion and point.kind != PointKind.MINUTES]
    if silent:
        return (
            _("Write what was said: %(point)s") % {"point": silent[0].title},
            _("A few lines for the minutes; they can be completed after the session."),
            (
                to_page(_("Write what was said"), "discussion", silent[0].pk),
                to_page(_("Close the session"), "session_close", session.pk, "outline"),
            ),
        )
    return (
        _("Close the session"),
        _("Every point was dealt with. The minutes can be completed afterwards; no vote can."),
        (
            to_page(_("Close the session"), "session_close", session.pk),
            to_page(_("Attendance sheet"), "attendance", session.pk, "outline"),
        ),
    )


def _running_vote(point: AgendaPoint, vote: ShownVote) -> Words:
    close = to_page(_("Close the vote"), "vote_close", vote.vote.pk)
    if vote.vote.mode == VoteMode.HANDS:
        return _("Count the hands"), vote.vote.question, (close,)
    count = ngettext("%(count)s has voted.", "%(count)s have voted.", vote.voted_count) % {"count": vote.voted_count}
    return (
        _("A vote is open: %(question)s") % {"question": vote.vote.question},
        _("%(count)s The members vote on their phone; close it when everybody has.") % {"count": count},
        (close, link_door(_("See again who has voted"), point.get_absolute_url(), "outline")),
    )


def _without_quorum(session: Session, work: Work, sheet: Door) -> Words:
    rules = work.hall.rules
    if rules is not None and rules.waives_quorum_at_second and session.second_of_id is None:
        return (
            _("The quorum is not reached"),
            _("Mark those who arrive; if it stays so, convene a second time: no quorum is required then."),
            (sheet, to_page(_("Convene a second time"), "session_second", session.pk, "outline")),
        )
    return (
        _("The quorum is not reached"),
        _("Nothing can be voted. Mark those who arrive, or close the session without a vote."),
        (sheet, to_page(_("Close the session"), "session_close", session.pk, "outline")),
    )


def _next_on(point: AgendaPoint, vote: ShownVote | None) -> Words | None:
    """Say what is left to do on a point that calls for a vote."""
    words = {"point": point.title}
    if point.kind == PointKind.MINUTES and vote is None:
        return (
            _("Put to the vote: %(point)s") % words,
            _("If they are adopted, the minutes are locked at once."),
            (to_page(_("Put to the vote"), "vote_open", point.pk),),
        )
    if point.kind == PointKind.OPINION and vote is None:
        return (
            _("Put to the vote: %(point)s") % words,
            _("An opinion is what a vote came to; those who have an interest keep out of the point first."),
            (to_page(_("Put to the vote"), "vote_open", point.pk),),
        )
    if point.kind == PointKind.OPINION and getattr(point, "opinion", None) is None:
        return (
            _("Write the opinion: %(point)s") % words,
            _("The vote is closed and says which way it goes; add the reservations if there are some."),
            (to_page(_("Write the opinion"), "opinion_give", point.pk),),
        )
    return None


def _closed(session: Session, work: Work) -> Words:
    circulate = to_page(_("Circulate the minutes"), "minutes_circulate", session.pk)
    read = link_door(_("Read the draft"), session.get_minutes_url(), "outline")
    silent = [point for point, _vote in work.points if not point.discussion and point.kind != PointKind.MINUTES]
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
                to_page(_("Write what was said"), "discussion", silent[0].pk),
                read,
                to_page(_("Circulate the minutes"), "minutes_circulate", session.pk, "outline"),
            ),
        )
    return (
        _("Circulate the minutes"),
        _(
            "Read the draft again: once circulated, the members ask for corrections, and a following session approves them."
        ),
        (circulate, read),
    )


def _circulated(session: Session, work: Work) -> Words:
    asked = list(session.amendments.filter(state=AmendmentState.PROPOSED).order_by("asked_at", "pk"))
    read = link_door(_("Read the minutes"), session.get_minutes_url(), "outline")
    if asked:
        title = ngettext("Answer %(count)s correction asked", "Answer %(count)s corrections asked", len(asked))
        return (
            title % {"count": len(asked)},
            asked[0].text,
            (to_page(_("Answer the correction"), "correction_answer", asked[0].pk), read),
        )
    if serialized(minutes_content(session)) != session.circulated_content:
        return (
            _("Circulate the corrected minutes"),
            _("They were changed since: the next session approves what was circulated last."),
            (to_page(_("Circulate the corrected minutes"), "minutes_circulate", session.pk), read),
        )
    accepted = session.amendments.filter(state=AmendmentState.ACCEPTED, asked_at__gt=session.circulated_at)
    unwritten = accepted.select_related("point").order_by("asked_at", "pk").first()
    if unwritten is not None:
        point = unwritten.point or (work.points[0][0] if work.points else None)
        doors = (to_page(_("Write what was said"), "discussion", point.pk),) if point else ()
        return _("Write the correction that you accepted"), unwritten.text, (*doors, read)
    following = queries.next_session(session.body, today=timezone.localdate(), after=session)
    if following is None:
        return (
            _("Plan the session that approves these minutes"),
            _("They are put first on its agenda when its members are convened."),
            (to_page(_("Plan a session"), "session_plan", session.body.slug), read),
        )
    return (
        _("The session of %(day)s approves these minutes") % {"day": day_in_words(following.day)},
        _("They are put first on its agenda when its members are convened."),
        (link_door(_("Open its page"), following.get_absolute_url()), read),
    )


def _approved(session: Session, work: Work) -> Words:
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


def _cancelled(session: Session, work: Work) -> Words:
    return (
        _("Plan another session"),
        _("This one is cancelled; what waited for it is on no agenda."),
        (to_page(_("Plan a session"), "session_plan", session.body.slug),),
    )


OFFICE: dict[SessionState, Callable[[Session, Work], Words]] = {
    SessionState.PLANNED: _planned,
    SessionState.CONVENED: _convened,
    SessionState.OPEN: _open,
    SessionState.CLOSED: _closed,
    SessionState.CIRCULATED: _circulated,
    SessionState.APPROVED: _approved,
    SessionState.CANCELLED: _cancelled,
}
