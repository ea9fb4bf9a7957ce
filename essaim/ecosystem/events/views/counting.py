"""Pages where the team counts who came, by structure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.events import permissions, queries, services
from essaim.ecosystem.events.forms import AttendanceForm
from essaim.ecosystem.events.models import Attendance
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, refused, write

from .finding import event_crumbs, event_for


def attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who came by structure, and count more."""
    actor, found, now = person_of(request), event_for(request, slug), timezone.now()
    require(permissions.can_write_events(actor))
    if not (decision := permissions.can_count_attendance(actor, found, now=now)):
        return refused(request, decision, found.get_absolute_url())
    rows = Attendance.objects.filter(event=found).select_related("organization").order_by("-recorded_at", "-pk")
    form = AttendanceForm(request.POST or None)
    page = Page(
        title=_("Who came"),
        submit=_("Count"),
        back=found.get_absolute_url(),
        crumbs=event_crumbs(found),
        lead=found.title,
    )
    return write(
        request,
        page,
        form,
        lambda: services.record_attendance(event=found, actor=actor, now=now, **form.cleaned_data),
        said=_("They are counted."),
        onward=request.path,
        template="events/attendance.html",
        context={"event": found, "counted": queries.attendance_of(found), "rows": rows},
    )


def attendance_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what was counted by mistake, saying why."""
    actor, found = person_of(request), event_for(request, slug)
    require(permissions.can_write_events(actor))
    row = get_object_or_404(Attendance.objects.select_related("event__parent", "organization"), event=found, pk=pk)
    page = Page(
        title=_("Take back a presence"),
        submit=_("Take back"),
        back=row.get_absolute_url(),
        crumbs=event_crumbs(found),
        lead=_("%(count)s, for: %(structure)s")
        % {"count": row.people_count, "structure": row.organization or row.organization_name or "–"},
    )
    form = ReasonForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.remove_attendance(attendance=row, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("It is no longer counted."),
    )
