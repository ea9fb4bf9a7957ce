"""Situations that the tests of the cockpits share: an authority of a few communes, and a plan drawn at random."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from essaim.ecosystem.events.states import EventState
from essaim.ecosystem.events.tests.factories import LeadFactory, OpenEventFactory, RegistrationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import RoleGrantFactory, UserFactory
from essaim.foundations.territory.tests.factories import (
    AuthorityFactory,
    CommuneFactory,
    EpciMembershipFactory,
    ZoneFactory,
    ZoneMemberFactory,
    ZoningFactory,
)
from essaim.steering.action_plan.models import ActionCommune, Plan, StatusOverride
from essaim.steering.action_plan.states import ActionStatus, BudgetSection, FeedbackState, PersonRole, TaskState
from essaim.steering.action_plan.tests.factories import (
    ActionFactory,
    AxisFactory,
    BudgetLineFactory,
    DependencyFactory,
    FeedbackFactory,
    MilestoneFactory,
    PersonInActionFactory,
    PlanFactory,
    StakeholderFactory,
    TaskFactory,
)
from essaim.steering.committees.models import NamedBallot, SessionDecision
from essaim.steering.committees.states import VoteMode
from essaim.steering.committees.tests.factories import (
    AgendaPointFactory,
    BodyRulesFactory,
    MandateFactory,
    SessionFactory,
    VoteFactory,
    present,
)
from essaim.steering.consultations.tests.factories import (
    AnswerFactory,
    ConsultationFactory,
    ContributionFactory,
    GroupingFactory,
    IssueFactory,
    PhaseFactory,
)

NOW = datetime(2026, 6, 17, 9, tzinfo=UTC)
TODAY = date(2026, 6, 17)


@dataclass(frozen=True, slots=True)
class Ground:
    """The authority's communes by code: five in two territoires, one in none."""

    codes: tuple[str, ...]
    alone: str


def ground() -> Ground:
    """Set up an authority of six communes."""
    epci = AuthorityFactory(epci__name="Métropole d’exemple").epci
    zoning = ZoningFactory(epci=epci)
    zones = [ZoneFactory(zoning=zoning, code=code) for code in ("1", "2")]
    codes = []
    for place in range(6):
        commune = CommuneFactory(longitude=3 + place / 10, latitude=50.6)
        EpciMembershipFactory(epci=epci, commune=commune)
        if place < 5:
            ZoneMemberFactory(zone=zones[place % 2], commune=commune)
        codes.append(commune.code)
    return Ground(tuple(codes), codes[-1])


def holder(kind: RoleKind, scope_code: str = "200093201", **person: str) -> User:
    """Make a person who holds a role."""
    return RoleGrantFactory(kind=kind, scope_code=scope_code, person=UserFactory(**person)).person


def random_plan(seed: int, ground: Ground, me: User) -> Plan:
    """
    Draw a plan: actions with and without milestones, tasks, people, communes, amounts, overrides, questions,
    bodies and consultations.

    The same seed draws the same plan.
    """
    dice = Random(seed)
    plan = PlanFactory(
        slug=f"hasard-{seed}", name="Plan d’exemple", starts_on=date(2022, 1, 1), ends_on=date(2027, 1, 1)
    )
    axes = [AxisFactory(plan=plan, number=number) for number in (1, 2)]
    milestones = []
    for number in range(1, dice.randint(2, 7)):
        action = ActionFactory(axis=dice.choice(axes), number=number, open=True)
        for _ in range(dice.randint(0, 3)):
            due_on = TODAY + timedelta(days=dice.randint(-60, 60))
            done_on = TODAY - timedelta(days=1) if dice.random() < 0.4 else None
            milestones.append(MilestoneFactory(action=action, due_on=due_on, done_on=done_on))
        for _ in range(dice.randint(0, 3)):
            _task(dice, action, me)
        if dice.random() < 0.7:
            PersonInActionFactory(action=action, person=me if dice.random() < 0.6 else UserFactory())
        if dice.random() < 0.4:
            PersonInActionFactory(action=action, person=me, role=PersonRole.ELECTED_REFERENT)
        if dice.random() < 0.6:
            StakeholderFactory(action=action)
            for code in dice.sample(ground.codes, dice.randint(1, 3)):
                ActionCommune.objects.create(action=action, commune_code=code)
        for _ in range(dice.randint(0, 3)):
            BudgetLineFactory(
                action=action,
                year=dice.choice([2025, 2026]),
                section=dice.choice([section.value for section in BudgetSection]),
                planned_cents=dice.randint(1, 10**7),
                voted_cents=dice.randint(1, 10**7),
            )
        if dice.random() < 0.3:
            StatusOverride.objects.create(
                action=action,
                status=ActionStatus.AT_RISK,
                reason="Motif",
                author=me,
                starts_on=TODAY - timedelta(days=5),
                ends_on=TODAY + timedelta(days=dice.randint(1, 60)),
            )
    for first, second in zip(milestones, milestones[2:], strict=False):
        DependencyFactory(milestone=second, needs=first)
    for _ in range(dice.randint(0, 4)):
        _question(dice, plan, me)
    _gatherings(dice)
    _committee(dice, me)
    for state in dice.sample(["draft", "open", "closed", "answered"], dice.randint(0, 4)):
        _consultation(dice, plan, state)
    return plan


