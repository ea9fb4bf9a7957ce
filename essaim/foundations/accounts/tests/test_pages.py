"""Pages of the room: what they show, what they refuse, how many questions they ask the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.foundations.accounts import handover, services
from essaim.foundations.accounts.handover import Duty, Handover
from essaim.foundations.accounts.models import Invitation, RoleGrant, User
from essaim.foundations.accounts.states import InvitationState, RoleKind
from essaim.foundations.audit_trail.models import Entry

from .factories import AUTHORITY, InvitationFactory, RoleGrantFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> User:
    person = person_with(RoleKind.ADMINISTRATOR, person__full_name="Ada")
    client.force_login(person)
    return person


def _listed(page) -> list[str]:
    return [row.record.full_name for row in page.context["table"].rows]


def test_list_asks_as_many_questions_for_forty_people_as_for_two(
    client: Client, administrator: User, django_assert_num_queries
) -> None:
    url = reverse("accounts:people_list")
    client.get(url)
    # Session, person, their roles, what is new in the menu, administrators, count, page, roles of the page.
    with django_assert_num_queries(8):
        client.get(url)

    RoleGrantFactory.create_batch(40)
    with django_assert_num_queries(8):
        client.get(url)


def test_invitations_ask_as_many_questions_for_twenty_as_for_none(
    client: Client, administrator: User, django_assert_num_queries
) -> None:
    url = reverse("accounts:invitation_list")
    client.get(url)
    InvitationFactory()
    with django_assert_num_queries(7):
        client.get(url)

    InvitationFactory.create_batch(20)
    with django_assert_num_queries(7):
        client.get(url)


def test_list_is_searched_and_filtered(client: Client, administrator: User) -> None:
    url = reverse("accounts:people_list")
    RoleGrantFactory(person__full_name="Basile", kind=RoleKind.OFFICER)
    RoleGrantFactory(person__full_name="Camille", kind=RoleKind.OFFICER, ends_on=date(2021, 1, 1))
    UserFactory(full_name="Dora", gone=True)

    assert _listed(client.get(url, {"role": "officer"})) == ["Basile"]
    assert _listed(client.get(url, {"state": "left"})) == ["Dora"]
    assert _listed(client.get(url, {"state": "active"})) == ["Ada", "Basile", "Camille"]
    assert _listed(client.get(url, {"q": "cami"})) == ["Camille"]


def test_list_is_exported_as_it_is_filtered(client: Client, administrator: User) -> None:
    RoleGrantFactory(person__full_name="Basile", kind=RoleKind.OFFICER)

    answer = client.get(reverse("accounts:people_list"), {"role": "officer", "export": "csv"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("Basile,")
    assert ",Agent·e,Actif," in lines[1]


def test_one_administrator_alone_is_warned(client: Client, administrator: User) -> None:
    url = reverse("accounts:people_list")
    assert client.get(url).context["too_few_administrators"]

    person_with(RoleKind.ADMINISTRATOR)
    assert not client.get(url).context["too_few_administrators"]


@pytest.mark.parametrize("kind", [RoleKind.OFFICER, RoleKind.SUPPORT])
def test_reader_sees_the_person_and_no_button(client: Client, kind: RoleKind) -> None:
    client.force_login(person_with(kind))
    person = RoleGrantFactory().person

    page = client.get(reverse("accounts:person", args=[person.pk]))

    content = page.content.decode()
    assert page.status_code == 200
    for name in ("accounts:person_edit", "accounts:leaver", "accounts:role_add"):
        assert reverse(name, args=[person.pk]) not in content
    assert (reverse("accounts:see_as", args=[person.pk]) in content) == (kind == RoleKind.SUPPORT)


def test_role_is_granted_then_ended_from_the_page(client: Client, administrator: User) -> None:
    person = UserFactory()
    values = {"kind": "officer", "scope_code": AUTHORITY, "starts_on": "2026-01-01", "reason": "prise de poste"}

    client.post(reverse("accounts:role_add", args=[person.pk]), values)
    grant = RoleGrant.objects.get(person=person)
    client.post(reverse("accounts:role_end", args=[grant.pk]), {"ends_on": "2026-02-01", "reason": "mobilité"})

    grant.refresh_from_db()
    assert (grant.starts_on, grant.ends_on) == (date(2026, 1, 1), date(2026, 2, 1))
    page = client.get(reverse("accounts:person", args=[person.pk]))
    assert [entry.verb for entry in page.context["history"]] == ["role.ended", "role.granted"]
    assert "Rôle terminé" in page.content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"scope_code": "123456789"}, None),
        ({"kind": "commune_referent", "scope_code": "Lille"}, "scope_code"),
        ({"ends_on": "2025-01-01"}, "__all__"),
        ({"starts_on": ""}, "starts_on"),
    ],
)
def test_wrong_role_is_explained_on_its_field(
    client: Client, administrator: User, values: dict[str, str], field: str | None
) -> None:
    person = UserFactory()
    wanted = {"kind": "officer", "scope_code": AUTHORITY, "starts_on": "2026-01-01", **values}

    answer = client.post(reverse("accounts:role_add", args=[person.pk]), wanted)

    if field is None:
        # The SIREN of another authority is refused as such, whatever its key.
        assert answer.status_code == 403
    else:
        assert answer.status_code == 422
        assert field in answer.context["role_form"].errors
    assert not RoleGrant.objects.filter(person=person).exists()


def test_role_held_already_is_explained(client: Client, administrator: User) -> None:
    grant = RoleGrantFactory()
    values = {"kind": "officer", "scope_code": AUTHORITY, "starts_on": "2026-01-01"}

    answer = client.post(reverse("accounts:role_add", args=[grant.person_id]), values)

    assert answer.status_code == 422
    assert answer.context["role_form"].non_field_errors()


def test_last_administrator_is_told_why_the_role_stays(client: Client, administrator: User) -> None:
    grant = RoleGrant.objects.get(person=administrator)

    answer = client.post(reverse("accounts:role_end", args=[grant.pk]), {"ends_on": "2026-02-01", "reason": "fin"})

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_account_is_corrected(client: Client, administrator: User) -> None:
    person = UserFactory()
    values = {"full_name": "Autre Nom", "job_title": "Directrice", "email": "autre@example.org", "reason": "mariage"}

    answer = client.post(reverse("accounts:person_edit", args=[person.pk]), values)

    assert answer.headers["Location"] == person.get_absolute_url()
    person.refresh_from_db()
    assert (person.full_name, person.job_title, person.email) == ("Autre Nom", "Directrice", "autre@example.org")


def test_address_taken_is_explained(client: Client, administrator: User) -> None:
    UserFactory(email="taken@example.org")
    person = UserFactory()
    values = {"full_name": "Nom", "job_title": "", "email": "TAKEN@example.org"}

    answer = client.post(reverse("accounts:person_edit", args=[person.pk]), values)

    assert answer.status_code == 422


class Desk:
    """A room with one duty: the keys of a desk."""

    def __init__(self) -> None:
        self.holder: int | None = None

    def duties_of(self, person: User) -> list[Duty]:
        return [Duty("1", "Clés du bureau", "/bureau/")] if person.pk == self.holder else []

    def transfer(self, *, successor: User, **_others: object) -> None:
        self.holder = successor.pk


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    # The rooms above ask their own questions: here there is only this one.
    monkeypatch.setattr(handover, "_handovers", {})
    room = Desk()
    handover.register(Handover("tests.desk", "Bureaux", room.duties_of, room.transfer))
    yield room
    handover.unregister("tests.desk")


def test_leaver_screen_lists_the_duties_and_refuses_to_leave_one(
    client: Client, administrator: User, desk: Desk
) -> None:
    leaver = UserFactory()
    desk.holder = leaver.pk
    url = reverse("accounts:leaver", args=[leaver.pk])

    page = client.get(url)
    refused = client.post(url, {"reason": "départ"})

    assert "Clés du bureau" in page.content.decode()
    assert refused.status_code == 422
    assert "tests.desk:1" in refused.context["form"].errors
    leaver.refresh_from_db()
    assert leaver.is_active


@pytest.mark.parametrize("field", ["tests.desk:1", "successor"])
def test_leaver_screen_hands_over_and_closes_at_once(
    client: Client, administrator: User, desk: Desk, field: str
) -> None:
    leaver, successor = UserFactory(), UserFactory()
    desk.holder = leaver.pk

    client.post(reverse("accounts:leaver", args=[leaver.pk]), {"reason": "départ", field: str(successor.pk)})

    leaver.refresh_from_db()
    assert (desk.holder, leaver.is_active) == (successor.pk, False)
    assert Entry.objects.get(verb="duty.transferred").details["successor"] == successor.pk


def test_leaver_screen_does_not_ask_more_for_more_people(
    client: Client, administrator: User, desk: Desk, django_assert_num_queries
) -> None:
    leaver = UserFactory()
    desk.holder = leaver.pk
    url = reverse("accounts:leaver", args=[leaver.pk])
    client.get(url)
    with django_assert_num_queries(11):
        client.get(url)

    UserFactory.create_batch(30)
    with django_assert_num_queries(11):
        client.get(url)


def test_account_closed_is_opened_again_with_a_reason(client: Client, administrator: User) -> None:
    person = UserFactory(gone=True)
    url = reverse("accounts:reactivate", args=[person.pk])

    client.post(url, {"reason": ""})
    person.refresh_from_db()
    assert not person.is_active

    client.post(url, {"reason": "retour"})
    person.refresh_from_db()
    assert person.is_active


def test_person_who_left_is_erased_from_the_page(client: Client, administrator: User) -> None:
    person = UserFactory(gone=True, full_name="Wanda")
    url = reverse("accounts:erase", args=[person.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(url, {"reason": "demande"})

    person.refresh_from_db()
    assert "Wanda" not in person.full_name


def test_second_factor_lost_is_taken_off(client: Client, administrator: User) -> None:
    person = UserFactory()
    url = reverse("accounts:second_factor_reset", args=[person.pk])

    answer = client.post(url, {"reason": "téléphone perdu"})

    assert answer.status_code == 422
    assert "Cette personne n’a pas de second facteur." in answer.content.decode()


def test_invitation_goes_from_the_form_to_the_account(
    client: Client, administrator: User, django_capture_on_commit_callbacks
) -> None:
    values = {
        "email": "sacha@example.org",
        "full_name": "Sacha",
        "job_title": "Évaluatrice",
        "kind": "evaluator",
        "scope_code": AUTHORITY,
        "language": "fr",
    }
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:invite"), values)
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http://testserver/invitation/"))

    guest = Client()
    shown = guest.get(link)
    weak = guest.post(link, {"full_name": "Sacha", "language": "fr", "password": "court"})
    accepted = guest.post(link, {"full_name": "Sacha E.", "language": "en", "password": ""})
    again = guest.get(link)

    assert "Ada" in shown.content.decode()
    assert weak.status_code == 422
    assert "password" in weak.context["form"].errors
    assert accepted.headers["Location"] == reverse("account_login")
    person = User.objects.get(email="sacha@example.org")
    assert (person.full_name, person.language, person.job_title) == ("Sacha E.", "en", "Évaluatrice")
    assert "accounts/invitation_refused.html" in [template.name for template in again.templates]


@pytest.mark.parametrize("token", ["none", "expired"])
def test_link_that_opens_nothing_says_so_without_a_name(client: Client, token: str) -> None:
    InvitationFactory(token="expired", full_name="Sacha")

    page = client.get(reverse("accounts:invitation", args=[token]))

    assert "accounts/invitation_refused.html" in [template.name for template in page.templates]
    assert page.context["is_expired"] == (token == "expired")
    assert "Sacha" not in page.content.decode()


def test_invitation_is_withdrawn_or_sent_again(client: Client, administrator: User) -> None:
    sent, withdrawn = InvitationFactory(), InvitationFactory()

    client.post(reverse("accounts:invitation_move", args=[sent.pk, "send_again"]))
    client.post(reverse("accounts:invitation_move", args=[withdrawn.pk, "withdraw"]))

    sent.refresh_from_db()
    withdrawn.refresh_from_db()
    assert sent.expires_at > timezone.now()
    assert withdrawn.state == InvitationState.WITHDRAWN
    assert client.post(reverse("accounts:invitation_move", args=[withdrawn.pk, "withdraw"])).status_code == 409


def test_known_address_is_not_invited(client: Client, administrator: User) -> None:
    UserFactory(email="known@example.org")
    values = {
        "email": "known@example.org",
        "full_name": "X",
        "kind": "officer",
        "scope_code": AUTHORITY,
        "language": "fr",
    }

    answer = client.post(reverse("accounts:invite"), values)

    assert "email" in answer.context["form"].errors
    assert not Invitation.objects.exists()


def test_own_account_keeps_name_and_language(client: Client) -> None:
    person = UserFactory()
    client.force_login(person)
    values = {"full_name": "Nouveau Nom", "job_title": "Chargé de mission", "language": "en"}

    answer = client.post(reverse("accounts:own_account"), values)

    person.refresh_from_db()
    assert (person.full_name, person.language) == ("Nouveau Nom", "en")
    assert answer.cookies["essaim_language"].value == "en"


def test_own_account_refuses_an_empty_name_and_keeps_greeting_by_the_old_one(client: Client) -> None:
    client.force_login(UserFactory(full_name="Alix"))

    answer = client.post(reverse("accounts:own_account"), {"full_name": "", "language": "fr"})

    assert answer.status_code == 422
    assert answer.wsgi_request.user.full_name == "Alix"


def test_other_sessions_are_closed_and_this_one_stays() -> None:
    person = services.register_person(
        email="zoe@example.org",
        full_name="Zoé",
        actor=person_with(RoleKind.ADMINISTRATOR),
        now=timezone.now(),
        password="une phrase assez longue",
    )
    here, elsewhere = Client(), Client(headers={"user-agent": "Téléphone"})
    for browser in (here, elsewhere):
        browser.post(reverse("account_login"), {"login": person.email, "password": "une phrase assez longue"})
    shown = here.get(reverse("accounts:own_account")).context["sessions"]
    assert {session.browser for session in shown} == {"", "Téléphone"}

    here.post(reverse("accounts:end_sessions"))

    assert here.get(reverse("accounts:own_account")).status_code == 200
    assert elsewhere.get(reverse("accounts:own_account")).status_code == 302
