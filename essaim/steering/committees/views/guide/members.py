"""What is a member's to do with a session, in each of its states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.guides import Guide, link_door
from essaim.steering.committees import permissions, queries
from essaim.steering.committees.models import Session
from essaim.steering.committees.states import SessionState, VoteMode, VoteState

from .doors import Work, to_page

if TYPE_CHECKING:
    from essaim.foundations.accounts.models import User


def member_guide(person: User, session: Session, work: Work) -> Guide | None:
    """Say to a member what comes next for them; None when nothing does."""
    may_propose = permissions.can_propose_point(person, session, sits=True)
    propose = (to_page(_("Propose a point"), "point_propose", session.pk, "outline"),) if may_propose else ()
    proxy = to_page(_("Give a proxy"), "proxy_give", session.pk, "outline")
    pack = to_page(_("All documents as one PDF"), "session_pack", session.pk, "outline")
    match session.state:
        case SessionState.PLANNED:
            return Guide(
                _("The agenda is being prepared"),
                _("You may propose a point until the session opens; you will be convened."),
                propose,
            )
        case SessionState.CONVENED:
            if given := _proxy_given(person, work):
                return Guide(given, _("It ends if you come after all; you may take it back below."), (*propose, pack))
            rules = work.hall.rules
            others = (proxy,) if rules is not None and rules.proxies_max else ()
            text = (
                _("Come that day; if you cannot, give a proxy.") if others else _("Read the documents before you come.")
            )
            return Guide(
                _("You are convened on %(day)s") % {"day": day_in_words(session.day)}, text, (*propose, *others, pack)
            )
        case SessionState.OPEN:
            return _member_in_room(person, session, work)
        case SessionState.CLOSED:
            return Guide(_("The minutes are being written"), _("You will be told when they are there to read."))
        case SessionState.CIRCULATED:
            return Guide(
                _("Read the minutes"),
                _("Ask for corrections until a following session approves them."),
                (
                    link_door(_("Read the minutes"), session.get_minutes_url()),
                    to_page(_("Ask for a correction"), "correction_ask", session.pk, "outline"),
                ),
            )
        case SessionState.APPROVED:
            return Guide(
                _("The minutes are approved"),
                "",
                (link_door(_("Read the minutes"), session.get_minutes_url(), "outline"),),
            )
    return None


def _proxy_given(person: User, work: Work) -> str:
    """Say to whom somebody gave a proxy for a session; an empty text if they gave none."""
    given = work.hall.proxies_of({row.seat_id for row in work.hall.mandates_of(person)})
    return _("You gave a proxy to: %(seat)s") % {"seat": given[0].holder} if given else ""


def _member_in_room(person: User, session: Session, work: Work) -> Guide:
    is_there = any(row.mandate.person_id == person.pk for row in work.hall.there)
    for _point, shown in work.points:
        if shown is None or shown.vote.state != VoteState.OPEN or shown.vote.mode == VoteMode.HANDS:
            continue
        left = queries.ballots_left(queries.Voter(person=person), shown.vote)
        if left:
            return Guide(
                _("Vote now: %(question)s") % {"question": shown.vote.question},
                shown.vote.get_mode_display(),
                (to_page(_("Vote now"), "ballot", shown.vote.pk),),
            )
    if not is_there:
        rules = work.hall.rules
        given = _proxy_given(person, work)
        may_give = rules is not None and rules.proxies_max and not given
        others = (to_page(_("Give a proxy"), "proxy_give", session.pk, "outline"),) if may_give else ()
        return Guide(
            given or _("Say that you are there"),
            _("Type the code shown in the room: it counts for the quorum, and you can vote."),
            (to_page(_("Sign in with the code of the room"), "sign_in", session.pk), *others),
        )
    return Guide(_("You are marked as present"), _("When a vote opens, this page says so: open it again."))
