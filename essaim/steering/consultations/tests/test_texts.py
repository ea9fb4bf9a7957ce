"""Texts put to discussion: amendments on quoted passages, versions that stay, differences shown."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.organizations.services import merge_organizations
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.consultations import services
from essaim.steering.consultations.links import invitation_path
from essaim.steering.consultations.models import Amendment, AmendmentInvitation, DiscussedText
from essaim.steering.consultations.states import AmendmentState

from .factories import MOMENT, ConsultationFactory, PhaseFactory

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


def _invite(text: DiscussedText, officer: User, label: str = "Habitants") -> AmendmentInvitation:
    return services.invite_to_amend(text=text, actor=officer, author_label=label, now=MOMENT)


def test_invited_without_an_account_proposes_an_amendment_by_their_link(text: DiscussedText, officer: User) -> None:
    team, nobody = Client(), Client()
    team.force_login(officer)
    organization = OrganizationFactory(name="Les Semeurs")
    address = reverse("consultations:amendment_invite", args=[text.consultation.slug, text.number])
    assert team.post(address, {}).status_code == 422

    answer = team.post(address, {"organization": organization.pk})

    assert answer["Location"].endswith("#invitations")
    path = invitation_path(AmendmentInvitation.objects.get())
    assert path in team.get(text.get_absolute_url()).content.decode()
    assert path not in nobody.get(text.get_absolute_url()).content.decode()
    form = nobody.get(path)
    assert "Les Semeurs" in form.content.decode()
    assert form["Referrer-Policy"] == "no-referrer"
    assert "noindex" in form["X-Robots-Tag"]
    data = {"passage": "les lieux", "replacement": "les lieux partagés", "grounds": "Pour être clair."}
    assert nobody.post(path, data | {"passage": "les bourgs"}).status_code == 422

    sent = nobody.post(path, data)

    row = Amendment.objects.get()
    assert sent["Location"] == row.get_absolute_url()
    assert (row.author, row.state) == ("Les Semeurs", AmendmentState.PROPOSED)
    assert row.invitation == AmendmentInvitation.objects.get()
    entry = Entry.objects.get(verb="amendment.written")
    assert (entry.actor_id, entry.actor_label) == (f"invitation:{row.invitation_id}", "Les Semeurs")
    assert "partagés" in nobody.get(text.get_absolute_url()).content.decode()


def test_ended_invitation_and_answered_consultation_amend_nothing(text: DiscussedText, officer: User) -> None:
    ended, other = _invite(text, officer), _invite(text, officer, "Élus")
    client = Client()
    client.force_login(officer)
    address = reverse("consultations:invitation_end", args=[text.consultation.slug, text.number, ended.pk])
    client.post(address, {"reason": "Lien perdu"})
    ended.refresh_from_db()
    values = {"passage": "les lieux", "replacement": "", "grounds": "x", "now": MOMENT}

    assert ended.ended_at is not None
    with pytest.raises(NotAllowed, match="terminée"):
        services.propose_amendment_by_link(invitation=ended, **values)
    assert Client().post(invitation_path(ended), values).status_code == 302
    assert services.end_invitation(invitation=ended, actor=officer, reason="x", now=MOMENT).ended_at == ended.ended_at
    type(text.consultation).objects.update(state="answered", closed_on=MOMENT.date(), answered_on=MOMENT.date())
    with pytest.raises(NotAllowed):
        services.propose_amendment_by_link(invitation=other, **values)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("token", ["1", "1:x", "x", "none"])
def test_link_that_was_not_made_here_leads_nowhere(token: str) -> None:
    assert Client().get(reverse("consultations:amend_by_link", args=[token])).status_code == 404


def test_team_alone_invites_and_ends_invitations(text: DiscussedText, officer: User) -> None:
    invitation = _invite(text, officer)

    with pytest.raises(NotAllowed):
        _invite(text, UserFactory())
    with pytest.raises(NotAllowed):
        services.end_invitation(invitation=invitation, actor=UserFactory(), reason="x", now=MOMENT)
    with pytest.raises(ValidationError):
        _invite(text, officer, " ")


def test_amendments_and_invitations_follow_a_structure_that_is_merged(text: DiscussedText, officer: User) -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    invitation = services.invite_to_amend(text=text, actor=officer, organization=duplicate, now=MOMENT)
    amendment = services.propose_amendment(
        text=text,
        actor=officer,
        passage="soutient les lieux",
        replacement="aime les lieux",
        grounds="Pour être clair.",
        organization=duplicate,
        now=MOMENT,
    )

    merge_organizations(kept=kept, duplicate=duplicate, actor=officer, now=MOMENT, reason="doublon")

    for row in (invitation, amendment):
        row.refresh_from_db()
        assert row.organization == kept
    moved = Entry.objects.get(verb="organization.absorbed").details["moved"]
    assert (moved["consultations.amendment"], moved["consultations.invitation"]) == (1, 1)


def test_passage_is_chosen_with_a_link_by_who_amends_and_by_who_contributes(
    text: DiscussedText, officer: User, client: Client
) -> None:
    first, second = text.versions.get().passages[:2]
    PhaseFactory(
        consultation=text.consultation,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=5),
    )
    slug = text.consultation.slug
    contribute = f"{reverse('consultations:contribute', args=[slug])}?texte=1&passage="
    amend = f"{reverse('consultations:amendment_create', args=[slug, 1])}?passage="
    invited = f"{invitation_path(_invite(text, officer))}?passage=1"

    shown = client.get(text.get_absolute_url()).content.decode()
    said = client.get(f"{contribute}2").context["form"]
    unknown = client.get(f"{contribute}99").context["form"]
    by_link = client.get(invited).context["form"]
    client.force_login(officer)
    shown_to_team = client.get(text.get_absolute_url()).content.decode()
    amended = client.get(f"{amend}1").context["form"]

    assert html.escape(f"{contribute}2") in shown
    assert f"{amend}1" in shown_to_team
    assert (said["passage"].value(), unknown["passage"].value()) == (second, "")
    assert [form[name].value() for form in (amended, by_link) for name in ("passage", "replacement")] == [first] * 4
