"""Full-text search over the policy."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.foundations.primitives.texts import fold
from essaim.steering.action_plan import queries
from essaim.steering.action_plan.queries.search import MARKED, PLAIN
from essaim.steering.action_plan.tests.factories import ActFactory, ActionFactory, PlanFactory

pytestmark = pytest.mark.django_db


def _titles(text: str) -> list[str]:
    return [found.title for found in queries.search_policy(text)]


@pytest.mark.parametrize(
    "text",
    ["économie", "economie", "ÉCONOMIE", "Économies", "econom", "l’économie œuvre", "solidaires économie"],
)
def test_accents_capitals_plurals_and_beginnings_do_not_matter(text: str) -> None:
    action = ActionFactory(number=4, title="Une économie solidaire qui œuvre")

    assert _titles(text) == [f"4. {action.title}"]


def test_every_word_must_be_there() -> None:
    ActionFactory(title="Une monnaie inter-entreprises")

    assert _titles("monnaie entreprises")
    assert not _titles("monnaie tiers-lieux")


def test_drafts_are_not_found() -> None:
    PlanFactory(draft=True, name="Plan confidentiel")
    ActFactory(title="Acte confidentiel", state="draft", voted_on=None, voted_precision="unknown")

    assert _titles("confidentiel") == []


def test_title_weighs_more_than_description() -> None:
    ActionFactory(number=1, title="Autre chose", description="On y parle de communs.")
    ActionFactory(number=2, title="Explorer les communs")

    assert _titles("communs") == ["2. Explorer les communs", "1. Autre chose"]


def test_folding_in_the_database_is_that_of_python() -> None:
    assert fold(MARKED) == PLAIN


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=string.printable + "éèœ’«»&|!:*()", max_size=40))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    queries.search_policy(text.replace("\x00", ""))
