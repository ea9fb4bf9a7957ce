"""A plan that comes from another authority: brought in whole beside our own, only read, and hidden or shown again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from essaim.foundations.audit_trail.services import record, write_fields
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.bundle import (
    FORMAT,
    BundleInvalid,
    Document,
    Problem,
    day,
    name_of,
    pool_of,
    read,
)
from essaim.steering.action_plan.models import (
    Act,
    Action,
    ActionCommune,
    Annex,
    Axis,
    BudgetLine,
    DeclaredFigure,
    Dependency,
    Lineage,
    Milestone,
    PartTitle,
    Plan,
    PlanImport,
    PlanItem,
    Policy,
    PolicyCrossing,
    Source,
    Stakeholder,
    Statement,
)
from essaim.steering.action_plan.queries.bundles import KEY_JOINT

Row = TypeVar("Row", bound=models.Model)


class SlugTaken(Exception):
    """A plan of that short name is already here, shown or withdrawn: choose another for the one that comes."""

    def __init__(self, slug: str) -> None:
        """Keep the short name."""
        super().__init__(slug)
        self.slug = slug


class NotForeign(Exception):
    """Only a plan that was imported can be withdrawn or restored."""


@transaction.atomic
def import_plan(*, content: bytes, actor: Actor, now: datetime, slug: str = "") -> Plan:
    """
    Bring in the plan of a file beside our own, whole or not at all; from then on it is only read.

    :param slug: its short name here; the one it has in the file if none is given
    :raises NotAllowed: if the actor is neither of the team nor a command
    :raises BundleTooLarge, BundleUnreadable, FormatUnknown, BundleInvalid: if the file is not one of the format
    :raises SlugTaken: if a plan of that short name is here
    """
    require(permissions.can_exchange_plans(actor))
    document = read(content)
    slug = slug or document["plan"]["slug"]
    if Plan.objects.filter(slug=slug).exists():
        raise SlugTaken(slug)
    digest = hashlib.sha256(content).hexdigest()
    plan = _Importer(document, slug, now).write(digest)
    details = {"origin": document["origin"]["siren"], "digest": digest, "actions": len(document["actions"])}
    record("plan.imported", actor=actor, target=plan, at=now, reason=plan.origin_name, details=details)
    return plan


@contextmanager
def _at(place: str) -> Iterator[None]:
    """Turn what the database would refuse into a problem of the file, with its place."""
    try:
        yield
    except ValidationError as error:
        raise BundleInvalid([Problem(place, " ".join(error.messages))]) from error


def _write(row: Row, place: str) -> Row:
    with _at(place):
        row.full_clean()
    row.save(force_insert=True)
    return row


class _Importer:
    """Writes a checked document, part by part, in the order in which parts refer to each other."""

    def __init__(self, document: Document, slug: str, now: datetime) -> None:
        self.document = document
        self.slug = slug
        self.now = now
        self.siren = document["origin"]["siren"]
        self.sources: dict[str, Source] = {}
        self.acts: dict[str, Act] = {}
        self.axes: dict[int, Axis] = {}
        self.items: dict[str, PlanItem] = {}
        self.actions: dict[int, Action] = {}

    def write(self, digest: str) -> Plan:
        """Write everything and return the plan."""
        self._sources()
        self._acts()
        self.plan = self._plan()
        self._axes_and_items()
        self._actions()
        self._milestones()
        self._crossings()
        self._figures()
        outside = self._links()
        record_row = PlanImport(
            plan=self.plan,
            format=FORMAT,
            original_slug=self.document["plan"]["slug"],
            exported_on=date.fromisoformat(self.document["exported_on"]),
            file_digest=digest,
            imported_at=self.now,
            outside_links=outside,
        )
        _write(record_row, "plan")
        return self.plan

    def _key(self, key: str) -> str:
        return f"{self.slug}{KEY_JOINT}{key}"

    def _source(self, row: Document) -> Source:
        return self.sources[row["source"]]

    def _sources(self) -> None:
        for number, row in enumerate(self.document["sources"]):
            values = {**row, "key": self._key(row["key"]), "origin_siren": self.siren}
            self.sources[row["key"]] = _write(Source(**values), f"sources[{number}]")

    def _acts(self) -> None:
        names = ("number", "kind", "title", "body", "domain", "summary", "state", "voted_precision", "vote")
        counts = ("votes_for", "votes_against", "abstentions")
        for number, row in enumerate(self.document["acts"]):
            act = Act(
                key=self._key(row["key"]),
                voted_on=day(row["voted_on"]),
                certified_on=day(row["certified_on"]),
                source=self._source(row),
                origin_siren=self.siren,
                **{name: row[name] for name in (*names, *counts)},
            )
            self.acts[row["key"]] = _write(act, f"acts[{number}]")
            for annex in row["annexes"]:
                _write(Annex(act=act, **annex), f"acts[{number}].annexes")
            self._statements(row, f"acts[{number}]", act=act)
        for row in self.document["acts"]:
            if row["replaces"] is not None:
                act = self.acts[row["key"]]
                act.replaces = self.acts[row["replaces"]]
                act.save(update_fields=["replaces"])

    def _statements(self, row: Document, place: str, **subject: models.Model) -> None:
        for number, said in enumerate(row["statements"]):
            values = {**said, "source": self._source(said)}
            _write(Statement(**subject, **values), f"{place}.statements[{number}]")

    def _plan(self) -> Plan:
        row = self.document["plan"]
        plan = Plan(
            slug=self.slug,
            name=row["name"],
            summary=row["summary"],
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]),
            state=row["state"],
            closed_on=day(row["closed_on"]),
            founding_act=self.acts[row["founding_act"]] if row["founding_act"] else None,
            source=self._source(row),
            origin_siren=self.siren,
            origin_name=self.document["origin"]["name"],
        )
        _write(plan, "plan")
        self._statements(row, "plan", plan=plan)
        return plan

    def _axes_and_items(self) -> None:
        for number, row in enumerate(self.document["axes"]):
            axis = Axis(
                plan=self.plan,
                number=row["number"],
                title=row["title"],
                intent=row["intent"],
                source=self._source(row),
            )
            self.axes[row["number"]] = _write(axis, f"axes[{number}]")
            self._statements(row, f"axes[{number}]", axis=axis)
        for number, row in enumerate(self.document["items"]):
            axis_of_item = None if row["axis"] is None else self.axes[row["axis"]]
            values = {**row, "axis": axis_of_item, "source": self._source(row)}
            self.items[row["code"]] = _write(PlanItem(plan=self.plan, **values), f"items[{number}]")

    def _actions(self) -> None:
        texts = ("number", "title", "description", "plain_summary", "state", "end_reason")
        for number, row in enumerate(self.document["actions"]):
            place = f"actions[{number}]"
            action = Action(
                plan=self.plan,
                axis=self.axes[row["axis"]],
                opened_on=day(row["opened_on"]),
                ended_on=day(row["ended_on"]),
                source=self._source(row),
                **{name: row[name] for name in texts},
            )
            self.actions[row["number"]] = _write(action, place)
            for code in row["communes"]:
                _write(ActionCommune(action=action, commune_code=code), f"{place}.communes")
            for body in row["bodies"]:
                _write(Stakeholder(action=action, **body), f"{place}.bodies")
            for part in row["parts"]:
                _write(PartTitle(action=action, **part), f"{place}.parts")
            self._budget(action, row["budget"], f"{place}.budget")
            self._statements(row, place, action=action)
        for row in self.document["actions"]:
            if row["parent"] is not None:
                action = self.actions[row["number"]]
                action.parent = self.actions[row["parent"]]
                action.save(update_fields=["parent"])

    def _budget(self, action: Action, rows: list[Document], place: str) -> None:
        written: dict[str, BudgetLine] = {}
        for row in rows:
            values = {
                name: row[name] for name in ("year", "section", "funder", "planned_cents", "voted_cents", "reason")
            }
            with _at(place):
                moment = _moment(row["written_at"])
            line = BudgetLine(
                action=action,
                act=self.acts[row["act"]] if row["act"] else None,
                corrects=written[row["corrects"]] if row["corrects"] else None,
                written_at=moment,
                **values,
            )
            written[row["key"]] = _write(line, place)

    def _milestones(self) -> None:
        steps: dict[str, Milestone] = {}
        for number, row in enumerate(self.document["actions"]):
            for step in row["milestones"]:
                milestone = Milestone(
                    action=self.actions[row["number"]],
                    title=step["title"],
                    due_on=date.fromisoformat(step["due_on"]),
                    done_on=day(step["done_on"]),
                )
                steps[step["key"]] = _write(milestone, f"actions[{number}].milestones")
        for number, row in enumerate(self.document["actions"]):
            for step in row["milestones"]:
                for need in step["needs"]:
                    edge = Dependency(milestone=steps[step["key"]], needs=steps[need])
                    _write(edge, f"actions[{number}].milestones")

    def _crossings(self) -> None:
        """Write the crossings; policies are a vocabulary shared with our own plans, matched by key, then by name."""
        for number, row in enumerate(self.document["crossings"]):
            key, name = row["policy"]["key"], row["policy"]["name"]
            policy = Policy.objects.filter(slug=key).first() or Policy.objects.filter(name=name).first()
            if policy is None:
                policy = _write(Policy(slug=key, name=name), f"crossings[{number}].policy")
            action = None if row["action"] is None else self.actions[row["action"]]
            crossing = PolicyCrossing(plan=self.plan, policy=policy, action=action, source=self._source(row))
            _write(crossing, f"crossings[{number}]")

    def _figures(self) -> None:
        for number, row in enumerate(self.document["figures"]):
            values = {
                **row,
                "key": self._key(row["key"]),
                "plan": self.plan,
                "action": None if row["action"] is None else self.actions[row["action"]],
                "source": self._source(row),
            }
            _write(DeclaredFigure(**values), f"figures[{number}]")

    def _links(self) -> list[Document]:
        """Write the links inside the plan, and return those that lead to plans that are not here."""
        outside = []
        own_slug = self.document["plan"]["slug"]
        for number, row in enumerate(self.document["lineage"]):
            ends = {"from": row["from"], "to": row["to"]}
            if any(end is not None and end["plan"] != own_slug for end in ends.values()):
                outside.append(row)
                continue
            link = Lineage(kind=row["kind"], certainty=row["certainty"], reason=row["reason"], source=self._source(row))
            for side, end in ends.items():
                if end is not None:
                    pools: dict[str, dict[Any, Any]] = {
                        "axes": self.axes,
                        "actions": self.actions,
                        "items": self.items,
                    }
                    setattr(link, f"{side}_{end['kind']}", pools[pool_of(end)][end[name_of(end)]])
            _write(link, f"lineage[{number}]")
        return outside


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(_("This is not a moment such as 2026-03-01T09:00:00Z.")) from error


def _locked_import(plan: Plan) -> PlanImport:
    record_row = PlanImport.objects.select_for_update(of=("self",)).select_related("plan").filter(plan=plan).first()
    if record_row is None:
        raise NotForeign
    return record_row


@transaction.atomic
def withdraw_imported_plan(*, plan: Plan, actor: Actor, now: datetime, reason: str = "") -> PlanImport:
    """
    Hide a plan that was imported: no list, page, search or comparison shows it until it is restored.

    Nothing is deleted: its amounts are append-only like ours, and drafts made from it keep their links.

    :raises NotAllowed: if the actor is neither of the team nor a command
    :raises NotForeign: if it is one of our own
    :raises IllegalMove: if it is withdrawn already
    """
    record_row = _locked_import(plan)
    require(permissions.can_exchange_plans(actor))
    if record_row.withdrawn_at is not None:
        raise IllegalMove("withdraw", "withdrawn")
    return write_fields(record_row, "plan.import_withdrawn", {"withdrawn_at": now}, actor=actor, now=now, reason=reason)


@transaction.atomic
def restore_imported_plan(*, plan: Plan, actor: Actor, now: datetime, reason: str = "") -> PlanImport:
    """
    Show again a plan that was imported, then withdrawn.

    :raises NotAllowed: if the actor is neither of the team nor a command
    :raises NotForeign: if it is one of our own
    :raises IllegalMove: if it is not withdrawn
    """
    record_row = _locked_import(plan)
    require(permissions.can_exchange_plans(actor))
    if record_row.withdrawn_at is None:
        raise IllegalMove("restore", "shown")
    return write_fields(record_row, "plan.import_restored", {"withdrawn_at": None}, actor=actor, now=now, reason=reason)
