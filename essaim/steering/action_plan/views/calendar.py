"""The calendar of a plan: its year, its timeline, the feeds that calendar programs read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.ui import ical
from essaim.foundations.ui.exports import FORMATS, table_response
from essaim.steering.action_plan import gantt, permissions, queries, services, year_calendar
from essaim.steering.action_plan.models import Plan
from essaim.steering.action_plan.queries.calendar import TONES, DatedStep

from .finding import plan_of


@login_not_required
@require_GET
def plan_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the milestones of a plan as a year, as a timeline and as a table; axe, annee and, if names are shown, pilote filter."""
    plan = plan_of(request, slug)
    today = timezone.localdate()
    steps = queries.plan_steps(plan, today=today)
    shows_names = permissions.can_read_names(request.user)
    held = {(step.pilot.pk, step.pilot.name) for step in steps if step.pilot and shows_names}
    pilots = sorted(held, key=lambda found: found[1])
    axis_number, pilot_pk = _number(request, "axe"), _number(request, "pilote") if shows_names else 0
    shown = [
        step
        for step in steps
        if (not axis_number or step.axis_number == axis_number)
        and (not pilot_pk or (step.pilot is not None and step.pilot.pk == pilot_pk))
    ]
    kind = request.GET.get("export", "")
    if kind in FORMATS:
        return table_response(f"calendrier-{plan.slug}", kind, _header(), [_row(step) for step in shown])
    year = _year(request, plan, today)
    kept = request.GET.copy()
    kept.pop("annee", None)
    context = {
        "plan": plan,
        "steps": shown,
        "year": year,
        "years": range(plan.starts_on.year, max(plan.ends_on.year, plan.starts_on.year + 1) + 1),
        "year_svg": _year_drawing(shown, year, today),
        "year_steps": [step for step in shown if step.due_on.year == year],
        "timeline_svg": _timeline_drawing(plan, shown, axis_number, pilot_pk, today),
        "axes": plan.axes.all(),
        "pilots": pilots,
        "axis_number": axis_number,
        "pilot_pk": pilot_pk,
        "formats": list(FORMATS),
        "kept": kept.urlencode(),
        "feed_url": request.build_absolute_uri(reverse("action_plan:plan_feed", args=[plan.slug])),
    }
    return render(request, "action_plan/plan_calendar.html", context)


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _year(request: HttpRequest, plan: Plan, today: date) -> int:
    """Return the year asked for; else this one, or the nearest of the plan."""
    asked = _number(request, "annee")
    if 1990 <= asked <= 2100:
        return asked
    return min(max(today.year, plan.starts_on.year), max(plan.ends_on.year - 1, plan.starts_on.year))


def _header() -> list[str]:
    return [
        _("Action number"),
        _("Action title"),
        _("Milestone"),
        _("Due on"),
        _("Done on"),
        _("Expected on"),
        _("State"),
        _("Waits for"),
    ]


def _row(step: DatedStep) -> list[object]:
    return [
        step.action_number,
        step.action_title,
        step.title,
        step.due_on,
        step.done_on,
        step.expected_on,
        str(step.outlook.label),
        "; ".join(step.waits_for),
    ]


def _year_drawing(steps: Sequence[DatedStep], year: int, today: date) -> str:
    marked: dict[date, tuple[str, list[str]]] = {}
    for step in steps:
        if step.due_on.year == year:
            tone, sentences = marked.get(step.due_on, ("waiting", []))
            if TONES[step.outlook] == "late":
                tone = "late"
            marked[step.due_on] = (tone, [*sentences, step.sentence])
    count = len([step for step in steps if step.due_on.year == year])
    words = ngettext(
        "%(count)s milestone in the year; late ones are red squares.",
        "%(count)s milestones in the year; late ones are red squares.",
        count,
    )
    return year_calendar.draw_year(
        year,
        marked,
        today=today,
        title=_("Calendar of %(year)s") % {"year": year},
        description=words % {"count": count},
    )


