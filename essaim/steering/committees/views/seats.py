"""Pages of the members without an account, by their personal link: the session, signing in, voting, the minutes."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.guides import Guide, link_door
from essaim.foundations.ui.writing import Door, Page, refused, write
from essaim.steering.committees import links, permissions, queries, services
from essaim.steering.committees.forms import BallotForm, CodeForm, CorrectionForm, HolderForm, ProposalForm
from essaim.steering.committees.links import by_link
from essaim.steering.committees.models import AgendaPoint, Mandate, Proxy, Session, Vote
from essaim.steering.committees.states import HELD, SESSION_LOOK, PointState, SessionState, VoteMode, VoteState

from .finding import pressed, refusals
from .guide import Words
from .members import attach, named_seats, proxy_lead
from .pack import pack_answer
from .public import minutes_context


def _here(mandate: Mandate, session: Session, name: str = "seat", **arguments: object) -> str:
    token = links.token_of(mandate, session)
    return reverse(f"committees:{name}", kwargs={"token": token, **arguments})


def _page(mandate: Mandate, session: Session, title: str, submit: str, *, lead: str = "", warning: str = "") -> Page:
    here = _here(mandate, session)
    label = _("Session of %(day)s") % {"day": day_in_words(session.day)}
    return Page(
        title=title,
        submit=submit,
        back=here,
        crumbs=((label, here),),
        lead=lead or str(session),
        warning=warning,
        refusals=refusals(),
    )


def _guide(mandate: Mandate, session: Session) -> Guide:
    voter = queries.Voter(mandate=mandate)
    for vote in queries.open_votes(session):
        if queries.ballots_left(voter, vote):
            title = _("Vote now: %(question)s") % {"question": vote.question}
            door = link_door(_("Vote now"), _here(mandate, session, "seat_ballot", pk=vote.pk))
            return Guide(title, vote.get_mode_display(), (door,))
    return Guide(*_words(mandate, session))


def _words(mandate: Mandate, session: Session) -> Words:
    pack = link_door(_("All documents as one PDF"), _here(mandate, session, "seat_pack"), "outline")
    propose = link_door(_("Propose a point"), _here(mandate, session, "seat_propose"), "outline")
    proposes = (propose,) if permissions.can_propose_point_by_link(mandate, session) else ()
    match session.state:
        case SessionState.PLANNED:
            text = _("You may propose a point until the session opens; you will be convened.")
            return _("The agenda is being prepared"), text, proposes
        case SessionState.CONVENED:
            text = _("That day, open this page again to sign in and to vote.")
            doors = (*proposes, *_proxy_doors(mandate, session), pack)
            return _("You are convened on %(day)s") % {"day": day_in_words(session.day)}, text, doors
        case SessionState.OPEN if session.attendances.filter(mandate=mandate, left_at=None).exists():
            return _("You are marked as present"), _("When a vote opens, open this page again."), (pack,)
        case SessionState.OPEN:
            door = link_door(_("Sign in with the code of the room"), _here(mandate, session, "seat_sign_in"))
            text = _("Type the code shown in the room: it counts for the quorum, and you can vote.")
            return _("Say that you are there"), text, (door, *_proxy_doors(mandate, session), pack)
        case SessionState.CIRCULATED:
            door = link_door(_("Read the minutes"), _here(mandate, session, "seat_minutes"))
            ask = link_door(_("Ask for a correction"), _here(mandate, session, "seat_correction"), "outline")
            return _("Read the minutes"), _("Ask for corrections until a following session approves them."), (door, ask)
        case SessionState.APPROVED:
            door = link_door(_("Read the minutes"), _here(mandate, session, "seat_minutes"))
            return _("The minutes are approved"), "", (door,)
        case SessionState.CANCELLED:
            return _("This session is cancelled."), session.cancel_reason, ()
        case _:
            return _("The minutes are being written"), _("You will be written to when they are there to read."), ()


def _proxy_doors(mandate: Mandate, session: Session) -> tuple[Door, ...]:
    """Lead to giving a proxy where the rules have some, to who gave none."""
    rules = queries.rules_on(session.body, session.day)
    if rules is None or not rules.proxies_max or _proxy_of(mandate, session):
        return ()
    return (link_door(_("Give a proxy"), _here(mandate, session, "seat_proxy"), "outline"),)


def _proxy_of(mandate: Mandate, session: Session) -> Proxy | None:
    rows = session.proxies.filter(giver=mandate.seat_id, ended_at__isnull=True)
    return rows.select_related("holder__college").order_by("pk").first()


@by_link
def seat(request: HttpRequest, mandate: Mandate, session: Session) -> HttpResponse:
    """Show a session to a member without an account, with what comes next."""
    points = queries.agenda_of(session)
    votes = queries.shown_votes(points)
    proxy = _proxy_of(mandate, session)
    context = {
        "session": session,
        "mandate": mandate,
        "token": links.token_of(mandate, session),
        "look": SESSION_LOOK[SessionState(session.state)],
        "guide": _guide(mandate, session),
        "points": [(point, votes.get(point.pk)) for point in points],
        "proposals": _proposals(mandate, session),
        "amendments": session.amendments.filter(asked_through=mandate).order_by("asked_at", "pk"),
        "proxy": proxy,
        "proxy_end_url": _here(mandate, session, "seat_proxy_end", pk=proxy.pk)
        if proxy and permissions.can_end_proxy_by_link(mandate, proxy)
        else "",
    }
    return render(request, "committees/seat.html", context)


@by_link
def seat_pack(request: HttpRequest, mandate: Mandate, session: Session) -> HttpResponse:
    """Give the documents of the session as one PDF."""
    return pack_answer(request, session)


@by_link
def seat_sign_in(request: HttpRequest, mandate: Mandate, session: Session) -> HttpResponse:
    """Take one's seat with the code of the room."""
    if not (decision := permissions.can_attend_by_link(mandate, session)):
        return refused(request, decision, _here(mandate, session))
    form = CodeForm(request.POST or None)
    return write(
        request,
        _page(mandate, session, _("Sign in to the session"), _("I am present")),
        form,
        lambda: services.sign_in_by_link(session=session, mandate=mandate, now=timezone.now(), **form.cleaned_data),
        said=_("You are marked as present."),
    )


