"""Smallest valid objects of the room."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory

from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.steering.action_plan.bulk_edit import BulkEdit
from essaim.steering.action_plan.models import (
    Act,
    Action,
    Axis,
    BudgetLine,
    BulkChange,
    CalendarFeed,
    Dependency,
    Feedback,
    Milestone,
    PersonInAction,
    Plan,
    Source,
    Stakeholder,
    Task,
)
from essaim.steering.action_plan.queries import digest_of_token
from essaim.steering.action_plan.states import (
    ActionState,
    ActKind,
    ActState,
    BudgetSection,
    BulkKind,
    PersonRole,
    PlanState,
    SourceWeight,
    StakeholderKind,
)

MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)


class SourceFactory(factory.django.DjangoModelFactory):
    """An official document."""

    class Meta:
        model = Source

    key = factory.Sequence(lambda number: f"source-{number}")
    title = factory.Sequence(lambda number: f"Document {number}")
    weight = SourceWeight.OFFICIAL


class ActFactory(factory.django.DjangoModelFactory):
    """A deliberation voted and enforceable."""

    class Meta:
        model = Act

    key = factory.Sequence(lambda number: f"acte-{number}")
    number = factory.Sequence(lambda number: f"22 C {number:04d}")
    kind = ActKind.DELIBERATION
    title = "Plan de soutien"
    body = "Conseil métropolitain"
    state = ActState.ENFORCEABLE
    voted_on = date(2022, 2, 25)
    source = factory.SubFactory(SourceFactory)


class PlanFactory(factory.django.DjangoModelFactory):
    """A plan in force from 2022 to 2026."""

    class Meta:
        model = Plan

    slug = factory.Sequence(lambda number: f"plan-{number}")
    name = "Plan de développement"
    starts_on = date(2022, 2, 25)
    ends_on = date(2027, 1, 1)
    state = PlanState.IN_FORCE
    founding_act = factory.SubFactory(ActFactory)
    source = factory.SubFactory(SourceFactory)

    class Params:
        closed = factory.Trait(state=PlanState.CLOSED, closed_on=date(2027, 1, 1))
        draft = factory.Trait(state=PlanState.DRAFT, founding_act=None)


class AxisFactory(factory.django.DjangoModelFactory):
    """An axis of a plan."""

    class Meta:
        model = Axis

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda number: number + 1)
    title = factory.LazyAttribute(lambda axis: f"Axe {axis.number}")
    source = factory.SelfAttribute("plan.source")


class ActionFactory(factory.django.DjangoModelFactory):
    """A proposed action."""

    class Meta:
        model = Action

    axis = factory.SubFactory(AxisFactory)
    plan = factory.SelfAttribute("axis.plan")
    number = factory.Sequence(lambda number: number % 9000 + 1)
    title = factory.LazyAttribute(lambda action: f"Action {action.number}")
    source = factory.SelfAttribute("plan.source")

    class Params:
        open = factory.Trait(state=ActionState.OPEN, opened_on=date(2022, 3, 1))


class MilestoneFactory(factory.django.DjangoModelFactory):
    """A milestone due in June 2026."""

    class Meta:
        model = Milestone

    action = factory.SubFactory(ActionFactory, open=True)
    title = factory.Sequence(lambda number: f"Jalon {number}")
    due_on = date(2026, 6, 1)


class DependencyFactory(factory.django.DjangoModelFactory):
    """A milestone that waits for another."""

    class Meta:
        model = Dependency

    milestone = factory.SubFactory(MilestoneFactory)
    needs = factory.SubFactory(MilestoneFactory)


class TaskFactory(factory.django.DjangoModelFactory):
    """A task to do by April 2026."""

    class Meta:
        model = Task

    action = factory.SubFactory(ActionFactory, open=True)
    title = factory.Sequence(lambda number: f"Tâche {number}")
    assignee = factory.SubFactory(UserFactory)
    due_on = date(2026, 4, 1)


class PersonInActionFactory(factory.django.DjangoModelFactory):
    """The pilot of an open action."""

    class Meta:
        model = PersonInAction

    action = factory.SubFactory(ActionFactory, open=True)
    person = factory.SubFactory(UserFactory)
    role = PersonRole.PILOT
    starts_on = date(2022, 3, 1)


class StakeholderFactory(factory.django.DjangoModelFactory):
    """A partner of an action."""

    class Meta:
        model = Stakeholder

    action = factory.SubFactory(ActionFactory)
    kind = StakeholderKind.PARTNER
    name = factory.Sequence(lambda number: f"Partenaire {number}")


class BudgetLineFactory(factory.django.DjangoModelFactory):
    """A thousand euros planned and voted in 2026."""

    class Meta:
        model = BudgetLine

    action = factory.SubFactory(ActionFactory)
    year = 2026
    section = BudgetSection.OPERATING
    funder = "Métropole"
    planned_cents = 100_000
    voted_cents = 100_000
    written_at = MOMENT


class FeedbackFactory(factory.django.DjangoModelFactory):
    """A question just received."""

    class Meta:
        model = Feedback

    tracking_number = factory.Sequence(lambda number: f"ESS-{number:08d}")
    plan = factory.SubFactory(PlanFactory)
    text = "Où en est cette action ?"
    received_at = MOMENT
    answer_due_on = date(2026, 4, 9)


class BulkChangeFactory(factory.django.DjangoModelFactory):
    """An edit of an action's text, to be confirmed."""

    class Meta:
        model = BulkChange

    plan = factory.SubFactory(PlanFactory)
    kind = BulkKind.EDIT
    content = factory.LazyFunction(
        lambda: {"edit": BulkEdit((1,), plain_summary="En clair").as_json(), "reason": "Clarté"}
    )
    author = factory.SubFactory(UserFactory)
    prepared_at = MOMENT


class CalendarFeedFactory(factory.django.DjangoModelFactory):
    """An open feed whose secret is "secret", unless another digest is given."""

    class Meta:
        model = CalendarFeed

    class Params:
        token = "secret"

    person = factory.SubFactory(UserFactory)
    token_digest = factory.LazyAttribute(lambda feed: digest_of_token(feed.token))
    created_at = MOMENT
