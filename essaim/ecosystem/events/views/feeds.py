"""The agenda for other programs: calendars (iCal), news (Atom), exchange with agendas (OpenAgenda's JSON)."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from essaim.ecosystem.events import openagenda, queries, tables
from essaim.ecosystem.events.models import Event, EventQuerySet
from essaim.ecosystem.events.states import EventState
from essaim.foundations.primitives.identifiers import row_number
from essaim.foundations.territory import queries as territory
from essaim.foundations.ui import ical

NEWS_MAX = 50
# As OpenAgenda: how many events one answer holds, unless the address says otherwise, and at most.
SIZE_DEFAULT, SIZE_MAX = 20, 300


def _announced(request: HttpRequest) -> EventQuerySet:
    """Return what everybody reads, kept to the filters of the list."""
    rows = territory.with_commune_name(Event.objects.public()).select_related("parent")
    found: EventQuerySet = tables.EventFilter(request.GET or None, queryset=rows, request=request).qs
    return found


@login_not_required
@require_GET
def agenda_calendar(request: HttpRequest) -> HttpResponse:
    """Give the announced gatherings as a calendar, kept to the filters of the list."""
    return _calendar(request, _("Agenda of the policy"), _announced(request).order_by("starts_on", "pk"), "agenda")


@login_not_required
@require_GET
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one gathering for a calendar."""
    rows = territory.with_commune_name(Event.objects.public()).select_related("parent").filter(slug=slug)
    found = get_object_or_404(rows)
    return _calendar(request, found.title, [found], found.slug)


def _calendar(request: HttpRequest, name: str, rows: Iterable[Event], file_name: str) -> HttpResponse:
    """Write a calendar; a gathering whose day is not known has no place in it."""
    entries = [
        ical.Entry(
            key=f"event-{row.pk}",
            starts=row.starts_at or row.starts_on,
            ends=row.ends_at if row.starts_at else row.last_on,
            summary=row.title,
            description=row.parent.title if row.parent else "",
            location=", ".join(text for text in (row.venue, row.commune_name) if text),  # type: ignore[attr-defined]
            url=request.build_absolute_uri(row.get_absolute_url()),
            is_cancelled=row.state == EventState.CANCELLED,
        )
        for row in rows
        if row.is_day_known
    ]
    return ical.calendar_response(request, name, entries, file_name, now=timezone.now())


@login_not_required
@require_GET
def agenda_news(request: HttpRequest) -> HttpResponse:
    """Give the gatherings announced as an Atom feed, the latest announced first, kept to the filters of the list."""
    rows = queries.with_changed_at(_announced(request)).order_by("-published_at", "-pk")[:NEWS_MAX]
    feed = Atom1Feed(
        title=_("Agenda of the policy"),
        link=request.build_absolute_uri(reverse("events:event_list")),
        description=_("Gatherings of the policy, as they are announced."),
        language=get_language(),
        feed_url=request.build_absolute_uri(),
    )
    host = request.get_host().partition(":")[0]
    for row in rows:
        place = ", ".join(text for text in (row.venue, row.commune_name) if text)  # type: ignore[attr-defined]
        said = [str(row.get_state_display()) if row.state == EventState.CANCELLED else "", row.when, place, row.summary]
        feed.add_item(
            title=row.title,
            link=request.build_absolute_uri(row.get_absolute_url()),
            description="\n".join(text for text in said if text),
            unique_id=f"tag:{host},{row.published_at:%Y-%m-%d}:event:{row.pk}",
            pubdate=row.published_at,
            updateddate=row.changed_at or row.published_at,  # type: ignore[attr-defined]
            categories=[str(row.get_kind_display())],
            author_name=_("the authority"),
        )
    if not rows:
        feed.latest_post_date = timezone.now  # type: ignore[method-assign]
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_GET
def agenda_exchange(request: HttpRequest) -> HttpResponse:
    """
    Give the announced gatherings as OpenAgenda gives events (API v2), kept to the filters of the list.

    size is how many, after (or after[], as OpenAgenda writes it) where the last answer stopped. A gathering whose day is not
    known has no time slot: it is left out; so is one that was brought in from another agenda, which gives it itself.
    """
    size = min(row_number(request.GET.get("size", "")) or SIZE_DEFAULT, SIZE_MAX)
    after = row_number(request.GET.get("after", "") or request.GET.get("after[]", "")) or 0
    rows = _announced(request).filter(is_day_known=True, origin__isnull=True).order_by("starts_on", "pk")
    total = rows.count()
    shown = queries.with_changed_at(queries.with_seats(rows))[after : after + size] if after < total else ()
    host = openagenda.own_host()
    answer = {
        "total": total,
        "events": [
            openagenda.event_shape(
                row,
                absolute=request.build_absolute_uri,
                host=host,
                changed_at=row.changed_at,  # type: ignore[attr-defined]
            )
            for row in shown
        ],
        "sort": "firstTiming.asc",
        "after": [after + size] if after + size < total else None,
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
