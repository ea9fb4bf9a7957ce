"""Agendas of other sites: read as they come, seen first, never doubled, never over what was corrected here, taken back."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from essaim.ecosystem.events import queries, services
from essaim.ecosystem.events.adapters.agendas import fetched_agenda, shown_address
from essaim.ecosystem.events.agenda_reading import (
    EVENT_COUNT_MAX,
    AgendaEmpty,
    AgendaOutcome,
    AgendaTooLarge,
    AgendaUnreadable,
    read_agenda,
)
from essaim.ecosystem.events.models import AgendaImport, Event, EventOrigin, Registration
from essaim.ecosystem.events.states import EventKind, EventState, MailKind
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.territory.tests.factories import AuthorityFactory, CommuneFactory, EpciMembershipFactory

from .factories import AgendaImportFactory, EventFactory, OpenEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
NEW, CHANGED, UNCHANGED = AgendaOutcome.NEW, AgendaOutcome.CHANGED, AgendaOutcome.UNCHANGED


def _slot(begin: str, end: str) -> dict[str, str]:
    return {"begin": begin, "end": end}


def _event(uid: int = 41, **values: object) -> dict[str, object]:
    """One event as OpenAgenda gives it, with what is not read too."""
    return {
        "uid": uid,
        "slug": f"evenement-{uid}",
        "title": {"fr": "Visite d’une ressourcerie", "en": "Visit"},
        "description": {"fr": "Comprendre le réemploi."},
        "longDescription": {"fr": "On y voit <b>tout</b>."},
        "keywords": {"fr": ["réemploi"]},
        "timings": [_slot("2027-04-02T14:00:00.000+02:00", "2027-04-02T16:00:00.000+02:00")],
        "location": {
            "name": "Halle",
            "address": "1 rue du Test",
            "city": "Lille",
            "insee": "59350",
            "email": "x@example.org",
        },
        "registration": [
            {"type": "link", "value": "https://example.org/i"},
            {"type": "email", "value": "x@example.org"},
        ],
        "originAgenda": {"title": "Agenda fictif", "uid": 7},
        "member": {"name": "Personne Fictive", "email": "personne@example.org"},
        "status": 1,
        "state": 2,
        **values,
    }


def _content(*events: dict[str, object]) -> bytes:
    return json.dumps({"total": len(events), "events": events, "success": True}).encode()


def _prepare(*events: dict[str, object], **options: Any) -> AgendaImport:
    actor = options.pop("actor", None) or person_with(RoleKind.OFFICER)
    return services.prepare_agenda(
        actor=actor, events=read_agenda(_content(*events)), name="agenda.json", now=timezone.now(), **options
    )


def _diff(agenda: AgendaImport) -> Any:
    return queries.agenda_diff(agenda, today=timezone.localdate())


def _apply(agenda: AgendaImport, **options: Any) -> AgendaImport:
    assert agenda.author is not None
    return services.apply_agenda(
        agenda=agenda, actor=agenda.author, fingerprint=_diff(agenda).fingerprint, now=timezone.now(), **options
    )


def _bring_in(*events: dict[str, object], **options: Any) -> AgendaImport:
    return _apply(_prepare(*events), **options)


def _undo(agenda: AgendaImport, *, days: int = 0) -> AgendaImport:
    assert agenda.author is not None
    return services.undo_agenda(agenda=agenda, actor=agenda.author, now=timezone.now() + timedelta(days=days))


def _outcomes(agenda: AgendaImport) -> list[AgendaOutcome]:
    return [row.outcome for row in _diff(agenda).rows]


def test_event_is_written_with_what_is_told_in_public_and_nothing_of_who_wrote_it() -> None:
    agenda = _prepare(_event(keywords={"fr": ["Forum", "réemploi"]}))
    assert "example.org" not in json.dumps([agenda.content[0]["location"], agenda.content[0].get("member")])

    _apply(agenda)

    event = Event.objects.get()
    assert (event.title, event.kind, event.state) == ("Visite d’une ressourcerie", EventKind.FORUM, EventState.DRAFT)
    assert (event.starts_on, event.starts_time, event.ends_time) == (date(2027, 4, 2), time(14), time(16))
    assert (event.venue, event.commune_code) == ("Halle, 1 rue du Test", "59350")
    assert event.summary == "Comprendre le réemploi.\n\nOn y voit tout.\n\nInscription : https://example.org/i"
    assert event.source == "OpenAgenda – Agenda fictif – n° 41"
    assert event.slug == "visite-d-une-ressourcerie-2027"


def test_second_import_updates_what_changed_there_and_doubles_nothing() -> None:
    _bring_in(_event(), _event(42))

    _bring_in(_event(title={"fr": "Visite reportée"}), _event(42))

    assert sorted(Event.objects.values_list("title", flat=True)) == ["Visite d’une ressourcerie", "Visite reportée"]
    assert [row.title for row in AgendaImport.objects.first().rows.all()] == ["Visite reportée"]  # type: ignore[union-attr]


def test_ten_synchronisations_leave_one_gathering() -> None:
    _bring_in(_event())

    for _number in range(10):
        agenda = _prepare(_event())
        assert _outcomes(agenda) == [UNCHANGED]
        with pytest.raises(services.NothingToBringIn):
            _apply(agenda)

    assert Event.objects.count() == 1


def test_what_was_corrected_here_stays_while_the_rest_follows() -> None:
    _bring_in(_event())
    Event.objects.update(title="Titre corrigé ici")

    agenda = _prepare(_event(title={"fr": "Titre changé là-bas"}, location={"name": "Autre salle", "insee": "59350"}))
    (row,) = _diff(agenda).rows
    _apply(agenda)

    assert dict(row.values) == {"venue": "Autre salle"}
    assert len(row.notes) == 1
    assert (Event.objects.get().title, Event.objects.get().venue) == ("Titre corrigé ici", "Autre salle")


def test_registrants_are_told_when_the_source_changes_the_day() -> None:
    _bring_in(_event(), is_announced=True)
    event = Event.objects.get()
    Event.objects.update(registration_opens_at=timezone.now(), registration_closes_at=event.begins_at)
    RegistrationFactory(event=event)

    _bring_in(_event(timings=[_slot("2027-04-03T14:00:00+02:00", "2027-04-03T16:00:00+02:00")]))

    assert Registration.objects.get().mail_due == MailKind.CHANGED


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"status": 6}, "annulé"),
        ({"status": 4}, "reporté"),
        ({"state": 0}, "pas publié"),
    ],
)
def test_event_stopped_there_is_left_out_and_told_when_it_is_known_here(values: dict[str, object], words: str) -> None:
    (new,) = _diff(_prepare(_event(42, **values))).rows
    _bring_in(_event())
    (known,) = _diff(_prepare(_event(**values))).rows

    assert (new.outcome, known.outcome) == (AgendaOutcome.LEFT_OUT, AgendaOutcome.HALTED)
    assert words in known.notes[0]


@pytest.mark.parametrize("state", [EventState.HELD, EventState.CANCELLED])
def test_gathering_that_is_over_no_longer_follows_its_source(state: str) -> None:
    _bring_in(_event(), is_announced=True)
    Event.objects.update(state=state, cancel_reason="panne" if state == EventState.CANCELLED else "")

    assert _outcomes(_prepare(_event(title={"fr": "Autre titre"}))) == [AgendaOutcome.HALTED]


def test_what_cannot_be_read_is_told_and_left_out() -> None:
    twice, no_slot = _event(42), _event(43, timings=[])
    backwards = _event(44, timings=[_slot("2027-04-02T14:00:00+02:00", "2027-04-02T13:00:00+02:00")])
    agenda = _prepare(_event(), twice, twice, no_slot, backwards, {"title": "Sans numéro"}, _event(45, title=None))

    assert _outcomes(agenda) == [NEW, NEW, *[AgendaOutcome.ERROR] * 5]
    _apply(agenda)
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("9999-12-31T21:30:00+00:00", "9999-12-31T23:30:00+00:00"),
        ("0001-01-01T00:30:00+02:00", "0001-01-01T02:30:00+02:00"),
    ],
)
def test_moment_that_is_past_the_end_of_time_here_cannot_be_read(begin: str, end: str) -> None:
    agenda = _prepare(_event(), _event(42, timings=[_slot(begin, end)]))

    assert _outcomes(agenda) == [NEW, AgendaOutcome.ERROR]


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        ([("02T00:00:00", "02T23:59:00")], ("2027-04-02", "", "", "", False)),
        ([("02T20:00:00", "03T02:00:00")], ("2027-04-02", "2027-04-03", "20:00", "02:00", False)),
        ([("02T18:00:00", "03T00:00:00")], ("2027-04-02", "", "18:00", "", False)),
        ([("02T09:00:00", "02T12:00:00"), ("02T14:00:00", "02T17:00:00")], ("2027-04-02", "", "09:00", "17:00", False)),
        ([("09T09:00:00", "09T12:00:00"), ("02T09:00:00", "02T12:00:00")], ("2027-04-02", "2027-04-09", "", "", True)),
        (
            [("02T09:00:00", "02T23:59:59"), ("03T00:00:00", "03T08:00:00")],
            ("2027-04-02", "2027-04-03", "09:00", "08:00", False),
        ),
    ],
)
def test_slots_become_one_period(slots: list[tuple[str, str]], expected: tuple[str, str, str, str, bool]) -> None:
    timings = [_slot(f"2027-04-{begin}+02:00", f"2027-04-{end}+02:00") for begin, end in slots]
    (row,) = _diff(_prepare(_event(timings=timings))).rows

    told = row.told
    found = (told["starts_on"], told["last_on"], told["starts_time"], told["ends_time"], bool(told["date_words"]))
    assert found == expected
    if told["date_words"]:
        assert told["date_words"] == "02/04/2027 09:00–12:00 ; 09/04/2027 09:00–12:00"


def test_export_without_details_gives_its_first_and_last_slots() -> None:
    slot = _slot("2027-04-02T14:00:00+02:00", "2027-04-02T16:00:00+02:00")

    (row,) = _diff(_prepare(_event(timings=None, firstTiming=slot, lastTiming=slot, title="Texte seul"))).rows

    assert (row.outcome, row.told["title"], row.told["starts_time"]) == (NEW, "Texte seul", "14:00")


def test_commune_is_found_by_its_code_else_by_its_name_in_its_department() -> None:
    authority = AuthorityFactory()
    EpciMembershipFactory(epci=authority.epci, commune=CommuneFactory(code="59350", name="Lille"))

    def told(**place: str) -> tuple[str, str]:
        (row,) = _diff(_prepare(_event(location={"name": "Halle", **place}))).rows
        return row.told["commune_code"], row.told["venue"]

    assert told(insee="59512", city="Roubaix") == ("59512", "Halle")
    assert told(city="LILLE", postalCode="59800") == ("59350", "Halle")
    assert told(city="Lille", postalCode="76170") == ("", "Halle, Lille")
    assert told(city="Lille") == ("", "Halle, Lille")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"\xff\xfe", AgendaUnreadable),
        (b'{"events": [', AgendaUnreadable),
        (b'{"total": 3}', AgendaUnreadable),
        (b'"texte"', AgendaUnreadable),
        (b'{"message": "cl\xc3\xa9 inconnue"}', AgendaUnreadable),
        (b'{"events": []}', AgendaEmpty),
        (b"[" + b"{}," * EVENT_COUNT_MAX + b"{}]", AgendaTooLarge),
    ],
)
def test_what_is_no_agenda_is_refused(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_agenda(content)


def test_hostile_values_are_told_and_never_break() -> None:
    odd: list[object] = [None, 7, "x", [], {}, {"fr": 3}, [None], {"fr": None}, True, "\x00", "\ud800", float("nan")]
    events = [
        _event(100 + number, **{name: value}) for number, value in enumerate(odd) for name in ("title", "location")
    ]
    events += [
        _event(200 + number, timings=[value], keywords=value, extIds=[value]) for number, value in enumerate(odd)
    ]
    events += [{**_event(), "uid": value, "registration": value, "status": value} for value in odd]
    long = _event(
        400, title={"fr": "T" * 5000}, location={"name": "N" * 900, "address": "A" * 900}, keywords={"fr": ["k" * 900]}
    )

    agenda = _prepare(*events, long)

    assert _diff(agenda).rows[-1].outcome == NEW
    _apply(agenda)


def test_import_is_taken_back_but_for_what_changed_or_is_used_since() -> None:
    first = _bring_in(
        _event(), _event(42, title={"fr": "Changée"}), _event(43, title={"fr": "Inscrite"}), is_announced=True
    )
    Event.objects.filter(title="Changée").update(venue="Ailleurs")
    RegistrationFactory(event=Event.objects.get(title="Inscrite"))

    undone = _undo(first)

    assert sorted(Event.objects.values_list("title", flat=True)) == ["Changée", "Inscrite"]
    assert [bool(row.kept_because) for row in undone.rows.all()] == [False, True, True]
    assert EventOrigin.objects.count() == 2
    assert _outcomes(_prepare(_event())) == [NEW]
    assert Entry.objects.filter(verb="event.removed").count() == 1


def test_correction_is_put_back_and_may_come_again() -> None:
    _bring_in(_event())
    second = _bring_in(_event(title={"fr": "Autre titre"}))

    _undo(second)

    assert Event.objects.get().title == "Visite d’une ressourcerie"
    assert _outcomes(_prepare(_event(title={"fr": "Autre titre"}))) == [CHANGED]


def test_import_is_taken_back_within_thirty_days_once() -> None:
    agenda = _bring_in(_event())

    with pytest.raises(services.AgendaUndoExpired):
        _undo(agenda, days=31)
    Event.objects.update(title="Changée")
    with pytest.raises(services.NothingTakenBack):
        _undo(agenda)


def test_only_what_was_shown_is_written() -> None:
    agenda = _prepare(_event())
    fingerprint = _diff(agenda).fingerprint
    _bring_in(_event(title={"fr": "Entre-temps"}))

    with pytest.raises(services.GatheringsChangedSince):
        services.apply_agenda(agenda=agenda, actor=agenda.author, fingerprint=fingerprint, now=timezone.now())


def test_team_alone_brings_in_agendas() -> None:
    somebody = UserFactory()

    with pytest.raises(NotAllowed):
        _prepare(_event(), actor=somebody)
    agenda = AgendaImportFactory()
    for service in (services.apply_agenda, services.undo_agenda):
        options = {"fingerprint": ""} if service is services.apply_agenda else {}
        with pytest.raises(NotAllowed):
            service(agenda=agenda, actor=somebody, now=timezone.now(), **options)


# Round trip: what this site gives, it takes.


def _exchange(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get(reverse("events:agenda_exchange") + "?size=300").json()
    return found


def _given_back(shape: dict[str, Any]) -> dict[str, object]:
    return {name: shape[name] for name in ("title", "keywords", "timings", "location", "dateRange")}


def test_another_essaim_takes_what_this_one_gives(client: Client, settings: Settings) -> None:
    settings.ESSAIM_URL = "https://un.example.org"
    CommuneFactory(code="59350", name="Lille")
    past = {"registration_opens_at": None, "registration_closes_at": None}
    OpenEventFactory(title="Matin", venue="Grande salle", commune_code="59350", summary="Un.\n\nDeux.", **past)
    OpenEventFactory(title="Jours", starts_on=date(2027, 3, 30), last_on=date(2027, 4, 1), ends_time=time(8), **past)
    OpenEventFactory(
        title="Sans heure", starts_time=None, ends_time=None, kind=EventKind.FORUM, track="Réemploi", **past
    )
    OpenEventFactory(title="Sans fin", ends_time=None, venue="V" * 150, **past)
    given = _exchange(client)
    before = {row.title: row for row in Event.objects.all()}
    Event.objects.all().delete()
    settings.ESSAIM_URL = "https://deux.example.org"

    _apply(_prepare(*given["events"]), is_announced=True)

    after = {row.title: row for row in Event.objects.all()}
    assert after.keys() == before.keys()
    for title, row in before.items():
        for name in (
            "kind",
            "track",
            "starts_on",
            "last_on",
            "starts_time",
            "ends_time",
            "venue",
            "commune_code",
            "summary",
        ):
            assert getattr(after[title], name) == getattr(row, name), (title, name)
    assert set(_outcomes(_prepare(*given["events"]))) == {UNCHANGED}
    # It gives on none of them: the first one does.
    assert _exchange(client)["total"] == 0
    EventOrigin.objects.all().delete()
    again = {shape["title"]["fr"]: _given_back(shape) for shape in _exchange(client)["events"]}
    assert again == {shape["title"]["fr"]: _given_back(shape) for shape in given["events"]}


def test_what_was_announced_from_here_comes_back_as_our_own(client: Client, settings: Settings) -> None:
    settings.ESSAIM_URL = "https://agenda.example.org"
    OpenEventFactory(slug="rencontre")
    (given,) = _exchange(client)["events"]
    there = {**given, "uid": 987654, "title": {"fr": "Titre changé là-bas"}}

    agenda = _prepare(there)

    assert _outcomes(agenda) == [AgendaOutcome.OWN]
    with pytest.raises(services.NothingToBringIn):
        _apply(agenda)


# Pages.


@pytest.fixture
def officer(client: Client) -> User:
    person = person_with(RoleKind.OFFICER)
    client.force_login(person)
    return person


def test_officer_brings_in_an_agenda_looks_at_it_and_takes_it_back(client: Client, officer: User) -> None:
    upload = SimpleUploadedFile("agenda.json", _content(_event(), _event(42, timings=[])))

    sent = client.post(reverse("events:agenda_list"), {"file": upload, "kind": EventKind.VISIT}, follow=True)
    page = sent.content.decode()

    assert "Visite d’une ressourcerie" in page
    assert "aucun horaire lisible" in page
    agenda = AgendaImport.objects.get()
    fingerprint = sent.context["diff"].fingerprint
    data = {"fingerprint": fingerprint, "is_announced": "on"}
    client.post(reverse("events:agenda_apply", args=[agenda.pk]), data)
    assert Event.objects.get().kind == EventKind.VISIT
    assert Event.objects.get().state == EventState.PUBLISHED
    assert "Visite d’une ressourcerie" in client.get(agenda.get_absolute_url()).content.decode()
    client.post(reverse("events:agenda_undo", args=[agenda.pk]))
    assert not Event.objects.exists()
    assert "Retiré" in client.get(agenda.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "pas un fichier JSON"),
        (b'{"events": []}', "aucun événement"),
        (b'{"a": 1}', "pas de liste"),
        (b"[" + b"{}," * EVENT_COUNT_MAX + b"{}]", "500 événements"),
    ],
)
def test_file_that_is_refused_says_why_beside_its_field(
    client: Client, officer: User, content: bytes, words: str
) -> None:
    answer = client.post(reverse("events:agenda_list"), {"file": SimpleUploadedFile("a.json", content)})

    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors["file"])


def test_pages_ask_as_much_of_the_database_for_many_events_as_for_one(
    client: Client, officer: User, django_assert_max_num_queries: Any
) -> None:
    agenda = _prepare(*[_event(uid) for uid in range(1, 60)])
    with django_assert_max_num_queries(16):
        client.get(agenda.get_absolute_url())
    _apply(agenda)
    with django_assert_max_num_queries(16):
        client.get(agenda.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(reverse("events:agenda_list"))


def test_list_of_agendas_is_exported(client: Client, officer: User) -> None:
    AgendaImportFactory(author=None)

    assert "une commande" in client.get(reverse("events:agenda_list") + "?export=csv").getvalue().decode()


# The command, against a service of this machine.


class _Service(BaseHTTPRequestHandler):
    """Gives two events a page, as OpenAgenda does; some of its addresses fail."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path != "/agenda.json" or parse_qs(parts.query).get("key") != ["secret"]:
            self.send_response(403)
            self.end_headers()
            return
        events = [_event(uid) for uid in range(1, 6)]
        start = int(parse_qs(parts.query).get("after[]", ["0"])[-1])
        onward = [start + 2, "x"] if start + 2 < len(events) else None
        # As there, the mark has several parts; the last is ours to ignore.
        body = json.dumps({"events": events[start : start + 2], "after": onward and onward[:1]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _run(*words: str) -> str:
    said = StringIO()
    call_command("events", "agenda", *words, stdout=said)
    return said.getvalue()


def test_command_shows_then_writes_every_page_of_an_address_once(service: str) -> None:
    address = f"{service}/agenda.json?key=secret"

    shown = _run(address)
    assert not Event.objects.exists()
    written = _run(address, "--apply", "--announce", "--kind", "visit")
    again = _run(address, "--apply")

    assert "5. [Nouveau] Visite d’une ressourcerie" in shown
    assert "5 rendez-vous sont enregistrés" in written
    assert "Rien à faire" in again
    assert Event.objects.filter(state=EventState.PUBLISHED, kind=EventKind.VISIT).count() == 5
    assert AgendaImport.objects.count() == 2
    assert not AgendaImport.objects.filter(name__contains="secret").exists()
    assert set(Entry.objects.filter(verb="event.created").values_list("actor_label", flat=True)) == {"events agenda"}


def test_command_says_why_an_agenda_cannot_be_read(service: str, tmp_path: Path) -> None:
    (tmp_path / "faux.json").write_text("{")
    expected = {
        "http://127.0.0.1:9/agenda.json": "n’a pas pu être joint",
        f"{service}/agenda.json": "a répondu 403",
        "ftp://example.org/agenda.json": "pas lu",
        "https://[mauvais": "pas lu",
        str(tmp_path / "absent.json"): "nom du fichier",
        str(tmp_path / "faux.json"): "pas un fichier JSON",
    }
    for address, words in expected.items():
        with pytest.raises(CommandError, match=words):
            _run(address)
    assert not AgendaImport.objects.exists()


def test_file_is_read_by_the_command_too(tmp_path: Path) -> None:
    path = tmp_path / "agenda.json"
    path.write_bytes(_content(_event()))

    assert len(fetched_agenda(str(path))) == 1


def test_what_opens_an_address_is_not_shown() -> None:
    assert shown_address("https://a:b@example.org/x.json?key=secret&size=3") == "https://example.org/x.json?size=3"
    assert shown_address("/srv/depots/agenda.json") == "agenda.json"


def test_gathering_written_here_is_no_import() -> None:
    EventFactory()

    assert not EventOrigin.objects.exists()
