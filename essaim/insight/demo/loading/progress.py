"""Writes the invented progress of the roadmap, as invented people would have done it, day after day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material
from essaim.steering.action_plan import services
from essaim.steering.action_plan.models import Action, Milestone
from essaim.steering.action_plan.states import PersonRole, StakeholderKind

from .stage import Stage

# Who sets actions up; their pilots then steer them.
HEAD_OF_PROJECT = "octave.invente"
# Days before loading, in its year, at which amounts are said to have been written, and corrected.
BUDGET_AGE, CORRECTION_AGE = 60, 5

Entry = Mapping[str, Any]


def write_progress(stage: Stage) -> None:
    """Write who answers for each action, its milestones, tasks, notes, statuses and communes, and how far it is."""
    fiction = material.read("fiction/actions")
    progresses = [_Progress(stage, fiction["plan"], entry) for entry in fiction["action"]]
    for progress in progresses:
        progress.set_up()
    milestones = {f"{p.number}/{key}": step for p in progresses for key, step in p.milestones.items()}
    for progress in progresses:
        progress.link(milestones)
    for progress in progresses:
        progress.advance()


def write_budgets(stage: Stage) -> None:
    """Write the invented amounts, each line saying that it is."""
    fiction = material.read("fiction/actions")
    plan = stage.plan(fiction["plan"])
    last_year = (plan.ends_on - timedelta(days=1)).year
    year = min(stage.today.year, last_year)
    actor = stage.person(HEAD_OF_PROJECT)
    with acting(actor):
        for entry in fiction["action"]:
            action = stage.action(fiction["plan"], entry["number"])
            for line in entry["budget"]:
                _write_line(stage, action, actor, year, line)


def _write_line(stage: Stage, action: Action, actor: User, year: int, entry: Entry) -> None:
    line = services.write_budget_line(
        action=action,
        actor=actor,
        now=stage.moment(365 * entry["year"] - BUDGET_AGE),
        year=year + entry["year"],
        section=entry["section"],
        funder=entry["funder"],
        planned_cents=_cents(entry["planned"]),
        voted_cents=_cents(entry["voted"]),
        reason="Montant fictif de la démonstration",
    )
    if right := entry.get("corrected"):
        services.correct_budget_line(
            line=line,
            actor=actor,
            planned_cents=_cents(right["planned"]),
            voted_cents=_cents(right["voted"]),
            reason=right["reason"],
            now=stage.moment(-CORRECTION_AGE),
        )


def _cents(euros: float) -> int:
    return int(Decimal(str(euros)) * 100)


@dataclass
class _Progress:
    """The progress of one action."""

    stage: Stage
    plan: str
    entry: Entry
    milestones: dict[str, Milestone] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return int(self.entry["number"])

    @property
    def action(self) -> Action:
        return self.stage.action(self.plan, self.number)

    @property
    def steered_by(self) -> User:
        """The pilot of today, or the head of project where there is none."""
        pilots = self.entry["pilots"]
        return self.stage.person(pilots[-1]["who"] if pilots else HEAD_OF_PROJECT)

    def set_up(self) -> None:
        """Name people and bodies, open the action, set its milestones, tasks and communes."""
        actor = self.stage.person(HEAD_OF_PROJECT)
        opened = int(self.entry.get("opened", -30))
        now = self.stage.moment(opened)
        with acting(actor):
            self._name_people(actor, opened)
            for kind, names in (
                (StakeholderKind.SERVICE, self.entry["services"]),
                (StakeholderKind.PARTNER, self.entry["partners"]),
            ):
                for name in names:
                    services.name_stakeholder(action=self.action, actor=actor, kind=kind, name=name, now=now)
            if "opened" in self.entry:
                services.open_action(action=self.action, actor=actor, opened_on=self.stage.day(opened), now=now)
        with acting(self.steered_by):
            for step in self.entry["milestones"]:
                self.milestones[step["key"]] = services.add_milestone(
                    action=self.action,
                    actor=self.steered_by,
                    title=step["title"],
                    due_on=self.stage.day(step["due"]),
                    now=now,
                )
            if self.entry["communes"]:
                services.set_communes(action=self.action, actor=self.steered_by, codes=self.entry["communes"], now=now)

    def _name_people(self, actor: User, opened: int) -> None:
        parts = [(part["who"], PersonRole.PILOT, part["since"]) for part in self.entry["pilots"]]
        parts += [(who, PersonRole.DEPUTY, opened) for who in self.entry["deputies"]]
        if elected := self.entry.get("elected"):
            parts.append((elected, PersonRole.ELECTED_REFERENT, opened))
        for who, role, since in parts:
            services.name_person(
                action=self.action,
                actor=actor,
                person=self.stage.person(who),
                role=role,
                starts_on=self.stage.day(since),
                now=self.stage.moment(since),
            )

    def link(self, milestones: Mapping[str, Milestone]) -> None:
        """Say which milestones wait for which, of this action ("key") or of another ("2/key")."""
        with acting(self.steered_by):
            for step in self.entry["milestones"]:
                for needed in step.get("waits_for", ()):
                    key = needed if "/" in needed else f"{self.number}/{needed}"
                    services.add_dependency(
                        milestone=self.milestones[step["key"]],
                        needs=milestones[key],
                        actor=self.steered_by,
                        now=self.stage.moment(int(self.entry["opened"])),
                    )

    def advance(self) -> None:
        """Reach milestones, do tasks, write notes and statuses, end the action if it ended."""
        with acting(self.steered_by):
            for step in self.entry["milestones"]:
                if "done" in step:
                    services.reach_milestone(
                        milestone=self.milestones[step["key"]],
                        actor=self.steered_by,
                        done_on=self.stage.day(step["done"]),
                        now=self.stage.moment(step["done"]),
                    )
            for task in self.entry["tasks"]:
                self._write_task(task)
        for note in self.entry["notes"]:
            author = self.stage.person(note["who"])
            with acting(author):
                services.write_note(
                    action=self.action, actor=author, text=note["text"], now=self.stage.moment(note["day"])
                )
        for override in self.entry.get("overrides", ()):
            self._override(override)
        self._end()

    def _write_task(self, entry: Entry) -> None:
        ended = int(entry.get("ended", 0))
        task = services.add_task(
            action=self.action,
            actor=self.steered_by,
            title=entry["title"],
            due_on=self.stage.day(entry["due"]),
            assignee=self.stage.person(entry["who"]),
            now=self.stage.moment(min(ended, int(entry["due"]), 0) - 7),
        )
        if "end" in entry:
            move = {"done": "finish", "cancelled": "cancel"}[entry["end"]]
            services.move_task(task=task, actor=self.steered_by, move=move, now=self.stage.moment(ended))

    def _override(self, entry: Entry) -> None:
        author = self.stage.person(entry["who"])
        with acting(author, reason=entry["reason"]):
            services.override_status(
                action=self.action,
                actor=author,
                status=entry["status"],
                reason=entry["reason"],
                starts_on=self.stage.day(entry["from"]),
                ends_on=self.stage.day(entry["until"]),
                now=self.stage.moment(entry["from"]),
            )

    def _end(self) -> None:
        actor = self.stage.person(HEAD_OF_PROJECT)
        for key, end in (("ended", services.finish_action), ("dropped", services.drop_action)):
            if key in self.entry:
                reason = self.entry["end_reason"]
                with acting(actor, reason=reason):
                    end(
                        action=self.action,
                        actor=actor,
                        ended_on=self.stage.day(self.entry[key]),
                        reason=reason,
                        now=self.stage.moment(self.entry[key]),
                    )
