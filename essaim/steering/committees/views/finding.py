"""Finds what an address names, or answers 404; ways back, buttons, and what is said of each refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.writing import Crumbs
from essaim.steering.committees import services
from essaim.steering.committees.assembly import ProxyRefusal
from essaim.steering.committees.models import AgendaPoint, Body, College, Session, Vote


def body_of(slug: str) -> Body:
    """Find a body."""
    return get_object_or_404(Body, slug=slug)


def session_of(pk: int) -> Session:
    """Find a session."""
    return get_object_or_404(Session.objects.select_related("body"), pk=pk)


def point_of(pk: int) -> AgendaPoint:
    """Find a point."""
    return get_object_or_404(AgendaPoint.objects.select_related("session__body", "approves", "request"), pk=pk)


def vote_of(pk: int) -> Vote:
    """Find a vote."""
    return get_object_or_404(Vote.objects.select_related("point__session__body", "point__approves"), pk=pk)


def bodies_crumb() -> tuple[str, str]:
    """Return the way back to the bodies."""
    return _("Bodies"), reverse("committees:body_list")


def body_crumbs(body: Body) -> Crumbs:
    """Return the way back to a body."""
    return bodies_crumb(), (body.name, body.get_absolute_url())


def session_crumbs(session: Session) -> Crumbs:
    """Return the way back to a session."""
    label = _("Session of %(day)s") % {"day": day_in_words(session.day)}
    return *body_crumbs(session.body), (label, session.get_absolute_url())


PROXY_WORDS: Mapping[ProxyRefusal, Callable[[], str]] = {
    ProxyRefusal.NOT_ALLOWED: lambda: _("The rules of this body allow no proxies."),
    ProxyRefusal.NOT_IN_OFFICE: lambda: _("One of the two seats is not held on the day of the session."),
    ProxyRefusal.TO_ONESELF: lambda: _("A proxy is given to somebody else."),
    ProxyRefusal.GIVER_IS_PRESENT: lambda: _("Who is present votes by themselves."),
    ProxyRefusal.ALREADY_GIVEN: lambda: _("This seat has given a proxy already: take it back first."),
    ProxyRefusal.CHAIN: lambda: _("A proxy is not passed on: one of the two has given or holds one."),
    ProxyRefusal.TOO_MANY: lambda: _("The other holds as many proxies as the rules allow."),
    ProxyRefusal.OTHER_COLLEGE: lambda: _("Proxies are given within a college only."),
}


def _notice(refusal: services.NoticeTooShort) -> str:
    words = {"asked": refusal.asked, "left": refusal.left}
    if refusal.has_way_out:
        return (
            _(
                "The notice is too short: %(left)s clear days are left, the rules ask for %(asked)s. "
                "They accept a shorter one with a reason: write it."
            )
            % words
        )
    return _("The notice is too short: %(left)s clear days are left, the rules ask for %(asked)s.") % words


def _quorum(refusal: services.QuorumMissing) -> str:
    names = dict(College.objects.filter(pk__in=[line.college_id for line in refusal.lines]).values_list("pk", "name"))
    missing = [
        _("%(name)s: %(counted)s present, %(required)s required")
        % {
            "name": names.get(line.college_id or 0, _("whole body")),
            "counted": line.counted,
            "required": line.required,
        }
        for line in refusal.lines
        if not line.is_reached
    ]
    return _("The quorum is not reached (%(missing)s): nothing can be voted.") % {"missing": " ; ".join(missing)}


def _count(refusal: services.WrongCount) -> str:
    return _("More ballots than voters in the college “%(college)s”: %(voters)s vote there.") % {
        "college": College.objects.get(pk=refusal.college_id).name,
        "voters": refusal.voters,
    }


def refusals() -> dict[type[Exception], str | Callable[[Any], str]]:
    """Return what is said of each refusal of the room's services."""
    return {
        NotAllowed: lambda refusal: refusal.reason,
        services.AgendaKept: _("A second convocation keeps the agenda of the first."),
        services.AgendaEmpty: _("There is no point on the agenda: add one first."),
        services.AlreadyCast: _("This seat has voted already."),
        services.AlreadySits: _("This person holds another seat of this body on some of these days."),
        services.AlreadyVoted: _("This point has been voted on: it no longer changes."),
        services.CorrectionsPending: _("Corrections wait for an answer: answer them first."),
        services.DayPast: _("The day of the session is past: change it first."),
        services.DayToCome: _("This day is to come: plan a session instead."),
        services.MandateEnded: _("This mandate ended before that day already."),
        services.ModeNotAllowed: _("The rules of this body do not allow this way of voting."),
        services.NoOpinionAsked: _("No opinion is asked on this point: change its kind first."),
        services.NobodyVotes: _("Nobody has voted, or nobody can."),
        services.NotFollowing: _("Minutes are approved by a session that follows theirs."),
        services.NotInOffice: _("This seat is not held on the day of the session."),
        services.NotTheSamePoints: _("The agenda has changed meanwhile: try again."),
        services.NoticeTooShort: _notice,
        services.OtherBody: _("This request was made to another body."),
        services.PointNotOnAgenda: _("This point is not on the agenda."),
        services.PointOfAnotherSession: _("This point is of another session."),
        services.ProposalsPending: _("Members proposed points: accept or refuse them first."),
        services.ProxyRefused: lambda refusal: PROXY_WORDS[refusal.why](),
        services.QuorumMissing: _quorum,
        services.QuorumReached: _("The quorum is reached: the session can vote."),
        services.RulesMissing: _("This body has no rules for that day: write them first."),
        services.SeatTaken: _("This seat is taken already."),
        services.TooEarly: _("A session opens on its day, not before."),
        services.TooFewForSecrecy: _("Fewer than three ballots are no secret: vote by show of hands."),
        services.TooManySeats: _("Add at most a hundred seats at once."),
        services.VoteIsOpen: _("A vote is open: wait until it is closed."),
        services.VoteMissing: _("An opinion is what a vote came to: vote first."),
        services.VoteStillOpen: _("A vote is still open: close it or abandon it first."),
        services.WrongCode: _("This is not the code shown in the room."),
        services.WrongCount: _count,
    }


def pressed(request: HttpRequest, back: str, do: Callable[[], object], *, said: str) -> HttpResponse:
    """Do what a button asks and lead back, with what was done or why it was refused."""
    known = refusals()
    try:
        do()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except tuple(known) as refusal:
        words = known[type(refusal)]
        messages.error(request, words(refusal) if callable(words) else words)
    else:
        messages.success(request, said)
    return redirect(back)
