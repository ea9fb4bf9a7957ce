"""A file of subsidies as an authority really publishes it: seen row by row, kept, read on the structure's page, taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.pages import button, fits, link

pytestmark = pytest.mark.browser
FILES = "/subventions/aides/fichiers/"
SOURCE = "Jeu de données fictif « subventions 2026 du Syndicat »"
# As met in published files: none of the headings of the schema, accents in the encoding of Windows, days and amounts as people
# write them, a SIRET that a spreadsheet has put into figures, a line of total.
ROWS = (
    "NOM COLLECTIVITÉ;Date de délibération;Numero_Complet_Engagement;Libellé Tiers;code_siren_siret;Montant voté;notification UE",
    "Syndicat fictif;03/06/2026;ENG-F-1;LES SEMEURS DE SONGES;000 000 018 00002;1 234,56 €;NON",
    "Syndicat fictif;03/06/2026;ENG-F-2;FONDATION INCONNUE;3,40E+11;700;NON",
    "Syndicat fictif;;;TOTAL;;1 934,56;",
)


def _tabs(page: Page) -> list[str]:
    return page.get_by_role("navigation", name="Ce que deviennent les lignes").locator("li").all_inner_texts()


def test_officer_brings_in_a_published_file_and_takes_it_back(visitor: Visitor) -> None:
    page = visitor.open(FILES, role="officer")
    sent = {"name": "SUBV_2026 (1).csv", "mimeType": "text/csv", "buffer": "\r\n".join(ROWS).encode("cp1252")}
    page.locator('input[name="file"]').set_input_files(files=[sent])
    page.locator('input[name="source"]').fill(SOURCE)
    button(page, "Voir ce qu’il ferait")

    # Nothing counts yet: each row says what becomes of it, and why.
    expect(page.locator("main")).to_contain_text(re.compile("Rien ne compte encore.*1.234,56"))
    assert _tabs(page)[0] == "Toutes les lignes (3)"
    kept = page.locator("main tbody tr").filter(has_text="SEMEURS")
    expect(kept).to_contain_text("3 juin 2026")
    refused = page.locator("main tbody tr").filter(has_text="FONDATION INCONNUE")
    expect(refused).to_contain_text("3,40E+11")
    fits(page)
    file = page.url
    button(page, "Garder ces aides")
    expect(page.locator("main")).to_contain_text("1 aide est au registre")

    link(page, re.compile("Les Semeurs de songes"))
    register = page.url
    expect(page.locator("main")).to_contain_text(re.compile(r"Syndicat fictif.*1.234,56"))

    # Taken back: the row stays, and one that undoes it beside it.
    page.goto(file)
    button(page, "Reprendre ce fichier")
    expect(page.locator("main")).to_contain_text("ses aides ne comptent plus")
    page.goto(register)
    expect(page.locator("main")).to_contain_text(re.compile(r"−1.234,56|-1.234,56"))
    assert visitor.outside == []
    assert visitor.complaints == []
