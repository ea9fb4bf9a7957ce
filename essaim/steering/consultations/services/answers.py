"""What became of a contribution or an issue: the answer, its reason, where it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_stale
from essaim.steering.action_plan.models import Action, Axis, Plan, PlanItem, Source
from essaim.steering.action_plan.states import Certainty
from essaim.steering.consultations import permissions
from essaim.steering.consultations.models import Answer, AnswerTarget, Contribution, Issue
from essaim.steering.consultations.states import Verdict

from .mailing import tell_late_answer

Target = Plan | Axis | Action | PlanItem
TAKEN = (Verdict.ACCEPTED, Verdict.PARTLY)
FIELDS = ("verdict", "reason", "certainty", "source", "decided_on")


class TargetMissing(Exception):
    """What is accepted, even in part, says where it went: a plan, an axis, an action or an item."""


@transaction.atomic
def answer(
    *,
    subject: Issue | Contribution,
    actor: User,
    verdict: str,
    reason: str,
    now: datetime,
    targets: Sequence[Target] = (),
    decided_on: date | None = None,
    source: Source | None = None,
    certainty: str = Certainty.CONFIRMED,
    version: str = "",
) -> Answer:
    """
    Answer an issue or a contribution, or correct the answer it has; the history keeps what it was.

    Given once the answers are published, it is told after commit to the authors it answers who left an address.

    :param targets: where it went; none for what is refused or out of scope
    :param certainty: to confirm when the answer is read in documents rather than given by the authority
    :param version: what version_of() gave when the answer was read; empty to write whatever it is now
    :raises NotAllowed: if the actor is not of the team, or the contribution is not published
    :raises TargetMissing: if it is accepted, even in part, and goes nowhere
    :raises ChangedMeanwhile: if somebody changed the answer since that version
    :raises ValidationError: if no reason is given
    """
    rows = type(subject)._default_manager.select_for_update(of=("self",)).select_related("consultation")
    subject = rows.get(pk=subject.pk)
    require(
        permissions.can_sort(actor, subject)
        if isinstance(subject, Contribution)
        else permissions.can_write_consultations(actor)
    )
    if verdict in TAKEN and not targets:
        raise TargetMissing
    values = {
        "verdict": verdict,
        "reason": reason.strip(),
        "decided_on": decided_on,
        "source": source,
        "certainty": certainty,
    }
    verb = f"{subject._meta.model_name}.answered"
    about = {"contribution": subject} if isinstance(subject, Contribution) else {"issue": subject}
    found = Answer.objects.select_for_update(of=("self",)).filter(**about).first()
    if found is None:
        found = write_new(Answer(**about, **values), verb, actor=actor, now=now)
    else:
        refuse_stale(found, FIELDS, version)
        found = write_fields(found, verb, values, actor=actor, now=now)
    _set_targets(found, targets if verdict in TAKEN else (), actor=actor, now=now)
    tell_late_answer(subject)
    return found


def _set_targets(found: Answer, targets: Sequence[Target], *, actor: User, now: datetime) -> None:
    wanted = {(_name_of(thing), thing.pk): thing for thing in targets}
    for target in found.targets.select_related("plan", "axis", "action", "item").order_by("pk"):
        key = (_name_of(target.thing), target.thing.pk)
        if key in wanted:
            del wanted[key]
        else:
            record("target.removed", actor=actor, target=target, at=now)
            target.delete()
    for (name, _pk), thing in wanted.items():
        write_new(AnswerTarget(answer=found, **{name: thing}), "target.added", actor=actor, now=now)


def _name_of(thing: Target) -> str:
    names = {Plan: "plan", Axis: "axis", Action: "action", PlanItem: "item"}
    return names[type(thing)]
