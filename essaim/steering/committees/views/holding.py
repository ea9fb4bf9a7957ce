"""Pages where the team holds a session: attendance, votes, opinions, decisions, what was said; and answers corrections."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.versions import version_of
from essaim.foundations.ui.writing import Door, Page, refused, write
from essaim.steering.committees import permissions, queries, services, tables
from essaim.steering.committees.forms import (
    AnswerForm,
    DecisionForm,
    DiscussionForm,
    HandsForm,
    OpinionForm,
    RequestForm,
    VoteForm,
)
from essaim.steering.committees.models import Amendment, Attendance, Mandate, OpinionRequest, Vote
from essaim.steering.committees.states import AMENDMENT_MOVES, REQUEST_MOVES, RequestState, VoteMode, VoteState

from .finding import bodies_crumb, point_of, pressed, refusals, session_of, vote_of
from .guide import shown_quorum
from .sessions import page_of


def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the attendance sheet: one press a seat, the quorum above."""
    actor, found = person_of(request), session_of(pk)
    require(permissions.can_run_bodies(actor))
    if not (decision := permissions.can_hold_session(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    hall = queries.hall_of(found)
    context = {
        "page": page_of(found, _("Attendance sheet"), ""),
        "session": found,
        "places": queries.places_of(hall),
        "quorum": shown_quorum(found, hall),
    }
    return render(request, "committees/attendance.html", context)


@require_POST
def arrival(request: HttpRequest, pk: int, mandate_id: int) -> HttpResponse:
    """Mark that somebody takes their seat."""
    actor, found = person_of(request), session_of(pk)
    require(permissions.can_run_bodies(actor))
    mandate = get_object_or_404(Mandate.objects.select_related("seat__college"), pk=mandate_id)
    return pressed(
        request,
        _sheet(pk),
        lambda: services.record_arrival(session=found, mandate=mandate, actor=actor, now=timezone.now()),
        said=_("%(seat)s: present.") % {"seat": mandate.seat},
    )


@require_POST
def departure(request: HttpRequest, attendance_id: int) -> HttpResponse:
    """Mark that somebody leaves."""
    actor = person_of(request)
    require(permissions.can_run_bodies(actor))
    row = get_object_or_404(Attendance.objects.select_related("session__body", "seat__college"), pk=attendance_id)
    return pressed(
        request,
        _sheet(row.session_id),
        lambda: services.record_departure(attendance=row, actor=actor, now=timezone.now()),
        said=_("%(seat)s: left.") % {"seat": row.seat},
    )


def _sheet(pk: int) -> str:
    return reverse("committees:attendance", args=[pk])


def vote_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a point to the vote."""
    actor, point = person_of(request), point_of(pk)
    require(permissions.can_run_bodies(actor))
    session = point.session
    if not (decision := permissions.can_hold_session(actor, session)):
        return refused(request, decision, point.get_absolute_url())
    rules = queries.rules_on(session.body, session.day)
    modes = [VoteMode.HANDS.value]
    if rules is not None:
        allowed = {VoteMode.SECRET.value: rules.allows_secret, VoteMode.WRITTEN.value: rules.allows_written}
        modes += [mode for mode, is_allowed in allowed.items() if is_allowed]
    form = VoteForm(request.POST or None, modes=modes, question=point.title)
    assembly = queries.assembly_of(session, point)
    context = {
        "session": session,
        "quorum": queries.shown_quorum(session, queries.quorum_of(session, assembly)),
        "voter_count": len(assembly.voters()),
    }
    return write(
        request,
        page_of(session, _("Put to the vote"), _("Open the vote"), lead=point.title, back=point.get_absolute_url()),
        form,
        lambda: services.open_vote(point=point, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The vote is open."),
        template="committees/vote_open.html",
        context=context,
    )


def _closing_form(request: HttpRequest, vote: Vote) -> HandsForm:
    voters = queries.assembly_of(vote.point.session, vote.point).voter_counts()
    names = dict(vote.point.session.body.colleges.order_by("position", "pk").values_list("pk", "name"))
    is_hands = vote.mode == VoteMode.HANDS
    colleges = [(pk, name, voters[pk]) for pk, name in names.items() if pk in voters] if is_hands else []
    return HandsForm(request.POST if request.method == "POST" else None, colleges=colleges)


def vote_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a vote: count the hands of each college, or open the urn."""
    actor, vote = person_of(request), vote_of(pk)
    require(permissions.can_run_bodies(actor))
    point = vote.point
    decision = permissions.can_hold_session(actor, point.session)
    if not decision or vote.state != VoteState.OPEN:
        return refused(request, decision or permissions.vote_is_over(), point.get_absolute_url())
    form = _closing_form(request, vote)
    context = {"vote": vote, "voted_count": len(queries.voted_seats(vote)), "is_hands": vote.mode == VoteMode.HANDS}
    return write(
        request,
        page_of(
            point.session,
            _("Close the vote"),
            _("Close the vote"),
            lead=vote.question,
            warning=_("The count is final."),
            back=point.get_absolute_url(),
        ),
        form,
        lambda: services.close_vote(vote=vote, actor=actor, now=timezone.now(), hands=form.counts()),
        said=_("The vote is closed and counted."),
        template="committees/vote_close.html",
        context=context,
    )


def vote_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Abandon a vote, saying why."""
    actor, vote = person_of(request), vote_of(pk)
    require(permissions.can_run_bodies(actor))
    point = vote.point
    decision = permissions.can_hold_session(actor, point.session)
    if not decision or vote.state != VoteState.OPEN:
        return refused(request, decision or permissions.vote_is_over(), point.get_absolute_url())
    form = ReasonForm(request.POST or None)
    return write(
        request,
        page_of(
            point.session,
            _("Abandon the vote"),
            _("Abandon"),
            lead=vote.question,
            warning=_("What was cast is destroyed uncounted; the point can be voted on again."),
            back=point.get_absolute_url(),
        ),
        form,
        lambda: services.abandon_vote(vote=vote, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The vote is abandoned."),
    )


def opinion_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the opinion that a vote came to."""
    actor, point = person_of(request), point_of(pk)
    require(permissions.can_run_bodies(actor))
    if not (decision := permissions.can_hold_session(actor, point.session)):
        return refused(request, decision, point.get_absolute_url())
    form = OpinionForm(request.POST if request.method == "POST" else None)
    return write(
        request,
        page_of(
            point.session,
            _("Write the opinion"),
            _("Give the opinion"),
            lead=point.title,
            warning=_("Which way it goes is what the vote says; an opinion given no longer changes."),
            back=point.get_absolute_url(),
        ),
        form,
        lambda: services.give_opinion(point=point, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The opinion is given."),
    )


def discussion(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was said on a point."""
    actor, point = person_of(request), point_of(pk)
    require(permissions.can_run_bodies(actor))
    if not (decision := permissions.can_write_minutes(actor, point.session)):
        return refused(request, decision, point.get_absolute_url())
    initial = {"discussion": point.discussion, "version": version_of(point, ["discussion"])}
    form = DiscussionForm(request.POST if request.method == "POST" else None, initial=initial)
    return write(
        request,
        page_of(point.session, _("Write what was said"), _("Save"), lead=point.title, back=point.get_absolute_url()),
        form,
        lambda: services.write_discussion(point=point, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("It is in the minutes."),
    )


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a decision, which becomes a task."""
    actor, point = person_of(request), point_of(pk)
    require(permissions.can_run_bodies(actor))
    if not (decision := permissions.can_write_minutes(actor, point.session)):
        return refused(request, decision, point.get_absolute_url())
    form = DecisionForm(request.POST or None, initial={"action": point.action_id})
    return write(
        request,
        page_of(point.session, _("Write a decision"), _("Save"), lead=point.title, back=point.get_absolute_url()),
        form,
        lambda: services.decide(point=point, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The decision is a task of the action; the next session opens with what became of it."),
    )


def correction_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a member who asked to correct the minutes."""
    actor = person_of(request)
    require(permissions.can_run_bodies(actor))
    amendment = get_object_or_404(Amendment.objects.select_related("session__body"), pk=pk)
    back = amendment.session.get_minutes_url()
    decision = permissions.can_write_minutes(actor, amendment.session)
    if not decision or not AMENDMENT_MOVES.names_from(amendment.state):
        return refused(request, decision or permissions.already_answered(), back)
    form = AnswerForm(request.POST or None)
    return write(
        request,
        page_of(
            amendment.session,
            _("Answer a correction"),
            pgettext("a proposal", "Answer"),
            lead=amendment.text,
            back=back,
        ),
        form,
        lambda: services.answer_correction(
            amendment=amendment,
            actor=actor,
            now=timezone.now(),
            is_accepted=form.is_accepted,
            answer=form.cleaned_data["answer"],
        ),
        said=_("Who asked for it is told. An accepted correction is now yours to write."),
    )


def request_list(request: HttpRequest) -> HttpResponse:
    """List the requests for opinions, for the team."""
    decision = permissions.can_ask_opinion(request.user)
    require(decision)
    url = _request_url("request_ask")
    return list_page(
        request,
        template="committees/request_list.html",
        table_class=tables.RequestTable,
        filterset_class=tables.RequestFilter,
        rows=queries.request_rows(),
        file_name="saisines",
        context={
            "crumbs": (bodies_crumb(),),
            "doors": [Door(_("Ask for an opinion"), url, decision, "primary")],
            "waiting": OpinionRequest.objects.filter(state=RequestState.ASKED).order_by("asked_on", "pk"),
        },
    )


def _request_url(name: str) -> str:
    return reverse(f"committees:{name}")


def _request_page(title: str, submit: str, lead: str) -> Page:
    back = _request_url("request_list")
    return Page(
        title=title,
        submit=submit,
        back=back,
        crumbs=(bodies_crumb(), (_("Requests for opinions"), back)),
        lead=lead,
        refusals=refusals(),
    )


def request_ask(request: HttpRequest) -> HttpResponse:
    """Ask a body for an opinion, on an action or on anything."""
    actor = person_of(request)
    require(permissions.can_ask_opinion(actor))
    asked = request.GET.get("action", "")
    form = RequestForm(request.POST or None, initial={"action": asked} if asked.isdecimal() else None)

    def save() -> OpinionRequest:
        action = form.cleaned_data["action"]
        about = (
            {
                "subject_kind": "action_plan.action",
                "subject_id": action.pk,
                "subject_url": action.get_absolute_url(),
            }
            if action
            else {}
        )
        return services.ask_opinion(actor=actor, now=timezone.now(), **form.values(), **about)

    lead = _("It waits until it is put on the agenda of a session.")
    return write(
        request,
        _request_page(_("Ask for an opinion"), _("Ask"), lead),
        form,
        save,
        said=_("The opinion is asked for."),
    )


def request_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a request that is on no agenda."""
    actor = person_of(request)
    require(permissions.can_ask_opinion(actor))
    found = get_object_or_404(OpinionRequest.objects.select_related("body"), pk=pk)
    if "withdraw" not in REQUEST_MOVES.names_from(found.state):
        return refused(request, permissions.already_answered(), _request_url("request_list"))
    form = ReasonForm(request.POST or None)
    return write(
        request,
        _request_page(_("Withdraw a request"), _("Withdraw"), found.title),
        form,
        lambda: services.withdraw_request(request=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The request is withdrawn."),
    )
