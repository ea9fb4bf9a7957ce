"""A permission's answer: allowed, or why not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is allowed and, if not, the reason to show. Truthy when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        """Answer whether it is allowed, so that a decision reads well in a condition."""
        return self.allowed


class NotAllowed(Exception):
    """Somebody asked for what they may not do; the reason can be shown to them."""

    def __init__(self, reason: str) -> None:
        """Keep the reason, already translated."""
        super().__init__(reason)
        self.reason = reason


ALLOW = Decision(allowed=True)


def deny(reason: str) -> Decision:
    """Build a refusal; the reason is a translated sentence for the person refused."""
    return Decision(allowed=False, reason=reason)


def require(decision: Decision) -> None:
    """
    Let through what is allowed.

    :raises NotAllowed: with the reason of the refusal
    """
    if not decision:
        raise NotAllowed(decision.reason)
