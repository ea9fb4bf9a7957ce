"""Counts of several queries at once: what each alone would say, in one question."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from essaim.foundations.ui.sums import counts

pytestmark = pytest.mark.django_db


def test_several_counts_take_one_query(django_assert_num_queries) -> None:
    for name in ("a %s b", "b", "c"):
        ContentType.objects.create(app_label="beehive", model=name)
    rows = ContentType.objects.filter(app_label="beehive")
    several = (
        rows.filter(model__contains="%s"),
        rows.none(),
        rows.filter(Q(model="b") | Q(model="c")).order_by("model"),
        rows.filter(model__in=["b"]).values("app_label"),
    )

    with django_assert_num_queries(1):
        found = counts(*several)

    assert found == (1, 0, 2, 1)
    assert found == tuple(part.count() for part in several)
