"""Smallest valid objects of the room."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory

from essaim.delivery.calls_for_projects.models import (
    Application,
    ApplicationCommune,
    Call,
    CommuneOpinion,
    Confirmation,
    CoWriter,
    Criterion,
    Edition,
    EditionAction,
    ExampleFile,
    FormVersion,
    Instalment,
    Parameter,
    PartnerOpinion,
    Question,
    RequiredPiece,
    Rule,
)
from essaim.delivery.calls_for_projects.schema import build_schema
from essaim.delivery.calls_for_projects.services.carrying import token_digest
from essaim.delivery.calls_for_projects.states import AnswerKind, ApplicationState, EditionState, RuleKind, Topic
from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.steering.action_plan.tests.factories import ActionFactory

MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)


class CallFactory(factory.django.DjangoModelFactory):
    """A call without edition."""

    class Meta:
        model = Call

    slug = factory.Sequence(lambda number: f"appel-{number}")
    name = factory.Sequence(lambda number: f"Appel {number}")


class EditionFactory(factory.django.DjangoModelFactory):
    """A draft without rules; in force since 2024 as a trait."""

    class Meta:
        model = Edition

    class Params:
        in_force = factory.Trait(state=EditionState.IN_FORCE, starts_on=date(2024, 1, 1))
        closed = factory.Trait(state=EditionState.CLOSED, starts_on=date(2021, 1, 1), ends_on=date(2024, 1, 1))

    call = factory.SubFactory(CallFactory)
    code = factory.Sequence(lambda number: f"edition-{number}")
    title = factory.Sequence(lambda number: f"Édition {number}")


class RuleFactory(factory.django.DjangoModelFactory):
    """A ceiling of 30 000 €."""

    class Meta:
        model = Rule

    edition = factory.SubFactory(EditionFactory)
    position = factory.Sequence(lambda number: number + 1)
    code = factory.Sequence(lambda number: f"R{number}")
    kind = RuleKind.CEILING
    wording = "30 000 € au plus par projet"
    parameters = factory.LazyFunction(lambda: {"cents": 3_000_000})
    source_note = "règlement"


class ParameterFactory(factory.django.DjangoModelFactory):
    """A form of the aid."""

    class Meta:
        model = Parameter

    edition = factory.SubFactory(EditionFactory)
    topic = Topic.AID_FORM
    text = "Une subvention ponctuelle"
    source_note = "règlement"


class RequiredPieceFactory(factory.django.DjangoModelFactory):
    """A piece asked of everybody."""

    class Meta:
        model = RequiredPiece

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence(lambda number: f"P{number}")
    title = "Statuts"


class QuestionFactory(factory.django.DjangoModelFactory):
    """A question that is answered in a line."""

    class Meta:
        model = Question

    edition = factory.SubFactory(EditionFactory)
    position = factory.Sequence(lambda number: number + 1)
    code = factory.Sequence(lambda number: f"q{number}")
    wording = "À quel besoin le projet répond-il ?"
    answer_kind = AnswerKind.LINE


class CriterionFactory(factory.django.DjangoModelFactory):
    """A criterion with two marks."""

    class Meta:
        model = Criterion

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence(lambda number: f"C{number}")
    title = "Réponse à un besoin"
    weight = 2
    scale = factory.LazyFunction(lambda: [{"mark": 0, "wording": "rien"}, {"mark": 4, "wording": "tout"}])


class InstalmentFactory(factory.django.DjangoModelFactory):
    """An advance of 70 %."""

    class Meta:
        model = Instalment

    edition = factory.SubFactory(EditionFactory)
    title = "Avance"
    share_permille = 700


class ExampleFileFactory(factory.django.DjangoModelFactory):
    """An association of 2020 that asks for a start-up aid."""

    class Meta:
        model = ExampleFile

    edition = factory.SubFactory(EditionFactory)
    title = factory.Sequence(lambda number: f"Exemple {number}")
    facts = factory.LazyFunction(lambda: {"as_of": "2026-03-02", "legal_category": "9220", "aid_type": "start_up"})


class EditionActionFactory(factory.django.DjangoModelFactory):
    """An edition in force that carries out an action."""

    class Meta:
        model = EditionAction

    edition = factory.SubFactory(EditionFactory, in_force=True)
    action = factory.SubFactory(ActionFactory)


class FormVersionFactory(factory.django.DjangoModelFactory):
    """A form without questions of its own."""

    class Meta:
        model = FormVersion

    edition = factory.SubFactory(EditionFactory, in_force=True)
    number = 1
    schema = factory.LazyFunction(lambda: build_schema([]))
    published_at = MOMENT


class ApplicationFactory(factory.django.DjangoModelFactory):
    """A draft that lacks nothing; filed, found complete or ready as traits."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    class Params:
        is_filed = factory.Trait(state=ApplicationState.FILED, filed_at=MOMENT)
        is_incomplete = factory.Trait(state=ApplicationState.INCOMPLETE, filed_at=MOMENT)
        is_complete = factory.Trait(state=ApplicationState.COMPLETE, filed_at=MOMENT, completed_at=MOMENT)
        is_ready = factory.Trait(state=ApplicationState.READY, filed_at=MOMENT, completed_at=MOMENT, ready_at=MOMENT)

    form = factory.SubFactory(FormVersionFactory)
    edition = factory.LazyAttribute(lambda row: row.form.edition)
    call = factory.LazyAttribute(lambda row: row.edition.call)
    number = factory.Sequence(lambda number: number + 1)
    reference = factory.LazyAttribute(lambda row: f"{row.call.slug}-{row.number}")
    author = factory.SubFactory(UserFactory)
    applicant_name = "Association d’exemple"
    title = "Un projet d’exemple"
    aid_type = "start_up"
    requested_cents = 500_000
    budget_cents = 2_000_000
    answers = factory.LazyFunction(
        lambda: {
            "budget_expenses": {
                "value": [{"account": "60", "label": "Achats", "cents": 2_000_000}],
                "wording": "Dépenses",
                "version": 1,
            }
        }
    )
    started_at = MOMENT
    saved_at = MOMENT

    @factory.post_generation
    def in_commune(self, create: bool, extracted: str | None, **_options: object) -> None:
        """Take place in Lille, or where it is said."""
        if create and extracted != "":
            ApplicationCommuneFactory(application=self, code=extracted or "59350")