@by_link
def seat_ballot(request: HttpRequest, mandate: Mandate, session: Session, pk: int) -> HttpResponse:
    """Vote, for one's own seat and those whose proxy one holds."""
    rows = Vote.objects.select_related("point__session__body", "point__approves")
    vote = get_object_or_404(rows, pk=pk, point__session=session)
    back = _here(mandate, session)
    if vote.state != VoteState.OPEN or vote.mode == VoteMode.HANDS:
        return refused(request, permissions.vote_is_over(), back)
    left = queries.ballots_left(queries.Voter(mandate=mandate), vote)
    if not left:
        return refused(request, permissions.nothing_left_to_vote(), back)
    names = named_seats(session)
    form = BallotForm(request.POST or None, seats={pk: names.get(pk, "") for pk in sorted(left)})
    return write(
        request,
        _page(
            mandate,
            session,
            vote.question,
            pgettext("press", "Vote"),
            lead=_("Nobody can find out what you voted, not even with the database in hand.")
            if vote.mode == VoteMode.SECRET
            else _("Your answer is kept by name."),
            warning=_("A ballot cast no longer changes."),
        ),
        form,
        lambda: services.cast_ballot_by_link(vote=vote, mandate=mandate, now=timezone.now(), **form.cleaned_data),
        said=_("The ballot is cast."),
    )


@by_link
def seat_minutes(request: HttpRequest, mandate: Mandate, session: Session) -> HttpResponse:
    """Read the minutes of the session once they are circulated."""
    if session.state not in HELD or session.state == SessionState.CLOSED:
        decision = permissions.no_minutes_yet()
        return refused(request, decision, _here(mandate, session))
    crumb = (_("Session of %(day)s") % {"day": day_in_words(session.day)}, _here(mandate, session))
    context = {**minutes_context(session), "crumbs": (crumb,)}
    return render(request, "committees/minutes.html", context)