def _gatherings(dice: Random) -> None:
    """Draw gatherings in every state, before and after today, with registrations and contacts made."""
    for _place in range(dice.randint(0, 6)):
        day = TODAY + timedelta(days=dice.randint(-40, 40))
        event = OpenEventFactory(state=dice.choice(list(EventState)), starts_on=day)
        for state in dice.choices(["registered", "waiting"], k=dice.randint(0, 3)):
            RegistrationFactory(event=event, state=state)
        if dice.random() < 0.5:
            LeadFactory(event=event)


def _committee(dice: Random, me: User) -> None:
    """Draw bodies where the person sits or not, with sessions in every state, votes and decisions."""
    for place in range(dice.randint(1, 3)):
        body = BodyRulesFactory(notice_days=dice.randint(0, 15), allows_written=True).body
        seats = [MandateFactory(seat__college__body=body) for _seat in range(2)]
        if place == 0 or dice.random() < 0.5:
            seats.append(MandateFactory(seat__college__body=body, person=me))
        states = ["planned", "convened", "opened", "closed", "circulated"]
        for offset, state in enumerate(dice.choices(states, k=dice.randint(1, 5))):
            day = TODAY + timedelta(days=dice.randint(-30, 30) * 6 + offset)
            session = SessionFactory(body=body, day=day, **({} if state == "planned" else {state: True}))
            point = AgendaPointFactory(session=session, position=1)
            if state == "opened":
                present(session, *[seat for seat in seats if dice.random() < 0.7])
                mode = dice.choice([VoteMode.HANDS, VoteMode.SECRET, VoteMode.WRITTEN])
                vote = VoteFactory(point=point, mode=mode)
                if mode == VoteMode.WRITTEN and dice.random() < 0.4:
                    NamedBallot.objects.create(vote=vote, seat=seats[-1].seat, choice="for", answered_at=NOW)
            elif state in {"closed", "circulated"}:
                is_done = dice.random() < 0.5
                task = TaskFactory(
                    due_on=TODAY + timedelta(days=dice.randint(-15, 15)),
                    state=TaskState.DONE if is_done else TaskState.TO_DO,
                    ended_at=NOW if is_done else None,
                )
                SessionDecision.objects.create(
                    point=point, wording="Décision", action=task.action, task=task, decided_at=NOW
                )


def _consultation(dice: Random, plan: Plan, state: str) -> None:
    """Draw a consultation that prepared the plan, with contributions in every state, some grouped, some answered."""
    consultation = ConsultationFactory(plan=plan, **({state: True} if state != "open" else {}))
    for place in range(dice.randint(0, 2)):
        ends_on = dice.choice([None, TODAY + timedelta(days=dice.randint(-20, 40))])
        PhaseFactory(
            consultation=consultation,
            number=place + 1,
            starts_on=TODAY - timedelta(days=30),
            ends_on=ends_on,
            takes_contributions=dice.random() < 0.8,
        )
    issues = [IssueFactory(consultation=consultation) for _place in range(2)]
    AnswerFactory(issue=issues[0])
    for _place in range(dice.randint(0, 5)):
        look = dice.choice([{}, {}, {"waiting": True}, {"hidden": True}, {"appealed": True}])
        row = ContributionFactory(consultation=consultation, **look)
        if dice.random() < 0.6:
            GroupingFactory(issue=dice.choice(issues), contribution=row)


def _task(dice: Random, action: object, me: User) -> None:
    is_done = dice.random() < 0.2
    TaskFactory(
        action=action,
        assignee=dice.choice([me, None]),
        due_on=TODAY + timedelta(days=dice.randint(-15, 15)),
        state=TaskState.DONE if is_done else TaskState.TO_DO,
        ended_at=NOW if is_done else None,
    )


def _question(dice: Random, plan: Plan, me: User) -> None:
    is_answered = dice.random() < 0.3
    FeedbackFactory(
        plan=plan,
        answer_due_on=TODAY + timedelta(days=dice.randint(-10, 20)),
        state=FeedbackState.ANSWERED if is_answered else FeedbackState.RECEIVED,
        answer="Réponse" if is_answered else "",
        ended_at=NOW if is_answered else None,
    )
