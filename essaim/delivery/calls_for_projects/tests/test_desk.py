"""The team marks, asks once for all that is missing, asks communes and partners; silence is recorded; decided is frozen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from essaim.delivery.calls_for_projects import queries, reminders, services
from essaim.delivery.calls_for_projects.models import Application, Check, CommuneOpinion, MissingRequest, PartnerOpinion
from essaim.delivery.calls_for_projects.states import ApplicationState, OpinionSense, OpinionState
from essaim.ecosystem.organizations.services import merge_organizations
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.notifications.models import Notification
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import NotAllowed

from .factories import ApplicationFactory, CommuneOpinionFactory, EditionActionFactory, PartnerOpinionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
DECIDED = [ApplicationState.GRANTED, ApplicationState.REFUSED]


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def referent() -> User:
    return person_with(RoleKind.COMMUNE_REFERENT)


def _url(name: str, found: Application) -> str:
    return reverse(f"calls_for_projects:{name}", args=[found.reference])


def test_marks_then_one_list_is_sent_and_shown_to_who_applied(officer: User) -> None:
    found = ApplicationFactory(is_filed=True)
    client = _client(officer)

    assert client.get(_url("application_check", found)).status_code == 200
    assert client.post(_url("application_check", found), {"field-title-mark": "wrong"}).status_code == 422
    marks = {"field-title-mark": "wrong", "field-title-note": "Plus court", "field-applicant_name-mark": "right"}
    assert client.post(_url("application_check", found), marks).status_code == 302
    assert Check.objects.filter(application=found).count() == 2
    answer = client.post(_url("missing_send", found), {"due_on": "2030-01-01", "message": "Merci"})
    assert answer.status_code == 302
    assert MissingRequest.objects.get(application=found).items == [
        {"kind": "field", "code": "title", "label": "Titre du projet", "note": "Plus court"}
    ]
    page = _client(found.author).get(found.get_absolute_url()).content.decode()
    assert "Plus court" in page
    told = Notification.objects.get(recipient=found.author)
    assert "Plus court" in told.body
    # It is sent once: nothing more can be sent until it is answered.
    assert client.post(_url("missing_send", found), {"due_on": "2030-01-01"}).status_code == 302
    assert MissingRequest.objects.filter(application=found).count() == 1


def test_commune_gives_its_opinion_and_its_silence_is_recorded(officer: User, referent: User) -> None:
    found = ApplicationFactory(is_filed=True, officer=officer)
    rows = services.ask_communes(application=found, actor=officer, now=NOW)
    assert [row.commune_code for row in rows] == ["59350"]
    assert services.ask_communes(application=found, actor=officer, now=NOW) == []
    assert Notification.objects.filter(recipient=referent).count() == 1
    assert list(queries.awaited_opinions_of(referent)) == rows

    late = NOW + timedelta(days=22)
    assert services.record_silences(actor=SystemActor("nuit"), now=late) == 1
    assert services.record_silences(actor=SystemActor("nuit"), now=late) == 0
    row = CommuneOpinion.objects.get()
    assert (row.state, queries.count_opinions([row]).silent) == (OpinionState.SILENT, 1)
    client = _client(referent)
    address = reverse("calls_for_projects:commune_opinion", args=[row.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"sense": ""}).status_code == 422
    assert client.post(address, {"sense": "reserved", "text": "Sous conditions"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.sense, row.given_by) == (OpinionState.GIVEN, "reserved", referent)
    [rate] = queries.opinion_rates()
    assert (rate.asked, rate.received, rate.silent) == (1, 1, 0)


def test_referent_of_elsewhere_neither_reads_nor_gives(referent: User) -> None:
    row = CommuneOpinionFactory(commune_code="59512", commune_name="Roubaix")

    assert _client(referent).get(reverse("calls_for_projects:commune_opinion", args=[row.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        services.give_commune_opinion(opinion=row, actor=referent, now=NOW, sense="favourable")


@pytest.mark.parametrize("state", DECIDED)
def test_opinions_are_frozen_once_it_is_decided(state: ApplicationState, officer: User, referent: User) -> None:
    found = ApplicationFactory(is_ready=True, state=state)
    commune = CommuneOpinionFactory(application=found)
    PartnerOpinionFactory(application=found, token="jeton")

    with pytest.raises(services.OpinionsFrozen):
        services.give_commune_opinion(opinion=commune, actor=referent, now=NOW, sense="favourable")
    with pytest.raises(services.OpinionsFrozen):
        services.give_partner_opinion(token="jeton", now=NOW, sense="favourable", text="")
    with pytest.raises(services.OpinionsFrozen):
        services.ask_communes(application=found, actor=officer, now=NOW)
    with pytest.raises(NotAllowed):
        services.write_note(application=found, actor=officer, now=NOW, proposal="Autre")
    assert (
        Client()
        .post(reverse("calls_for_projects:partner_opinion", args=["jeton"]), {"sense": "favourable"})
        .status_code
        == 409
    )
    assert services.record_silences(actor=SystemActor("nuit"), now=NOW + timedelta(days=99)) == 0


def test_partner_is_asked_and_answers_by_the_link(officer: User, django_capture_on_commit_callbacks) -> None:
    found = ApplicationFactory(is_filed=True)
    data = {"partner": "Réseau", "email": "reseau@example.org", "question": "Utile ?", "due_on": "2030-01-01"}
    with django_capture_on_commit_callbacks(execute=True):
        assert _client(officer).post(_url("partner_ask", found), data).status_code == 302
    link = next(word for word in mail.outbox[-1].body.split() if "avis-d-un-partenaire" in word)
    path = "/" + link.split("/", 3)[3]

    assert Client().get(path).status_code == 200
    assert Client().post(path, {"sense": "favourable", "text": "Oui"}).status_code == 302
    assert PartnerOpinion.objects.get().sense == "favourable"
    assert Client().post(path, {"sense": "unfavourable", "text": "Non"}).status_code == 302
    assert PartnerOpinion.objects.get().text == "Non"
    assert Client().get(reverse("calls_for_projects:partner_opinion", args=["rien"])).status_code == 404


def test_application_is_given_to_somebody_of_the_team_who_is_told(officer: User) -> None:
    found, other = ApplicationFactory(is_filed=True), person_with(RoleKind.OFFICER)

    services.assign_officer(application=found, actor=officer, now=NOW, officer=other)
    assert Notification.objects.filter(recipient=other).count() == 1
    with pytest.raises(ValidationError):
        services.assign_officer(application=found, actor=officer, now=NOW, officer=found.author)
    assert list(queries.files_to_look_at(other)) == [found]
    assert list(queries.files_to_look_at(officer)) == []
    assert _client(officer).post(_url("application_assign", found), {"officer": officer.pk}).status_code == 302


def test_application_written_by_hand_is_tied_to_the_record_of_its_structure(officer: User) -> None:
    found = ApplicationFactory(is_filed=True, applicant_name="Les Cuisines du quartier")
    record = OrganizationFactory(name="Les cuisines du quartier")

    page = _client(officer).get(_url("structure_name", found))
    assert page.context["form"]["organization"].initial == record.pk
    with pytest.raises(NotAllowed):
        services.name_structure(application=found, actor=found.author, now=NOW, organization=record)
    with pytest.raises(ValidationError):
        services.name_structure(application=ApplicationFactory(), actor=officer, now=NOW, organization=record)
    assert _client(officer).post(_url("structure_name", found), {"organization": record.pk}).status_code == 302

    found.refresh_from_db()
    assert found.organization == record
    assert found.applicant_name == "Les Cuisines du quartier"
    assert _url("structure_name", found) not in _client(officer).get(found.get_absolute_url()).content.decode()


def test_not_ready_while_an_opinion_is_awaited(officer: User) -> None:
    found = ApplicationFactory(is_complete=True)
    services.write_note(application=found, actor=officer, now=NOW, proposal="Accorder")
    CommuneOpinionFactory(application=found, due_on=date(2026, 3, 20))

    with pytest.raises(services.NotReadyForCommittee) as refused:
        services.mark_ready(application=found, actor=officer, now=NOW)
    assert "Lille" in refused.value.lacks[0]
    services.mark_ready(application=found, actor=officer, now=NOW + timedelta(days=11))


def test_list_of_opinions_is_that_of_ones_communes(
    officer: User, referent: User, django_assert_max_num_queries
) -> None:
    CommuneOpinionFactory()
    CommuneOpinionFactory(commune_code="59512", commune_name="Roubaix")
    address = reverse("calls_for_projects:opinion_list")

    client = _client(officer)
    with django_assert_max_num_queries(10):
        page = client.get(address).content.decode()
    assert "Roubaix" in page
    page = _client(referent).get(address).content.decode()
    assert ("Lille" in page, "Roubaix" in page) == (True, False)
    assert _client(person_with(RoleKind.ELECTED_OFFICIAL)).get(address).status_code == 403


@pytest.mark.parametrize("move", ["withdraw_application", "declare_inadmissible"])
def test_nobody_waits_for_opinions_on_what_goes_no_further(officer: User, move: str) -> None:
    found = ApplicationFactory(is_filed=True)
    asked = CommuneOpinionFactory(application=found)
    silent = CommuneOpinionFactory(application=found, commune_code="59512", state=OpinionState.SILENT)
    answer = {"state": OpinionState.GIVEN, "sense": OpinionSense.FAVOURABLE, "text": "Oui", "given_at": NOW}
    given = CommuneOpinionFactory(application=found, commune_code="59378", **answer)
    partner, elsewhere = PartnerOpinionFactory(application=found), CommuneOpinionFactory()

    getattr(services, move)(application=found, actor=officer, now=NOW, reason="Règle EL9")

    rows = (asked, silent, given, partner, elsewhere)
    for row in rows:
        row.refresh_from_db()
    gone = OpinionState.WITHDRAWN
    assert [row.state for row in rows] == [gone, gone, OpinionState.GIVEN, gone, OpinionState.ASKED]


def test_applications_follow_a_structure_that_is_merged(officer: User) -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    found = ApplicationFactory(is_filed=True, organization=duplicate)

    merge_organizations(kept=kept, duplicate=duplicate, actor=officer, now=NOW, reason="doublon")

    found.refresh_from_db()
    assert found.organization == kept


def test_draft_nobody_wrote_in_for_two_years_is_emptied() -> None:
    found = ApplicationFactory(summary="Un texte", signatory_email="a@example.org")
    recent = ApplicationFactory()
    Application.objects.filter(pk=found.pk).update(saved_at=NOW - timedelta(days=800))

    assert services.forget_old_drafts(actor=SystemActor("nuit"), now=NOW) == 1
    found.refresh_from_db()
    recent.refresh_from_db()
    assert (found.state, found.answers, found.summary, found.signatory_email) == ("withdrawn", {}, "", "")
    assert recent.state == ApplicationState.DRAFT


def test_panels_show_what_the_reader_may_read(officer: User) -> None:
    link = EditionActionFactory()
    structure = OrganizationFactory()
    found = ApplicationFactory(is_filed=True, organization=structure, form__edition=link.edition)
    names = ("organization_panel", structure.pk), ("action_applications_panel", link.action_id)

    for name, pk in names:
        address = reverse(f"calls_for_projects:{name}", args=[pk])
        assert found.title in _client(officer).get(address).content.decode()
        assert found.title not in Client().get(address).content.decode()


def test_referents_and_carriers_are_reminded_until_it_is_done(officer: User, referent: User) -> None:
    opinion = CommuneOpinionFactory(due_on=date(2026, 4, 1))
    found = ApplicationFactory(is_filed=True)
    services.mark(application=found, actor=officer, now=NOW, marks=[("field", "title", "Titre", False, "Plus court")])
    services.ask_for_missing(application=found, actor=officer, now=NOW)

    [awaited] = reminders.opinions_awaited(NOW)
    assert (awaited.recipient, awaited.starts_on) == (referent, date(2026, 3, 25))
    assert "Lille" in str(awaited.subject)
    [to_answer] = reminders.lists_to_answer(NOW)
    assert to_answer.recipient == found.author
    assert found.reference in str(to_answer.body)
    services.give_commune_opinion(opinion=opinion, actor=referent, now=NOW, sense="favourable")
    services.withdraw_application(application=found, actor=found.author, now=NOW)
    assert list(reminders.opinions_awaited(NOW)) == []
    assert list(reminders.lists_to_answer(NOW)) == []
