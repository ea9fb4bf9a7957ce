"""Calls and editions that a person may read, and what an edition holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext, ngettext

from essaim.delivery.calls_for_projects.models import (
    Call,
    Criterion,
    Edition,
    EditionAction,
    Instalment,
    Parameter,
    Question,
    RequiredPiece,
    Rule,
)
from essaim.delivery.calls_for_projects.models.calls import CallQuerySet
from essaim.delivery.calls_for_projects.models.editions import EditionQuerySet
from essaim.delivery.calls_for_projects.models.parts import SHARE_WHOLE, Part
from essaim.delivery.calls_for_projects.states import Topic
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.queries import readable_plans

Person = User | AnonymousUser
PARTS: tuple[type[Part], ...] = (Rule, Parameter, RequiredPiece, Question, Criterion, Instalment)


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition in the history of a call."""

    edition: Edition
    is_today: bool


@dataclass(frozen=True, slots=True)
class PartCount:
    """How many parts of one kind an edition holds."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ActionLink:
    """An action of a plan that an edition carries out."""

    pk: int
    title: str
    plan: str
    url: str


def calls_visible_to(person: Person) -> CallQuerySet:
    """Return the calls a person may read: all to the team, else those of which an edition is or was in force."""
    return Call.objects.all() if is_staff_member(person) else Call.objects.public()


def editions_visible_to(person: Person) -> EditionQuerySet:
    """Return the editions a person may read: drafts are for the team."""
    rows: EditionQuerySet = Edition.objects.all() if is_staff_member(person) else Edition.objects.public()
    return rows.select_related("call", "founding_act", "source")


def call_of(slug: str) -> Call:
    """
    Find a call by its short name.

    :raises DoesNotExist: if there is none
    """
    return Call.objects.get(slug=slug)


def edition_on(call: Call, day: date) -> Edition | None:
    """Return the edition of a call that rules what is filed on a day."""
    return Edition.objects.in_force(day).filter(call=call).select_related("call", "founding_act", "source").first()


def latest_in_force(call: Call, day: date) -> Edition | None:
    """Return the edition in force on a day, or the last that was."""
    rows = Edition.objects.public().filter(call=call, starts_on__lte=day)
    return rows.select_related("call", "founding_act", "source").order_by("-starts_on").first()


def parts_of(edition: Edition) -> dict[str, Sequence[Part]]:
    """Return the parts of an edition, by the name of their relation, each in its order: one query a kind."""
    found: dict[str, Sequence[Part]] = {}
    for model in PARTS:
        name = str(model._meta.get_field("edition").remote_field.related_name)
        rows: Any = model._default_manager
        found[name] = tuple(rows.filter(edition=edition).select_related("source"))
    return found


def actions_of(edition: Edition, person: Person) -> list[ActionLink]:
    """Return the actions that an edition carries out, among those of plans the person may read."""
    rows = EditionAction.objects.filter(edition=edition, action__plan__in=readable_plans(person))
    return [
        ActionLink(row.pk, str(row.action), row.action.plan.name, row.action.get_absolute_url())
        for row in rows.select_related("action__plan", "action__axis").order_by(
            "action__plan__starts_on", "action__number"
        )
    ]


def editions_of_action(action: Action, person: Person) -> QuerySet[Edition]:
    """Return the editions that carry out an action, the latest first."""
    return editions_visible_to(person).filter(actions__action=action).in_time()


def with_editions(rows: CallQuerySet, person: Person) -> CallQuerySet:
    """Add to each call its editions that a person may read, the latest first, as shown_editions."""
    return rows.prefetch_related(
        Prefetch("editions", queryset=editions_visible_to(person).in_time(), to_attr="shown_editions")
    )


def lacks_of(edition: Edition) -> list[str]:
    """List what an edition lacks before it can rule anything, and what is still unknown, for the team."""
    lacks = []
    if not edition.rules.exists():
        lacks.append(gettext("It has no rule: whoever applies would be eligible."))
    unknown = edition.rules.filter(certainty="unknown").count()
    if unknown:
        lacks.append(
            ngettext("%(count)s rule is unknown.", "%(count)s rules are unknown.", unknown) % {"count": unknown}
        )
    said = set(edition.parameters.exclude(certainty="unknown").values_list("topic", flat=True))
    open_topics = [str(topic.label) for topic in Topic if topic not in said]
    if open_topics:
        lacks.append(gettext("Nothing is known on: %(topics)s.") % {"topics": ", ".join(open_topics)})
    shares = list(edition.instalments.values_list("share_permille", flat=True))
    if shares and None not in shares and sum(share or 0 for share in shares) != SHARE_WHOLE:
        lacks.append(gettext("The instalments do not add up to the whole aid."))
    return lacks
