"""Pages of the room: what the public sees of posts, what those inside see, what the team writes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.delivery.employment.models import Post
from essaim.delivery.employment.states import Channel, Contract, Effect, PostStatus
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.steering.action_plan.tests.factories import ActFactory, ActionFactory

from .factories import PostAidFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def officer(actor: User) -> Client:
    client = Client()
    client.force_login(actor)
    return client


def _url(name: str, *arguments: object) -> str:
    return reverse(f"employment:{name}", args=arguments)


def test_the_public_sees_proven_posts_without_what_points_to_a_person(client: Client) -> None:
    shown = PostFactory(status=PostStatus.VERIFIED, label="Direction secrète", is_insertion=True)
    planned = PostFactory()

    page = client.get(_url("post_list")).content.decode()
    assert shown.organization.name in page
    assert planned.organization.name not in page
    assert "secrète" not in page
    # Neither by a search nor by a filter.
    assert shown.organization.name not in client.get(_url("post_list") + "?q=secrète").content.decode()
    assert shown.organization.name in client.get(_url("post_list") + "?insertion=non").content.decode()
    for kind in ("csv", "ods", "xlsx"):
        assert client.get(f"{_url('post_list')}?export={kind}").status_code == 200
    assert "secrète" not in b"".join(client.get(f"{_url('post_list')}?export=csv").streaming_content).decode()
    assert client.get(shown.get_absolute_url()).status_code in {302, 403}


def test_who_speaks_for_a_structure_reads_its_posts_and_no_other(client: Client) -> None:
    own, other = PostFactory(), PostFactory(status=PostStatus.VERIFIED)
    client.force_login(person_with(RoleKind.ORGANIZATION_MEMBER, scope_code=own.organization.key))

    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 403
    assert client.get(_url("post_edit", own.pk)).status_code == 403


@pytest.mark.parametrize("name", ["post_list", "totals"])
def test_swaps_equal_reloads(officer: Client, assert_swap_equals_reload, name: str) -> None:
    PostFactory(status=PostStatus.DECLARED)
    assert_swap_equals_reload(officer, _url(name))


def test_lists_count_their_queries_whatever_their_length(officer: Client, django_assert_max_num_queries) -> None:
    for _number in range(12):
        PostFactory(status=PostStatus.DECLARED, action=ActionFactory(), channel=Channel.INDIRECT)
    officer.get(_url("post_list"))
    with django_assert_max_num_queries(14):
        officer.get(_url("post_list"))
    with django_assert_max_num_queries(12):
        officer.get(_url("totals") + "?par=action")


@pytest.mark.parametrize("by", ["ensemble", "annee", "territoire", "action", "n’importe"])
def test_totals_are_told_along_each_axis_and_exported(officer: Client, by: str) -> None:
    PostFactory(status=PostStatus.DECLARED)
    page = officer.get(_url("totals"), {"par": by})

    assert page.status_code == 200
    assert "?status=declared&amp;effect=created&amp;channel=direct" in page.content.decode()
    lines = b"".join(officer.get(_url("totals"), {"par": by, "export": "csv"}).streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert "<" not in lines[1]


def test_the_team_writes_declares_verifies_and_looks_again(officer: Client) -> None:
    where = OrganizationFactory()
    start = timezone.localdate() - timedelta(days=200)
    answer = officer.post(
        f"{_url('post_create')}?structure={where.key}",
        {
            "organization": where.pk,
            "label": "Accueil",
            "contract": Contract.FIXED_TERM,
            "full_time_share": "80",
            "starts_on": start,
            "effect": Effect.CREATED,
            "channel": Channel.DIRECT,
        },
    )
    post = Post.objects.get()
    assert answer.headers["Location"] == post.get_absolute_url()

    day = timezone.localdate()
    refused = officer.post(_url("post_declare", post.pk), {"day": day, "evidence": ""})
    assert refused.status_code == 422
    officer.post(
        _url("post_declare", post.pk),
        {"day": day, "evidence": "Contrat", "baseline_on": start, "baseline_headcount": 2},
    )
    officer.post(_url("post_verify", post.pk), {"day": day, "evidence": "Bulletin"})
    officer.post(_url("follow_up", post.pk, 6), {"is_present": "oui", "evidence": "Bulletin"})
    post.refresh_from_db()
    assert (post.status, post.follow_ups.get().is_present) == (PostStatus.VERIFIED, True)
    again = officer.get(_url("follow_up", post.pk, 6))
    assert again.status_code == 302
    assert officer.get(_url("follow_up", post.pk, 12)).status_code == 302
    assert officer.get(_url("follow_up", post.pk, 7)).status_code == 404

    officer.post(_url("post_contest", post.pk), {"reason": "non"})
    officer.post(_url("post_withdraw", post.pk), {"reason": "erreur"})
    post.refresh_from_db()
    assert post.status == PostStatus.WITHDRAWN
    assert officer.get(_url("post_edit", post.pk)).status_code == 302
    assert officer.get(post.get_absolute_url()).status_code == 200


def test_an_indirect_post_without_its_network_is_sent_back_with_the_mend(officer: Client) -> None:
    post = PostFactory()
    form = officer.get(_url("post_edit", post.pk))
    data = {**form.context["form"].initial, "channel": "indirect", "through": "", "reason": "correction"}
    answer = officer.post(
        _url("post_edit", post.pk), {name: value for name, value in data.items() if value is not None}
    )

    assert answer.status_code == 422


def test_aids_are_attached_and_taken_back(officer: Client) -> None:
    post, act = PostFactory(status=PostStatus.DECLARED), ActFactory()
    page = officer.get(_url("aid_attach", post.pk))
    assert page.status_code == 200
    officer.post(_url("aid_attach", post.pk), {"aid": f"act:{act.key}", "channel": "direct"})
    aid = post.aids.get()
    assert act.get_absolute_url() in officer.get(post.get_absolute_url()).content.decode()
    assert officer.post(_url("aid_attach", post.pk), {"aid": "act:rien", "channel": "direct"}).status_code == 422
    officer.post(_url("aid_detach", post.pk, aid.pk), {"reason": "erreur"})
    assert not post.aids.exists()


def test_a_post_written_twice_is_counted_once(officer: Client) -> None:
    kept = PostFactory(status=PostStatus.DECLARED)
    other = PostFactory(organization=kept.organization, label=kept.label)
    assert other.get_absolute_url() in officer.get(kept.get_absolute_url()).content.decode()
    officer.post(_url("post_merge", kept.pk), {"duplicate": other.pk, "reason": "le même"})

    assert Post.objects.counted().get() == kept
    assert kept.get_absolute_url() in officer.get(other.get_absolute_url()).content.decode()


def test_history_panels_and_thread_show_what_their_reader_may_read(client: Client, officer: Client) -> None:
    action = ActionFactory()
    post = PostFactory(status=PostStatus.DECLARED, label="Direction secrète", action=action)
    PostAidFactory(post=post)

    assert officer.get(_url("post_history", post.pk)).status_code == 200
    assert officer.get(reverse("ui:thread", args=["post", post.pk])).status_code == 200
    panel = _url("organization_panel", post.organization_id)
    assert "secrète" in officer.get(panel).content.decode()
    seen = client.get(panel, headers={"HX-Request": "true"}).content.decode()
    assert "secrète" not in seen
    assert "<strong>1</strong>" in seen
    assert officer.get(_url("action_panel", action.pk)).status_code == 200
    thread = client.get(reverse("ui:thread", args=["post", post.pk]))
    assert "secrète" not in thread.content.decode()


def test_machines_read_what_everybody_reads(client: Client) -> None:
    post = PostFactory(status=PostStatus.VERIFIED, label="Direction secrète", is_insertion=True)
    PostFactory()

    answer = client.get("/api/v1/posts")
    (found,) = answer.json()["items"]
    assert (found["organization"], found["effect"], found["full_time_share"]) == (
        post.organization.key,
        "created",
        "100.00",
    )
    assert "secr" not in answer.content.decode()
    assert "insertion" not in answer.content.decode()
    assert client.get("/api/v1/posts?year=1999").json()["items"] == []
    totals = client.get("/api/v1/posts/totals?by=annee").json()
    assert totals["totals"][0]["headcount"] == 1
    assert client.get("/api/v1/posts/totals?by=rien").status_code == 422
