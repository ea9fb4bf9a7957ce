"""Leads the team from an empty body to its next session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.guides import DONE, LATER, NOW, Guide, Step, link_door
from essaim.steering.committees import permissions, queries
from essaim.steering.committees.models import Body, Session

from .doors import Words, to_page

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser


def body_guide(person: Person, body: Body) -> Guide | None:
    """Lead the team from an empty body to its next session; nothing is said to others."""
    if not permissions.can_run_bodies(person):
        return None
    today = timezone.localdate()
    seats = queries.composition(body, today).seats
    is_held = any(seat.titular for seat in seats)
    has_rules = queries.rules_on(body, today) is not None
    coming = queries.next_session(body, today=today)
    flags = (bool(seats), is_held, has_rules, coming is not None)
    labels = (
        _("Colleges and seats"),
        _("Members"),
        pgettext("of a body", "Rules"),
        pgettext("of a body", "Session"),
    )
    first = flags.index(False) if False in flags else len(flags)
    steps = tuple(
        Step(label, DONE if flag else NOW if place == first else LATER)
        for place, (label, flag) in enumerate(zip(labels, flags, strict=True))
    )
    return Guide(*_body_words(body, flags, coming), steps=steps)


def _body_words(body: Body, flags: tuple[bool, bool, bool, bool], coming: Session | None) -> Words:
    match flags:
        case (False, *_rest):
            return (
                _("Add the colleges of the body"),
                _("A college gathers those who sit for the same kind of members. A body without colleges has one."),
                (to_page(_("Add a college"), "college_add", body.slug),),
            )
        case (_, False, *_rest):
            return (
                _("Say who holds the seats"),
                _(
                    "Below, “Say who holds it” beside each seat. Who has an account proposes points and votes on a phone."
                ),
                (link_door(_("To the seats"), "#composition"),),
            )
        case (_, _, False, _):
            return (
                _("Write the rules of the body"),
                _("Notice, quorum, proxies, ways of voting: no session can be convened before they are known."),
                (to_page(_("Write the rules"), "rules_set", body.slug),),
            )
    if coming is None:
        return (
            _("Plan a session"),
            _("Its day and place first, then its agenda; the members are convened after that."),
            (to_page(_("Plan a session"), "session_plan", body.slug),),
        )
    return (
        _("The next session is on %(day)s") % {"day": day_in_words(coming.day)},
        _("Its page says what comes next."),
        (link_door(_("Open its page"), coming.get_absolute_url()),),
    )
