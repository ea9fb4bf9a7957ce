"""A total opens the list whose length it is; nothing is summed across effect, channel, status or insertion (rules J6, J10)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from essaim.delivery.employment import queries
from essaim.delivery.employment.models import Post
from essaim.delivery.employment.states import COUNTED, Channel, Effect, PostStatus, ToldBy
from essaim.delivery.employment.tables import PostFilter
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.tests.factories import ActionFactory

from .factories import PostFactory

POSTS = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from(list(PostStatus)),
            "effect": st.sampled_from(list(Effect)),
            "channel": st.sampled_from(list(Channel)),
            "is_insertion": st.booleans(),
            "full_time_share": st.decimals(Decimal("0.01"), Decimal(100), places=2),
            "days": st.integers(-900, 100),
            "length": st.one_of(st.none(), st.integers(0, 900)),
            "has_action": st.booleans(),
            "commune_code": st.sampled_from(["", "59350", "59512"]),
        }
    ),
    max_size=12,
)


class TotalsOpenTheirList(TestCase):
    """Whatever the posts, along every axis."""

    person: User
    where: Organization
    network: Organization
    action: Action

    @classmethod
    def setUpTestData(cls) -> None:
        cls.person = person_with(RoleKind.OFFICER)
        cls.where, cls.network = OrganizationFactory(), OrganizationFactory()
        cls.action = ActionFactory()

    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(posts=POSTS, by=st.sampled_from(list(ToldBy)))
    def test_length_of_the_list_is_the_total(self, posts: list[dict[str, object]], by: ToldBy) -> None:
        today = timezone.localdate()
        for given_post in posts:
            _write(given_post, today, self.where, self.network, self.person, self.action)
        totals = queries.totals(queries.post_rows(self.person), by, today=today, with_insertion=True)
        seen: set[int] = set()
        for total in totals:
            opened = self._list(total.query)
            assert len(opened) == total.headcount > 0
            assert sum((row.full_time_share for row in opened), Decimal(0)) == total.etp * 100
            assert len(self._list(total.present_query)) == total.present
            assert {(row.status, row.effect, row.channel, row.is_insertion) for row in opened} == {
                (total.status, total.effect, total.channel, total.is_insertion)
            }
            # No post is in two totals.
            assert seen.isdisjoint(row.pk for row in opened)
            seen |= {row.pk for row in opened}
        assert len(seen) == sum(row["status"] in COUNTED for row in posts)

    def _list(self, query: str) -> list[Post]:
        request = RequestFactory().get("/postes/", dict(parse_qsl(query)))
        request.user = self.person
        found = PostFilter(QueryDict(query), queryset=queries.post_rows(self.person), request=request)
        assert found.is_valid(), found.errors
        return list(found.qs)


def _write(
    values: dict[str, object], today: date, where: Organization, network: Organization, person: User, action: Action
) -> None:
    values = dict(values)
    starts_on = today + timedelta(days=values.pop("days"))  # type: ignore[arg-type]
    length = values.pop("length")
    PostFactory(
        organization=where,
        through=network if values["channel"] == Channel.INDIRECT else None,
        followed_by=person,
        starts_on=starts_on,
        last_on=None if length is None else starts_on + timedelta(days=length),  # type: ignore[arg-type]
        action=action if values.pop("has_action") else None,
        **values,
    )


@pytest.mark.django_db
def test_the_public_reads_totals_of_what_rests_on_evidence_without_insertion() -> None:
    PostFactory()
    PostFactory(status=PostStatus.DECLARED, is_insertion=True, full_time_share=Decimal("74.29"))
    PostFactory(status=PostStatus.DECLARED)
    (total,) = queries.totals(
        queries.post_rows(AnonymousUser()), ToldBy.WHOLE, today=timezone.localdate(), with_insertion=False
    )

    assert (total.status, total.is_insertion, total.headcount) == (PostStatus.DECLARED, None, 2)
    assert total.etp == Decimal("1.7429")
