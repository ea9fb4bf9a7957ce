"""Pages of the members, made for a phone: what they are convened to, proposing, signing in, proxies, voting."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.documents.inspection import FileRefused
from essaim.foundations.documents.services import deposit_document
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.ui.writing import refused, write
from essaim.steering.committees import permissions, queries, services
from essaim.steering.committees.assembly import ProxyRule
from essaim.steering.committees.attachments import KIND
from essaim.steering.committees.forms import (
    BallotForm,
    CodeForm,
    CorrectionForm,
    ProposalForm,
    ProxyForm,
    WithdrawalForm,
)
from essaim.steering.committees.models import AgendaPoint, Mandate, Proxy, Session
from essaim.steering.committees.states import (
    SESSION_LOOK,
    MandateQuality,
    PointState,
    SessionState,
    VoteMode,
    VoteState,
)

from .finding import point_of, pressed, session_of, vote_of
from .sessions import page_of


def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show the sessions a person sits in, those to come first."""
    person, today = person_of(request), timezone.localdate()
    rows = queries.sessions_for(person, today=today)
    context = {
        "coming": sorted((row for row in rows if not row.is_held and row.day >= today), key=lambda row: row.day),
        "past": [row for row in rows if row.is_held or row.day < today],
        "mandates": list(queries.mandates_of(person, today=today)),
        "looks": SESSION_LOOK,
    }
    return render(request, "committees/own_sessions.html", context)


