"""One search over the policy, what people said, the communes and the pages of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from essaim.delivery.calls_for_projects.queries import found_applications
from essaim.delivery.calls_for_projects.queries.search import found_calls, found_editions
from essaim.ecosystem.events.queries import events_visible_to
from essaim.ecosystem.organizations.queries import search as search_organizations
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.foundations.accounts.models import User
from essaim.foundations.primitives.texts import fold
from essaim.foundations.territory.queries import communes
from essaim.insight.website import pages
from essaim.insight.website.excerpts import Piece, excerpt
from essaim.steering.action_plan.queries import search_policy, words_of
from essaim.steering.committees.queries import found_in_bodies
from essaim.steering.consultations.queries import found_consultations, found_issues

Person = User | AnonymousUser
KINDS: Mapping[str, str | Promise] = {
    "plan": pgettext_lazy("found", "Plan"),
    "axis": pgettext_lazy("found", "Axis of a plan"),
    "action": pgettext_lazy("found", "Action"),
    "item": pgettext_lazy("found", "Item of a plan"),
    "act": pgettext_lazy("found", "Act"),
    "figure": pgettext_lazy("found", "Declared figure"),
    "organization": pgettext_lazy("found", "Structure"),
    "event": pgettext_lazy("found", "Gathering"),
    "consultation": pgettext_lazy("found", "Consultation"),
    "issue": pgettext_lazy("found", "Issue of a consultation"),
    "body": pgettext_lazy("found", "Body"),
    "session": pgettext_lazy("found", "Session of a body"),
    "opinion": pgettext_lazy("found", "Opinion of a body"),
    "decision": pgettext_lazy("found", "Decision of a session"),
    "call": pgettext_lazy("found", "Call for projects"),
    "edition": pgettext_lazy("found", "Edition of a call for projects"),
    "application": pgettext_lazy("found", "Application to a call for projects"),
    "commune": pgettext_lazy("found", "Commune"),
    "page": pgettext_lazy("found", "Page of this site"),
}
# A commune or a page named by the words is what was looked for; a full-text rank is at most 1.
NAMED_RANK = 2.0
# The lists of structures and of gatherings have them all.
ORGANIZATION_COUNT_MAX = 20
EVENT_COUNT_MAX = 20
APPLICATION_COUNT_MAX = 20
EDITION_COUNT_MAX = 20
# The matrix of each consultation has them all; an issue says something, as an action does, and is not a name.
ISSUE_COUNT_MAX = 20
ISSUE_RANK = 0.5
# Nor are a session, an opinion or a decision.
SAID_RANK = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, ready for the page."""

    kind: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    context: str
    url: str
    rank: float

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return str(KINDS[self.kind])


def search(text: str, *, today: date, person: Person | None = None) -> list[Hit]:
    """Find what holds every word of a text, nearest first; nothing for a text without a word."""
    words = words_of(text)
    if not words:
        return []
    hits = [
        Hit(
            found.kind,
            excerpt(found.title, words, length_max=400),
            excerpt(found.text, words),
            found.context,
            found.url,
            found.rank,
        )
        for found in search_policy(text)
    ]
    hits += _organizations(text, words)
    hits += _events(words)
    hits += _consultations(words)
    hits += _bodies(words)
    hits += _calls(words)
    if person is not None:
        hits += _applications(words, person, today)
    hits += _communes(words, today)
    hits += _pages(words)
    return sorted(hits, key=lambda hit: -hit.rank)


def _organizations(text: str, words: Sequence[str]) -> list[Hit]:
    return [
        Hit(
            "organization",
            excerpt(found.name, words),
            (),
            found.get_kind_display() if found.kind != OrganizationKind.UNKNOWN else "",
            found.get_absolute_url(),
            NAMED_RANK,
        )
        for found in search_organizations(text)[:ORGANIZATION_COUNT_MAX]
    ]


def _events(words: Sequence[str]) -> list[Hit]:
    rows = events_visible_to(AnonymousUser()).select_related("parent").order_by("-starts_on", "pk")
    found = (row for row in rows if all(word in fold(f"{row.title} {row.venue} {row.parent or ''}") for word in words))
    return [
        Hit("event", excerpt(row.title, words), (), row.when, row.get_absolute_url(), NAMED_RANK)
        for row in islice(found, EVENT_COUNT_MAX)
    ]


def _consultations(words: Sequence[str]) -> list[Hit]:
    consultations = [
        Hit(
            "consultation",
            excerpt(found.title, words, length_max=400),
            excerpt(found.summary or found.question, words),
            found.get_state_display(),
            found.get_absolute_url(),
            NAMED_RANK,
        )
        for found in found_consultations(words)
    ]
    issues = [
        Hit(
            "issue",
            excerpt(found.wording, words, length_max=400),
            (),
            found.consultation.title,
            found.get_absolute_url(),
            ISSUE_RANK,
        )
        for found in found_issues(words)[:ISSUE_COUNT_MAX]
    ]
    return consultations + issues


def _bodies(words: Sequence[str]) -> list[Hit]:
    return [
        Hit(
            found.kind,
            excerpt(found.title, words, length_max=400),
            excerpt(found.text, words),
            found.context,
            found.url,
            NAMED_RANK if found.kind == "body" else SAID_RANK,
        )
        for found in found_in_bodies(words)
    ]


def _calls(words: Sequence[str]) -> list[Hit]:
    calls = [
        Hit("call", excerpt(row.name, words), excerpt(row.purpose, words), "", row.get_absolute_url(), NAMED_RANK)
        for row in found_calls(words)
    ]
    editions = [
        Hit(
            "edition",
            excerpt(row.title, words),
            excerpt(row.summary, words),
            row.call.name,
            row.get_absolute_url(),
            SAID_RANK,
        )
        for row in found_editions(words)[:EDITION_COUNT_MAX]
    ]
    return calls + editions


def _applications(words: Sequence[str], person: Person, today: date) -> list[Hit]:
    """Find applications among those that the person may read: nobody else's for a resident."""
    return [
        Hit(
            "application",
            excerpt(f"{row.label} ({row.reference})", words),
            (),
            row.carrier,
            row.get_absolute_url(),
            SAID_RANK,
        )
        for row in found_applications(words, person=person, today=today)[:APPLICATION_COUNT_MAX]
    ]


def _communes(words: Sequence[str], today: date) -> list[Hit]:
    return [
        Hit(
            "commune",
            excerpt(commune.name, words),
            (),
            commune.territoire_name or "",
            reverse("territory:commune", args=[commune.code]),
            NAMED_RANK,
        )
        for commune in communes(today=today)
        if _holds(f"{commune.name} {commune.code}", words)
    ]


def _pages(words: Sequence[str]) -> list[Hit]:
    return [
        Hit("page", excerpt(page.title, words), excerpt(page.summary, words), "", page.url, 0.1)
        for page in pages.site_pages()
        if _holds(f"{page.title} {page.summary}", words)
    ]


def _holds(text: str, words: Sequence[str]) -> bool:
    """Tell whether each word begins a word of the text."""
    begins = fold(text).replace("-", " ").replace("'", " ").split()
    return all(any(begin.startswith(word) for begin in begins) for word in words)
