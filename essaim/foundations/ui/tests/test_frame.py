"""The frame of every page: security headers, languages, themes, errors that say what to do."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import include, path

from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove

pytestmark = pytest.mark.django_db


def _open(view):
    view.login_required = False
    return view


@_open
def _refused(request: HttpRequest) -> HttpResponse:
    raise NotAllowed("Seule l’équipe peut le faire.")


@_open
def _twice(request: HttpRequest) -> HttpResponse:
    raise IllegalMove("submit", "submitted")


@_open
def _broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def _closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("closed")


urlpatterns = [
    path("refused/", _refused),
    path("twice/", _twice),
    path("broken/", _broken),
    path("closed/", _closed),
    path("", include("config.urls")),
]
handler404 = "essaim.foundations.ui.views.page_not_found"
handler500 = "essaim.foundations.ui.views.server_error"
with_errors = override_settings(ROOT_URLCONF=__name__)
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "base-uri 'none'",
}


def _speaking(language: str) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["essaim_language"] = language
    return client


@override_settings(ESSAIM_DEMO=True)
def test_pages_carry_the_strict_policy(client: Client) -> None:
    answer = client.get("/kit/")

    policy = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
    assert policy >= POLICY
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@override_settings(ESSAIM_DEMO=True)
def test_page_has_no_inline_script_or_style(client: Client) -> None:
    page = client.get("/kit/").content.decode()

    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=")
    assert "http://" not in page.replace("http://www.w3.org", "")


ERRORS = {
    "/refused/": (403, {"fr": "Accès refusé", "en": "Not allowed"}),
    "/twice/": (409, {"fr": "Déjà fait", "en": "Already done"}),
    "/broken/": (500, {"fr": "Une erreur s’est produite", "en": "Something broke"}),
    "/nowhere/": (404, {"fr": "Page introuvable", "en": "Page not found"}),
}


@with_errors
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("url", ERRORS)
def test_error_says_what_happened_in_the_language_of_the_reader(url: str, language: str) -> None:
    status, words = ERRORS[url]

    answer = _speaking(language).get(url)

    page = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{words[language]}</h1>" in page
    assert f'<html lang="{language}"' in page
    assert 'href="/"' in page, "a way on"


def test_page_of_what_broke_has_its_icon_and_needs_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        page = render_to_string("ui/errors/500.html")

    assert '<link rel="icon" type="image/svg+xml" href="/static/ui/essaim.svg">' in page


@with_errors
def test_wrong_address_of_the_read_api_is_told_to_a_program(client: Client) -> None:
    answer = client.get("/api/v1/acts/not a key/")

    assert answer.status_code == 404
    assert "openapi.json" in answer.json()["detail"]


@with_errors
def test_refusal_gives_its_reason(client: Client) -> None:
    assert "Seule l’équipe peut le faire." in client.get("/refused/").content.decode()


@with_errors
@pytest.mark.parametrize(("language", "words"), [("fr", "Ce formulaire a expiré"), ("en", "This form has expired")])
def test_form_gone_stale_is_explained(language: str, words: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["essaim_language"] = language

    answer = client.post("/apparence/", {"theme": "dark"})

    assert answer.status_code == 403
    assert words in answer.content.decode()


@with_errors
def test_page_that_says_nothing_is_closed(client: Client) -> None:
    assert client.get("/closed/").status_code == 302
    client.force_login(get_user_model().objects.create_user("camille@example.org", "Camille Exemple"))
    assert client.get("/closed/").content == b"closed"


@override_settings(ESSAIM_DEMO=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme_is_kept_until_the_device_decides_again(client: Client, theme: str) -> None:
    answer = client.post("/apparence/", {"theme": theme, "next": "/kit/"})

    assert answer["Location"] == "/kit/"
    assert f'data-theme="{theme}"' in client.get("/kit/").content.decode()
    client.post("/apparence/", {"theme": ""})
    assert "data-theme=" not in client.get("/kit/").content.decode()


@override_settings(ESSAIM_DEMO=True)
def test_language_is_kept(client: Client) -> None:
    client.post("/langue/", {"language": "en"})
    assert "Component gallery" in client.get("/kit/").content.decode()
    client.post("/langue/", {"language": "fr"})
    assert "Galerie des composants" in client.get("/kit/").content.decode()


def test_unknown_language_changes_nothing(client: Client) -> None:
    client.post("/langue/", {"language": "xx"})

    assert "essaim_language" not in client.cookies


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_choice_never_leads_elsewhere(client: Client, target: str) -> None:
    assert client.post("/langue/", {"language": "fr", "next": target})["Location"] == "/"


def test_gallery_is_for_people_who_signed_in_where_there_is_no_demonstration(client: Client) -> None:
    assert client.get("/kit/").status_code == 404
    client.force_login(get_user_model().objects.create_user("camille@example.org", "Camille Exemple"))
    assert client.get("/kit/").status_code == 200