def point_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a point, with a file if there is one."""
    actor, found = person_of(request), session_of(pk)
    _require_member(request, found)
    if not (decision := permissions.can_propose_point(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = ProposalForm(request.POST or None, request.FILES or None)

    @transaction.atomic
    def save() -> AgendaPoint:
        now, file = timezone.now(), form.cleaned_data["file"]
        point = services.propose_point(session=found, actor=actor, now=now, **form.values())
        if file is not None:
            attach(point, file, person_of(request))
        return point

    return write(
        request,
        page_of(
            found,
            _("Propose a point"),
            _("Propose"),
            lead=_("%(session)s. The office answers; you are told.") % {"session": found},
        ),
        form,
        save,
        said=_("The point is proposed: you will be told what is answered."),
    )


def attach(point: AgendaPoint, file: UploadedFile, actor: Actor) -> None:
    """
    Attach a file to a point just proposed.

    :raises ValidationError: beside its field, if the file cannot be kept; the point is then not proposed either
    """
    try:
        deposit_document(
            subject_kind=KIND,
            subject_id=str(point.pk),
            actor=actor,
            content=file,
            file_name=file.name or "",
            purpose=_("Attached to a point proposed by a member"),
            now=timezone.now(),
        )
    except FileRefused as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal


def _require_member(request: HttpRequest, session: Session) -> None:
    """Let only those through who sit on the day of a session."""
    is_member = permissions.is_member(request.user, session.body, session.day)
    if not is_member:
        require(deny(_("Only the members of the body open this page.")))


def sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's seat with the code of the room."""
    actor, found = person_of(request), session_of(pk)
    _require_member(request, found)
    if not (decision := permissions.can_attend(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = CodeForm(request.POST or None)
    return write(
        request,
        page_of(found, _("Sign in to the session"), _("I am present")),
        form,
        lambda: services.sign_in(session=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("You are marked as present."),
    )


def named_seats(session: Session) -> dict[int, str]:
    """Name the seats of a session by who holds them."""
    rows: dict[int, str] = {}
    for row in queries.mandates_on(session.body, session.day):
        if row.quality == MandateQuality.TITULAR or row.seat_id not in rows:
            rows[row.seat_id] = _label(row)
    return rows


def _label(mandate: Mandate) -> str:
    structure = f" ({mandate.organization.short_name})" if mandate.organization else ""
    return f"{mandate.who}{structure} – {mandate.seat}"


def _require_concerned(request: HttpRequest, session: Session) -> dict[int, str]:
    """Let the team and the members through; return the seats a person may speak for, by name."""
    person = person_of(request)
    names = named_seats(session)
    if is_staff_member(person):
        return names
    _require_member(request, session)
    own = {row.seat_id for row in queries.seats_of(person, session.body, session.day)}
    return {pk: name for pk, name in names.items() if pk in own}


def proxy_lead(rule: ProxyRule) -> str:
    """Say what the rules say of proxies, to who gives one."""
    if rule.held_max:
        return _("One member holds at most %(count)s. Your proxy ends if you come after all.") % {
            "count": rule.held_max
        }
    return _("The rules of this body allow no proxies.")


def proxy_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a proxy: one's own, or, for the team, in the name of a member who wrote."""
    actor, found = person_of(request), session_of(pk)
    givers = _require_concerned(request, found)
    if found.state not in {SessionState.CONVENED, SessionState.OPEN}:
        return refused(request, permissions.no_proxy_now(), found.get_absolute_url())
    form = ProxyForm(request.POST or None, givers=givers, holders=named_seats(found))
    lead = proxy_lead(queries.proxy_rule(queries.rules_on(found.body, found.day)))
    return write(
        request,
        page_of(found, _("Give a proxy"), _("Give"), lead=lead),
        form,
        lambda: services.give_proxy(session=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The proxy is given."),
    )


@require_POST
def proxy_end(request: HttpRequest, proxy_id: int) -> HttpResponse:
    """Take a proxy back."""
    actor = person_of(request)
    proxy = get_object_or_404(Proxy.objects.select_related("session__body", "giver"), pk=proxy_id)
    _require_concerned(request, proxy.session)
    return pressed(
        request,
        proxy.session.get_absolute_url(),
        lambda: services.end_proxy(proxy=proxy, actor=actor, now=timezone.now()),
        said=_("The proxy is taken back."),
    )


def withdrawal_declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep out of a point for interest."""
    actor, point = person_of(request), point_of(pk)
    seats = _require_concerned(request, point.session)
    if point.session.state not in {SessionState.CONVENED, SessionState.OPEN}:
        return refused(request, permissions.no_withdrawal_now(), point.get_absolute_url())
    form = WithdrawalForm(request.POST or None, seats=seats)
    return write(
        request,
        page_of(
            point.session,
            _("Keep out of a point"),
            _("Keep out of it"),
            lead=point.title,
            warning=_("The seat then counts neither in the quorum nor in the vote on this point."),
            back=point.get_absolute_url(),
        ),
        form,
        lambda: services.declare_withdrawal(point=point, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The withdrawal is written down."),
    )


@require_POST
def point_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a point back: one's own proposal, or any for the team."""
    actor, point = person_of(request), point_of(pk)
    _require_concerned(request, point.session)
    return pressed(
        request,
        point.session.get_absolute_url(),
        lambda: services.withdraw_point(point=point, actor=actor, now=timezone.now()),
        said=_("The point is taken off."),
    )


def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """Vote, for one's own seat and those whose proxy one holds."""
    actor, vote = person_of(request), vote_of(pk)
    point = vote.point
    _require_member(request, point.session)
    if vote.state != VoteState.OPEN or vote.mode == VoteMode.HANDS:
        return refused(request, permissions.vote_is_over(), point.get_absolute_url())
    names = named_seats(point.session)
    seats = {pk: names.get(pk, "") for pk in sorted(queries.ballots_left(queries.Voter(person=actor), vote))}
    if not seats:
        return refused(request, permissions.nothing_left_to_vote(), point.get_absolute_url())
    form = BallotForm(request.POST or None, seats=seats)
    return write(
        request,
        page_of(
            point.session,
            vote.question,
            pgettext("press", "Vote"),
            lead=_("Nobody can find out what you voted, not even with the database in hand.")
            if vote.mode == VoteMode.SECRET
            else _("Your answer is kept by name."),
            warning=_("A ballot cast no longer changes."),
            back=point.get_absolute_url(),
        ),
        form,
        lambda: services.cast_ballot(vote=vote, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The ballot is cast."),
    )


def correction_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to correct circulated minutes."""
    actor, found = person_of(request), session_of(pk)
    _require_member(request, found)
    if not (decision := permissions.can_ask_correction(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    points = found.points.filter(state=PointState.ACCEPTED).order_by("position", "pk")
    form = CorrectionForm(request.POST or None, points=points)
    return write(
        request,
        page_of(found, _("Ask to correct the minutes"), _("Ask"), back=found.get_minutes_url()),
        form,
        lambda: services.ask_correction(session=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The correction is asked for: you will be told what is answered."),
    )
