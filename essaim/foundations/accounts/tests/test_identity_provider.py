"""Signing in with an outside identity, tried against a provider on the loopback (C98)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.models import Entry

from . import mock_provider as mock
from .factories import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = {"provider_id": "proconnect"}


@pytest.fixture
def provider(settings) -> Iterator[mock.MockProvider]:
    with mock.mock_provider() as running:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "SCOPE": ["openid", "email", "given_name", "usual_name"],
                "AUTH_PARAMS": {"acr_values": "eidas1"},
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": "proconnect",
                        "name": "ProConnect",
                        "client_id": mock.CLIENT_ID,
                        "secret": mock.CLIENT_SECRET,
                        "settings": {"server_url": running.url},
                    }
                ],
            }
        }
        yield running


def _to_provider(client: Client, **data: str) -> str:
    """Ask to sign in, and return the address of the provider the page leads to."""
    answer = client.post(reverse("openid_connect_login", kwargs=ADDRESS), data)
    assert answer.status_code == 200
    return html.unescape(re.search(r'href="(http://127[^"]+)"', answer.content.decode())[1])


def _back(client: Client, query: str):
    return client.get(f"{reverse('openid_connect_callback', kwargs=ADDRESS)}?{query}")


def _is_signed_in(client: Client, person: User) -> bool:
    return client.session.get("_auth_user_id") == str(person.pk)


def _linked(person: User) -> SocialAccount:
    return SocialAccount.objects.create(user=person, provider="proconnect", uid="agent-1")


def test_known_identity_signs_in(client: Client, provider: mock.MockProvider) -> None:
    person = UserFactory(email="zoe@example.org")
    _linked(person)

    answer = _back(client, provider.authorize(_to_provider(client)))

    assert answer.status_code == 302
    assert _is_signed_in(client, person)
    assert set(provider.asked["scope"].split()) == {"openid", "email", "given_name", "usual_name"}
    assert provider.asked["acr_values"] == "eidas1"
    assert len(provider.asked["state"]) >= 32
    assert len(provider.asked["nonce"]) >= 32
    assert provider.asked["code_challenge_method"] == "S256"


def test_claims_may_come_as_a_signed_token(client: Client, provider: mock.MockProvider) -> None:
    person = UserFactory(email="zoe@example.org")
    _linked(person)
    provider.signs_claims = True

    _back(client, provider.authorize(_to_provider(client)))

    assert _is_signed_in(client, person)


def test_claims_signed_with_another_key_are_refused(client: Client, provider: mock.MockProvider) -> None:
    _linked(UserFactory(email="zoe@example.org"))
    provider.signs_claims, provider.signing_key = True, mock.STRANGE_KEY

    answer = _back(client, provider.authorize(_to_provider(client)))

    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session


def test_person_who_refuses_comes_back_without_account(client: Client, provider: mock.MockProvider) -> None:
    address = _to_provider(client)
    provider.authorize(address)

    answer = _back(client, f"state={provider.asked['state']}&error=access_denied")

    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("socialaccount_login_cancelled")
    assert "_auth_user_id" not in client.session


def test_answer_cannot_be_replayed(client: Client, provider: mock.MockProvider) -> None:
    _linked(UserFactory(email="zoe@example.org"))
    query = provider.authorize(_to_provider(client))
    _back(client, query)
    client.logout()

    answer = _back(client, query)

    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session


def test_answer_of_somebody_elses_browser_is_refused(client: Client, provider: mock.MockProvider) -> None:
    _linked(UserFactory(email="zoe@example.org"))
    query = provider.authorize(_to_provider(client))

    answer = _back(Client(), query)

    assert answer.status_code == 401


def test_code_given_to_somebody_else_is_refused(client: Client, provider: mock.MockProvider) -> None:
    """The state is ours, the code was obtained in another browser: the verifier does not match."""
    _linked(UserFactory(email="zoe@example.org"))
    attacker_code = provider.authorize(_to_provider(Client())).rpartition("code=")[2]
    provider.authorize(_to_provider(client))

    answer = _back(client, f"state={provider.asked['state']}&code={attacker_code}")

    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("nonce", ["", "another"])
def test_identity_token_of_another_request_is_refused(client: Client, provider: mock.MockProvider, nonce: str) -> None:
    _linked(UserFactory(email="zoe@example.org"))
    provider.nonce_said = nonce

    answer = _back(client, provider.authorize(_to_provider(client)))

    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session


def test_claims_of_somebody_else_are_refused(client: Client, provider: mock.MockProvider) -> None:
    _linked(UserFactory(email="zoe@example.org"))
    provider.claims_sub = "agent-2"

    answer = _back(client, provider.authorize(_to_provider(client)))

    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session


def test_unknown_person_is_told_that_accounts_are_opened_on_invitation(
    client: Client, provider: mock.MockProvider
) -> None:
    answer = _back(client, provider.authorize(_to_provider(client)))

    assert answer.status_code == 200
    assert "account/signup_closed.html" in [template.name for template in answer.templates]
    assert not User.objects.exists()


def test_same_address_is_not_enough_to_enter(client: Client, provider: mock.MockProvider) -> None:
    UserFactory(email="zoe@example.org")

    answer = _back(client, provider.authorize(_to_provider(client)))

    assert answer.headers["Location"] == reverse("accounts:identity_link")
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()
    assert client.post(reverse("accounts:identity_link")).status_code == 200
    assert not SocialAccount.objects.exists()


def test_owner_signs_in_as_usual_then_confirms_the_link(client: Client, provider: mock.MockProvider) -> None:
    person = UserFactory(email="zoe@example.org")
    person.set_password("une phrase assez longue")
    person.save(update_fields=["password"])
    _back(client, provider.authorize(_to_provider(client)))

    client.post(reverse("account_login"), {"login": "zoe@example.org", "password": "une phrase assez longue"})
    answer = client.post(reverse("accounts:identity_link"))

    assert answer.headers["Location"] == reverse("accounts:own_account")
    identity = SocialAccount.objects.get()
    assert (identity.user, identity.uid) == (person, "agent-1")
    assert Entry.objects.get(verb="identity.linked").target_id == str(person.pk)
    client.logout()
    _back(client, provider.authorize(_to_provider(client)))
    assert _is_signed_in(client, person)


def test_another_account_cannot_take_the_link(client: Client, provider: mock.MockProvider) -> None:
    UserFactory(email="zoe@example.org")
    _back(client, provider.authorize(_to_provider(client)))

    client.force_login(UserFactory(email="eve@example.org"))
    client.post(reverse("accounts:identity_link"))

    assert not SocialAccount.objects.exists()


def test_person_signed_in_links_from_their_account(client: Client, provider: mock.MockProvider) -> None:
    person = UserFactory(email="somewhere@example.org")
    client.force_login(person)

    answer = _back(client, provider.authorize(_to_provider(client, process="connect")))
    assert answer.headers["Location"] == reverse("accounts:identity_link")
    assert not SocialAccount.objects.exists()
    client.post(reverse("accounts:identity_link"))

    assert SocialAccount.objects.get().user == person
    assert Entry.objects.get(verb="identity.linked").actor_id == person.audit_id


def test_identity_opens_one_account_only(client: Client, provider: mock.MockProvider) -> None:
    other = UserFactory(email="zoe@example.org")
    _linked(other)
    client.force_login(UserFactory())

    _back(client, provider.authorize(_to_provider(client, process="connect")))
    client.post(reverse("accounts:identity_link"))

    assert SocialAccount.objects.get().user == other


def test_identity_is_taken_off(client: Client, provider: mock.MockProvider) -> None:
    person = UserFactory(email="zoe@example.org")
    identity = _linked(person)
    client.force_login(person)

    client.post(reverse("accounts:identity_remove", args=[identity.pk]))

    assert not SocialAccount.objects.exists()


def test_identity_of_somebody_else_is_not(client: Client, provider: mock.MockProvider) -> None:
    identity = _linked(UserFactory(email="zoe@example.org"))
    client.force_login(UserFactory())

    client.post(reverse("accounts:identity_remove", args=[identity.pk]))

    assert SocialAccount.objects.filter(pk=identity.pk).exists()


def test_account_closed_does_not_open(client: Client, provider: mock.MockProvider) -> None:
    person = UserFactory(email="zoe@example.org", gone=True)
    _linked(person)

    _back(client, provider.authorize(_to_provider(client)))

    assert "_auth_user_id" not in client.session


def test_button_is_there_only_where_a_provider_is_configured(client: Client, provider: mock.MockProvider) -> None:
    assert "ProConnect" in client.get(reverse("account_login")).content.decode()


def test_no_button_without_provider(client: Client) -> None:
    assert "ProConnect" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("openid_connect_login", kwargs=ADDRESS)).status_code == 302
