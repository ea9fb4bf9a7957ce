"""Documents follow who reads and who steers the policy's objects."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.documents import queries
from essaim.foundations.documents.models import Document
from essaim.foundations.documents.permissions import can_deposit, can_read, can_read_private
from essaim.foundations.documents.services import deposit_document
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.states import PersonRole

from .factories import ActFactory, ActionFactory, PersonInActionFactory, PlanFactory

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        },
    }


def _attach(kind: str, pk: int, actor: User, *, is_public: bool = False) -> Document:
    return deposit_document(
        subject_kind=kind,
        subject_id=str(pk),
        actor=actor,
        content=io.BytesIO(PDF),
        file_name="annexe.pdf",
        purpose="Annexe",
        is_public=is_public,
        now=MOMENT,
    )


def _kind_and_pk(name: str) -> tuple[str, int]:
    made = {"act": ActFactory, "plan": PlanFactory, "action": ActionFactory}[name]()
    return f"action_plan.{name}", made.pk


@pytest.mark.parametrize("name", ["act", "plan", "action"])
def test_team_attaches_and_others_do_not(name: str) -> None:
    kind, pk = _kind_and_pk(name)

    document = _attach(kind, pk, person_with(RoleKind.OFFICER))

    assert can_read(person_with(RoleKind.ADMINISTRATOR), document)
    for role in (RoleKind.ELECTED_OFFICIAL, RoleKind.EVALUATOR, RoleKind.SUPPORT):
        assert not can_read(person_with(role), document)
        with pytest.raises(NotAllowed):
            _attach(kind, pk, person_with(role))


@pytest.mark.parametrize("name", ["act", "plan", "action"])
def test_thing_that_does_not_exist_has_no_document(name: str) -> None:
    officer = person_with(RoleKind.OFFICER)

    for missing in ("0", "999999", "x"):
        assert not can_deposit(officer, f"action_plan.{name}", missing)


def test_pilot_and_deputy_attach_to_their_action_only() -> None:
    part = PersonInActionFactory()
    deputy = PersonInActionFactory(action=part.action, role=PersonRole.DEPUTY).person
    other = ActionFactory(open=True)

    document = _attach("action_plan.action", part.action.pk, part.person)

    assert can_read(deputy, document)
    assert not can_deposit(part.person, "action_plan.action", str(other.pk))
    assert not can_read_private(part.person, "action_plan.action", str(other.pk))
    assert list(queries.documents_in_reach(deputy)) == [document]
    assert list(queries.documents_in_reach(UserFactory())) == []


def test_list_and_each_document_follow_one_rule() -> None:
    """What a person finds in the list is what they may read one by one, for every kind of person."""
    officer = person_with(RoleKind.OFFICER)
    part = PersonInActionFactory()
    documents = [_attach(*_kind_and_pk(name), officer) for name in ("act", "plan", "action")]
    documents.append(_attach("action_plan.action", part.action.pk, officer))

    for person in (officer, part.person, UserFactory(), person_with(RoleKind.ELECTED_OFFICIAL)):
        listed = set(queries.documents_in_reach(person))
        assert listed == {document for document in documents if can_read(person, document)}


def test_public_document_of_a_draft_plan_is_not_public() -> None:
    officer = person_with(RoleKind.OFFICER)
    draft = PlanFactory(draft=True)

    document = _attach("action_plan.plan", draft.pk, officer, is_public=True)

    assert not can_read(UserFactory(), document)
    assert can_read(officer, document)


def test_closed_plan_still_takes_a_document_and_its_actions_do_not() -> None:
    officer = person_with(RoleKind.OFFICER)
    plan = PlanFactory(closed=True)
    action = ActionFactory(axis__plan=plan)

    assert can_deposit(officer, "action_plan.plan", str(plan.pk))
    assert not can_deposit(officer, "action_plan.action", str(action.pk))


def test_plan_of_another_authority_is_only_read() -> None:
    foreign = PlanFactory(origin_siren="244400404", origin_name="Nantes Métropole")

    assert not can_deposit(person_with(RoleKind.OFFICER), "action_plan.plan", str(foreign.pk))


def test_pages_show_public_documents_to_residents_and_the_form_to_the_team(client: Client) -> None:
    officer = person_with(RoleKind.OFFICER)
    action = ActionFactory(open=True)
    pages = [action.get_absolute_url(), action.plan.get_absolute_url(), action.plan.founding_act.get_absolute_url()]
    things = [
        ("action_plan.action", action.pk),
        ("action_plan.plan", action.plan.pk),
        ("action_plan.act", action.plan.founding_act.pk),
    ]
    for kind, pk in things:
        Document.objects.filter(pk=_attach(kind, pk, officer, is_public=True).pk).update(title=f"Annexe {kind}")

    for page, (kind, _pk) in zip(pages, things, strict=True):
        shown = client.get(page).content.decode()
        assert f"Annexe {kind}" in shown
        assert "multipart/form-data" not in shown
    client.force_login(officer)
    for page in [*pages, reverse("action_plan:steering", args=[action.plan.slug, action.number])]:
        assert "multipart/form-data" in client.get(page).content.decode()


def test_deposit_from_the_page_of_an_action_comes_back_to_the_document(client: Client) -> None:
    action: Action = ActionFactory(open=True)
    client.force_login(person_with(RoleKind.OFFICER))

    answer = client.post(
        reverse("documents:deposit", args=["action_plan.action", action.pk]),
        {"document-upload": SimpleUploadedFile("bilan.pdf", PDF), "document-purpose": "Suivi"},
    )

    document = Document.objects.get()
    assert answer["Location"] == document.get_absolute_url()
    page = client.get(answer["Location"]).content.decode()
    assert action.get_absolute_url() in page
    assert f"{action.plan.slug} – {action}" in page


def test_purged_document_leaves_the_page_of_its_act(client: Client) -> None:
    from essaim.foundations.documents.services import purge_documents

    act = ActFactory()
    document = _attach("action_plan.act", act.pk, person_with(RoleKind.OFFICER), is_public=True)
    Document.objects.filter(pk=document.pk).update(keep_until=date(2026, 4, 1), title="Annexe 7")
    assert "Annexe 7" in client.get(act.get_absolute_url()).content.decode()

    purge_documents(now=datetime(2026, 4, 1, 2, tzinfo=UTC))

    assert "Annexe 7" not in client.get(act.get_absolute_url()).content.decode()
