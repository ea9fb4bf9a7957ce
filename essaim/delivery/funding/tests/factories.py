"""Smallest valid objects of the room."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory

from essaim.delivery.funding.models import (
    Agreement,
    AidLine,
    Certification,
    Clause,
    Condition,
    Delegation,
    Envelope,
    EnvelopeVote,
    Grant,
    GrantShare,
    Instalment,
    Payment,
    Report,
    RepublicanContract,
    Undertaking,
    UndertakingMember,
)
from essaim.delivery.funding.states import AgreementState, ConditionKind, DutyKind, GrantState, InstalmentKind
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.documents.tests.factories import VersionFactory
from essaim.steering.action_plan.tests.factories import ActFactory, ActionFactory

MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)


class EnvelopeFactory(factory.django.DjangoModelFactory):
    """An envelope of 2026 with 100 000 €."""

    class Meta:
        model = Envelope
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Enveloppe {number}")
    year = 2026
    action = factory.SubFactory(ActionFactory)
    vote = factory.RelatedFactory(
        "essaim.delivery.funding.tests.factories.EnvelopeVoteFactory", factory_related_name="envelope"
    )


class EnvelopeVoteFactory(factory.django.DjangoModelFactory):
    """An amount of 100 000 €."""

    class Meta:
        model = EnvelopeVote

    envelope = factory.SubFactory(EnvelopeFactory, vote=None)
    cents = 10_000_000
    written_at = MOMENT


class GrantFactory(factory.django.DjangoModelFactory):
    """A grant of 20 000 € in preparation, to one structure; given and bound as traits."""

    class Meta:
        model = Grant
        skip_postgeneration_save = True

    class Params:
        given = factory.Trait(
            state=GrantState.GRANTED, act=factory.SubFactory(ActFactory), granted_on=date(2026, 2, 20)
        )
        bound = factory.Trait(
            state=GrantState.GRANTED,
            act=factory.SubFactory(ActFactory),
            granted_on=date(2026, 2, 20),
            bound_on=date(2026, 3, 2),
        )

    reference = factory.Sequence(lambda number: f"2026-{number + 1:03d}")
    object = "Animer le réseau des acteurs"
    amount_cents = 2_000_000
    action = factory.SubFactory(ActionFactory)
    starts_on = date(2026, 1, 1)
    last_on = date(2026, 12, 31)
    written_at = MOMENT
    share = factory.RelatedFactory(
        "essaim.delivery.funding.tests.factories.GrantShareFactory", factory_related_name="grant"
    )


class GrantShareFactory(factory.django.DjangoModelFactory):
    """The whole of a grant."""

    class Meta:
        model = GrantShare
        skip_postgeneration_save = True

    grant = factory.SubFactory(GrantFactory, share=None)
    organization = factory.SubFactory(OrganizationFactory)
    cents = factory.LazyAttribute(lambda row: row.grant.amount_cents)

    @factory.post_generation
    def is_committed(self, create: bool, extracted: bool | None, **options: object) -> None:
        """Record the republican commitment too, unless told not to."""
        if extracted is not False:
            RepublicanContractFactory(grant=self.grant, organization=self.organization)  # type: ignore[attr-defined]


class RepublicanContractFactory(factory.django.DjangoModelFactory):
    """Signed by the president, as the decree has it."""

    class Meta:
        model = RepublicanContract

    grant = factory.SubFactory(GrantFactory)
    organization = factory.LazyAttribute(lambda row: row.grant.shares.get().organization)
    text_version = "décret n° 2021-1947"
    signed_on = date(2026, 1, 5)
    signatory_quality = "présidente"
    source = "Pièce du dossier"
    recorded_by = factory.SubFactory(UserFactory)
    written_at = MOMENT


class InstalmentFactory(factory.django.DjangoModelFactory):
    """The whole of a grant, in one go."""

    class Meta:
        model = Instalment

    grant = factory.SubFactory(GrantFactory, bound=True)
    position = factory.Sequence(lambda number: number + 1)
    kind = InstalmentKind.WHOLE
    cents = factory.LazyAttribute(lambda row: row.grant.amount_cents)


class ConditionFactory(factory.django.DjangoModelFactory):
    """A document that was not received yet."""

    class Meta:
        model = Condition

    instalment = factory.SubFactory(InstalmentFactory)
    kind = ConditionKind.DOCUMENT
    wording = "bilan intermédiaire"


class CertificationFactory(factory.django.DjangoModelFactory):
    """The whole of an instalment."""

    class Meta:
        model = Certification

    instalment = factory.SubFactory(InstalmentFactory)
    cents = factory.LazyAttribute(lambda row: row.instalment.cents)
    certified_by = factory.SubFactory(UserFactory)
    certified_at = MOMENT
    note = "Convention signée"


class PaymentFactory(factory.django.DjangoModelFactory):
    """What was said to be done of an instalment."""

    class Meta:
        model = Payment

    class Params:
        certification = factory.SubFactory(CertificationFactory)

    instalment = factory.LazyAttribute(lambda row: row.certification.instalment)
    cents = factory.LazyAttribute(lambda row: row.certification.cents)
    certified_by = factory.LazyAttribute(lambda row: row.certification.certified_by)
    ordered_by = factory.SubFactory(UserFactory)
    paid_on = date(2026, 3, 9)
    written_at = MOMENT


class AgreementFactory(factory.django.DjangoModelFactory):
    """An agreement being written."""

    class Meta:
        model = Agreement

    class Params:
        sent = factory.Trait(state=AgreementState.SENT, sent_on=date(2026, 2, 25))
        signed = factory.Trait(
            state=AgreementState.SIGNED,
            sent_on=date(2026, 2, 25),
            signed_on=date(2026, 3, 2),
            signatories="la présidente de l’association",
            document=factory.LazyAttribute(
                lambda row: (
                    VersionFactory(
                        document__subject_kind="funding.grant", document__subject_id=str(row.grant.pk)
                    ).document
                )
            ),
            file_sha256="0" * 64,
        )

    grant = factory.SubFactory(GrantFactory, given=True)
    amount_cents = factory.LazyAttribute(lambda row: row.grant.amount_cents)
    last_on = factory.LazyAttribute(lambda row: row.grant.last_on)
    written_at = MOMENT


class ClauseFactory(factory.django.DjangoModelFactory):
    """A clause."""

    class Meta:
        model = Clause

    agreement = factory.SubFactory(AgreementFactory)
    position = factory.Sequence(lambda number: number + 1)
    title = "Objet"
    text = "La subvention sert son objet."


class DelegationFactory(factory.django.DjangoModelFactory):
    """Somebody who says that services are done, since 2024."""

    class Meta:
        model = Delegation

    person = factory.SubFactory(UserFactory)
    duty = DutyKind.CERTIFY
    starts_on = date(2024, 1, 1)
    source = "arrêté fictif"


def signing(duty: str, kind: str = RoleKind.OFFICER) -> User:
    """Make somebody of the team who has a delegation."""
    person = person_with(kind)
    DelegationFactory(person=person, duty=duty)
    return person


class AidLineFactory(factory.django.DjangoModelFactory):
    """10 000 € de minimis from another body."""

    class Meta:
        model = AidLine

    organization = factory.SubFactory(OrganizationFactory)
    giver = "Région fictive"
    granted_on = date(2025, 6, 1)
    cents = 1_000_000
    source = "attestation"
    written_at = MOMENT


class UndertakingFactory(factory.django.DjangoModelFactory):
    """A single undertaking without members."""

    class Meta:
        model = Undertaking

    name = factory.Sequence(lambda number: f"Groupe {number}")


class UndertakingMemberFactory(factory.django.DjangoModelFactory):
    """A structure of a group since 2025."""

    class Meta:
        model = UndertakingMember

    undertaking = factory.SubFactory(UndertakingFactory)
    organization = factory.SubFactory(OrganizationFactory)
    starts_on = date(2025, 1, 1)
    ground = "majorité des voix"


class ReportFactory(factory.django.DjangoModelFactory):
    """A report expected for 30 June 2027."""

    class Meta:
        model = Report

    grant = factory.SubFactory(GrantFactory, bound=True)
    organization = factory.LazyAttribute(lambda row: row.grant.shares.first().organization)
    closes_on = date(2026, 12, 31)
    due_on = date(2027, 6, 30)
    is_final = True
