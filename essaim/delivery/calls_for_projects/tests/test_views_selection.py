"""Pages of the selection: who reads which file, what is written, letters and sheets as documents."""

from __future__ import annotations

import io

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from essaim.delivery.calls_for_projects.models import (
    Allowance,
    Application,
    AppraisalNote,
    DecisionLetter,
    Interest,
    Score,
    SelectionFile,
    SelectionSession,
)
from essaim.delivery.calls_for_projects.queries import selection as queries
from essaim.delivery.calls_for_projects.services import decisions, letters
from essaim.delivery.calls_for_projects.services import selection as services
from essaim.delivery.calls_for_projects.states import SelectionState
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with

from .factories import ApplicationFactory, CommuneOpinionFactory, CriterionFactory, PartnerOpinionFactory
from .factories_selection import NOW, Stage, stage_of

pytestmark = pytest.mark.django_db


def _url(name: str, *arguments: object) -> str:
    return reverse(f"calls_for_projects:{name}", args=arguments)


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def stage() -> Stage:
    found = stage_of(2)
    found.prepare()
    found.allow(1_000_000)
    found.open()
    return found


@pytest.fixture
def officer(stage: Stage) -> Client:
    return _as(stage.officer)


def _told(stage: Stage) -> list[DecisionLetter]:
    """Grant the first file, refuse the others, freeze and tell."""
    first, *others = stage.files
    values = {"outcome": "granted", "nature": "subsidy", "granted_cents": 500_000, "year": 2026}
    decisions.decide_file(file=first, actor=stage.officer, now=NOW, **values)
    for file in others:
        values = {"outcome": "refused", "cited": ["C1"], "reason": "Un motif. " * 60}
        decisions.decide_file(file=file, actor=stage.officer, now=NOW, **values)
    assert stage.selection is not None
    decisions.freeze_selection(selection=stage.selection, actor=stage.officer, now=NOW)
    found = letters.notify_selection(selection=stage.selection, actor=stage.officer, now=NOW)
    stage.again()
    return found


def test_barred_member_is_refused_by_direct_address_and_elsewhere_reads(stage: Stage) -> None:
    member = stage.members[0]
    client = _as(member.person)
    barred, other = stage.files
    services.declare_interest(file=barred, seat=member.seat, actor=stage.officer, now=NOW, reason="Un intérêt")

    for name in ("selection_file", "selection_sheet", "file_score", "interest_declare"):
        assert client.get(_url(name, barred.pk)).status_code == 403, name
    for name in ("selection_file", "selection_sheet", "file_score"):
        assert client.get(_url(name, other.pk)).status_code == 200, name
    page = client.get(stage.selection.get_absolute_url()).content.decode()  # type: ignore[union-attr]
    assert barred.get_absolute_url() not in page
    assert other.get_absolute_url() in page
    listed = client.get(stage.selection.get_absolute_url() + "?export=csv")  # type: ignore[union-attr]
    assert str(barred) not in b"".join(listed.streaming_content).decode()
    assert client.post(_url("file_score", barred.pk), {}).status_code == 403


def test_strangers_and_those_who_applied_do_not_read_the_selection(stage: Stage) -> None:
    author = stage.applications[0].author
    for person in (UserFactory(), author, person_with(RoleKind.COMMUNE_REFERENT)):
        client = _as(person)
        assert client.get(stage.selection.get_absolute_url()).status_code == 403  # type: ignore[union-attr]
        assert client.get(stage.files[0].get_absolute_url()).status_code == 403
    assert _as(author).get(_url("selection_list")).status_code == 403
    assert _as(person_with(RoleKind.EVALUATOR)).get(stage.files[0].get_absolute_url()).status_code == 200


def test_pages_count_their_queries_whatever_the_number_of_files(django_assert_max_num_queries) -> None:
    large = stage_of(40)
    large.prepare()
    large.allow(20_000_000)
    large.open()
    values = {"outcome": "granted", "nature": "subsidy", "granted_cents": 500_000, "year": 2026}
    for file in large.files[:20]:
        decisions.decide_file(file=file, actor=large.officer, now=NOW, **values)
    member, kept_out = large.members[0], large.files[-1]
    services.declare_interest(file=kept_out, seat=member.seat, actor=large.officer, now=NOW, reason="Un intérêt")
    marks = {row.pk: 4 for row in queries.criteria_of(large.applications[0])}
    for file in large.files[:5]:
        services.score_file(file=file, seat=member.seat, actor=member.person, now=NOW, marks=marks)
    client = _as(large.officer)
    assert large.selection is not None
    for reader in (client, _as(member.person)):
        reader.get(large.selection.get_absolute_url())
        with django_assert_max_num_queries(15):
            page = reader.get(large.selection.get_absolute_url())
        assert len(page.context["table"].rows) >= 39
    with django_assert_max_num_queries(10):
        client.get(_url("selection_list"))
    with django_assert_max_num_queries(10):
        Client().get(_url("supported_list"))