class ApplicationCommuneFactory(factory.django.DjangoModelFactory):
    """Lille."""

    class Meta:
        model = ApplicationCommune

    application = factory.SubFactory(ApplicationFactory, in_commune="")
    code = "59350"
    name = "Lille"


class CoWriterFactory(factory.django.DjangoModelFactory):
    """Somebody invited to write a draft; the link is the token."""

    class Meta:
        model = CoWriter

    class Params:
        token = factory.Sequence(lambda number: f"jeton-{number}")
        joined = factory.Trait(person=factory.SubFactory(UserFactory), joined_at=MOMENT, token_digest="")

    application = factory.SubFactory(ApplicationFactory)
    email = factory.Sequence(lambda number: f"coauteur{number}@example.org")
    token_digest = factory.LazyAttribute(lambda row: token_digest(row.token))
    invited_by = factory.LazyAttribute(lambda row: row.application.author)
    invited_at = MOMENT


class ConfirmationFactory(factory.django.DjangoModelFactory):
    """A confirmation that is asked for; the link is the token."""

    class Meta:
        model = Confirmation

    class Params:
        token = factory.Sequence(lambda number: f"jeton-{number}")

    application = factory.SubFactory(ApplicationFactory)
    name = "Camille Exemple"
    quality = "Présidente"
    email = "presidente@example.org"
    token_digest = factory.LazyAttribute(lambda row: token_digest(row.token))
    asked_by = factory.LazyAttribute(lambda row: row.application.author)
    asked_at = MOMENT


class CommuneOpinionFactory(factory.django.DjangoModelFactory):
    """The opinion of Lille on an application that was filed, asked and awaited."""

    class Meta:
        model = CommuneOpinion

    application = factory.SubFactory(ApplicationFactory, is_filed=True)
    commune_code = "59350"
    commune_name = "Lille"
    asked_by = factory.SubFactory(UserFactory)
    asked_at = MOMENT
    due_on = date(2026, 4, 1)


class PartnerOpinionFactory(factory.django.DjangoModelFactory):
    """The opinion of a partner on an application that was filed, asked and awaited; the link is the token."""

    class Meta:
        model = PartnerOpinion

    class Params:
        token = factory.Sequence(lambda number: f"jeton-{number}")

    application = factory.SubFactory(ApplicationFactory, is_filed=True)
    partner = "Réseau d’exemple"
    email = "reseau@example.org"
    token_digest = factory.LazyAttribute(lambda row: token_digest(row.token))
    question = "Qu’en pensez-vous ?"
    asked_by = factory.SubFactory(UserFactory)
    asked_at = MOMENT
    due_on = date(2026, 4, 1)
