"""Every figure of a cockpit opens a list, and the list holds as many rows as the figure says, or adds up to it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.money import parse_euros

from .scenes import NOW, ground, holder, random_plan

pytestmark = pytest.mark.django_db
ROW_COUNT = re.compile(r"<p><strong>(\d+)</strong>")


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure as the page shows it, and where it leads."""

    value: str
    url: str


class _StatReader(HTMLParser):
    """Collects the links inside the values of figures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Stat] = []
        self._in_value = False
        self._url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "div":
            self._in_value = names.get("class") == "value"
        elif tag == "a" and self._in_value:
            self._url = names["href"] or ""

    def handle_data(self, data: str) -> None:
        if self._url and data.strip():
            self.found.append(Stat(data.strip(), self._url))
            self._url, self._in_value = "", False


def _stats(text: str) -> list[Stat]:
    reader = _StatReader()
    reader.feed(text)
    return reader.found


def _rows(client: Client, url: str) -> int:
    answer = client.get(url)
    assert answer.status_code == 200, url
    text = answer.content.decode()
    assert 'class="errors"' not in text, f"{url}: a filter is refused"
    found = ROW_COUNT.search(text)
    return int(found[1]) if found else 0


def _voted_cents(client: Client, url: str) -> int:
    text = b"".join(client.get(f"{url}&export=csv").streaming_content).decode().lstrip("\ufeff")
    header, *rows = csv.reader(io.StringIO(text))
    column = header.index("voté")
    return sum(int(Decimal(row[column]) * 100) for row in rows)


@pytest.fixture
def _clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW


def _check(client: Client, url: str, *, at_least: int) -> None:
    page = client.get(url)
    assert page.status_code == 200
    stats = _stats(page.content.decode())
    assert len(stats) >= at_least
    for stat in stats:
        if "€" in stat.value:
            assert _voted_cents(client, stat.url) == parse_euros(stat.value), stat
        else:
            assert _rows(client, stat.url) == int(stat.value), stat


PAGES = [
    (RoleKind.OFFICER, "dashboard:officer", 17),
    (RoleKind.ELECTED_OFFICIAL, "dashboard:elected", 10),
    (RoleKind.BODY_MEMBER, "dashboard:body", 4),
    (RoleKind.ORGANIZATION_MEMBER, "dashboard:organization", 4),
    (RoleKind.EVALUATOR, "dashboard:evaluator", 3),
]


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize(("kind", "url_name", "at_least"), PAGES)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_each_figure_is_the_length_of_the_list_it_opens(
    kind: RoleKind, url_name: str, at_least: int, seed: int
) -> None:
    with transaction.atomic():
        person = holder(kind)
        plan = random_plan(seed, ground(), person)
        client = Client()
        client.force_login(person)
        _check(client, f"{reverse(url_name)}?plan={plan.slug}", at_least=at_least)
        transaction.set_rollback(True)
