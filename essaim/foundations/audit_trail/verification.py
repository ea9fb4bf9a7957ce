"""Checks the chain, and everything it seals, without trusting the database that holds them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import pghistory.core
from django.db import connection, models

from .models import Entry

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that does not hold: where, and what it means in one sentence."""

    place: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The result: how many links were read, the last hash (to be kept elsewhere), and every flaw found."""

    links: int
    last_hash: str
    flaws: tuple[Flaw, ...]

    @property
    def holds(self) -> bool:
        """Tell whether nothing was altered."""
        return not self.flaws


def link_hash(previous_hash: str, source: str, source_id: str, payload_text: str) -> str:
    """Return the SHA-256, in 64 hexadecimal digits, of four parts separated by line feeds, in UTF-8."""
    text = "\n".join([previous_hash, source, source_id, payload_text])
    return hashlib.sha256(text.encode()).hexdigest()


def verify(*, expected_hash: str = "") -> Verification:
    """
    Check the whole chain, the rows it seals, and that live rows equal their last history event.

    :param expected_hash: a last hash kept from an earlier verification: the chain must still contain it, which
        detects the one thing a chain cannot see by itself, the removal of its end
    """
    flaws: list[Flaw] = []
    previous, count, seen_expected = GENESIS, 0, not expected_hash
    for pk, source, source_id, payload_text, previous_hash, stored in _links():
        place = f"link {pk} ({source} {source_id})"
        if previous_hash != previous:
            flaws.append(Flaw(place, "the link before it was removed or altered"))
        if link_hash(previous_hash, source, source_id, payload_text) != stored:
            flaws.append(Flaw(place, "its content no longer gives its hash"))
        previous, count = stored, count + 1
        seen_expected = seen_expected or stored == expected_hash
    if not seen_expected:
        flaws.append(Flaw("chain", f"the hash kept earlier, {expected_hash}, is no longer in it: its end was removed"))
    for model in _sealed_models():
        flaws.extend(_compare_sealed(model))
    for event_model in pghistory.core.event_models():
        flaws.extend(_compare_live(event_model))
    return Verification(count, previous, tuple(flaws))


def _links() -> Iterator[tuple[int, str, str, str, str, str]]:
    with connection.cursor() as cursor:
        last = 0
        while True:
            cursor.execute(
                "SELECT id, source, source_id, payload::text, previous_hash, hash FROM audit_trail_link "
                "WHERE id > %s ORDER BY id LIMIT 5000",
                [last],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            yield from rows
            last = rows[-1][0]


def _sealed_models() -> list[type[models.Model]]:
    return [Entry, *sorted(pghistory.core.event_models(), key=lambda model: model._meta.db_table)]


def _compare_sealed(model: type[models.Model]) -> Iterator[Flaw]:
    """Compare each sealed row with its copy in the chain, on the columns both have."""
    table, key = model._meta.db_table, str(model._meta.pk.column)
    quote = connection.ops.quote_name
    sql = f"""
        SELECT coalesce(l.source_id, s.{quote(key)}::text), l.source_id IS NULL, s.{quote(key)} IS NULL
        FROM (SELECT * FROM audit_trail_link WHERE source = %s) l
        FULL JOIN {quote(table)} s ON s.{quote(key)}::text = l.source_id
        WHERE l.source_id IS NULL OR s.{quote(key)} IS NULL OR EXISTS (
            SELECT 1 FROM jsonb_each(l.payload) AS kept(name, value)
            WHERE to_jsonb(s) ? kept.name AND to_jsonb(s) -> kept.name IS DISTINCT FROM kept.value
        )
    """  # noqa: S608 - table and column names come from the models, quoted
    with connection.cursor() as cursor:
        cursor.execute(sql, [table])
        for source_id, is_unsealed, is_gone in cursor.fetchall():
            if is_unsealed:
                yield Flaw(f"{table} {source_id}", "this row was added without being sealed")
            elif is_gone:
                yield Flaw(f"{table} {source_id}", "this row was sealed and has been removed")
            else:
                yield Flaw(f"{table} {source_id}", "this row differs from what was sealed")


def _compare_live(event_model: type[models.Model]) -> Iterator[Flaw]:
    """Compare each tracked row as it stands with the last event of its history."""
    tracked_model = event_model.pgh_tracked_model  # type: ignore[attr-defined]
    quote = connection.ops.quote_name
    live, events = quote(tracked_model._meta.db_table), quote(event_model._meta.db_table)
    key = quote(tracked_model._meta.pk.column)
    kept = {field.column for field in event_model._meta.concrete_fields}
    columns = [quote(f.column) for f in tracked_model._meta.concrete_fields if f.column in kept and not f.generated]
    is_same = " AND ".join(f"e.{column} IS NOT DISTINCT FROM t.{column}" for column in columns)
    sql = f"""
        SELECT coalesce(e.pgh_obj_id::text, t.{key}::text), e.pgh_label, e.pgh_obj_id IS NULL, t.{key} IS NULL
        FROM (SELECT DISTINCT ON (pgh_obj_id) * FROM {events} ORDER BY pgh_obj_id, pgh_id DESC) e
        FULL JOIN {live} t ON t.{key} = e.pgh_obj_id
        WHERE e.pgh_obj_id IS NULL OR (t.{key} IS NULL) <> (e.pgh_label = 'delete') OR (
            t.{key} IS NOT NULL AND NOT ({is_same})
        )
    """  # noqa: S608 - table and column names come from the models, quoted
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for key_text, _label, has_no_history, is_gone in cursor.fetchall():
            place = f"{tracked_model._meta.db_table} {key_text}"
            if has_no_history:
                yield Flaw(place, "this row was added behind the triggers: it has no history")
            elif is_gone:
                yield Flaw(place, "this row was removed behind the triggers")
            else:
                yield Flaw(place, "this row was altered behind the triggers: it differs from its last event")
