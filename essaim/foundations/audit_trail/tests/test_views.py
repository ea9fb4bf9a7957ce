"""The journal: who reads it, what it lists, what one operation's page says."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from essaim.foundations.audit_trail import permissions
from essaim.foundations.audit_trail.models import Entry, Link
from essaim.foundations.audit_trail.tests.factories import EntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A client signed in as somebody whom a rule of an upper room lets read."""
    person = get_user_model().objects.create_user("reader@example.org", "Camille Exemple")
    monkeypatch.setattr(permissions, "_rules", [lambda asked: asked.pk == person.pk])
    client.force_login(person)
    return client


def test_without_a_rule_nobody_reads(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "_rules", [])
    client.force_login(get_user_model().objects.create_user("reader@example.org", "Camille Exemple"))

    assert client.get("/journal/").status_code == 403
    assert client.get(f"/journal/{EntryFactory().pk}/").status_code == 403


def test_journal_is_closed_to_visitors(client: Client) -> None:
    assert client.get("/journal/").status_code == 302


def test_list_shows_operations_in_words_with_a_fixed_number_of_queries(
    reader: Client, django_assert_max_num_queries
) -> None:
    EntryFactory.create_batch(60, verb="action.closed", reason="budget voted")

    with django_assert_max_num_queries(10):
        page = reader.get("/journal/").content.decode()

    assert "clôture" in page
    assert "budget voted" in page
    assert "action.closed" not in page
    assert "commande «" in page
    assert "---" not in page
    assert Entry.objects.count() == 60


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("q=tilleuls", {"Ferme des Tilleuls"}),
        ("verb=closed", {"Ferme des Tilleuls"}),
        ("target_model=accounts.user", {"Dominique Exemple"}),
        ("since=2026-03-03", {"Dominique Exemple"}),
        ("until=2026-03-02", {"Ferme des Tilleuls"}),
        ("verb=closed&since=2026-03-03", set()),
    ],
)
def test_list_is_filtered_by_the_address(reader: Client, query: str, kept: set[str]) -> None:
    EntryFactory(target_label="Ferme des Tilleuls")
    EntryFactory(
        target_label="Dominique Exemple",
        target_model="accounts.user",
        verb="person.registered",
        at=datetime(2026, 3, 3, 12, tzinfo=UTC),
    )

    page = reader.get(f"/journal/?{query}").content.decode()

    assert {name for name in ("Ferme des Tilleuls", "Dominique Exemple") if name in page} == kept


def test_day_of_the_filter_is_still_there_in_the_answer(reader: Client) -> None:
    page = reader.get("/journal/?since=2026-03-02").content.decode()

    assert 'value="2026-03-02"' in page


def test_file_has_the_rows_of_the_page(reader: Client) -> None:
    EntryFactory(target_label="Ferme des Tilleuls")
    EntryFactory(target_label="Other", verb="action.opened")

    answer = reader.get("/journal/?verb=closed&export=csv")

    rows = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert len(rows) == 2
    assert "Ferme des Tilleuls" in rows[1]


def test_swap_equals_reload(reader: Client, assert_swap_equals_reload) -> None:
    EntryFactory.create_batch(3)

    assert_swap_equals_reload(reader, "/journal/?verb=closed&sort=target_label")


def test_operation_page_shows_who_why_and_its_seal(reader: Client) -> None:
    entry = EntryFactory(reason="budget voted", on_behalf_of="Dominique Exemple", details={"rows": 12})

    page = reader.get(f"/journal/{entry.pk}/").content.decode()

    for text in ("budget voted", "Dominique Exemple", "rows", "12"):
        assert text in page
    link = Link.objects.get(source="audit_trail_entry", source_id=str(entry.pk))
    assert link.hash in page
    assert link.previous_hash in page


def test_operation_that_does_not_exist_is_not_found(reader: Client) -> None:
    assert reader.get("/journal/999999/").status_code == 404
