"""The pages of files: from the sheet sent back to the change undone, and from one instance to another."""

from __future__ import annotations

import io
import json

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.tests.factories import RoleGrantFactory, UserFactory
from essaim.foundations.territory.tests.factories import AuthorityFactory, EpciIdentifierFactory
from essaim.steering.action_plan import bundle
from essaim.steering.action_plan.models import BulkChange, Plan

from .factories import ActionFactory, AxisFactory, PlanFactory

pytestmark = pytest.mark.django_db
HEADER = "Action number,Action title,Axis number"


@pytest.fixture(autouse=True)
def _english(client: Client) -> object:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def officer(client: Client) -> User:
    person = RoleGrantFactory(person__language="en").person
    client.force_login(person)
    return person


@pytest.fixture
def plan() -> Plan:
    found = PlanFactory(slug="2022-2026")
    axis = AxisFactory(plan=found, number=1)
    for number in (1, 2):
        ActionFactory(axis=axis, number=number, title=f"Action numéro {number}")
    return found


@pytest.fixture
def authority() -> str:
    return EpciIdentifierFactory(epci=AuthorityFactory().epci).siren


def _send(client: Client, content: bytes, name: str = "plan.csv"):
    plan = Plan.objects.get(slug="2022-2026")
    return client.post(
        reverse("action_plan:sheet_upload", args=["2022-2026"]),
        {"file": SimpleUploadedFile(name, content), "source": plan.source_id},
    )


def test_sheet_goes_out_comes_back_is_seen_written_and_undone(plan: Plan, officer: User, client: Client) -> None:
    sent = _send(client, f"{HEADER}\n1,Titre neuf,1\n".encode())
    change = BulkChange.objects.get()
    preview = client.get(sent["Location"])
    fingerprint = preview.context["diff"].fingerprint

    client.post(reverse("action_plan:bulk_apply", args=[change.pk]), {"fingerprint": fingerprint})
    written = plan.actions.get(number=1).title
    done = client.get(sent["Location"]).content.decode()
    client.post(reverse("action_plan:bulk_undo", args=[change.pk]))

    assert "Titre neuf" in preview.content.decode()
    assert written == "Titre neuf"
    assert "Undo this change" in done
    assert plan.actions.get(number=1).title == "Action numéro 1"


def test_stale_preview_writes_nothing_and_says_so(plan: Plan, officer: User, client: Client) -> None:
    sent = _send(client, f"{HEADER}\n1,Titre neuf,1\n".encode())

    answer = client.post(
        reverse("action_plan:bulk_apply", args=[BulkChange.objects.get().pk]), {"fingerprint": "vieux"}, follow=True
    )

    assert answer.redirect_chain[-1][0] == sent["Location"]
    assert "changed since you looked" in answer.content.decode()
    assert plan.actions.get(number=1).title == "Action numéro 1"


def test_row_in_error_is_shown_with_its_mend_and_no_button(plan: Plan, officer: User, client: Client) -> None:
    sent = _send(client, f"{HEADER}\nun,Titre,1\n".encode())

    page = client.get(sent["Location"]).content.decode()

    assert "Write a whole number" in page
    assert "fingerprint" not in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "not a spreadsheet"),
        (b"Action number,Titre\n1,x", "columns are missing"),
        (b"Action number,Action title\n", "no row"),
        (b"a," * 3_000_000, "over 5 MB"),
    ],
)
def test_wrong_file_is_refused_with_a_sentence(
    content: bytes, words: str, plan: Plan, officer: User, client: Client
) -> None:
    answer = _send(client, content)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not BulkChange.objects.exists()


def test_many_actions_are_edited_by_their_boxes(plan: Plan, officer: User, client: Client) -> None:
    answer = client.post(
        reverse("action_plan:bulk_edit", args=["2022-2026"]),
        {"numbers": ["1", "2"], "plain_summary": "En clair", "reason": "Clarté"},
    )

    assert client.get(answer["Location"]).context["diff"].fingerprint
    assert len(client.get(answer["Location"]).context["diff"].changes) == 2


@pytest.mark.parametrize(
    "values",
    [
        {"reason": "Clarté", "plain_summary": "x"},
        {"numbers": ["1"], "reason": "Clarté"},
        {"numbers": ["1"], "plain_summary": "x"},
        {"numbers": ["1"], "reason": "Clarté", "communes_added": "Lille"},
        {"numbers": ["9"], "reason": "Clarté", "plain_summary": "x"},
    ],
)
def test_edit_that_is_not_complete_comes_back(
    values: dict[str, object], plan: Plan, officer: User, client: Client
) -> None:
    answer = client.post(reverse("action_plan:bulk_edit", args=["2022-2026"]), values)

    assert answer.status_code == 422
    assert "Something must be mended" in answer.content.decode()


def test_list_of_changes_keeps_its_queries(plan: Plan, officer: User, client: Client) -> None:
    for _number in range(5):
        _send(client, f"{HEADER}\n1,Titre neuf,1\n".encode())

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse("action_plan:bulk_list", args=["2022-2026"]))

    assert answer.context["total"] == 5
    assert len(asked) <= 9


@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx"])
def test_everybody_takes_the_sheet_away(kind: str, plan: Plan, client: Client) -> None:
    answer = client.get(reverse("action_plan:plan_files", args=["2022-2026"]), {"export": kind})

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="plan-2022-2026.{kind}"'


def test_public_page_of_files_offers_no_form(plan: Plan, client: Client) -> None:
    page = client.get(reverse("action_plan:plan_files", args=["2022-2026"])).content.decode()

    assert "multipart" not in page
    assert "etat.pdf" in page


