"""Members without an account read and mark files by their personal link; an interest bars them all the same."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from essaim.delivery.calls_for_projects.models import Interest, Score, SelectionFile
from essaim.delivery.calls_for_projects.queries import selection as queries
from essaim.delivery.calls_for_projects.services import selection as services
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.steering.committees import links
from essaim.steering.committees.models import Mandate, Session
from essaim.steering.committees.states import SessionState
from essaim.steering.committees.tests.factories import MandateFactory

from .factories_selection import BEFORE, NOW, Stage, stage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    found = stage_of(2)
    found.prepare()
    found.open()
    return found


@pytest.fixture
def member(stage: Stage) -> Mandate:
    """A member of that day without an account, who left an address."""
    college = stage.members[0].seat.college
    return MandateFactory(seat__college=college, person=None, person_name="Nina", email="nina@example.org")


def _url(stage: Stage, member: Mandate, name: str = "seat_selection", **arguments: object) -> str:
    token = links.token_of(member, stage.session)
    return reverse(f"calls_for_projects:{name}", kwargs={"token": token, **arguments})


def _marks(file: SelectionFile, *marks: int) -> dict[str, object]:
    criteria = queries.criteria_of(file.application)
    return {f"c{row.pk}": str(mark) for row, mark in zip(criteria, marks, strict=True)} | {"comment": "Solide"}


def test_file_is_read_and_marked_by_link(stage: Stage, member: Mandate, client: Client) -> None:
    file = stage.files[0]

    listed = client.get(_url(stage, member))
    assert listed.content.decode().count("Pas encore noté") == 2
    assert listed["Referrer-Policy"] == "no-referrer"
    page = client.get(_url(stage, member, "seat_file", pk=file.pk))
    assert _url(stage, member, "seat_score", pk=file.pk) in page.content.decode()
    assert file.application.get_absolute_url() not in page.content.decode()
    answer = client.post(_url(stage, member, "seat_score", pk=file.pk), _marks(file, 4, 0))

    assert answer.headers["Location"] == _url(stage, member, "seat_file", pk=file.pk)
    assert list(Score.objects.order_by("pk").values_list("seat", "mark")) == [(member.seat_id, 4), (member.seat_id, 0)]
    assert Entry.objects.filter(verb="score.given", actor_id=f"mandate:{member.pk}").count() == 2
    assert "Noté par vous" in client.get(_url(stage, member)).content.decode()
    again = client.get(_url(stage, member, "seat_score", pk=file.pk)).content.decode()
    assert again.count(" checked") == 2
    assert client.post(_url(stage, member, "seat_score", pk=file.pk), _marks(file, 99, 0)).status_code == 422
    sheet = client.get(_url(stage, member, "seat_sheet", pk=file.pk))
    assert len(PdfReader(io.BytesIO(sheet.content)).pages) <= 2


def test_interest_bars_the_link_by_its_very_address(stage: Stage, member: Mandate, client: Client) -> None:
    barred, other = stage.files
    services.declare_interest(file=barred, seat=member.seat, actor=stage.officer, now=NOW, reason="Un intérêt")

    for name in ("seat_file", "seat_sheet", "seat_score", "seat_interest"):
        assert client.get(_url(stage, member, name, pk=barred.pk)).status_code == 403
    assert client.post(_url(stage, member, "seat_score", pk=barred.pk), _marks(barred, 4, 4)).status_code == 403
    with pytest.raises(NotAllowed):
        services.score_file_by_link(file=barred, mandate=member, now=NOW, marks={})
    assert not Score.objects.exists()
    page = client.get(_url(stage, member)).content.decode()
    assert _url(stage, member, "seat_file", pk=barred.pk) not in page
    assert _url(stage, member, "seat_file", pk=other.pk) in page


def test_member_keeps_out_by_link_and_marks_count_no_longer(stage: Stage, member: Mandate, client: Client) -> None:
    file = stage.files[0]
    client.post(_url(stage, member, "seat_score", pk=file.pk), _marks(file, 4, 4))
    assert queries.grades_of(stage.files)[file.pk].seats == 1

    values = {"kind": "other", "reason": "Un intérêt"}
    assert client.get(_url(stage, member, "seat_interest", pk=file.pk)).status_code == 200
    assert client.post(_url(stage, member, "seat_interest", pk=file.pk), {"kind": "other"}).status_code == 422
    assert client.post(_url(stage, member, "seat_interest", pk=file.pk), values).status_code == 302

    assert Interest.objects.get().seat_id == member.seat_id
    stage.again()
    assert queries.grades_of(stage.files)[file.pk].seats == 0
    assert client.get(_url(stage, member, "seat_file", pk=file.pk)).status_code == 403


def test_link_opens_its_own_session_only(stage: Stage, member: Mandate, client: Client) -> None:
    other = stage_of(1)
    other.prepare()
    file = stage.files[0]

    assert client.get(_url(stage, member, "seat_file", pk=other.files[0].pk)).status_code == 404
    address = _url(stage, member, "seat_file", pk=file.pk)
    assert client.get(address.replace("siege/", "siege/9")).status_code == 404
    Mandate.objects.filter(pk=member.pk).update(email="autre@example.org")
    assert client.get(address).status_code == 404
    with pytest.raises(NotAllowed):
        services.score_file_by_link(file=other.files[0], mandate=member, now=NOW, marks={})


def test_nothing_is_marked_once_the_session_is_over(stage: Stage, member: Mandate, client: Client) -> None:
    Session.objects.filter(pk=stage.session.pk).update(state=SessionState.CLOSED, closed_at=NOW)
    file = stage.files[0]

    assert client.get(_url(stage, member, "seat_file", pk=file.pk)).status_code == 200
    for name in ("seat_score", "seat_interest"):
        assert client.get(_url(stage, member, name, pk=file.pk)).status_code == 302
    with pytest.raises(NotAllowed):
        services.declare_interest_by_link(file=file, mandate=member, now=NOW, reason="Un intérêt")


def test_marks_of_others_show_once_the_body_sits(stage: Stage, member: Mandate, client: Client) -> None:
    file, first = stage.files[0], stage.members[0]
    criteria = queries.criteria_of(file.application)
    services.score_file(
        file=file, seat=first.seat, actor=first.person, now=NOW, marks={criteria[0].pk: 4}, comment="Un mot à part"
    )

    assert "Un mot à part" in client.get(_url(stage, member, "seat_file", pk=file.pk)).content.decode()
    values = {"state": SessionState.CONVENED, "convened_at": BEFORE, "opened_at": None, "attendance_code": ""}
    Session.objects.filter(pk=stage.session.pk).update(**values)
    assert "Un mot à part" not in client.get(_url(stage, member, "seat_file", pk=file.pk)).content.decode()


def test_page_of_the_seat_leads_to_the_files(
    stage: Stage, member: Mandate, client: Client, django_assert_max_num_queries
) -> None:
    seat = reverse("committees:seat", args=[links.token_of(member, stage.session)])
    panel = _url(stage, member, "seat_panel")

    assert panel in client.get(seat).content.decode()
    assert _url(stage, member) in client.get(panel).content.decode()
    assert _url(stage, member) in client.get(panel, headers={"HX-Request": "true"}).content.decode()
    SelectionFile.objects.all().delete()
    assert client.get(panel, headers={"HX-Request": "true"}).content.decode().strip() == ""


def test_list_keeps_its_number_of_queries(
    member: Mandate, stage: Stage, client: Client, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(10):
        client.get(_url(stage, member))
