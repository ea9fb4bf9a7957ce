"""Pages of the room: read by everybody, written by the team, closed to names."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from pypdf import PdfReader

from essaim.ecosystem.events import services
from essaim.ecosystem.events.forms import RatingForm, RegistrationForm
from essaim.ecosystem.events.links import rating_token_of, token_of
from essaim.ecosystem.events.models import (
    Attendance,
    DeclaredParticipation,
    Event,
    Lead,
    Proceedings,
    Rating,
    Registration,
    Speaker,
)
from essaim.ecosystem.events.states import EventKind, EventState, RegistrationState
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.territory.tests.factories import CommuneFactory

from .factories import (
    AttendanceFactory,
    DeclaredParticipationFactory,
    EventFactory,
    LeadFactory,
    OpenEventFactory,
    RatingFactory,
    RegistrationFactory,
    SpeakerFactory,
)

pytestmark = pytest.mark.django_db
LIST = "events:event_list"


@pytest.fixture
def actor() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def officer(client: Client, actor: User) -> Client:
    client.force_login(actor)
    return client


def _open(**values: object) -> Event:
    """Make a gathering that takes registrations today."""
    now = timezone.now()
    return OpenEventFactory(
        **{
            "starts_on": timezone.localdate() + timedelta(days=10),
            "registration_opens_at": now - timedelta(days=1),
            "registration_closes_at": now + timedelta(days=9),
            **values,
        }
    )


def _page(client: Client, page: str, /, *arguments: object, query: str = ""):
    return client.get(reverse(f"events:{page}", args=arguments) + query)


def _post(client: Client, page: str, /, *arguments: object, **data: object):
    return client.post(reverse(f"events:{page}", args=arguments), data)


def _registration_fields(*, seconds: int = 60, **values: object) -> dict[str, object]:
    opened = RegistrationForm(now=timezone.now() - timedelta(seconds=seconds)).fields["opened"].initial
    return {"name": "Sacha Exemple", "email": "sacha@example.org", "opened": opened, **values}


def test_list_counts_its_queries_whatever_the_number_of_gatherings(client: Client, django_assert_num_queries) -> None:
    whole = EventFactory(state=EventState.CLOSED)
    for number in range(30):
        OpenEventFactory(parent=whole if number % 2 else None, commune_code=CommuneFactory().code)

    with django_assert_num_queries(6):
        answer = _page(client, "event_list")

    assert len(answer.context["table"].rows) == 31


def test_list_answers_htmx_with_what_the_page_shows(client: Client, assert_swap_equals_reload) -> None:
    EventFactory(title="Assises", state=EventState.CLOSED)
    EventFactory(title="Forum", state=EventState.CLOSED)

    assert_swap_equals_reload(client, reverse(LIST) + "?q=assises")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=grande+salle", ["Rencontre"]),
        ("?quand=a-venir", ["Rencontre"]),
        ("?quand=passes", ["Forum", "Assises"]),
        ("?kind=forum", ["Forum"]),
        ("?commune=59350", ["Assises"]),
        ("?state=closed&sort=when", ["Assises", "Forum"]),
    ],
)
def test_filters_are_in_the_address(client: Client, query: str, expected: list[str]) -> None:
    CommuneFactory(code="59350", name="Lille")
    past = {"state": EventState.CLOSED, "starts_on": date(2015, 10, 7)}
    EventFactory(title="Assises", kind=EventKind.ASSISES, commune_code="59350", **past)
    EventFactory(title="Forum", kind=EventKind.FORUM, **{**past, "starts_on": date(2016, 1, 1)})
    _open(title="Rencontre", venue="Grande salle")

    answer = _page(client, "event_list", query=query)

    assert [row.record.title for row in answer.context["table"].rows] == expected


def test_drafts_and_seats_taken_are_shown_to_the_team_only(client: Client, actor: User) -> None:
    draft = EventFactory(title="Brouillon secret")

    assert "Brouillon secret" not in _page(client, "event_list").content.decode()
    assert _page(client, "event", draft.slug).status_code == 404
    public_file = b"".join(_page(client, "event_list", query="?export=csv").streaming_content).decode()
    client.force_login(actor)
    team_file = b"".join(_page(client, "event_list", query="?export=csv").streaming_content).decode()

    assert "Brouillon secret" in team_file
    assert team_file.splitlines()[0].count(",") == public_file.splitlines()[0].count(",") + 2


def test_agenda_is_a_calendar_with_the_filters_of_the_list(client: Client) -> None:
    shown = _open(title="Rencontre, avec virgule", venue="Salle")
    EventFactory(title="Forum", state=EventState.CLOSED)
    EventFactory(title="Brouillon")
    EventFactory(
        title="Sans jour", state=EventState.CLOSED, starts_time=None, ends_time=None, is_day_known=False,
        last_on=date(2026, 4, 30),
    )  # fmt: skip

    whole = _page(client, "agenda_calendar").content.decode()
    kept = _page(client, "agenda_calendar", query="?quand=a-venir").content.decode()
    one = _page(client, "event_calendar", shown.slug).content.decode()

    assert (whole.count("BEGIN:VEVENT"), kept.count("BEGIN:VEVENT"), one.count("BEGIN:VEVENT")) == (2, 1, 1)
    assert "Rencontre\\, avec virgule" in one
    assert shown.starts_at is not None
    assert f"DTSTART;TZID=Europe/Paris:{shown.starts_at:%Y%m%dT%H%M%S}" in one


def test_page_shows_the_programme_who_came_and_what_sources_declare(client: Client) -> None:
    whole = EventFactory(state=EventState.CLOSED, report="Ce qui fut dit.", date_words="Mars/avril")
    part = EventFactory(parent=whole, state=EventState.HELD, title="Table ronde", report="Pas encore public.")
    SpeakerFactory(event=part, name="Camille Fictive")
    DeclaredParticipationFactory(event=whole)
    AttendanceFactory(event=whole, organization=OrganizationFactory(name="Les Jardins"), people_count=4)

    page = _page(client, "event", whole.slug).content.decode()
    of_part = _page(client, "event", part.slug).content.decode()

    for words in ("Table ronde", "Camille Fictive", "60 participants", "Les Jardins", "Ce qui fut dit.", "Mars/avril"):
        assert words in page
    assert "60 participants" in of_part
    assert "Pas encore public." not in of_part


def test_page_asks_few_queries(client: Client, django_assert_max_num_queries) -> None:
    whole = EventFactory(state=EventState.CLOSED)
    for _number in range(5):
        SpeakerFactory(event__parent=whole, event__state=EventState.CLOSED)
        AttendanceFactory(event=whole, organization=OrganizationFactory())

    with django_assert_max_num_queries(10):
        _page(client, "event", whole.slug)


def test_person_registers_confirms_and_withdraws_by_the_mailed_link(
    client: Client, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    event = _open()

    with django_capture_on_commit_callbacks(execute=True):
        answer = _post(client, "register", event.slug, **_registration_fields())
    registration = Registration.objects.get()
    link = reverse("events:registration", args=[token_of(registration)])
    seen = client.get(link)
    registration.refresh_from_db()
    is_confirmed_by_reading = registration.is_confirmed
    client.post(link, {"move": "confirm"})
    registration.refresh_from_db()
    confirmed = client.get(link).content.decode()
    client.post(link, {"move": "withdraw"})
    registration.refresh_from_db()

    assert answer.headers["Location"] == event.get_absolute_url()
    assert link in str(mail.outbox[0].body)
    assert "noindex" in seen.content.decode()
    assert not is_confirmed_by_reading
    assert registration.code in confirmed
    assert "<svg" in confirmed
    assert (registration.state, registration.email) == (RegistrationState.CANCELLED, "")
    assert client.get(link).status_code == 200
    assert client.post(link, {"move": "confirm"}, follow=True).status_code == 200
    assert client.post(link, {"move": "withdraw"}).status_code == 409
    assert client.post(link, {"move": "autre"}).status_code == 422


def test_answer_is_the_same_for_an_address_that_is_registered_already(client: Client) -> None:
    event = _open()
    answers = [_post(client, "register", event.slug, **_registration_fields()) for _time in range(2)]

    assert {answer.headers["Location"] for answer in answers} == {event.get_absolute_url()}
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    "values", [{"website": "x"}, {"seconds": 0}, {"opened": "forged"}, {"name": ""}, {"email": "x"}]
)
def test_robots_and_mistakes_are_told_and_nothing_is_lost(client: Client, values: dict[str, object]) -> None:
    answer = _post(client, "register", _open().slug, **_registration_fields(**values))

    assert answer.status_code == 422
    assert not Registration.objects.exists()
    assert answer.context["form"]["opened"].value() != "forged"


def test_registration_that_is_closed_leads_back_with_the_reason(client: Client) -> None:
    event = OpenEventFactory(state=EventState.CLOSED)

    answer = client.get(reverse("events:register", args=[event.slug]), follow=True)

    assert answer.redirect_chain == [(event.get_absolute_url(), 302)]


def test_full_gathering_offers_its_waiting_list(client: Client) -> None:
    event = _open(capacity=1)
    RegistrationFactory(event=event)
    waiting = RegistrationFactory(event=event, state=RegistrationState.WAITING)

    assert "liste d’attente" in _page(client, "event", event.slug).content.decode()
    assert "liste d’attente" in _page(client, "register", event.slug).content.decode()
    page = client.get(reverse("events:registration", args=[token_of(waiting)]))
    assert page.context["place_in_line"] == 1


def test_link_that_is_no_link_is_not_found(client: Client) -> None:
    assert client.get(reverse("events:registration", args=["1:forged"])).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx"])
def test_registrants_are_listed_for_the_team_and_given_as_files(
    officer: Client, django_assert_num_queries, kind: str
) -> None:
    event = _open(capacity=None)
    RegistrationFactory.create_batch(20, event=event, organization=OrganizationFactory())

    with django_assert_num_queries(8):
        page = _page(officer, "registration_list", event.slug)
    answer = _page(officer, "registration_list", event.slug, query=f"?export={kind}")

    assert len(page.context["table"].rows) == 20
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'.{kind}"')


def test_file_of_registrants_has_what_the_team_needs_and_no_tool(officer: Client) -> None:
    registration = RegistrationFactory(organization_name="Les Jardins")
    AttendanceFactory(event=registration.event, registration=registration, way="by_code")

    content = b"".join(
        _page(officer, "registration_list", registration.event.slug, query="?export=csv").streaming_content
    ).decode()
    header, line = content.splitlines()

    assert line.startswith("2026-03-10 10:00,")
    assert registration.email in line
    assert "Les Jardins" in line
    assert ",oui" in line
    assert "href" not in line
    assert header.count(",") == 9


def test_list_of_registrants_answers_htmx_with_what_the_page_shows(officer: Client, assert_swap_equals_reload) -> None:
    registration = RegistrationFactory(name="Étoile")
    url = reverse("events:registration_list", args=[registration.event.slug])

    assert_swap_equals_reload(officer, f"{url}?q={registration.code}")


def test_registrants_are_closed_to_who_is_not_of_the_team(client: Client) -> None:
    registration = RegistrationFactory()
    client.force_login(person_with(RoleKind.COMMUNE_REFERENT))

    assert _page(client, "registration_list", registration.event.slug).status_code == 403
    assert _page(client, "check_in", registration.event.slug).status_code == 403
    assert registration.email not in _page(client, "event", registration.event.slug).content.decode()


def test_team_writes_announces_holds_and_closes_a_gathering(officer: Client) -> None:
    today = timezone.localdate().isoformat()
    fields = {
        "title": "L’été des coopératives",
        "kind": "forum",
        "position": 0,
        "starts_on": today,
        "is_day_known": "on",
        "offer_hours": 48,
        "keep_days": 90,
        "registration_opens_at": "2026-01-01T09:00",
        "registration_closes_at": "2099-01-01T09:00",
    }

    created = _post(officer, "event_create", **fields)
    event = Event.objects.get()
    _post(officer, "event_publish", event.slug)
    _post(officer, "event_hold", event.slug)
    closed = _post(officer, "event_close", event.slug, report="Dit.\n\nEt redit.", outcome="")
    event.refresh_from_db()
    corrected = _post(officer, "report_edit", event.slug, report="Corrigé.", outcome="", reason="faute", version="")
    assembled = _post(officer, "proceedings_assemble", event.slug)

    assert created.headers["Location"] == event.get_absolute_url()
    assert event.slug == f"l-ete-des-cooperatives-{today[:4]}"
    assert (closed.status_code, event.state) == (302, EventState.CLOSED)
    assert corrected.status_code == 302
    assert assembled.headers["Location"] == Proceedings.objects.get().get_absolute_url()
    assert "Corrigé." in _page(Client(), "proceedings", event.slug).content.decode()
    assert _page(Client(), "event_history", event.slug).status_code == 200


def _new(**fields: object) -> dict[str, object]:
    """Return what the form of a new gathering sends when nothing but its essentials is written."""
    return {
        "title": "Atelier d’essai",
        "kind": "workshop",
        "position": 0,
        "is_day_known": "on",
        "offer_hours": 48,
        "keep_days": 90,
        **fields,
    }


def test_people_register_as_soon_as_a_gathering_is_announced_when_no_days_were_written(officer: Client) -> None:
    day = timezone.localdate() + timedelta(days=10)

    _post(officer, "event_create", **_new(starts_on=day.isoformat(), starts_time="14:00", capacity=1, registers="on"))
    event = Event.objects.get()
    _post(officer, "event_publish", event.slug)

    assert event.registration_closes_at == event.starts_at
    assert b"/inscription/" in _page(Client(), "event", event.slug).content


def test_nobody_registers_where_the_box_is_not_ticked_nor_for_what_is_past(officer: Client) -> None:
    today = timezone.localdate()

    _post(officer, "event_create", **_new(starts_on=(today + timedelta(days=10)).isoformat()))
    _post(officer, "event_create", **_new(starts_on=(today - timedelta(days=10)).isoformat(), registers="on"))

    assert list(Event.objects.values_list("registration_opens_at", flat=True)) == [None, None]


def test_registration_is_ended_by_its_box(officer: Client) -> None:
    event = _open()
    page = _page(officer, "event_edit", event.slug)
    data = {field.name: field.value() for field in page.context["form"] if field.value() not in (None, "")}
    del data["registers"]

    officer.post(reverse("events:event_edit", args=[event.slug]), {**data, "reason": "complet ailleurs"})
    event.refresh_from_db()

    assert event.takes_registrations is False


def test_short_name_says_the_year_once(officer: Client) -> None:
    _post(officer, "event_create", **_new(title="Assises 2026", kind="assises", starts_on="2026-12-01"))

    assert Event.objects.get().slug == "assises-2026"


def test_team_is_told_what_comes_next_and_nobody_else(officer: Client) -> None:
    whole = EventFactory(kind="assises")

    def told() -> str:
        return str(_page(officer, "event", whole.slug).context["guide"].title)

    said = [told()]
    EventFactory(parent=whole, kind="workshop", starts_on=whole.starts_on)
    said.append(told())
    Event.objects.filter(pk=whole.pk).update(state=EventState.PUBLISHED, published_at=timezone.now())
    said.append(told())

    expected = ("Write its programme, then announce it", "Announce it", "Say that it took place")
    assert said == [gettext(title) for title in expected]
    assert _page(Client(), "event", whole.slug).context["guide"] is None


def test_what_comes_next_is_done_by_its_button_once(officer: Client) -> None:
    event = EventFactory()

    page = _page(officer, "event", event.slug)

    assert [move.url for move in page.context["guide"].moves] == [reverse("events:event_publish", args=[event.slug])]
    assert page.content.decode().count(reverse("events:event_publish", args=[event.slug])) == 1


@pytest.mark.parametrize(
    ("days", "state", "title"),
    [
        (0, EventState.PUBLISHED, "It is today: welcome people"),
        (-3, EventState.PUBLISHED, "Say that it took place"),
        (-3, EventState.HELD, "Count who came, then write its report"),
        (-3, EventState.CLOSED, "Nothing is left to do"),
    ],
)
def test_what_comes_next_follows_the_day_and_the_state(officer: Client, days: int, state: str, title: str) -> None:
    now = timezone.now()
    event = EventFactory(
        starts_on=timezone.localdate() + timedelta(days=days),
        state=state,
        published_at=now,
        closed_at=now if state == EventState.CLOSED else None,
    )

    assert _page(officer, "event", event.slug).context["guide"].title == gettext(title)


def test_parts_without_a_report_are_told_before_proceedings(officer: Client) -> None:
    now = timezone.now()
    day = timezone.localdate() - timedelta(days=3)
    past = {"starts_on": day, "published_at": now}
    whole = EventFactory(state=EventState.CLOSED, closed_at=now, kind="assises", **past)
    part = EventFactory(parent=whole, kind="workshop", state=EventState.HELD, **past)

    first = _page(officer, "event", whole.slug).context["guide"]
    Event.objects.filter(pk=part.pk).update(state=EventState.CLOSED, closed_at=now)
    second = _page(officer, "event", whole.slug).context["guide"]

    assert [door.url for door in first.doors] == [part.get_absolute_url()]
    assert [move.url for move in second.moves] == [reverse("events:proceedings_assemble", args=[whole.slug])]


def test_part_is_proposed_with_the_days_of_its_whole(officer: Client) -> None:
    whole = EventFactory()

    form = _page(officer, "event_create", query=f"?dans={whole.slug}").context["form"]

    assert (form["parent"].value(), form["starts_on"].value()) == (whole.pk, whole.starts_on)


def test_correction_keeps_hours_in_their_fields_and_is_told_to_registrants(officer: Client) -> None:
    event = _open()
    RegistrationFactory(event=event)

    page = _page(officer, "event_edit", event.slug)
    content = page.content.decode()
    data = {field.name: field.value() for field in page.context["form"] if field.value() not in (None, "")}
    data |= {"reason": "salle fermée", "venue": "Autre salle", "starts_time": "10:00", "ends_time": "12:00"}
    data |= {"registration_opens_at": "2026-01-01T09:00", "registration_closes_at": "2099-01-01T09:00"}
    answer = officer.post(reverse("events:event_edit", args=[event.slug]), data)
    event.refresh_from_db()

    assert 'value="09:30"' in content
    assert 'type="datetime-local"' in content
    assert answer.status_code == 302
    assert (event.venue, Registration.objects.get().mail_due) == ("Autre salle", "changed")


def test_gathering_is_cancelled_with_a_reason_that_everybody_reads(officer: Client) -> None:
    event = _open()

    assert _post(officer, "event_cancel", event.slug, reason="").status_code == 422
    _post(officer, "event_cancel", event.slug, reason="grève des trains")

    assert "grève des trains" in _page(Client(), "event", event.slug).content.decode()
    assert _page(officer, "event_cancel", event.slug).status_code == 302
    assert _page(officer, "event_edit", event.slug).status_code == 302


def test_code_is_taken_at_the_door_even_when_a_telephone_wrote_it(officer: Client) -> None:
    registration = RegistrationFactory(code="AB3DEF", event__starts_on=timezone.localdate())
    slug = registration.event.slug

    shown = _page(officer, "check_in", slug, query="?code=AB3DEF")
    taken = _post(officer, "check_in", slug, code="AB3DEF")
    again = _post(officer, "check_in", slug, code="ab3def")
    unknown = _post(officer, "check_in", slug, code="ZZZZZZ")

    assert 'value="AB3DEF"' in shown.content.decode()
    assert (taken.status_code, again.status_code, unknown.status_code) == (302, 422, 422)
    assert Attendance.objects.get().registration == registration


def test_people_without_a_code_are_counted_and_taken_back(officer: Client) -> None:
    event = OpenEventFactory(starts_on=timezone.localdate())
    structure = OrganizationFactory()

    _post(officer, "attendance", event.slug, organization=structure.pk, people_count=3)
    both = _post(officer, "attendance", event.slug, organization=structure.pk, organization_name="X", people_count=1)
    row = Attendance.objects.get()
    shown = _page(officer, "attendance", event.slug).content.decode()
    _post(officer, "attendance_remove", event.slug, row.pk, reason="doublon")

    assert structure.name in shown
    assert both.status_code == 422
    assert not Attendance.objects.exists()


def test_presence_is_not_counted_before_the_day(officer: Client) -> None:
    event = _open()

    assert _page(officer, "check_in", event.slug).status_code == 302
    assert _page(officer, "attendance", event.slug).status_code == 302


def test_team_completes_the_programme_and_quotes_sources(officer: Client) -> None:
    event = EventFactory(state=EventState.HELD)

    _post(officer, "speaker_add", event.slug, name="Camille Fictive", role="présidente")
    speaker = Speaker.objects.get()
    _post(officer, "speaker_remove", event.slug, speaker.pk, reason="empêchée")
    _post(
        officer, "participation_declare", event.slug, number=60, unit="participants", quote="60 participants",
        source="Restitution",
    )  # fmt: skip
    nothing = _post(officer, "proceedings_assemble", event.slug)

    assert not Speaker.objects.exists()
    assert DeclaredParticipation.objects.get().number == 60
    assert nothing.headers["Location"] == event.get_absolute_url()


def test_team_ends_ties_and_offers_registrations(officer: Client, actor: User) -> None:
    event = _open(capacity=1)
    seated = RegistrationFactory(event=event, organization_name="Jardins")
    waiting = RegistrationFactory(event=event, state=RegistrationState.WAITING)
    structure = OrganizationFactory()

    _post(officer, "registration_organization", event.slug, seated.pk, organization=structure.pk)
    full = _post(officer, "seat_offer", event.slug)
    asked = _page(officer, "registration_cancel", event.slug, seated.pk)
    _post(officer, "registration_cancel", event.slug, seated.pk)
    seated.refresh_from_db()
    waiting.refresh_from_db()

    assert full.status_code == 302
    assert asked.status_code == 200
    assert (seated.organization, seated.state) == (structure, RegistrationState.CANCELLED)
    assert waiting.state == RegistrationState.OFFERED
    assert _page(officer, "registration_cancel", event.slug, seated.pk).status_code == 302
    services.cancel_registration(registration=waiting, now=timezone.now(), actor=actor)
    assert _post(officer, "seat_offer", event.slug).status_code == 302


def test_badges_are_of_speakers_and_of_those_who_have_a_seat(officer: Client) -> None:
    event = _open(title="Forum « des voisins »")
    SpeakerFactory(event=event, name="Camille Fictive", organization=OrganizationFactory(name="Les Jardins"))
    RegistrationFactory(event=event, name="Sacha Exemple", organization_name="Le Comptoir", code="AB23CD")
    RegistrationFactory(event=event, name="Alix Attente", state=RegistrationState.WAITING)
    RegistrationFactory(event=event, name="", email="", ended=True, erased_at=timezone.now())

    answer = _page(officer, "badges", event.slug)

    text = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    for words in ("Camille Fictive", "Les Jardins", "Intervention", "Sacha Exemple", "Le Comptoir", "AB23CD"):
        assert words in text
    assert "Alix Attente" not in text
    assert "no-store" in answer["Cache-Control"]


def test_badges_of_nobody_say_so_and_long_names_stay_on_their_page(officer: Client) -> None:
    empty, full = _open(), _open()
    for _number in range(16):
        RegistrationFactory(event=full, name="Maximilienne-Alexandra de la Très Longue Particule " * 3)

    assert "Personne" in PdfReader(io.BytesIO(_page(officer, "badges", empty.slug).content)).pages[0].extract_text()
    assert len(PdfReader(io.BytesIO(_page(officer, "badges", full.slug).content)).pages) == 2


def _rating_fields(*, seconds: int = 60, **values: object) -> dict[str, object]:
    opened = RatingForm(now=timezone.now() - timedelta(seconds=seconds)).fields["opened"].initial
    return {"overall": "5", "usefulness": "4", "opened": opened, **values}


def _held(**values: object) -> Event:
    """Make a gathering that took place yesterday."""
    return EventFactory(state=EventState.HELD, starts_on=timezone.localdate() - timedelta(days=1), **values)


def test_who_came_says_what_they_thought_without_an_account(client: Client) -> None:
    token = rating_token_of(_held())

    shown = _page(client, "rate", token)
    answer = client.post(reverse("events:rate", args=[token]), _rating_fields(comment="Merci"), follow=True)

    assert "noindex" in shown.content.decode()
    assert "Merci" in answer.content.decode()
    assert Rating.objects.get().comment == "Merci"
    assert "no-store" in shown["Cache-Control"]


def test_answer_of_a_robot_or_without_a_choice_comes_back(client: Client) -> None:
    token = rating_token_of(_held())

    quick = _post(client, "rate", token, **_rating_fields(seconds=0))
    empty = _post(client, "rate", token, **_rating_fields(overall=""))

    assert (quick.status_code, empty.status_code, Rating.objects.count()) == (422, 422, 0)
    assert _page(client, "rate", "1:x").status_code == 404


def test_answer_before_or_long_after_is_explained(client: Client) -> None:
    coming = rating_token_of(_open())

    assert "pas encore commencé" in _page(client, "rate", coming).content.decode()
    _post(client, "rate", coming, **_rating_fields())
    assert Rating.objects.count() == 0


def test_appreciations_are_told_from_five_answers_on(officer: Client, client: Client) -> None:
    event = _held()
    RatingFactory.create_batch(4, event=event, comment="Un secret")
    few, few_public = _page(officer, "ratings", event.slug), _page(Client(), "event", event.slug)
    RatingFactory(event=event)
    enough, enough_public = _page(officer, "ratings", event.slug), _page(Client(), "event", event.slug)

    assert "Un secret" not in few.content.decode()
    assert "4,0" not in few_public.content.decode()
    assert "Un secret" in enough.content.decode()
    assert "4,0" in enough_public.content.decode()
    assert "Un secret" not in enough_public.content.decode()


def test_team_asks_those_who_came_from_the_page(officer: Client, django_capture_on_commit_callbacks) -> None:
    event = _held()
    RegistrationFactory(event=event)

    with django_capture_on_commit_callbacks(execute=True):
        answer = _post(officer, "ratings_ask", event.slug)

    assert answer.status_code == 302
    assert len(mail.outbox) == 1
    assert "Demandé le" in _page(officer, "ratings", event.slug).content.decode()


def test_contact_is_noted_and_followed_from_the_pages(officer: Client) -> None:
    event = _held()

    noted = _post(officer, "lead_add", event.slug, organization_name="A", other_name="B", about="Un local")
    lead = Lead.objects.get()
    bad = _post(officer, "lead", lead.pk, move="conclude")
    ended = _post(officer, "lead", lead.pk, move="conclude", outcome="Bail signé")

    assert noted.url.endswith(f"?event={event.slug}")
    assert (bad.status_code, ended.status_code) == (422, 302)
    page = _page(officer, "lead", lead.pk).content.decode()
    assert "Bail signé" in page
    assert '<form method="post" novalidate' not in page
    assert _post(officer, "lead", lead.pk, move="drop", outcome="x").status_code == 302
    assert Lead.objects.get().state == "concluded"


def test_list_of_contacts_counts_its_queries_and_follows_its_filters(
    officer: Client, django_assert_max_num_queries
) -> None:
    event = _held(title="Forum")
    for _number in range(20):
        LeadFactory(event=event, organization=OrganizationFactory(), organization_name="")
    LeadFactory(about="Autre chose", state="dropped", outcome="rien", ended_on=date(2026, 4, 1))

    with django_assert_max_num_queries(16):
        answer = _page(officer, "lead_list", query=f"?event={event.slug}")
    assert len(answer.context["table"].rows) == 20
    assert len(_page(officer, "lead_list", query="?state=followed").context["table"].rows) == 20
    assert len(_page(officer, "lead_list", query="?q=autre").context["table"].rows) == 1
    assert b"".join(_page(officer, "lead_list", query="?export=csv")).decode().count("Un local \u00e0 partager") == 20


def test_close_page_asks_who_came_who_met_and_what_they_thought(officer: Client) -> None:
    event = _held()
    LeadFactory(event=event)
    AttendanceFactory(event=event, people_count=3)

    page = _page(officer, "event_close", event.slug).content.decode()

    for name in ("attendance", "lead_add", "ratings"):
        assert reverse(f"events:{name}", args=[event.slug]) in page
    assert "<strong>3</strong>" in page
