"""What the database refuses of posts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from essaim.delivery.employment.models import months_after
from essaim.delivery.employment.states import Channel, PostStatus

from .factories import FollowUpFactory, PostAidFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"label": ""},
        {"full_time_share": Decimal(0)},
        {"full_time_share": Decimal("100.01")},
        {"commune_code": "Lille"},
        {"last_on": date(2025, 2, 28)},
        {"baseline_on": date(2025, 1, 1)},
        {"status": PostStatus.DECLARED, "evidence": ""},
        {"status": PostStatus.VERIFIED, "baseline_on": None, "baseline_headcount": None},
        {"channel": Channel.INDIRECT, "through": None},
        {"status": PostStatus.WITHDRAWN, "withdraw_reason": ""},
        {"withdraw_reason": "sans être retiré"},
    ],
)
def test_a_post_that_says_too_little_or_too_much_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(**values)


def test_a_post_goes_through_another_structure_and_is_not_merged_into_itself() -> None:
    post = PostFactory(channel=Channel.INDIRECT)
    for values in ({"through": post.organization}, {"merged_into": post}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(post).objects.filter(pk=post.pk).update(**values)


def test_an_aid_stands_once_and_a_term_is_looked_at_once() -> None:
    aid, found = PostAidFactory(), FollowUpFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PostAidFactory(post=aid.post, kind=aid.kind, key=aid.key)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpFactory(post=found.post, months=found.months)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpFactory(months=7)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2025, 6, 15), 6, date(2025, 12, 15)),
    ],
)
def test_terms_fall_on_the_same_day_or_the_last_of_the_month(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def test_a_post_is_shown_by_its_number_never_by_its_label() -> None:
    post = PostFactory(label="Direction")

    assert "Direction" not in str(post)
