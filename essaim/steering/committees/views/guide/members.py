"""What is a member's to do with a session, in each of its states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.guides import Guide, link_door
from essaim.steering.committees import permissions, queries
from essaim.steering.committees.models import Session
from essaim.steering.committees.states import SessionState, VoteMode, VoteState

from .doors import Points, to_page

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser


def member_guide(person: Person, session: Session, points: Points) -> Guide | None:
    """Say to a member what comes next for them; None when nothing does."""
    may_propose = permissions.can_propose_point(person, session)
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
                (to_page(_("Vote now"), "ballot", shown.vote.pk),),
            )
    if not is_there:
        rules = queries.rules_on(session.body, session.day)
        given = _proxy_given(person, session)
        may_give = rules is not None and rules.proxies_max and not given
        others = (to_page(_("Give a proxy"), "proxy_give", session.pk, "outline"),) if may_give else ()
        return Guide(
            given or _("Say that you are there"),
            _("Type the code shown in the room: it counts for the quorum, and you can vote."),
            (to_page(_("Sign in with the code of the room"), "sign_in", session.pk), *others),
        )
    return Guide(_("You are marked as present"), _("When a vote opens, this page says so: open it again."))
