"""Signing in: a code by mail, a password, a second factor; closed sign-up; nothing told to strangers."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from essaim.foundations.accounts import services
from essaim.foundations.accounts.adapters.second_factor import KeyUnreadable, SecondFactorAdapter
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.audit_trail.models import Entry

from .factories import MOMENT, UserFactory, person_with

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase assez longue"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _no_limit_left_over() -> None:
    cache.clear()


def _person(**values: object) -> User:
    person = services.register_person(
        email="zoe@example.org", full_name="Zoé", actor=person_with(RoleKind.ADMINISTRATOR), now=MOMENT, **values
    )
    mail.outbox.clear()
    return person


def _ask_code(client: Client, email: str) -> None:
    answer = client.post(reverse("account_request_login_code"), {"email": email})
    assert answer.headers["Location"] == reverse("account_confirm_login_code")


def _code_in_mail() -> str:
    return re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.outbox[-1].body, re.MULTILINE)[1]


def _enter(client: Client, code: str):
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def _totp_code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def _is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_code_by_mail_opens_the_account(client: Client) -> None:
    _person()

    _ask_code(client, "Zoe@example.org")
    answer = _enter(client, _code_in_mail())

    assert answer.status_code == 302
    assert _is_signed_in(client)


def test_code_is_written_in_the_language_of_the_person(client: Client) -> None:
    _person(language="en")

    _ask_code(client, "zoe@example.org")

    assert "Your code to sign in" in mail.outbox[0].subject
    assert "works once" in mail.outbox[0].body


def test_third_wrong_code_is_the_last(client: Client) -> None:
    _person()
    _ask_code(client, "zoe@example.org")
    code = _code_in_mail()

    for _attempt in range(3):
        _enter(client, "WRONG1")

    _enter(client, code)
    assert not _is_signed_in(client)


def test_code_works_once(client: Client) -> None:
    _person()
    _ask_code(client, "zoe@example.org")
    code = _code_in_mail()
    _enter(client, code)
    client.post(reverse("account_logout"))

    _enter(client, code)

    assert not _is_signed_in(client)


def test_code_opens_nothing_in_another_browser(client: Client) -> None:
    _person()
    _ask_code(client, "zoe@example.org")
    stranger = Client()

    _enter(stranger, _code_in_mail())

    assert not _is_signed_in(stranger)


def test_address_without_account_is_answered_alike(client: Client) -> None:
    _person()
    stranger = Client()
    _ask_code(client, "zoe@example.org")
    _ask_code(stranger, "nobody@example.org")

    known = client.get(reverse("account_confirm_login_code")).content.decode()
    unknown = stranger.get(reverse("account_confirm_login_code")).content.decode()

    def bare(page: str, email: str) -> str:
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(email, "X")

    assert bare(known, "zoe@example.org") == bare(unknown, "nobody@example.org")
    assert mail.outbox[-1].to == ["nobody@example.org"]


def test_fourth_code_within_a_minute_is_refused(client: Client) -> None:
    _person()
    for _attempt in range(3):
        _ask_code(Client(), "zoe@example.org")

    client.post(reverse("account_request_login_code"), {"email": "zoe@example.org"})

    assert len(mail.outbox) == 3


def test_password_opens_the_account_and_keeps_the_language(client: Client) -> None:
    _person(password=PASSWORD, language="en")

    client.post(reverse("account_login"), {"login": "zoe@example.org", "password": PASSWORD})

    assert _is_signed_in(client)
    assert client.cookies["essaim_language"].value == "en"


@pytest.mark.parametrize(
    ("asked", "opened"),
    [("", "/tableau-de-bord/"), ("/plans/", "/plans/"), ("https://example.net/", "/tableau-de-bord/")],
)
def test_signing_in_opens_the_home_of_ones_role_or_the_page_asked_for(client: Client, asked: str, opened: str) -> None:
    _person(password=PASSWORD)

    answer = client.post(reverse("account_login"), {"login": "zoe@example.org", "password": PASSWORD, "next": asked})

    assert answer["Location"] == opened


def test_sixth_wrong_password_closes_the_door_for_a_while(client: Client) -> None:
    _person(password=PASSWORD)
    for _attempt in range(5):
        client.post(reverse("account_login"), {"login": "zoe@example.org", "password": "wrong"})

    client.post(reverse("account_login"), {"login": "zoe@example.org", "password": PASSWORD})

    assert not _is_signed_in(client)


def test_closed_account_does_not_open(client: Client) -> None:
    person = _person(password=PASSWORD)
    actor = person_with(RoleKind.ADMINISTRATOR)
    services.deactivate_person(person=person, actor=actor, now=MOMENT, reason="départ")

    answer = client.post(reverse("account_login"), {"login": "zoe@example.org", "password": PASSWORD})

    assert not _is_signed_in(client)
    assert answer.status_code in {200, 302}


def test_open_session_dies_with_the_account(client: Client) -> None:
    person = _person(password=PASSWORD)
    client.post(reverse("account_login"), {"login": "zoe@example.org", "password": PASSWORD})
    actor = person_with(RoleKind.ADMINISTRATOR)

    services.deactivate_person(person=person, actor=actor, now=MOMENT, reason="départ")

    assert client.get(reverse("accounts:own_account")).status_code == 302


def test_sign_up_is_closed(client: Client) -> None:
    answer = client.post(
        reverse("account_signup"), {"email": "eve@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert "account/signup_closed.html" in [template.name for template in answer.templates]
    assert not User.objects.filter(email="eve@example.org").exists()


def test_forgotten_password_is_chosen_again_with_a_link_that_works_once(client: Client) -> None:
    person = _person(password=PASSWORD)
    client.post(reverse("account_reset_password"), {"email": "zoe@example.org"})
    link = re.search(r"http://testserver(/compte/mot-de-passe/oublie/\S+)", mail.outbox[-1].body)[1]

    page = client.get(link, follow=True)
    fresh = {"password1": "encore une autre phrase", "password2": "encore une autre phrase"}
    client.post(page.redirect_chain[-1][0], fresh)

    person.refresh_from_db()
    assert person.check_password("encore une autre phrase")
    assert Entry.objects.get(verb="password.set").target_id == str(person.pk)
    assert "token_fail" in Client().get(link).context


@pytest.mark.parametrize("weak", ["trop court", "1q2w3e4r5t6y", "zoe@example.org"])
def test_weak_password_is_refused(client: Client, weak: str) -> None:
    person = _person()
    client.force_login(person)

    client.post(reverse("account_set_password"), {"password1": weak, "password2": weak})

    person.refresh_from_db()
    assert not person.has_usable_password()


def test_second_factor_is_asked_after_the_password(client: Client) -> None:
    person = _person(password=PASSWORD)
    TOTP.activate(person, SECRET)

    answer = client.post(reverse("account_login"), {"login": "zoe@example.org", "password": PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not _is_signed_in(client)
    assert client.get(reverse("mfa_authenticate")).status_code == 200

    client.post(reverse("mfa_authenticate"), {"code": _totp_code()})
    assert _is_signed_in(client)


def test_recovery_code_replaces_the_second_factor_once(client: Client) -> None:
    person = _person(password=PASSWORD)
    TOTP.activate(person, SECRET)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]

    def sign_in() -> bool:
        client.post(reverse("account_login"), {"login": "zoe@example.org", "password": PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": code})
        done = _is_signed_in(client)
        client.post(reverse("account_logout"))
        return done

    assert sign_in()
    assert not sign_in()


def test_keys_are_encrypted_in_the_table(settings) -> None:
    person = _person()
    TOTP.activate(person, SECRET)

    stored = Authenticator.objects.get().data["secret"]
    assert SECRET not in stored
    assert SecondFactorAdapter().decrypt(stored) == SECRET

    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    with pytest.raises(KeyUnreadable):
        SecondFactorAdapter().decrypt(stored)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert SecondFactorAdapter().decrypt(stored) == SECRET


def test_application_is_set_up_with_a_code(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    # What follows the commit needs the request: a test, whose transaction never commits, has it done at once.
    monkeypatch.setattr(transaction, "on_commit", lambda function, **_options: function())
    client.force_login(_person())
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    counter = int(time.time()) // 30

    code = format_hotp_value(hotp_value(secret, counter))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})

    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert {factor.type for factor in Authenticator.objects.all()} == {"totp", "recovery_codes"}
    added = Entry.objects.filter(verb="second_factor.added")
    assert {entry.details["kind"] for entry in added} == {"totp", "recovery_codes"}


def test_passkey_page_gives_a_challenge_to_scripts_only(client: Client) -> None:
    answer = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})

    assert answer.json()["request_options"]["publicKey"]["challenge"]
    assert client.get(reverse("mfa_login_webauthn")).headers["Location"] == reverse("account_login")


class TestCompulsorySecondFactor:
    """Who must have one is led to it before anything else."""

    @pytest.fixture(autouse=True)
    def _required(self, settings) -> None:
        settings.ESSAIM_SECOND_FACTOR_REQUIRED = True

    @pytest.mark.parametrize("kind", [RoleKind.ADMINISTRATOR, RoleKind.OFFICER, RoleKind.SUPPORT])
    def test_team_is_led_to_set_one_up(self, client: Client, kind: RoleKind) -> None:
        client.force_login(person_with(kind))

        for name in ("accounts:own_account", "accounts:people_list", "action_plan:plan_list"):
            assert client.get(reverse(name)).headers["Location"] == reverse("mfa_index")
        page = client.get(reverse("mfa_index"))
        assert page.status_code == 200
        assert page.context["request"].must_set_second_factor
        assert client.get(reverse("mfa_activate_totp")).status_code == 200

    def test_nothing_is_written_meanwhile(self, client: Client) -> None:
        actor = person_with(RoleKind.ADMINISTRATOR)
        client.force_login(actor)

        client.post(reverse("accounts:role_add", args=[UserFactory().pk]), {"kind": "officer"})
        answer = client.post(reverse("accounts:own_account"), {"full_name": "X", "language": "fr"})

        assert answer.headers["Location"] == reverse("mfa_index")
        actor.refresh_from_db()
        assert actor.full_name != "X"

    def test_signing_out_stays_possible(self, client: Client) -> None:
        client.force_login(person_with(RoleKind.OFFICER))

        client.post(reverse("account_logout"))

        assert not _is_signed_in(client)

    @pytest.mark.parametrize("kind", [RoleKind.ELECTED_OFFICIAL, RoleKind.COMMUNE_REFERENT])
    def test_others_are_let_through(self, client: Client, kind: RoleKind) -> None:
        client.force_login(person_with(kind))

        assert client.get(reverse("accounts:own_account")).status_code == 200

    def test_application_lets_through_and_recovery_codes_alone_do_not(self, client: Client) -> None:
        person = person_with(RoleKind.OFFICER)
        client.force_login(person)
        RecoveryCodes.activate(person)
        assert client.get(reverse("accounts:own_account")).status_code == 302

        TOTP.activate(person, SECRET)
        assert client.get(reverse("accounts:own_account")).status_code == 200


class TestAskedAgain:
    """Sensitive pages ask again for a password or second factor."""

    def _signed_in(self, client: Client) -> User:
        person = person_with(RoleKind.ADMINISTRATOR)
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
        client.force_login(person)
        return person

    @pytest.mark.parametrize("name", ["accounts:person_edit", "accounts:leaver", "accounts:second_factor_reset"])
    def test_before_touching_somebodys_account(self, client: Client, name: str) -> None:
        self._signed_in(client)

        answer = client.get(reverse(name, args=[UserFactory().pk]))

        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))

    def test_before_a_file_of_people_or_of_oneself(self, client: Client) -> None:
        self._signed_in(client)

        for url in (f"{reverse('accounts:people_list')}?export=csv", reverse("accounts:own_data")):
            assert client.get(url).headers["Location"].startswith(reverse("account_reauthenticate"))

    def test_and_the_page_opens_once_it_is_given(self, client: Client) -> None:
        self._signed_in(client)
        url = reverse("accounts:own_data")
        asked = client.get(url).headers["Location"]

        answer = client.post(asked, {"password": PASSWORD})

        assert answer.headers["Location"] == url
        assert client.get(url).status_code == 200
