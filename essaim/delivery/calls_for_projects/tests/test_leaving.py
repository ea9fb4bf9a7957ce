"""What is kept of people who carry applications: given to them, made nameless, handed over when they leave."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from essaim.delivery.calls_for_projects import handover, personal, queries, services
from essaim.delivery.calls_for_projects.models import FieldWriting
from essaim.delivery.calls_for_projects.states import ApplicationState
from essaim.foundations.accounts.handover import all_handovers
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.ui.thread import walk

from .factories import ApplicationFactory, CoWriterFactory, EditionActionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


def test_person_takes_away_what_they_wrote() -> None:
    draft = ApplicationFactory(signatory_email="a@example.org")
    services.save_draft(application=draft, actor=draft.author, now=NOW, title="Un titre")

    told = personal.export(draft.author)

    assert isinstance(told, dict)
    assert told["applications"][0]["reference"] == draft.reference
    assert told["fields_written"][0][:2] == [draft.reference, "title"]


def test_person_who_is_erased_leaves_no_address() -> None:
    row = CoWriterFactory(joined=True)
    services.save_draft(application=row.application, actor=row.person, now=NOW, title="Un titre")

    personal.erase(person=row.person, now=NOW)

    row.refresh_from_db()
    assert row.email.endswith("@exemple.invalid")
    assert row.ended_at == NOW
    assert not FieldWriting.objects.filter(person=row.person).exists()


def test_applications_carried_and_appraised_are_handed_over() -> None:
    officer, successor, carrier = person_with(RoleKind.OFFICER), person_with(RoleKind.OFFICER), UserFactory()
    found = ApplicationFactory(is_filed=True, author=carrier, officer=officer)
    ApplicationFactory(is_filed=True, author=carrier, state=ApplicationState.WITHDRAWN, ended_at=NOW)

    assert [duty.key for duty in handover.carried_by(carrier)] == [str(found.pk)]
    assert [duty.key for duty in handover.appraised_by(officer)] == [str(found.pk)]
    given = {"key": str(found.pk), "actor": successor, "now": NOW, "reason": "départ"}
    handover.transfer_appraised(person=officer, successor=successor, **given)
    handover.transfer_carried(person=carrier, successor=successor, **given)
    found.refresh_from_db()
    assert (found.officer, found.author) == (successor, successor)
    with pytest.raises(NotAllowed):
        services.hand_over(application=found, successor=carrier, actor=carrier, now=NOW, reason="x")


def test_duties_are_registered() -> None:
    kinds = {row.kind for row in all_handovers()}

    assert {"calls_for_projects.carried", "calls_for_projects.appraised"} <= kinds


def test_thread_leads_from_an_action_to_its_applications_for_the_team_alone() -> None:
    link = EditionActionFactory()
    found = ApplicationFactory(is_filed=True, form__edition=link.edition)
    officer = person_with(RoleKind.OFFICER)

    def met(person: object) -> set[str]:
        return {
            step.bead.key
            for step in walk("action", str(link.action_id), person).after
            if step.bead.kind == "application"
        }

    assert met(officer) == {found.reference}
    assert met(person_with(RoleKind.ORGANIZATION_MEMBER)) == set()


def test_search_finds_what_the_reader_may_read() -> None:
    found = ApplicationFactory(is_filed=True, search_key="un jardin a roubaix")
    words = ["jardin", "roubaix"]

    def read(person: object) -> list[object]:
        return list(queries.found_applications(words, person=person, today=NOW.date()))

    assert read(person_with(RoleKind.OFFICER)) == [found]
    assert read(found.author) == [found]
    assert read(UserFactory()) == []
