"""An agreement printed from its clauses: a tagged PDF, the same each time, kept as it was sent, hashed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from essaim.delivery.funding import services
from essaim.delivery.funding.agreement_text import agreement_content, agreement_pdf, content_digest
from essaim.delivery.funding.models import Agreement, Grant
from essaim.delivery.funding.states import AgreementState
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.tests.factories import RepresentationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.ui.pdf import forget_documents

from .factories import MOMENT, AgreementFactory, ClauseFactory, GrantFactory, GrantShareFactory, InstalmentFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def agreement(officer: User) -> Agreement:
    """The agreement of a grant of 20 000 €, as it starts."""
    grant = GrantFactory(given=True)
    InstalmentFactory(grant=grant)
    return services.draft_agreement(grant=grant, actor=officer, now=MOMENT)


def _send(agreement: Agreement, officer: User) -> Agreement:
    return services.send_agreement(agreement=agreement, actor=officer, now=MOMENT, sent_on=TODAY)


def test_text_says_its_clauses_and_those_who_sign(agreement: Agreement) -> None:
    content = agreement_content(agreement, day=TODAY)

    assert [row["title"] for row in content["clauses"]][:3] == ["Objet", "Durée", "Montant"]
    assert content["clauses"][0]["text"] == agreement.clauses.get(position=1).text
    assert [row["name"] for row in content["beneficiaries"]] == [agreement.grant.shares.get().organization.name]
    assert content["title"] == "Convention de subvention"
    assert content["facts"][0] == ("Montant", "20\u202f000\u00a0€")


def test_pdf_is_tagged_for_everybody_and_the_same_each_time(agreement: Agreement) -> None:
    first = agreement_pdf(agreement, today=TODAY)
    forget_documents()

    assert agreement_pdf(agreement, today=TODAY) == first
    assert first.startswith(b"%PDF")
    assert re.search(rb"pdfuaid:part|/MarkInfo", first)


def test_what_was_sent_is_kept_with_its_digest_whatever_changes_after(agreement: Agreement, officer: User) -> None:
    sent = _send(agreement, officer)
    printed = agreement_pdf(sent, today=TODAY)
    Organization.objects.update(name="Autre nom")
    Grant.objects.update(object="Autre objet")
    forget_documents()

    again = Agreement.objects.get(pk=sent.pk)

    assert again.text_sha256 == content_digest(again.content)
    assert agreement_pdf(again, today=date(2027, 1, 1)) == printed


def test_text_taken_back_is_written_again_and_sent_with_another_digest(agreement: Agreement, officer: User) -> None:
    first = _send(agreement, officer).text_sha256
    back = services.take_back_agreement(agreement=agreement, actor=officer, now=MOMENT)
    assert (back.text_sha256, back.content) == ("", {})

    services.add_clause(agreement=back, actor=officer, now=MOMENT, title="Publicité", text="Le logo figure.")

    second = _send(back, officer)
    assert second.text_sha256 not in {"", first}
    services.take_back_agreement(agreement=second, actor=officer, now=MOMENT)
    services.remove_clause(clause=second.clauses.get(title="Publicité"), actor=officer, now=MOMENT)
    # The same words, sent the same day, have the same digest.
    assert _send(second, officer).text_sha256 == first


def test_text_sent_before_words_were_kept_is_printed_as_its_clauses_are() -> None:
    agreement = AgreementFactory(sent=True)
    ClauseFactory(agreement=agreement)

    assert agreement_pdf(agreement, today=TODAY).startswith(b"%PDF")


def test_long_text_and_letters_that_no_font_has_do_not_break_it(agreement: Agreement, officer: User) -> None:
    GrantShareFactory(grant=agreement.grant, cents=1)
    services.add_clause(
        agreement=agreement,
        actor=officer,
        now=MOMENT,
        title="≤ 漢字 #set page()",
        text="Ligne\n\n" + "mot 🎈 *x* " * 3000,
    )

    assert agreement_pdf(agreement, today=TODAY).startswith(b"%PDF")


def test_pages_give_it_to_who_may_read_the_text(client: Client, agreement: Agreement, officer: User) -> None:
    address = reverse("funding:agreement_pdf", args=[agreement.pk])
    speaker = RepresentationFactory(organization=agreement.grant.shares.get().organization).person
    answers: dict[str, Any] = {}

    for name, person in (
        ("nobody", None),
        ("other", RepresentationFactory().person),
        ("officer", officer),
        ("speaker", speaker),
    ):
        client.logout()
        if person:
            client.force_login(person)
        answers[name] = client.get(address)
    client.force_login(officer)
    _send(agreement, officer)

    assert answers["officer"]["Content-Type"] == answers["speaker"]["Content-Type"] == "application/pdf"
    assert answers["other"].status_code == 403
    assert answers["nobody"].status_code == 302
    assert address in client.get(agreement.grant.get_absolute_url()).text
    page = client.get(agreement.get_absolute_url()).text
    assert address in page
    assert Agreement.objects.get(state=AgreementState.SENT).text_sha256 in page
