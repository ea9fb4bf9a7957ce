"""A resident learns on a telephone, by keyboard, whether a call is for them, without an account and without JavaScript."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.keyboard import follow, tab_to, write
from tests.journeys.pages import fits

pytestmark = pytest.mark.browser
# The answer has a form of its own, which starts an application with what was told.
ANSWER = 'main form:has([name="budget_cents"]) button[type="submit"]'
TEST = "/appels-a-projets/entreprendre-autrement/test/"


def _choose(page: Page, name: str, value: str) -> None:
    """Reach a choice by keyboard, then take one of its options as a screen reader's user does."""
    tab_to(page, f'main select[name="{name}"]')
    page.locator(f'main select[name="{name}"]').select_option(value)


@pytest.mark.parametrize("scripts", [True, False])
def test_resident_takes_the_test_on_a_telephone(visitor: Visitor, scripts: bool) -> None:
    page = visitor.open("/appels-a-projets/", width=375, scripts=scripts)
    follow(page, 'main a[href="/appels-a-projets/entreprendre-autrement/"]')
    follow(page, f'main a[href="{TEST}"]')
    expect(page.locator("main form")).to_be_visible()
    _choose(page, "legal_category", "9220")
    _choose(page, "aid_type", "start_up")
    write(page, 'main input[name="activity_commune"]', "Lille")
    write(page, 'main input[name="budget_cents"]', "80 000")
    write(page, 'main input[name="requested_cents"]', "30 000")
    follow(page, ANSWER)

    assert page.url.endswith(TEST)
    answer = page.locator("#reponse")
    expect(answer).to_contain_text("À discuter")
    expect(answer).to_contain_text("Apportez la date de création")
    expect(answer).to_contain_text("Qui contacter")
    assert page.locator('main input[name="budget_cents"]').input_value() == "80 000"

    created = (datetime.now(UTC) - timedelta(days=400)).date()
    page.locator('main input[name="created_on"]').fill(created.isoformat())
    follow(page, ANSWER)
    expect(answer).to_contain_text("Éligible")
    expect(answer).to_contain_text("24")
    fits(page)
    assert visitor.outside == []
    assert visitor.complaints == []
