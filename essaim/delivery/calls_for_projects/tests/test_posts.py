"""Posts that a granted application proposes become those of its structure, each once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from math import ceil
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from essaim.delivery.calls_for_projects.models import AcceptedPost, Application
from essaim.delivery.calls_for_projects.queries.posts import _shared, posts_it_may_be, proposed_posts, still_proposed
from essaim.delivery.calls_for_projects.services import posts as services
from essaim.delivery.calls_for_projects.states import ApplicationState
from essaim.delivery.employment.models import Post
from essaim.delivery.employment.queries import posts_of_aid
from essaim.delivery.employment.states import Effect, PostStatus
from essaim.delivery.employment.tests.factories import PostFactory
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.decisions import NotAllowed

from .factories import ApplicationFactory

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LINES = [
    {"title": "Jardinière", "kind": "created", "headcount": 2, "etp": 1.5},
    {"title": "Comptable", "kind": "consolidated", "etp": 0.5},
]
NEW: dict[str, Any] = {
    "label": "Jardinage",
    "contract": "permanent",
    "full_time_share": Decimal(75),
    "starts_on": date(2026, 4, 1),
    "day": date(2026, 3, 9),
    "evidence": "Tableau des postes",
    "baseline_on": date(2026, 1, 1),
    "baseline_headcount": 3,
}


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def granted(db: None) -> Application:
    found = ApplicationFactory(is_ready=True, organization=OrganizationFactory(), in_commune="59350")
    answers = {**found.answers, "posts": {"value": LINES, "wording": "", "version": 1}}
    Application.objects.filter(pk=found.pk).update(state=ApplicationState.GRANTED, answers=answers)
    found.refresh_from_db()
    return found


def _accept(found: Application, officer: User, line: int = 1, place: int = 1) -> AcceptedPost:
    return services.accept_new_post(application=found, line=line, place=place, actor=officer, now=NOW, **NEW)


def test_lines_are_told_post_by_post(granted: Application) -> None:
    rows = proposed_posts(granted)

    assert [(row.label, row.effect, row.full_time_share) for row in rows] == [
        ("Jardinière (1/2)", Effect.CREATED, Decimal("75.00")),
        ("Jardinière (2/2)", Effect.CREATED, Decimal("75.00")),
        ("Comptable", Effect.CONSOLIDATED, Decimal("50.00")),
    ]


@given(etp=st.decimals(0, 1000, places=2), headcount=st.none() | st.integers(0, 1000))
def test_share_is_one_of_a_full_time_or_left_open(etp: Decimal, headcount: int | None) -> None:
    count, share = _shared({"etp": float(etp), "headcount": headcount})

    assert count == (headcount or max(1, ceil(etp)))
    assert share is None or 0 < share <= 100
    assert share is None or abs(share * count - etp * 100) <= count * Decimal("0.005")


def test_accepted_post_is_declared_and_owes_something_to_the_application(granted: Application, officer: User) -> None:
    accepted = _accept(granted, officer)

    post = accepted.post
    assert (post.status, post.effect, post.organization_id) == (PostStatus.DECLARED, "created", granted.organization_id)
    assert list(posts_of_aid("application", granted.reference)) == [post]
    assert [row.place for row in still_proposed(proposed_posts(granted))] == [2, 1]
    with pytest.raises(ValidationError):
        _accept(granted, officer)
    assert Post.objects.count() == 1


def test_known_post_is_not_written_again(granted: Application, officer: User) -> None:
    known = PostFactory(organization=granted.organization)
    other = PostFactory()
    keys = {"application": granted, "line": 2, "place": 1, "actor": officer, "now": NOW}

    with pytest.raises(ValidationError):
        services.accept_known_post(post=other, **keys)
    services.accept_known_post(post=known, **keys)

    assert Post.objects.count() == 2
    assert list(posts_of_aid("application", granted.reference)) == [known]
    assert not posts_it_may_be(granted).exists()
    with pytest.raises(ValidationError):
        services.accept_known_post(post=known, **{**keys, "line": 1})
    with pytest.raises(ValidationError):
        services.accept_known_post(post=known, **{**keys, "line": 9})


def test_only_the_team_accepts_and_only_what_is_granted_to_a_record(granted: Application, officer: User) -> None:
    with pytest.raises(NotAllowed):
        _accept(granted, granted.author)
    Application.objects.filter(pk=granted.pk).update(organization=None)
    with pytest.raises(NotAllowed):
        _accept(granted, officer)
    Application.objects.filter(pk=granted.pk).update(
        organization=OrganizationFactory(), state=ApplicationState.PRESENTED
    )
    with pytest.raises(NotAllowed):
        _accept(granted, officer)
    assert not Post.objects.exists()


def test_pages_lead_from_the_application_to_the_posts(
    granted: Application, officer: User, client: Client, django_assert_max_num_queries
) -> None:
    client.force_login(officer)
    known = PostFactory(organization=granted.organization, label="Compta")
    listed = reverse("calls_for_projects:proposed_posts", args=[granted.reference])
    address = reverse("calls_for_projects:post_accept", args=[granted.reference, 1, 1])

    assert listed in client.get(granted.get_absolute_url()).content.decode()
    with django_assert_max_num_queries(15):
        page = client.get(listed).content.decode()
    assert address in page
    assert "attendent une réponse" in page
    form = client.get(address).content.decode()
    assert "Jardinière" in form
    assert "Compta" in form
    refused = client.post(address, {"known": "", "label": "Jardinage", "full_time_share": "75"})
    assert refused.status_code == 422
    assert refused.content.decode().count("Il le faut pour un nouveau poste.") >= 3
    values = {**NEW, "known": "", "commune_code": "59350"}
    assert client.post(address, values).headers["Location"] == listed
    assert client.post(address.replace("1/1", "2/1"), {"known": known.pk}).headers["Location"] == listed
    assert client.get(address).status_code == 302
    assert client.get(address.replace("1/1", "7/1")).status_code == 404
    assert AcceptedPost.objects.count() == 2
    lines = client.get(listed, {"export": "csv"}).getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    client.force_login(granted.author)
    assert client.get(listed).status_code == 403
