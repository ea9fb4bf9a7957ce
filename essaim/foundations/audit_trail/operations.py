"""Migration operations: many triggers at once, and how a generated list of operations is made short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.optimizer import MigrationOptimizer
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class AddTriggers(Operation):
    """
    Add many triggers in one operation.

    After each operation Django draws anew every model related to the one changed; a tracked model has five triggers,
    and the people who sign in are related to nearly everything: one by one, triggers took half of the time of a first
    migration.
    """

    reversible = True
    serialization_expand_args = ["triggers"]

    def __init__(self, triggers: Sequence[AddTrigger]) -> None:
        """Keep the operations that each add one trigger."""
        self.triggers = list(triggers)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what a migration file holds."""
        return self.__class__.__name__, [], {"triggers": self.triggers}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note the triggers in the state, then draw the models anew once."""
        changed: set[tuple[str, str]] = set()
        for trigger in self.triggers:
            options = state.models[app_label, trigger.model_name.lower()].options
            options["triggers"] = [*options.get("triggers", []), trigger.trigger]
            changed.add((app_label, trigger.model_name.lower()))
        state.reload_models(sorted(changed), delay=True)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the triggers."""
        for trigger in self.triggers:
            trigger.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Remove the triggers; the state they were in is the one before this operation."""
        for trigger in reversed(self.triggers):
            trigger.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what it does."""
        return f"Create {len(self.triggers)} triggers"

    @property
    def migration_name_fragment(self) -> str:
        """Name a migration that does nothing else."""
        return "triggers"


def shortened(operations: Iterable[Operation], app_label: str) -> list[Operation]:
    """
    Return the same operations in fewer: what can be is folded into the creation of its model, triggers are added at once.

    Triggers that are added move to the end: nothing else refers to them, and the rows of a later data operation are
    to be seen by them, so operations after the last of another kind that is not elidable keep their place.
    """
    kept: list[Operation] = []
    triggers: list[AddTrigger] = []
    for operation in operations:
        if isinstance(operation, AddTrigger):
            triggers.append(operation)
        elif isinstance(operation, AddTriggers):
            triggers.extend(operation.triggers)
        else:
            if not operation.reduces_to_sql and triggers:
                kept.append(AddTriggers(triggers))
                triggers = []
            kept.append(operation)
    shorter = MigrationOptimizer().optimize(kept, app_label)
    return [*shorter, AddTriggers(triggers)] if triggers else shorter
