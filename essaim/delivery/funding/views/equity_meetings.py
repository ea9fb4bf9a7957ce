"""Pages where the team writes who represents the authority, and the general meetings they go to."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.delivery.funding import permissions
from essaim.delivery.funding.equity_rules import MEETING_MOVES
from essaim.delivery.funding.forms.equity import (
    MeetingAccountForm,
    MeetingForm,
    RepresentativeForm,
)
from essaim.delivery.funding.models import (
    GeneralMeeting,
    StakeRepresentative,
)
from essaim.delivery.funding.services import equity as services
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import ALLOW, deny, require
from essaim.foundations.ui.forms import DayReasonForm, ReasonForm

from .equity_finding import meeting_for, stake_for, while_open, write_stake


def representative_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who represents the authority."""
    actor, found = person_of(request), stake_for(request, pk)
    form = RepresentativeForm(request.POST or None, today=timezone.localdate())
    return write_stake(
        request,
        found,
        decision=while_open(found),
        form=form,
        title=_("Name a representative"),
        submit=_("Name this person"),
        anchor="#representants",
        save=lambda: services.appoint_representative(stake=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The representative is named."),
    )


def representative_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when somebody no longer represents the authority."""
    actor = person_of(request)
    require(permissions.can_write_stakes(actor))
    rows = StakeRepresentative.objects.select_related("stake__organization", "person")
    row = get_object_or_404(rows, pk=pk)
    form = DayReasonForm(request.POST or None, today=timezone.localdate(), label=_("First day without it"))

    def save() -> StakeRepresentative:
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        return services.end_representative(
            representative=row, actor=actor, now=timezone.now(), ends_on=day, reason=reason
        )

    return write_stake(
        request,
        row.stake,
        decision=deny(_("This has ended already.")) if row.ends_on is not None else ALLOW,
        form=form,
        title=_("End a representation"),
        submit=pgettext("of a representation", "End it"),
        anchor="#representants",
        lead=str(row),
        save=save,
        said=_("The representation ends."),
    )


def meeting_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a general meeting in the calendar."""
    actor, found = person_of(request), stake_for(request, pk)
    form = MeetingForm(request.POST or None)
    return write_stake(
        request,
        found,
        decision=while_open(found),
        form=form,
        title=_("Write a general meeting"),
        submit=_("Write this meeting"),
        anchor="#assemblees",
        save=lambda: services.call_meeting(stake=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The general meeting is in the calendar."),
    )


def _meeting_write(
    request: HttpRequest,
    meeting: GeneralMeeting,
    move: str,
    *,
    form: forms.BaseForm,
    title: str,
    submit: str,
    save: Callable[[], object],
    said: str,
) -> HttpResponse:
    is_possible = move in MEETING_MOVES.names_from(meeting.state)
    return write_stake(
        request,
        meeting.stake,
        decision=ALLOW if is_possible else deny(_("What became of this meeting is written already.")),
        form=form,
        title=title,
        submit=submit,
        back=meeting.get_absolute_url(),
        lead=str(meeting),
        save=save,
        said=said,
    )


def meeting_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who attended a general meeting and how they voted."""
    actor, meeting = person_of(request), meeting_for(request, pk)
    form = MeetingAccountForm(request.POST or None)
    return _meeting_write(
        request,
        meeting,
        "hold",
        form=form,
        title=_("Say who attended and how they voted"),
        submit=_("Write this account"),
        save=lambda: services.hold_meeting(meeting=meeting, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The account of the meeting is written. Attach its minutes here."),
    )


def meeting_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a general meeting does not take place."""
    actor, meeting = person_of(request), meeting_for(request, pk)
    form = ReasonForm(request.POST or None)
    return _meeting_write(
        request,
        meeting,
        "cancel",
        form=form,
        title=_("Say that a general meeting is cancelled"),
        submit=_("It is cancelled"),
        save=lambda: services.cancel_meeting(meeting=meeting, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The general meeting is cancelled."),
    )
