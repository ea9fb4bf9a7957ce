"""An application is written step by step, without JavaScript or saved while it is written; confirmed; filed."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.delivery.calls_for_projects import services
from essaim.delivery.calls_for_projects.models import Application, Commitment, Confirmation, CoWriter, FieldWriting
from essaim.delivery.calls_for_projects.states import AnswerKind, ApplicationState
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with

from .factories import (
    ApplicationFactory,
    CoWriterFactory,
    EditionFactory,
    QuestionFactory,
    RequiredPieceFactory,
)

pytestmark = pytest.mark.django_db
ASSOCIATION = {"legal_category": "9220"}


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _step(found: Application, step: str) -> str:
    return reverse("calls_for_projects:application_write", args=[found.reference, step])


def _lines(prefix: str, *rows: dict[str, str]) -> dict[str, str]:
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows) + 1), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


@pytest.fixture
def draft() -> Application:
    """A draft under an edition in force that asks a question and another that depends on it."""
    edition = EditionFactory(in_force=True, starts_on=date(2020, 1, 1))
    QuestionFactory(edition=edition, code="habitants", answer_kind=AnswerKind.YES_NO, section="Le projet", position=1)
    QuestionFactory(
        edition=edition,
        code="comment",
        section="Le projet",
        position=2,
        shown_if_code="habitants",
        shown_if_answer="yes",
    )
    return services.start_draft(call=edition.call, actor=UserFactory(full_name="Camille Exemple"), now=timezone.now())


def test_whole_application_is_written_confirmed_and_filed(draft: Application) -> None:
    client = _client(draft.author)
    RequiredPieceFactory(edition=draft.edition, code="STATUTS")
    RequiredPieceFactory(edition=draft.edition, code="RIB", title="RIB", valid_months=12)

    def send(step: str, **data: object) -> None:
        answer = client.post(_step(draft, step), data)
        assert answer.status_code == 302, (step, answer.content.decode()[:3000])

    send("structure", applicant_name="Association d’exemple", legal_category="9220", created_on="2024-05-02")
    send("projet", title="Un jardin", summary="Des légumes", communes="59350\n59512", aid_type="start_up")
    send("questions-1", habitants="yes", comment="Au conseil")
    send("demande", requested_cents="1 500,50", non_financial=["premises"])
    lines = _lines("budget_expenses", {"account": "60", "label": "Terre", "cents": "2 000"})
    send("budget", **lines, **_lines("budget_income", {"account": "74", "cents": "1500,50"}))
    send("equipe", **_lines("posts", {"title": "Jardinier", "kind": "created", "etp": "0.5"}), **_lines("partners"))
    pieces = {piece.code: f"p{piece.pk}" for piece in draft.edition.pieces.all()}
    upload = io.BytesIO("Statuts signés".encode())
    upload.name = "statuts.txt"
    send("pieces", **{f"{pieces['STATUTS']}-file": upload, f"{pieces['RIB']}-absence": "La semaine prochaine"})
    send("engagements", agreed="on", signatory_name="Camille Exemple", signatory_quality="Présidente")
    page = client.get(_step(draft, "relecture")).content.decode()
    assert "Au conseil" in page
    send("relecture", confirm="1", name="Camille Exemple", quality="Présidente", agreed="on")
    send("relecture", file="1")

    draft.refresh_from_db()
    assert draft.state == ApplicationState.FILED
    assert (draft.requested_cents, draft.budget_cents, draft.non_financial) == (150_050, 200_000, ["premises"])
    assert [row.code for row in draft.communes.all()] == ["59350", "59512"]
    assert draft.answers["posts"]["value"] == [{"title": "Jardinier", "kind": "created", "etp": 0.5}]
    assert draft.pieces.get(code="STATUTS").document is not None
    assert Commitment.objects.get(application=draft).text_version == "décret n° 2021-1947"
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert client.get(_step(draft, "projet")).status_code == 302


@pytest.mark.parametrize("step", ["structure", "projet", "questions-1", "demande", "budget", "equipe", "relecture"])
def test_every_step_opens_with_few_queries(draft: Application, step: str, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(45):
        answer = _client(draft.author).get(_step(draft, step))

    assert answer.status_code == 200


def test_budget_without_a_line_is_not_said_to_be_balanced(draft: Application) -> None:
    client, said = _client(draft.author), "Tel qu’il est enregistré"
    Application.objects.filter(pk=draft.pk).update(answers={})

    assert said not in client.get(_step(draft, "budget")).content.decode()
    lines = {"value": [{"account": "60", "label": "Achats", "cents": 100}], "wording": "Dépenses", "version": 1}
    Application.objects.filter(pk=draft.pk).update(answers={"budget_expenses": lines})
    assert said in client.get(_step(draft, "budget")).content.decode()


def test_steps_that_are_not_there_lead_elsewhere(draft: Application) -> None:
    client = _client(draft.author)

    assert client.get(_step(draft, "ailleurs")).status_code == 404
    assert client.get(_step(draft, "pieces")).status_code == 302
    assert client.get(_step(draft, "engagements")).status_code == 302


def test_saved_while_it_is_written_keeps_what_can_be_read(draft: Application) -> None:
    answer = _client(draft.author).post(
        _step(draft, "projet"), {"title": "Un jardin", "communes": "Atlantide"}, headers={"X-Autosave": "1"}
    )

    assert answer.status_code == 200
    assert "Enregistré à" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.title, draft.communes.count()) == ("Un jardin", 0)
    assert FieldWriting.objects.get(application=draft, field="title").person == draft.author


def test_what_cannot_be_read_is_said_and_the_rest_is_kept(draft: Application) -> None:
    client = _client(draft.author)

    answer = client.post(_step(draft, "projet"), {"title": "Un jardin", "communes": "Atlantide"})
    assert (answer.status_code, "Atlantide" in answer.content.decode()) == (422, True)
    bad = _lines("budget_expenses", {"account": "60", "cents": "deux"}, {"account": "64", "cents": "10"})
    answer = client.post(_step(draft, "budget"), {**bad, **_lines("budget_income")})
    assert answer.status_code == 422
    half = _lines("budget_expenses", {"label": "Sans montant"})
    assert client.post(_step(draft, "budget"), {**half, **_lines("budget_income")}).status_code == 422
    draft.refresh_from_db()
    assert (draft.title, draft.budget_cents) == ("Un jardin", None)


def test_record_of_the_structure_fills_the_page_and_the_last_application_too(draft: Application) -> None:
    client = _client(draft.author)
    structure = OrganizationFactory(siren="120027016", kind="association", name="Association connue")
    ApplicationFactory(
        is_filed=True,
        author=draft.author,
        organization=structure,
        facts={"legal_category": "9260", "created_on": "2011-01-01"},
        signatory_name="Dominique Exemple",
    )

    assert client.post(_step(draft, "structure"), {"number": "130025265", "look_up": "1"}).status_code == 422
    assert client.post(_step(draft, "structure"), {"number": "12", "look_up": "1"}).status_code == 422
    assert client.post(_step(draft, "structure"), {"number": "120 027 016", "look_up": "1"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.organization, draft.applicant_name) == (structure, "Association connue")
    assert (draft.facts["created_on"], draft.signatory_name) == ("2011-01-01", "Dominique Exemple")
    assert client.post(_step(draft, "structure"), {"untie": "1"}).status_code == 302
    draft.refresh_from_db()
    assert draft.organization is None


def test_draft_follows_the_form_and_says_what_was_asked_before(draft: Application) -> None:
    client = _client(draft.author)
    client.post(_step(draft, "questions-1"), {"habitants": "yes", "comment": "Au conseil"})
    question = draft.edition.questions.get(code="comment")
    before = question.wording
    question.wording = "De quelle façon ?"
    question.save()
    services.publish_form(
        edition=draft.edition, actor=person_with(RoleKind.OFFICER), now=timezone.now(), note="Plus clair"
    )

    page = client.get(_step(draft, "questions-1")).content.decode()
    assert "De quelle façon ?" in page
    assert before in page
    client.post(_step(draft, "projet"), {"title": "Un jardin"})
    draft.refresh_from_db()
    assert (draft.form.number, draft.answers["comment"]["wording"], draft.answers["comment"]["version"]) == (
        2,
        before,
        1,
    )


def test_cowriter_joins_by_the_link_and_writes_under_their_own_name(
    draft: Application, django_capture_on_commit_callbacks
) -> None:
    client = _client(draft.author)
    address = reverse("calls_for_projects:cowriters", args=[draft.reference])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"email": "amie@example.org"}).status_code == 302
    link = next(word for word in mail.outbox[-1].body.split() if "ecrire-ensemble" in word)
    friend = UserFactory(full_name="Amie Exemple")

    path = "/" + link.split("/", 3)[3]
    assert _client(friend).get(draft.get_absolute_url()).status_code == 404
    assert _client(friend).get(path).status_code == 200
    assert _client(friend).post(path).status_code == 302
    assert _client(friend).post(path).status_code == 404
    _client(friend).post(_step(draft, "projet"), {"title": "À deux"})
    assert "Amie Exemple" in client.get(address).content.decode()
    row = CoWriter.objects.get(application=draft)
    assert client.post(reverse("calls_for_projects:cowriter_end", args=[draft.reference, row.pk])).status_code == 302
    assert _client(friend).get(draft.get_absolute_url()).status_code == 404


def test_legal_representative_confirms_by_the_link_and_again_after_a_change(
    draft: Application, django_capture_on_commit_callbacks
) -> None:
    client = _client(draft.author)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            _step(draft, "relecture"),
            {"ask": "1", "name": "Dominique Exemple", "quality": "Président", "email": "president@example.org"},
        )
    link = next(word for word in mail.outbox[-1].body.split() if "confirmer-un-dossier" in word)
    path = "/" + link.split("/", 3)[3]

    assert Client().get(path).status_code == 200
    assert Client().post(path).status_code == 200
    assert Client().get(path).status_code == 404
    confirmation = Confirmation.objects.get(application=draft)
    assert (confirmation.by_link, len(confirmation.digest)) == (True, 64)
    client.post(_step(draft, "projet"), {"title": "Autre titre"})
    draft.refresh_from_db()
    problems = services.problems_before_filing(draft, today=timezone.localdate())
    assert "confirmation" in [problem.code for problem in problems]


def test_piece_given_before_is_offered_again_and_one_too_old_is_refused(draft: Application) -> None:
    structure, today = OrganizationFactory(), timezone.localdate()
    required = RequiredPieceFactory(edition=draft.edition, code="RIB", valid_months=3)
    earlier = ApplicationFactory(author=draft.author, organization=structure, form=draft.form, number=50)
    content = io.BytesIO(b"Un RIB")
    given = services.give_piece(
        application=earlier,
        required=required,
        actor=draft.author,
        now=timezone.now(),
        content=content,
        file_name="rib.txt",
        dated_on=today,
    )
    services.take_record(application=draft, actor=draft.author, now=timezone.now(), organization=structure)
    client = _client(draft.author)

    upload = io.BytesIO(b"Un vieux RIB")
    upload.name = "rib.txt"
    old = {f"p{required.pk}-file": upload, f"p{required.pk}-date": "2020-01-01"}
    assert client.post(_step(draft, "pieces"), old).status_code == 422
    assert earlier.reference in client.get(_step(draft, "pieces")).content.decode()
    assert client.post(_step(draft, "pieces"), {f"p{required.pk}-reuse": "on"}).status_code == 302
    row = draft.pieces.get()
    assert (row.document, row.reused_from) == (given.document, given)


def test_others_neither_read_nor_write_it(draft: Application) -> None:
    other = _client(UserFactory())
    row = CoWriterFactory(application=draft)

    assert other.get(_step(draft, "projet")).status_code == 404
    assert other.post(_step(draft, "projet"), {"title": "x"}).status_code == 404
    assert other.post(reverse("calls_for_projects:cowriter_end", args=[draft.reference, row.pk])).status_code == 404
