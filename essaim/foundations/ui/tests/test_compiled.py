"""A query compiled once answers as the ORM does, for any values of its parameters."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from essaim.foundations.ui.compiled import CompiledQuery, NotInQuery

pytestmark = pytest.mark.django_db


def test_values_take_the_places_of_the_marks() -> None:
    query = CompiledQuery(lambda name: get_user_model().objects.filter(email=name).values_list("email"), name="a mark")
    for name in ("un@example.org", "deux@example.org"):
        get_user_model().objects.create(email=name)

    assert query.rows(name="un@example.org") == [("un@example.org",)]
    assert query.rows(name="deux@example.org") == [("deux@example.org",)]
    assert query.rows(name="trois@example.org") == []


def test_parameter_that_does_not_reach_the_database_as_given_is_refused() -> None:
    query = CompiledQuery(lambda name: get_user_model().objects.filter(email__icontains=name), name="a mark")

    with pytest.raises(NotInQuery):
        query.rows(name="un")
