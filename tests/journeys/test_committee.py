"""A committee, from its setting up to its approved minutes: by an officer who has read nothing, on a phone for members."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.pages import fits
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
TABS_MAX = 120
PHONE = 375
# Who sits did so before the first session, and so did the rules.
SINCE = (timezone.localdate() - timedelta(days=90)).isoformat()
# The clock of the site is the machine's: a night passes by moving the day of the first session one day back.
NIGHT = """
from datetime import timedelta
from essaim.steering.committees.models import Session
row = Session.objects.get(pk=%s)
row.day -= timedelta(days=1)
row.save(update_fields=["day"])
"""


@dataclass
class People:
    """Those of the story, each in a window of their own: the officer at a desk, the members on a phone."""

    officer: Page
    basile: Page
    elise: Page
    oriane: Page
    remi: Page

    @property
    def members(self) -> tuple[Page, ...]:
        """The members, in the order of their seats."""
        return self.basile, self.oriane, self.elise, self.remi


@pytest.fixture
def people(visitor: Visitor) -> People:
    return People(
        visitor.window(role="officer"),
        visitor.window(role="body_member", width=PHONE, scheme="dark"),
        visitor.window(role="elected_official", width=PHONE),
        visitor.window(role="organization_member", width=PHONE),
        visitor.window(role="commune_referent", width=PHONE),
    )


def _main(page: Page) -> Locator:
    return page.locator("main")


def _next(page: Page) -> Locator:
    """What the page says comes next: all that an officer who has read nothing follows."""
    return page.get_by_role("region", name="La suite").first


def _follow_next(page: Page, words: str) -> None:
    """Follow the button in front of what comes next, which says these words."""
    button = _next(page).locator("a.btn-primary")
    expect(button).to_have_text(words)
    button.click()
    page.wait_for_load_state("load")


def _press(page: Page, words: str) -> None:
    _main(page).get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("load")


def _follow(page: Page, words: str) -> None:
    _main(page).get_by_role("link", name=words).first.click()
    page.wait_for_load_state("load")


def _choose(page: Page, name: str, words: str) -> None:
    """Choose the option that holds these words."""
    labels = page.locator(f"[name={name}] option").all_inner_texts()
    page.select_option(f"[name={name}]", label=next(label for label in labels if words in label))


def _set_up_a_body(officer: Page, url: str, slug: str, name: str) -> None:
    officer.goto(f"{url}/instances/")
    _follow(officer, "Créer une instance")
    officer.fill("[name=name]", name)
    officer.fill("[name=slug]", slug)
    _press(officer, "Créer")
    _follow_next(officer, "Ajouter un collège")
    officer.fill("[name=name]", "Acteurs")
    officer.fill("[name=seat_count]", "3")
    officer.fill("[name=starts_on]", SINCE)
    _press(officer, "Ajouter")
    _follow(officer, "Ajouter un collège")
    officer.fill("[name=name]", "Collectivités")
    officer.fill("[name=seat_count]", "2")
    officer.fill("[name=starts_on]", SINCE)
    _press(officer, "Ajouter")
    expect(_next(officer)).to_contain_text("Dites qui occupe les sièges")


def _name(officer: Page, seat: str, *, person: str = "", name: str = "") -> None:
    _main(officer).get_by_role("link", name=re.compile(rf"Dire qui l’occupe.*{seat}")).click()
    if person:
        _choose(officer, "person", person)
    else:
        officer.fill("[name=person_name]", name)
    officer.fill("[name=starts_on]", SINCE)
    _press(officer, "Enregistrer")


def _write_rules(officer: Page) -> None:
    _follow_next(officer, "Écrire les règles")
    officer.fill("[name=source]", "Règlement de ce récit")
    officer.fill("[name=starts_on]", SINCE)
    officer.fill("[name=notice_days]", "5")
    officer.check("[name=accepts_short_notice]")
    officer.select_option("[name=quorum]", "half")
    officer.fill("[name=proxies_max]", "1")
    _press(officer, "Enregistrer")


def _plan(officer: Page, day: date) -> str:
    """Plan a session by the button that the page offers, and return its address."""
    _follow_next(officer, "Prévoir une séance")
    officer.fill("[name=day]", day.isoformat())
    officer.fill("[name=starts_at]", "14:00")
    officer.fill("[name=venue]", "Salle du récit")
    _press(officer, "Prévoir")
    return officer.url


def _convene(officer: Page) -> None:
    """Convene on the day itself: the notice is refused without a reason."""
    _follow_next(officer, "Convoquer les membres")
    _press(officer, "Convoquer")
    expect(_main(officer)).to_contain_text("Le délai est trop court")
    officer.fill("[name=short_notice_reason]", "Ce récit tient en un jour")
    _press(officer, "Convoquer")


def _tab_to(page: Page, target: Locator) -> None:
    for _press_of_tab in range(TABS_MAX):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{target} is not reached by keyboard")


def _vote_by_keyboard(page: Page, session: str) -> None:
    """Vote for, with nothing but a keyboard, from the page of the session."""
    page.goto(session)
    link = _next(page).get_by_role("link", name="Voter maintenant")
    _tab_to(page, link)
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    _tab_to(page, page.locator("[name=choice][value=for]"))
    page.keyboard.press("Space")
    expect(page.locator("[name=choice][value=for]")).to_be_checked()
    _tab_to(page, _main(page).get_by_role("button", name="Voter", exact=True))
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("Le vote est enregistré")


def _vote(page: Page, session: str, choice: str) -> int:
    """Cast every ballot that the page offers, and return how many."""
    cast = 0
    while True:
        page.goto(session)
        fits(page)
        if not _next(page).get_by_role("link", name="Voter maintenant").count():
            return cast
        _follow_next(page, "Voter maintenant")
        fits(page)
        page.check(f"[name=choice][value={choice}]")
        _press(page, "Voter")
        cast += 1


def test_committee_is_set_up_convened_held_minuted_and_approved_in_the_browser(
    site: Site, visitor: Visitor, people: People
) -> None:
    officer, today = people.officer, timezone.localdate()
    _set_up_a_body(officer, site.url, "comite-du-recit", "Comité du récit")
    members = {"Acteurs, 1": "Basile", "Acteurs, 2": "Oriane", "Collectivités, 1": "Élise", "Collectivités, 2": "Rémi"}
    for seat, who in members.items():
        _name(officer, seat, person=who)
    _name(officer, "Acteurs, 3", name="Une personne sans compte")
    _write_rules(officer)
    session = _plan(officer, today)
    expect(_next(officer)).to_contain_text("Ajoutez le premier point")

    _member_proposes(people.basile, session)
    officer.goto(session)
    _follow_next(officer, "Répondre à la proposition")
    officer.check("[name=verdict][value=accept]")
    _press(officer, "Répondre")
    _follow(officer, "Ajouter un point")
    officer.fill("[name=title]", "Avis sur un fonds de salles")
    officer.select_option("[name=kind]", "opinion")
    _press(officer, "Ajouter")
    _convene(officer)

    people.basile.goto(f"{site.url}/notifications/")
    expect(_main(people.basile)).to_contain_text("Vous êtes convoqué")
    _give_proxy(people.remi, session, to="Élise")

    _hold(site, people, session)
    _minute(site, people, session)
    following = _approve(site, people, session, today)

    _read_by_everybody(visitor, session, following)
    assert visitor.outside == []
    # Two convocations are refused on purpose, for want of a reason: the browser notes both answers.
    assert [said for said in visitor.complaints if "422" not in said] == []


def _member_proposes(page: Page, session: str) -> None:
    page.goto(session)
    fits(page)
    _follow(page, "Proposer un point")
    fits(page)
    page.fill("[name=title]", "Partager une salle de réunion")
    page.fill("[name=details]", "Pour les petites structures.")
    page.set_input_files(
        "[name=file]", files=[{"name": "note.txt", "mimeType": "text/plain", "buffer": b"Une note de ce recit."}]
    )
    _press(page, "Proposer")
    expect(_main(page)).to_contain_text("Partager une salle de réunion")
    expect(_main(page).get_by_role("link", name="note", exact=True)).to_be_visible()


def _give_proxy(page: Page, session: str, *, to: str) -> None:
    page.goto(session)
    expect(_next(page)).to_contain_text("Vous êtes convoqué")
    _follow(page, "Donner une procuration")
    fits(page)
    _choose(page, "holder", to)
    _press(page, "Donner")
    expect(_next(page)).to_contain_text("Vous avez donné procuration")


def _sign_in(page: Page, session: str, code: str) -> None:
    page.goto(session)
    _follow_next(page, "Émarger avec le code de la salle")
    fits(page)
    page.fill("[name=code]", code)
    _press(page, "Je suis présent·e")
    expect(_next(page)).to_contain_text("Vous êtes noté·e présent·e")


def _hold(site: Site, people: People, session: str) -> None:
    """Open, seat, vote an opinion in secret, decide, and close."""
    officer = people.officer
    officer.goto(session)
    _follow_next(officer, "Ouvrir la séance")
    _press(officer, "Ouvrir la séance")
    _follow_next(officer, "Feuille de présence")
    code = officer.locator(".stat .value").inner_text()
    quorum = officer.locator("aside").get_by_text("non atteint")
    expect(quorum).to_be_visible()
    _sign_in(people.basile, session, code)
    _main(officer).get_by_role("button", name=re.compile("Présent.*Oriane")).click()
    expect(quorum).to_be_visible()
    _main(officer).get_by_role("button", name=re.compile("Présent.*Élise")).click()
    # Three of five: the quorum is counted at once, the proxy apart.
    expect(officer.locator("aside").get_by_text("atteint", exact=True)).to_be_visible()
    _follow(officer, "Vers l’ordre du jour et les votes")

    _follow_next(officer, "Mettre au vote")
    officer.check("[name=mode][value=secret]")
    _press(officer, "Ouvrir le vote")
    # The page of a member says by itself that a vote is open.
    expect(_next(people.basile).get_by_role("link", name="Voter maintenant")).to_be_visible(timeout=20_000)
    _vote_by_keyboard(people.basile, session)
    assert _vote(people.oriane, session, "for") == 1
    assert _vote(people.elise, session, "against") == 2, "her own, and the one whose proxy she holds"
    # So does the officer's page: everybody has voted.
    expect(_next(officer)).to_contain_text("4 ont voté", timeout=20_000)
    _follow_next(officer, "Clore le vote")
    _press(officer, "Clore le vote")
    expect(_main(officer)).to_contain_text("Petits collèges, comptés ensemble")
    _follow_next(officer, "Écrire l’avis")
    _press(officer, "Rendre l’avis")
    expect(_main(officer)).to_contain_text("Partagé")

    _follow_next(officer, "Écrire ce qui s’est dit")
    officer.fill("[name=discussion]", "Le partage de la salle est discuté.")
    _press(officer, "Enregistrer")
    _follow(officer, "Écrire une décision")
    officer.fill("[name=wording]", "Chercher une salle à partager")
    officer.locator("[name=action]").select_option(index=1)
    officer.fill("[name=due_on]", (timezone.localdate() + timedelta(days=60)).isoformat())
    _press(officer, "Enregistrer")
    officer.goto(session)
    _follow_next(officer, "Écrire ce qui s’est dit")
    officer.fill("[name=discussion]", "Les avis sont partagés.")
    _press(officer, "Enregistrer")
    officer.goto(session)
    _follow_next(officer, "Clore la séance")
    _press(officer, "Clore la séance")


def _minute(site: Site, people: People, session: str) -> None:
    """The day after: circulate the draft, take a correction in, circulate again."""
    officer = people.officer
    _follow(officer, "Lire le projet")
    site.run("shell", "--verbosity", "0", "-c", NIGHT % re.search(r"/seances/(\d+)/", session)[1])
    expect(_main(officer)).to_contain_text("Chercher une salle à partager")
    _follow_next(officer, "Diffuser le compte rendu")
    _press(officer, "Diffuser le compte rendu")

    page = people.basile
    page.goto(session)
    _follow_next(page, "Lire le compte rendu")
    fits(page)
    _follow(page, "Demander une correction")
    page.fill("[name=text]", "La salle est au rez-de-chaussée.")
    _press(page, "Demander")

    officer.goto(session)
    _follow_next(officer, "Répondre à la correction")
    officer.check("[name=verdict][value=accept]")
    _press(officer, "Répondre")
    expect(_next(officer)).to_contain_text("Écrivez la correction")
    _follow_next(officer, "Écrire ce qui s’est dit")
    officer.fill("[name=discussion]", "Le partage de la salle, au rez-de-chaussée, est discuté.")
    _press(officer, "Enregistrer")
    officer.goto(session)
    _follow_next(officer, "Diffuser le compte rendu corrigé")
    _press(officer, "Diffuser le compte rendu")


def _approve(site: Site, people: People, session: str, today: date) -> str:
    """Hold the following session, of that day: it opens with the decision, and its vote locks the minutes."""
    officer = people.officer
    officer.goto(session)
    expect(_next(officer)).to_contain_text("Prévoyez la séance qui approuvera ce compte rendu")
    following = _plan(officer, today)
    _convene(officer)
    expect(_main(officer)).to_contain_text("Chercher une salle à partager")
    _follow_next(officer, "Ouvrir la séance")
    _press(officer, "Ouvrir la séance")
    _follow_next(officer, "Feuille de présence")
    for who in ("Basile", "Oriane", "Élise"):
        _main(officer).get_by_role("button", name=re.compile(f"Présent.*{who}")).click()
    _follow(officer, "Vers l’ordre du jour et les votes")
    _follow_next(officer, "Mettre au vote")
    _press(officer, "Ouvrir le vote")
    _follow_next(officer, "Clore le vote")
    for field in officer.locator("[name$=_for]").all():
        field.fill(field.get_attribute("max") or "0")
    _press(officer, "Clore le vote")
    officer.goto(session)
    expect(_next(officer)).to_contain_text("Il ne reste rien à faire")
    return following


def _read_by_everybody(visitor: Visitor, session: str, following: str) -> None:
    """Read the approved minutes without an account: locked, with their digest, naming nobody."""
    page = visitor.window(width=PHONE)
    page.goto(f"{session}compte-rendu/")
    fits(page)
    expect(_main(page)).to_contain_text("Approuvé et verrouillé")
    expect(_main(page)).to_contain_text(re.compile(r"SHA-256\s*:\s*[0-9a-f]{64}"))
    expect(_main(page)).to_contain_text("au rez-de-chaussée")
    for name in ("Basile", "Oriane", "Élise"):
        expect(_main(page)).not_to_contain_text(name)
    page.goto(following)
    expect(_main(page)).not_to_contain_text("Chercher une salle à partager")