def test_report_is_a_pdf_in_the_language_asked(plan: Plan, authority: str, client: Client) -> None:
    answer = client.get(reverse("action_plan:plan_report", args=["2022-2026"]), {"langue": "en"})

    assert answer["Content-Type"] == "application/pdf"
    assert PdfReader(io.BytesIO(answer.content)).trailer["/Root"]["/Lang"] == "en"


def test_document_leaves_and_another_name_brings_it_in(
    plan: Plan, authority: str, officer: User, client: Client
) -> None:
    content = client.get(reverse("action_plan:plan_bundle", args=["2022-2026"])).content

    answer = client.post(
        reverse("action_plan:plan_exchange"),
        {"file": SimpleUploadedFile("plan.json", content), "slug": "copie"},
        follow=True,
    )

    copy = Plan.objects.get(slug="copie")
    assert copy.origin_siren == authority
    assert answer.status_code == 200
    assert client.get(reverse("action_plan:plan_bundle", args=["copie"])).content == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "not JSON text"),
        (b'{"format": "essaim-plan/9"}', "essaim-plan/9"),
        (b"{}", "does not name the format"),
        (b'{"format": "essaim-plan/1"}', "Missing"),
        (b" " * (bundle.FILE_BYTES_MAX + 1), "over 5 MB"),
    ],
)
def test_wrong_document_is_refused_with_a_sentence(content: bytes, words: str, officer: User, client: Client) -> None:
    answer = client.post(
        reverse("action_plan:plan_exchange"), {"file": SimpleUploadedFile("plan.json", content), "slug": ""}
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_foreign_plan_is_read_by_the_team_alone_withdrawn_and_shown_again(
    plan: Plan, authority: str, officer: User, client: Client
) -> None:
    content = client.get(reverse("action_plan:plan_bundle", args=["2022-2026"])).content
    client.post(
        reverse("action_plan:plan_exchange"), {"file": SimpleUploadedFile("plan.json", content), "slug": "copie"}
    )
    page = reverse("action_plan:plan", args=["copie"])

    to_team, to_public = client.get(page).status_code, Client().get(page).status_code
    client.post(reverse("action_plan:foreign_withdraw", args=["copie"]))
    withdrawn = client.get(page).status_code
    exchange = client.get(reverse("action_plan:plan_exchange")).content.decode()
    client.post(reverse("action_plan:foreign_restore", args=["copie"]))

    assert (to_team, to_public) == (200, 404)
    assert withdrawn == 404
    assert "Show again" in exchange
    assert client.get(page).status_code == 200


def test_foreign_plan_says_once_that_it_is_only_read_and_takes_no_question(
    plan: Plan, authority: str, officer: User, client: Client
) -> None:
    content = client.get(reverse("action_plan:plan_bundle", args=["2022-2026"])).content
    client.post(
        reverse("action_plan:plan_exchange"), {"file": SimpleUploadedFile("plan.json", content), "slug": "copie"}
    )

    for page, ask in (
        (reverse("action_plan:plan", args=["copie"]), reverse("action_plan:ask_plan", args=["copie"])),
        (reverse("action_plan:action", args=["copie", 1]), reverse("action_plan:ask_action", args=["copie", 1])),
    ):
        text = client.get(page).content.decode()
        assert text.count("it is only read here") == 1
        assert ask not in text
        assert " disabled>" not in text
        assert client.get(ask).status_code == 403


def test_document_of_a_plan_is_refused_until_the_authority_is_set_up(plan: Plan, client: Client) -> None:
    answer = client.get(reverse("action_plan:plan_bundle", args=["2022-2026"]))

    assert answer.status_code == 409
    assert "authority" in answer.content.decode()


def test_two_plans_stand_side_by_side(plan: Plan, client: Client) -> None:
    PlanFactory(slug="2015-2020", name="Plan précédent")

    answer = client.get(reverse("action_plan:plan_compare"), {"a": "2022-2026", "b": "2015-2020"})
    page = answer.content.decode()

    assert "Plan précédent" in page
    assert "Action numéro 2" in page


def test_unknown_plan_cannot_be_compared(plan: Plan, client: Client) -> None:
    draft = PlanFactory(draft=True)

    answer = client.get(reverse("action_plan:plan_compare"), {"a": "2022-2026", "b": draft.slug})

    assert answer.status_code == 422


def test_draft_is_made_from_a_plan(plan: Plan, officer: User, client: Client) -> None:
    values = {"slug": "2027-2032", "name": "Suite", "starts_on": "2027-01-01", "ends_on": "2033-01-01"}

    taken = client.post(reverse("action_plan:plan_duplicate", args=["2022-2026"]), {**values, "slug": "2022-2026"})
    made = client.post(reverse("action_plan:plan_duplicate", args=["2022-2026"]), values)

    assert taken.status_code == 422
    assert made["Location"] == "/plans/2027-2032/"


def test_schema_is_public(client: Client) -> None:
    answer = client.get(reverse("action_plan:bundle_schema"))

    assert json.loads(answer.getvalue()) == bundle.schema()


@pytest.mark.parametrize("name", ["bulk_edit", "bulk_list", "plan_duplicate"])
def test_pages_of_the_team_are_closed_to_others(name: str, plan: Plan, client: Client) -> None:
    client.force_login(UserFactory())

    assert client.get(reverse(f"action_plan:{name}", args=["2022-2026"])).status_code == 403
