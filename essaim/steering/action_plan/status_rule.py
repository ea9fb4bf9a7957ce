"""The written rule that derives the status of an action from its milestones and tasks. Pure: facts in, status out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .states import ActionStatus


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    What is known of an action on a day.

    is_ended: the action was closed as done.
    milestone_threatened_count: open milestones not late themselves, which wait for something late.
    has_started: the opening day is reached and a milestone or a task is done or due.
    """

    is_ended: bool = False
    milestone_count: int = 0
    milestone_done_count: int = 0
    milestone_late_count: int = 0
    milestone_threatened_count: int = 0
    task_count: int = 0
    task_late_count: int = 0
    has_started: bool = False

    @property
    def is_complete(self) -> bool:
        """Tell whether there are milestones and all are done."""
        return self.milestone_count > 0 and self.milestone_done_count == self.milestone_count

    @property
    def is_known(self) -> bool:
        """Tell whether anything can be judged: a milestone or a task."""
        return self.milestone_count > 0 or self.task_count > 0


@dataclass(frozen=True, slots=True)
class Clause:
    """One line of the rule: the first whose condition holds gives the status."""

    status: ActionStatus
    words: str | Promise
    holds: Callable[[Evidence], bool]


RULE: tuple[Clause, ...] = (
    Clause(
        ActionStatus.DONE,
        _("The action is closed as done, or all its milestones are done."),
        lambda evidence: evidence.is_ended or evidence.is_complete,
    ),
    Clause(
        ActionStatus.LATE,
        _("At least one milestone is past its date and not done."),
        lambda evidence: evidence.milestone_late_count > 0,
    ),
    Clause(
        ActionStatus.AT_RISK,
        _("A task is past its date, or a milestone waits for something that is late."),
        lambda evidence: evidence.task_late_count > 0 or evidence.milestone_threatened_count > 0,
    ),
    Clause(
        ActionStatus.NO_DATA,
        _("There is neither a milestone nor a task: nothing allows a judgement."),
        lambda evidence: not evidence.is_known,
    ),
    Clause(
        ActionStatus.NOT_STARTED,
        _("Nothing is done yet and nothing is due."),
        lambda evidence: not evidence.has_started,
    ),
    Clause(ActionStatus.ON_TRACK, _("In every other case."), lambda _evidence: True),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A derived status, the place of its clause in the rule (from 1), the words of the clause, and the facts judged."""

    status: ActionStatus
    clause_number: int
    words: str
    evidence: Evidence


def derive(evidence: Evidence) -> Verdict:
    """Return the status of the first clause that holds; the last one always does."""
    number, clause = next((number, clause) for number, clause in enumerate(RULE, start=1) if clause.holds(evidence))
    return Verdict(clause.status, number, str(clause.words), evidence)
