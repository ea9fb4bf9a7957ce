"""What sources say, topic by topic, so that those that disagree stand side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from essaim.steering.action_plan.models import Statement


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic with the wordings that sources give of it."""

    name: str
    statements: tuple[Statement, ...]

    @property
    def is_disputed(self) -> bool:
        """Tell whether two sources word it differently."""
        return len({statement.wording.strip().casefold() for statement in self.statements}) > 1


def topics(statements: Iterable[Statement]) -> list[Topic]:
    """Group statements by topic, in the order the topics first come."""
    groups: dict[str, list[Statement]] = {}
    for statement in statements:
        groups.setdefault(statement.topic, []).append(statement)
    return [Topic(name, tuple(found)) for name, found in groups.items()]
