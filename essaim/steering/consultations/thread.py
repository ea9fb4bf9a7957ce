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
    add_kind(Kind("contribution", gettext_lazy("contributions"), 10, _contributions))
    add_kind(Kind("issue", gettext_lazy("issues of a consultation"), 20, _issues))
    add_kind(Kind("proposal", gettext_lazy("proposals"), 30, _proposals))
    add_strand(Strand("event", "issue", _meetings, "event__slug", "phase__consultation__issues__pk"))
    add_strand(Strand("contribution", "issue", Grouping.objects.all, "contribution_id", "issue_id"))
    add_strand(Strand("issue", "proposal", ProposalIssue.objects.all, "issue_id", "proposal_id"))
    add_strand(Strand("proposal", "action", Proposal.objects.all, "pk", "action_id"))
    for kind, lookup in TARGETS.items():
        add_strand(Strand("issue", kind, AnswerTarget.objects.all, "answer__issue_id", lookup))
        add_strand(Strand("contribution", kind, AnswerTarget.objects.all, "answer__contribution_id", lookup))


def _meetings() -> QuerySet[Meeting]:
    """Return the gatherings where people were heard: what comes later in the calendar brought out no issue."""
    return Meeting.objects.filter(phase__kind=PhaseKind.MEETINGS)


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
        )