def _timeline_drawing(plan: Plan, steps: Sequence[DatedStep], axis_number: int, pilot_pk: int, today: date) -> str:
    actions = list(plan.actions.select_related("axis", "plan").order_by("number"))
    if axis_number:
        actions = [action for action in actions if action.axis.number == axis_number]
    if pilot_pk:
        held = {pk for pk, pilot in queries.pilots_by_action(plan).items() if pilot.pk == pilot_pk}
        actions = [action for action in actions if action.pk in held]
    rows = queries.timeline_rows(actions, steps)
    return gantt.draw(
        rows,
        today=today,
        title=_("Timeline of the actions"),
        description=_("One line an action; disks are done, red squares late, triangles threatened, diamonds to come."),
        today_words=_("Today"),
    )


@login_not_required
@require_GET
def plan_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the milestones of a plan to calendar programs."""
    plan = plan_of(request, slug)
    now = timezone.now()
    entries = [
        ical.Entry(
            key=f"milestone-{step.pk}",
            starts=step.due_on,
            summary=step.title,
            description=_("Action %(number)s: %(title)s") % {"number": step.action_number, "title": step.action_title},
            url=request.build_absolute_uri(step.action_url),
            is_marker=True,
            is_done=step.done_on is not None,
        )
        for step in queries.plan_steps(plan, today=timezone.localdate(now))
    ]
    return ical.calendar_response(request, plan.name, entries, f"plan-{plan.slug}", now=now)


def own_feed(request: HttpRequest) -> HttpResponse:
    """Open one's own calendar feed, whose address is shown this once, or tell that one is open."""
    person = person_of(request)
    address = ""
    if request.method == "POST":
        _feed_row, token = services.open_feed(person=person, actor=person, now=timezone.now())
        address = request.build_absolute_uri(reverse("action_plan:personal_feed", args=[token]))
    context = {
        "address": address,
        "feed": queries.feed_of(person),
        "entries": [entry for entry in _entries_of(request, person) if not entry.is_done],
    }
    response = render(request, "action_plan/own_feed.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def feed_revoke(request: HttpRequest) -> HttpResponse:
    """Close one's own calendar feed."""
    person = person_of(request)
    feed = queries.feed_of(person)
    if feed is not None:
        services.revoke_feed(feed=feed, actor=person, now=timezone.now())
        messages.success(request, _("The feed is closed: its address answers nothing any more."))
    return redirect("action_plan:own_feed")


@login_not_required
@never_cache
@require_GET
def personal_feed(request: HttpRequest, token: str) -> HttpResponse:
    """
    Give a person's milestones and tasks to their calendar program; the secret address is the key.

    :raises Http404: if it was never given, or closed, or if the person left
    """
    person = queries.feed_owner(token)
    if person is None:
        raise Http404
    # A calendar program says no language: the feed is in that of the person.
    with translation.override(person.language):
        entries = _entries_of(request, person)
        return ical.calendar_response(
            request, _("Essaim: my milestones and tasks"), entries, "essaim", now=timezone.now()
        )


def _entries_of(request: HttpRequest, person: User) -> list[ical.Entry]:
    """Return what a person's feed holds, by date."""
    about = _("Action %(number)s: %(title)s")
    entries = [
        ical.Entry(
            key=f"milestone-{row.pk}",
            starts=row.due_on,
            summary=row.title,
            description=about % {"number": row.action.number, "title": row.action.title},
            url=request.build_absolute_uri(row.action.get_absolute_url()),
            is_marker=True,
            is_done=row.done_on is not None,
        )
        for row in queries.milestones_piloted_by(person)
    ]
    entries += [
        ical.Entry(
            key=f"task-{row.pk}",
            starts=row.due_on,
            summary=_("Task: %(title)s") % {"title": row.title},
            description=about % {"number": row.action.number, "title": row.action.title},
            url=request.build_absolute_uri(row.action.get_absolute_url()),
            is_marker=True,
        )
        for row in queries.tasks_of(person)
    ]
    return sorted(entries, key=lambda entry: (entry.starts, entry.key))
