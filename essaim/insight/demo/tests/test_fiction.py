"""The invented part shows every state, reaches nobody, and can be told from the policy."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import Enum

import pytest
from django.utils import timezone

from essaim.ecosystem.events.models import Event, Lead, Registration
from essaim.ecosystem.events.states import EventState, LeadState, RegistrationState
from essaim.foundations.accounts.models import Invitation, RoleGrant, User
from essaim.foundations.accounts.states import InvitationState, PersonState, RoleKind
from essaim.foundations.audit_trail.verification import verify
from essaim.foundations.documents.models import Document
from essaim.foundations.documents.states import DocumentState
from essaim.foundations.territory.queries import communes
from essaim.insight.demo import material
from essaim.steering.action_plan import queries
from essaim.steering.action_plan.models import (
    Act,
    Action,
    BudgetLine,
    BulkChange,
    Feedback,
    Lineage,
    Milestone,
    Note,
    PersonInAction,
    Plan,
    PlanItem,
    Source,
    Stakeholder,
    StatusOverride,
    Task,
)
from essaim.steering.action_plan.states import (
    ActionState,
    ActionStatus,
    ActKind,
    ActState,
    BudgetSection,
    BulkState,
    Certainty,
    DatePrecision,
    FeedbackState,
    ItemKind,
    LineageKind,
    PersonRole,
    PlanState,
    SourceWeight,
    StakeholderKind,
    TaskState,
)

pytestmark = pytest.mark.usefixtures("demo")
FICTION = ("people", "actions", "feedback", "exercise", "documents", "organizations", "events")

# A fourth public plan, adopted and invented, would be taken for the authority's, and so would an act that was voted
# or repealed: each plan was adopted before it was in force, and its history shows it. An
# invitation is accepted by its link, which only its mail holds; a person is erased long after they left.
LEFT_OUT = {
    Act: {ActState.REPEALED},
    Plan: {PlanState.ADOPTED},
    Invitation: {InvitationState.ACCEPTED},
    User: {PersonState.ERASED},
}


@pytest.mark.parametrize(
    ("states", "model", "field"),
    [
        (ActKind, Act, "kind"),
        (ActState, Act, "state"),
        (ActionState, Action, "state"),
        (BudgetSection, BudgetLine, "section"),
        (BulkState, BulkChange, "state"),
        (Certainty, Lineage, "certainty"),
        (DatePrecision, Act, "voted_precision"),
        (DocumentState, Document, "state"),
        (EventState, Event, "state"),
        (FeedbackState, Feedback, "state"),
        (InvitationState, Invitation, "state"),
        (ItemKind, PlanItem, "kind"),
        (LeadState, Lead, "state"),
        (LineageKind, Lineage, "kind"),
        (PersonRole, PersonInAction, "role"),
        (PlanState, Plan, "state"),
        (RegistrationState, Registration, "state"),
        (RoleKind, RoleGrant, "kind"),
        (SourceWeight, Source, "weight"),
        (StakeholderKind, Stakeholder, "kind"),
        (TaskState, Task, "state"),
    ],
)
def test_every_state_is_shown(states: type[Enum], model: type, field: str) -> None:
    found = set(model._default_manager.order_by().values_list(field, flat=True))

    assert found == set(states) - LEFT_OUT.get(model, set())


def test_no_invented_act_was_ever_voted() -> None:
    invented = Act.objects.filter(source__key="exercice")

    assert {act.state for act in invented} == {ActState.DRAFT}


def test_person_states_are_shown() -> None:
    assert {person.state for person in User.objects.order_by("pk")} == set(PersonState) - LEFT_OUT[User]


def test_every_status_is_shown(demo: datetime) -> None:
    today = timezone.localdate(demo)
    statuses = queries.statuses_of(Action.objects.filter(plan__slug="2022-2026").order_by("pk"), today=today)

    assert {status.verdict.status for status in statuses.values()} == set(ActionStatus)
    assert {status.value for status in statuses.values()} == set(ActionStatus)
    overrides = StatusOverride.objects.order_by("pk")
    assert [override.ends_on > today for override in overrides].count(True) == 1
    assert [override.ends_on > today for override in overrides].count(False) == 1


def test_something_is_late_something_is_due_this_week_and_something_is_done(demo: datetime) -> None:
    today = timezone.localdate(demo)
    open_ones = Milestone.objects.filter(done_on__isnull=True)

    assert open_ones.filter(due_on__lt=today).count() >= 3
    assert open_ones.filter(due_on__range=(today, today + timedelta(days=6))).count() >= 3
    assert Milestone.objects.filter(done_on__lte=today).count() >= 10
    assert Task.objects.filter(state=TaskState.TO_DO, due_on__lt=today).exists()
    assert Task.objects.filter(state=TaskState.TO_DO, due_on__range=(today, today + timedelta(days=6))).count() >= 5
    waiting = Feedback.objects.filter(state__in=[FeedbackState.RECEIVED, FeedbackState.ASSIGNED])
    assert waiting.filter(answer_due_on__lt=today).exists()
    assert waiting.filter(answer_due_on__gte=today).exists()


def test_nothing_that_was_done_is_to_come(demo: datetime) -> None:
    today = timezone.localdate(demo)

    assert not Milestone.objects.filter(done_on__gt=today).exists()
    assert not Note.objects.filter(written_at__gt=demo).exists()
    assert not Feedback.objects.filter(received_at__gt=demo).exists()


def test_a_late_action_threatens_another() -> None:
    waiting = Milestone.objects.get(title__startswith="Aide demandée à l’appel à projets")

    assert waiting.waits_for.get().needs.action.number == 2


def test_open_actions_have_one_pilot_and_a_pilot_handed_over() -> None:
    pilots = PersonInAction.objects.filter(role=PersonRole.PILOT)

    for action in Action.objects.filter(plan__slug="2022-2026", state=ActionState.OPEN).order_by("pk"):
        assert pilots.filter(action=action, ends_on__isnull=True).count() == 1, action
    assert pilots.filter(ends_on__isnull=False).exists()


def test_communes_exist_and_some_are_absent(demo: datetime) -> None:
    known = {commune.code for commune in communes(today=timezone.localdate(demo))}
    named = set(queries.actions_by_commune(Plan.objects.get(slug="2022-2026")))

    assert named <= known
    assert len(known) == 95
    assert len(known - named) > 40
    assert {"59512", "59643"} <= named


def test_a_referent_of_a_small_and_one_of_a_large_commune(demo: datetime) -> None:
    population = {commune.code: commune.population for commune in communes(today=timezone.localdate(demo))}
    codes = RoleGrant.objects.filter(kind=RoleKind.COMMUNE_REFERENT).values_list("scope_code", flat=True)
    sizes = sorted(population[code] for code in codes)

    assert sizes[0] < 500
    assert sizes[-1] > 50_000


def test_no_mail_can_reach_anybody() -> None:
    addresses = [
        *User.objects.order_by("pk").values_list("email", flat=True),
        *Invitation.objects.order_by("pk").values_list("email", flat=True),
        *Registration.objects.exclude(email="").order_by("pk").values_list("email", flat=True),
        *(address for address in Feedback.objects.order_by("pk").values_list("email", flat=True) if address),
    ]

    assert addresses
    assert [address for address in addresses if not address.endswith("@example.org")] == []
    files = [path.read_text() for path in material.FOLDER.glob("*/*.toml")]
    assert {found for text in files for found in re.findall(r"[\w.]+@([\w.]+)", text)} <= {"example.org"}


def test_what_is_invented_says_so() -> None:
    notes = [*Note.objects.order_by("pk").values_list("text", flat=True)]
    questions = [*Feedback.objects.order_by("pk").values_list("text", flat=True)]
    reasons = [*StatusOverride.objects.order_by("pk").values_list("reason", flat=True)]
    reasons += BudgetLine.objects.order_by("pk").values_list("reason", flat=True)
    reasons += Action.objects.exclude(end_reason="").order_by("pk").values_list("end_reason", flat=True)
    titles = [*Document.objects.order_by("pk").values_list("title", flat=True)]
    titles += Act.objects.filter(key__startswith="exercice").order_by("pk").values_list("title", flat=True)
    jobs = [*User.objects.exclude(job_title="").order_by("pk").values_list("job_title", flat=True)]

    assert [text for text in (*notes, *questions, *reasons, *titles) if "ficti" not in text.lower()] == []
    assert [job for job in jobs if "(démonstration)" not in job] == []


def test_amounts_are_exact_and_corrected_by_another_line() -> None:
    correction = BudgetLine.objects.get(corrects__isnull=False)

    assert correction.planned_cents == -1_500_000
    assert BudgetLine.objects.filter(planned_cents=2_200_050).exists()


def test_audit_trail_holds() -> None:
    result = verify()

    assert result.holds, result.flaws[:5]
    assert result.links > 1000
