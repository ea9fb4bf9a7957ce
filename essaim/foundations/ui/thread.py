"""
The thread: what led to a thing and what became of it, walked across rooms that do not know one another.

Each room names the kinds of things it holds, and how they follow things of its own or of rooms below; this module only
walks. The room above registers a strand between two rooms, as it alone knows both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

# Beyond, the walk stops and says so: a page of some hundred things is no longer read.
BEADS_MAX = 300


@dataclass(frozen=True, slots=True)
class Bead:
    """
    One thing on the thread, as a reader may see it.

    key: what names it among its kind in the rows of strands ("2015-2020", "17").
    public_key: what names it in addresses and in the read API, when that is not its key ("2015-12").
    state: how it stands today, in words; empty when it has none.
    when: the time it happened or was decided, in words, as exactly as it is known; empty when unknown or when the
        title says it. dated: the day that orders it among its kind, the first of its month or year where no more is known.
    """

    kind: str
    key: str
    title: str
    url: str
    state: str = ""
    when: str = ""
    dated: date | None = None
    source: str = ""
    public_key: str = ""

    @property
    def shown_key(self) -> str:
        """What names it in addresses and in the read API."""
        return self.public_key or self.key


@dataclass(frozen=True, slots=True)
class Kind:
    """
    A kind of thing on the thread.

    find: returns, for a person and some keys, the things among them that the person may read; unknown keys are left out.
    order: its place along the thread, from what people said (10) to reports (90).
    key_of: finds the key that a public key stands for; any other text, an older address among them, comes back as it is.
    """

    name: str
    label: Any
    order: int
    find: Callable[[Any, Collection[str]], Iterable[Bead]]
    key_of: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class Strand:
    """
    How things of one kind follow things of another: rows that hold the key of each.

    rows: the rows, each tying one thing before to one after; before_field and after_field are the lookups of their keys.
    """

    before: str
    after: str
    rows: Callable[[], QuerySet[Any]]
    before_field: str
    after_field: str


Knot = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """
    A thing met on a walk: how many strands away, and from which things nearer to the start it was reached.

    through: those things, by their kind and the key that addresses show.
    """

    bead: Bead
    distance: int
    through: tuple[Knot, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a walk started, what led there, what followed, nearest first; is_cut when there was too much to show."""

    start: Bead
    before: tuple[Step, ...]
    after: tuple[Step, ...]
    is_cut: bool


_kinds: dict[str, Kind] = {}
_strands: list[Strand] = []


def add_kind(kind: Kind) -> None:
    """Name a kind; called in AppConfig.ready()."""
    _kinds[kind.name] = kind


def add_strand(strand: Strand) -> None:
    """Tie two kinds; called in AppConfig.ready() of the upper of the two rooms."""
    if strand not in _strands:
        _strands.append(strand)


def kinds() -> Mapping[str, Kind]:
    """Return every kind by name, along the thread."""
    return dict(sorted(_kinds.items(), key=lambda item: (item[1].order, item[0])))


def strands() -> tuple[Strand, ...]:
    """Return every strand, for the generated docs and the tests."""
    return tuple(_strands)


def walk(kind: str, key: str, person: Any) -> Walk:
    """
    Walk from one thing to all that led to it and all that followed, through what the person may read.

    What a person may not read ends the walk: nothing behind it is shown. A thing that is reached both ways is shown on
    the side where it is met first.

    :raises LookupError: if there is no such kind, or the person may read no such thing
    """
    key_of = _kinds[kind].key_of if kind in _kinds else None
    # The database holds no such mark, and refuses to look for it.
    asked = [] if "\x00" in key else [key_of(key) if key_of else key]
    start = next(iter(_find(kind, asked, person)), None)
    if start is None:
        raise LookupError(f"{kind} {key}")
    seen = {(kind, start.key)}
    before, cut_before = _walk_one_way(start, person, seen, is_onward=False)
    after, cut_after = _walk_one_way(start, person, seen, is_onward=True)
    return Walk(start, tuple(before), tuple(after), cut_before or cut_after)


def _find(kind: str, keys: Collection[str], person: Any) -> Iterable[Bead]:
    return _kinds[kind].find(person, keys) if kind in _kinds else []


def _walk_one_way(start: Bead, person: Any, seen: set[Knot], *, is_onward: bool) -> tuple[list[Step], bool]:
    """Go strand by strand, all the things at one distance together, so that a walk costs a few queries a distance."""
    found: list[Step] = []
    edge: dict[str, set[str]] = {start.kind: {start.key}}
    names = {(start.kind, start.key): start.shown_key}
    distance = 0
    while edge:
        distance += 1
        reached = _neighbours(edge, is_onward=is_onward)
        edge = defaultdict(set)
        for kind in sorted(reached, key=lambda name: (_kinds[name].order, name)):
            keys = [key for key in reached[kind] if (kind, key) not in seen]
            for bead in _find(kind, keys, person) if keys else ():
                if len(found) == BEADS_MAX:
                    return found, True
                seen.add((kind, bead.key))
                edge[kind].add(bead.key)
                names[kind, bead.key] = bead.shown_key
                through = sorted((near, names[near, near_key]) for near, near_key in reached[kind][bead.key])
                found.append(Step(bead, distance, tuple(through)))
    return found, False


def _neighbours(edge: Mapping[str, Collection[str]], *, is_onward: bool) -> dict[str, dict[str, set[Knot]]]:
    """List what is one strand away from some things: kind, then key, then the things it was reached from."""
    reached: dict[str, dict[str, set[Knot]]] = defaultdict(lambda: defaultdict(set))
    for strand in _strands:
        near, far = (strand.before, strand.after) if is_onward else (strand.after, strand.before)
        near_field, far_field = strand.before_field, strand.after_field
        if not is_onward:
            near_field, far_field = far_field, near_field
        if near not in edge or far not in _kinds:
            continue
        rows = strand.rows().filter(**{f"{near_field}__in": edge[near], f"{far_field}__isnull": False})
        for near_key, far_key in rows.order_by().values_list(near_field, far_field).distinct():
            reached[far][str(far_key)].add((near, str(near_key)))
    return reached
