"""The room's part of the thread: a contribution is grouped in an issue, taken up by a proposal, answered by a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.primitives.identifiers import row_numbers
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.thread import Bead, Kind, Strand, add_kind, add_strand

from . import queries
from .models import AnswerTarget, Contribution, Grouping, Issue, Meeting, Proposal, ProposalIssue
from .states import ModerationState, PhaseKind

# What the parts of a plan are called on the thread, with the lookup of their key.
TARGETS = {"plan": "plan__slug", "axis": "axis_id", "action": "action_id", "plan_item": "item_id"}


def register_thread() -> None:
    """Name what the room holds, and how it leads to plans."""
    add_kind(Kind("contribution", gettext_lazy("contributions"), 10, _contributions, _contribution_key))
    add_kind(Kind("issue", gettext_lazy("issues of a consultation"), 20, _issues, _issue_key))
    add_kind(Kind("proposal", gettext_lazy("proposals"), 30, _proposals, _proposal_key))
    add_strand(Strand("event", "issue", _meetings, "event__slug", "phase__consultation__issues__pk"))
    add_strand(Strand("event", "plan", _towards_the_plan, "event__slug", "phase__consultation__plan__slug"))
    add_strand(Strand("axis", "event", _told_of_the_plan, "phase__consultation__plan__axes__pk", "event__slug"))
    add_strand(Strand("contribution", "issue", Grouping.objects.all, "contribution_id", "issue_id"))
    add_strand(Strand("issue", "proposal", ProposalIssue.objects.all, "issue_id", "proposal_id"))
    add_strand(Strand("proposal", "action", Proposal.objects.all, "pk", "action_id"))
    for kind, lookup in TARGETS.items():
        add_strand(Strand("issue", kind, AnswerTarget.objects.all, "answer__issue_id", lookup))
        add_strand(Strand("contribution", kind, AnswerTarget.objects.all, "answer__contribution_id", lookup))


def _meetings() -> QuerySet[Meeting]:
    """Return the gatherings where people were heard: what comes later in the calendar brought out no issue."""
    return Meeting.objects.filter(phase__kind=PhaseKind.MEETINGS)


def _towards_the_plan() -> QuerySet[Meeting]:
    """Return the gatherings on the way to the plan that a consultation prepares."""
    return Meeting.objects.exclude(phase__kind=PhaseKind.CONFERENCE)


def _told_of_the_plan() -> QuerySet[Meeting]:
    """Return the assises and forums of a consultation: its plan is told there, axis by axis."""
    return Meeting.objects.filter(phase__kind=PhaseKind.CONFERENCE)


def _splits(reference: str) -> list[tuple[str, str]]:
    """List the ways a reference may be cut into the short name of a consultation and what follows: both may hold dashes."""
    places = [place for place, sign in enumerate(reference) if sign == "-"]
    return [(reference[:place], reference[place + 1 :]) for place in places]


def _contribution_key(reference: str) -> str:
    """Find the key of the contribution that "2015-12" names."""
    return _numbered_key(Contribution.objects.all(), reference)


def _proposal_key(reference: str) -> str:
    """Find the key of the proposal that "2015-3" names."""
    return _numbered_key(Proposal.objects.all(), reference)


def _numbered_key(rows: QuerySet[Any], reference: str) -> str:
    slug, dash, number = reference.rpartition("-")
    if not dash or not number.isdecimal() or len(number) > 9:
        return reference
    found = rows.filter(consultation__slug=slug, number=int(number)).values_list("pk", flat=True).first()
    return reference if found is None else str(found)


def _issue_key(reference: str) -> str:
    """Find the key of the issue that "2015-c1-e3" names."""
    for slug, code in _splits(reference):
        found = Issue.objects.filter(consultation__slug=slug, code=code).values_list("pk", flat=True).first()
        if found is not None:
            return str(found)
    return reference


def _contributions(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    rows = Contribution.objects.filter(
        consultation__in=queries.consultations_visible_to(person),
        pk__in=row_numbers(keys),
        state=ModerationState.PUBLISHED,
    )
    for row in rows.select_related("consultation").order_by("pk"):
        yield Bead(
            "contribution",
            str(row.pk),
            Truncator(row.text).chars(200),
            row.get_absolute_url(),
            when=day_in_words(timezone.localdate(row.received_at)),
            dated=timezone.localdate(row.received_at),
            source=row.consultation.title,
            public_key=row.reference,
        )


def _issues(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    rows = Issue.objects.filter(consultation__in=queries.consultations_visible_to(person), pk__in=row_numbers(keys))
    for row in rows.select_related("consultation", "answer").order_by("pk"):
        answer = getattr(row, "answer", None)
        yield Bead(
            "issue",
            str(row.pk),
            f"{row.code.upper()} – {row.wording}",
            row.get_absolute_url(),
            answer.get_verdict_display() if answer else _("No answer yet"),
            dated=row.consultation.opened_on,
            source=row.consultation.title,
            public_key=row.reference,
        )


def _proposals(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    rows = Proposal.objects.filter(consultation__in=queries.consultations_visible_to(person), pk__in=row_numbers(keys))
    for row in rows.select_related("consultation").order_by("pk"):
        yield Bead(
            "proposal",
            str(row.pk),
            str(row),
            row.get_absolute_url(),
            row.get_state_display(),
            dated=row.consultation.opened_on,
            source=row.consultation.title,
            public_key=row.reference,
        )