@pytest.mark.parametrize("name", ["selection_list", "supported_list"])
def test_swaps_equal_reloads(officer: Client, stage: Stage, assert_swap_equals_reload, name: str) -> None:
    _told(stage)
    assert_swap_equals_reload(officer, _url(name))
    assert stage.selection is not None
    assert_swap_equals_reload(officer, stage.selection.get_absolute_url())


def test_the_team_prepares_a_selection_from_a_page() -> None:
    stage = stage_of(2)
    client = _as(stage.officer)
    data = {"call": stage.applications[0].call.pk, "session": stage.session.pk}
    assert client.get(_url("selection_create")).status_code == 200
    answer = client.post(_url("selection_create"), data)

    found = SelectionSession.objects.get()
    assert answer.headers["Location"] == found.get_absolute_url()
    assert SelectionFile.objects.count() == 2
    assert client.post(_url("selection_create"), data).status_code == 422
    ApplicationFactory(form=stage.applications[0].form, is_ready=True)
    assert client.get(_url("selection_take", found.pk)).status_code == 200
    client.post(_url("selection_take", found.pk))
    assert SelectionFile.objects.count() == 3
    allowance = {"year": "2026", "amount": "10 000", "act": stage.act.pk, "aid_type": "", "territory": ""}
    assert client.post(_url("allowance_add", found.pk), allowance).status_code in {302, 422}
    tie = {"mandate": stage.members[0].pk, "organization": stage.applications[0].organization.pk, "kind": "board"}
    client.post(_url("tie_declare", found.pk), tie)
    assert Interest.objects.get().file.application == stage.applications[0]
    client.post(_url("selection_interests", found.pk))
    client.post(_url("selection_cancel", found.pk), {"reason": "reportée"})
    found.refresh_from_db()
    assert found.state == SelectionState.CANCELLED
    assert client.get(_url("selection_cancel", found.pk)).status_code == 302


def test_a_member_marks_from_a_page_and_marks_come_back(stage: Stage) -> None:
    member, file = stage.members[0], stage.files[0]
    client = _as(member.person)
    heavy, light = queries.criteria_of(file.application)
    assert client.get(_url("file_score", file.pk)).status_code == 200
    client.post(_url("file_score", file.pk), {f"c{heavy.pk}": "4", f"c{light.pk}": "0", "comment": "Solide"})

    assert set(Score.objects.values_list("mark", flat=True)) == {4, 0}
    assert "Solide" in client.get(file.get_absolute_url()).content.decode()
    assert client.post(_url("file_score", file.pk), {f"c{heavy.pk}": "3"}).status_code == 422
    assert _as(stage.officer).get(_url("file_score", file.pk)).status_code == 403


def test_the_live_allocation_refuses_what_is_impossible_and_says_why(officer: Client, stage: Stage) -> None:
    file = stage.files[0]
    page = officer.get(_url("file_decide", file.pk)).content.decode()
    assert "10\u202f000\u00a0€" in page
    data = {"outcome": "granted", "nature": "subsidy", "granted": "9 000", "year": "2026"}
    over = officer.post(_url("file_decide", file.pk), data)
    assert over.status_code == 422
    assert "5\u202f000\u00a0€" in over.content.decode()
    no_money = officer.post(_url("file_decide", file.pk), {**data, "granted": "100", "year": "2031"})
    assert no_money.status_code == 422
    Allowance.objects.update(amount_cents=100_000)
    assert officer.post(_url("file_decide", file.pk), {**data, "granted": "1 000,01"}).status_code == 422
    officer.post(_url("file_decide", file.pk), {**data, "granted": "1 000"})
    file.refresh_from_db()
    assert file.granted_cents == 100_000

    undecided = officer.post(_url("selection_freeze", file.selection_id))
    assert undecided.status_code == 422
    assert str(stage.files[1]) in undecided.content.decode()
    officer.post(_url("file_decide", stage.files[1].pk), {"outcome": "refused", "cited": ["C1"], "reason": "Non"})
    officer.post(_url("selection_freeze", file.selection_id))
    officer.post(_url("selection_notify", file.selection_id))
    officer.post(_url("selection_notify", file.selection_id))
    assert SelectionSession.objects.get().state == SelectionState.NOTIFIED
    assert DecisionLetter.objects.count() == 2
    assert officer.get(_url("file_decide", file.pk)).status_code == 302


