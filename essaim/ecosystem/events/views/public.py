"""Pages everybody reads: the agenda, a gathering, its proceedings, what changed in it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.events import permissions, queries, tables
from essaim.ecosystem.events.models import Event, Proceedings
from essaim.ecosystem.events.states import EVENT_MOVES, EventState
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.primitives.decisions import Decision
from essaim.foundations.territory import queries as territory
from essaim.foundations.ui.guides import other_doors
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Door

from .finding import crumbs_to, event_crumbs, event_for
from .guide import guide_of

# How many gatherings to come stand above the list.
SHOWN_NEXT_MAX = 6


@login_not_required
def event_list(request: HttpRequest) -> HttpResponse:
    """List the gatherings: the next ones first, then all, to be searched and filtered."""
    today, is_team = timezone.localdate(), is_staff_member(request.user)
    visible = queries.events_visible_to(request.user)
    rows = territory.with_commune_name(queries.with_seats(visible)).select_related("parent")
    coming = territory.with_commune_name(Event.objects.public().whole().exclude(state=EventState.CANCELLED))
    kept = request.GET.copy()
    for word in ("page", "sort", "export", "column"):
        kept.pop(word, None)
    kept_words = f"?{kept.urlencode()}" if kept else ""
    context = {
        "coming": coming.upcoming(today)[:SHOWN_NEXT_MAX],
        "feeds": {
            name: request.build_absolute_uri(reverse(f"events:agenda_{name}") + kept_words)
            for name in ("calendar", "news", "exchange")
        },
        "to_close": queries.events_to_close(today=today) if is_team else (),
        "doors": _list_doors(request),
    }
    return list_page(
        request,
        template="events/event_list.html",
        table_class=tables.EventTable,
        filterset_class=tables.EventFilter,
        rows=rows,
        file_name="rendez-vous",
        exclude=() if is_team else tables.TEAM_COLUMNS,
        context=context,
    )


def _list_doors(request: HttpRequest) -> list[Door]:
    decision = permissions.can_write_events(request.user)
    if not decision:
        return []
    return [
        Door(_("Write a gathering"), reverse("events:event_create"), decision, "primary"),
        Door(_("Bring in an agenda"), reverse("events:agenda_list"), decision),
        Door(_("Contacts made"), reverse("events:lead_list"), permissions.can_read_leads(request.user)),
    ]


@login_not_required
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a gathering: when, where, who speaks, its parts, its seats, who came, its report."""
    found, now = event_for(request, slug), timezone.now()
    is_team = is_staff_member(request.user)
    can_register = permissions.can_register(found, now=now)
    is_past = found.state in {EventState.HELD, EventState.CLOSED}
    parts = list(queries.parts_of(found, request.user)) if found.parent_id is None else []
    seats = queries.seats_of(found) if found.takes_registrations else None
    actes = Proceedings.objects.filter(event=found).first()
    doors, moves = _doors(request, found), _moves(request, found)
    guide = None
    if is_team:
        guide = guide_of(found, now=now, parts=parts, seats=seats, proceedings=actes, moves=moves)
    if guide is not None:
        doors = other_doors([guide], doors)
        moves = other_doors([guide], moves)
    context = {
        "event": found,
        "crumbs": crumbs_to(found),
        "commune_name": territory.commune_name(found.commune_code),
        "speakers": found.speakers.select_related("organization").order_by("position", "pk"),
        "parts": parts,
        "guide": guide,
        "can_register": can_register,
        "seats": seats,
        "counted": queries.attendance_of(found) if is_past else None,
        "declared": queries.declared_of(found),
        "ratings": queries.ratings_of(found) if is_past else None,
        "leads": queries.leads_of(found) if is_past else None,
        "proceedings": actes,
        "is_team": is_team,
        "shows_report": bool(found.report) and (found.state == EventState.CLOSED or is_team),
        "can_write": permissions.can_update_event(request.user, found),
        "doors": doors,
        "moves": moves,
    }
    return render(request, "events/event.html", context)


def _doors(request: HttpRequest, found: Event) -> list[Door]:
    """List what the team does on pages of their own, in the order of a gathering's life."""
    person, now = request.user, timezone.now()
    writing = permissions.can_update_event(person, found)
    if not permissions.can_write_events(person):
        return []
    counting = permissions.can_count_attendance(person, found, now=now)
    names = EVENT_MOVES.names_from(found.state)
    doors: list[tuple[str, str, Decision, str, bool]] = [
        (_("Correct"), "event_edit", writing, "outline", True),
        (_("Registrations"), "registration_list", permissions.can_read_registrants(person), "outline", True),
        (_("Check in at the door"), "check_in", counting, "primary", found.takes_registrations),
        (_("Count who came"), "attendance", counting, "outline", True),
        (_("Note a contact made"), "lead_add", permissions.can_note_lead(person, found, now=now), "outline", True),
        (_("Appreciations"), "ratings", permissions.can_write_events(person), "outline", found.is_announced),
        (_("Announce a speaker"), "speaker_add", writing, "outline", True),
        (_("Write what a source declares"), "participation_declare", writing, "outline", True),
        (_("Close with its report"), "event_close", writing, "primary", "close" in names),
        (_("Correct the report"), "report_edit", writing, "outline", found.state == EventState.CLOSED),
        (_("Cancel this gathering"), "event_cancel", permissions.can_write_events(person), "quiet", "cancel" in names),
    ]
    return [
        Door(label, reverse(f"events:{name}", args=[found.slug]), decision, look)
        for label, name, decision, look, is_shown in doors
        if is_shown
    ]


def _moves(request: HttpRequest, found: Event) -> list[Door]:
    """List what the team does by one button."""
    person, now = request.user, timezone.now()
    if not permissions.can_write_events(person):
        return []
    names = EVENT_MOVES.names_from(found.state)
    moves = [
        (_("Announce"), "event_publish", permissions.can_publish_event(person, found), "publish" in names),
        (_("It took place"), "event_hold", permissions.can_hold_event(person, found, now=now), "hold" in names),
        (
            _("Assemble the proceedings"),
            "proceedings_assemble",
            permissions.can_assemble_proceedings(person, found),
            found.parent_id is None and found.state in {EventState.HELD, EventState.CLOSED},
        ),
    ]
    return [
        Door(label, reverse(f"events:{name}", args=[found.slug]), decision, "primary")
        for label, name, decision, is_shown in moves
        if is_shown
    ]


@login_not_required
def proceedings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the proceedings of a gathering as they were assembled."""
    found = event_for(request, slug)
    actes = get_object_or_404(Proceedings, event=found)
    context = {
        "event": found,
        "proceedings": actes,
        "crumbs": event_crumbs(found),
        "missing": queries.parts_without_report(found) if is_staff_member(request.user) else (),
    }
    return render(request, "events/proceedings.html", context)


@login_not_required
def event_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what changed in a gathering; the public sees roles, the team sees names."""
    found = event_for(request, slug)
    return history_page(
        request, found, title=found.title, crumbs=event_crumbs(found), shows_names=is_staff_member(request.user)
    )
