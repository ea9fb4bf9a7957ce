"""Smallest valid consultations, and what is said in them."""

from __future__ import annotations

from datetime import date

import factory
from django.utils import timezone

from essaim.ecosystem.events.tests.factories import OpenEventFactory
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.foundations.primitives.texts import fold
from essaim.steering.action_plan.tests.factories import MOMENT, ActionFactory, SourceFactory
from essaim.steering.consultations.models import (
    Answer,
    AnswerTarget,
    Consultation,
    Contribution,
    ContributionSheet,
    ContributionSheetRow,
    Grouping,
    GroupMember,
    Issue,
    Meeting,
    Phase,
    Proposal,
    Theme,
    WorkingGroup,
)
from essaim.steering.consultations.states import (
    ConsultationState,
    HidingCause,
    IssueKind,
    ModerationState,
    PhaseKind,
    Verdict,
)

__all__ = ["MOMENT", "OrganizationFactory", "SourceFactory"]


class ConsultationFactory(factory.django.DjangoModelFactory):
    """A consultation open since March 2026."""

    class Meta:
        model = Consultation

    slug = factory.Sequence(lambda number: f"concertation-{number}")
    title = "Concertation fictive"
    question = "Que faut-il faire en premier ?"
    state = ConsultationState.OPEN
    opened_on = date(2026, 3, 1)

    class Params:
        draft = factory.Trait(state=ConsultationState.DRAFT, opened_on=None)
        closed = factory.Trait(
            state=ConsultationState.CLOSED, closed_on=date(2026, 3, 9), closing_summary="Ce qui a été dit."
        )
        answered = factory.Trait(
            state=ConsultationState.ANSWERED,
            closed_on=date(2026, 3, 9),
            closing_summary="Ce qui a été dit.",
            answered_on=date(2026, 3, 10),
        )


class PhaseFactory(factory.django.DjangoModelFactory):
    """A phase that takes contributions from March to June 2026."""

    class Meta:
        model = Phase

    consultation = factory.SubFactory(ConsultationFactory)
    number = factory.Sequence(lambda number: number + 1)
    title = "Contributions en ligne"
    kind = PhaseKind.CONTRIBUTIONS
    starts_on = date(2026, 3, 1)
    ends_on = date(2026, 6, 1)
    takes_contributions = True


class MeetingFactory(factory.django.DjangoModelFactory):
    """A gathering announced, held in a phase."""

    class Meta:
        model = Meeting

    phase = factory.SubFactory(PhaseFactory)
    event = factory.SubFactory(OpenEventFactory)


class ThemeFactory(factory.django.DjangoModelFactory):
    """A theme."""

    class Meta:
        model = Theme

    consultation = factory.SubFactory(ConsultationFactory)
    number = factory.Sequence(lambda number: number + 1)
    code = factory.LazyAttribute(lambda theme: f"T{theme.number}")
    title = factory.LazyAttribute(lambda theme: f"Thème {theme.number}")


class ContributionSheetFactory(factory.django.DjangoModelFactory):
    """A sheet of one contribution, written."""

    class Meta:
        model = ContributionSheet
        skip_postgeneration_save = True

    consultation = factory.SubFactory(ConsultationFactory)
    file_name = "dires.csv"
    digest = factory.Sequence(lambda number: f"{number:064d}")
    author = factory.SubFactory(UserFactory)
    applied_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def row(self, create: bool, extracted: object, **options: object) -> None:
        """Write its contribution."""
        said = ContributionFactory(consultation=self.consultation)
        ContributionSheetRow.objects.create(sheet=self, contribution_pk=said.pk, number=said.number)


class ContributionFactory(factory.django.DjangoModelFactory):
    """A contribution published the day it came."""

    class Meta:
        model = Contribution

    consultation = factory.SubFactory(ConsultationFactory)
    number = factory.Sequence(lambda number: number + 1)
    tracking_number = factory.Sequence(lambda number: f"CTR-{number:010d}")
    text = factory.Sequence(lambda number: f"Il faudrait ouvrir un lieu partagé numéro {number}.")
    received_at = MOMENT
    state = ModerationState.PUBLISHED
    moderated_at = MOMENT
    search_key = factory.LazyAttribute(lambda row: fold(row.text))

    class Params:
        waiting = factory.Trait(state=ModerationState.RECEIVED, moderated_at=None)
        hidden = factory.Trait(
            state=ModerationState.HIDDEN, hiding_cause=HidingCause.ADVERTISING, moderation_reason="C’est une publicité."
        )
        appealed = factory.Trait(
            state=ModerationState.APPEALED,
            hiding_cause=HidingCause.ADVERTISING,
            moderation_reason="C’est une publicité.",
            appeal="Ce n’en est pas une.",
            appealed_at=MOMENT,
        )


class IssueFactory(factory.django.DjangoModelFactory):
    """A new issue of a theme."""

    class Meta:
        model = Issue

    consultation = factory.SubFactory(ConsultationFactory)
    theme = factory.LazyAttribute(lambda issue: ThemeFactory(consultation=issue.consultation))
    code = factory.Sequence(lambda number: f"e{number}")
    kind = IssueKind.NEW
    wording = factory.Sequence(lambda number: f"Ouvrir un lieu partagé {number}")
    search_key = factory.LazyAttribute(lambda row: fold(row.wording))


class GroupingFactory(factory.django.DjangoModelFactory):
    """A contribution in an issue of its consultation."""

    class Meta:
        model = Grouping

    issue = factory.SubFactory(IssueFactory)
    contribution = factory.LazyAttribute(lambda row: ContributionFactory(consultation=row.issue.consultation))


class AnswerFactory(factory.django.DjangoModelFactory):
    """An issue refused, with a reason."""

    class Meta:
        model = Answer

    issue = factory.SubFactory(IssueFactory)
    verdict = Verdict.REFUSED
    reason = "Un autre plan s’en charge."


class AnswerTargetFactory(factory.django.DjangoModelFactory):
    """An issue accepted, that became an action."""

    class Meta:
        model = AnswerTarget

    answer = factory.SubFactory(AnswerFactory, verdict=Verdict.ACCEPTED)
    action = factory.SubFactory(ActionFactory, open=True)


class WorkingGroupFactory(factory.django.DjangoModelFactory):
    """A working group."""

    class Meta:
        model = WorkingGroup

    consultation = factory.SubFactory(ConsultationFactory)
    number = factory.Sequence(lambda number: number + 1)
    title = "Lieux et locaux"


class GroupMemberFactory(factory.django.DjangoModelFactory):
    """A structure in a group since March 2026."""

    class Meta:
        model = GroupMember

    group = factory.SubFactory(WorkingGroupFactory)
    organization = factory.SubFactory(OrganizationFactory)
    starts_on = date(2026, 3, 1)


class ProposalFactory(factory.django.DjangoModelFactory):
    """A proposal under study."""

    class Meta:
        model = Proposal

    consultation = factory.SubFactory(ConsultationFactory)
    number = factory.Sequence(lambda number: number + 1)
    title = "Ouvrir une maison de l’ESS"
