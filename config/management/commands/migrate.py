"""essaim migrate: Django's own, without drawing every model anew for each trigger."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest import mock

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class Command(migrate.Command):
    """Brings the database up to date."""

    help = "Bring the database up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate."""
        with triggers_without_rendering():
            super().handle(*args, **options)


@contextlib.contextmanager
def triggers_without_rendering() -> Iterator[None]:
    """
    Let AddTrigger note its trigger in the state of the model, and no more, while the block runs.

    pgtrigger makes Django build the classes of the model, and of every model tied to it, again: a third of the time of a
    first migration is spent on it. Nothing reads triggers from these classes: AddTrigger takes from them the name of
    the table, and RemoveTrigger looks in the state.
    """

    def note(operation: AddTrigger, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, operation.model_name_lower].options
        options["triggers"] = [*options.get("triggers", []), operation.trigger]

    with mock.patch.object(AddTrigger, "state_forwards", note):
        yield