def test_sheet_has_two_pages_however_long_the_file_is(officer: Client, stage: Stage) -> None:
    file = stage.files[0]
    answers = {
        f"q{number}": {"value": "Une réponse très longue. " * 80, "wording": "Une question longue ? " * 8, "version": 1}
        for number in range(20)
    }
    Application.objects.filter(pk=file.application_id).update(summary="Un projet immense. " * 78, answers=answers)
    edition = file.application.edition
    for number in range(8):
        scale = [{"mark": mark, "wording": "Un repère qui n’en finit pas. " * 8} for mark in range(5)]
        CriterionFactory(edition=edition, code=f"L{number}", title="Un critère au long cours " * 7, scale=scale)
    AppraisalNote.objects.create(
        application=file.application,
        strengths="Beaucoup d’atouts. " * 150,
        concerns="Beaucoup de réserves. " * 130,
        proposal="Une proposition nuancée. " * 55,
        proposed_cents=400_000,
        written_by=stage.officer,
        written_at=NOW,
    )
    for number in range(6):
        given = {"state": "given", "sense": "reserved", "text": "Un avis détaillé. " * 150, "given_at": NOW}
        CommuneOpinionFactory(application=file.application, commune_code=f"5900{number}", **given)
        PartnerOpinionFactory(application=file.application, partner=f"Partenaire {number} " * 8, **given)
    page = officer.get(file.get_absolute_url()).content.decode()
    assert "Beaucoup d’atouts" in page
    assert "Un avis détaillé" in page
    for pk in (file.pk, stage.files[1].pk):
        answer = officer.get(_url("selection_sheet", pk))
        reader = PdfReader(io.BytesIO(answer.content))
        assert len(reader.pages) == 2
        assert str(reader.trailer["/Root"].get("/Lang", "")).startswith("fr")


def test_letters_are_documents_for_those_who_carry_the_file(officer: Client, stage: Stage) -> None:
    granted, refused = _told(stage)
    reader = PdfReader(io.BytesIO(officer.get(granted.get_absolute_url()).content))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "retenu" in text
    assert str(granted) in text

    author = _as(refused.file.application.author)
    letter = author.get(refused.get_absolute_url())
    assert letter["Content-Type"] == "application/pdf"
    assert author.get(granted.get_absolute_url()).status_code == 403
    panel = author.get(_url("application_selection_panel", refused.file.application_id), headers={"HX-Request": "true"})
    assert refused.get_absolute_url() in panel.content.decode()
    assert officer.get(_url("application_selection_panel", granted.file.application_id)).status_code == 200


def test_mails_leave_once(stage: Stage, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _told(stage)
    sent = len(mail.outbox)
    assert sent == 2
    assert stage.selection is not None
    with django_capture_on_commit_callbacks(execute=True):
        letters.notify_selection(selection=stage.selection, actor=stage.officer, now=NOW)
    assert len(mail.outbox) == sent


def test_only_what_was_decided_and_told_is_public(client: Client, stage: Stage) -> None:
    assert str(stage.applications[0].title) not in client.get(_url("supported_list")).content.decode()
    _told(stage)
    page = client.get(_url("supported_list")).content.decode()

    assert stage.applications[0].organization.name in page
    assert stage.applications[1].organization.name not in page
    (found,) = client.get("/api/v1/supported-projects?year=2026&commune=59350").json()["items"]
    assert (found["id"], found["granted_cents"], found["communes"]) == (str(stage.files[0]), 500_000, ["59350"])
    assert client.get("/api/v1/supported-projects?commune=59512").json()["items"] == []
    title = stage.applications[0].title.split()[0]
    assert len(client.get("/api/v1/supported-projects", {"q": title}).json()["items"]) == 1
    assert client.get("/api/v1/supported-projects", {"q": "introuvable"}).json()["items"] == []
    assert client.get("/api/v1/supported-projects", {"territory": "aucun"}).json()["items"] == []
    for kind in ("csv", "ods", "xlsx"):
        assert client.get(f"{_url('supported_list')}?export={kind}").status_code == 200


def test_interest_is_declared_from_a_page_and_history_is_kept(officer: Client, stage: Stage) -> None:
    file, member = stage.files[0], stage.members[1]
    client = _as(member.person)
    assert client.get(_url("interest_declare", file.pk)).status_code == 200
    client.post(_url("interest_declare", file.pk), {"seat": member.seat_id, "kind": "other", "reason": "Un proche"})
    assert client.get(file.get_absolute_url()).status_code == 403
    assert "Un proche" in officer.get(stage.selection.get_absolute_url()).content.decode()  # type: ignore[union-attr]
    assert officer.get(_url("selection_history", stage.selection.pk)).status_code == 200  # type: ignore[union-attr]
    allowance = Allowance.objects.get()
    officer.post(_url("allowance_edit", allowance.pk), {"amount": "2 000", "reason": "moins"})
    allowance.refresh_from_db()
    assert allowance.amount_cents == 200_000
