"""Who may open a URL, as data: each room lists its own in access.py, and a test compares the list with the routes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

PUBLIC = "public"
SIGNED_IN = "signed_in"


@dataclass(frozen=True, slots=True)
class Access:
    """
    Who may open one URL; each room's access.py holds ACCESS, from full url names ("accounts:own_account") to these.

    who: "public", "signed_in", or role kinds separated by "|" ("officer|administrator").
    arguments: the route's arguments, as literal values that exist in the demonstration ({"slug": "2022-2026"}).
    sample: returns the arguments when only the database knows them (a primary key); wins over arguments.
    methods: HTTP methods the page answers; a page that only takes POST is never opened by a link.
    note: what decides when the role alone does not (own rows only, state of the thing).
    """

    who: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    methods: tuple[str, ...] = ("GET",)
    note: str = ""
    sample: Callable[[], Mapping[str, object]] | None = None

    @property
    def roles(self) -> frozenset[str]:
        """The role kinds that may open it; empty when it is public or open to all who signed in."""
        return frozenset() if self.who in {PUBLIC, SIGNED_IN} else frozenset(self.who.split("|"))


ACCESS: dict[str, Access] = {
    "ui:choose_theme": Access(PUBLIC, methods=("POST",)),
    "ui:choose_language": Access(PUBLIC, methods=("POST",)),
    "ui:thread": Access(
        PUBLIC, {"kind": "plan", "key": "2022-2026"}, note="What the reader may read; 404 for the rest."
    ),
    "api-1:thread_walk": Access(PUBLIC, {"kind": "plan", "id": "2022-2026"}),
    "ui:kit": Access(PUBLIC, note="In the demonstration; elsewhere people who signed in."),
}
