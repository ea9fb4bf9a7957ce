"""What people do to posts: from the forecast to the proof, one post one count, looked at again later."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from essaim.delivery.employment import aids, personal, queries, services
from essaim.delivery.employment.attachments import _move_posts
from essaim.delivery.employment.models import Post
from essaim.delivery.employment.reminders import _follow_ups
from essaim.delivery.employment.states import Channel, Contract, Effect, PostStatus
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.action_plan.tests.factories import ActFactory

from .factories import PostAidFactory, PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TODAY = date(2026, 3, 10)


@pytest.fixture
def actor() -> User:
    return person_with(RoleKind.OFFICER)


def _declare(post: Post, actor: User, **values: object) -> Post:
    given = {"day": TODAY, "evidence": "Contrat", "baseline_on": date(2025, 1, 1), "baseline_headcount": 4, **values}
    return services.declare_post(post=post, actor=actor, now=NOW, **given)


def test_post_goes_from_planned_to_verified_with_day_and_evidence(actor: User) -> None:
    post = services.create_post(
        organization=OrganizationFactory(),
        actor=actor,
        now=NOW,
        label="  Encadrement   technique ",
        contract=Contract.PERMANENT,
        starts_on=date(2026, 4, 1),
        effect=Effect.CREATED,
    )
    assert (post.label, post.status, post.followed_by) == ("Encadrement technique", PostStatus.PLANNED, actor)

    declared = _declare(post, actor)
    verified = services.verify_post(post=declared, actor=actor, now=NOW, day=TODAY, evidence="Bulletin de paie")
    contested = services.contest_post(post=verified, actor=actor, now=NOW, reason="Bulletin d’un autre poste")

    assert (verified.status, verified.evidence) == (PostStatus.VERIFIED, "Bulletin de paie")
    assert contested.status == PostStatus.DECLARED
    verbs = list(Entry.objects.filter(target_id=str(post.pk)).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["post.created", "post.declared", "post.verified", "post.contested"]


def test_nothing_is_declared_without_evidence_baseline_or_before_its_day(actor: User) -> None:
    post = PostFactory()
    with pytest.raises(ValidationError):
        _declare(post, actor, evidence=" ")
    with pytest.raises(ValidationError):
        _declare(post, actor, baseline_on=None, baseline_headcount=None)
    with pytest.raises(ValidationError, match="day"):
        _declare(post, actor, day=date(2026, 3, 11))
    with pytest.raises(IllegalMove):
        services.verify_post(post=post, actor=actor, now=NOW, day=TODAY, evidence="Bulletin")


def test_only_the_team_writes_and_nothing_changes_once_withdrawn(actor: User) -> None:
    post = PostFactory()
    with pytest.raises(NotAllowed):
        services.withdraw_post(post=post, actor=UserFactory(), now=NOW, reason="non")
    withdrawn = services.withdraw_post(post=post, actor=actor, now=NOW, reason="jamais pourvu")

    assert not queries.post_rows(actor).filter(pk=withdrawn.pk).exists()
    with pytest.raises(NotAllowed):
        services.update_post(post=withdrawn, actor=actor, now=NOW, reason="faute", label="Autre")
    with pytest.raises(NotAllowed):
        services.create_post(organization=post.organization, actor=UserFactory(), now=NOW, label="Non")


def test_two_aids_on_a_post_count_one_post_and_a_direct_one_wins(actor: User) -> None:
    post = PostFactory(channel=Channel.INDIRECT, status=PostStatus.DECLARED)
    first, second = ActFactory(), ActFactory()

    services.attach_aid(post=post, actor=actor, now=NOW, kind="act", key=first.key, channel=Channel.INDIRECT)
    assert Post.objects.get(pk=post.pk).channel == Channel.INDIRECT
    services.attach_aid(post=post, actor=actor, now=NOW, kind="act", key=second.key, channel=Channel.DIRECT)

    totals = queries.totals(queries.post_rows(actor), queries.ToldBy.WHOLE, today=TODAY, with_insertion=True)
    assert [(total.channel, total.headcount) for total in totals] == [(Channel.DIRECT, 1)]
    assert queries.posts_of_aid("act", first.key).get() == post
    with pytest.raises(ValidationError, match="rattachée"):
        services.attach_aid(post=post, actor=actor, now=NOW, kind="act", key=first.key, channel=Channel.DIRECT)
    with pytest.raises(ValidationError, match="direct"):
        services.update_post(post=post, actor=actor, now=NOW, reason="faute", channel=Channel.INDIRECT)


@pytest.mark.parametrize(("kind", "key"), [("act", "inconnu"), ("loan", "1")])
def test_an_aid_that_nobody_knows_is_refused(actor: User, kind: str, key: str) -> None:
    with pytest.raises(aids.UnknownAid):
        services.attach_aid(post=PostFactory(), actor=actor, now=NOW, kind=kind, key=key, channel=Channel.DIRECT)


def test_rooms_above_register_their_own_aids(actor: User) -> None:
    def find(person: object, keys: object) -> dict[str, aids.NamedAid]:
        return {"7": aids.NamedAid("Convention 7")} if "7" in keys else {}  # type: ignore[operator]

    aids.register(aids.AidKind("agreement", "Convention", find, lambda person: [("7", "Convention 7")]))
    try:
        aid = services.attach_aid(
            post=PostFactory(), actor=actor, now=NOW, kind="agreement", key="7", channel=Channel.DIRECT
        )
        assert str(aid) == "agreement:7"
    finally:
        aids.unregister("agreement")


def test_an_aid_attached_by_mistake_is_taken_back_with_its_reason(actor: User) -> None:
    aid = PostAidFactory()
    services.detach_aid(aid=aid, actor=actor, now=NOW, reason="erreur")

    assert not Post.objects.get(pk=aid.post_id).aids.exists()
    assert Entry.objects.get(verb="post_aid.detached").reason == "erreur"


def test_indirect_and_direct_writings_of_a_post_are_one_direct_post(actor: User) -> None:
    kept = PostFactory(channel=Channel.INDIRECT, status=PostStatus.DECLARED)
    duplicate = PostFactory(organization=kept.organization, status=PostStatus.DECLARED)
    shared = PostAidFactory(post=kept, channel=Channel.INDIRECT)
    PostAidFactory(post=duplicate, key=shared.key, channel=Channel.DIRECT)
    PostAidFactory(post=duplicate, channel=Channel.DIRECT)

    merged = services.merge_posts(kept=kept, duplicate=duplicate, actor=actor, now=NOW, reason="même poste")

    assert merged.channel == Channel.DIRECT
    assert merged.aids.count() == 2
    assert set(merged.aids.values_list("channel", flat=True)) == {Channel.DIRECT}
    assert list(queries.post_rows(actor)) == [kept]
    with pytest.raises(NotAllowed):
        services.merge_posts(kept=kept, duplicate=PostFactory(), actor=actor, now=NOW, reason="autre structure")
    with pytest.raises(NotAllowed):
        services.merge_posts(kept=kept, duplicate=kept, actor=actor, now=NOW, reason="le même")


def test_a_post_is_looked_at_when_its_term_has_come(actor: User) -> None:
    post = PostFactory(status=PostStatus.DECLARED, starts_on=date(2025, 6, 1), followed_by=actor)
    services.follow_up_post(post=post, actor=actor, now=NOW, months=6, is_present=True, evidence="Bulletin")
    with pytest.raises(NotAllowed):
        services.follow_up_post(post=post, actor=actor, now=NOW, months=12, is_present=True, evidence="Bulletin")
    with pytest.raises(ValidationError, match="déjà"):
        services.follow_up_post(post=post, actor=actor, now=NOW, months=6, is_present=True, evidence="Bulletin")

    assert [(term.months, term.is_due) for term in queries.terms_of(post, today=TODAY)] == [
        (6, False),
        (12, False),
        (24, False),
    ]


def test_a_post_that_ended_stays_created_and_leaves_the_present(actor: User) -> None:
    post = PostFactory(status=PostStatus.VERIFIED, starts_on=date(2025, 6, 1))
    with pytest.raises(ValidationError, match="last_on"):
        services.follow_up_post(post=post, actor=actor, now=NOW, months=6, is_present=False, evidence="Appel")
    services.follow_up_post(
        post=post, actor=actor, now=NOW, months=6, is_present=False, evidence="Appel", last_on=date(2025, 11, 30)
    )

    (total,) = queries.totals(queries.post_rows(actor), queries.ToldBy.YEAR, today=TODAY, with_insertion=True)
    assert (total.axis, total.headcount, total.present) == ("2025", 1, 0)
    (term,) = queries.terms_of(Post.objects.get(pk=post.pk), today=TODAY)
    assert term.follow_up is not None


def test_reminders_go_to_who_follows_and_stop_when_it_is_said(actor: User) -> None:
    post = PostFactory(status=PostStatus.VERIFIED, starts_on=date(2025, 6, 1), followed_by=actor)
    PostFactory(starts_on=date(2025, 6, 1))

    before = [due.subject_key for due in _follow_ups(NOW)]
    assert before == [f"post:{post.pk}:{months}" for months in (6, 12, 24)]
    due = next(iter(_follow_ups(NOW)))
    assert (due.recipient, due.starts_on) == (actor, date(2025, 12, 1))
    assert post.organization.short_name in str(due.subject)

    services.follow_up_post(post=post, actor=actor, now=NOW, months=6, is_present=True, evidence="Bulletin")
    assert [due.subject_key for due in _follow_ups(NOW)] == before[1:]


def test_posts_follow_the_record_that_is_kept(actor: User) -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    post = PostFactory(organization=duplicate, channel=Channel.INDIRECT, through=kept)
    _move_posts(duplicate=duplicate, kept=kept, actor=actor, now=NOW, reason="doublon")

    post = Post.objects.get(pk=post.pk)
    assert (post.organization, post.through, post.channel) == (kept, None, Channel.DIRECT)


def test_following_is_given_to_somebody_of_the_team_only(actor: User) -> None:
    post, other = PostFactory(), person_with(RoleKind.OFFICER)
    services.give_post(post=post, successor=other, actor=actor, now=NOW, reason="départ")

    assert Post.objects.get(pk=post.pk).followed_by == other
    with pytest.raises(NotAllowed):
        services.give_post(post=post, successor=UserFactory(), actor=actor, now=NOW, reason="départ")


def test_person_takes_away_the_posts_they_follow() -> None:
    officer = person_with(RoleKind.OFFICER)
    post = PostFactory(followed_by=officer)
    PostFactory()

    assert [row["post"] for row in personal.export(officer)] == [post.pk]
