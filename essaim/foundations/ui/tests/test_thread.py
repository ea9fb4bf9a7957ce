"""Walks on the thread: both ways, through what the reader may see, without turning round and without end."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import pytest

from essaim.foundations.ui import thread
from essaim.foundations.ui.thread import Bead, Kind, Strand, walk


@dataclass
class Ties:
    """Stands for rows that tie two things: what a strand asks of a queryset."""

    pairs: list[tuple[str, str]]
    kept: dict[str, Collection[str]] = field(default_factory=dict)

    def filter(self, **conditions: object) -> Ties:
        kept = {name.removesuffix("__in"): keys for name, keys in conditions.items() if name.endswith("__in")}
        return Ties(self.pairs, kept)

    def order_by(self) -> Ties:
        return self

    def distinct(self) -> list[tuple[str, str]]:
        before, after = self._fields
        found = [pair for pair in self.pairs if self._keeps("before", pair[0]) and self._keeps("after", pair[1])]
        return [pair if (before, after) == ("before", "after") else pair[::-1] for pair in found]

    def values_list(self, *fields: str) -> Ties:
        chosen = Ties(self.pairs, self.kept)
        chosen._fields = fields
        return chosen

    def _keeps(self, name: str, key: str) -> bool:
        return name not in self.kept or key in self.kept[name]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch):
    """Tie words, asks and deeds: asks answer words, deeds answer asks, and a deed may follow a deed."""
    monkeypatch.setattr(thread, "_kinds", {})
    monkeypatch.setattr(thread, "_strands", [])
    hidden: set[str] = set()

    def build(**ties: list[tuple[str, str]]) -> set[str]:
        for order, name in enumerate(("word", "ask", "deed")):

            def find(person: object, keys: Collection[str], name: str = name) -> Iterable[Bead]:
                return [Bead(name, key, key.upper(), f"/{key}/") for key in sorted(keys) if key not in hidden]

            thread.add_kind(Kind(name, name, order, find))
        for name, pairs in ties.items():
            before, after = name.split("_")
            thread.add_strand(Strand(before, after, lambda pairs=pairs: Ties(pairs), "before", "after"))
        return hidden

    return build


def _keys(steps: Iterable[thread.Step]) -> list[tuple[str, int]]:
    return [(step.bead.key, step.distance) for step in steps]


def test_walk_goes_both_ways_and_says_how_far(world) -> None:
    world(word_ask=[("w1", "a1"), ("w2", "a1"), ("w3", "a2")], ask_deed=[("a1", "d1"), ("a2", "d2")])

    found = walk("ask", "a1", None)

    assert _keys(found.before) == [("w1", 1), ("w2", 1)]
    assert _keys(found.after) == [("d1", 1)]
    assert _keys(walk("deed", "d1", None).before) == [("a1", 1), ("w1", 2), ("w2", 2)]


def test_walk_does_not_turn_round(world) -> None:
    """What one word led to is not what another word led to: brothers are not on the thread."""
    world(word_ask=[("w1", "a1"), ("w1", "a2")])

    found = walk("ask", "a1", None)

    assert _keys(found.before) == [("w1", 1)]
    assert found.after == ()


def test_step_says_through_what_it_was_reached(world) -> None:
    world(ask_deed=[("a1", "d1"), ("a1", "d2")], deed_deed=[("d1", "d3"), ("d2", "d3")])

    last = walk("ask", "a1", None).after[-1]

    assert (last.bead.key, last.distance) == ("d3", 2)
    assert last.through == (("deed", "d1"), ("deed", "d2"))


def test_circle_ends(world) -> None:
    world(deed_deed=[("d1", "d2"), ("d2", "d3"), ("d3", "d1")])

    found = walk("deed", "d1", None)

    assert {key for key, _far in _keys(found.before) + _keys(found.after)} == {"d2", "d3"}


def test_what_may_not_be_read_ends_the_walk(world) -> None:
    world(word_ask=[("w1", "a1")], ask_deed=[("a1", "d1")]).add("a1")

    assert walk("word", "w1", None).after == ()
    with pytest.raises(LookupError):
        walk("ask", "a1", None)


def test_unknown_kind_is_refused(world) -> None:
    world()

    with pytest.raises(LookupError):
        walk("wish", "1", None)


def test_walk_is_cut_where_there_is_too_much(world) -> None:
    world(ask_deed=[("a1", f"d{number}") for number in range(thread.BEADS_MAX + 1)])

    found = walk("ask", "a1", None)

    assert len(found.after) == thread.BEADS_MAX
    assert found.is_cut
