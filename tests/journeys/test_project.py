"""From the first question to the last payment of an invented call, in a browser, by everybody who has a part in it."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader, PdfWriter

from tests.journeys.conftest import Visitor
from tests.journeys.pages import button, fits, link, mailed_link, settle
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

CALL = "/appels-a-projets/coup-de-pouce-fictif/"
# The commune whose officer is in the demonstration.
COMMUNE = "Roubaix"
# Invented records have no number: the team ties the application to one by its name.
STRUCTURE = "Les Semeurs de songes (association fictive)"
# No company has it: invented ones start with zeros.
SIRET = "00000001800002"
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


def _confirm(page: Page) -> None:
    """Send the one form of a page."""
    page.locator("main form[method=post] button[type=submit]").first.click()
    settle(page)


def _next(page: Page) -> None:
    button(page, re.compile("^Enregistrer, puis"))


def _line(page: Page, block: str, number: int, **cells: str) -> None:
    for name, value in cells.items():
        cell = page.locator(f"[name='{block}-{number}-{name}']")
        if cell.evaluate("cell => cell.tagName") == "SELECT":
            cell.select_option(value)
        else:
            cell.fill(value)


@pytest.fixture
def piece(tmp_path: Path) -> Path:
    """A document of one page."""
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(content)
    path = tmp_path / "piece.pdf"
    path.write_bytes(content.getvalue())
    return path


def _take_the_test(page: Page, site: Site) -> None:
    """Learn on a telephone, without account, that the call is for the project."""
    page.goto(f"{site.url}{CALL}test/")
    page.select_option("[name=legal_category]", "9220")
    page.select_option("[name=aid_type]", "start_up")
    page.fill("[name=created_on]", "2025-06-01")
    page.fill("[name=activity_commune]", COMMUNE)
    page.fill("[name=budget_cents]", "12 000")
    page.fill("[name=requested_cents]", "4 000")
    button(page, "Voir la réponse")
    expect(page.locator("#reponse")).to_contain_text("Éligible")
    fits(page)


def _open_an_account(page: Page, site: Site) -> None:
    """Open an account by the link that is mailed, with what was answered in the test."""
    button(page, "Écrire un dossier avec ces réponses")
    page.fill("[name=email]", "paula.porteuse@example.org")
    page.wait_for_timeout(WRITING_TIME)
    button(page, "M’envoyer le lien")
    expect(page.locator("h1")).to_have_text("Un lien vous est envoyé")
    page.goto(site.url + mailed_link(page, site.url, "ouvrir-un-dossier"))
    page.fill("[name=full_name]", "Paula Porteuse")
    button(page, "Ouvrir mon compte et commencer")
    assert page.input_value("[name=legal_category]") == "9220"
    assert page.input_value("[name=created_on]") == "2025-06-01"


def _write(page: Page, piece: Path) -> str:
    """Write the whole application but one document, confirm and file it; return its path."""
    page.fill("[name=applicant_name]", "Les Cuisines du quartier (essai)")
    page.fill("[name=signatory_name]", "Paula Porteuse")
    page.fill("[name=signatory_quality]", "présidente")
    page.fill("[name=signatory_email]", "paula.porteuse@example.org")
    fits(page)
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
    fits(page)
    _next(page)
    _line(page, "posts", 0, title="Animatrice de cuisine", kind="created", headcount="1", etp="0.5")
    _next(page)
    page.set_input_files("[name=p1-file]", piece)
    page.fill("[name=p2-absence]", "Compte en cours d’ouverture, sous dix jours")
    _next(page)
    page.check("[name=agreed]")
    _next(page)
    page.locator("[name=agreed]").first.check()
    button(page, "Confirmer le dossier")
    button(page, "Déposer le dossier")
    expect(page.locator("main")).to_contain_text("Votre dossier est déposé")
    fits(page)
    return "/" + page.url.split("/", 3)[3]


def _ask_for_what_is_missing(page: Page, address: str) -> None:
    page.goto(address)
    link(page, "Examiner point par point")
    page.select_option("[name=piece-RIB-mark]", "wrong")
    page.fill("[name=piece-RIB-note]", "Joindre le relevé du compte de l’association.")
    button(page, "Les enregistrer, puis envoyer la liste")
    button(page, "Envoyer la liste")
    expect(page.locator("main")).to_contain_text("Incomplet")


def _give_what_is_missing(page: Page, address: str, piece: Path) -> None:
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Joindre le relevé du compte de l’association.")
    link(page, "Compléter le dossier")
    link(page, "Les pièces")
    page.set_input_files("[name=p2-file]", piece)
    page.fill("[name=p2-date]", timezone.localdate().isoformat())
    _next(page)
    link(page, "Relecture et dépôt")
    button(page, "Renvoyer le dossier complété")
    expect(page.locator("main")).to_contain_text("Le dossier complété est renvoyé")


def _appraise(page: Page, address: str) -> None:
    """Ask the commune, find the application complete, write the note."""
    page.goto(address)
    link(page, "Consulter les communes")
    button(page, "Demander l’avis")
    link(page, "Examiner point par point")
    page.select_option("[name=piece-RIB-mark]", "right")
    button(page, "Enregistrer les marques")
    page.goto(address)
    link(page, "Le déclarer complet")
    _confirm(page)
    expect(page.locator("main")).to_contain_text("Complet")
    link(page, "Note d’instruction")
    page.fill("[name=strengths]", "Un lieu attendu, des habitants déjà engagés.")
    page.fill("[name=proposal]", "Soutenir le démarrage.")
    page.fill("[name=proposed_cents]", "4 000")
    _confirm(page)


def _give_the_opinion_of_the_commune(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/avis-des-communes/")
    page.locator("main tr", has_text=TITLE).get_by_role("link").first.click()
    settle(page)
    page.locator("[name=sense]").first.check()
    page.fill("main textarea", "Un lieu attendu par le quartier.")
    fits(page)
    button(page, "Donner l’avis")
    expect(page.locator("main")).to_contain_text("L’avis est enregistré")


def _tie_to_a_record(page: Page, address: str) -> None:
    page.goto(address)
    link(page, "Rattacher à la fiche de la structure")
    page.select_option("[name=organization]", label=STRUCTURE)
    _confirm(page)
    expect(page.locator("main")).to_contain_text("Le dossier est rattaché à cette fiche.")


def _prepare_the_selection(page: Page, site: Site, address: str) -> tuple[str, str]:
    """Say that the application is ready, plan and convene a session, write what it may give; return both addresses."""
    page.goto(address)
    link(page, "Le déclarer prêt pour le comité")
    _confirm(page)
    page.goto(f"{site.url}/instances/comite-de-selection-fictif/seances/nouvelle/")
    page.fill("[name=day]", (timezone.localdate() + timedelta(days=DAYS)).isoformat())
    page.fill("[name=title]", "Sélection du récit")
    button(page, "Prévoir")
    session = page.url
    page.goto(f"{site.url}/selections/nouvelle/")
    page.locator("[name=call]").select_option(label="Coup de pouce aux idées (appel fictif)")
    page.locator("[name=session]").select_option(index=1)
    button(page, "Inscrire les dossiers complets")
    selection = page.url
    link(page, "Donner une enveloppe")
    page.fill("[name=year]", str(timezone.localdate().year))
    page.fill("[name=amount]", "10 000")
    page.select_option("[name=act]", label=ACT)
    _confirm(page)
    expect(page.locator("main")).to_contain_text("10 000")
    page.goto(session)
    link(page, "Convoquer les membres")
    button(page, "Convoquer")
    expect(page.locator("main")).to_contain_text("Les membres sont convoqués")
    return session, selection


def _let_the_day_come(site: Site, session: str) -> None:
    number = re.search(r"/seances/(\d+)/", session)
    assert number is not None
    site.run("shell", "--verbosity", "0", "-c", THE_DAY % (number[1], DAYS))


def _sit(page: Page, session: str) -> None:
    page.goto(session)
    link(page, "Ouvrir la séance")
    button(page, "Ouvrir la séance")
    page.goto(session)
    link(page, "Feuille de présence")
    for name in ("Élise", "Émile", "Oriane", "Basile"):
        button(page, re.compile(f"Présent.*{name}"))


def _withdraw_from_it(page: Page, selection: str, reference: str) -> None:
    """Declare an interest on a telephone: the file is closed to this member, by its address too."""
    page.goto(selection)
    link(page, reference)
    file = page.url
    link(page, "Je me déporte")
    page.select_option("[name=kind]", "other")
    page.fill("[name=reason]", "Un proche y travaille")
    _confirm(page)
    fits(page)
    answer = page.goto(file)
    assert answer is not None
    assert answer.status == 403


def _mark(page: Page, selection: str, reference: str, *marks: int) -> None:
    page.goto(selection)
    link(page, reference)
    link(page, "Noter ce dossier")
    for number, mark in enumerate(marks, 1):
        page.check(f"[name=c{number}][value='{mark}']")
    button(page, "Enregistrer les notes")
    fits(page)


def _put_off_the_others(page: Page, selection: str, reference: str) -> None:
    """Put off what the demonstration left ready for the same call: nothing is frozen while a file is undecided."""
    page.goto(selection)
    links = page.locator("#list tbody a", has_text="coup-de-pouce-fictif-").filter(has_not_text=reference)
    for address in [found.get_attribute("href") for found in links.all()]:
        page.goto(selection.split("/selections")[0] + str(address))
        link(page, "Écrire la décision")
        page.check("[name=outcome][value=deferred]")
        page.locator("[name=cited]").first.check()
        page.fill("[name=reason]", "Le comité attend une étude (fictive).")
        button(page, "Enregistrer la décision")
    page.goto(selection)


def _decide(page: Page, selection: str, reference: str) -> None:
    """Grant what the limits allow, which more than that does not; freeze, and send the letters."""
    page.goto(selection)
    link(page, reference)
    expect(page.locator("main")).to_contain_text("Un proche y travaille")
    link(page, "Écrire la décision")
    page.locator("[name=outcome]").first.check()
    page.select_option("[name=nature]", "subsidy")
    page.fill("[name=granted]", "4 500")
    page.fill("[name=year]", str(timezone.localdate().year))
    page.locator("[name=cited]").first.check()
    page.fill("[name=reason]", "Le besoin est montré, et la réponse lui est propre.")
    page.fill("[name=next_help]", "La pépinière imaginaire (fictive)")
    button(page, "Enregistrer la décision")
    expect(page.locator("main")).to_contain_text("Au plus 4 000 €")
    page.fill("[name=granted]", "4 000")
    button(page, "Enregistrer la décision")
    _put_off_the_others(page, selection, reference)
    link(page, "Figer les décisions")
    _confirm(page)
    link(page, "Écrire et envoyer les lettres")
    _confirm(page)
    expect(page.locator("main")).to_contain_text("Lettres envoyées")


def _read_the_letter(page: Page, address: str) -> str:
    """Read the letter of the decision, and return its text."""
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Accordé")
    letter = page.locator("main").get_by_role("link", name=re.compile("^Lettre")).first
    expect(letter).to_be_visible()
    answer = page.request.get(page.url.split("/dossiers")[0] + str(letter.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    return " ".join(part.extract_text() for part in PdfReader(io.BytesIO(answer.body())).pages)


def _prepare_the_grant(page: Page, address: str) -> str:
    """Prepare the grant of the decision: its amount and instalments are those that were decided; return its address."""
    page.goto(address)
    link(page, "Préparer sa subvention et sa convention")
    action = page.locator("[name=action] option", has_text="2022-2026 / 2 ").first.get_attribute("value")
    page.select_option("[name=action]", action)
    page.fill("[name=siret]", SIRET)
    page.fill("[name=starts_on]", (timezone.localdate() - timedelta(days=300)).isoformat())
    page.fill("[name=last_on]", (timezone.localdate() + timedelta(days=30)).isoformat())
    envelope = page.locator("[name=envelope] option", has_text="Appel à projets").first.get_attribute("value")
    page.select_option("[name=envelope]", envelope)
    page.select_option("[name=regime]", "de_minimis")
    _confirm(page)
    expect(page.locator("main")).to_contain_text("L’agrément ESUS est détenu")
    return page.url


def _agree(page: Page, grant: str, piece: Path) -> None:
    """Give the grant by its act, send the agreement for signature, keep it signed: its amount is committed."""
    link(page, "Attribuer cette subvention")
    page.select_option("[name=act]", label=ACT)
    page.fill("[name=granted_on]", timezone.localdate().isoformat())
    _confirm(page)
    link(page, "Écrire la convention")
    _confirm(page)
    expect(page.locator("main")).to_contain_text(STRUCTURE)
    button(page, "Envoyer à la signature")
    link(page, "L’enregistrer signée")
    page.fill("[name=signed_on]", timezone.localdate().isoformat())
    page.fill("[name=signatories]", "la présidente de l’association, le président de la collectivité")
    page.set_input_files("[name=file]", piece)
    _confirm(page)
    page.goto(grant)
    _figures(page, "4 000 €", "4 000 €", "0 €")


def _figures(page: Page, *amounts: str) -> None:
    """Check what the page of a grant says of it: given, committed, paid."""
    shown = [
        text.split("\n")[-1].replace("\u202f", " ").replace("\xa0", " ")
        for text in page.locator("main .stat").all_inner_texts()
    ]
    assert shown == list(amounts)


def _pay(certifier: Page, payer: Page, grant: str, note: str) -> None:
    """Say that the service is done, then let somebody else order the payment: who said it cannot."""
    certifier.goto(grant)
    link(certifier, "Attester le service fait")
    certifier.fill("[name=note]", note)
    _confirm(certifier)
    expect(certifier.locator("main")).to_contain_text("une autre personne ordonne le paiement")
    payer.goto(grant)
    link(payer, "Ordonner le paiement")
    payer.fill("[name=paid_on]", timezone.localdate().isoformat())
    _confirm(payer)


def _report(page: Page, grant: str) -> None:
    """Expect the financial report by the closing day of the structure, keep what it says, and accept it."""
    page.goto(grant)
    link(page, "Attendre les comptes rendus financiers")
    page.locator("[name=organization]").select_option(label=STRUCTURE)
    page.fill("[name=source]", "Statuts fictifs")
    _confirm(page)
    page.locator("main").get_by_role("link", name=re.compile("^Exercice clos le")).first.click()
    settle(page)
    link(page, "Enregistrer ce qu’il dit")
    page.fill("[name=foreseen_cents]", "12 000")
    page.fill("[name=spent_cents]", "12 000")
    page.fill("[name=account]", "Quarante repas partagés, chaque semaine.")
    _confirm(page)
    link(page, "L’accepter")
    _confirm(page)
    expect(page.locator("main")).to_contain_text("Accepté")


def _meet(page: Page, grant: str, condition: str, evidence: str) -> None:
    page.goto(grant)
    link(page, re.compile(f"La dire remplie.*{condition}"))
    page.fill("[name=met_on]", timezone.localdate().isoformat())
    page.fill("[name=evidence]", evidence)
    _confirm(page)


def _release_the_balance(page: Page, grant: str) -> None:
    """The report is there: the balance still waits for the accreditation, then for nothing."""
    _meet(page, grant, "pièce", "Compte rendu accepté")
    page.goto(grant)
    expect(page.locator("main")).to_contain_text("Une condition n’est pas remplie.")
    expect(page.locator("main").get_by_role("link", name="Attester le service fait")).to_have_count(0)
    _meet(page, grant, "ESUS", "Arrêté fictif")


def _count_the_post(page: Page, site: Site) -> None:
    """Write the post, say what helped it, declare it: one post, in the total of its kind."""
    page.goto(f"{site.url}/postes/nouveau/")
    page.select_option("[name=organization]", label=STRUCTURE)
    page.fill("[name=label]", "Animatrice de cuisine")
    page.select_option("[name=contract]", "permanent")
    page.fill("[name=full_time_share]", "50")
    page.fill("[name=commune_code]", "59512")
    page.fill("[name=starts_on]", (timezone.localdate() - timedelta(days=60)).isoformat())
    page.select_option("[name=effect]", "created")
    page.select_option("[name=channel]", "direct")
    page.fill("[name=source]", "Compte rendu financier")
    _confirm(page)
    post = page.url
    for aid in (TITLE, "2022"):
        page.goto(post)
        link(page, "Rattacher une aide")
        value = page.locator("[name=aid] option", has_text=aid).first.get_attribute("value")
        page.select_option("[name=aid]", value)
        _confirm(page)
    page.goto(post)
    link(page, "Déclarer ce poste")
    page.fill("[name=day]", timezone.localdate().isoformat())
    page.fill("[name=evidence]", "Contrat de travail")
    page.fill("[name=baseline_on]", (timezone.localdate() - timedelta(days=90)).isoformat())
    page.fill("[name=baseline_headcount]", "0")
    _confirm(page)
    page.goto(f"{site.url}/postes/?q=Semeurs&status=declared")
    expect(page.locator("#list tbody tr", has_text="Animatrice de cuisine")).to_have_count(1)


def _publish(page: Page, site: Site) -> dict[str, str]:
    """Publish what is ready, and return the row of the grant in the public file."""
    page.goto(f"{site.url}/subventions/donnees-ouvertes/")
    button(page, "Publier tout ce qui est prêt")
    answer = page.request.get(f"{site.url}/subventions/donnees-ouvertes/subventions.csv")
    (row,) = [row for row in csv.DictReader(io.StringIO(answer.text())) if row["objet"] == TITLE]
    return row


def _euros(text: str) -> int:
    found = re.match(r"[\d ]+", text)
    assert found is not None, text
    return int(found[0].replace(" ", ""))


def _money_of_the_action(page: Page, site: Site) -> list[str]:
    """Read what the action shows: given, committed, paid."""
    page.goto(f"{site.url}/plans/2022-2026/actions/2/")
    panel = page.locator("section.panel", has_text="Engagé et payé").first
    panel.locator("dd, .value").first.wait_for()
    return [text.replace("\u202f", "").replace("\xa0", " ") for text in panel.locator("dd, .value").all_inner_texts()]


def test_project_goes_from_the_first_question_to_the_last_payment(site: Site, visitor: Visitor, piece: Path) -> None:
    holder, officer = visitor.window(width=375, scheme="dark"), visitor.window(role="officer")
    referent = visitor.window(role="commune_referent", width=375)
    elected = visitor.window(role="elected_official", width=375)
    speaker = visitor.window(role="organization_member", width=375)
    member = visitor.window(role="body_member", width=375, scheme="dark")
    payer = visitor.window(role="administrator")

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

    before = _money_of_the_action(officer, site)
    grant = _prepare_the_grant(officer, address)
    _agree(officer, grant, piece)
    _pay(officer, payer, grant, "Convention signée")
    _report(officer, grant)
    _release_the_balance(officer, grant)
    _pay(officer, payer, grant, "Compte rendu accepté")
    payer.goto(grant)
    _figures(payer, "4 000 €", "4 000 €", "4 000 €")
    _count_the_post(officer, site)
    row = _publish(officer, site)
    assert (row["montant"], row["idBeneficiaire"], row["notificationUE"]) == ("4000", SIRET, "oui")
    after = _money_of_the_action(holder, site)
    assert [_euros(text) for text in after] == [_euros(text) + 4000 for text in before]

    assert visitor.outside == []
