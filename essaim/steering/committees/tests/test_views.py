"""Pages of the room: a session from its planning to approved minutes, in the browser; what each reader sees."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.documents.models import Document
from essaim.foundations.documents.tests.factories import VersionFactory
from essaim.steering.action_plan.tests.factories import ActionFactory
from essaim.steering.committees import queries
from essaim.steering.committees.attachments import KIND
from essaim.steering.committees.models import (
    AgendaPoint,
    Amendment,
    Body,
    BodyRules,
    CollegeQuorum,
    Mandate,
    Minutes,
    Opinion,
    Proxy,
    Session,
    SessionDecision,
    Tally,
    Vote,
    VoteMark,
    Withdrawal,
)
from essaim.steering.committees.states import (
    Choice,
    PointKind,
    PointState,
    SessionState,
    Threshold,
    VoteMode,
    VoteState,
)

from .factories import (
    THEN,
    AgendaPointFactory,
    BodyFactory,
    BodyRulesFactory,
    CollegeFactory,
    MandateFactory,
    OpinionRequestFactory,
    ProxyFactory,
    SessionFactory,
    VoteFactory,
    college_of,
    present,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def officer() -> Client:
    return _as(person_with(RoleKind.OFFICER))


def _as(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _page(client: Client, name: str, /, *arguments: object, query: str = ""):
    return client.get(reverse(f"committees:{name}", args=arguments) + query)


def _post(client: Client, name: str, /, *arguments: object, **data: object):
    return client.post(reverse(f"committees:{name}", args=arguments), data)


def _text(answer) -> str:
    return answer.content.decode()


def test_opinion_is_asked_for_from_the_page_of_an_action(officer: Client, client: Client) -> None:
    action = ActionFactory()
    link = f"{reverse('committees:request_ask')}?action={action.pk}"

    assert link in _text(_page(officer, "action_panel", action.pk))
    assert link not in _text(_page(client, "action_panel", action.pk))
    form = officer.get(link).context["form"]
    assert str(form["action"].value()) == str(action.pk)
    assert officer.get(f"{reverse('committees:request_ask')}?action=²").status_code == 200


def test_office_sets_up_a_body_and_plans_a_session(officer: Client) -> None:
    _post(officer, "body_create", name="Comité fictif", slug="comite-fictif")
    body = Body.objects.get()
    _post(officer, "college_add", body.slug, name="Acteurs", starts_on="2024-01-01", seat_count=2)
    college = body.colleges.get()
    _post(
        officer,
        "rules_set",
        body.slug,
        starts_on="2024-01-01",
        source="Règlement",
        notice_days=5,
        quorum="half",
        proxies_max=1,
        **{f"college_{college.pk}": "third"},
    )
    member = UserFactory()
    seat = college.seats.order_by("number").first()
    _post(officer, "member_name", seat.pk, quality="titular", person=member.pk, starts_on="2024-01-01", gender="woman")
    day = TODAY + timedelta(days=30)

    planned = _post(officer, "session_plan", body.slug, day=day.isoformat(), venue="Salle")

    session = Session.objects.get()
    assert planned.headers["Location"] == session.get_absolute_url()
    assert queries.college_quorums(BodyRules.objects.get()) == {college.pk: "third"}
    assert Mandate.objects.get().person == member
    assert _page(officer, "body", body.slug).status_code == 200


def test_office_convenes_holds_votes_and_minutes_a_session_and_the_next_approves_it(officer: Client) -> None:
    body = BodyRulesFactory(notice_days=0, quorum="half").body
    session = SessionFactory(body=body, day=TODAY)
    members = college_of(session, 3)
    college = members[0].seat.college_id
    action = ActionFactory()

    _post(officer, "point_add", session.pk, title="Avis sur le fonds", kind="opinion", action=action.pk)
    point = AgendaPoint.objects.get()
    assert _page(officer, "session_convene", session.pk).status_code == 200
    _post(officer, "session_convene", session.pk, short_notice_reason="")
    assert Session.objects.get().state == SessionState.PLANNED, "the day itself is not a clear day"
    BodyRules.objects.update(accepts_short_notice=True)
    _post(officer, "session_convene", session.pk, short_notice_reason="urgence")
    assert _page(officer, "session_open", session.pk).status_code == 200
    _post(officer, "session_open", session.pk)
    for member in members[:2]:
        _post(officer, "arrival", session.pk, member.pk)
    assert _page(officer, "attendance", session.pk).status_code == 200
    assert _page(officer, "vote_open", point.pk).status_code == 200
    _post(officer, "vote_open", point.pk, question="Favorables ?", mode="hands")
    vote = Vote.objects.get()
    assert _page(officer, "vote_close", vote.pk).status_code == 200
    counts = {f"c{college}_for": 2, f"c{college}_against": 0, f"c{college}_abstention": 0}
    _post(officer, "vote_close", vote.pk, **counts)
    _post(officer, "opinion_give", point.pk, reservations="")
    _post(officer, "discussion", point.pk, discussion="Chacun s’est exprimé.", version="")
    _post(officer, "decide", point.pk, wording="Écrire", action=action.pk, due_on=TODAY.isoformat())
    assert _page(officer, "session", session.pk).status_code == 200
    _post(officer, "session_close", session.pk)
    assert _page(officer, "minutes", session.pk).status_code == 200
    _post(officer, "minutes_circulate", session.pk)

    session.refresh_from_db()
    assert session.state == SessionState.CIRCULATED
    assert Opinion.objects.get().sense == "favourable"
    assert SessionDecision.objects.get().task.due_on == TODAY

    following = SessionFactory(body=body, opened=True, day=TODAY + timedelta(days=90))
    present(following, *members)
    approval = AgendaPointFactory(session=following, kind=PointKind.MINUTES, approves=session)
    _post(officer, "vote_open", approval.pk, question="Approuver ?", mode="hands")
    second = Vote.objects.get(point=approval)
    _post(officer, "vote_close", second.pk, **{**counts, f"c{college}_for": 3})

    public = Client()
    assert Minutes.objects.get().is_intact
    assert "Chacun s’est exprimé." in _text(_page(public, "minutes", session.pk))
    assert "Avis sur le fonds" in _text(_page(public, "session", session.pk))
    assert "Écrire" in _text(_page(public, "action_panel", action.pk))


def test_refusal_of_the_service_is_told_on_the_page(officer: Client) -> None:
    session = SessionFactory(body=BodyRulesFactory(quorum="majority").body, opened=True)
    members = college_of(session, 3)
    present(session, members[0])
    point = AgendaPointFactory(session=session)

    answer = _post(officer, "vote_open", point.pk, question="?", mode="hands")

    assert answer.status_code == 422
    assert not Vote.objects.exists()
    assert answer.context["form"].non_field_errors()


def test_member_proposes_with_a_file_from_their_page() -> None:
    session = SessionFactory(day=TODAY + timedelta(days=20), convened=True)
    member = college_of(session, 1)[0]
    client = _as(member.person)
    file = SimpleUploadedFile("note.txt", b"Une proposition.")

    own = _page(client, "own_sessions")
    assert list(own.context["coming"]) == [session]
    answer = _post(client, "point_propose", session.pk, title="Locaux", kind="discussion", file=file)

    point = AgendaPoint.objects.get()
    assert answer.status_code == 302
    assert (point.state, point.seat) == (PointState.PROPOSED, member.seat)
    assert Document.objects.get().subject_id == str(point.pk)


def test_proposal_with_a_file_that_cannot_be_kept_is_not_made() -> None:
    session = SessionFactory(day=TODAY + timedelta(days=20), convened=True)
    client = _as(college_of(session, 1)[0].person)
    file = SimpleUploadedFile("virus.exe", b"MZ")

    answer = _post(client, "point_propose", session.pk, title="Locaux", kind="discussion", file=file)

    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert not AgendaPoint.objects.exists()


def test_member_signs_in_votes_and_cannot_vote_twice() -> None:
    session = SessionFactory(body=BodyRulesFactory().body, opened=True)
    members = college_of(session, 3)
    present(session, *members[1:])
    client = _as(members[0].person)

    assert _post(client, "sign_in", session.pk, code="000000").status_code == 422
    assert _post(client, "sign_in", session.pk, code="123456").status_code == 302
    point = AgendaPointFactory(session=session)
    office = _as(person_with(RoleKind.OFFICER))
    _post(office, "vote_open", point.pk, question="?", mode="secret")
    vote = Vote.objects.get()
    assert _page(client, "ballot", vote.pk).status_code == 200
    assert _post(client, "ballot", vote.pk, seat=members[0].seat_id, choice="for").status_code == 302

    assert VoteMark.objects.get().seat_id == members[0].seat_id
    again = _page(client, "ballot", vote.pk)
    assert again.headers["Location"] == point.get_absolute_url()


def test_member_gives_a_proxy_takes_it_back_and_withdraws_for_interest() -> None:
    session = SessionFactory(body=BodyRulesFactory(proxies_max=1).body, convened=True)
    giver, holder = college_of(session, 2)
    point = AgendaPointFactory(session=session)
    client = _as(giver.person)

    _post(client, "proxy_give", session.pk, giver=giver.seat_id, holder=holder.seat_id)
    proxy = Proxy.objects.get()
    assert reverse("committees:proxy_end", args=[proxy.pk]) in _text(_page(client, "session", session.pk))
    _post(client, "proxy_end", proxy.pk)
    _post(client, "withdrawal_declare", point.pk, seat=giver.seat_id, reason="administratrice")

    proxy.refresh_from_db()
    assert proxy.ended_at is not None
    assert Withdrawal.objects.get().seat_id == giver.seat_id
    other = _post(client, "proxy_give", session.pk, giver=holder.seat_id, holder=giver.seat_id)
    assert other.status_code == 422


def test_member_asks_for_a_correction_and_the_office_answers(officer: Client) -> None:
    session = SessionFactory(closed=True)
    member = college_of(session, 1)[0]
    AgendaPointFactory(session=session)
    _post(officer, "minutes_circulate", session.pk)

    _post(_as(member.person), "correction_ask", session.pk, text="Ajouter une phrase")
    amendment = Amendment.objects.get()
    _post(officer, "correction_answer", amendment.pk, verdict="refuse", answer="Dit autrement")

    amendment.refresh_from_db()
    assert (amendment.state, amendment.answer) == ("refused", "Dit autrement")
    assert "Dit autrement" in _text(_page(_as(member.person), "minutes", session.pk))


def test_names_are_for_the_team_and_the_members() -> None:
    mandate = MandateFactory(person__full_name="Camille Nommée", organization__name="Structure nommée")
    body = mandate.seat.college.body

    public, member = (_text(_page(client, "body", body.slug)) for client in (Client(), _as(mandate.person)))
    table = _text(_page(Client(), "composition", body.slug))

    assert "Structure nommée" in public
    assert "Structure nommée" in table
    assert "Camille Nommée" not in public + table
    assert "Camille Nommée" in member


def test_work_of_a_session_is_closed_until_its_minutes_are_approved() -> None:
    point = AgendaPointFactory(session__convened=True, title="Point réservé")

    page = _page(Client(), "session", point.session_id)

    assert page.status_code == 200
    assert "Point réservé" not in _text(page)
    assert _page(_as(UserFactory()), "minutes", SessionFactory(closed=True).pk).status_code == 403
    assert _page(_as(UserFactory()), "session_pack", point.session_id).status_code == 403


def test_composition_of_a_past_day_is_asked_in_the_address() -> None:
    mandate = MandateFactory(organization__name="Avant", starts_on="2015-01-01", ends_on="2016-01-01")
    seat = mandate.seat
    seat.starts_on = "2015-01-01"
    seat.save()
    body = seat.college.body

    assert "Avant" in _text(_page(Client(), "body", body.slug, query="?le=2015-05-13"))
    assert "Avant" not in _text(_page(Client(), "body", body.slug))
    assert _page(Client(), "body", body.slug, query="?le=9999-99-99").status_code == 200


LISTS = {"body_list": 6, "session_list": 5, "opinion_list": 5}


@pytest.mark.parametrize("name", LISTS)
def test_public_lists_count_their_queries(name: str, django_assert_max_num_queries) -> None:
    for _number in range(12):
        point = AgendaPointFactory(session__closed=True, session__body=BodyFactory())
        vote = VoteFactory(point=point, state=VoteState.CLOSED, closed_at=THEN, is_quorum_reached=True)
        Opinion.objects.create(point=point, vote=vote, sense="favourable", given_at=THEN)

    with django_assert_max_num_queries(LISTS[name]):
        answer = _page(Client(), name)

    assert len(answer.context["table"].rows) == 12


def test_team_lists_and_composition_count_their_queries(officer: Client, django_assert_max_num_queries) -> None:
    college = CollegeFactory()
    for _number in range(12):
        MandateFactory(seat__college=college)
        OpinionRequestFactory(body=college.body)

    with django_assert_max_num_queries(14):
        _page(officer, "request_list")
    with django_assert_max_num_queries(14):
        _page(officer, "decision_list")
    with django_assert_max_num_queries(14):
        answer = _page(officer, "composition", college.body.slug)

    assert len(answer.context["table"].rows) == 12


@pytest.mark.parametrize(("state", "count"), [("convened", 13), ("opened", 15)])
def test_page_of_a_session_takes_as_many_queries_whatever_its_members_and_points(
    officer: Client, django_assert_max_num_queries, state: str, count: int
) -> None:
    session = SessionFactory(body=BodyRulesFactory().body, **{state: True})
    seats = college_of(session, 30)
    rules = BodyRules.objects.get(body=session.body)
    CollegeQuorum.objects.create(rules=rules, college=seats[0].seat.college, threshold=Threshold.HALF)
    if state == "opened":
        present(session, *seats)
        ProxyFactory(session=session, giver=seats[0].seat, holder=seats[1].seat)
    for position in range(1, 13):
        point = AgendaPointFactory(session=session, position=position)
        VersionFactory(document__subject_kind=KIND, document__subject_id=str(point.pk))
        if state == "opened":
            vote = VoteFactory(point=point, state=VoteState.CLOSED, closed_at=timezone.now(), is_quorum_reached=True)
            Tally.objects.create(vote=vote, college=seats[0].seat.college, choice=Choice.FOR, count=position)

    with django_assert_max_num_queries(count):
        text = _page(officer, "session", session.pk).content.decode()

    assert text.count(reverse("documents:deposit", args=[KIND, "0"])[:-2]) == 12


def test_lists_are_files() -> None:
    AgendaPointFactory(session__closed=True)

    for name in LISTS:
        for kind in ("csv", "ods", "xlsx"):
            assert _page(Client(), name, query=f"?export={kind}").status_code == 200


def test_filters_are_in_the_address() -> None:
    kept, other = SessionFactory(day="2015-05-13"), SessionFactory()

    by_year = _page(Client(), "session_list", query="?year=2015").context["table"].rows
    by_body = _page(Client(), "session_list", query=f"?body={other.body.slug}").context["table"].rows

    assert [row.record for row in by_year] == [kept]
    assert [row.record for row in by_body] == [other]


def test_pages_whose_time_has_passed_lead_back(officer: Client) -> None:
    point = AgendaPointFactory(session__closed=True)

    for name in ("session_edit", "session_convene", "session_open", "session_cancel", "attendance", "point_add"):
        assert _page(officer, name, point.session_id).status_code == 302
    for name in ("vote_open", "opinion_give", "point_edit"):
        assert _page(officer, name, point.pk).status_code == 302


def test_requests_are_asked_and_withdrawn_by_the_team(officer: Client) -> None:
    body, action = BodyFactory(), ActionFactory()

    _post(officer, "request_ask", body=body.pk, title="Avis", question="?", action=action.pk)
    request = body.requests.get()
    _post(officer, "request_withdraw", request.pk, reason="sans objet")

    request.refresh_from_db()
    assert (request.subject_kind, request.subject_id, request.state) == (
        "action_plan.action",
        str(action.pk),
        "withdrawn",
    )


def test_pack_is_one_tagged_pdf_with_the_files_inside(officer: Client) -> None:
    from pypdf import PdfReader

    session = SessionFactory(convened=True)
    member = college_of(session, 1)[0]
    file = SimpleUploadedFile("note.txt", b"Une proposition.")
    _post(_as(member.person), "point_propose", session.pk, title="Locaux partagés", kind="discussion", file=file)
    point = AgendaPoint.objects.get()
    _post(officer, "point_answer", point.pk, verdict="accept", answer="")

    answer = _page(_as(member.person), "session_pack", session.pk)

    reader = PdfReader(io.BytesIO(answer.content))
    text = "".join(page.extract_text() for page in reader.pages)
    assert "Locaux partagés" in text
    assert reader.attachments["01-note.txt"] == [b"Une proposition."]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "fr"


def test_api_tells_bodies_compositions_and_sessions_without_a_name(client: Client) -> None:
    session = SessionFactory(closed=True)
    college_of(session, 1)[0]
    name = Mandate.objects.get().person.full_name
    point = AgendaPointFactory(session=session)
    vote = VoteFactory(point=point, state=VoteState.CLOSED, closed_at=THEN, is_quorum_reached=True)
    Opinion.objects.create(point=point, vote=vote, sense="favourable", given_at=THEN)

    bodies = client.get("/api/v1/bodies")
    body = client.get(f"/api/v1/bodies/{session.body.slug}?on={session.day}")
    sessions = client.get(f"/api/v1/bodies/{session.body.slug}/sessions")

    assert bodies.json()["items"][0]["slug"] == session.body.slug
    assert body.json()["seats"][0]["status"] == "held"
    assert sessions.json()["items"][0]["opinions"][0]["sense"] == "favourable"
    assert name not in bodies.content.decode() + body.content.decode() + sessions.content.decode()


def test_sessions_of_the_api_take_as_many_queries_whatever_their_number(
    client: Client, django_assert_max_num_queries
) -> None:
    body = BodyFactory()
    for number in range(8):
        AgendaPointFactory(session=SessionFactory(body=body, closed=True, day=TODAY - timedelta(days=number)))

    with django_assert_max_num_queries(5):
        client.get(f"/api/v1/bodies/{body.slug}/sessions")


def test_secret_vote_shows_no_count_while_it_is_open(officer: Client) -> None:
    session = SessionFactory(body=BodyRulesFactory().body, opened=True)
    present(session, *college_of(session, 4))
    point = AgendaPointFactory(session=session)
    _post(officer, "vote_open", point.pk, question="Qui ?", mode="secret")

    page = _text(_page(officer, "session", session.pk))

    assert Vote.objects.get().mode == VoteMode.SECRET
    assert "<caption>Qui ?" not in page


def test_every_part_of_a_session_page_has_an_id_of_its_own(officer: Client) -> None:
    session = SessionFactory(body=BodyRulesFactory().body, convened=True)
    for _number in range(3):
        AgendaPointFactory(session=session)

    page = _text(_page(officer, "session", session.pk))

    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_page_of_a_body_says_how_many_sessions_of_the_year_were_held(client: Client) -> None:
    body = BodyRulesFactory(sessions_per_year=4).body
    SessionFactory(body=body, day=TODAY, closed=True)

    text = " ".join(_page(client, "body", body.slug).content.decode().split())

    assert f"1 tenue en {TODAY.year}" in text
    assert "3 encore à prévoir" in text
