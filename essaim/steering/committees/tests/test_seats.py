"""Members without an account: told at the address they gave, they sign in and vote by a link that only they have."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.documents.models import Document
from essaim.foundations.documents.permissions import can_deposit
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.committees import links, nightly, queries, services
from essaim.steering.committees.attachments import KIND
from essaim.steering.committees.links import BadLink, token_of
from essaim.steering.committees.models import (
    AgendaPoint,
    Amendment,
    Attendance,
    Mandate,
    NamedBallot,
    Proxy,
    Session,
    VoteMark,
)
from essaim.steering.committees.states import VoteMode

from .factories import (
    BEFORE,
    DAY,
    THEN,
    AgendaPointFactory,
    BodyRulesFactory,
    MandateFactory,
    ProxyFactory,
    SessionFactory,
    VoteFactory,
    college_of,
    present,
)

pytestmark = pytest.mark.django_db
ADDRESS = "membre@example.org"


def _unnamed(session: Session, **values: object) -> Mandate:
    """A member without an account, who gave an address."""
    return MandateFactory(seat__college__body=session.body, person=None, email=ADDRESS, **values)


def _seat_page(client: Client, mandate: Mandate, session: Session, name: str = "seat", **arguments: object):
    token = token_of(mandate, session)
    return client.get(reverse(f"committees:{name}", kwargs={"token": token, **arguments}))


def _sit(**values: object) -> tuple[Session, Mandate]:
    session = SessionFactory(body=BodyRulesFactory().body, **values)
    return session, _unnamed(session)


def test_convocation_is_written_to_who_has_no_account(django_capture_on_commit_callbacks) -> None:
    session, mandate = _sit(day=DAY)
    AgendaPointFactory(session=session, title="Un point")
    officer = person_with(RoleKind.OFFICER)

    with django_capture_on_commit_callbacks(execute=True):
        services.convene_session(session=session, actor=officer, now=BEFORE)

    letter = next(row for row in mail.outbox if row.to == [ADDRESS])
    assert "Vous êtes convoqué" in letter.subject
    assert ". Un point\n" in letter.body
    assert "Délai : 20 jours francs ; les règles en demandent 10." in letter.body.replace("\xa0", " ")
    assert links.path_of(mandate, session) in letter.body


def test_cancellation_and_minutes_are_written_too(django_capture_on_commit_callbacks) -> None:
    officer = person_with(RoleKind.OFFICER)
    convened, _member = _sit(convened=True)
    closed, _other = _sit(closed=True)

    with django_capture_on_commit_callbacks(execute=True):
        services.cancel_session(session=convened, actor=officer, now=BEFORE, reason="grève")
        services.circulate_minutes(session=closed, actor=officer, now=THEN)

    assert [row.to for row in mail.outbox] == [[ADDRESS], [ADDRESS]]
    assert "grève" in mail.outbox[0].body


def test_page_of_the_link_says_what_comes_next(client: Client) -> None:
    session, mandate = _sit(convened=True)
    AgendaPointFactory(session=session, title="Un point à lire")

    answer = _seat_page(client, mandate, session)

    assert answer.status_code == 200
    assert "Un point à lire" in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]
    pack = _seat_page(client, mandate, session, "seat_pack")
    assert pack["Content-Type"] == "application/pdf"


def test_member_without_an_account_signs_in_and_votes_in_the_room(client: Client) -> None:
    session, mandate = _sit(opened=True)
    others = college_of(session, 2)
    present(session, *others)
    token = token_of(mandate, session)
    sign_in = reverse("committees:seat_sign_in", args=[token])
    assert client.get(sign_in).status_code == 200

    assert client.post(sign_in, {"code": "999999"}).status_code == 422
    client.post(sign_in, {"code": session.attendance_code})
    assert Attendance.objects.get(mandate=mandate).left_at is None
    entry = Entry.objects.filter(verb="attendance.recorded").latest("pk")
    assert entry.actor_id == f"mandate:{mandate.pk}"
    assert ADDRESS not in repr(entry.__dict__)

    point = AgendaPointFactory(session=session)
    officer = person_with(RoleKind.OFFICER)
    vote = services.open_vote(point=point, actor=officer, now=THEN, question="?", mode=VoteMode.SECRET)
    page = _seat_page(client, mandate, session).content.decode()
    ballot = reverse("committees:seat_ballot", args=[token, vote.pk])
    assert ballot in page
    assert client.get(ballot).status_code == 200
    client.post(ballot, {"seat": mandate.seat_id, "choice": "for"})
    assert VoteMark.objects.get().seat_id == mandate.seat_id
    assert ballot not in _seat_page(client, mandate, session).content.decode()


def test_who_is_written_to_when_a_secret_vote_opens_is_there(django_capture_on_commit_callbacks) -> None:
    session, mandate = _sit(opened=True)
    absent = _unnamed(session)
    Mandate.objects.filter(pk=absent.pk).update(email="absent@example.org")
    present(session, mandate, *college_of(session, 2))

    with django_capture_on_commit_callbacks(execute=True):
        services.open_vote(
            point=AgendaPointFactory(session=session),
            actor=person_with(RoleKind.OFFICER),
            now=THEN,
            question="?",
            mode=VoteMode.SECRET,
        )

    assert [row.to for row in mail.outbox] == [[ADDRESS]]


def test_written_consultation_is_answered_by_link_and_everybody_is_told(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    session, mandate = _sit(opened=True)
    member = college_of(session, 1)[0]

    with django_capture_on_commit_callbacks(execute=True):
        vote = services.open_vote(
            point=AgendaPointFactory(session=session),
            actor=person_with(RoleKind.OFFICER),
            now=THEN,
            question="?",
            mode=VoteMode.WRITTEN,
        )

    assert {tuple(row.to) for row in mail.outbox} == {(ADDRESS,), (member.person.email,)}
    token = token_of(mandate, session)
    client.post(
        reverse("committees:seat_ballot", args=[token, vote.pk]), {"seat": mandate.seat_id, "choice": "against"}
    )
    ballot = NamedBallot.objects.get()
    assert (ballot.seat_id, ballot.choice) == (mandate.seat_id, "against")


def test_link_votes_for_its_own_seat_only() -> None:
    session, mandate = _sit(opened=True)
    other = _unnamed(session)
    present(session, mandate, other)
    vote = VoteFactory(point=AgendaPointFactory(session=session), mode=VoteMode.WRITTEN)

    with pytest.raises(NotAllowed):
        services.cast_ballot_by_link(vote=vote, seat=other.seat, choice="for", mandate=mandate, now=THEN)
    elsewhere = _unnamed(SessionFactory(opened=True))
    with pytest.raises(NotAllowed):
        services.cast_ballot_by_link(vote=vote, seat=elsewhere.seat, choice="for", mandate=elsewhere, now=THEN)


def test_vote_of_another_session_is_not_opened_by_a_link(client: Client) -> None:
    session, mandate = _sit(opened=True)
    other = VoteFactory(mode=VoteMode.WRITTEN)

    assert _seat_page(client, mandate, session, "seat_ballot", pk=other.pk).status_code == 404


def test_pages_whose_time_has_passed_lead_back(client: Client) -> None:
    session, mandate = _sit(convened=True)
    vote = VoteFactory(point=AgendaPointFactory(session=session), mode=VoteMode.HANDS)

    for name, arguments in (("seat_sign_in", {}), ("seat_minutes", {}), ("seat_ballot", {"pk": vote.pk})):
        answer = _seat_page(client, mandate, session, name, **arguments)
        assert answer.status_code == 302, name
        assert answer["Location"] == links.path_of(mandate, session)


def test_circulated_minutes_are_read_by_link(client: Client) -> None:
    session, mandate = _sit(closed=True)
    AgendaPointFactory(session=session, discussion="Ce qui fut dit")
    services.circulate_minutes(session=session, actor=person_with(RoleKind.OFFICER), now=THEN)

    answer = _seat_page(client, mandate, Session.objects.get(), "seat_minutes")

    assert "Ce qui fut dit" in answer.content.decode()


@pytest.mark.parametrize(
    "alter",
    [
        lambda token: token[:-1],
        lambda token: token + "x",
        lambda token: "9" + token,
        lambda _token: "no",
        lambda _token: "1.²:x",
    ],
)
def test_altered_link_opens_nothing(client: Client, alter) -> None:
    session, mandate = _sit(convened=True)
    token = alter(token_of(mandate, session))

    with pytest.raises(BadLink):
        links.seat_of(token)
    assert client.get(reverse("committees:seat", args=[token])).status_code == 404


def test_link_ends_with_the_address_and_with_the_mandate() -> None:
    session, mandate = _sit(convened=True)
    token = token_of(mandate, session)
    assert links.seat_of(token) == (mandate, session)
    officer = person_with(RoleKind.OFFICER)

    changed = services.set_address(mandate=mandate, actor=officer, now=BEFORE, email="autre@example.org")
    with pytest.raises(BadLink):
        links.seat_of(token)
    again = token_of(changed, session)
    services.end_mandate(mandate=changed, actor=officer, now=BEFORE, ends_on=DAY, reason="départ")
    with pytest.raises(BadLink):
        links.seat_of(again)


def test_link_of_one_session_opens_no_other() -> None:
    session, mandate = _sit(convened=True)
    later = SessionFactory(body=session.body, day=DAY + timedelta(days=30), convened=True)
    token = token_of(mandate, session)

    with pytest.raises(BadLink):
        links.seat_of(token.replace(f"{session.pk}.", f"{later.pk}.", 1))


def test_address_is_for_the_team_to_write_and_stays_out_of_the_history() -> None:
    _session, mandate = _sit()
    with pytest.raises(NotAllowed):
        services.set_address(mandate=mandate, actor=UserFactory(), now=BEFORE, email="x@example.org")

    services.set_address(mandate=mandate, actor=person_with(RoleKind.OFFICER), now=BEFORE, email="x@example.org")

    assert Mandate.objects.get().email == "x@example.org"
    assert "x@example.org" not in repr([row.__dict__ for row in Entry.objects.all()])
    history = apps.get_model("committees", "MandateEvent")
    assert "email" not in {field.name for field in history._meta.get_fields()}


def test_account_needs_no_address() -> None:
    mandate = MandateFactory()

    with pytest.raises(ValidationError):
        services.set_address(mandate=mandate, actor=person_with(RoleKind.OFFICER), now=BEFORE, email=ADDRESS)
    with pytest.raises(IntegrityError, match="mandate_with_an_account_needs_no_address"), transaction.atomic():
        Mandate.objects.update(email=ADDRESS)


def test_office_writes_an_address_on_a_page(client: Client) -> None:
    _session, mandate = _sit()
    client.force_login(person_with(RoleKind.OFFICER))
    url = reverse("committees:mandate_address", args=[mandate.pk])
    assert ADDRESS in client.get(url).content.decode()

    assert client.post(url, {"email": "pas une adresse"}).status_code == 422
    assert client.post(url, {"email": "x@example.org"}).status_code == 302
    assert Mandate.objects.get().email == "x@example.org"
    named = MandateFactory()
    assert client.get(reverse("committees:mandate_address", args=[named.pk])).status_code == 404


def test_convocation_page_says_who_cannot_be_reached(client: Client) -> None:
    session, _mandate = _sit(day=timezone.localdate() + timedelta(days=40))
    MandateFactory(seat__college__body=session.body, person=None, person_name="Sans adresse")
    AgendaPointFactory(session=session)
    client.force_login(person_with(RoleKind.OFFICER))

    page = client.get(reverse("committees:session_convene", args=[session.pk])).content.decode()

    assert "Sans adresse" in page
    assert "1 membre sans compte reçoit un courriel" in page


def test_addresses_are_erased_a_year_after_the_mandate() -> None:
    now = datetime(2027, 3, 1, 2, tzinfo=THEN.tzinfo)
    _session, kept = _sit()
    _other, ended = _sit()
    Mandate.objects.filter(pk=ended.pk).update(ends_on=date(2026, 2, 28))
    lately = _unnamed(SessionFactory())
    Mandate.objects.filter(pk=lately.pk).update(ends_on=date(2026, 3, 2))

    assert [job.run(now) for job in nightly.JOBS] == ["1 addresses of former members erased"]

    assert set(Mandate.objects.exclude(email="").values_list("pk", flat=True)) == {kept.pk, lately.pk}


def test_substitute_without_an_account_votes_where_they_sit() -> None:
    session = SessionFactory(body=BodyRulesFactory().body, opened=True)
    titular = MandateFactory(seat__college__body=session.body)
    substitute = MandateFactory(seat=titular.seat, quality="substitute", person=None, email=ADDRESS)
    present(session, substitute)
    vote = VoteFactory(point=AgendaPointFactory(session=session), mode=VoteMode.SECRET)

    assert set(queries.ballots_of(queries.Voter(mandate=substitute), vote)) == {titular.seat_id}
    assert set(queries.ballots_of(queries.Voter(person=titular.person), vote)) == set()


def _press(client: Client, mandate: Mandate, session: Session, name: str, data: dict[str, object], **arguments: object):
    address = reverse(f"committees:{name}", kwargs={"token": token_of(mandate, session), **arguments})
    return client.post(address, data)


def test_member_without_an_account_proposes_a_point_with_a_file_and_is_told(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    session, mandate = _sit(convened=True)
    assert "proposer/" in _seat_page(client, mandate, session).content.decode()
    data = {
        "title": "Une monnaie",
        "kind": "discussion",
        "details": "Pourquoi",
        "file": _note("note.txt", b"Un texte."),
    }

    answer = _press(client, mandate, session, "seat_propose", data)

    point = AgendaPoint.objects.get()
    assert answer["Location"] == links.path_of(mandate, session)
    assert (point.proposed_by, point.proposed_through, point.seat) == (None, mandate, mandate.seat)
    document = Document.objects.get()
    assert (document.subject_id, document.deposited_by, document.deposited_as) == (str(point.pk), None, str(mandate))
    entries = Entry.objects.filter(verb__in=["point.proposed", "document.deposited"])
    assert {entry.actor_id for entry in entries} == {f"mandate:{mandate.pk}"}
    with django_capture_on_commit_callbacks(execute=True):
        services.refuse_point(point=point, actor=person_with(RoleKind.OFFICER), now=BEFORE, answer="Une autre fois")
    assert [(row.to, "Une autre fois" in row.body) for row in mail.outbox] == [([ADDRESS], True)]
    page = _seat_page(client, mandate, session).content.decode()
    assert "Une autre fois" in page
    assert "Une monnaie" in page


def _note(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_point_is_not_proposed_when_its_file_is_refused(client: Client) -> None:
    session, mandate = _sit(convened=True)
    data = {"title": "Une monnaie", "kind": "discussion", "file": _note("note.exe", b"MZ")}

    answer = _press(client, mandate, session, "seat_propose", data)

    assert answer.status_code == 422
    assert "note.exe" in answer.context["form"].errors["file"][0]
    assert not AgendaPoint.objects.exists()


def test_files_are_attached_by_link_to_ones_own_point_alone() -> None:
    session, mandate = _sit(convened=True)
    own = services.propose_point_by_link(session=session, mandate=mandate, now=BEFORE, title="Le mien")
    other = AgendaPointFactory(session=session)
    actor = links.SeatActor(mandate)

    assert can_deposit(actor, KIND, str(own.pk))
    assert not can_deposit(actor, KIND, str(other.pk))
    assert not can_deposit(links.SeatActor(_unnamed(session)), KIND, str(own.pk))
    assert not can_deposit(SystemActor("robot"), KIND, str(own.pk))
    assert not can_deposit(actor, KIND, "0")
    Session.objects.filter(pk=session.pk).update(state="cancelled", cancel_reason="x")
    assert not can_deposit(actor, KIND, str(own.pk))


def test_point_proposed_by_link_is_carried_to_the_second_convocation() -> None:
    body = BodyRulesFactory(quorum="half", waives_quorum_at_second=True, second_notice_days=0).body
    session = SessionFactory(body=body, convened=True, day=DAY)
    mandate = _unnamed(session)
    officer = person_with(RoleKind.OFFICER)
    point = services.propose_point_by_link(session=session, mandate=mandate, now=BEFORE, title="Le mien")
    services.accept_point(point=point, actor=officer, now=BEFORE)
    services.open_session(session=session, actor=officer, now=THEN)

    second = services.plan_second_session(session=session, actor=officer, now=THEN, day=DAY + timedelta(days=9))

    carried = second.points.get()
    assert (carried.proposed_through, carried.carried_from) == (mandate, point)


def test_member_without_an_account_gives_a_proxy_and_takes_it_back(client: Client) -> None:
    session = SessionFactory(body=BodyRulesFactory(proxies_max=1).body, convened=True)
    mandate = _unnamed(session)
    (holder,) = college_of(session, 1)
    assert "pouvoir/" in _seat_page(client, mandate, session).content.decode()

    answer = _press(client, mandate, session, "seat_proxy", {"holder": holder.seat_id})

    assert answer["Location"] == links.path_of(mandate, session)
    proxy = Proxy.objects.get()
    assert (proxy.giver_id, proxy.holder_id) == (mandate.seat_id, holder.seat_id)
    assert Entry.objects.get(verb="proxy.given").actor_id == f"mandate:{mandate.pk}"
    again = reverse("committees:seat_proxy_end", kwargs={"token": token_of(mandate, session), "pk": proxy.pk})
    assert again in _seat_page(client, mandate, session).content.decode()
    client.post(again)
    assert Proxy.objects.get().ended_at is not None
    assert again not in _seat_page(client, mandate, session).content.decode()


def test_proxy_of_another_seat_is_not_taken_back_by_link(client: Client) -> None:
    session, mandate = _sit(convened=True)
    other = ProxyFactory(session=session, giver=_unnamed(session).seat)
    elsewhere = ProxyFactory()

    assert _press(client, mandate, session, "seat_proxy_end", {}, pk=other.pk).status_code in {302, 403}
    assert _press(client, mandate, session, "seat_proxy_end", {}, pk=elsewhere.pk).status_code == 404
    assert Proxy.objects.filter(ended_at__isnull=False).count() == 0


def test_member_without_an_account_asks_for_a_correction_and_is_told(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    session, mandate = _sit(circulated=True)
    point = AgendaPointFactory(session=session, position=1)
    assert "corriger/" in _seat_page(client, mandate, session).content.decode()

    _press(client, mandate, session, "seat_correction", {"point": point.pk, "text": "J’ai dit non."})

    asked = Amendment.objects.get()
    assert (asked.author, asked.asked_through, asked.seat, asked.point) == (None, mandate, mandate.seat, point)
    with django_capture_on_commit_callbacks(execute=True):
        services.answer_correction(
            amendment=asked, actor=person_with(RoleKind.OFFICER), now=THEN, is_accepted=False, answer="C’était oui."
        )
    assert "C’était oui." in mail.outbox[0].body
    assert "C’était oui." in _seat_page(client, mandate, session).content.decode()


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("seat_propose", "opened"),
        ("seat_proxy", "closed"),
        ("seat_correction", "closed"),
        ("seat_correction", "convened"),
    ],
)
def test_link_says_why_what_is_not_of_the_moment_is_refused(client: Client, name: str, state: str) -> None:
    session, mandate = _sit(**{state: True})

    answer = _press(client, mandate, session, name, {"title": "x", "kind": "discussion", "text": "x", "holder": 1})

    assert answer.status_code == 302
    assert answer["Location"] == links.path_of(mandate, session)
    assert not AgendaPoint.objects.exists()
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    "attempt",
    [
        lambda session, mandate: services.propose_point_by_link(
            session=session, mandate=mandate, now=BEFORE, title="x"
        ),
        lambda session, mandate: services.give_proxy_by_link(
            session=session, mandate=mandate, now=BEFORE, holder=mandate.seat
        ),
        lambda session, mandate: services.ask_correction_by_link(
            session=session, mandate=mandate, now=BEFORE, text="x"
        ),
    ],
)
@pytest.mark.parametrize("state", ["convened", "circulated"])
def test_mandate_of_another_body_does_nothing_here(attempt, state: str) -> None:
    session, _mandate = _sit(**{state: True})
    elsewhere = _unnamed(SessionFactory())

    with pytest.raises(NotAllowed):
        attempt(session, elsewhere)


def test_point_and_correction_have_one_author() -> None:
    point = AgendaPointFactory()
    mandate = MandateFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaPoint.objects.filter(pk=point.pk).update(proposed_through=mandate)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaPoint.objects.filter(pk=point.pk).update(proposed_by=None)


def test_point_proposed_by_link_is_withdrawn_by_that_link_alone(client: Client) -> None:
    session, mandate = _sit(convened=True)
    point = services.propose_point_by_link(session=session, mandate=mandate, now=BEFORE, title="Le mien")
    other = AgendaPointFactory(session=session)
    stranger = MandateFactory(seat__college__body=session.body, person=None, email="autre@example.org")
    address = reverse("committees:seat_point_withdraw", kwargs={"token": token_of(mandate, session), "pk": point.pk})
    assert address in _seat_page(client, mandate, session).content.decode()

    for holder, found in ((mandate, other), (stranger, point)):
        with pytest.raises(NotAllowed):
            services.withdraw_point_by_link(point=found, mandate=holder, now=BEFORE)
    _press(client, mandate, session, "seat_point_withdraw", {}, pk=point.pk)

    point.refresh_from_db()
    assert point.state == "withdrawn"
    assert Entry.objects.get(verb="point.withdrawn").actor_id == f"mandate:{mandate.pk}"
    assert address not in _seat_page(client, mandate, session).content.decode()
    with pytest.raises(IllegalMove):
        services.withdraw_point_by_link(point=point, mandate=mandate, now=BEFORE)


def test_point_on_the_agenda_is_withdrawn_by_link_until_the_session_is_over(client: Client) -> None:
    session, mandate = _sit(convened=True)
    point = services.propose_point_by_link(session=session, mandate=mandate, now=BEFORE, title="Le mien")
    services.accept_point(point=point, actor=person_with(RoleKind.OFFICER), now=BEFORE)
    assert f"points/{point.pk}/retirer/" in _seat_page(client, mandate, session).content.decode()

    Session.objects.filter(pk=session.pk).update(state="cancelled", cancel_reason="x")

    assert f"points/{point.pk}/retirer/" not in _seat_page(client, mandate, session).content.decode()
    with pytest.raises(NotAllowed):
        services.withdraw_point_by_link(point=point, mandate=mandate, now=BEFORE)


def test_file_attached_to_a_point_leads_back_to_its_session(client: Client) -> None:
    session = SessionFactory(convened=True)
    point = AgendaPointFactory(session=session)
    client.force_login(person_with(RoleKind.OFFICER))
    address = reverse("documents:deposit", args=[KIND, str(point.pk)])
    data = {"document-upload": _note("note.txt", b"Un texte."), "document-purpose": "Suivi"}

    answer = client.post(address, data)

    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == point.get_absolute_url()
    assert Document.objects.get().subject_id == str(point.pk)
