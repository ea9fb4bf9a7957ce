"""Pages of the room: what everybody reads, what the office reads, what the team writes, and how many queries each asks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.delivery.funding import queries
from essaim.delivery.funding.models import Agreement, Delegation, Envelope, Grant, Payment
from essaim.delivery.funding.states import AgreementState, DutyKind, GrantState
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory, RepresentationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.ui.thread import walk
from essaim.steering.action_plan.tests.factories import ActFactory, ActionFactory

from .factories import (
    AgreementFactory,
    CertificationFactory,
    ClauseFactory,
    ConditionFactory,
    DelegationFactory,
    EnvelopeFactory,
    GrantFactory,
    GrantShareFactory,
    InstalmentFactory,
    PaymentFactory,
    signing,
)

pytestmark = pytest.mark.django_db
FILE = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture
def actor() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def officer(client: Client, actor: User) -> Client:
    client.force_login(actor)
    return client


def _page(client: Client, page: str, /, *arguments: object, query: str = "") -> Any:
    return client.get(reverse(f"funding:{page}", args=arguments) + query)


def _post(client: Client, page: str, /, *arguments: object, **data: object) -> Any:
    return client.post(reverse(f"funding:{page}", args=arguments), data)


def test_grant_page_asks_as_much_whatever_its_instalments(officer: Client) -> None:
    counts = []
    for number in (1, 6):
        grant = GrantFactory(bound=True)
        for _number in range(number):
            instalment = InstalmentFactory(grant=grant)
            ConditionFactory(instalment=instalment)
            CertificationFactory(instalment=instalment)
        with CaptureQueriesContext(connection) as counted:
            assert _page(officer, "grant", grant.pk).status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[1] <= 20


@pytest.mark.parametrize("name", ["grant_list", "envelope_list", "payment_list"])
def test_list_answers_htmx_with_what_the_page_shows(officer: Client, assert_swap_equals_reload, name: str) -> None:
    for _number in range(2):
        PaymentFactory(certification__instalment__grant__envelope=EnvelopeFactory())

    assert_swap_equals_reload(officer, reverse(f"funding:{name}"))


def test_everybody_reads_what_was_given_and_nothing_before(client: Client) -> None:
    given, draft = GrantFactory(bound=True, object="Animer"), GrantFactory(object="Préparer")

    answer = _page(client, "grant_list")

    assert "Animer" in answer.content.decode()
    assert "Préparer" not in answer.content.decode()
    assert _page(client, "grant", given.pk).status_code == 200
    assert _page(client, "grant", draft.pk).status_code == 404


def test_instalments_are_read_by_the_office_and_the_beneficiary_only(client: Client) -> None:
    instalment = InstalmentFactory()
    share = queries.shares_of(instalment.grant).get()
    speaker = RepresentationFactory(organization=share.organization).person
    other = RepresentationFactory().person
    evaluator = person_with(RoleKind.EVALUATOR)

    for person, reads in ((None, False), (other, False), (speaker, True), (evaluator, True)):
        client.logout()
        if person:
            client.force_login(person)
        assert _page(client, "grant", instalment.grant.pk).context["reads_payments"] is reads


def test_list_is_searched_filtered_and_exported(officer: Client) -> None:
    wanted = GrantFactory(bound=True, object="Ouvrir un tiers-lieu")
    GrantFactory(object="Autre chose")

    found = _page(officer, "grant_list", query=f"?q=tiers&state=granted&year=2026&action={wanted.action_id}")
    exported = _page(officer, "grant_list", query="?export=csv")

    assert [row.record.pk for row in found.context["table"].rows] == [wanted.pk]
    lines = exported.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert any("Ouvrir un tiers-lieu" in line and "20000" in line for line in lines)


def test_grants_are_found_without_accents_by_what_they_are_for_and_who_receives_them(officer: Client) -> None:
    by_purpose = GrantFactory(object="Créer une épicerie à Saint-André")
    by_structure = GrantFactory(object="Autre chose")
    GrantShareFactory(grant=by_structure, organization__name="L'Épicerie d'à côté")
    GrantFactory(object="Rien de tout cela")

    def found(words: str) -> set[int]:
        return {row.record.pk for row in _page(officer, "grant_list", query=f"?q={words}").context["table"].rows}

    assert found("EPICERIE") == {by_purpose.pk, by_structure.pk}
    assert found("epicerie+saint+andré") == {by_purpose.pk}
    assert found(by_purpose.reference) >= {by_purpose.pk}


def test_grant_goes_from_its_preparation_to_its_payment_by_its_pages(client: Client, actor: User) -> None:
    DelegationFactory(person=actor, duty=DutyKind.CERTIFY)
    payer = signing(DutyKind.ORDER)
    client.force_login(actor)
    action = ActionFactory()
    _post(client, "envelope_create", name="Appel", year=2026, action=action.pk, section="operating", cents="50 000")
    envelope = Envelope.objects.get()

    _post(
        client,
        "grant_create",
        organization=OrganizationFactory().pk,
        siret="000 000 018 00002",
        object="Animer",
        nature="cash",
        amount_cents="20 000",
        in_kind_cents="",
        instrument="agreement",
        regime="none",
        action=action.pk,
        envelope=envelope.pk,
        starts_on="2026-01-01",
        last_on="2026-12-31",
    )
    grant = Grant.objects.get()
    _post(client, "instalment_add", grant.pk, kind="whole", cents="20 000,00", due_on="")
    instalment = grant.instalments.get()
    _post(client, "condition_add", instalment.pk, kind="document", wording="bilan")
    _post(client, "grant_give", grant.pk, act=ActFactory().pk, granted_on="2026-02-01")
    _post(client, "grant_commit", grant.pk, number="E-2026-1")
    _post(client, "agreement_create", grant.pk)
    agreement = Agreement.objects.get()
    _post(client, "clause_add", agreement.pk, title="Publicité", text="Le logo figure.")
    _post(client, "agreement_send", agreement.pk)
    file = SimpleUploadedFile("convention.pdf", FILE, content_type="application/pdf")
    _post(client, "agreement_sign", agreement.pk, signed_on="2026-02-10", signatories="les deux", file=file)
    _post(client, "condition_meet", instalment.conditions.get().pk, met_on="2026-02-11", evidence="reçu")
    _post(client, "certify", instalment.pk, cents="20 000", note="bilan vu")
    refusal = _post(client, "order", instalment.pk, paid_on="2026-02-20")
    signed = {"text_version": "décret n° 2021-1947", "signed_on": "2026-02-10", "signatory_quality": "présidente"}
    _post(
        client, "contract_record", grant.pk, organization=grant.shares.get().organization_id, source="Pièce", **signed
    )
    assert not Payment.objects.exists()
    client.force_login(payer)
    _post(client, "order", instalment.pk, paid_on="2026-02-20", warrant_number="M-1")

    agreement.refresh_from_db()
    grant.refresh_from_db()
    assert refusal.status_code == 302
    assert (agreement.state, grant.bound_on) == (AgreementState.SIGNED, date(2026, 2, 10))
    assert queries.money_of_grant(grant).paid_cents == 2_000_000
    assert _page(client, "grant", grant.pk).status_code == 200
    assert _page(client, "envelope", envelope.pk).context["envelope"].free_cents == 3_000_000
    _post(client, "payment_correct", Payment.objects.get().pk, cents="20 000", paid_on="2026-02-21", reason="erreur")
    assert queries.money_of_grant(grant).paid_cents == 0


def test_form_with_mistakes_says_where(officer: Client) -> None:
    answer = _post(officer, "grant_create", siret="123", amount_cents="beaucoup", starts_on="2026-02-31")

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) >= {"siret", "amount_cents", "starts_on", "organization", "object"}


def test_refusal_of_a_service_is_a_sentence_in_the_form(officer: Client) -> None:
    action = ActionFactory()
    grant = GrantFactory(action=action, envelope=EnvelopeFactory(action=action), amount_cents=10_000_001)

    answer = _post(officer, "grant_give", grant.pk, act=ActFactory().pk, granted_on="2026-02-01")

    assert answer.status_code == 422
    assert "100\u202f000" in answer.content.decode()
    assert Grant.objects.get(pk=grant.pk).state == GrantState.DRAFT


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("grant_edit", lambda: GrantFactory().pk),
        ("share_add", lambda: GrantFactory().pk),
        ("grant_give", lambda: GrantFactory().pk),
        ("grant_abandon", lambda: GrantFactory().pk),
        ("grant_close", lambda: GrantFactory(bound=True).pk),
        ("grant_stop", lambda: GrantFactory(bound=True).pk),
        ("grant_commit", lambda: GrantFactory(bound=True).pk),
        ("agreement_create", lambda: GrantFactory(given=True).pk),
        ("agreement_create", lambda: GrantFactory(bound=True).pk),
        ("agreement", lambda: ClauseFactory().agreement_id),
        ("agreement", lambda: AgreementFactory(signed=True).pk),
        ("clause_add", lambda: AgreementFactory().pk),
        ("clause_edit", lambda: ClauseFactory().pk),
        ("agreement_sign", lambda: AgreementFactory(sent=True).pk),
        ("agreement_abandon", lambda: AgreementFactory(sent=True).pk),
        ("instalment_add", lambda: GrantFactory().pk),
        ("instalment_edit", lambda: InstalmentFactory(grant=GrantFactory()).pk),
        ("condition_add", lambda: InstalmentFactory(grant=GrantFactory()).pk),
        ("condition_meet", lambda: ConditionFactory().pk),
        ("envelope_vote", lambda: EnvelopeFactory().pk),
        ("grant_history", lambda: GrantFactory().pk),
    ],
)
def test_page_opens_for_the_team(officer: Client, name: str, made: Any) -> None:
    assert _page(officer, name, made()).status_code == 200


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("grant_edit", lambda: GrantFactory(given=True).pk),
        ("share_add", lambda: GrantFactory(given=True).pk),
        ("grant_give", lambda: GrantFactory(given=True).pk),
        ("grant_abandon", lambda: GrantFactory(given=True).pk),
        ("grant_close", lambda: GrantFactory().pk),
        ("agreement_create", lambda: GrantFactory().pk),
        ("clause_edit", lambda: ClauseFactory(agreement__sent=True).pk),
        ("agreement_sign", lambda: AgreementFactory().pk),
        ("agreement_abandon", lambda: AgreementFactory(signed=True).pk),
        ("instalment_add", lambda: GrantFactory(bound=True).pk),
        ("certify", lambda: InstalmentFactory().pk),
        ("order", lambda: InstalmentFactory().pk),
        ("condition_meet", lambda: ConditionFactory(kind="day", day=date(2026, 1, 1)).pk),
    ],
)
def test_page_leads_back_when_it_is_not_the_time_or_the_person(officer: Client, name: str, made: Any) -> None:
    assert _page(officer, name, made()).status_code == 302


def test_delegations_are_written_by_administrators(client: Client) -> None:
    client.force_login(person_with(RoleKind.ADMINISTRATOR))
    person = person_with(RoleKind.OFFICER)

    _post(client, "delegation_add", person=person.pk, duty="order", starts_on="2026-01-01", source="arrêté")
    row = Delegation.objects.get()
    _post(client, "delegation_end", row.pk, day="2026-06-01", reason="départ")

    row.refresh_from_db()
    assert row.ends_on == date(2026, 6, 1)
    assert _page(client, "delegation_end", row.pk).status_code == 302


def test_action_and_plan_show_what_is_committed_and_paid(client: Client) -> None:
    payment = PaymentFactory()
    action = payment.instalment.grant.action

    panel = _page(client, "action_panel", action.pk)
    budget = _page(client, "plan_panel", action.plan_id)

    assert panel.context["money"] == queries.ActionMoney(2_000_000, 2_000_000, 2_000_000, 0, 1)
    assert budget.context["total"] == panel.context["money"]
    assert f"?action={action.pk}" in panel.content.decode()


def test_grant_stands_on_the_thread_after_its_act_and_its_action() -> None:
    grant = GrantFactory(bound=True)

    found = walk("grant", str(grant.pk), AnonymousUser())

    assert {(step.bead.kind, step.bead.key) for step in found.before} >= {
        ("act", grant.act.key),
        ("action", str(grant.action_id)),
    }
    with pytest.raises(LookupError):
        walk("grant", str(GrantFactory().pk), AnonymousUser())


def test_api_lists_what_was_given_with_who_receives_it(client: Client, django_assert_max_num_queries) -> None:
    share = queries.shares_of(GrantFactory(bound=True)).get()
    GrantFactory()

    with django_assert_max_num_queries(6):
        answer = client.get("/api/v1/grants", {"organization": share.organization.key}).json()
    one = client.get(f"/api/v1/grants/{share.grant_id}").json()

    assert [row["id"] for row in answer["items"]] == [share.grant_id]
    assert one["beneficiaries"][0]["cents"] == one["committed_cents"] == 2_000_000
