"""From the first question to the last payment of an invented call, in a browser, by everybody who has a part in it."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader, PdfWriter

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

CALL = "/appels-a-projets/coup-de-pouce-fictif/"
# The commune whose officer is in the demonstration.
COMMUNE = "Roubaix"
# Invented records have no number: the team ties the application to one by its name.
STRUCTURE = "Les Semeurs de songes (association fictive)"
ACT = "Délibération cadre : feuille de route ESS 2022-2026"
# The rules of the invented body ask for five days of notice.
DAYS = 10
THE_DAY = (
    "from datetime import timedelta\n"
    "from essaim.steering.committees.models import Session\n"
    "row = Session.objects.get(pk=%s)\n"
    "row.day, row.convened_at = row.day - timedelta(days=%s), row.convened_at - timedelta(days=10)\n"
    "row.save()\n"
)
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


def _mailed_link(page: Page, site: Site, part: str) -> str:
    """Return the path in the last mail that holds one of this kind."""
    page.goto(f"{site.url}/demo/courriels/")
    return str(page.locator(f'main a[href*="{part}"]').first.get_attribute("href"))


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
    page.fill("[name=email]", "paula.porteuse@example.org")
    page.wait_for_timeout(WRITING_TIME)
    _button(page, "M’envoyer le lien")
    expect(page.locator("h1")).to_have_text("Un lien vous est envoyé")
    page.goto(site.url + _mailed_link(page, site, "ouvrir-un-dossier"))
    page.fill("[name=full_name]", "Paula Porteuse")
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


def _give_the_opinion_of_the_commune(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/avis-des-communes/")
    page.locator("main tr", has_text=TITLE).get_by_role("link").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("[name=sense]").first.check()
    page.fill("main textarea", "Un lieu attendu par le quartier.")
    _fits(page)
    _button(page, "Donner l’avis")
    expect(page.locator("main")).to_contain_text("L’avis est enregistré")


def _tie_to_a_record(page: Page, address: str) -> None:
    page.goto(address)
    _link(page, "Rattacher à la fiche de la structure")
    page.select_option("[name=organization]", label=STRUCTURE)
    _confirm(page)
    expect(page.locator("main")).to_contain_text("Le dossier est rattaché à cette fiche.")


def _prepare_the_selection(page: Page, site: Site, address: str) -> tuple[str, str]:
    """Say that the application is ready, plan and convene a session, write what it may give; return both addresses."""
    page.goto(address)
    _link(page, "Le déclarer prêt pour le comité")
    _confirm(page)
    page.goto(f"{site.url}/instances/comite-de-selection-fictif/seances/nouvelle/")
    page.fill("[name=day]", (timezone.localdate() + timedelta(days=DAYS)).isoformat())
    page.fill("[name=title]", "Sélection du récit")
    _button(page, "Prévoir")
    session = page.url
    page.goto(f"{site.url}/selections/nouvelle/")
    page.locator("[name=call]").select_option(label="Coup de pouce aux idées (appel fictif)")
    page.locator("[name=session]").select_option(index=1)
    _button(page, "Inscrire les dossiers complets")
    selection = page.url
    _link(page, "Donner une enveloppe")
    page.fill("[name=year]", str(timezone.localdate().year))
    page.fill("[name=amount]", "10 000")
    page.select_option("[name=act]", label=ACT)
    _confirm(page)
    expect(page.locator("main")).to_contain_text("10 000")
    page.goto(session)
    _link(page, "Convoquer les membres")
    _button(page, "Convoquer")
    expect(page.locator("main")).to_contain_text("Les membres sont convoqués")
    return session, selection


def _let_the_day_come(site: Site, session: str) -> None:
    number = re.search(r"/seances/(\d+)/", session)
    assert number is not None
    site.run("shell", "--verbosity", "0", "-c", THE_DAY % (number[1], DAYS))


def _sit(page: Page, session: str) -> None:
    page.goto(session)
    _link(page, "Ouvrir la séance")
    _button(page, "Ouvrir la séance")
    page.goto(session)
    _link(page, "Feuille de présence")
    for name in ("Élise", "Émile", "Oriane", "Basile"):
        _button(page, re.compile(f"Présent.*{name}"))


def _withdraw_from_it(page: Page, selection: str, reference: str) -> None:
    """Declare an interest on a telephone: the file is closed to this member, by its address too."""
    page.goto(selection)
    _link(page, reference)
    file = page.url
    _link(page, "Je me déporte")
    page.select_option("[name=kind]", "other")
    page.fill("[name=reason]", "Un proche y travaille")
    _confirm(page)
    _fits(page)
    answer = page.goto(file)
    assert answer is not None
    assert answer.status == 403


def _mark(page: Page, selection: str, reference: str, *marks: int) -> None:
    page.goto(selection)
    _link(page, reference)
    _link(page, "Noter ce dossier")
    for number, mark in enumerate(marks, 1):
        page.check(f"[name=c{number}][value='{mark}']")
    _button(page, "Enregistrer les notes")
    _fits(page)


def _decide(page: Page, selection: str, reference: str) -> None:
    """Grant what the limits allow, which more than that does not; freeze, and send the letters."""
    page.goto(selection)
    _link(page, reference)
    expect(page.locator("main")).to_contain_text("Un proche y travaille")
    _link(page, "Écrire la décision")
    page.locator("[name=outcome]").first.check()
    page.select_option("[name=nature]", "subsidy")
    page.fill("[name=granted]", "4 500")
    page.fill("[name=year]", str(timezone.localdate().year))
    page.locator("[name=cited]").first.check()
    page.fill("[name=reason]", "Le besoin est montré, et la réponse lui est propre.")
    page.fill("[name=next_help]", "La pépinière imaginaire (fictive)")
    _button(page, "Enregistrer la décision")
    expect(page.locator("main")).to_contain_text("Au plus 4 000 €")
    page.fill("[name=granted]", "4 000")
    _button(page, "Enregistrer la décision")
    _link(page, "Figer les décisions")
    _confirm(page)
    _link(page, "Écrire et envoyer les lettres")
    _confirm(page)
    expect(page.locator("main")).to_contain_text("Lettres envoyées")


def _read_the_letter(page: Page, address: str) -> str:
    """Read the letter of the decision, and return its text."""
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Accordé")
    link = page.locator("main").get_by_role("link", name=re.compile("^Lettre")).first
    expect(link).to_be_visible()
    answer = page.request.get(page.url.split("/dossiers")[0] + str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    return " ".join(part.extract_text() for part in PdfReader(io.BytesIO(answer.body())).pages)


def test_project_goes_from_the_first_question_to_the_last_payment(site: Site, visitor: Visitor, piece: Path) -> None:
    holder, officer = visitor.window(width=375, scheme="dark"), visitor.window(role="officer")
    referent = visitor.window(role="commune_referent", width=375)
    elected = visitor.window(role="elected_official", width=375)
    speaker = visitor.window(role="organization_member", width=375)
    member = visitor.window(role="body_member", width=375, scheme="dark")

    _take_the_test(holder, site)
    _open_an_account(holder, site)
    address = site.url + _write(holder, piece)
    reference = address.rstrip("/").rpartition("/")[2]
    _ask_for_what_is_missing(officer, address)
    _give_what_is_missing(holder, address, piece)
    _tie_to_a_record(officer, address)
    _appraise(officer, address)
    _give_the_opinion_of_the_commune(referent, site)

    session, selection = _prepare_the_selection(officer, site, address)
    _let_the_day_come(site, session)
    _sit(officer, session)
    _withdraw_from_it(member, selection, reference)
    _mark(elected, selection, reference, 4, 4)
    _mark(speaker, selection, reference, 4, 2)
    _decide(officer, selection, reference)
    letter = _read_the_letter(holder, address)
    assert "4 000" in letter.replace("\u202f", " ").replace("\xa0", " ")
    assert TITLE in letter

    assert visitor.outside == []
