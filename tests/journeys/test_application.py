"""From the first question to the receipt: a resident tests, opens an account, writes, confirms and files; the team looks at it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.pages import fits, mailed_link, settle

pytestmark = pytest.mark.browser
CALL = "/appels-a-projets/coup-de-pouce-fictif/"
MAIL = "nadia.nouvelle@example.org"


def _send(page: Page, label: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=label).first.click()
    settle(page)


def _ask_for_account(page: Page) -> None:
    """Answer the test, then ask for an account from its end."""
    page.locator('select[name="legal_category"]').select_option("9220")
    page.locator('select[name="aid_type"]').select_option("start_up")
    page.locator('input[name="activity_commune"]').fill("Roubaix")
    page.locator('input[name="budget_cents"]').fill("10 000")
    page.locator('input[name="requested_cents"]').fill("4 000")
    _send(page, "Voir la réponse")
    _send(page, "Écrire un dossier avec ces réponses")
    expect(page.locator("main")).to_contain_text("Vos réponses au test sont reprises")
    page.locator('input[name="email"]').fill(MAIL)
    # A robot is quicker than this.
    page.wait_for_timeout(3500)
    _send(page, "M’envoyer le lien")
    expect(page.locator("h1")).to_contain_text("Un lien vous est envoyé")


@pytest.mark.parametrize("scripts", [True, False])
def test_resident_files_an_application_and_the_team_asks_for_what_is_missing(visitor: Visitor, scripts: bool) -> None:
    page = visitor.open(f"{CALL}test/", width=375, scripts=scripts)
    site = page.url.split("/appels")[0]
    if scripts:
        _ask_for_account(page)
        link = mailed_link(page, site, "ouvrir-un-dossier")
        page.goto(site + link)
        page.locator('input[name="full_name"]').fill("Nadia Nouvelle")
        _send(page, "Ouvrir mon compte et commencer")
    else:
        # Who has an account goes on with it.
        page = visitor.open(f"{CALL}deposer/", role="organization_member", width=375, scripts=False)
        _send(page, "Commencer")
    assert page.url.endswith("/ecrire/structure/")
    reference = page.url.split("/dossiers/")[1].split("/")[0]
    expect(page.locator("h1")).to_contain_text("La structure")
    page.locator('input[name="applicant_name"]').fill("Le Jardin de Nadia (fictif)")
    page.locator('select[name="legal_category"]').select_option("9220")
    page.locator('input[name="created_on"]').fill("2025-02-03")
    _send(page, "Enregistrer, puis : Le projet")

    page.locator('input[name="title"]').fill("Un jardin fictif")
    page.locator('textarea[name="communes"]').fill("Roubaix")
    page.locator('select[name="aid_type"]').select_option("start_up")
    if scripts:
        expect(page.locator("[data-filling-status]")).to_contain_text("Enregistré à", timeout=15_000)
        page.reload()
        assert page.locator('input[name="title"]').input_value() == "Un jardin fictif"
    _send(page, "Enregistrer, puis : Le projet")

    page.locator('textarea[name="besoin"]').fill("Un besoin fictif")
    follow_up = page.locator('input[name="comment"]')
    if scripts:
        expect(follow_up).to_be_hidden()
    page.locator('select[name="habitants"]').select_option("yes")
    expect(follow_up).to_be_visible()
    follow_up.fill("Au conseil")
    _send(page, "Enregistrer, puis : L’activité")
    page.locator('select[name="filiere"]').select_option("Alimentation")
    _send(page, "Enregistrer, puis : La demande")
    page.locator('input[name="requested_cents"]').fill("4 000")
    _send(page, "Enregistrer, puis : Le budget")
    page.locator('select[name="budget_expenses-0-account"]').select_option("60")
    page.locator('input[name="budget_expenses-0-cents"]').fill("10 000")
    if scripts:
        expect(page.locator('[data-total="budget_expenses"]')).to_contain_text("10")
    _send(page, "Enregistrer, puis : Postes et partenaires")
    _send(page, "Enregistrer, puis : Les pièces")
    for field in page.locator('input[name$="-absence"]').all():
        field.fill("Promise pour bientôt (fictif)")
    _send(page, "Enregistrer, puis : Contrat d’engagement républicain")
    page.locator('input[name="signatory_name"]').fill("Nadia Nouvelle")
    page.locator('input[name="signatory_quality"]').fill("Présidente")
    page.locator('input[name="agreed"]').check()
    _send(page, "Enregistrer, puis : Relecture et dépôt")
    page.locator('form:has(button[name="confirm"]) input[name="name"]').fill("Nadia Nouvelle")
    page.locator('form:has(button[name="confirm"]) input[name="quality"]').fill("Présidente")
    page.locator('form:has(button[name="confirm"]) input[name="agreed"]').check()
    _send(page, "Confirmer le dossier")
    _send(page, "Déposer le dossier")
    expect(page.locator("main")).to_contain_text("Votre dossier est déposé")
    expect(page.locator("main")).to_contain_text("une seule liste vous sera envoyée")
    fits(page)

    desk = visitor.open(f"/dossiers/{reference}/examen/", role="officer")
    desk.locator('select[name="field-title-mark"]').select_option("wrong")
    desk.locator('input[name="field-title-note"]').fill("Dites quel jardin")
    _send(desk, "Les enregistrer, puis envoyer la liste")
    _send(desk, "Envoyer la liste")
    expect(desk.locator("main")).to_contain_text("délai suspendu")
    page.reload()
    expect(page.locator("main")).to_contain_text("Dites quel jardin")
    assert visitor.outside == []
    assert visitor.complaints == []
