"""The chain holds until one row is altered by SQL."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from essaim.foundations.accounts.models import RoleGrant
from essaim.foundations.accounts.tests.factories import RoleGrantFactory
from essaim.foundations.audit_trail.queries import changes_of
from essaim.foundations.audit_trail.services import acting, record
from essaim.foundations.audit_trail.verification import verify
from essaim.foundations.primitives.actors import SystemActor

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def _make_history() -> RoleGrant:
    robot = SystemActor("test")
    with acting(robot, reason="sample"):
        grant = RoleGrantFactory()
        grant.ends_on = date(2027, 1, 1)
        grant.save(update_fields=["ends_on"])
        record("role.ended", actor=robot, target=grant, at=NOW, reason="sample")
    return grant


def _without_triggers(sql: str, parameters: list[object] | None = None) -> None:
    """Run SQL as somebody who owns the database and has switched its triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role TO replica")
        cursor.execute(sql, parameters)
        assert cursor.rowcount == 1
        cursor.execute("SET LOCAL session_replication_role TO origin")


def test_untouched_chain_holds() -> None:
    _make_history()

    result = verify()

    assert result.holds, result.flaws
    assert result.links == 4, "a person, a role, its change, and the operation"
    assert verify(expected_hash=result.last_hash).holds


ALTERATIONS = {
    "an operation rewritten": "UPDATE audit_trail_entry SET reason = 'other'",
    "an operation removed": "DELETE FROM audit_trail_entry",
    "a history event rewritten": "UPDATE accounts_rolegrantevent SET kind = 'support' WHERE pgh_label = 'insert'",
    "a link rewritten": "UPDATE audit_trail_link SET payload = '{}' WHERE source = 'audit_trail_entry'",
    "a link removed": "DELETE FROM audit_trail_link WHERE id = (SELECT min(id) FROM audit_trail_link)",
    "a live row rewritten": "UPDATE accounts_rolegrant SET kind = 'support'",
    "a live row removed": "DELETE FROM accounts_rolegrant",
}


@pytest.mark.parametrize("alteration", ALTERATIONS.values(), ids=ALTERATIONS.keys())
def test_one_altered_row_breaks_it(alteration: str) -> None:
    _make_history()

    _without_triggers(alteration)

    assert not verify().holds


def test_a_cut_end_is_seen_only_against_a_hash_kept_elsewhere() -> None:
    grant = _make_history()
    kept = verify().last_hash
    record_row = "DELETE FROM audit_trail_link WHERE id = (SELECT max(id) FROM audit_trail_link)"

    _without_triggers(record_row)
    _without_triggers("DELETE FROM audit_trail_entry WHERE target_id = %s", [str(grant.pk)])

    assert verify().holds
    assert not verify(expected_hash=kept).holds


@pytest.mark.parametrize("table", ["audit_trail_entry", "audit_trail_link", "accounts_rolegrantevent"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_past(table: str, verb: str) -> None:
    _make_history()
    key = "pgh_id" if table.endswith("event") else "id"

    with pytest.raises(Exception, match=r"append_only|Cannot"), connection.cursor() as cursor:
        cursor.execute(verb.format(table, key, key))


def test_a_change_by_raw_sql_is_in_the_history_without_a_person() -> None:
    grant = _make_history()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_rolegrant SET reason = 'by hand'")

    changes = changes_of(grant, is_for_programs=True)

    assert verify().holds
    assert [(change.kind, change.actor_label) for change in changes] == [
        ("insert", "test"),
        ("update", "test"),
        ("update", ""),
    ]
    assert [(field.field, field.after) for field in changes[1].fields] == [("ends_on", "2027-01-01")]
    assert changes[1].verb == "role.ended"