@by_link
def seat_propose(request: HttpRequest, mandate: Mandate, session: Session) -> HttpResponse:
    """Propose a point, with a file if there is one."""
    if not (decision := permissions.can_propose_point_by_link(mandate, session)):
        return refused(request, decision, _here(mandate, session))
    form = ProposalForm(request.POST or None, request.FILES or None)

    @transaction.atomic
    def save() -> AgendaPoint:
        now, file = timezone.now(), form.cleaned_data["file"]
        point = services.propose_point_by_link(session=session, mandate=mandate, now=now, **form.values())
        if file is not None:
            attach(point, file, links.SeatActor(mandate))
        return point

    return write(
        request,
        _page(
            mandate,
            session,
            _("Propose a point"),
            _("Propose"),
            lead=_("%(session)s. The office answers; you are told.") % {"session": session},
        ),
        form,
        save,
        said=_("The point is proposed: you will be told what is answered."),
        onward=lambda _point: _here(mandate, session),
    )


def _proposals(mandate: Mandate, session: Session) -> list[tuple[AgendaPoint, str]]:
    """List what a member proposed by their link, each with the address that withdraws it, empty when it stays."""
    found = []
    for point in session.points.filter(proposed_through=mandate).select_related("session__body").order_by("pk"):
        may = permissions.can_withdraw_point_by_link(mandate, point)
        found.append((point, _here(mandate, session, "seat_point_withdraw", pk=point.pk) if may else ""))
    return found


@by_link
@require_POST
def seat_point_withdraw(request: HttpRequest, mandate: Mandate, session: Session, pk: int) -> HttpResponse:
    """Withdraw a point one proposed by this link."""
    point = get_object_or_404(AgendaPoint.objects.select_related("session__body"), pk=pk, session=session)
    return pressed(
        request,
        _here(mandate, session),
        lambda: services.withdraw_point_by_link(point=point, mandate=mandate, now=timezone.now()),
        said=_("The point is withdrawn."),
    )


@by_link
def seat_correction(request: HttpRequest, mandate: Mandate, session: Session) -> HttpResponse:
    """Ask to correct circulated minutes."""
    if not (decision := permissions.can_ask_correction_by_link(mandate, session)):
        return refused(request, decision, _here(mandate, session))
    points = session.points.filter(state=PointState.ACCEPTED).order_by("position", "pk")
    form = CorrectionForm(request.POST or None, points=points)
    return write(
        request,
        _page(mandate, session, _("Ask to correct the minutes"), _("Ask")),
        form,
        lambda: services.ask_correction_by_link(
            session=session, mandate=mandate, now=timezone.now(), **form.cleaned_data
        ),
        said=_("The correction is asked for: you will be told what is answered."),
        onward=lambda _amendment: _here(mandate, session),
    )


@by_link
def seat_proxy(request: HttpRequest, mandate: Mandate, session: Session) -> HttpResponse:
    """Give one's own proxy."""
    if not (decision := permissions.can_give_proxy_by_link(mandate, session)):
        return refused(request, decision, _here(mandate, session))
    holders = {pk: name for pk, name in named_seats(session).items() if pk != mandate.seat_id}
    form = HolderForm(request.POST or None, holders=holders)
    return write(
        request,
        _page(
            mandate,
            session,
            _("Give a proxy"),
            _("Give"),
            lead=proxy_lead(queries.proxy_rule(queries.rules_on(session.body, session.day))),
        ),
        form,
        lambda: services.give_proxy_by_link(session=session, mandate=mandate, now=timezone.now(), **form.cleaned_data),
        said=_("The proxy is given."),
        onward=lambda _proxy: _here(mandate, session),
    )


@by_link
@require_POST
def seat_proxy_end(request: HttpRequest, mandate: Mandate, session: Session, pk: int) -> HttpResponse:
    """Take one's proxy back."""
    proxy = get_object_or_404(Proxy.objects.select_related("session__body"), pk=pk, session=session)
    return pressed(
        request,
        _here(mandate, session),
        lambda: services.end_proxy_by_link(proxy=proxy, mandate=mandate, now=timezone.now()),
        said=_("The proxy is taken back."),
    )
