"""The register of triggers knows what the library's would know, and refuses what it would refuse."""

from __future__ import annotations

from collections.abc import Iterator

import pgtrigger
import pytest
from pgtrigger.registry import _Registry, _registry

from essaim.foundations.audit_trail.models import Entry, Link


def _trigger(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, operation=pgtrigger.Insert, when=pgtrigger.After, func="RETURN NULL;")


@pytest.fixture
def example() -> Iterator[pgtrigger.Trigger]:
    """A trigger that is in the register for the time of a test."""
    trigger = _trigger("example")
    pgtrigger.register(trigger)(Entry)
    yield trigger
    if trigger.get_uri(Entry) in _registry:
        _registry.pop(trigger.get_uri(Entry))


def test_indexes_are_those_that_the_library_makes_anew(example: pgtrigger.Trigger) -> None:
    assert _registry.by_db_table == _Registry.by_db_table.fget(_registry)
    assert _registry.pg_function_names == _Registry.pg_function_names.fget(_registry)
    assert len(_registry) > 100
    assert example.get_pgid(Entry) in _registry.pg_function_names


def test_name_is_taken_once_in_a_table(example: pgtrigger.Trigger) -> None:
    other = pgtrigger.Trigger(name="example", operation=pgtrigger.Delete, when=pgtrigger.After, func="RETURN NULL;")

    with pytest.raises(KeyError, match="already"):
        pgtrigger.register(other)(Entry)

    pgtrigger.register(_trigger("example"))(Link)
    del _registry[_trigger("example").get_uri(Link)]


def test_name_that_was_left_out_is_free_again(example: pgtrigger.Trigger) -> None:
    del _registry[example.get_uri(Entry)]

    assert (Entry._meta.db_table, "example") not in _registry.by_db_table
    assert example.get_pgid(Entry) not in _registry.pg_function_names
    pgtrigger.register(_trigger("example"))(Entry)
