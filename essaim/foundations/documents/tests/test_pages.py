"""Pages of documents, as each person opens them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.documents import permissions, store, subjects
from essaim.foundations.documents.models import Document
from essaim.foundations.documents.states import DocumentState

from .conftest import Thing
from .factories import PDF, PNG, PROGRAM, DocumentFactory, VersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer_client(client: Client, writer: User) -> Client:
    client.force_login(writer)
    return client


def _send(client: Client, content: bytes, name: str, **values: str) -> HttpResponse:
    url = reverse("documents:deposit", args=["tests.thing", "1"])
    data = {"document-upload": SimpleUploadedFile(name, content), "document-purpose": "Suivi", **values}
    return client.post(url, data)


def _tag(person: User, django_assert_num_queries, count: int) -> str:
    request = RequestFactory().get("/")
    request.user = person
    template = Template('{% load documents %}{% documents "tests.thing" 1 %}')
    with django_assert_num_queries(count):
        return template.render(Context({"request": request}))


def test_writer_deposits_from_the_page_and_reads_the_document(writer_client: Client) -> None:
    answer = _send(writer_client, PDF, "rapport.pdf")

    document = Document.objects.get()
    assert answer["Location"] == document.get_absolute_url()
    page = writer_client.get(document.get_absolute_url()).content.decode()
    assert document.current.sha256 in page.replace("<wbr>", "")
    assert "Camille Écrit" in page


def test_refused_file_shows_its_reason_beside_the_field(writer_client: Client) -> None:
    answer = _send(writer_client, PROGRAM, "facture.pdf")

    assert answer.status_code == 422
    assert "facture.pdf" in answer.context["form"].errors["upload"][0]
    assert not Document.objects.exists()


def test_oversized_upload_is_refused_without_being_written_whole(writer_client: Client, settings) -> None:
    settings.ESSAIM_DOCUMENT_BYTES_MAX = 100_000
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000

    answer = _send(writer_client, PDF + b" " * 1_000_000, "rapport.pdf")

    assert answer.status_code == 422
    upload = answer.context["form"].files["document-upload"]
    assert 100_000 < upload.size < 250_000
    assert "rapport.pdf" in answer.context["form"].errors["upload"][0]


def test_empty_file_is_named_in_the_refusal(writer_client: Client) -> None:
    answer = _send(writer_client, b"", "vide.txt")

    assert "vide.txt" in answer.context["form"].errors["upload"][0]


def test_stranger_is_refused_with_the_reason(client: Client) -> None:
    client.force_login(UserFactory())

    answer = _send(client, PDF, "rapport.pdf")

    assert answer.status_code == 403
    assert "Pas la vôtre" in answer.content.decode()


def test_unknown_kind_of_thing_does_not_exist(writer_client: Client) -> None:
    assert writer_client.get(reverse("documents:deposit", args=["tests.other", "1"])).status_code == 404


def test_same_file_elsewhere_is_told(writer_client: Client, writer: User) -> None:
    VersionFactory(document__subject_id="1", document__title="Original", content=PNG)
    Document.objects.update(subject_kind="tests.gone")
    from essaim.foundations.documents import subjects

    subjects.register(
        subjects.Subject(
            "tests.gone",
            "Autre",
            can_read=lambda person, pk: None,
            can_write=lambda person, pk: None,
            url=lambda pk: "/",
            private_ids=lambda person: None,
        )
    )

    answer = _send(writer_client, PNG, "copie.png")

    shown = writer_client.get(answer["Location"]).content.decode()
    assert "Original" in shown


def test_file_leaves_as_an_attachment_of_its_checked_type(client: Client) -> None:
    version = VersionFactory(document__is_public=True, file_name="été <b>.pdf")

    answer = client.get(reverse("documents:file", args=[version.document_id]))

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%A9t%C3%A9")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == str(len(PDF))


def test_private_file_is_not_kept_by_caches(writer_client: Client) -> None:
    version = VersionFactory()

    answer = writer_client.get(reverse("documents:file", args=[version.document_id]))

    assert "no-store" in answer["Cache-Control"]
    answer.close()


@pytest.mark.parametrize("name", ["document", "file"])
def test_private_document_asks_to_sign_in_then_does_not_exist_for_strangers(client: Client, name: str) -> None:
    url = reverse(f"documents:{name}", args=[VersionFactory().document_id])

    assert client.get(url)["Location"].startswith("/compte/")
    client.force_login(UserFactory())
    assert client.get(url).status_code == 404


def test_older_version_is_not_for_everybody(client: Client, writer: User) -> None:
    document = VersionFactory(document__is_public=True).document
    VersionFactory(document=document, number=2, content=PNG)
    older = reverse("documents:version_file", args=[document.pk, 1])

    assert client.get(older).status_code == 302
    client.force_login(UserFactory())
    assert client.get(older).status_code == 404
    client.force_login(writer)
    assert b"".join(client.get(older).streaming_content) == PDF


def test_public_page_names_nobody(client: Client) -> None:
    version = VersionFactory(document__is_public=True, document__deposited_by__full_name="Jeanne Nommée")

    page = client.get(version.document.get_absolute_url()).content.decode()

    assert version.sha256 in page.replace("<wbr>", "")
    assert "Jeanne Nommée" not in page


def test_file_lost_by_the_store_is_said(client: Client) -> None:
    version = VersionFactory(document__is_public=True)
    store.remove(version.storage_key)

    answer = client.get(reverse("documents:file", args=[version.document_id]))

    assert answer.status_code == 503
    assert version.document.title in answer.content.decode()


def test_writer_replaces_changes_withdraws_and_restores(writer_client: Client) -> None:
    document = VersionFactory().document
    pages = {
        name: reverse(f"documents:{name}", args=[document.pk]) for name in ("replace", "change", "withdraw", "restore")
    }

    writer_client.post(
        pages["replace"], {"replace-upload": SimpleUploadedFile("photo.png", PNG), "replace-note": "Photo"}
    )
    writer_client.post(
        pages["change"], {"change-title": "Photo du lieu", "change-purpose": "Preuve", "change-is_public": "on"}
    )
    writer_client.post(pages["withdraw"], {"withdraw-reason": "Floue"})
    document.refresh_from_db()
    assert (document.title, document.state, document.current.number) == ("Photo du lieu", DocumentState.WITHDRAWN, 2)
    page = writer_client.get(document.get_absolute_url()).content.decode()
    assert "Floue" in page
    writer_client.post(pages["restore"], {"restore-keep_until": ""})

    document.refresh_from_db()
    assert document.state == DocumentState.KEPT


@pytest.mark.parametrize("name", ["replace", "change", "withdraw", "restore"])
def test_form_left_empty_is_shown_again(writer_client: Client, name: str) -> None:
    document = VersionFactory(document__withdrawn=name == "restore").document
    data = {"restore-keep_until": "2020-01-01"} if name == "restore" else {}

    answer = writer_client.post(reverse(f"documents:{name}", args=[document.pk]), data)

    assert answer.status_code == 422
    assert answer.context[f"{name}_form"].errors


@pytest.mark.parametrize("name", ["replace", "change", "withdraw", "restore"])
@pytest.mark.parametrize("data", [{}, {"withdraw-reason": "x", "restore-keep_until": ""}])
def test_stranger_cannot_change_what_everybody_reads(client: Client, name: str, data: dict[str, str]) -> None:
    document = VersionFactory(document__is_public=True).document
    client.force_login(UserFactory())

    assert client.post(reverse(f"documents:{name}", args=[document.pk]), data).status_code == 403
    document.refresh_from_db()
    assert document.state == DocumentState.KEPT


def test_erased_document_keeps_its_facts_and_offers_no_file(writer_client: Client) -> None:
    version = VersionFactory(document__erased=True)

    page = writer_client.get(version.document.get_absolute_url()).content.decode()

    assert version.sha256 in page.replace("<wbr>", "")
    assert reverse("documents:file", args=[version.document_id]) not in page


def test_list_shows_what_the_person_works_on_in_a_constant_number_of_queries(
    writer_client: Client, django_assert_max_num_queries
) -> None:
    url = reverse("documents:document_list")
    for number in range(3):
        VersionFactory(document__title=f"Pièce {number}")
    VersionFactory(document__subject_id="2", document__title="Étrangère")

    # Each room says in a query of its own which of its things this person works on.
    with django_assert_max_num_queries(12) as first:
        page = writer_client.get(url).content.decode()
    for number in range(3, 30):
        VersionFactory(document__title=f"Pièce {number}")
    with django_assert_max_num_queries(len(first)):
        writer_client.get(url)

    assert "Pièce 2" in page
    assert "Chose 1" in page
    assert "Étrangère" not in page


def test_list_is_searched_filtered_and_exported(writer_client: Client) -> None:
    VersionFactory(document__title="Convention")
    photo = VersionFactory(document__title="Photo", document__is_public=True, kind="png", content=PNG)
    url = reverse("documents:document_list")

    assert "Convention" not in writer_client.get(url, {"kind": "png"}).content.decode()
    assert "Photo" in writer_client.get(url, {"q": photo.sha256[:12]}).content.decode()
    assert "Convention" not in writer_client.get(url, {"public": "yes"}).content.decode()
    sheet = b"".join(writer_client.get(url, {"export": "csv"}).streaming_content).decode()
    assert photo.sha256 in sheet
    assert "Chose 1" in sheet


def test_tag_costs_one_query_to_somebody_without_account(django_assert_num_queries) -> None:
    VersionFactory(document__title="Public", document__is_public=True)
    VersionFactory(document__title="Privé")

    shown = _tag(AnonymousUser(), django_assert_num_queries, 1)

    assert "Public" in shown
    assert "Privé" not in shown
    assert "<form" not in shown


def test_tag_gives_writers_the_form_and_the_private_documents(writer: User, django_assert_num_queries) -> None:
    VersionFactory(document__title="Privé")

    shown = _tag(writer, django_assert_num_queries, 1)

    assert "Privé" in shown
    assert 'enctype="multipart/form-data"' in shown


def test_tag_says_that_there_is_nothing(thing: Thing, django_assert_num_queries) -> None:
    DocumentFactory(withdrawn=True)

    assert 'class="muted"' in _tag(UserFactory(), django_assert_num_queries, 1)


def _listed(person: User, django_assert_num_queries) -> str:
    request = RequestFactory().get("/")
    request.user = person
    template = Template(
        '{% load documents ui %}{% documents_by_thing "tests.thing" things as files %}{% for pk in things %}'
        "{% with own=files|item:pk %}({{ pk }}{% if own.may_deposit %} +{% endif %}{% documents_listed own %})"
        "{% endwith %}{% endfor %}"
    )
    with django_assert_num_queries(1):
        return template.render(Context({"request": request, "things": [1, 2]}))


def test_documents_of_several_things_follow_the_rules_of_each_in_one_query(
    writer: User, django_assert_num_queries
) -> None:
    for number in ("1", "2"):
        VersionFactory(document__subject_id=number, document__title=f"Public {number}", document__is_public=True)
        VersionFactory(document__subject_id=number, document__title=f"Privé {number}")

    of_writer, of_nobody = (_listed(person, django_assert_num_queries) for person in (writer, AnonymousUser()))

    first, second = of_writer.split("(2")
    assert "(1 +" in first
    assert "Public 1" in first
    assert "Privé 1" in first
    assert "Public 2" in second
    assert "Privé 2" not in second
    assert " +" not in second
    assert "Privé" not in of_nobody
    assert " +" not in of_nobody


def test_room_may_judge_all_the_things_of_a_page_at_once(writer: User) -> None:
    subject = subjects.subject_of("tests.thing")
    subjects.register(replace(subject, writable_ids=lambda person, object_ids: {"2"}))

    assert permissions.writable_among(writer, "tests.thing", ["1", "2"]) == {"2"}
    assert permissions.writable_among(AnonymousUser(), "tests.thing", ["2"]) == set()


class TestSlip:
    @pytest.fixture
    def administrator(self, client: Client) -> Client:
        client.force_login(person_with(RoleKind.ADMINISTRATOR))
        return client

    def test_lists_what_waits_for_the_archives_in_a_fixed_number_of_queries(
        self, administrator: Client, django_assert_max_num_queries
    ) -> None:
        for _number in range(30):
            VersionFactory(document__withdrawn=True)
        VersionFactory(document__title="Déjà accordé", document__agreed=True)

        with django_assert_max_num_queries(12):
            page = administrator.get(reverse("documents:slip")).content.decode()

        assert "Déjà accordé" not in page
        assert "Erreur de fichier" in page

    def test_is_a_file_to_send(self, administrator: Client) -> None:
        document = VersionFactory(document__withdrawn=True).document

        rows = administrator.get(reverse("documents:slip"), {"export": "csv"}).getvalue().decode()

        assert document.title in rows
        assert "Chose 1" in rows

    def test_agreement_is_recorded_from_its_page(self, administrator: Client) -> None:
        kept, gone = (VersionFactory(document__withdrawn=True).document for _number in range(2))

        assert kept.title in administrator.get(reverse("documents:agreement")).content.decode()
        answer = administrator.post(
            reverse("documents:agreement"),
            {"reference": "Bordereau 3", "agreed_on": "2026-03-10", "documents": [gone.pk]},
        )

        assert answer.status_code == 302
        assert set(Document.objects.without_agreement()) == {kept}
        page = administrator.get(reverse("documents:slip")).content.decode()
        assert "Bordereau 3" in page

    def test_agreement_of_a_day_to_come_is_refused_beside_its_field(self, administrator: Client) -> None:
        waiting = VersionFactory(document__withdrawn=True).document

        answer = administrator.post(
            reverse("documents:agreement"),
            {"reference": "Bordereau 3", "agreed_on": "2999-01-01", "documents": [waiting.pk]},
        )

        assert answer.status_code == 422
        assert "agreed_on" in answer.context["form"].errors

    def test_is_closed_to_others(self, client: Client) -> None:
        client.force_login(person_with(RoleKind.OFFICER))

        assert client.get(reverse("documents:slip")).status_code == 403
        assert client.post(reverse("documents:agreement")).status_code == 403
