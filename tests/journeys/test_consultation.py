"""A consultation from its first line to its published answers, in a browser, by somebody who has read nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.keyboard import follow, tab_to, write
from tests.journeys.pages import button, fits, link, settle
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

TITLE = "Concertation d’essai : manger près de chez soi"
SAID = (
    "Ouvrir un jardin partagé dans chaque quartier.",
    "Il faudrait ouvrir un jardin partagé dans notre quartier.",
    "Baisser le prix du bio dans les cantines.",
)
# A form sent sooner is taken for a robot's.
WRITING_TIME = 3500


def _next_step(page: Page, name: str, button: str) -> None:
    """Take the step that the page proposes, which must be this one."""
    panel = page.locator("#etape")
    expect(panel.get_by_role("heading", level=2)).to_have_text(re.compile(re.escape(name)))
    panel.get_by_role("link", name=button, exact=True).click()
    settle(page)


@pytest.fixture
def officer(visitor: Visitor) -> Page:
    return visitor.open("/concertations/", role="officer")


@pytest.fixture
def resident(visitor: Visitor) -> Page:
    return visitor.window(width=375, scheme="dark")


def _prepare_and_open(page: Page) -> str:
    """Prepare a consultation and open it, by the steps the page proposes; return its path."""
    link(page, "Préparer une concertation")
    page.fill("[name=title]", TITLE)
    page.fill("[name=question]", "Que faudrait-il pour bien manger près de chez vous ?")
    button(page, "Enregistrer le brouillon")
    _next_step(page, "Écrire le calendrier", "Ajouter une étape au calendrier")
    today = timezone.localdate()
    page.fill("[name=starts_on]", today.isoformat())
    page.fill("[name=ends_on]", (today + timedelta(days=20)).isoformat())
    button(page, "Ajouter")
    _next_step(page, "Nommer les thèmes", "Ajouter un thème")
    page.fill("[name=title]", "Jardins")
    button(page, "Ajouter")
    _next_step(page, "L’ouvrir au public", "L’ouvrir au public")
    button(page, "Ouvrir")
    expect(page.locator("#etape h2")).to_contain_text("Recueillir ce qui se dit")
    return urlsplit(page.url).path


def _contribute(page: Page, address: str, text: str, *, email: str = "") -> str:
    """Contribute without account on a telephone; return the address that follows the text."""
    page.goto(address)
    fits(page)
    link(page, "Contribuer, sans compte")
    fits(page)
    page.fill("[name=text]", text)
    page.fill("[name=email]", email)
    page.wait_for_timeout(WRITING_TIME)
    button(page, "Envoyer ma contribution")
    fits(page)
    expect(page.locator("main")).to_contain_text(text)
    expect(page.locator("main strong").first).to_have_text(re.compile(r"CTR-[A-Z0-9]{10}"))
    return page.url


def _read_all(page: Page, count: int) -> None:
    for _place in range(count):
        _next_step(page, "Lire ce qui arrive, puis le publier", "Lire la suivante")
        button(page, "La publier")


def _sort(page: Page) -> None:
    """Put the two texts that say the same in one issue, found by their likeness; sort the third by its theme alone."""
    _next_step(page, "Trier ce qui dit la même chose", "Trier en thèmes et en enjeux")
    page.get_by_role("link", name="Ses proches").first.click()
    settle(page)
    boxes = page.locator("input[name=numbers]")
    expect(boxes).to_have_count(2)
    for box in boxes.all():
        box.check()
    page.fill("[name=wording]", "Ouvrir des jardins partagés dans les quartiers")
    page.locator("main form[method=post] select[name=theme]").select_option(label="Jardins")
    button(page, "Y mettre celles qui sont cochées")
    page.locator("input[name=numbers]").check()
    page.select_option("[name=into-theme]", label="Jardins")
    button(page, "Y classer celles qui sont cochées")
    page.get_by_role("link", name="La lire en entier").first.click()
    settle(page)
    link(page, "Y répondre pour elle-même")
    page.select_option("[name=verdict]", "out_of_scope")
    page.fill("[name=reason]", "Le prix des cantines relève des communes.")
    button(page, "Enregistrer la réponse")


def _close_answer_publish(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#etape").get_by_role("link", name="La clore, avec une synthèse").click()
    settle(page)
    expect(page.locator("[name=summary]")).to_have_value(re.compile("3 contributions ont été reçues"))
    button(page, "Clore")
    _next_step(page, "Répondre à chaque enjeu", "Répondre à la suite")
    page.select_option("[name=verdict]", "accepted")
    page.fill("[name=reason]", "Une action du plan s’en charge.")
    value = page.locator("[name=target_1] optgroup[label='2022-2026'] option").first.get_attribute("value")
    page.select_option("[name=target_1]", value)
    button(page, "Enregistrer la réponse")
    _next_step(page, "Publier les réponses", "Publier les réponses")
    button(page, "Publier")
    expect(page.locator("#etape h2")).to_have_text("Tout est fait")


def test_consultation_is_opened_filled_summed_up_answered_and_published_by_somebody_who_has_read_nothing(
    visitor: Visitor, site: Site, officer: Page, resident: Page
) -> None:
    path = _prepare_and_open(officer)
    address = site.url + path
    follows = _contribute(resident, address, SAID[0], email="rose@example.org")
    for text in SAID[1:]:
        _contribute(resident, address, text)
    officer.goto(address)
    _read_all(officer, len(SAID))
    _sort(officer)
    _close_answer_publish(officer, address)

    resident.goto(address)
    expect(resident.locator("main")).to_contain_text("Réponses publiées")
    link(resident, "Ce que vous avez dit, ce que nous avons fait")
    fits(resident)
    expect(resident.locator("main")).to_contain_text("1 enjeu sur 1 a une réponse")
    expect(resident.locator("main")).to_contain_text("3 contributions sur 3 ont une réponse")
    row = resident.locator("main table tbody tr").first
    expect(row).to_contain_text("Ouvrir des jardins partagés dans les quartiers")
    expect(row).to_contain_text("Une action du plan s’en charge.")
    resident.goto(follows)
    expect(resident.locator("main")).to_contain_text("Une action du plan s’en charge.")
    expect(resident.locator("main [name=forget]")).to_have_count(0)
    mails = visitor.open("/demo/courriels/")
    expect(mails.locator("main")).to_contain_text("Votre contribution est arrivée")
    expect(mails.locator("main")).to_contain_text("Votre contribution a sa réponse")
    expect(mails.locator("main")).not_to_contain_text("rose@example.org")
    assert visitor.outside == []
    assert visitor.complaints == []


def test_contribution_is_written_and_followed_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.open("/concertations/fictive/", width=375)

    follow(page, 'main a[href$="/contribuer/"]')
    write(page, 'main [name="text"]', "Un four à pain dans chaque lieu partagé.")
    write(page, 'main [name="organization_name"]', "Fournil imaginé")
    page.wait_for_timeout(WRITING_TIME)
    follow(page, 'main form[method="post"] button[type="submit"]')

    expect(page.locator("main")).to_contain_text("Un four à pain dans chaque lieu partagé.")
    assert re.search(r"/contribution/suivi/CTR-[A-Z0-9]{10}/", page.url), page.url
    assert visitor.complaints == []


@pytest.mark.parametrize("scripts", [True, False])
def test_contributions_are_sorted_and_grouped_by_keyboard_alone(visitor: Visitor, scripts: bool) -> None:
    number = _enter(visitor.open("/concertations/fictive/saisir/", role="officer", scripts=scripts))
    page = visitor.open("/concertations/fictive/tri/?q=keyboard", role="officer", scripts=scripts)
    box = f'main input[name="numbers"][value="{number}"]'

    tab_to(page, box)
    page.keyboard.press("Space")
    _choose(page, '[name="into-theme"]')
    follow(page, 'main button[name="move"][value="sort"]')
    expect(page.locator("main fieldset")).to_contain_text("L – Locaux et lieux")
    page.goto(page.url)
    tab_to(page, box)
    page.keyboard.press("Space")
    write(page, 'main [name="wording"]', "Écrire sans souris")
    follow(page, 'main button[name="move"][value="group"]')

    expect(page.locator(box)).to_have_count(0)
    page.goto(page.url.split("/tri/")[0] + f"/contributions/{number}/")
    expect(page.locator("main")).to_contain_text("Écrire sans souris")


def _enter(page: Page) -> str:
    """Enter a contribution from paper, and return its number."""
    page.fill("[name=text]", "Tout faire au clavier (keyboard).")
    page.fill("[name=origin]", "Registre d’essai")
    page.fill("[name=received_on]", timezone.localdate().isoformat())
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_url(re.compile(r"/contributions/\d+/$"))
    found = re.search(r"/contributions/(\d+)/$", page.url)
    assert found
    return found[1]


def _choose(page: Page, selector: str) -> None:
    """Choose the first value of a list by keyboard."""
    tab_to(page, selector)
    page.keyboard.press("ArrowDown")
