"""Pages where the team prepares a session: day, convocation, agenda; and opens, closes or cancels it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, refused, write
from essaim.steering.committees import permissions, queries, services
from essaim.steering.committees.forms import (
    AnswerForm,
    ConveneForm,
    PastSessionForm,
    PointEditForm,
    PointForm,
    SecondSessionForm,
    SessionEditForm,
    SessionForm,
)
from essaim.steering.committees.models import AgendaPoint, Session

from .finding import body_crumbs, body_of, point_of, pressed, refusals, session_crumbs, session_of


def page_of(session: Session, title: str, submit: str, *, lead: str = "", warning: str = "", back: str = "") -> Page:
    """Build what stands around a form about a session."""
    return Page(
        title=title,
        submit=submit,
        back=back or session.get_absolute_url(),
        crumbs=session_crumbs(session),
        lead=lead or str(session),
        warning=warning,
        refusals=refusals(),
    )


def session_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a session of a body."""
    actor, found = person_of(request), body_of(slug)
    require(permissions.can_run_bodies(actor))
    form = SessionForm(request.POST or None)
    page = Page(
        title=_("Plan a session"),
        submit=pgettext("a session", "Plan"),
        back=found.get_absolute_url(),
        crumbs=body_crumbs(found),
        lead=_("The agenda comes next, then the convocation."),
        refusals=refusals(),
    )
    return write(
        request,
        page,
        form,
        lambda: services.plan_session(body=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The session is planned: add points, then convene the members."),
        onward=lambda row: row.get_absolute_url(),
    )


def session_record(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a session that a document says was held."""
    actor, found = person_of(request), body_of(slug)
    require(permissions.can_run_bodies(actor))
    form = PastSessionForm(request.POST or None)
    page = Page(
        title=_("Record a past session"),
        submit=_("Record"),
        back=found.get_absolute_url(),
        crumbs=body_crumbs(found),
        lead=_("For a session known from a document: neither attendance nor minutes are made up."),
        refusals=refusals(),
    )
    return write(
        request,
        page,
        form,
        lambda: services.record_past_session(body=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The session is recorded."),
        onward=lambda row: row.get_absolute_url(),
    )


def session_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the day or the place of a session."""
    actor, found = person_of(request), session_of(pk)
    require(permissions.can_run_bodies(actor))
    back = found.get_absolute_url()
    if not (decision := permissions.can_prepare_session(actor, found)):
        return refused(request, decision, back)
    form = SessionEditForm(request.POST or None, instance=found)
    warning = _("Changing the day of a convened session asks for a new convocation.")
    return write(
        request,
        page_of(found, _("Change the day or the place"), _("Save"), warning=warning),
        form,
        lambda: services.update_session(session=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The session is changed."),
    )


def session_convene(request: HttpRequest, pk: int) -> HttpResponse:
    """Convene the members: what they will read is shown first."""
    actor, found = person_of(request), session_of(pk)
    require(permissions.can_run_bodies(actor))
    if not (decision := permissions.can_move_session(actor, found, "convene")):
        return refused(request, decision, found.get_absolute_url())
    rules = queries.rules_on(found.body, found.day)
    left = max(queries.clear_days(timezone.localdate(), found.day), 0)
    asked = queries.notice_of(found, rules) if rules else 0
    form = ConveneForm(
        request.POST if request.method == "POST" else None,
        is_short=left < asked,
        has_way_out=bool(rules and rules.accepts_short_notice),
    )
    context = {
        "session": found,
        "points": queries.agenda_of(found),
        "waiting": list(queries.minutes_to_approve(found.body, before=found.day)),
        "members": len(queries.members_to_tell(found)),
        "written": len(queries.members_to_write_to(found)),
        "unreached": queries.members_out_of_reach(found),
        "notice_days": asked,
        "clear_days": left,
    }
    return write(
        request,
        page_of(found, _("Convene the members"), _("Convene")),
        form,
        lambda: services.convene_session(session=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The members are convened."),
        template="committees/session_convene.html",
        context=context,
    )


def session_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a session, once asked to confirm."""
    return _confirmed(
        request,
        pk,
        "open",
        services.open_session,
        title=_("Open the session"),
        words=_("Members will sign in with a code shown on your page; votes can then be held."),
        said=_("The session is open: mark who is there."),
    )


def session_second(request: HttpRequest, pk: int) -> HttpResponse:
    """Convene a second time a session that missed its quorum: another day, the same agenda, whatever the number."""
    actor, found = person_of(request), session_of(pk)
    require(permissions.can_run_bodies(actor))
    if not (decision := permissions.can_convene_second(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = SecondSessionForm(request.POST or None, initial={"starts_at": found.starts_at, "venue": found.venue})
    warning = _("This session is closed without a vote; what was on its agenda is carried over to the second one.")
    return write(
        request,
        page_of(found, _("Convene a second time"), _("Plan the second session"), warning=warning),
        form,
        lambda: services.plan_second_session(session=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The second session is planned: convene its members."),
        onward=lambda row: row.get_absolute_url(),
    )


def session_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a session, once asked to confirm."""
    return _confirmed(
        request,
        pk,
        "close",
        services.close_session,
        title=_("Close the session"),
        words=_("No vote is possible afterwards. Minutes can still be written."),
        said=_("The session is closed: finish its minutes and circulate them."),
    )


def minutes_circulate(request: HttpRequest, pk: int) -> HttpResponse:
    """Circulate minutes, once asked to confirm."""
    return _confirmed(
        request,
        pk,
        "circulate",
        services.circulate_minutes,
        title=_("Circulate the minutes"),
        words=_("The members of that day read them and ask for corrections; a following session approves them."),
        said=_("The minutes are circulated."),
        onward=Session.get_minutes_url,
    )


def _confirmed(
    request: HttpRequest,
    pk: int,
    move: str,
    do: Callable[..., Session],
    *,
    title: str,
    words: str,
    said: str,
    onward: Callable[[Session], str] = Session.get_absolute_url,
) -> HttpResponse:
    """Ask to confirm a move of a session, then do it; lead back when its time is not now."""
    actor, found = person_of(request), session_of(pk)
    require(permissions.can_run_bodies(actor))
    if request.method == "POST":
        return pressed(request, onward(found), lambda: do(session=found, actor=actor, now=timezone.now()), said=said)
    if not (decision := permissions.can_move_session(actor, found, move)):
        return refused(request, decision, found.get_absolute_url())
    context = {"page": page_of(found, title, title), "words": words, "session": found}
    return render(request, "committees/confirm.html", context)


def session_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a session, saying why."""
    actor, found = person_of(request), session_of(pk)
    require(permissions.can_run_bodies(actor))
    if not (decision := permissions.can_move_session(actor, found, "cancel")):
        return refused(request, decision, found.get_absolute_url())
    form = ReasonForm(request.POST or None)
    return write(
        request,
        page_of(
            found, _("Cancel the session"), _("Cancel the session"), warning=_("Those who were convened are told.")
        ),
        form,
        lambda: services.cancel_session(session=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The session is cancelled."),
    )


def point_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a point of the office."""
    actor, found = person_of(request), session_of(pk)
    require(permissions.can_run_bodies(actor))
    if not (decision := permissions.can_prepare_session(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = PointForm(request.POST or None, body=found.body)
    return write(
        request,
        page_of(found, _("Add a point"), _("Add")),
        form,
        lambda: services.add_point(
            session=found,
            actor=actor,
            now=timezone.now(),
            request=form.cleaned_data["request"],
            **form.values(),
        ),
        said=_("The point is on the agenda; files are attached on it."),
        onward=lambda row: row.get_absolute_url(),
    )


def point_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a point in other words."""
    actor, point = person_of(request), point_of(pk)
    require(permissions.can_run_bodies(actor))
    if not (decision := permissions.can_prepare_session(actor, point.session)):
        return refused(request, decision, point.get_absolute_url())
    form = PointEditForm(request.POST or None, instance=point)
    return write(
        request,
        page_of(point.session, _("Change a point"), _("Save"), lead=point.title, back=point.get_absolute_url()),
        form,
        lambda: services.update_point(point=point, actor=actor, now=timezone.now(), **form.told()),
        said=_("The point is changed."),
    )


def point_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a member who proposed a point."""
    actor, point = person_of(request), point_of(pk)
    require(permissions.can_run_bodies(actor))
    back = point.session.get_absolute_url()
    if not (decision := permissions.can_move_point(actor, point, "accept")):
        return refused(request, decision, back)
    form = AnswerForm(request.POST or None)

    def save() -> AgendaPoint:
        options = {"point": point, "actor": actor, "now": timezone.now(), "answer": form.cleaned_data["answer"]}
        return services.accept_point(**options) if form.is_accepted else services.refuse_point(**options)

    return write(
        request,
        page_of(point.session, _("Answer a proposal"), pgettext("a proposal", "Answer"), lead=point.title),
        form,
        save,
        said=_("Who proposed it is told."),
        onward=back,
    )


@require_POST
def point_move(request: HttpRequest, pk: int, direction: str) -> HttpResponse:
    """Move a point up or down."""
    actor, point = person_of(request), point_of(pk)
    require(permissions.can_run_bodies(actor))
    return pressed(
        request,
        point.get_absolute_url(),
        lambda: services.move_point(point=point, actor=actor, now=timezone.now(), is_up=direction == "monter"),
        said=_("The agenda is in its new order."),
    )
