"""Texts put to discussion: amendments on quoted passages, versions that stay, differences shown."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.consultations import services
from essaim.steering.consultations.models import Amendment, DiscussedText
from essaim.steering.consultations.states import AmendmentState

from .factories import MOMENT, ConsultationFactory

pytestmark = pytest.mark.django_db
BODY = "La métropole soutient les lieux.\nElle soutient les communes."


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def text(officer: User) -> DiscussedText:
    return services.put_to_discussion(
        consultation=ConsultationFactory(), actor=officer, title="Projet d’axe", body=BODY, now=MOMENT
    )


def _propose(text: DiscussedText, officer: User, passage: str, replacement: str) -> Amendment:
    return services.propose_amendment(
        text=text,
        actor=officer,
        passage=passage,
        replacement=replacement,
        grounds="Pour être clair.",
        author_label="Habitants",
        now=MOMENT,
    )


def test_adopted_amendment_makes_the_next_version_and_leaves_the_one_before(text: DiscussedText, officer: User) -> None:
    amendment = _propose(text, officer, "soutient les lieux", "soutient les lieux partagés")

    version = services.adopt_amendment(amendment=amendment, actor=officer, reason="Juste.", now=MOMENT)

    amendment.refresh_from_db()
    assert version.body == "La métropole soutient les lieux partagés.\nElle soutient les communes."
    assert [row.body for row in text.versions.order_by("number")] == [BODY, version.body]
    assert (amendment.state, amendment.result) == (AmendmentState.ADOPTED, version)


@pytest.mark.parametrize("passage", ["", "les bourgs", "soutient"])
def test_passage_is_quoted_word_for_word_and_found_once(text: DiscussedText, officer: User, passage: str) -> None:
    with pytest.raises(services.PassageNotFound):
        _propose(text, officer, passage, "autre chose")


def test_amendment_that_changes_nothing_is_refused(text: DiscussedText, officer: User) -> None:
    with pytest.raises(ValidationError, match="quoi écrire d’autre"):
        _propose(text, officer, "les lieux", "les lieux")


def test_second_amendment_on_a_passage_that_changed_is_not_applied(text: DiscussedText, officer: User) -> None:
    first = _propose(text, officer, "soutient les lieux", "aide les lieux")
    second = _propose(text, officer, "soutient les lieux", "finance les lieux")
    services.adopt_amendment(amendment=first, actor=officer, reason="Oui.", now=MOMENT)

    with pytest.raises(services.AlreadyAmended):
        services.adopt_amendment(amendment=second, actor=officer, reason="Oui.", now=MOMENT)
    services.refuse_amendment(amendment=second, actor=officer, reason="Le passage a changé.", now=MOMENT)

    assert text.versions.count() == 2


def test_empty_replacement_takes_the_passage_out(text: DiscussedText, officer: User) -> None:
    amendment = _propose(text, officer, "\r\nElle soutient les communes.", "")

    version = services.adopt_amendment(amendment=amendment, actor=officer, reason="Redite.", now=MOMENT)

    assert version.body == "La métropole soutient les lieux."


def test_refusal_says_why(text: DiscussedText, officer: User) -> None:
    amendment = _propose(text, officer, "les lieux", "les bourgs")

    with pytest.raises(ValidationError, match="pourquoi l’amendement est refusé"):
        services.refuse_amendment(amendment=amendment, actor=officer, reason=" ", now=MOMENT)


def test_amendment_is_decided_once(text: DiscussedText, officer: User) -> None:
    amendment = _propose(text, officer, "les lieux", "les bourgs")
    services.withdraw_amendment(amendment=amendment, actor=officer, reason="", now=MOMENT)

    with pytest.raises(IllegalMove):
        services.adopt_amendment(amendment=amendment, actor=officer, reason="Oui.", now=MOMENT)


def test_only_the_team_amends(text: DiscussedText, officer: User) -> None:
    amendment = _propose(text, officer, "les lieux", "les bourgs")

    with pytest.raises(NotAllowed):
        services.adopt_amendment(amendment=amendment, actor=UserFactory(), reason="Oui.", now=MOMENT)
    with pytest.raises(NotAllowed):
        _propose(text, UserFactory(), "les lieux", "les bourgs")


def test_page_of_a_text_shows_the_difference_and_each_decision(
    client: Client, text: DiscussedText, officer: User
) -> None:
    slug = text.consultation.slug
    client.force_login(officer)
    address = reverse("consultations:amendment_create", args=[slug, 1])
    data = {"grounds": "Clarté.", "author_label": "Habitants", "replacement": "les lieux partagés"}

    assert client.post(address, {**data, "passage": "introuvable"}).status_code == 422
    assert client.post(address, {**data, "passage": "les lieux"}).status_code == 302
    decided = client.post(reverse("consultations:amendment_decide", args=[slug, 1, 1, "adopt"]), {"reason": "Juste."})
    page = Client().get(text.get_absolute_url()).content.decode()

    assert decided.status_code == 302
    assert "<ins> partagés</ins>" in page
    assert "Juste." in page
