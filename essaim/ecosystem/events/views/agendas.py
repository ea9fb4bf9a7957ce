"""Pages where the team brings in an agenda of another site: seen event by event, applied, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.ecosystem.events import permissions, queries, services, tables
from essaim.ecosystem.events.agenda_reading import (
    AgendaEmpty,
    AgendaOutcome,
    AgendaTooLarge,
    AgendaUnreadable,
    read_agenda,
)
from essaim.ecosystem.events.forms import AgendaApplyForm, AgendaForm
from essaim.ecosystem.events.models import AgendaImport
from essaim.ecosystem.events.states import EventKind
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.sheets import FILE_BYTES_MAX

from .finding import agenda_crumb


def agenda_list(request: HttpRequest) -> HttpResponse:
    """List the agendas brought in, with the form for the next; a new one leads to what it would change."""
    actor = person_of(request)
    require(permissions.can_bring_in_agendas(actor))
    form = AgendaForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        prepared = _prepared(request, form)
        if prepared is not None:
            return redirect(prepared)
    answer = list_page(
        request,
        template="events/agenda_list.html",
        table_class=tables.AgendaTable,
        rows=queries.agendas_shown(),
        file_name="imports-de-rendez-vous",
        context={"form": form, "crumbs": (agenda_crumb(),)},
    )
    if form.is_bound:
        answer.status_code = 422
    return answer


def _prepared(request: HttpRequest, form: AgendaForm) -> AgendaImport | None:
    """Read the file of a clean form; None, and the reason beside the field, where it is refused."""
    upload = form.cleaned_data["file"]
    try:
        if upload.size > FILE_BYTES_MAX:
            raise AgendaTooLarge
        events = read_agenda(upload.read())
    except AgendaTooLarge:
        form.add_error("file", _("The file is over 5 MB or 500 events: export it in several, by period."))
    except AgendaEmpty:
        form.add_error("file", _("The agenda holds no event."))
    except AgendaUnreadable as refusal:
        form.add_error("file", str(refusal))
    else:
        return services.prepare_agenda(
            actor=person_of(request),
            events=events,
            name=upload.name,
            now=timezone.now(),
            kind=form.cleaned_data["kind"] or EventKind.MEETING,
        )
    return None


def _agenda_of(request: HttpRequest, pk: int) -> AgendaImport:
    require(permissions.can_bring_in_agendas(person_of(request)))
    return get_object_or_404(AgendaImport.objects.select_related("author"), pk=pk)


def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what an agenda would do or did, event by event."""
    found, now = _agenda_of(request, pk), timezone.now()
    is_prepared, is_applied = found.applied_at is None, found.applied_at is not None and found.undone_at is None
    until = found.undoable_until
    diff = queries.agenda_diff(found, today=timezone.localdate(now)) if is_prepared else None
    context = {
        "crumbs": (agenda_crumb(), (_("Agendas brought in"), reverse("events:agenda_list"))),
        "agenda": found,
        "diff": diff,
        "form": AgendaApplyForm(initial={"fingerprint": diff.fingerprint}) if diff else None,
        "has_new": diff is not None and any(row.outcome == AgendaOutcome.NEW for row in diff.rows),
        "undo_rows": queries.agenda_undo_rows(found) if is_applied else (),
        "can_undo": is_applied and until is not None and now < until,
        "rows": () if is_prepared or is_applied else found.rows.all(),
    }
    return render(request, "events/agenda_import.html", context)


@require_POST
def agenda_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Write exactly what was shown."""
    found, form = _agenda_of(request, pk), AgendaApplyForm(request.POST)
    form.is_valid()
    try:
        services.apply_agenda(
            agenda=found,
            actor=person_of(request),
            fingerprint=form.cleaned_data.get("fingerprint", ""),
            is_announced=form.cleaned_data.get("is_announced", False),
            now=timezone.now(),
        )
    except services.GatheringsChangedSince:
        messages.warning(request, _("The gatherings changed since you looked: here is what would be written now."))
    except services.NothingToBringIn:
        messages.info(request, _("There is nothing to do: the gatherings already say the same."))
    else:
        count = found.rows.count()
        words = ngettext("%(count)s gathering is written.", "%(count)s gatherings are written.", count)
        messages.success(request, words % {"count": count})
    return redirect(found)


@require_POST
def agenda_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back everything that can be."""
    found = _agenda_of(request, pk)
    try:
        services.undo_agenda(agenda=found, actor=person_of(request), now=timezone.now())
    except services.AgendaUndoExpired:
        messages.error(request, _("An agenda is taken back within thirty days: this one is older."))
    except services.NothingTakenBack:
        messages.error(request, _("Nothing can be taken back any more."))
    else:
        kept = found.rows.exclude(kept_because="").count()
        words = ngettext(
            "The agenda is taken back, but for %(count)s gathering kept as it is.",
            "The agenda is taken back, but for %(count)s gatherings kept as they are.",
            kept,
        )
        messages.success(request, words % {"count": kept} if kept else _("The agenda is taken back."))
    return redirect(found)
