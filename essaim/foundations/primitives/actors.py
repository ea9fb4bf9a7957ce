"""What the lower rooms need to know of the person who acts."""

from __future__ import annotations

from typing import Protocol


class Actor(Protocol):
    """Somebody, or something such as a nightly task, that can be named in the audit trail."""

    @property
    def audit_id(self) -> str:
        """A stable identifier, such as "person:42" or "system:import"."""

    @property
    def audit_label(self) -> str:
        """The name to show, as it was at the time."""

    @property
    def audit_role(self) -> str:
        """In what quality they act, for readers who must not see names; empty if none."""


class SystemActor:
    """An actor that is not a person: a command, a scheduled task."""

    def __init__(self, name: str) -> None:
        """Name it in one or two words: "demo", "nightly reminders"."""
        self.audit_id = f"system:{name}"
        self.audit_label = name
        self.audit_role = ""
