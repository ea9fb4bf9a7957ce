"""From the first question to the last payment of an invented call, in a browser, by everybody who has a part in it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfWriter

from tests.journeys.site import Site

pytestmark = pytest.mark.browser

CALL = "/appels-a-projets/coup-de-pouce-fictif/"
# The commune whose officer is in the demonstration.
COMMUNE = "Roubaix"
TITLE = "Cuisiner ensemble au pied des tours"
# A form sent sooner is taken for a robot's.
WRITING_TIME = 3500


def _link(page: Page, name: str | re.Pattern[str]) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()
    page.wait_for_load_state("networkidle")


def _button(page: Page, name: str | re.Pattern[str]) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()
    page.wait_for_load_state("networkidle")


def _confirm(page: Page) -> None:
    """Send the one form of a page."""
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


def _next(page: Page) -> None:
    _button(page, re.compile("^Enregistrer, puis"))


def _line(page: Page, block: str, number: int, **cells: str) -> None:
    for name, value in cells.items():
        cell = page.locator(f"[name='{block}-{number}-{name}']")
        if cell.evaluate("cell => cell.tagName") == "SELECT":
            cell.select_option(value)
        else:
            cell.fill(value)


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


@pytest.fixture
def piece(tmp_path: Path) -> Path:
    """A document of one page."""
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(content)
    path = tmp_path / "piece.pdf"
    path.write_bytes(content.getvalue())
    return path


def _mailed_link(site_page: Page, part: str) -> str:
    """Return the address in the last mail that holds one of this kind."""
    site_page.goto(site_page.url.split("/", 3)[0] + "//" + site_page.url.split("/", 3)[2] + "/demo/courriels/")
    return str(site_page.locator(f'main a[href*="{part}"]').first.get_attribute("href"))


def _take_the_test(page: Page, site: Site) -> None:
    """Learn on a telephone, without account, that the call is for the project."""
    page.goto(f"{site.url}{CALL}test/")
    page.select_option("[name=legal_category]", "9220")
    page.select_option("[name=aid_type]", "start_up")
    page.fill("[name=created_on]", "2025-06-01")
    page.fill("[name=activity_commune]", COMMUNE)
    page.fill("[name=budget_cents]", "12 000")
    page.fill("[name=requested_cents]", "4 000")
    _button(page, "Voir la réponse")
    expect(page.locator("#reponse")).to_contain_text("Éligible")
    _fits(page)


def _open_an_account(page: Page, site: Site) -> None:
    """Open an account by the link that is mailed, with what was answered in the test."""
    _button(page, "Écrire un dossier avec ces réponses")
    page.fill("[name=full_name]", "Paula Porteuse")
    page.fill("[name=email]", "paula.porteuse@example.org")
    page.wait_for_timeout(WRITING_TIME)
    _button(page, "M’envoyer le lien")
    expect(page.locator("h1")).to_have_text("Un lien vous est envoyé")
    page.goto(site.url + _mailed_link(page, "ouvrir-un-dossier"))
    _button(page, "Ouvrir mon compte et commencer")
    assert page.input_value("[name=legal_category]") == "9220"
    assert page.input_value("[name=created_on]") == "2025-06-01"


def _write(page: Page, piece: Path) -> str:
    """Write the whole application but one document, confirm and file it; return its path."""
    page.fill("[name=applicant_name]", "Les Cuisines du quartier (essai)")
    page.fill("[name=signatory_name]", "Paula Porteuse")
    page.fill("[name=signatory_quality]", "présidente")
    page.fill("[name=signatory_email]", "paula.porteuse@example.org")
    _fits(page)
    _next(page)
    page.fill("[name=title]", TITLE)
    page.fill("[name=summary]", "Une cuisine partagée, où l’on prépare des repas à prix juste.")
    assert page.input_value("[name=communes]") == COMMUNE
    _next(page)
    expect(page.locator("[name=comment]")).to_be_hidden()
    page.fill("[name=besoin]", "Aucun lieu pour cuisiner ensemble dans le quartier.")
    page.select_option("[name=habitants]", label="Oui")
    page.fill("[name=comment]", "Une assemblée par mois")
    _next(page)
    page.select_option("[name=filiere]", label="Alimentation")
    _next(page)
    assert page.input_value("[name=requested_cents]").replace("\u202f", " ") == "4 000"
    page.get_by_label("Locaux").check()
    page.fill("[name=non_financial_note]", "Une cuisine équipée, deux soirs par semaine.")
    _next(page)
    _line(page, "budget_expenses", 0, account="60", label="Denrées", cents="8 000")
    _line(page, "budget_expenses", 1, account="64", label="Animatrice", cents="4 000")
    _line(page, "budget_income", 0, account="70", label="Repas", cents="8 000")
    _line(page, "budget_income", 1, account="74", label="Essai", cents="4 000")
    _fits(page)
    _next(page)
    _line(page, "posts", 0, title="Animatrice de cuisine", kind="created", headcount="1", etp="0.5")
    _next(page)
    for name in ("p1", "p2", "p4"):
        page.set_input_files(f"[name={name}-file]", piece)
    page.fill("[name=p3-absence]", "Compte en cours d’ouverture, sous dix jours")
    _next(page)
    page.check("[name=agreed]")
    _next(page)
    page.locator("[name=agreed]").first.check()
    _button(page, "Confirmer le dossier")
    _button(page, "Déposer le dossier")
    expect(page.locator("main")).to_contain_text("Votre dossier est déposé")
    _fits(page)
    return "/" + page.url.split("/", 3)[3]


def _ask_for_what_is_missing(page: Page, address: str) -> None:
    page.goto(address)
    _link(page, "Examiner point par point")
    page.select_option("[name=piece-RIB-mark]", "wrong")
    page.fill("[name=piece-RIB-note]", "Joindre le relevé du compte de l’association.")
    _button(page, "Les enregistrer, puis envoyer la liste")
    _button(page, "Envoyer la liste")
    expect(page.locator("main")).to_contain_text("Incomplet")


def _give_what_is_missing(page: Page, address: str, piece: Path) -> None:
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Joindre le relevé du compte de l’association.")
    _link(page, "Compléter le dossier")
    _link(page, "Les pièces")
    page.set_input_files("[name=p3-file]", piece)
    page.fill("[name=p3-date]", "2026-11-02")
    _next(page)
    _link(page, "Relecture et dépôt")
    _button(page, "Renvoyer le dossier complété")
    expect(page.locator("main")).to_contain_text("Le dossier complété est renvoyé")


def _appraise(page: Page, address: str) -> None:
    """Ask the commune, find the application complete, write the note."""
    page.goto(address)
    _link(page, "Consulter les communes")
    _button(page, "Demander l’avis")
    _link(page, "Examiner point par point")
    page.select_option("[name=piece-RIB-mark]", "right")
    _button(page, "Enregistrer les marques")
    page.goto(address)
    _link(page, "Le déclarer complet")
    _confirm(page)
    expect(page.locator("main")).to_contain_text("Complet")
    _link(page, "Note d’instruction")
    page.fill("[name=strengths]", "Un lieu attendu, des habitants déjà engagés.")
    page.fill("[name=proposal]", "Soutenir le démarrage.")
    page.fill("[name=proposed_cents]", "4 000")
    _confirm(page)
