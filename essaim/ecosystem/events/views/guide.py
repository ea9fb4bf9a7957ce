"""Leads the team through the life of a gathering: what is done, the one thing to do now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from essaim.ecosystem.events.models import Event, Proceedings
from essaim.ecosystem.events.queries import Seats
from essaim.ecosystem.events.states import EventKind, EventState
from essaim.foundations.ui.guides import DONE, LATER, NOW, Guide, Step, link_door
from essaim.foundations.ui.writing import Door

# Those that are made of round tables, lectures and workshops.
WHOLE_KINDS = (EventKind.ASSISES, EventKind.FORUM)
STATES = (EventState.DRAFT, EventState.PUBLISHED, EventState.HELD, EventState.CLOSED)


def guide_of(
    found: Event,
    *,
    now: datetime,
    parts: Sequence[Event],
    seats: Seats | None,
    proceedings: Proceedings | None,
    moves: Sequence[Door],
) -> Guide | None:
    """
    Say where a gathering stands and what comes next; None once it is cancelled.

    :param parts: those of a whole gathering, empty for a part
    :param seats: its seats, None when nobody registers here
    :param moves: what one button does, among which the guide takes its own
    """
    if found.state == EventState.CANCELLED:
        return None
    state = EventState(found.state)
    title, text, doors, move = {
        EventState.DRAFT: lambda: _draft(found, parts),
        EventState.PUBLISHED: lambda: _announced(found, seats, now),
        EventState.HELD: lambda: _held(found),
        EventState.CLOSED: lambda: _closed(found, parts, proceedings),
    }[state]()
    url = _address(move, found) if move else ""
    look = "outline" if doors else "primary"
    taken = tuple(replace(door, look=look) for door in moves if door.url == url and door.decision)
    return Guide(title, text, tuple(doors), _steps(state, parts, proceedings), moves=taken)


Said = tuple[str, str, list[Door], str]


def _address(name: str, event: Event) -> str:
    return reverse(f"events:{name}", args=[event.slug])


def _steps(state: EventState, parts: Sequence[Event], proceedings: Proceedings | None) -> tuple[Step, ...]:
    """Tell the steps of the whole way; proceedings are those of a gathering in several parts."""
    place = STATES.index(state)
    labels = [
        pgettext("step of a gathering", "Written and announced"),
        pgettext("step of a gathering", "Held"),
        pgettext("step of a gathering", "Report"),
    ]
    steps = [Step(label, DONE if place > n else NOW if place == n else LATER) for n, label in enumerate(labels)]
    if parts:
        stage = DONE if proceedings else NOW if state == EventState.CLOSED else LATER
        steps.append(Step(pgettext("step of a gathering", "Proceedings"), stage))
    return tuple(steps)


def _draft(found: Event, parts: Sequence[Event]) -> Said:
    if found.parent is not None and not found.parent.is_announced:
        text = _("Its parts are announced with it. Until then the team alone reads them.")
        return (
            _("Announce the whole gathering"),
            text,
            [link_door(found.parent.title, found.parent.get_absolute_url())],
            "",
        )
    if found.kind in WHOLE_KINDS and not parts:
        text = _(
            "Each round table, lecture or workshop is a part, with its hour, its speakers and its seats. All are announced "
            "together, by one button; parts can be added later too."
        )
        add = link_door(_("Add a part"), f"{reverse('events:event_create')}?dans={found.slug}")
        return _("Write its programme, then announce it"), text, [add], "event_publish"
    text = _("Everybody reads it then, and registers if it takes registrations. The team alone reads it until then.")
    return _("Announce it"), text, [], "event_publish"


def _announced(found: Event, seats: Seats | None, now: datetime) -> Said:
    today = timezone.localdate(now)
    count = link_door(_("Count who came"), _address("attendance", found))
    if today > found.end_day:
        text = _("Count who came, then say that it took place: its report comes next.")
        return _("Say that it took place"), text, [count], "event_hold"
    if today >= found.starts_on:
        doors = [link_door(_("Check in at the door"), _address("check_in", found))] if seats else [count]
        text = _("Note who arrives, with the network or without. Once it started, say that it took place.")
        return _("It is today: welcome people"), text, doors, "event_hold"
    if seats is None:
        text = _("Nobody registers here. Correct it if they should.")
        return (
            _("Nothing to do before its day"),
            text,
            [link_door(_("Correct"), _address("event_edit", found), "outline")],
            "",
        )
    return (
        _("Follow who registers"),
        _said_of(seats),
        [link_door(_("Registrations"), _address("registration_list", found))],
        "",
    )


def _said_of(seats: Seats) -> str:
    """Say how many seats are taken, and how many people wait."""
    if seats.capacity is None:
        said = ngettext("%(taken)s person registered.", "%(taken)s people registered.", seats.taken)
    else:
        said = ngettext("%(taken)s seat taken of %(all)s.", "%(taken)s seats taken of %(all)s.", seats.taken)
    words = [said % {"taken": seats.taken, "all": seats.capacity}]
    if seats.in_line:
        waiting = ngettext(
            "%(count)s waits: a seat that is freed is offered in the order of arrival.",
            "%(count)s wait: a seat that is freed is offered in the order of arrival.",
            seats.in_line,
        )
        words.append(waiting % {"count": seats.in_line})
    return " ".join(words)


def _held(found: Event) -> Said:
    doors = [
        link_door(_("Close with its report"), _address("event_close", found)),
        link_door(_("Count who came"), _address("attendance", found), "outline"),
    ]
    return (
        _("Count who came, then write its report"),
        _("The report becomes public. It can be corrected later."),
        doors,
        "",
    )


def _closed(found: Event, parts: Sequence[Event], proceedings: Proceedings | None) -> Said:
    left = [part for part in parts if part.state in {EventState.PUBLISHED, EventState.HELD}]
    if left and proceedings is None:
        count = ngettext("%(count)s part has no report yet.", "%(count)s parts have no report yet.", len(left))
        text = f"{count % {'count': len(left)}} {_('Proceedings take those that are closed.')}"
        doors = [link_door(left[0].title, left[0].get_absolute_url())]
        return _("Close its parts, each with its report"), text, doors, "proceedings_assemble"
    if parts and proceedings is None:
        text = _("The reports of the gathering and of its parts make one document, that everybody reads.")
        return _("Assemble the proceedings"), text, [], "proceedings_assemble"
    doors = [link_door(_("Appreciations"), _address("ratings", found), "outline")]
    if proceedings is not None:
        doors.insert(0, link_door(_("Read the proceedings"), proceedings.get_absolute_url()))
    return _("Nothing is left to do"), _("Its report is public."), doors, ""
