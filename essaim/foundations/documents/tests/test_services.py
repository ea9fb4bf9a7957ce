"""Deposits, versions, retention: what services write, and what they refuse."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.audit_trail.verification import verify as verify_trail
from essaim.foundations.documents import inspection, permissions, queries, services, store
from essaim.foundations.documents.models import Document, EliminationAgreement, Version
from essaim.foundations.documents.states import DocumentState
from essaim.foundations.primitives.decisions import NotAllowed

from .conftest import Thing
from .factories import MOMENT, PDF, PNG, PROGRAM, DocumentFactory, VersionFactory

pytestmark = pytest.mark.django_db
OTHER_PDF = PDF.replace(b"1.7", b"1.4")


def _deposit(actor: User, content: bytes = PDF, name: str = "rapport.pdf", **values: object) -> Document:
    values = {"subject_kind": "tests.thing", "subject_id": "1", "purpose": "Suivi", "now": MOMENT, **values}
    return services.deposit_document(actor=actor, content=io.BytesIO(content), file_name=name, **values)


def test_deposit_keeps_the_file_its_facts_and_the_operation(writer: User) -> None:
    document = _deposit(writer, keep_until=date(2027, 1, 1))

    assert (document.title, document.state, document.is_public) == ("rapport", DocumentState.KEPT, False)
    with store.open_file(document.current.storage_key) as content:
        assert content.read() == PDF
    entry = Entry.objects.get(verb="document.deposited")
    assert (entry.actor_label, entry.details) == ("Camille Écrit", {"sha256": document.current.sha256})
    assert verify_trail().holds


def test_key_in_the_store_says_nothing_of_the_file(writer: User) -> None:
    document = _deposit(writer, name="Dupont Jeanne.pdf")

    assert document.current.storage_key.startswith("2026/")
    assert "upont" not in document.current.storage_key
    assert ".pdf" not in document.current.storage_key


def test_somebody_the_subject_refuses_cannot_deposit() -> None:
    with pytest.raises(NotAllowed, match="Pas la vôtre"):
        _deposit(UserFactory())

    assert list(store.list_keys()) == []


def test_refused_file_leaves_nothing_behind(writer: User) -> None:
    with pytest.raises(inspection.ContentMismatch):
        _deposit(writer, PROGRAM)

    assert not Document.objects.exists()
    assert list(store.list_keys()) == []


def test_row_that_does_not_hold_takes_its_file_back(writer: User) -> None:
    with pytest.raises(ValidationError):
        _deposit(writer, purpose=" ")

    assert list(store.list_keys()) == []


def test_day_that_is_past_is_refused(writer: User) -> None:
    with pytest.raises(ValidationError):
        _deposit(writer, keep_until=MOMENT.date())


def test_same_file_for_the_same_thing_is_told(writer: User) -> None:
    document = _deposit(writer)

    with pytest.raises(services.AlreadyKept) as told:
        _deposit(writer, name="autre-nom.pdf")

    assert told.value.document == document


def test_new_version_counts_and_the_older_stays(writer: User) -> None:
    document = _deposit(writer)

    version = services.replace_file(
        document=document, actor=writer, content=io.BytesIO(PNG), file_name="plan.png", note="Photo", now=MOMENT
    )

    assert document.current == version
    assert [(row.number, row.kind) for row in document.versions.all()] == [(2, "png"), (1, "pdf")]
    assert len(list(store.list_keys())) == 2


def test_version_that_changes_nothing_is_told(writer: User) -> None:
    document = _deposit(writer)

    with pytest.raises(services.AlreadyKept):
        services.replace_file(
            document=document, actor=writer, content=io.BytesIO(PDF), file_name="rapport.pdf", now=MOMENT
        )

    assert len(list(store.list_keys())) == 1


def test_public_document_is_read_as_its_subject_and_private_one_by_who_works_on_it(writer: User, thing: Thing) -> None:
    stranger = UserFactory()
    private = DocumentFactory()
    public = DocumentFactory(is_public=True)

    assert [bool(permissions.can_read(person, private)) for person in (writer, stranger)] == [True, False]
    assert permissions.can_read(stranger, public)
    thing.is_open = False
    assert not permissions.can_read(stranger, public)


def test_withdrawn_document_leaves_the_public(writer: User) -> None:
    document = VersionFactory(document__is_public=True).document

    services.withdraw_document(document=document, actor=writer, reason="Mauvais fichier", now=MOMENT)

    document.refresh_from_db()
    assert not permissions.can_read(UserFactory(), document)
    assert permissions.can_read(writer, document)
    assert queries.shown_documents("tests.thing", "1", with_private=True) == []
    assert document.erase_on == date(2026, 4, 9)


def test_withdrawal_says_why(writer: User) -> None:
    with pytest.raises(ValidationError):
        services.withdraw_document(document=DocumentFactory(), actor=writer, reason=" ", now=MOMENT)


def test_withdrawn_document_cannot_be_changed_and_erased_one_cannot_come_back(writer: User) -> None:
    with pytest.raises(NotAllowed):
        services.replace_file(
            document=DocumentFactory(withdrawn=True),
            actor=writer,
            content=io.BytesIO(PDF),
            file_name="a.pdf",
            now=MOMENT,
        )
    with pytest.raises(NotAllowed):
        services.restore_document(document=DocumentFactory(erased=True), actor=writer, keep_until=None, now=MOMENT)


def test_change_keeps_what_it_was_in_the_history(writer: User) -> None:
    document = _deposit(writer)

    services.update_document(
        document=document,
        actor=writer,
        title="Rapport 2026",
        purpose="Preuve",
        keep_until=None,
        is_public=True,
        now=MOMENT,
        reason="Adopté",
    )

    assert document.pgh_event_model.objects.filter(pgh_obj_id=document.pk, title="rapport").exists()
    assert Entry.objects.get(verb="document.updated").reason == "Adopté"


def _agree(
    document: Document, day: date, actor: User | None = None, now: datetime | None = None
) -> EliminationAgreement:
    return services.record_agreement(
        documents=[document.pk],
        reference=" Bordereau 12 ",
        agreed_on=day,
        actor=actor or person_with(RoleKind.ADMINISTRATOR),
        now=now or datetime.combine(day, MOMENT.timetz()),
    )


class TestPurge:
    def _purge(self, day: date, **options: bool) -> services.PurgeReport:
        return services.purge_documents(now=datetime.combine(day, MOMENT.timetz()), **options)

    def test_document_past_its_day_is_withdrawn_then_erased_once_the_archives_agreed(self) -> None:
        version = VersionFactory(document__keep_until=date(2026, 6, 1))
        document = version.document

        assert self._purge(date(2026, 5, 31)).withdrawn == ()
        assert self._purge(date(2026, 6, 1)).withdrawn == ((document.pk, document.title),)
        assert self._purge(date(2026, 6, 30)).erased == ()
        waiting = self._purge(date(2026, 7, 1))
        assert (waiting.erased, waiting.waiting) == ((), ((document.pk, document.title),))
        assert store.sha256_of(version.storage_key) == version.sha256
        _agree(document, date(2026, 7, 2))
        report = self._purge(date(2026, 7, 2))

        assert report.waiting == ()
        assert (report.erased, report.removed_count) == (((document.pk, document.title),), 1)
        version.refresh_from_db()
        document.refresh_from_db()
        assert (document.state, version.file_name) == (DocumentState.ERASED, "")
        assert list(store.list_keys()) == []

    def test_restored_document_stays(self, writer: User) -> None:
        version = VersionFactory(document__keep_until=date(2026, 6, 1))
        self._purge(date(2026, 6, 1))
        later = date(2026, 6, 20)

        services.restore_document(
            document=version.document,
            actor=writer,
            keep_until=date(2028, 1, 1),
            now=datetime.combine(later, MOMENT.timetz()),
        )

        self._purge(date(2026, 8, 1))
        version.document.refresh_from_db()
        assert version.document.state == DocumentState.KEPT
        assert store.sha256_of(version.storage_key) == version.sha256

    def test_dry_run_says_the_same_and_changes_nothing(self) -> None:
        version = VersionFactory(document__agreed=True)
        waiting = DocumentFactory(withdrawn=True)
        leaving = DocumentFactory(keep_until=date(2026, 4, 1))
        before = list(Document.objects.order_by("pk").values())

        report = self._purge(date(2026, 4, 9), is_dry_run=True)

        assert [pk for pk, _title in report.withdrawn] == [leaving.pk]
        assert [pk for pk, _title in report.erased] == [version.document_id]
        assert [pk for pk, _title in report.waiting] == [waiting.pk]
        assert report.removed_count == 1
        assert list(Document.objects.order_by("pk").values()) == before

    def test_file_the_store_keeps_is_tried_again(self, monkeypatch) -> None:
        version = VersionFactory(document__agreed=True)

        def refuse(key: str) -> None:
            raise OSError

        with monkeypatch.context() as patch:
            patch.setattr(store, "remove", refuse)
            assert self._purge(date(2026, 4, 9)).failed_count == 1
        assert self._purge(date(2026, 4, 10)).removed_count == 1
        version.refresh_from_db()
        assert version.removed_at is not None

    def test_purge_is_in_the_trail_as_nobody(self) -> None:
        DocumentFactory(keep_until=date(2026, 4, 1))

        self._purge(date(2026, 4, 1))

        entry = Entry.objects.get(verb="document.withdrawn")
        assert entry.actor_id == "system:documents purge"
        assert verify_trail().holds

    def test_name_of_the_file_is_nowhere_after_it_is_erased(self, writer: User) -> None:
        document = _deposit(writer, name="Jeanne Dupont.pdf", title="Avis")
        services.withdraw_document(document=document, actor=writer, reason="Fin", now=MOMENT)
        _agree(document, MOMENT.date())

        self._purge(MOMENT.date() + timedelta(days=31))

        kept = [*Version.objects.values(), *Version.pgh_event_model.objects.values(), *Entry.objects.values()]
        assert "Dupont" not in str(kept)


class TestAgreement:
    def test_is_recorded_by_an_administrator_with_its_reference_and_day(self) -> None:
        document = DocumentFactory(withdrawn=True)

        agreement = _agree(document, date(2026, 4, 2))

        document.refresh_from_db()
        assert document.agreement == agreement
        assert (agreement.reference, agreement.agreed_on) == ("Bordereau 12", date(2026, 4, 2))
        assert Entry.objects.get(verb="agreement.recorded").details == {"documents": [document.pk]}
        assert Entry.objects.get(verb="document.agreed").reason == "Bordereau 12"

    def test_nobody_else_records_one(self, writer: User) -> None:
        for actor in (writer, person_with(RoleKind.OFFICER)):
            with pytest.raises(NotAllowed):
                _agree(DocumentFactory(withdrawn=True), date(2026, 4, 2), actor=actor)

    def test_covers_what_waits_for_one_only(self) -> None:
        for document in (DocumentFactory(), DocumentFactory(agreed=True), DocumentFactory(erased=True)):
            with pytest.raises(ValidationError):
                _agree(document, date(2026, 4, 2))

    def test_is_not_of_a_day_to_come(self) -> None:
        with pytest.raises(ValidationError):
            _agree(DocumentFactory(withdrawn=True), date(2026, 4, 2), now=MOMENT)

    def test_is_forgotten_when_the_document_is_restored(self, writer: User) -> None:
        document = DocumentFactory(agreed=True)

        services.restore_document(document=document, actor=writer, keep_until=None, now=MOMENT)

        document.refresh_from_db()
        assert document.agreement is None


def test_person_is_given_the_list_of_what_they_deposited(writer: User) -> None:
    _deposit(writer)
    VersionFactory()

    given = queries.deposits_of(writer)

    assert [(row["document"], row["file_name"]) for row in given] == [("rapport", "rapport.pdf")]
