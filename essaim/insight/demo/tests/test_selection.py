"""Posts and selections of the demonstration: invented, said to be, every state alive, every figure with its list."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from essaim.delivery.calls_for_projects.models import (
    DecisionLetter,
    Interest,
    Score,
    SelectionFile,
    SelectionSession,
)
from essaim.delivery.calls_for_projects.queries import selection as selections
from essaim.delivery.calls_for_projects.queries.funnel import funnel
from essaim.delivery.calls_for_projects.states import FileOutcome, FunnelAxis, GrantNature, InterestKind, SelectionState
from essaim.delivery.employment import queries as employment
from essaim.delivery.employment.models import FollowUp, Post
from essaim.delivery.employment.states import Channel, Effect, PostStatus, ToldBy
from essaim.steering.committees.models import Withdrawal
from essaim.steering.committees.states import SessionState

pytestmark = pytest.mark.usefixtures("demo")


def test_every_effect_channel_and_status_of_a_post_is_shown_and_said_to_be_invented() -> None:
    assert set(Post.objects.values_list("effect", flat=True)) == set(Effect)
    assert set(Post.objects.values_list("channel", flat=True)) == set(Channel)
    assert set(Post.objects.values_list("status", flat=True)) == set(PostStatus)
    assert Post.objects.filter(merged_into__isnull=False).count() == 1
    assert set(FollowUp.objects.values_list("is_present", flat=True)) == {True, False}
    for post in Post.objects.order_by("pk"):
        assert "fictif" in post.label
        assert "inventé" in post.source


def test_public_totals_of_posts_have_their_rows() -> None:
    rows = employment.post_rows(AnonymousUser())
    totals = employment.totals(rows, ToldBy.WHOLE, today=timezone.localdate(), with_insertion=False)

    assert totals
    assert sum(total.headcount for total in totals) == rows.count()


def test_earlier_editions_had_their_sessions_one_of_them_cancelled() -> None:
    earlier = SelectionSession.objects.filter(session__day__lt=date(2024, 1, 1))

    states = list(earlier.order_by("session__day").values_list("session__day__year", "state"))
    assert states == [
        (2019, SelectionState.NOTIFIED),
        (2023, SelectionState.CANCELLED),
        (2023, SelectionState.NOTIFIED),
    ]
    outcomes = set(SelectionFile.objects.filter(selection__in=earlier).values_list("outcome", flat=True))
    assert outcomes == set(FileOutcome)


def test_three_years_of_the_funnel_have_asked_presented_and_supported() -> None:
    lines = [line for line in funnel(FunnelAxis.YEAR) if line.supported]

    assert len(lines) >= 3
    assert all(line.asked >= line.presented >= line.supported for line in lines)


def test_interest_declared_between_two_sessions_is_found_at_the_next() -> None:
    assert Interest.objects.filter(file__selection__state=SelectionState.PREPARED, kind=InterestKind.BOARD).exists()


def test_one_selection_is_over_and_one_to_come() -> None:
    of_today = SelectionSession.objects.filter(session__day__gte=date(2024, 1, 1))
    past, coming = of_today.select_related("session").order_by("session__day")

    assert (past.state, past.session.state) == (SelectionState.NOTIFIED, SessionState.CIRCULATED)
    assert (coming.state, coming.session.state) == (SelectionState.PREPARED, SessionState.CONVENED)
    decided = {FileOutcome.GRANTED, FileOutcome.REFUSED, FileOutcome.DEFERRED}
    assert set(past.files.values_list("outcome", flat=True)) == decided
    assert set(past.files.exclude(nature="").values_list("nature", flat=True)) == set(GrantNature)
    assert DecisionLetter.objects.filter(file__selection=past).count() == past.files.count()
    assert coming.files.exists()
    assert "fictif" in past.session.body.name


def test_who_has_an_interest_keeps_out_in_the_minutes_too() -> None:
    past = SelectionSession.objects.get(state=SelectionState.NOTIFIED, session__day__gte=date(2024, 1, 1))

    barred = Interest.objects.filter(file__selection=past)
    assert barred.exists()
    for interest in barred.select_related("file"):
        assert Withdrawal.objects.filter(point=interest.file.point_id, seat=interest.seat_id).exists()
        assert not Score.objects.filter(file=interest.file_id, seat=interest.seat_id).exists()


def test_what_is_granted_is_within_the_allowance_and_each_limit() -> None:
    for file in SelectionFile.objects.filter(granted_cents__isnull=False).order_by("pk"):
        assert file.at_most_cents is not None
        assert (file.granted_cents or 0) <= file.at_most_cents
    for selection in SelectionSession.objects.order_by("pk"):
        assert all(line.left_cents >= 0 for line in selections.allowance_lines(selection))
