"""The thread: from what was said to what became of it, and from a part of a plan back to who asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from essaim.steering.action_plan.models import Action, Axis, Plan, PlanItem
from essaim.steering.action_plan.permissions import can_read_plan
from essaim.steering.action_plan.queries import ShownStatus, statuses_of
from essaim.steering.action_plan.states import Certainty
from essaim.steering.consultations.models import Answer, AnswerTarget, Contribution, Issue, Proposal
from essaim.steering.consultations.states import VERDICT_LOOK, ConsultationState, ModerationState, Verdict

if TYPE_CHECKING:
    from .reading import Person


@dataclass(frozen=True, slots=True)
class ShownTarget:
    """
    Where an answer leads, as this person may read it; label and url are empty for a plan still in preparation.

    kind: "plan", "axis", "action" or "item". status: how an action goes today, with its look; empty for the rest.
    """

    kind: str
    label: str
    plan: str
    url: str
    state: str
    status: str
    look: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer with all that is said of it; by_issue is the issue that carries it, None for an answer of one's own."""

    verdict: Verdict
    label: str
    look: str
    reason: str
    is_to_confirm: bool
    decided_on: date | None
    source_title: str
    source_url: str
    targets: tuple[ShownTarget, ...]
    by_issue: Issue | None


def _answers() -> QuerySet[Answer]:
    return Answer.objects.select_related("source", "issue__consultation", "contribution__consultation")


def answer_of(issue: Issue, *, person: Person, today: date) -> ShownAnswer | None:
    """Return the answer to an issue as a person reads it; None while there is none."""
    found = shown_answers(_answers().filter(issue=issue), person=person, today=today)
    return found[0] if found else None


def fate_of(contribution: Contribution, *, person: Person, today: date) -> tuple[ShownAnswer, ...]:
    """Return what became of a contribution: its own answer, or those of the issues that group it; empty while there is none."""
    own = shown_answers(_answers().filter(contribution=contribution), person=person, today=today)
    if own:
        return own
    rows = _answers().filter(issue__groupings__contribution=contribution).order_by("issue__code")
    return shown_answers(rows, person=person, today=today)


def shown_answers(rows: Iterable[Answer], *, person: Person, today: date) -> tuple[ShownAnswer, ...]:
    """Return answers as a person reads them, in a number of queries that does not grow."""
    found = list(rows)
    targets: dict[int, list[AnswerTarget]] = {}
    for target in (
        AnswerTarget.objects.filter(answer__in=found)
        .select_related("plan", "axis__plan", "action__plan", "item__plan")
        .order_by("pk")
    ):
        targets.setdefault(target.answer_id, []).append(target)
    actions = [target.action for row in targets.values() for target in row if target.action]
    statuses: Mapping[int, ShownStatus] = statuses_of(actions, today=today) if actions else {}
    return tuple(
        ShownAnswer(
            verdict=Verdict(answer.verdict),
            label=answer.get_verdict_display(),
            look=VERDICT_LOOK[Verdict(answer.verdict)],
            reason=answer.reason,
            is_to_confirm=answer.certainty == Certainty.TO_CONFIRM,
            decided_on=answer.decided_on,
            source_title=answer.source.title if answer.source else "",
            source_url=answer.source.get_absolute_url() if answer.source else "",
            targets=tuple(
                _shown_target(target.thing, person=person, statuses=statuses) for target in targets.get(answer.pk, ())
            ),
            by_issue=answer.issue,
        )
        for answer in found
    )


def _shown_target(
    thing: Plan | Axis | Action | PlanItem, *, person: Person, statuses: Mapping[int, ShownStatus]
) -> ShownTarget:
    plan = thing if isinstance(thing, Plan) else thing.plan
    kind = thing._meta.model_name or ""
    kind = "item" if kind == "planitem" else kind
    if not can_read_plan(person, plan):
        return ShownTarget(kind, "", "", "", "", "", "")
    status = statuses.get(thing.pk) if isinstance(thing, Action) else None
    url = plan.get_absolute_url() if isinstance(thing, PlanItem) else thing.get_absolute_url()
    return ShownTarget(
        kind=kind,
        label=thing.text if isinstance(thing, PlanItem) else thing.name if isinstance(thing, Plan) else thing.title,
        plan=plan.slug,
        url=url,
        state=thing.get_state_display() if isinstance(thing, Action) else "",
        status=status.label if status else "",
        look=status.look if status else "",
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """An issue or a contribution that a part of a plan answers."""

    subject: Issue | Contribution
    title: str
    verdict: Verdict
    label: str
    look: str
    is_to_confirm: bool
    contribution_count: int


def asked_for(thing: Plan | Axis | Action, *, person: Person) -> tuple[Asked, ...]:
    """
    Say who asked for a part of a plan: the issues and contributions whose answer leads there.

    A plan is answered for by all its parts, an axis by its actions and items too.
    """
    if isinstance(thing, Action):
        there = Q(action=thing)
    elif isinstance(thing, Axis):
        there = Q(axis=thing) | Q(action__axis=thing) | Q(item__axis=thing)
    else:
        there = Q(plan=thing) | Q(axis__plan=thing) | Q(action__plan=thing) | Q(item__plan=thing)
    answer_ids = AnswerTarget.objects.filter(there).values("answer_id")
    rows = (
        Answer.objects.filter(pk__in=answer_ids)
        .select_related("issue__consultation", "issue__theme", "contribution__consultation")
        .annotate(
            contribution_count=Count(
                "issue__groupings",
                filter=Q(issue__groupings__contribution__state=ModerationState.PUBLISHED),
            )
        )
        .order_by("issue__theme__number", "issue__kind", "issue__pk", "contribution__number")
    )
    shown = []
    for row in rows:
        subject = row.subject
        if subject.consultation.state == ConsultationState.DRAFT:
            continue
        is_hidden = isinstance(subject, Contribution) and not subject.is_readable
        if is_hidden:
            continue
        shown.append(
            Asked(
                subject=subject,
                title=subject.wording if isinstance(subject, Issue) else subject.text,
                verdict=Verdict(row.verdict),
                label=row.get_verdict_display(),
                look=VERDICT_LOOK[Verdict(row.verdict)],
                is_to_confirm=row.certainty == Certainty.TO_CONFIRM,
                contribution_count=row.contribution_count,
            )
        )
    return tuple(shown)


def proposals_of_action(action: Action) -> QuerySet[Proposal]:
    """Return the proposals that became an action, with the issues they take up."""
    return (
        Proposal.objects.filter(action=action)
        .exclude(consultation__state=ConsultationState.DRAFT)
        .select_related("consultation", "group__consultation")
        .prefetch_related("taken_up__issue__consultation")
        .order_by("consultation", "number")
    )
